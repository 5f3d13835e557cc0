internal import Archives
internal import Assessing
internal import Cataloging
internal import Foundation
internal import GRDB
internal import Reporting
internal import Settings

extension VerifierRun {
  /// V108: judges the catalog in the pack by the profile in the pack, and compares.
  mutating func reassess(_ options: VerifyOptions) throws {
    reassessed = "assessment not made again"
    guard documentsAreSound, !problems.contains(where: { $0.code.reach == .integrity }) else {
      report(.noted, "The assessment was not made again, because the pack is not whole.")
      return
    }
    let needed = [BagLayout.run, BagLayout.assessment, BagLayout.catalog, BagLayout.configuration]
    guard needed.allSatisfy({ files[$0] != nil }), let run = document(BagLayout.run),
      (try? DocumentEncoder.decode(Part.self, run))?.catalogPart == "full"
    else {
      report(
        .noted,
        "The assessment cannot be made again from this pack: catalog, assessment or "
          + "configuration is not enclosed, or only in part.")
      return
    }
    guard let catalog = files[BagLayout.catalog], let bytes = document(BagLayout.assessment),
      let old = try? AssessmentEncoder.decode(bytes, name: BagLayout.assessment),
      let text = document(BagLayout.configuration)
    else { return }
    var texts: [(path: String, text: String)] = []
    for path in files.keys.sorted() where path.hasPrefix(BagLayout.profileTexts) {
      guard let bytes = document(path) else { return }
      texts.append(
        (
          String(path.dropFirst(BagLayout.profileTexts.count)),
          String(decoding: bytes, as: UTF8.self)
        ))
    }
    do {
      let folder = try Self.scratch()
      defer { withExtendedLifetime(folder) {} }
      let scratch = URL(fileURLWithPath: folder.path)
      try unpack(catalog, to: scratch.appendingPathComponent("catalog.sqlite").path)
      let (again, unscoped) = try Self.judged(
        in: scratch, by: texts, configuration: String(decoding: text, as: UTF8.self), like: old)
      compare(old, again, unscoped)
    } catch let error as PackingError where error.code == .cannotWrite {
      throw error
    } catch {
      report(.reassessment, "The assessment cannot be made again: \(Self.words(error))")
    }
  }

  private struct Part: Decodable {
    let catalogPart: String
  }

  private static func words(_ error: any Error) -> String {
    (error as? DatabaseError).map { $0.message ?? "\($0.resultCode)" } ?? "\(error)"
  }

  private static func judged(
    in folder: URL, by texts: [(path: String, text: String)], configuration: String,
    like old: Assessment
  ) throws -> (Assessment, unscoped: Set<String>) {
    try refuseActiveSchema(folder.appendingPathComponent("catalog.sqlite").path)
    let library = try Library.parse(files: texts, place: "profile")
    let settings = try MusterConfiguration.parse(configuration, folder: folder)
    let catalog = try Catalog.open(folder: folder, mode: .read)
    defer { try? catalog.close() }
    if let fault = try catalog.read(CatalogShape.fault) {
      throw PackingError(.catalogUnreadable, "Its catalog is not as a catalog is written: \(fault)")
    }
    // An index that does not fit its table makes other answers of the same rows.
    let lines = try catalog.read { db in
      try String.fetchAll(db, sql: "PRAGMA integrity_check(3)")
    }
    guard lines == ["ok"] else {
      throw PackingError(
        .catalogUnreadable, "Its catalog is damaged (\(lines.joined(separator: "; "))).")
    }
    let cut = old.findings.filter { $0.listed < $0.count }.map(\.listed).max()
    let assessor = Assessor(
      library: library, catalog: catalog, configuration: settings, samples: cut)
    let again = try assessor.assess(
      profile: old.profile.id, asOf: old.asOf, baseline: .none,
      clock: .init(now: old.generatedAt, isFixed: old.generatedAtFixed), tool: old.tool)
    let outside = try catalog.read { try listingUnitsOutside(again.scope, [old, again], $0) }
    return (again, unscoped(library).union(outside))
  }

