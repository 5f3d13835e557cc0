internal import Cataloging
internal import GRDB
internal import Settings

/// A bench for statements: an empty catalog in memory with the views of a session, in which SQL is
/// prepared and never run. Reports are kept by text.
final class Inspection {
  private let catalog: Catalog
  private let views: Set<String>
  private var reports: [String: StatementInspector.Report] = [:]

  /// Makes the bench with the tables of some record kinds and lists.
  ///
  /// - Throws: `DatabaseError`, which cannot come from data; `CatalogError` when a kind's fields
  ///   make no table.
  init(
    _ kinds: some Collection<RecordKind> = [], lists: some Sequence<ListDefinition> = []
  ) throws {
    catalog = try Catalog.inMemory()
    let kinds = kinds.sorted { $0.id < $1.id }
    views = try catalog.writeWithoutTransaction { db in
      try RecordTables.prepare(db, kinds)
      let schema = try SessionSchema(db, window: .everything(asOf: 0), kinds: kinds, lists: lists)
      for statement in schema.statements { try db.execute(sql: statement) }
      return Set(schema.objects.filter { $0.kind == "VIEW" }.map(\.name))
    }
  }

  /// What a statement reads, returns and may not do.
  func report(_ sql: String) throws -> StatementInspector.Report {
    if let known = reports[sql] { return known }
    let report = try catalog.writeWithoutTransaction { db in
      StatementInspector.inspect(sql, in: db, views: views)
    }
    reports[sql] = report
    return report
  }
}
