import Foundation

/// What was planted, and what must stay silent: written beside the data as `key.json`.
final class AnswerKey {
  private struct Gap {
    var check: String
    var subject: String
    var position: Position
    var severity: String?
    var story: String
  }
  private struct Decoy {
    var subject: String
    var position: Position
    var story: String
  }
  private var gaps: [Gap] = []
  private var decoys: [Decoy] = []
  private let unasked: Set<String>

  init(_ regime: SampleOptions.Regime) { unasked = Self.unasked[regime] ?? [] }

  /// Checks the profile of a regime does not ask: what is planted for them stays out of its key.
  /// European law knows no purchase order and no statement of owners in the movement of packs.
  private static let unasked: [SampleOptions.Regime: Set<String>] = [
    .eu: [
      "buyer-matches-purchase-order", "complete-partner-master",
      "owning-parties-present", "party-name-and-address",
      "purchase-order-present", "seller-differs-from-buyer",
      // Of records: American duties after a suspicion.
      "case-held-in-time", "case-open-long", "notice-in-24-hours", "notices-reach-buyers",
      "partner-exception-resolved", "label-difference-as-stated", "tracing-data-sent-in-time",
    ],
    .us: [
      "alert-told-to-authority", "case-told-to-authority", "stolen-pack-flagged",
      "expected-repository-upload-by-product",
    ],
  ]

  /// The number of different checks planted.
  var checks: Int { Set(gaps.map(\.check)).count }

  /// One planted defect, once per check it truthfully concerns.
  func gap(
    _ checks: String..., subject: String, at position: Position, severity: String? = nil,
    _ story: String
  ) {
    for check in checks where !unasked.contains(check) {
      gaps.append(
        Gap(
          check: check, subject: subject, position: position, severity: severity, story: story))
    }
  }

  /// One thing that looks odd and is right.
  func decoy(subject: String, at position: Position, _ story: String) {
    decoys.append(Decoy(subject: subject, position: position, story: story))
  }

  /// JSON with one row a line, gaps sorted by check.
  func write(to url: URL) throws {
    let file = try OutputFile(url)
    try file.row("{")
    try file.row("\"gaps\": [")
    let sorted = gaps.sorted { ($0.check, $0.subject) < ($1.check, $1.subject) }
    for (order, gap) in sorted.enumerated() {
      var row = "  {\"check\": \(quote(gap.check)), \"subject\": \(quote(gap.subject)), "
      row += "\"file\": \(quote(gap.position.file)), \"line\": \(gap.position.line), "
      if let severity = gap.severity { row += "\"severity\": \(quote(severity)), " }
      row += "\"story\": \(quote(gap.story))}"
      try file.row(row + (order == sorted.count - 1 ? "" : ","))
    }
    try file.row("],")
    try file.row("\"decoys\": [")
    for (order, decoy) in decoys.enumerated() {
      try file.row(
        "  {\"story\": \(quote(decoy.story)), \"subject\": \(quote(decoy.subject)), "
          + "\"file\": \(quote(decoy.position.file)), \"line\": \(decoy.position.line)}"
          + (order == decoys.count - 1 ? "" : ","))
    }
    try file.row("]")
    try file.row("}")
    try file.close()
  }
}