  /// Checks that list units of no lot in scope: a record in scope names such a unit, and what
  /// befell it stands in files that are not enclosed.
  private static func listingUnitsOutside(
    _ scope: Assessment.Scope, _ assessments: [Assessment], _ db: Database
  ) throws -> Set<String> {
    guard !scope.lots.isEmpty || !scope.products.isEmpty else { return [] }
    let lots = try db.makeStatement(
      sql: """
        SELECT l.lot FROM product p JOIN epc e ON e.product_id = p.product_id
        JOIN all_unit u ON u.epc_id = e.epc_id LEFT JOIN all_lot l ON l.lot_id = u.lot_id
        WHERE p.gtin = ? AND e.serial = ?
        """)
    var outside: Set<String> = []
    for finding in assessments.flatMap(\.findings) where !outside.contains(finding.check) {
      for case let (gtin?, serial?) in finding.subjects.map({ ($0.gtin, $0.serial) }) {
        let row = try Row.fetchOne(lots, arguments: [gtin, serial])
        let lot = row?[0] as String?
        if row == nil || lot.map({ !scope.lots.isEmpty && !scope.lots.contains($0) }) ?? false {
          outside.insert(finding.check)
          break
        }
      }
    }
    return outside
  }

  /// Checks whose population is counted over every event and document there is, whatever the scope.
  private static func unscoped(_ library: Library) -> Set<String> {
    let tables: Set<Substring> = [
      "all_event", "all_document", "epc", "epc_run", "ineffective_event", "master_location",
      "master_product",
    ]
    return Set(
      library.checks.values.filter { check in
        let sql =
          switch check.population {
          case .named(let id): library.populations[id]?.sql ?? ""
          case .sql(let text): text
          }
        return sql.firstMatch(of: /FROM\s+(\w+)/).map { tables.contains($0.1) } ?? false
      }.map(\.id))
  }

  // The database may be forged: nothing in it may run by itself, and of views only our own may
  // stand between a check and the tables.
  private static func refuseActiveSchema(_ file: String) throws {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF") }
    let queue = try DatabaseQueue(path: file, configuration: configuration)
    defer { try? queue.close() }
    if let name = try queue.read(Schema.foreignObject) {
      throw PackingError(
        .catalogUnreadable, "Its catalog holds \(name), or lacks it, unlike a catalog as written.")
    }
  }

  private mutating func compare(
    _ old: Assessment, _ again: Assessment, _ unscoped: Set<String>
  ) {
    let manifest = manifest ?? readManifest()
    let isPart = manifest?.notEnclosed.contains { $0.reason == "outside_scope" } ?? false
    let found = AssessmentDifferences(old, again, isPart: isPart, unscoped: unscoped)
    let differences = found.lines
    if !found.wider.isEmpty {
      report(
        .noted,
        "The pack holds the records in scope. Checks that examine more than these listed the "
          + "same, but their populations cannot be counted again: "
          + found.wider.joined(separator: ", ") + ".")
    }
    if !found.open.isEmpty {
      report(
        .noted,
        "The pack holds the records in scope. What these say rests on others too and cannot be "
          + "counted again: " + found.open.joined(separator: ", ") + ".")
    }
    for line in differences.prefix(50) { report(.reassessment, line) }
    if differences.count > 50 {
      report(.reassessment, "… and \(differences.count - 50) more differences.")
    }
    reassessed =
      differences.isEmpty
      ? (found.open.isEmpty
        ? "assessment made again with the same result"
        : "assessment made again with the same result where the pack holds what it rests on")
        + " (\(Noun.counted(old.requirements.count, "requirement", "requirements")), "
        + "\(Noun.counted(old.findings.count, "finding", "findings")))"
      : "assessment made again with another result"
  }
}
