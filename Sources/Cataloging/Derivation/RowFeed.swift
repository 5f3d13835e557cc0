import Dispatch
import GRDB
import GRDBSQLite

/// Rows of integers in memory that SQLite inserts by itself, thousands in one statement, through
/// a table-valued module: binding and stepping each row costs more than storing it.
///
/// Unsafe by nature: SQLite holds a pointer to the buffer while it is registered, and the feed
/// takes itself off the connection in `close()` before it goes. All calls come from the
/// connection's own thread, but for `write` with a relay: hence the unchecked Sendable. Of the
/// two blocks of cells one is filled while the other is written, and `isFree` says when the
/// latter may be filled again.
final class RowFeed: @unchecked Sendable {
  /// The cell that becomes NULL.
  static let null = Int64.min
  static let rowLimit = 8_192

  private let db: Database
  private let name: String
  private let columns: Int
  private let buffer: UnsafeMutablePointer<FeedBuffer>
  private var insert: DirectStatement?
  private let relay: RowRelay?
  private let limit: Int
  private var cells: UnsafeMutablePointer<Int64>
  private var rows = 0
  /// With a relay, the block that is written or free.
  private var other: UnsafeMutablePointer<Int64>?
  private let isFree = DispatchSemaphore(value: 1)

  /// A feed into `table`: its first columns in order, `conflict` such as `OR IGNORE`. Cells of
  /// `textColumn` are places in `texts`.
  init(
    _ db: Database, into table: String, columns: Int, conflict: String = "",
    textColumns: [Int] = [], relay: RowRelay?
  ) throws {
    self.db = db
    self.columns = columns
    self.relay = relay
    limit = relay?.rowLimit ?? Self.rowLimit
    cells = .allocate(capacity: columns * limit)
    other = relay == nil ? nil : .allocate(capacity: columns * limit)
    name = "derivation_feed_\(table)"
    buffer = .allocate(capacity: 1)
    buffer.initialize(
      to: FeedBuffer(
        cells: cells, columns: columns, rows: 0,
        textMask: textColumns.reduce(0) { $0 | 1 << UInt64($1) }, texts: FeedTexts()))
    let code = sqlite3_create_module_v2(
      db.sqliteConnection, name, FeedModule.shared, buffer, nil)
    guard code == SQLITE_OK else {
      throw DerivationError(
        code: .database, description: "deriving unit lives: SQLite refused a row feed (\(code))")
    }
    let list = (0..<columns).map { "c\($0)" }.joined(separator: ",")
    insert = try DirectStatement(
      db, "INSERT \(conflict) INTO \(table) SELECT \(list) FROM \(name)")
  }

  deinit {
    close()
    cells.deallocate()
    other?.deallocate()
    buffer.deinitialize(count: 1)
    buffer.deallocate()
  }

  /// A text as a cell of a text column.
  func text(_ word: String) -> Int64 { buffer.pointee.texts.place(of: word) }

  /// Starts a row and says where its cells go; every cell must be set.
  @inline(__always)
  func row() throws -> UnsafeMutablePointer<Int64> {
    if rows == limit { try flush() }
    let row = cells + rows * columns
    rows += 1
    return row
  }

  /// Hands the rows so far to SQLite, or to the relay.
  func flush() throws {
    if rows == 0 { return }
    let count = rows
    rows = 0
    guard let relay, let free = other else { return try write(cells, count) }
    isFree.wait()
    let full = cells
    cells = free
    other = full
    do {
      nonisolated(unsafe) let block = full
      try relay.run({ [self] in try write(block, count) }, then: { [self] in isFree.signal() })
    } catch {
      isFree.signal()
      throw error
    }
  }

  private func write(_ block: UnsafeMutablePointer<Int64>, _ count: Int) throws {
    buffer.pointee.cells = block
    buffer.pointee.rows = count
    try insert?.run()
  }

  /// Takes the feed off its connection.
  func close() {
    guard insert != nil else { return }
    relay?.wait()
    insert = nil
    sqlite3_create_module_v2(db.sqliteConnection, name, nil, nil, nil)
  }
}

/// Words as C strings that live as long as the feed.
final class FeedTexts {
  private var places: [String: Int64] = [:]
  private(set) var pointers: [UnsafeMutablePointer<CChar>] = []

  func place(of word: String) -> Int64 {
    if let known = places[word] { return known }
    let bytes = word.utf8CString
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    for (index, byte) in bytes.enumerated() { copy[index] = byte }
    let place = Int64(pointers.count)
    pointers.append(copy)
    places[word] = place
    return place
  }

