#if Seal
  internal import Assessing
  internal import CryptoExtras
  internal import SwiftASN1
  internal import X509

  /// A key with its certificate and the certificates that lead to the root, fit for sealing.
  struct SealIdentity: Sendable {
    let key: Certificate.PrivateKey
    /// The key's own certificate first.
    let chain: [Certificate]
    let certificate: Certificate
    let algorithm: Certificate.SignatureAlgorithm

    /// Puts key and certificates together and refuses what would not hold.
    /// - Throws: `PackingError` with a code `seal…`, naming the file and what to do.
    init(
      keyFile: String, certificateFile: String, passphrase: String?, at time: Instant
    ) throws {
      key = try KeyFile.key(in: keyFile, passphrase: passphrase)
      chain = try Self.certificates(in: certificateFile)
      guard let first = chain.first else {
        throw PackingError(.sealCertificate, "\(certificateFile) holds no certificate in PEM form.")
      }
      certificate = first
      algorithm = try Self.algorithm(of: certificate.publicKey, certificateFile)
      guard certificate.publicKey == key.publicKey else {
        throw PackingError(
          .sealCertificate,
          "The certificate \(certificateFile) (\(Self.name(certificate))) does not belong to the "
            + "key \(keyFile); name the certificate of this key first in the file.")
      }
      let notAfter = Instant(certificate.notValidAfter)
      let notBefore = Instant(certificate.notValidBefore)
      if time > notAfter {
        throw PackingError(
          .sealCertificate,
          "The certificate \(certificateFile) (\(Self.name(certificate))) ended on "
            + "\(notAfter.text); seal with a current one.")
      }
      if time < notBefore {
        throw PackingError(
          .sealCertificate,
          "The certificate \(certificateFile) (\(Self.name(certificate))) begins only on "
            + "\(notBefore.text); look at this machine's clock, or wait.")
      }
      guard SealUsagePolicy.allows(certificate) else {
        throw PackingError(
          .sealCertificate,
          "The certificate \(certificateFile) (\(Self.name(certificate))) is not meant for signing "
            + "documents; ask the issuer for one with digitalSignature and, if any extended use, "
            + "emailProtection.")
      }
    }

    /// True when plain `openssl cms -verify` takes the certificate without `-purpose any`.
    var isPlainForOpenSSL: Bool {
      let usage = try? certificate.extensions.extendedKeyUsage
      return usage.map { $0.contains(.emailProtection) } ?? true
    }

    /// `P-256`, `RSA-3072` and so on, for people.
    static func keyName(_ key: Certificate.PublicKey) -> String {
      let text = "\(key)"
      let bare = text.hasSuffix(".PublicKey") ? String(text.dropLast(10)) : text
      return [("P256", "P-256"), ("P384", "P-384"), ("P521", "P-521")]
        .first { $0.0 == bare }?.1 ?? bare.replacing("RSA", with: "RSA-")
    }

    private static func algorithm(
      of key: Certificate.PublicKey, _ file: String
    ) throws -> Certificate.SignatureAlgorithm {
      switch keyName(key) {
      case "P-256": return .ecdsaWithSHA256
      case "P-384": return .ecdsaWithSHA384
      case let name where name.hasPrefix("RSA-") && (Int(name.dropFirst(4)) ?? 0) >= 2048:
        return .sha256WithRSAEncryption
      case let name:
        throw PackingError(
          .sealKey,
          "The key of \(file) is \(name), which is not used for sealing; take P-256 or RSA-3072.")
      }
    }

    private static func certificates(in file: String) throws -> [Certificate] {
      do {
        return try PEMText.certificates(KeyFile.bytes(of: file, .sealCertificate))
      } catch let error as PackingError {
        throw error
      } catch {
        throw PackingError(
          .sealCertificate,
          "\(file) is no PEM file of certificates; convert DER with: openssl x509 -inform DER "
            + "-in \(file) -out certificate.pem")
      }
    }

    private static func name(_ certificate: Certificate) -> String {
      BagTexts.oneLine("\(certificate.subject)")
    }
  }

  /// Certificates in PEM text.
  enum PEMText {
    /// All certificates of a file, in order; other blocks are passed over.
    static func certificates(_ bytes: [UInt8]) throws -> [Certificate] {
      let blocks = try PEMDocument.parseMultiple(pemString: String(decoding: bytes, as: UTF8.self))
      return try blocks.filter { $0.discriminator == Certificate.defaultPEMDiscriminator }
        .map { try Certificate(pemDocument: $0) }
    }
  }
#endif
