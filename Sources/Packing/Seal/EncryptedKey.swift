#if Seal
  internal import Crypto
  internal import CryptoExtras
  internal import Foundation
  internal import SwiftASN1

  /// An encrypted private key: PKCS #8 with PBES2 (RFC 5958, RFC 8018), PBKDF2 and AES-CBC, which
  /// is what `openssl genpkey -aes256` and `openssl pkcs8 -topk8` write.
  struct EncryptedKey {
    private let file: String
    private let salt: [UInt8]
    private let rounds: Int
    private let digest: KDF.Insecure.PBKDF2.HashFunction
    private let keyBytes: Int
    private let start: [UInt8]
    private let encrypted: [UInt8]

    /// More rounds would be taken for an attempt to keep the machine busy.
    static let mostRounds = 20_000_000

    private static let pbes2: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 5, 13]
    private static let pbkdf2: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 5, 12]
    private static let digests: [ASN1ObjectIdentifier: KDF.Insecure.PBKDF2.HashFunction] = [
      [1, 2, 840, 113549, 2, 7]: .insecureSHA1, [1, 2, 840, 113549, 2, 9]: .sha256,
      [1, 2, 840, 113549, 2, 10]: .sha384, [1, 2, 840, 113549, 2, 11]: .sha512,
    ]
    private static let ciphers: [ASN1ObjectIdentifier: Int] = [
      [2, 16, 840, 1, 101, 3, 4, 1, 2]: 16, [2, 16, 840, 1, 101, 3, 4, 1, 22]: 24,
      [2, 16, 840, 1, 101, 3, 4, 1, 42]: 32,
    ]

    /// Reads how the key is encrypted.
    /// - Throws: `sealKey` with the line that converts other schemes.
    init(_ bytes: [UInt8], file: String) throws {
      self.file = file
      // EncryptedPrivateKeyInfo: { scheme { oid, { derivation { oid, parameters }, cipher } }, data }
      guard let root = try? DER.parse(bytes), root.parts.count == 2,
        let data = root.parts[1].octets, root.parts[0].parts.count == 2,
        root.parts[0].parts[0].objectIdentifier == Self.pbes2
      else { throw Self.notRead(file, "in another way than PBES2") }
      let parameters = root.parts[0].parts[1].parts
      guard parameters.count == 2, parameters[0].parts.count == 2,
        parameters[0].parts[0].objectIdentifier == Self.pbkdf2
      else { throw Self.notRead(file, "with another key derivation than PBKDF2") }
      guard parameters[1].parts.count == 2,
        let name = parameters[1].parts[0].objectIdentifier, let size = Self.ciphers[name],
        let vector = parameters[1].parts[1].octets
      else { throw Self.notRead(file, "with another cipher than AES-CBC") }
      let derivation = parameters[0].parts[1].parts
      guard derivation.count >= 2, let salt = derivation[0].octets,
        let rounds = try? Int(derEncoded: derivation[1]), (1...Self.mostRounds).contains(rounds)
      else { throw Self.notRead(file, "with unusual parameters") }
      let function = derivation.last { $0.identifier == .sequence }?.parts.first?.objectIdentifier
      guard let digest = function.map({ Self.digests[$0] }) ?? .insecureSHA1 else {
        throw Self.notRead(file, "with an unusual digest")
      }
      self.salt = salt
      self.rounds = rounds
      self.digest = digest
      keyBytes = size
      start = vector
      encrypted = data
    }

    /// The key in the clear, PKCS #8 in DER.
    /// - Throws: `sealPassphrase` when the passphrase does not fit.
    func opened(with passphrase: String) throws -> [UInt8] {
      do {
        let key = try KDF.Insecure.PBKDF2.deriveKey(
          from: Array(passphrase.utf8), salt: salt, using: digest, outputByteCount: keyBytes,
          unsafeUncheckedRounds: rounds)
        let clear = try AES._CBC.decrypt(encrypted, using: key, iv: AES._CBC.IV(ivBytes: start))
        _ = try DER.parse(Array(clear))
        return Array(clear)
      } catch {
        throw Self.wrongPassphrase(file)
      }
    }

    static func wrongPassphrase(_ file: String) -> PackingError {
      PackingError(
        .sealPassphrase,
        "The passphrase does not open the key \(file); look at the file or variable it comes from "
          + "(seal.passphrase, --passphrase-file or --passphrase-environment).")
    }

    private static func notRead(_ file: String, _ how: String) -> PackingError {
      PackingError(
        .sealKey,
        "The key \(file) is encrypted \(how), which is not read. Convert it: "
          + KeyFile.conversion(of: file))
    }
  }
#endif