  deinit { for pointer in pointers { pointer.deallocate() } }
}

/// What the module reads.
struct FeedBuffer {
  var cells: UnsafeMutablePointer<Int64>
  let columns: Int
  var rows: Int
  let textMask: UInt64
  let texts: FeedTexts
}

/// SQLite's view of a feed: the C structures it asks for, followed by what is ours.
private struct FeedTable {
  var base = sqlite3_vtab()
  var buffer: UnsafeMutablePointer<FeedBuffer>
}

private struct FeedCursor {
  var base = sqlite3_vtab_cursor()
  var buffer: UnsafeMutablePointer<FeedBuffer>
  var row = 0
}

private enum FeedModule {
  /// The callbacks, written once and never changed: safe to share between connections.
  nonisolated(unsafe) static let shared: UnsafeMutablePointer<sqlite3_module> = {
    let module = UnsafeMutablePointer<sqlite3_module>.allocate(capacity: 1)
    module.initialize(to: sqlite3_module())
    module.pointee.xConnect = { db, context, _, _, table, _ in
      guard let context, let table else { return SQLITE_ERROR }
      let buffer = context.assumingMemoryBound(to: FeedBuffer.self)
      let list = (0..<buffer.pointee.columns).map { "c\($0)" }.joined(separator: ",")
      let code = sqlite3_declare_vtab(db, "CREATE TABLE x(\(list))")
      if code != SQLITE_OK { return code }
      let made = UnsafeMutablePointer<FeedTable>.allocate(capacity: 1)
      made.initialize(to: FeedTable(buffer: buffer))
      table.pointee = UnsafeMutableRawPointer(made).assumingMemoryBound(to: sqlite3_vtab.self)
      return SQLITE_OK
    }
    module.pointee.xDisconnect = { table in
      UnsafeMutableRawPointer(table)?.assumingMemoryBound(to: FeedTable.self).deallocate()
      return SQLITE_OK
    }
    module.pointee.xBestIndex = { _, _ in SQLITE_OK }
    module.pointee.xOpen = { table, cursor in
      guard let table, let cursor else { return SQLITE_ERROR }
      let owner = UnsafeMutableRawPointer(table).assumingMemoryBound(to: FeedTable.self)
      let made = UnsafeMutablePointer<FeedCursor>.allocate(capacity: 1)
      made.initialize(to: FeedCursor(buffer: owner.pointee.buffer))
      cursor.pointee = UnsafeMutableRawPointer(made)
        .assumingMemoryBound(to: sqlite3_vtab_cursor.self)
      return SQLITE_OK
    }
    module.pointee.xClose = { cursor in
      UnsafeMutableRawPointer(cursor)?.assumingMemoryBound(to: FeedCursor.self).deallocate()
      return SQLITE_OK
    }
    module.pointee.xFilter = { cursor, _, _, _, _ in
      at(cursor)?.pointee.row = 0
      return SQLITE_OK
    }
    module.pointee.xNext = { cursor in
      at(cursor)?.pointee.row += 1
      return SQLITE_OK
    }
    module.pointee.xEof = { cursor in
      guard let cursor = at(cursor) else { return 1 }
      return cursor.pointee.row >= cursor.pointee.buffer.pointee.rows ? 1 : 0
    }
    module.pointee.xRowid = { cursor, rowid in
      rowid?.pointee = Int64(at(cursor)?.pointee.row ?? 0)
      return SQLITE_OK
    }
    module.pointee.xColumn = { cursor, context, column in
      guard let cursor = at(cursor) else { return SQLITE_ERROR }
      let buffer = cursor.pointee.buffer
      let cells = buffer.pointee.cells
      let value = cells[cursor.pointee.row * buffer.pointee.columns + Int(column)]
      if value == RowFeed.null {
        sqlite3_result_null(context)
      } else if buffer.pointee.textMask >> UInt64(column) & 1 == 1 {
        sqlite3_result_text(context, buffer.pointee.texts.pointers[Int(value)], -1, nil)
      } else {
        sqlite3_result_int64(context, value)
      }
      return SQLITE_OK
    }
    return module
  }()

  private static func at(
    _ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?
  ) -> UnsafeMutablePointer<FeedCursor>? {
    UnsafeMutableRawPointer(cursor)?.assumingMemoryBound(to: FeedCursor.self)
  }
}
