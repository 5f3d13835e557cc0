import Archives
import Cataloging
import GRDB
import GRDBSQLite
import Settings

/// The result set of a query as canonical NDJSON: one object a row, keys sorted, NULL as null.
struct DatabaseQuery {
  let query: String
  /// For messages.
  let database: String

  /// What a query gave.
  struct Result {
    /// The names of its columns, in its order.
    var columns: [String]
    var rows: Int
  }

  /// Runs the query and writes its rows to a file, within limits.
  /// - Throws: `TableRefusal` for a query that does not run, writes, names two columns alike or takes
  ///   more than it may; `CollectingError.cancelled`.
  func run(
    on snapshot: DatabaseSnapshot, to file: TemporaryFile, watch: QueryWatch, limits: QueryLimits
  ) throws -> Result {
    do {
      return try snapshot.open().unsafeRead { db in
        sqlite3_limit(db.sqliteConnection, SQLITE_LIMIT_LENGTH, limits.valueBytes)
        return try StepLimiter.run(on: db, limit: limits.steps, isStopped: watch.isOver) {
          try write(db, to: file, watch)
        }
      }
    } catch is StepLimiter.LimitReached {
      throw TableRefusal(
        code: "query_limit",
        detail:
          "The query took more than \(Noun.grouped(limits.steps)) steps of the database engine "
          + "and was ended; nothing of it was taken. See whether a part that calls itself has an end "
          + "and whether tables are joined on what an index finds, or export the rows to a file.")
    } catch let error as DatabaseError {
      if error.resultCode == .SQLITE_INTERRUPT, let reason = watch.reason {
        throw ended(by: reason)
      }
      throw refusal(error, on: snapshot)
    }
  }

  private func write(_ db: Database, to file: TemporaryFile, _ watch: QueryWatch) throws -> Result {
    let statement = try statement(db)
    let columns = statement.columnNames
    try check(columns)
    // Keys in the order of their bytes, as canonical JSON has them.
    let order = columns.indices.sorted {
      columns[$0].utf8.lexicographicallyPrecedes(columns[$1].utf8)
    }
    let keys = columns.map { CanonicalJSON.string($0).text }
    var rows = 0
    var buffer: [UInt8] = []
    let cursor = try Row.fetchCursor(statement)
    while let row = try cursor.next() {
      rows += 1
      buffer.append(0x7B)
      for (place, index) in order.enumerated() {
        if place > 0 { buffer.append(0x2C) }
        buffer += keys[index].utf8
        buffer.append(0x3A)
        buffer += Self.json(row[index] as DatabaseValue).utf8
      }
      buffer += [0x7D, 0x0A]
      if buffer.count > 1 << 20 {
        try flush(&buffer, to: file)
        watch.lookAtDisks()
      }
      if rows % 1000 == 0 || buffer.isEmpty, watch.isOver(), let reason = watch.reason {
        throw ended(by: reason)
      }
    }
    try flush(&buffer, to: file)
    return Result(columns: columns, rows: rows)
  }

  private func ended(by reason: QueryWatch.Reason) -> any Error {
    switch reason {
    case .cancelled: CollectingError.cancelled
    case .disk(let folder, let free):
      TableRefusal(
        code: "query_limit",
        detail: "The query has taken half of the room on the disk of \(folder) "
          + "(\(DiskSpace.text(free)) is left) and was ended; nothing of it was taken. See whether it "
          + "ends at all, ask for fewer rows, or make room, and run again.")
    }
  }

  private func flush(_ buffer: inout [UInt8], to file: TemporaryFile) throws {
    try buffer.withUnsafeBytes { try file.write($0) }
    buffer.removeAll(keepingCapacity: true)
  }

  private func statement(_ db: Database) throws -> Statement {
    let statement = try db.makeStatement(sql: query)
    guard statement.isReadonly, statement.columnCount > 0 else {
      throw TableRefusal(
        code: "query_writes",
        detail: "The query must be one SELECT; a statement that changes something is not run.")
    }
    return statement
  }

  private func check(_ columns: [String]) throws {
    var first: Set<String> = []
    for name in columns where !first.insert(name).inserted {
      throw TableRefusal(
        code: "columns_collide",
        detail: "The query gives two columns called \"\(name)\"; name one of them with AS.")
    }
  }

  private func refusal(_ error: DatabaseError, on snapshot: DatabaseSnapshot) -> TableRefusal {
    let message = error.message ?? "\(error.resultCode)"
    switch error.resultCode.primaryResultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      return TableRefusal(
        code: "database_damaged", detail: "The database is damaged: \(message).")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return TableRefusal(code: "database_locked", detail: "The database is locked: \(message).")
    case .SQLITE_TOOBIG:
      return TableRefusal(
        code: "query_limit",
        detail: "A value of the query is longer than it may be; leave its column out, or take its "
          + "beginning with substr().")
    case .SQLITE_READONLY, .SQLITE_AUTH:
      return TableRefusal(
        code: "query_writes",
        detail: "The query must be one SELECT; a statement that changes something is not run.")
    default:
      let tables = (try? snapshot.open().read(Self.tables)) ?? []
      let known = tables.isEmpty ? "" : " It has the tables \(tables.joined(separator: ", "))."
      return TableRefusal(
        code: "query_fails",
        detail: "The query does not run on \(database): \(message).\(known)")
    }
  }

  private static func tables(_ db: Database) throws -> [String] {
    try String.fetchAll(
      db,
      sql: """
        SELECT name FROM sqlite_master
        WHERE type IN ('table', 'view') AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name LIMIT 50
        """)
  }

  /// A value as JSON: numbers as numbers, blobs as hexadecimal text.
  private static func json(_ value: DatabaseValue) -> String {
    switch value.storage {
    case .null: "null"
    case .int64(let number): String(number)
    case .double(let number): number.isFinite ? "\(number)" : "null"
    case .string(let text): CanonicalJSON.string(text).text
    case .blob(let data): CanonicalJSON.string(HexText.of(data)).text
    }
  }
}
