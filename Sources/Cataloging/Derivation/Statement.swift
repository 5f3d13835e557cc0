import GRDB
import GRDBSQLite

/// A prepared statement driven through SQLite's own interface: no value boxes on a row's way.
final class DirectStatement {
  private let statement: Statement
  private let handle: OpaquePointer

  /// Compiles `sql` on the connection of `db`.
  init(_ db: Database, _ sql: String) throws {
    statement = try db.makeStatement(sql: sql)
    handle = statement.sqliteStatement
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  deinit { sqlite3_reset(handle) }

  // MARK: Reading

  /// Moves to the next row; false when there is none.
  func next() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE:
      sqlite3_reset(handle)
      return false
    default: throw fault()
    }
  }

  /// Starts over.
  func reset() { sqlite3_reset(handle) }

  func int(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  func optionalInt(_ column: Int32) -> Int64? {
    isNull(column) ? nil : sqlite3_column_int64(handle, column)
  }

  /// The bytes of a text column, valid until the next row.
  func text(_ column: Int32) -> UnsafeBufferPointer<UInt8>? {
    guard let start = sqlite3_column_text(handle, column) else { return nil }
    return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
  }

  func string(_ column: Int32) -> String? {
    text(column).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The bytes of a blob column, valid until the next row.
  func blob(_ column: Int32) -> UnsafeRawBufferPointer? {
    guard let start = sqlite3_column_blob(handle, column) else { return nil }
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
  }

  // MARK: Writing

  func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(handle, index, value) }

  func bind(_ index: Int32, _ value: Int64?) {
    if let value {
      sqlite3_bind_int64(handle, index, value)
    } else {
      sqlite3_bind_null(handle, index)
    }
  }

  /// Binds text that outlives the statement: a literal.
  func bind(_ index: Int32, literal: StaticString) {
    literal.withUTF8Buffer { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        _ = sqlite3_bind_text(handle, index, $0.baseAddress, Int32(clamping: $0.count), nil)
      }
    }
  }

  /// Binds a copy of `text`.
  func bind(_ index: Int32, _ text: String?) {
    guard var text else {
      sqlite3_bind_null(handle, index)
      return
    }
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        _ = sqlite3_bind_text(
          handle, index, $0.baseAddress, Int32(clamping: $0.count), transient)
      }
    }
  }

  /// Runs the bound statement, which returns no row.
  func run() throws {
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    guard code == SQLITE_DONE || code == SQLITE_ROW else { throw fault() }
  }

  /// Binds integers from the first place on and runs.
  func run(_ values: Int64?...) throws {
    for (index, value) in values.enumerated() { bind(Int32(index + 1), value) }
    try run()
  }

  private func fault() -> DerivationError {
    let message =
      sqlite3_db_handle(handle).flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) }
      ?? "unknown error"
    sqlite3_reset(handle)
    return DerivationError(
      code: .database,
      description: "deriving unit lives: SQLite refused a statement (\(message)); "
        + "free space or repair the catalog, then collect again")
  }
}
