import GRDB

/// Reads event_epc, which stands in the order of events: whole, or for some events only.
final class ReferenceReader {
  private let probe: DirectStatement
  private let forward: DirectStatement
  private let db: Database
  private let end: Int64
  private var next: Int64 = 1

  init(_ db: Database) throws {
    self.db = db
    probe = try DirectStatement(
      db, "SELECT rowid, event_id FROM event_epc WHERE rowid >= ? ORDER BY rowid LIMIT 1")
    forward = try DirectStatement(
      db,
      "SELECT rowid, event_id, epc_id, role FROM event_epc WHERE rowid >= ? ORDER BY rowid")
    end = (try Int64.fetchOne(db, sql: "SELECT max(rowid) FROM event_epc") ?? 0) + 1
  }

  /// Every reference of the given events (ascending ids), or of all when nil, in document order.
  func forEach(
    of events: [Int64]?, _ body: (_ event: Int64, _ epc: Int64, _ role: Int64) throws -> Void
  ) throws {
    guard let events else {
      let rows = try DirectStatement(db, "SELECT event_id, epc_id, role FROM event_epc")
      while try rows.next() { try body(rows.int(0), rows.int(1), rows.int(2)) }
      return
    }
    for event in events {
      try read(event) { try body(event, $0, $1) }
    }
  }

  /// Every EPC an event names.
  func forEach(of event: Int64, _ body: (Int64) throws -> Void) throws {
    try read(event) { epc, _ in try body(epc) }
  }

  private func read(_ event: Int64, _ body: (Int64, Int64) throws -> Void) throws {
    let start = try start(of: event)
    guard start < end else { return }
    forward.reset()
    forward.bind(1, start)
    while try forward.next() {
      guard forward.int(1) == event else {
        // Events asked for in order stand side by side.
        next = forward.int(0)
        break
      }
      try body(forward.int(2), forward.int(3))
    }
    forward.reset()
  }

  /// The first row of an event, found by halving.
  private func start(of event: Int64) throws -> Int64 {
    if let row = try row(from: next), row.event == event, row.id == next { return next }
    var low: Int64 = 1
    var high = end
    while low < high {
      let middle = low + (high - low) / 2
      if let row = try row(from: middle), row.event < event {
        low = row.id + 1
      } else {
        high = middle
      }
    }
    return low
  }

  private func row(from rowid: Int64) throws -> (id: Int64, event: Int64)? {
    probe.bind(1, rowid)
    // A statement left standing on a row would keep tables from being dropped.
    defer { probe.reset() }
    return try probe.next() ? (probe.int(0), probe.int(1)) : nil
  }
}
