/// What verifying a pack found.
package struct PackVerification: Sendable, Equatable {
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

  /// The verdict line and every problem, for people.
  package var text: String {
    var lines = [verdictLine]
    for problem in problems {
      let place = problem.path.map { "\($0): " } ?? ""
      let mark = problem.code.isRequired ? "failure" : "note"
      lines.append("  \(problem.code.rawValue) \(mark): \(place)\(problem.message)")
    }
    if let remedy = failures.first?.code.remedy { lines.append(remedy) }
    return lines.joined(separator: "\n")
  }

  /// Verdict and problems for machines (`muster.verification/v1`), keys sorted, one LF at the end.
  package func json() throws -> [UInt8] {
    try DocumentEncoder.json(
      Report(
        verdict: verdictLine, valid: isValid, exit: exitCode, pack: pack, identifier: identifier,
        kind: kind, draft: isDraft, signature: hasSignature, contentsRead: contentsRead,
        files: files, bytes: bytes, packDigest: packDigest,
        problems: problems.map {
          .init(
            code: $0.code.rawValue, failure: $0.code.isRequired, path: $0.path,
            message: $0.message)
        }))
  }

  private struct Report: Encodable {
    struct Problem: Encodable {
      let code: String
      let failure: Bool
      let path: String?
      let message: String
    }

    let schema = "muster.verification/v1"
    let verdict: String
    let valid: Bool
    let exit: Int32
    let pack: String
    let identifier: String?
    let kind: String?
    let draft: Bool
    let signature: Bool
    let contentsRead: Bool
    let files: Int
    let bytes: UInt64
    let packDigest: String?
    let problems: [Problem]
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
