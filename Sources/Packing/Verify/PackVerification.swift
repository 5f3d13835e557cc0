/// What verifying a pack found.
package struct PackVerification: Sendable, Codable, Equatable {
  /// What was verified, as it was named.
  package let pack: String
  /// Breaches of rules, those that make the pack invalid first.
  package let problems: [PackProblem]
  /// Files found, the bag's own included.
  package let files: Int
  /// Bytes in them, unpacked.
  package let bytes: UInt64
  /// False when only structure and sizes were looked at.
  package let contentsRead: Bool
  /// SHA-256 of the tag manifest, or nil when there is none.
  package let packDigest: String?
  /// Name of the pack, from its top folder.
  package let identifier: String?
  /// `internal` or `regulator`, as the pack states.
  package let kind: String?
  /// True when the pack says it is a draft.
  package let isDraft: Bool
  /// True when there is a signature.
  package let hasSignature: Bool

  /// True when no rule that must hold is broken.
  package var isValid: Bool { failures.isEmpty }

  /// The breaches that make the pack invalid.
  package var failures: [PackProblem] { problems.filter(\.code.isRequired) }

  /// Exit code of `muster verify`: 0 valid, 4 integrity failure (DESIGN 5).
  package var exitCode: Int32 { isValid ? 0 : 4 }

  /// The verdict in one line; it never leaves open what was not done.
  package var verdictLine: String {
    guard isValid else {
      let count = failures.count
      return "NOT VALID: \(count) failure\(count == 1 ? "" : "s")"
    }
    let amount = "\(files) files, \(Self.amount(bytes))"
    guard contentsRead else { return "STRUCTURE VALID, contents not read, \(amount)" }
    let seal = hasSignature ? "signature present but not checked here" : "not sealed"
    let draft = isDraft ? ", DRAFT" : ""
    return "VALID, \(seal)\(draft), \(amount) read in full, pack digest \(packDigest ?? "none")"
  }

  private static func amount(_ bytes: UInt64) -> String {
    var value = bytes
    var rest: UInt64 = 0
    for unit in ["bytes", "kB", "MB", "GB", "TB"] {
      if value < 1000 || unit == "TB" {
        return unit == "bytes" ? "\(value) bytes" : "\(value).\(rest / 100) \(unit)"
      }
      rest = value % 1000
      value /= 1000
    }
    return "\(bytes) bytes"
  }
}
