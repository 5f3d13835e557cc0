import GRDB

/// Reads the references of events from `epc_run`, which stands in the order of events: all, or those
/// of some events only.
final class ReferenceReader {
  /// References of one event that came in one way: EPCs with ids from `first` to `last`.
  struct Run {
    var event: Int64
    var first: Int64
    var last: Int64
    var role: Int64
  }

  private static let columns = "event_id, first_epc, last_epc, role"

  private let probe: DirectStatement
  private let forward: DirectStatement
  private let db: Database
  private let end: Int64
  /// The highest id of an EPC.
  let lastEPC: Int64
  private var next: Int64 = 1

  init(_ db: Database) throws {
    self.db = db
    probe = try DirectStatement(
      db, "SELECT run_id, event_id FROM epc_run WHERE run_id >= ? ORDER BY run_id LIMIT 1")
    forward = try DirectStatement(
      db, "SELECT \(Self.columns), run_id FROM epc_run WHERE run_id >= ? ORDER BY run_id")
    end = (try Int64.fetchOne(db, sql: "SELECT max(run_id) FROM epc_run") ?? 0) + 1
    lastEPC = try Int64.fetchOne(db, sql: "SELECT max(epc_id) FROM epc") ?? 0
    // Ids are given one after the other; some are passed over where an EPC was there already.
    let least = lastEPC <= 1_000_000 ? 0 : lastEPC / 64 - 1_000_000 / 64
    let count = try Int64.fetchOne(
      db, sql: "SELECT count(*) FROM (SELECT 1 FROM epc LIMIT ?)", arguments: [least])
    guard let count, count >= least else {
      throw Self.neverWritten("an identifier has the id \(lastEPC)")
    }
  }

  /// Every run of references of the given events (ascending ids), or of all when nil, in document
  /// order.
  ///
  /// - Throws: `DerivationError` for a row nobody wrote.
  func forEach(of events: [Int64]?, _ body: (Run) throws -> Void) throws {
    guard let events else {
      let rows = try DirectStatement(db, "SELECT \(Self.columns) FROM epc_run")
      while try rows.next() { try body(run(rows)) }
      return
    }
    for event in events { try read(event, body) }
  }

  /// Every EPC an event names.
  func forEach(of event: Int64, _ body: (Int64) throws -> Void) throws {
    try read(event) { run in
      for epc in run.first...run.last { try body(epc) }
    }
  }

  private func run(_ row: DirectStatement) throws -> Run {
    let run = Run(event: row.int(0), first: row.int(1), last: row.int(2), role: row.int(3))
    guard run.first > 0, run.first <= run.last, run.last <= lastEPC,
      run.last - run.first < EPCRun.limit
    else {
      throw Self.neverWritten(
        "event \(run.event) names the identifiers \(run.first) to \(run.last)")
    }
    return run
  }

  /// Refuses a parent that is no identifier of the catalog: sets of them take room by the highest.
  func check(parent: Int64, of event: Int64) throws {
    if parent > lastEPC {
      throw Self.neverWritten("event \(event) names the identifier \(parent) as its parent")
    }
  }

  private static func neverWritten(_ what: String) -> DerivationError {
    DerivationError(
      code: .database,
      description: "deriving unit lives: \(what), which was never written; restore the catalog, "
        + "then collect again")
  }

  private func read(_ event: Int64, _ body: (Run) throws -> Void) throws {
    let start = try start(of: event)
    guard start < end else { return }
    forward.reset()
    forward.bind(1, start)
    while try forward.next() {
      guard forward.int(0) == event else {
        // Events asked for in order stand side by side.
        next = forward.int(4)
        break
      }
      try body(run(forward))
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

  private func row(from id: Int64) throws -> (id: Int64, event: Int64)? {
    probe.bind(1, id)
    // A statement left standing on a row would keep tables from being dropped.
    defer { probe.reset() }
    return try probe.next() ? (probe.int(0), probe.int(1)) : nil
  }
}
