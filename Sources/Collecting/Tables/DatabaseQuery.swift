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
    /// Values whose bytes were no UTF-8, in the order of the rows.
    var odd: [OddText] = []
  }

  /// A value whose bytes were no plain UTF-8.
  struct OddText {
    /// The row, from 1.
    var row: Int
    /// The column, from 0.
    var column: Int32
    var oddity: CellDecoder.Oddity
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
    var odd: [OddText] = []
    var buffer: [UInt8] = []
    let cursor = try Row.fetchCursor(statement)
    while let row = try cursor.next() {
      rows += 1
      buffer.append(0x7B)
      for (place, index) in order.enumerated() {
        if place > 0 { buffer.append(0x2C) }
        buffer += keys[index].utf8
        buffer.append(0x3A)
        if let (text, oddity) = Self.text(statement, Int32(index)) {
          buffer += CanonicalJSON.string(text).text.utf8
          if let oddity { odd.append(OddText(row: rows, column: Int32(index), oddity: oddity)) }
        } else {
          buffer += Self.json(row[index] as DatabaseValue).utf8
        }
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
    return Result(columns: columns, odd: odd)
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
    case .SQLITE_MISUSE where message.hasPrefix("Multiple statements"):
      return TableRefusal(
        code: "query_writes",
        detail: "The query must be one SELECT; several statements stand there.")
    case .SQLITE_READONLY, .SQLITE_AUTH:
      return TableRefusal(
        code: "query_writes",
        detail: "The query must be one SELECT; a statement that changes something is not run.")
    default:
      let tables = (try? snapshot.open().read(Self.tables)) ?? []
      let known =
        tables.isEmpty
        ? ""
        : " It has \(Noun.fitting(tables.count, "the table", "the tables")) "
          + "\(tables.joined(separator: ", "))."
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

  private static let decoder = CellDecoder(declared: nil)

  // Taken as bytes: programs write text of their own encoding into a database, which knows only
  // UTF-8, and different names must not become the same.
  private static func text(
    _ statement: Statement, _ column: Int32
  ) -> (String, CellDecoder.Oddity?)? {
    let row = statement.sqliteStatement
    guard sqlite3_column_type(row, column) == SQLITE_TEXT,
      let start = sqlite3_column_text(row, column)
    else { return nil }
    let count = Int(sqlite3_column_bytes(row, column))
    return decoder.text(UnsafeBufferPointer(start: start, count: count))
  }

  /// A value that is no text as JSON: numbers as numbers, blobs as hexadecimal text.
  private static func json(_ value: DatabaseValue) -> String {
    switch value.storage {
    case .null: "null"
    case .int64(let number): String(number)
    case .double(let number):
      // JSON has no number beyond a double: as text it is seen to be none.
      number.isFinite ? "\(number)" : CanonicalJSON.string("\(number)").text
    case .string(let text): CanonicalJSON.string(text).text
    case .blob(let data): CanonicalJSON.string(HexText.of(data)).text
    }
  }
}

extension DatabaseQuery.Result {
  /// Reads the rows that were written to a file; what was odd about their text is noted.
  func reader(ofFile path: String) throws -> any TableReader {
    let rows = try JSONTableReader(columns: columns) { try FileByteSource(path: path) }
    if odd.isEmpty { return rows }
    return OddTextReader(rows, odd)
  }
}

/// Adds to the rows of a result what was odd about their text in the database.
private final class OddTextReader: TableReader {
  private let rows: JSONTableReader
  private var odd: ArraySlice<DatabaseQuery.OddText>

  init(_ rows: JSONTableReader, _ odd: [DatabaseQuery.OddText]) {
    self.rows = rows
    self.odd = odd[...]
  }

  var columns: [String] { rows.columns }

  func next() throws -> TableItem? {
    guard let item = try rows.next() else { return nil }
    guard case .row(var row) = item else { return item }
    while let first = odd.first, first.row <= row.number {
      odd.removeFirst()
      let column = Int(first.column)
      let text = row[column].text ?? ""
      row.notes.append(
        TableNote(
          code: .textEncoding, column: column,
          raw: first.oddity == .assumedWindows1252
            ? "no UTF-8, read as windows-1252: \(text)" : text))
    }
    return .row(row)
  }
}
