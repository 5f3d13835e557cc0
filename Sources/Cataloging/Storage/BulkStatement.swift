import GRDB
import GRDBSQLite

/// A statement compiled once and driven through SQLite's own interface: rows go in without a value
/// box each. It lives and dies inside one use of its connection.
final class BulkStatement {
  private let statement: Statement
  private let handle: OpaquePointer
  private let connection: OpaquePointer?
  /// Copies of the texts and blobs of one row, so that SQLite need not make its own.
  private let room = UnsafeMutableRawPointer.allocate(byteCount: roomSize, alignment: 8)
  private var used = 0
  /// How much of it the row that ran last took, and how much of it later rows keep.
  private var filled = 0
  private var held = 0
  private static let roomSize = 4096

  /// Compiles `sql` on the connection of `db`.
  convenience init(_ db: Database, _ sql: String) throws {
    try self.init(db.makeStatement(sql: sql))
  }

  /// One the connection keeps compiled: no two of the same text are in use at a time.
  convenience init(kept db: Database, _ sql: String) throws {
    try self.init(db.cachedStatement(sql: sql))
  }

  private init(_ compiled: Statement) throws {
    statement = compiled
    handle = statement.sqliteStatement
    connection = sqlite3_db_handle(handle)
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  deinit {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
    room.deallocate()
  }

  @inline(__always)
  func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(handle, index, value) }

  @inline(__always)
  func bind(_ index: Int32, _ value: Int) { sqlite3_bind_int64(handle, index, Int64(value)) }

  func bind(_ index: Int32, _ value: Int64?) {
    if let value { bind(index, value) } else { sqlite3_bind_null(handle, index) }
  }

  func bind(_ index: Int32, _ value: Int?) { bind(index, value.map(Int64.init)) }

  /// Binds a copy of a text, for the next run; nil binds NULL.
  func bind(_ index: Int32, _ text: String?) {
    guard var text else {
      sqlite3_bind_null(handle, index)
      return
    }
    text.withUTF8 { bytes in
      let (place, keeping) = hold(UnsafeRawBufferPointer(bytes))
      sqlite3_bind_text(
        handle, index, place.assumingMemoryBound(to: CChar.self), Int32(clamping: bytes.count),
        keeping)
    }
  }

  /// Where a row's bytes stay until it has run; those that find no room are SQLite's to copy. An
  /// empty buffer may have no address, which SQLite would take for NULL.
  private func hold(
    _ bytes: UnsafeRawBufferPointer
  ) -> (place: UnsafeRawPointer, keeping: sqlite3_destructor_type?) {
    let start = room + used
    guard let base = bytes.baseAddress else { return (UnsafeRawPointer(start), nil) }
    guard bytes.count <= Self.roomSize - used else { return (base, Self.transient) }
    start.copyMemory(from: base, byteCount: bytes.count)
    used += bytes.count
    return (UnsafeRawPointer(start), nil)
  }

  /// Binds text that stays where it is until the statement has run.
  @inline(__always)
  func bind(_ index: Int32, unowned bytes: UnsafeBufferPointer<UInt8>) {
    guard let base = bytes.baseAddress else {
      bind(index, "")
      return
    }
    base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
      _ = sqlite3_bind_text(handle, index, $0, Int32(clamping: bytes.count), nil)
    }
  }

  /// Binds a copy of a blob, for the next run; nil binds NULL.
  func bind(_ index: Int32, blob: [UInt8]?) {
    guard let blob else {
      sqlite3_bind_null(handle, index)
      return
    }
    blob.withUnsafeBytes {
      let (place, keeping) = hold($0)
      sqlite3_bind_blob(handle, index, place, Int32(clamping: $0.count), keeping)
    }
  }

  /// Runs the bound statement for its effect and makes it ready for the next row.
  @inline(__always)
  func run() throws {
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    filled = used
    used = held
    guard code == SQLITE_DONE || code == SQLITE_ROW else { throw fault(code) }
  }

  /// Keeps what the row that ran last had bound: later rows bind only what differs in them.
  func hold() {
    held = filled
    used = filled
  }

  /// Ends what `hold` began: every value is bound anew.
  func release() {
    held = 0
    used = 0
  }

  /// How many rows the last insert wrote.
  var changes: Int { Int(sqlite3_changes(connection)) }

  /// The integer in the first column of the first row, nil when there is no row.
  func firstInteger() throws -> Int64? {
    let code = sqlite3_step(handle)
    defer {
      sqlite3_reset(handle)
      used = held
    }
    if code == SQLITE_DONE { return nil }
    guard code == SQLITE_ROW else { throw fault(code) }
    return sqlite3_column_int64(handle, 0)
  }

  private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  private func fault(_ code: Int32) -> DatabaseError {
    DatabaseError(
      resultCode: ResultCode(rawValue: code),
      message: sqlite3_errmsg(connection).map { String(cString: $0) }, sql: statement.sql)
  }
}
