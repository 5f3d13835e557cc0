package import Assessing
package import Foundation
package import Settings

#if Seal
  internal import SwiftASN1
  internal import X509
#endif

/// Seals packs with one key. Made before any work, so that a key that cannot seal is known then.
package struct Sealer: Sendable {
  /// Whose certificate it is.
  package let signer: SealSigner
  /// What the sealing person should know, a sentence each.
  package let notes: [String]
  #if Seal
    private let identity: SealIdentity
  #endif

  /// As the other, with what the configuration names.
  package init(_ settings: SealSettings, at time: Instant) throws {
    try self.init(
      key: settings.key, certificate: settings.certificate, passphrase: settings.passphrase,
      at: time)
  }

  /// Reads key and certificate and tries whether they fit each other and hold at `time`, the
  /// real time.
  /// - Throws: `PackingError`: `sealUnavailable` in a build without sealing, `sealKey`,
  ///   `sealCertificate`, `sealPassphrase`.
  package init(
    key: URL, certificate: URL, passphrase: SecretReference?, at time: Instant
  ) throws {
    #if Seal
      let phrase = try passphrase.map { try Self.secret($0) }
      identity = try SealIdentity(
        keyFile: key.path, certificateFile: certificate.path, passphrase: phrase, at: time)
      signer = SealSigner(identity.certificate, signedAt: nil, "SHA-256")
      notes =
        identity.isPlainForOpenSSL
        ? []
        : [
          "The certificate names uses without emailProtection: openssl cms -verify needs "
            + "-purpose any to accept it."
        ]
    #else
      throw PackingError(
        .sealUnavailable,
        "This build of muster cannot seal. Build it with: swift build --traits Seal")
    #endif
  }

  /// The files for `signatures/` over a tag manifest, tried before they are given.
  /// - Throws: `PackingError` with code `sealKey` when the key cannot sign.
  package func files(over tagManifest: [UInt8], at time: Instant) throws -> [PackFile] {
    #if Seal
      do {
        let signature = try CMSSeal.sign(tagManifest, with: identity, at: time)
        guard
          case .rootNotGiven = try SealReader.check(
            signature, over: tagManifest, roots: nil, at: time)
        else { throw PackingError(.sealKey, "The seal made with this key does not hold.") }
        let chain = try identity.chain.map { try $0.serializeAsPEM().pemString + "\n" }.joined()
        return [
          PackFile(path: BagLayout.signature, bytes: signature),
          PackFile(path: BagLayout.chain, bytes: Array(chain.utf8)),
        ]
      } catch let error as PackingError {
        throw error
      } catch {
        throw PackingError(.sealKey, "The key cannot seal: \(error)")
      }
    #else
      throw PackingError(.sealUnavailable, "This build of muster cannot seal.")
    #endif
  }

  #if Seal
    private static func secret(_ reference: SecretReference) throws -> String {
      switch reference {
      case .environment(let name):
        guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
          throw PackingError(
            .sealPassphrase, "The environment variable \(name) with the passphrase is not set.")
        }
        return value
      case .file(let url):
        let text = String(
          decoding: try KeyFile.bytes(of: url.path, .sealPassphrase), as: UTF8.self)
        // "\r\n" is one character.
        return String(text.prefix { $0 != "\n" && $0 != "\r\n" && $0 != "\r" })
      }
    }
  #endif
}
