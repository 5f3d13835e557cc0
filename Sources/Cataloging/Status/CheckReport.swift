package import Foundation

/// What `muster status --check` found: `schema: muster.check/v1`.
package struct CheckReport: Codable, Equatable, Sendable {
  /// Name of the schema.
  package static let schemaName = "muster.check/v1"

  /// Always `schemaName`.
  package var schema = CheckReport.schemaName
  /// Everything that is not as it was written, each with what to do.
  package var problems: [CatalogCheck.Problem] = []
  /// Originals that were read to their end.
  package var originals = 0
  /// Entries of the audit trail that were followed.
  package var auditEntries = 0
  /// Whether something current could not be read when it was collected.
  package var isIncomplete = false
  /// Whether life cycles, shipments and custody belong to the records.
  package var isDerived = true

  /// 4 for a problem, 3 for input that could not be read, else 0.
  package var exitCode: Int32 { problems.isEmpty ? (isIncomplete ? 3 : 0) : 4 }

  /// Opens the catalog of a folder for reading and checks everything in it.
  ///
  /// A database that SQLite cannot read is a problem found, not an error. `progress` hears how many
  /// originals of how many have been read.
  ///
  /// - Throws: `CatalogError` when there is no catalog or it cannot be opened.
  package static func read(
    folder: URL, progress: ((Int, Int) -> Void)? = nil
  ) throws -> CheckReport {
    do {
      let catalog = try Catalog.open(folder: folder, mode: .read)
      defer { try? catalog.close() }
      return try read(catalog, progress: progress)
    } catch let error as CatalogError where [.damaged, .disk].contains(error.code) {
      return CheckReport(problems: [
        CatalogCheck.Problem(what: error.description, remedy: CatalogCheck.restoreCatalog)
      ])
    }
  }

  /// Checks everything in an open catalog.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  package static func read(
    _ catalog: Catalog, progress: ((Int, Int) -> Void)? = nil
  ) throws -> CheckReport {
    let damage = try CatalogCheck.damage(catalog)
    if !damage.isEmpty { return CheckReport(problems: damage) }
    let problems = try CatalogCheck.faults(catalog, progress: progress)
    let status = try catalog.read { try CatalogStatus.read($0, runs: 0) }
    return CheckReport(
      problems: problems, originals: status.originals, auditEntries: status.auditEntries,
      isIncomplete: status.isIncomplete, isDerived: status.isDerived)
  }
}
