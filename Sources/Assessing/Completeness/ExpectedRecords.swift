internal import Cataloging
internal import GRDB
internal import Settings

/// Records a requirement expects of each lot, line, product, site, system, partner, person or
/// shipment, or of the period: where the kind is delivered and an instance has too few, that is a
/// gap of completeness.
///
/// Kinds a period may rightly have none of (`may_be_none`) leave no hole. Of lots, those shipped
/// count whose packaging lies behind the watermark; of products those with packs of a lot (a number
/// misread in a stock count names none); of partners those of the roles the requirement names that
/// traded in the period; of lines those that ran.
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
    var atLeast: Int
    /// Keys of the instances, one column named like the subject.
    var expected: String
    /// SELECTs of `record_id`: the records of the instance `x`.
    var matches: [String]
    var subject: String
    /// Further columns, the evidence pointer among them.
    var columns: String
    var words: (one: String, many: String)
    /// Kinds, and fields of them, that tell for whom nothing is expected.
    var optional: [String] = []

    /// True where the instance `x` has enough records.
    var found: String {
      if atLeast == 1 {
        return "(" + matches.map { "EXISTS (\($0))" }.joined(separator: " OR ") + ")"
      }
      return "(SELECT count(*) FROM (\(matches.joined(separator: " UNION ")))) >= \(atLeast)"
    }

    /// Whether instances are counted, or the records of the whole.
    var hasInstances: Bool { grain != .firm && grain != .period }
  }

  /// Writes down what the lines read besides records: the days lots count to, and the lines of the
  /// sites.
  ///
  /// - Throws: `DatabaseError` when the session has no such tables.
  func prepare(_ db: Database, sites: [Site]) throws {
    for kind in library.recordKinds.keys.sorted() where facts.delivered(kind) {
      let day =
        facts.sources(of: kind).filter { $0.taken > 0 }.compactMap(\.completeThrough).min()
        ?? lastDay
      try db.execute(
        sql: "INSERT INTO temp.expected_until VALUES (?, ?)",
        arguments: [kind, min(day, lastDay) - Self.lotGrace])
    }
    for site in sites {
      for line in site.lines {
        try db.execute(
          sql: "INSERT OR IGNORE INTO temp.run_line VALUES (?, ?, ?)",
          arguments: [sites.count == 1 ? line : "\(line) of \(site.id)", site.id, line])
      }
    }
  }

  /// The line of expected evidence; nil when nothing can be said by counting.
  func line(_ expected: ExpectedEvidence) -> Line? {
    guard let kind = library.recordKinds[expected.evidence], !kind.mayBeNone,
      facts.delivered(kind.id)
    else { return nil }
    var line = Line(
      id: "expected-\(MadeCheck.word(kind.id))-by-\(expected.forEach.rawValue)", kind: kind,
      grain: expected.forEach, atLeast: expected.atLeast, expected: "", matches: [],
      subject: expected.forEach.rawValue, columns: "NULL AS none_record", words: ("", ""))
    if expected.atLeast > 1 { line.id += "-at-least-\(expected.atLeast)" }
    guard fill(&line, expected), !line.matches.isEmpty else { return nil }
    leaveOut(expected.except, of: &line)
    return line
  }

  /// Leaves out whom a population names, where the kinds it reads were delivered.
  private func leaveOut(_ except: String?, of line: inout Line) {
    guard let except, let population = library.populations[except] else { return }
    let words = Set(population.sql.split { !($0.isLetter || $0.isNumber || $0 == "_") })
    let kinds = library.recordKinds.values.filter {
      words.contains(Substring($0.id)) || words.contains("all_" + $0.id)
    }.sorted { $0.id < $1.id }
    guard kinds.allSatisfy({ facts.delivered($0.id) }) else { return }
    line.id += "-except-" + except
    line.expected = """
      SELECT e.* FROM (\(line.expected)) e WHERE e.\(line.subject) NOT IN (\(population.sql))
      """
    line.optional = kinds.flatMap { kind in
      [kind.id] + RecordLayout(kind).cells.map { "\(kind.id).\($0.path)" }
    }
  }

  private func fill(_ line: inout Line, _ expected: ExpectedEvidence) -> Bool {
    let kind = line.kind
    let layout = RecordLayout(kind)
    func matches(_ reference: String, _ value: String) -> [String] {
      Self.matches(layout, value) { $0.references == reference }
    }
    switch line.grain {
    case .lot:
      line.expected = """
        SELECT l.lot_id AS lot, l.first_ship_event AS ship_event FROM lot l \
        WHERE l.first_ship_event IS NOT NULL AND (l.last_commission_day IS NULL OR l.last_commission_day \
        <= (SELECT u.day FROM expected_until u WHERE u.kind = '\(kind.id)'))
        """
      line.matches = matches("lot", "x.lot")
      line.columns = "x.ship_event AS ship_event"
      line.words = ("lot shipped", "lots shipped")
    case .product:
      line.expected = """
        SELECT p.product_id AS product, (SELECT min(u.first_ship_event) \(Self.packs)) \
        AS ship_event FROM product p WHERE EXISTS (SELECT 1 \(Self.packs))
        """
      line.matches = matches("product", "x.product")
      line.columns = "x.ship_event AS ship_event"
      line.words = ("product made", "products made")
    case .site:
      line.expected = "SELECT site, gln FROM run_site"
      line.matches = matches("site", "x.site") + matches("site", "x.gln")
      line.columns = "x.gln AS gln"
      line.words = ("site", "sites")
    case .system:
      guard facts.delivered("system"), let system = library.recordKinds["system"],
        let key = system.key.first
      else { return false }
      line.expected = "SELECT s.\(key) AS system, s.record_id AS system_record FROM system s"
      line.matches = matches("system.\(key)", "x.system")
      line.columns = "x.system_record AS system_record"
      line.words = ("system", "systems")
    case .person:
      guard facts.delivered("person"), let person = library.recordKinds["person"],
        let key = person.key.first
      else { return false }
      line.expected = "SELECT p.\(key) AS person, p.record_id AS person_record FROM person p"
      line.matches = Self.matches(layout, "x.person") {
        $0.references == "person.\(key)" || ($0.kind == "person" && $0.path == "person")
      }
      line.columns = "x.person_record AS person_record"
      line.words = ("person", "persons")
    case .line: return fillLine(&line, layout)
    case .partner where !expected.roles.isEmpty: fillPartner(&line, layout, expected.roles)
    case .shipment:
      line.expected = """
        SELECT s.shipment_event AS shipment_event FROM shipment s \
        JOIN run_partner p ON p.gln = s.from_owner_gln AND p.own = 1 \
        WHERE s.is_sale = 1 AND s.is_return = 0
        """
      line.matches = Self.shipmentMatches(layout)
      line.subject = "shipment_event"
      line.columns = "x.shipment_event AS ship_event"
      line.words = ("shipment sold", "shipments sold")
    case .period, .firm:
      let isPeriod = line.grain == .period
      line.expected = "SELECT '\(line.grain.rawValue)' AS \(line.subject)"
      line.matches = ["SELECT k.record_id FROM \(isPeriod ? kind.id : "all_" + kind.id) k"]
      line.words = isPeriod ? ("period", "periods") : ("firm", "firms")
    default: return false
    }
    return true
  }

  /// The packs of the product `p` that have a lot: found by lot, not by looking at every unit.
  static let packs = """
    FROM all_lot l JOIN unit u ON u.lot_id = l.lot_id \
    WHERE l.product_id = p.product_id AND u.kind = 1 AND u.is_container = 0
    """

  // Which lines ran, batch records say; without them no line can be told to lack anything.
  private func fillLine(_ line: inout Line, _ layout: RecordLayout) -> Bool {
    guard facts.delivered("batch_record"), let batches = library.recordKinds["batch_record"]
    else { return false }
    let paths = Set(RecordLayout(batches).cells.map(\.path))
    guard paths.contains("line") else { return false }
    let site = paths.contains("site") ? " AND coalesce(b.site, r.site) = r.site" : ""
    line.expected = """
      SELECT r.name AS line, r.site AS site, r.line AS plain FROM run_line r \
      WHERE EXISTS (SELECT 1 FROM batch_record b WHERE b.line = r.line\(site))
      """
    let hasSite = layout.cells.contains { $0.path == "site" }
    line.matches = Self.matches(layout, "x.plain") { $0.path == "line" }.map {
      hasSite ? $0 + " AND coalesce(k.site, x.site) = x.site" : $0
    }
    line.columns = "x.site AS site"
    line.words = ("line that ran", "lines that ran")
    return true
  }

  private func fillPartner(_ line: inout Line, _ layout: RecordLayout, _ roles: [String]) {
    line.id += "-" + MadeCheck.word(roles.sorted().joined(separator: "-").lowercased())
    let words = roles.sorted().map { "'\($0.replacing("'", with: "''"))'" }
    // Whoever buys or sells counts as an owner; a buyer's warehouse is none. Services are places.
    line.expected = """
      SELECT p.gln AS gln, p.name AS name FROM run_partner p WHERE p.own = 0 \
      AND p.role IN (\(words.joined(separator: ", "))) AND (p.gln IN ( \
      SELECT s.to_owner_gln FROM shipment s UNION SELECT s.from_owner_gln FROM shipment s) \
      OR (p.role NOT IN ('wholesaler', 'dispenser') AND p.gln IN ( \
      SELECT s.to_gln FROM shipment s UNION SELECT s.from_gln FROM shipment s)))
      """
    line.matches =
      Self.matches(layout, "x.gln") { $0.references == "partner" } + placeMatches(layout)
      + receivingMatches(layout)
    line.subject = "gln"
    line.columns = "x.name AS name"
    line.words = ("partner that traded", "partners that traded")
  }

  /// Deliveries to the place a partner's goods were sent to: a list of deliveries names who receives,
  /// which is often not who buys.
  private func receivingMatches(_ layout: RecordLayout) -> [String] {
    guard layout.kind == "delivery" else { return [] }
    return layout.cells.filter { $0.references == "partner" }.map { cell in
      "SELECT k.record_id FROM all_delivery k JOIN shipment s ON s.to_gln = "
        + "k.\(cell.presence.quotedDatabaseIdentifier) WHERE s.to_owner_gln = x.gln"
    }
  }

  /// Records whose list of sites names the partner's place, by its GLN or as the firm calls it: an
  /// agreement is signed by a company and holds for its plants.
  private func placeMatches(_ layout: RecordLayout) -> [String] {
    guard let list = layout.lists.first(where: { $0.name == "sites" }), let cell = list.cells.first,
      cell.path == "value"
    else { return [] }
    let value = "c.\(cell.presence.quotedDatabaseIdentifier)"
    let select =
      "SELECT k.record_id FROM \(list.table) c JOIN all_\(layout.kind) k "
      + "ON k.record_id = c.record_id WHERE \(value) "
    var parts = [select + "= x.gln"]
    if let sites = library.recordKinds["site_master"],
      Set(["site", "gln"]).isSubset(of: RecordLayout(sites).cells.map(\.path))
    {
      parts.append(select + "IN (SELECT s.site FROM all_site_master s WHERE s.gln = x.gln)")
    }
    return parts
  }

  /// Records of which a chosen cell, or an item of a list, names a value.
  private static func matches(
    _ layout: RecordLayout, _ value: String, where chosen: (RecordLayout.Cell) -> Bool
  ) -> [String] {
    func column(_ cell: RecordLayout.Cell) -> String {
      (cell.columns.first(where: \.isLink)?.name ?? cell.presence).quotedDatabaseIdentifier
    }
    var parts = layout.cells.filter(chosen).map {
      "SELECT k.record_id FROM all_\(layout.kind) k WHERE k.\(column($0)) = \(value)"
    }
    for list in layout.lists {
      parts += list.cells.filter(chosen).map {
        "SELECT k.record_id FROM \(list.table) c JOIN all_\(layout.kind) k "
          + "ON k.record_id = c.record_id WHERE c.\(column($0)) = \(value)"
      }
    }
    return parts
  }

  /// Records whose number stands among the transactions of the shipment's event, alone or at the
  /// end of a URN.
  private static func shipmentMatches(_ layout: RecordLayout) -> [String] {
    layout.cells.filter { $0.references == "shipment" }.map { cell in
      let number = "k.\(cell.presence.quotedDatabaseIdentifier)"
      return """
        SELECT k.record_id FROM all_\(layout.kind) k JOIN event_transaction t \
        ON t.event_id = x.shipment_event WHERE t.id = \(number) \
        OR substr(t.id, length(t.id) - length(\(number))) = ':' || \(number)
        """
    }
  }

  // MARK: Checks

  /// The check that lists the instances without enough records, as grave as the gravest requirement
  /// that expects them.
  ///
  /// - Throws: `AssessingError`, which is a fault of the engine.
  func check(_ line: Line, _ requirements: [RequirementDefinition]) throws -> CheckDefinition? {
    guard let chief = Self.chief(requirements) else { return nil }
    let subject = line.subject
    let name = line.kind.unit.one
    let what =
      line.atLeast == 1 ? "No \(name)" : "Fewer than \(line.atLeast) \(line.kind.unit.many)"
    let were = Noun.fitting(line.atLeast, "was", "were")
    let each = line.grain.rawValue
    return try MadeCheck(
      id: line.id, title: "\(line.kind.title) for each \(each)",
      statement: line.atLeast == 1
        ? "There is a \(name) for each \(each)."
        : "There are at least \(line.atLeast) \(line.kind.unit.many) for each \(each).",
      authority: chief.authority, basis: chief.basis, mark: chief.mark, severity: chief.severity,
      reads: [line.kind.id] + line.optional.filter { !$0.contains(".") }, optional: line.optional,
      population: "SELECT x.\(subject) FROM (\(line.expected)) x",
      gaps: """
        SELECT x.\(subject) AS \(subject), \(line.columns) FROM (\(line.expected)) x \
        WHERE NOT \(line.found)
        """, subjects: [subject], unit: line.words,
      one: line.hasInstances
        ? "\(what) \(were) found for {\(subject)}."
        : "\(what) \(were) found\(line.grain == .period ? " for the period" : "").",
      group: "\(what) \(were) found for {count} of {population} {unit}.",
      expected: line.atLeast == 1
        ? "One \(name) for each \(each)"
        : "At least \(line.atLeast) \(line.kind.unit.many) for each \(each)",
      observed: line.atLeast == 1 ? "None in the sources collected" : "Fewer",
      remedy: "Ask for it where it is kept, or state where it is."
    ).definition()
  }

  /// The check that lists the instances whose newest record is older than `days`; who states the
  /// days decides what it makes.
  ///
  /// - Throws: `AssessingError`, which is a fault of the engine.
  func freshnessCheck(
    _ line: Line, newest: Freshness, days: Int, isLaw: Bool, procedure: String,
    _ requirements: [RequirementDefinition]
  ) throws -> CheckDefinition? {
    guard let chief = Self.chief(requirements) else { return nil }
    let subject = line.subject
    let name = line.kind.unit.one
    let record = line.kind.id + "_record"
    let own = line.matches.joined(separator: " UNION ")
    let day = (newest.field + "_day").quotedDatabaseIdentifier
    let rows = """
      SELECT x.*, (SELECT max(n.\(day)) FROM all_\(line.kind.id) n WHERE n.record_id IN (\(own))) \
      AS newest_day FROM (\(line.expected)) x
      """
    return try MadeCheck(
      id: line.id.replacing("expected-", with: "fresh-"),
      title: "\(line.kind.title) for each \(line.grain.rawValue), in date",
      statement: "The newest \(name) of each \(line.grain.rawValue) is at most \(days) days old.",
      authority: isLaw ? chief.authority : .firm,
      basis: isLaw ? chief.basis : "The firm's own limit: \(procedure)", mark: chief.mark,
      severity: chief.severity, reads: [line.kind.id] + line.optional.filter { !$0.contains(".") },
      optional: line.optional,
      population: "SELECT x.\(subject) FROM (\(rows)) x WHERE x.newest_day IS NOT NULL",
      gaps: """
        SELECT x.\(subject) AS \(subject), x.newest_day AS newest_day, \
        (SELECT max(n.record_id) FROM all_\(line.kind.id) n WHERE n.record_id IN (\(own)) \
        AND n.\(day) = x.newest_day) AS \(record) \
        FROM (\(rows)) x WHERE x.newest_day < :to_day - \(days) \
        AND x.newest_day < :as_of_day - \(days)
        """, subjects: [subject], unit: line.words,
      one: line.hasInstances
        ? "The newest \(name) of {\(subject)} is of {newest_day}, more than \(days) days old."
        : "The newest \(name) is of {newest_day}, more than \(days) days old.",
      group: "The newest \(name) of {count} of {population} {unit} is more than \(days) days old.",
      expected: "A \(name) not older than \(days) days", observed: "An older one",
      remedy: "Make it anew, or ask for the newer one where it is kept."
    ).definition()
  }

  private typealias Chief = (authority: Authority, basis: String, mark: String, severity: Severity)

  /// Of several requirements, the one that rests on law speaks, as gravely as the gravest.
  private static func chief(_ requirements: [RequirementDefinition]) -> Chief? {
    func isLaw(_ requirement: RequirementDefinition) -> Bool {
      requirement.authority == .law && requirement.mark.standsAsLaw
    }
    guard let chief = requirements.first(where: isLaw) ?? requirements.first else { return nil }
    return (
      chief.authority, chief.citations.joined(separator: "; "), chief.mark.text,
      requirements.map(\.severity).min() ?? .minor
    )
  }
}
