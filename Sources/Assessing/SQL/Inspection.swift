internal import Cataloging
internal import GRDB

/// A bench for statements: an empty catalog in memory with the views of a session, in which SQL is
/// prepared and never run. Reports are kept by text.
final class Inspection {
  private let catalog: Catalog
  private var reports: [String: StatementInspector.Report] = [:]

  /// Makes the bench.
  ///
  /// - Throws: `DatabaseError`, which cannot come from data.
  init() throws {
    catalog = try Catalog.inMemory()
    try catalog.writeWithoutTransaction { db in
      for statement in SessionSchema.statements { try db.execute(sql: statement) }
    }
  }

  /// What a statement reads, returns and may not do.
  func report(_ sql: String) throws -> StatementInspector.Report {
    if let known = reports[sql] { return known }
    let report = try catalog.writeWithoutTransaction { db in
      StatementInspector.inspect(sql, in: db)
    }
    reports[sql] = report
    return report
  }
}
