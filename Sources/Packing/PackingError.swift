/// An operational fault of packing or verifying: what failed, where, what to do.
package struct PackingError: Error, Sendable, CustomStringConvertible {
  /// A stable word for the kind of fault; new ones may be added.
  package struct Code: RawRepresentable, Hashable, Sendable {
    /// The word as it stands in machine output.
    package let rawValue: String

    /// Makes a code from its word.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// The output's name cannot be the name of a pack.
    package static let nameRefused = Code(rawValue: "name_refused")
    /// The pack could not be written.
    package static let cannotWrite = Code(rawValue: "cannot_write")
    /// A file of that name is already there.
    package static let alreadyExists = Code(rawValue: "already_exists")
    /// An original in the vault is not what it was when it was collected.
    package static let evidenceDamaged = Code(rawValue: "evidence_damaged")
    /// Two things would have the same place in the pack.
    package static let pathTaken = Code(rawValue: "path_taken")
    /// The catalog could not be read.
    package static let catalogUnreadable = Code(rawValue: "catalog_unreadable")
    /// The file or folder to verify could not be read.
    package static let cannotRead = Code(rawValue: "cannot_read")
    /// This build has no sealing.
    package static let sealUnavailable = Code(rawValue: "seal_unavailable")
    /// The key to seal with cannot be used.
    package static let sealKey = Code(rawValue: "seal_key")
    /// The certificate to seal with cannot be used.
    package static let sealCertificate = Code(rawValue: "seal_certificate")
    /// The passphrase of the key is missing or wrong.
    package static let sealPassphrase = Code(rawValue: "seal_passphrase")
    /// The root to check seals against holds no certificate.
    package static let sealRoot = Code(rawValue: "seal_root")
    /// The pack cannot be sealed as it is.
    package static let notSealable = Code(rawValue: "not_sealable")
    /// What was signed off is not what would be packed.
    package static let signOffOutdated = Code(rawValue: "sign_off_outdated")
    /// What was asked for cannot be answered.
    package static let requestUnclear = Code(rawValue: "request_unclear")

    /// True when the configuration, or a file it names, has to change first.
    package var isAboutSettings: Bool {
      [
        Self.sealKey, .sealCertificate, .sealPassphrase, .sealRoot, .sealUnavailable,
        .requestUnclear,
      ].contains(self)
    }
  }

  /// The kind of fault.
  package let code: Code
  /// What failed, where, and what to do.
  package let message: String

  /// Makes an error.
  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  package var description: String { message }
}
