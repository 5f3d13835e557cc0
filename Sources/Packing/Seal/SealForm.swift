#if Seal
  internal import SwiftASN1

  /// The form of a CMS signature, looked at before it is checked, so that what cannot be checked is
  /// named instead of being called invalid.
  struct SealForm {
    /// What looking at the bytes gave.
    enum Reading {
      case readable(SealForm)
      case damaged(String)
      case unsupported(String)
    }

    /// The signature, its algorithm spelled as the library knows it.
    private(set) var bytes: [UInt8]
    /// `SHA-256` and so on.
    let digestName: String
    /// The certificates it carries, DER.
    private(set) var certificates: [[UInt8]] = []

    /// Larger ones are no seals.
    static let largest = 1 << 20

    private static let signedData: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 7, 2]
    private static let rsaEncryption: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 1, 1]
    private static let pss: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 1, 10]
    private static let ed25519: ASN1ObjectIdentifier = [1, 3, 101, 112]
    /// Digest, its name, and the last byte of the identifier of RSA (PKCS #1 v1.5) with it.
    private static let digests: [(identifier: ASN1ObjectIdentifier, name: String, rsa: UInt8)] = [
      ([2, 16, 840, 1, 101, 3, 4, 2, 1], "SHA-256", 0x0B),
      ([2, 16, 840, 1, 101, 3, 4, 2, 2], "SHA-384", 0x0C),
      ([2, 16, 840, 1, 101, 3, 4, 2, 3], "SHA-512", 0x0D),
    ]

    static func read(_ signature: [UInt8]) -> Reading {
      guard signature.count <= largest, let root = try? BER.parse(signature[...]),
        root.parts.count == 2, root.parts[0].objectIdentifier == signedData,
        let data = root.parts[1].parts.first
      else { return .damaged("The seal is no CMS signature, or is damaged.") }
      // SignedData: version, digests, content, [0] certificates, [1] revocations, signers.
      let parts = data.parts
      guard parts.count >= 4, let signers = parts.last, signers.identifier == .set else {
        return .damaged("The seal is damaged.")
      }
      guard signers.parts.count == 1, let signer = signers.parts.first else {
        return .unsupported("The seal has \(signers.parts.count) signers; one is checked.")
      }
      let certificates = parts.first { $0.identifier == context(0) }
      guard let certificates, !certificates.parts.isEmpty else {
        return .unsupported(
          "The seal carries no certificate; it must be made with its certificate (openssl: "
            + "without -nocerts).")
      }
      guard case .readable(var form) = read(signer: signer.parts, in: signature) else {
        return read(signer: signer.parts, in: signature)
      }
      form.certificates = certificates.parts.map { Array($0.encodedBytes) }
      return .readable(form)
    }

    // SignerInfo: version, whose key, digest, [0] signed attributes, algorithm, signature.
    private static func read(signer: [ASN1Node], in signature: [UInt8]) -> Reading {
      if signer.count > 1, signer[1].identifier == context(0) {
        return .unsupported(
          "The seal names its certificate by key identifier; it must be by issuer and serial number "
            + "(openssl: without -keyid).")
      }
      let named = signer.dropFirst(2).filter { $0.identifier == .sequence }
      guard named.count == 2, let digestNode = named.first, let algorithmNode = named.last,
        let digest = digestNode.parts.first?.objectIdentifier,
        let place = algorithmNode.parts.first, let algorithm = place.objectIdentifier
      else { return .damaged("The seal is damaged.") }
      if algorithm == pss {
        return .unsupported("The seal is RSA-PSS; only RSA (PKCS #1 v1.5) and ECDSA are checked.")
      }
      if algorithm == ed25519 {
        return .unsupported("The seal is Ed25519; only RSA (PKCS #1 v1.5) and ECDSA are checked.")
      }
      guard let known = digests.first(where: { $0.identifier == digest }) else {
        return .unsupported("The seal uses a digest other than SHA-256, SHA-384 and SHA-512.")
      }
      var form = SealForm(bytes: signature, digestName: known.name)
      // RFC 3370, 3.2 lets a signer say just "RSA"; the library wants the digest named with it. The
      // two identifiers differ in their last byte alone.
      if algorithm == rsaEncryption {
        form.bytes[place.encodedBytes.endIndex - 1] = known.rsa
      }
      return .readable(form)
    }

    private static func context(_ number: UInt) -> ASN1Identifier {
      ASN1Identifier(tagWithNumber: number, tagClass: .contextSpecific)
    }
  }

  extension ASN1Node {
    /// The nodes inside; none for a plain value.
    var parts: [ASN1Node] {
      guard case .constructed(let nodes) = content else { return [] }
      return Array(nodes)
    }

    /// The object identifier it is, if it is one.
    var objectIdentifier: ASN1ObjectIdentifier? { try? ASN1ObjectIdentifier(derEncoded: self) }

    /// The octet string it is, if it is one.
    var octets: [UInt8]? { (try? ASN1OctetString(derEncoded: self)).map { Array($0.bytes) } }
  }
#endif
