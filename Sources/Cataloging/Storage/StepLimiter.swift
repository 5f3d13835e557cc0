package import GRDB
internal import GRDBSQLite

/// Bounds a statement by virtual-machine steps, which do not depend on the machine's speed.
package enum StepLimiter {
  /// Steps after which a statement is given up; minutes of work on one core.
  package static let defaultLimit = 20_000_000_000
  /// Steps between two looks at the count.
  private static let stride: CInt = 10_000

  /// The statement took more steps than it may.
  package struct LimitReached: Error, Equatable {
    /// The steps it had.
    package var limit: Int
  }

  /// Runs `body`, stopping SQLite once it has made more than `limit` steps, or when `isStopped`,
  /// asked thousands of times a second, says so.
  ///
  /// - Throws: `LimitReached`, or what `body` throws: when stopped, a `DatabaseError` with the code
  ///   `SQLITE_INTERRUPT`.
  package static func run<Value>(
    on db: Database, limit: Int, isStopped: @escaping () -> Bool = { false },
    _ body: () throws -> Value
  ) throws -> Value {
    let count = Count(limit: limit, isStopped: isStopped)
    let context = Unmanaged.passRetained(count)
    defer { context.release() }
    sqlite3_progress_handler(
      db.sqliteConnection, stride,
      { context in
        guard let context else { return 1 }
        let count = Unmanaged<Count>.fromOpaque(context).takeUnretainedValue()
        count.steps += Int(StepLimiter.stride)
        return count.steps > count.limit || count.isStopped() ? 1 : 0
      }, context.toOpaque())
    defer { sqlite3_progress_handler(db.sqliteConnection, 0, nil, nil) }
    do {
      return try body()
    } catch let error as DatabaseError
      where error.resultCode == .SQLITE_INTERRUPT && count.steps > limit
    {
      throw LimitReached(limit: limit)
    }
  }

  /// Steps a statement has made since it was prepared.
  package static func steps(of statement: Statement) -> Int {
    Int(sqlite3_stmt_status(statement.sqliteStatement, SQLITE_STMTSTATUS_VM_STEP, 0))
  }

  private final class Count {
    var steps = 0
    let limit: Int
    let isStopped: () -> Bool

    init(limit: Int, isStopped: @escaping () -> Bool) {
      self.limit = limit
      self.isStopped = isStopped
    }
  }
}
