#if Seal
  internal import Archives
  internal import Foundation
  internal import SwiftASN1
  internal import X509

  /// A private key as it lies in a PEM file.
  enum KeyFile {
    private static let largest = 1 << 20

    /// The key in a file.
    /// - Throws: `PackingError`: `sealKey` with the line that converts a form not read,
    ///   `sealPassphrase` when the passphrase is missing or wrong.
    static func key(in file: String, passphrase: String?) throws -> Certificate.PrivateKey {
      let content = try bytes(of: file, .sealKey)
      let text = String(decoding: content, as: UTF8.self)
      if text.contains("Proc-Type: 4,ENCRYPTED") || text.contains("DEK-Info:") {
        throw PackingError(
          .sealKey,
          "\(file) is encrypted in the traditional form, which is not read. Convert it: "
            + conversion(of: file))
      }
      guard let block = keyBlock(in: text) else {
        throw PackingError(
          .sealKey, "\(file) holds no private key in PEM form. \(advice(content, file))")
      }
      var document = block
      if block.discriminator == "ENCRYPTED PRIVATE KEY" {
        guard let passphrase else {
          throw PackingError(
            .sealPassphrase,
            "The key \(file) is encrypted; name its passphrase (seal.passphrase: environment or "
              + "file).")
        }
        document = PEMDocument(
          type: "PRIVATE KEY",
          derBytes: try EncryptedKey(block.derBytes, file: file).opened(with: passphrase))
      }
      do {
        return try Certificate.PrivateKey(pemDocument: document)
      } catch  where block.discriminator == "ENCRYPTED PRIVATE KEY" {
        throw EncryptedKey.wrongPassphrase(file)
      } catch {
        throw PackingError(
          .sealKey,
          "The key \(file) has a form that is not used for sealing; take P-256 or RSA-3072, as "
            + "openssl genpkey writes them.")
      }
    }

    /// What to do about a file without a key: PEM of something else, PKCS #12, DER.
    private static func advice(_ content: [UInt8], _ file: String) -> String {
      if String(decoding: content, as: UTF8.self).contains("-----BEGIN") {
        return "What it holds is something else: look whether key and certificate were exchanged."
      }
      // RFC 7292, 4: a sequence that begins with version 3.
      let isContainer = content.prefix(8).firstRange(of: [2, 1, 3]) != nil
      return "Convert it: "
        + (isContainer
          ? "openssl pkcs12 -in \(file) -nocerts -aes256 -out key.pem"
          : "openssl pkey -inform DER -in \(file) -out key.pem")
    }

    /// The line that turns a key into the form that is read.
    static func conversion(of file: String) -> String {
      "openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -in \(file) -out key.pem"
    }

    /// A small file's bytes.
    static func bytes(of file: String, _ code: PackingError.Code) throws -> [UInt8] {
      do {
        return try FileByteSource(path: file).readAll(limit: largest)
      } catch let error as ArchiveError {
        throw PackingError(code, error.description)
      }
    }

    // Files of P-256 keys often begin with a block of parameters.
    private static func keyBlock(in text: String) -> PEMDocument? {
      let blocks = try? PEMDocument.parseMultiple(pemString: text)
      return blocks?.first { $0.discriminator.hasSuffix("PRIVATE KEY") }
    }
  }
#endif
