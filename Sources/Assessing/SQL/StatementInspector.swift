internal import GRDB
internal import GRDBSQLite

/// Prepares a check's SQL under an authorizer and says what it would touch. Nothing is run.
///
/// The database it is given is for inspecting alone: it must hold the schema of the catalog and
/// the views of a session, and no statement of anybody else.
struct StatementInspector {
  /// What a statement reads and returns.
  struct Report {
    /// Names of the columns it returns.
    var columns: [String] = []
    /// Names of its parameters, without the colon.
    var parameters: [String] = []
    /// Tables it reads, by name, with their columns.
    var reads: [String: Set<String>] = [:]
    /// The same without what a view reads by itself.
    var ownReads: [String: Set<String>] = [:]
    /// Sentences on what is not allowed; empty when the statement may run.
    var refusals: [String] = []
  }

  /// Inspects one statement; `views` are the names of the session's views.
  static func inspect(_ sql: String, in db: Database, views: Set<String>) -> Report {
    let watch = Watch(views: views)
    guard let connection = db.sqliteConnection else {
      return Report(refusals: ["the catalog is closed"])
    }
    let context = Unmanaged.passRetained(watch)
    defer { context.release() }
    sqlite3_set_authorizer(connection, Self.authorize, context.toOpaque())
    defer { sqlite3_set_authorizer(connection, nil, nil) }
    var statement: OpaquePointer?
    let (code, hasMore) = sql.withCString { text in
      var tail: UnsafePointer<CChar>?
      let code = sqlite3_prepare_v2(connection, text, -1, &statement, &tail)
      let rest = tail.map { String(cString: $0) } ?? ""
      return (code, !SQLToken.tokens(of: rest).isEmpty)
    }
    defer { sqlite3_finalize(statement) }
    var report = Report(reads: watch.reads, ownReads: watch.ownReads, refusals: watch.refusals)
    guard code == SQLITE_OK, let statement else {
      if report.refusals.isEmpty {
        report.refusals = ["does not prepare: \(String(cString: sqlite3_errmsg(connection)))"]
      }
      return report
    }
    if hasMore { report.refusals.append("one statement only") }
    if sqlite3_stmt_readonly(statement) == 0 { report.refusals.append("writes") }
    report.columns = (0..<sqlite3_column_count(statement)).map { index in
      sqlite3_column_name(statement, index).map { String(cString: $0) } ?? ""
    }
    let count = sqlite3_bind_parameter_count(statement)
    if count > 0 {
      report.parameters = (1...count).map { index in
        guard let name = sqlite3_bind_parameter_name(statement, index) else { return "?" }
        return String(String(cString: name).dropFirst())
      }
    }
    return report
  }

  /// Collects what the authorizer sees while SQLite compiles.
  private final class Watch {
    var reads: [String: Set<String>] = [:]
    var ownReads: [String: Set<String>] = [:]
    var refusals: [String] = []
    let views: Set<String>

    init(views: Set<String>) { self.views = views }
  }

  private typealias Authorizer =
    @convention(c) (
      UnsafeMutableRawPointer?, CInt, UnsafePointer<CChar>?, UnsafePointer<CChar>?,
      UnsafePointer<CChar>?, UnsafePointer<CChar>?
    ) -> CInt

  private static let authorize: Authorizer = { context, action, first, second, _, inside in
    guard let context else { return SQLITE_DENY }
    let watch = Unmanaged<Watch>.fromOpaque(context).takeUnretainedValue()
    let one = first.map { String(cString: $0) } ?? ""
    let two = second.map { String(cString: $0) } ?? ""
    switch action {
    case SQLITE_SELECT:
      return SQLITE_OK
    case SQLITE_READ:
      if one.lowercased().hasPrefix("sqlite_") {
        watch.refusals.append("reads \(one), which is not part of the catalog")
        return SQLITE_DENY
      }
      watch.reads[one, default: []].insert(two)
      if inside.map({ !watch.views.contains(String(cString: $0)) }) ?? true {
        watch.ownReads[one, default: []].insert(two)
      }
      return SQLITE_OK
    case SQLITE_FUNCTION:
      if PortableSQL.functions.contains(two.lowercased()) { return SQLITE_OK }
      watch.refusals.append("function \(two)() is not allowed")
      return SQLITE_DENY
    case SQLITE_RECURSIVE:
      watch.refusals.append("recursion is not allowed")
      return SQLITE_DENY
    case SQLITE_PRAGMA: watch.refusals.append("PRAGMA is not allowed")
    case SQLITE_ATTACH, SQLITE_DETACH: watch.refusals.append("ATTACH is not allowed")
    default: watch.refusals.append("only SELECT is allowed")
    }
    return SQLITE_DENY
  }
}
