internal import Reporting
internal import Settings

/// What is known of a pack's seal.
package enum SealState: Sendable, Equatable {
  /// There is none.
  case none
  /// There is one and it fits; whose it is was not examined. The text says why.
  case notExamined(String)
  /// There is one; whether it fits was not examined. The text says why.
  case notChecked(String)
  /// It fits, and its certificate leads to the root given.
  case trusted(signer: String, signedAt: String?)
  /// It does not fit, or cannot be relied on.
  case refused
}

/// What verifying a pack found.
package struct PackVerification: Sendable, Equatable {
  /// What was verified.
  package enum Form: String, Sendable, Codable {
    /// A pack of muster.
    case pack
    /// A bag of another maker.
    case otherBag = "other_bag"
  }

  /// What was verified, as it was named.
  package let pack: String
  /// What it was taken for.
  package let form: Form
  /// Breaches of rules, the gravest first.
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
  /// What is known of the seal.
  package let seal: SealState
  /// What making the assessment again gave, in words; nil when it was not asked for.
  package let reassessed: String?

  /// True when no rule that must hold is broken.
  package var isValid: Bool { failures.isEmpty }

  /// The breaches that make the pack invalid.
  package var failures: [PackProblem] { problems.filter(\.code.isRequired) }

  /// Exit code of `muster verify`: 0 valid, 4 integrity failure, 5 seal.
  package var exitCode: Int32 {
    if failures.contains(where: { $0.code.reach == .integrity }) { return 4 }
    return isValid ? 0 : 5
  }

  /// The verdict in one line; it never leaves open what was not done.
  package var verdictLine: String {
    let amount = "\(Noun.counted(files, "file", "files")), \(Self.amount(bytes))"
    let failed = Noun.counted(failures.count, "failure", "failures")
    let read = contentsRead ? "\(amount) read in full" : "contents not read"
    if exitCode == 5 {
      return contentsRead
        ? "NOT VALID: contents whole (\(amount) read in full), but \(sealFault)"
        : "NOT VALID: \(sealFault), contents not read, \(amount)"
    }
    guard isValid else { return "NOT VALID: \(failed), \(read)" }
    guard contentsRead else { return "STRUCTURE VALID, contents not read, \(amount)" }
    let digest = "pack digest \(packDigest ?? "none")"
    if form == .otherBag {
      return "VALID BAG of another maker, not a pack of muster, \(amount) read in full"
    }
    let parts = ["VALID", sealWords] + (isDraft ? ["DRAFT"] : []) + [read]
    return (parts + [reassessed, digest].compactMap { $0 }).joined(separator: ", ")
  }

  private var sealWords: String {
    switch seal {
    case .none: "not sealed"
    case .notExamined: "sealed, but by whom was not examined"
    case .notChecked: "sealed, but the seal was not examined"
    case .trusted(let signer, let at): "sealed by \(signer)" + (at.map { " at \($0)" } ?? "")
    case .refused: "the seal cannot be relied on"
    }
  }

  private var sealFault: String {
    switch seal {
    case .none: "there is no seal"
    case .notChecked: "the seal was not examined"
    default: "the seal cannot be relied on"
    }
  }

  /// Problems of one code a person is shown.
  private static let shown = 25

  /// The verdict line and the problems, for people: the first of each code, the rest counted.
  package var text: String {
    var lines: [String] = []
    var counts: [PackRule: Int] = [:]
    for problem in problems {
      let count = (counts[problem.code] ?? 0) + 1
      counts[problem.code] = count
      guard count <= Self.shown else { continue }
      let place = problem.path.map { "\($0): " } ?? ""
      let mark = problem.code.isRequired ? "failure" : "note"
      lines.append("\(problem.code.rawValue) \(mark): \(place)\(problem.message)")
    }
    for (code, count) in counts.sorted(by: { $0.key.rawValue < $1.key.rawValue })
    where count > Self.shown {
      lines.append("\(code.rawValue): \(count - Self.shown) more; --json lists all of them.")
    }
    lines.append(verdictLine)
    if let first = failures.first?.code {
      lines.append("What it means and what to do: muster explain \(first.rawValue)")
    }
    return lines.map(TextColumns.plain).joined(separator: "\n") + "\n"
  }

  /// The gravest first, otherwise in the order found.
  static func ordered(_ problems: [PackProblem]) -> [PackProblem] {
    [PackRule.Reach.integrity, .seal, .note].flatMap { reach in
      problems.filter { $0.code.reach == reach }
    }
  }

  /// Verdict and problems for machines (`muster.verification/v1`), keys sorted, one LF at the end.
  package func json() throws -> [UInt8] {
    var signer: String?
    var signedAt: String?
    if case .trusted(let who, let at) = seal { (signer, signedAt) = (who, at) }
    return try DocumentEncoder.json(
      Report(
        verdict: verdictLine, valid: isValid, exit: exitCode, pack: pack, form: form,
        identifier: identifier, kind: kind, draft: isDraft, seal: sealWord, sealedBy: signer,
        sealedAt: signedAt, reassessed: reassessed, contentsRead: contentsRead, files: files,
        bytes: bytes, packDigest: packDigest,
        problems: problems.map {
          .init(
            code: $0.code.rawValue, failure: $0.code.isRequired, path: $0.path,
            message: $0.message)
        }))
  }

  private var sealWord: String {
    switch seal {
    case .none: "none"
    case .notExamined, .notChecked: "not_examined"
    case .trusted: "trusted"
    case .refused: "refused"
    }
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
    let form: Form
    let identifier: String?
    let kind: String?
    let draft: Bool
    let seal: String
    let sealedBy: String?
    let sealedAt: String?
    let reassessed: String?
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
