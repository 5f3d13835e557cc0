import GRDB
import GS1

/// Says of events whether they count for a thing, and why not.
struct EffectReader {
  private let reader: TraceReader
  private let id: Int64

  init(_ reader: TraceReader, of id: Int64) {
    self.reader = reader
    self.id = id
  }

  /// The effect of each event; an event without an entry counts.
  ///
  /// `unplaced` are events no derived table has: what came after, or lies beyond a cut-off.
  func effects(_ events: [Int64], unplaced: Set<Int64>) throws -> [Int64: TraceEffect] {
    var found: [Int64: (code: String, by: Int64?, fromMs: Int64?)] = [:]
    for event in events {
      if let row = try Row.fetchOne(
        reader.db.cachedStatement(
          sql: "SELECT reason, by_event, from_ms FROM ineffective_event WHERE event_id = ?"),
        arguments: [event])
      {
        found[event] = (row["reason"], row["by_event"], row["from_ms"])
      } else if unplaced.contains(event) {
        found[event] = ("not_derived", nil, nil)
      }
    }
    for row in try Row.fetchAll(
      reader.db,
      sql: """
        SELECT s.shipment_event, s.void_event, e.event_ms FROM shipment_unit s
        LEFT JOIN all_event e ON e.event_id = s.void_event
        WHERE s.epc_id = ? AND s.void_event IS NOT NULL
        """, arguments: [id])
    {
      let event: Int64 = row["shipment_event"]
      if found[event] == nil { found[event] = ("voided", row["void_event"], row["event_ms"]) }
    }
    let others = try reader.events(found.values.compactMap(\.by))
    return found.mapValues { reason in
      let other = reason.by.flatMap { others[$0] }
      return TraceEffect(
        effective: reason.code == "voided", code: reason.code,
        text: Self.text(reason.code, since: reason.fromMs, other), by: other?.record)
    }
  }

  private static func text(_ code: String, since ms: Int64?, _ other: TraceEvent?) -> String {
    let place = other.map { " (\($0.record.text))" } ?? ""
    let time = ms.flatMap { $0 == 0 ? nil : " from \(InstantText.rfc3339($0)) on" } ?? ""
    switch code {
    case "duplicate": return "Told again; the first telling counts\(place)."
    case "declared_in_error":
      let why = other?.declaredReason.map { ", reason \($0)" } ?? ""
      return "Declared in error\(why)\(place); no effect\(time)."
    case "declaration": return "Declares another event to be in error; no effect of its own."
    case "superseded_file": return "A newer version of its file was collected."
    case "shipping_detail": return "Tells a shipment that is told again seconds later\(place)."
    case "excluded": return "The configuration leaves its file out."
    case "voided":
      let date = ms.map { " on \(InstantText.rfc3339($0))" } ?? ""
      return "The shipment was voided\(date)\(place)."
    case "not_derived":
      return "Not part of the life cycles as last computed; run 'muster collect' again."
    default: return code
    }
  }
}
