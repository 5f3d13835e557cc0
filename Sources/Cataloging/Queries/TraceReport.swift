package import GRDB
import GS1

/// Everything `muster trace` tells about one subject.
package struct TraceReport: Codable, Equatable, Sendable {
  /// The subject as people read it.
  package var subject: String
  /// Whether the catalog holds it.
  package var isFound: Bool
  /// Identifiers that differ from the one asked for in case or leading zeros alone.
  package var similar: [String]
  /// The life of a unit or container.
  package var history: UnitHistory?
  /// What was in what when it was first shipped; nil when it never was.
  package var hierarchyThen: Hierarchy?
  /// What is in what at the cut-off.
  package var hierarchyNow: Hierarchy?
  /// Who owned and held it.
  package var custody: CustodyChain?
  /// The lots of that name.
  package var lots: [LotStory]
  /// Whether the derived tables belong to the records; when not, collect again first.
  package var isCurrent: Bool

  /// Reads the report; `asOfMs` is the moment of "now", the newest event when nil.
  package static func read(
    _ db: Database, _ subject: TraceSubject, asOfMs: Int64? = nil
  ) throws -> TraceReport {
    let isCurrent = try Derivation.isCurrent(db)
    switch subject {
    case .lot(let lot, let gtin):
      let lots = try LotStory.read(db, lot: lot, gtin: gtin)
      let name = gtin.map { "(01)\($0)(10)\(lot)" } ?? "(10)\(lot)"
      return TraceReport(
        subject: name, isFound: !lots.isEmpty, similar: [], history: nil, hierarchyThen: nil,
        hierarchyNow: nil, custody: nil, lots: lots, isCurrent: isCurrent)
    case .epc(let epc):
      let look = TraceLookup(db)
      let id = try look.id(of: epc)
      let now = try asOfMs ?? Int64.fetchOne(db, sql: "SELECT max(event_ms) FROM all_event") ?? 0
      let shipped = try id.flatMap {
        try Int64?.fetchOne(
          db, sql: "SELECT first_ship_ms FROM all_unit WHERE epc_id = ?", arguments: [$0])
      }
      let then = shipped.flatMap { $0 }
      return TraceReport(
        subject: epc.canonical, isFound: id != nil, similar: try look.similar(to: epc),
        history: try UnitHistory.read(db, epc),
        hierarchyThen: try then.flatMap { try Hierarchy.read(db, epc, atMs: $0) },
        hierarchyNow: try Hierarchy.read(db, epc, atMs: now),
        custody: try CustodyChain.read(db, epc), lots: [], isCurrent: isCurrent)
    }
  }

  /// The report as plain text.
  package var text: String {
    var parts: [String] = []
    if !isCurrent {
      parts.append("The records changed since lives were last derived; collect again first.\n")
    }
    if !isFound { parts.append("The catalog holds nothing on \(subject).\n") }
    if !similar.isEmpty {
      parts.append("Similar identifiers: " + similar.joined(separator: ", ") + "\n")
    }
    if let history { parts.append(history.text) }
    if let custody { parts.append(custody.text) }
    if let hierarchyThen { parts.append("When first shipped:\n" + hierarchyThen.text) }
    if let hierarchyNow { parts.append("At the cut-off:\n" + hierarchyNow.text) }
    parts += lots.map(\.text)
    return parts.joined(separator: "\n")
  }
}
