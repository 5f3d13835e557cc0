internal import Cataloging
internal import GRDB
internal import Settings

/// Records a requirement expects one of for each lot, product, site, system or partner: where the
/// kind is delivered and an instance has none, that is a gap of completeness.
///
/// Kinds a period may rightly have none of (`may_be_none`) leave no hole. Of lots, those shipped
/// count whose packaging lies behind the watermark; of products those with packs of a lot (a number
/// misread in a stock count names none); of partners those of the roles the requirement names that
/// traded in the period.
struct ExpectedRecords {
  let library: Library
  let facts: CatalogFacts
  /// End of the period or cut-off, whichever is earlier, as a day.
  let lastDay: Int64

  /// Days after the packaging of a lot within which its records may still be on their way.
  static let lotGrace: Int64 = 7

  /// What is expected, of which instances, with the id of the check that looks.
  struct Line {
    var id: String
    var kind: RecordKind
    var grain: ExpectedEvidence.Grain
    var roles: [String]
    /// Keys of the instances, one column named like the subject.
    var expected: String
    /// True where the instance `x` has a record.
    var found: String
    var subject: String
    /// Further columns, the evidence pointer among them.
    var columns: String
    var words: (one: String, many: String)
  }

  /// The line of expected evidence; nil when nothing can be said by counting.
  func line(_ expected: ExpectedEvidence) -> Line? {
    guard let kind = library.recordKinds[expected.evidence], !kind.mayBeNone,
      facts.delivered(kind.id)
    else { return nil }
    let layout = RecordLayout(kind)
    func found(_ reference: String, _ value: String) -> String? {
      Self.found(layout, reference, value)
    }
    var id = "expected-\(MadeCheck.word(kind.id))-by-\(expected.forEach.rawValue)"
    switch expected.forEach {
    case .lot:
      guard let condition = found("lot", "x.lot") else { return nil }
      let due = min(
        lastDay,
        facts.sources(of: kind.id).filter { $0.taken > 0 }.compactMap(\.completeThrough)
          .min() ?? lastDay)
      return Line(
        id: id, kind: kind, grain: .lot, roles: [],
        expected: """
          SELECT l.lot_id AS lot, l.first_ship_event AS ship_event FROM lot l \
          WHERE l.shipped > 0 AND (l.last_commission_day IS NULL \
          OR l.last_commission_day <= \(due - Self.lotGrace))
          """, found: condition, subject: "lot", columns: "x.ship_event AS ship_event",
        words: ("lot shipped", "lots shipped"))
    case .product:
      guard let condition = found("product", "x.product") else { return nil }
      return Line(
        id: id, kind: kind, grain: .product, roles: [],
        expected: """
          SELECT u.product_id AS product, min(u.first_ship_event) AS ship_event FROM unit u \
          WHERE u.kind = 1 AND u.is_container = 0 AND u.lot_id IS NOT NULL \
          GROUP BY u.product_id
          """, found: condition, subject: "product", columns: "x.ship_event AS ship_event",
        words: ("product made", "products made"))
    case .site:
      guard let condition = found("site", "x.site") else { return nil }
      return Line(
        id: id, kind: kind, grain: .site, roles: [], expected: "SELECT site, gln FROM run_site",
        found: "(\(condition) OR \(found("site", "x.gln") ?? condition))", subject: "site",
        columns: "x.gln AS gln", words: ("site", "sites"))
    case .system:
      guard facts.delivered("system"), let system = library.recordKinds["system"],
        let key = system.key.first, let condition = found("system.\(key)", "x.system")
      else { return nil }
      return Line(
        id: id, kind: kind, grain: .system, roles: [],
        expected: "SELECT s.\(key) AS system, s.record_id AS system_record FROM system s",
        found: condition, subject: "system", columns: "x.system_record AS system_record",
        words: ("system", "systems"))
    case .partner where !expected.roles.isEmpty:
      guard let condition = found("partner", "x.gln") else { return nil }
      id += "-" + expected.roles.sorted().joined(separator: "-").lowercased()
      let roles = expected.roles.sorted().map { "'\($0.replacing("'", with: "''"))'" }
      return Line(
        id: id, kind: kind, grain: .partner, roles: expected.roles.sorted(),
        expected: """
          SELECT p.gln AS gln, p.name AS name FROM run_partner p WHERE p.own = 0 \
          AND p.role IN (\(roles.joined(separator: ", "))) AND p.gln IN ( \
          SELECT s.to_owner_gln FROM shipment s UNION SELECT s.from_owner_gln FROM shipment s \
          UNION SELECT s.to_gln FROM shipment s UNION SELECT s.from_gln FROM shipment s)
          """, found: condition, subject: "gln", columns: "x.name AS name",
        words: ("partner that traded", "partners that traded"))
    default: return nil
    }
  }

  /// True where some record of the kind names a value by a reference; nil when it has no such field.
  private static func found(
    _ layout: RecordLayout, _ reference: String, _ value: String
  ) -> String? {
    var parts: [String] = []
    func column(_ cell: RecordLayout.Cell) -> String {
      (cell.columns.first(where: \.isLink)?.name ?? cell.presence).quotedDatabaseIdentifier
    }
    for cell in layout.cells where cell.references == reference {
      parts.append(
        "EXISTS (SELECT 1 FROM all_\(layout.kind) k WHERE k.\(column(cell)) = \(value))")
    }
    for list in layout.lists {
      for cell in list.cells where cell.references == reference {
        parts.append(
          "EXISTS (SELECT 1 FROM \(list.table) c JOIN all_\(layout.kind) k "
            + "ON k.record_id = c.record_id WHERE c.\(column(cell)) = \(value))")
      }
    }
    return parts.isEmpty ? nil : "(\(parts.joined(separator: " OR ")))"
  }

  /// The check that lists the instances without a record, as grave as the gravest requirement that
  /// expects it.
  ///
  /// - Throws: `AssessingError`, which is a fault of the engine.
  func check(_ line: Line, _ requirements: [RequirementDefinition]) throws -> CheckDefinition? {
    let isLaw = requirements.contains { $0.authority == .law && $0.mark.standsAsLaw }
    guard let first = requirements.first else { return nil }
    let chief =
      requirements.first { $0.authority == .law && $0.mark.standsAsLaw } ?? first
    let severity = requirements.map(\.severity).max() ?? .minor
    let subject = line.subject
    let name = line.kind.unit.one
    return try MadeCheck(
      id: line.id, title: "\(line.kind.title) for each \(line.grain.rawValue)",
      statement: "There is a \(name) for each \(line.grain.rawValue).",
      authority: isLaw ? .law : chief.authority,
      basis: chief.citations.joined(separator: "; "), mark: chief.mark.text, severity: severity,
      reads: [line.kind.id],
      population: "SELECT x.\(subject) FROM (\(line.expected)) x",
      gaps: """
        SELECT x.\(subject) AS \(subject), \(line.columns) FROM (\(line.expected)) x \
        WHERE NOT \(line.found)
        """, subjects: [subject], unit: line.words,
      one: "No \(name) was found for {\(subject)}.",
      group: "No \(name) was found for {count} of {population} {unit}.",
      expected: "One \(name) for each \(line.grain.rawValue)",
      observed: "None in the sources collected",
      remedy: "Ask for it where it is kept, or state where it is."
    ).definition()
  }
}
