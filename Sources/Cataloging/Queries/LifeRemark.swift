import GRDB

/// Something in a life that does not fit together, as the derivation noticed it.
package struct LifeRemark: Codable, Equatable, Sendable {
  /// The stable code, such as `never_commissioned`.
  package var code: String
  /// What the code says, as a sentence.
  package var text: String
  /// What tells remarks of one code apart.
  package var note: String?
  /// The thing it is about.
  package var subject: TraceIdentity
  /// Another thing it is about.
  package var other: TraceIdentity?
  /// Where the event that shows it stands.
  package var record: TraceRecord?
  /// Where the event it contradicts stands.
  package var against: TraceRecord?

  /// Remarks on one thing, in the order of codes.
  static func read(_ reader: TraceReader, of id: Int64) throws -> [LifeRemark] {
    let rows = try Row.fetchAll(
      reader.db,
      sql: """
        SELECT epc_id, code, event_id, other_event, other_epc, note FROM life_defect
        WHERE epc_id = ? ORDER BY code, event_id, other_event
        """, arguments: [id])
    return try remarks(rows, reader)
  }

  /// Remarks from rows of life_defect.
  static func remarks(_ rows: [Row], _ reader: TraceReader) throws -> [LifeRemark] {
    let ids = rows.flatMap { [$0["event_id"] as Int64, $0["other_event"] as Int64] }
    let events = try reader.events(ids.filter { $0 != 0 })
    return try rows.map { row in
      let code: String = row["code"]
      let other: Int64 = row["other_epc"]
      return LifeRemark(
        code: code, text: sentence(code), note: row["note"],
        subject: try reader.identity(row["epc_id"]),
        other: other == 0 ? nil : try reader.identity(other),
        record: events[row["event_id"]]?.record, against: events[row["other_event"]]?.record)
    }
  }

  /// A code in words that state what the records show and nothing else.
  static func sentence(_ code: String) -> String {
    switch code {
    case "never_commissioned": "Used without a commissioning event in the catalog."
    case "commissioned_twice": "Commissioned more than once."
    case "commissioning_told_again":
      "Its commissioning is told again by another file, at the same time, place and lot."
    case "recommissioned_after_end": "Commissioned again after it was taken out of use."
    case "commissioned_after_use": "Commissioned after its first use."
    case "out_of_order": "Events in an order that cannot be."
    case "two_parents": "In two containers at the same time."
    case "cycle": "In a circle of containers."
    case "nested_too_deep": "In more than eight containers, one in the other."
    case "empty_parent_shipped": "Shipped while nothing was in it."
    case "parent_content_unknown": "Shipped without any event that says what is in it."
    case "packed_after_end": "Packed after it was taken out of use."
    case "shipped_after_end": "Shipped after it was taken out of use."
    case "event_after_end": "An event after it was destroyed or dispensed."
    case "ended_twice": "Taken out of use more than once."
    case "shipped_loose_in_parent": "Shipped by itself while in a container."
    case "shipped_again_in_parent": "Already shipped, then shipped again inside its container."
    case "unpacked_nonmember": "Unpacked from a container it was not in."
    case "listed_with_parent": "Listed together with the container it is in."
    case "shipped_twice": "Shipped twice by one owner with no return between."
    case "spelling_variant": "Spelled almost like a commissioned serial."
    case "owner_break": "Shipped by another owner than the one it was shipped to."
    case "shipped_on_hold": "Shipped while on hold."
    case "shipped_after_recall": "Shipped after a recall."
    case "shipped_after_stolen": "Shipped after it was reported stolen."
    default: code
    }
  }
}
