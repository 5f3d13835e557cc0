internal import GRDB
internal import Settings

/// Counts expected evidence: a record kind for each lot, product, partner, site or month.
struct EvidenceCount {
  let db: Database
  let facts: CatalogFacts
  let window: Window
  let kinds: [String: RecordKind]
  let expected: ExpectedRecords
  let documents: ExpectedDocuments

  /// One line of expected evidence.
  ///
  /// - Throws: `DatabaseError` when a look-up fails.
  func line(_ wanted: Settings.ExpectedEvidence) throws -> EvidenceLine {
    var line = EvidenceLine(
      kind: wanted.evidence, forEach: wanted.forEach.rawValue, expected: nil, found: 0,
      status: .notDelivered, text: "", notFound: [])
    if let found = try documents.line(wanted) {
      countDocuments(found, &line)
    } else if wanted.evidence == "event" {
      try countEvents(wanted, &line)
    } else if wanted.evidence == "product_master" {
      try countProducts(&line)
    } else if let kind = kinds[wanted.evidence] {
      try countRecords(kind, wanted, &line)
    } else {
      countOther(wanted, &line)
    }
    return line
  }

  /// Records of a described kind, by instance where instances can be told.
  private func countRecords(
    _ kind: RecordKind, _ wanted: Settings.ExpectedEvidence, _ line: inout EvidenceLine
  ) throws {
    line.found = facts.records[kind.id] ?? 0
    guard facts.delivered(kind.id) else {
      line.text = "No source delivered \(kind.unit.many)."
      return
    }
    if let entry = expected.line(wanted) {
      try countInstances(entry, &line)
      return
    }
    line.text = "\(standing(line.found, kind.unit)) in the catalog."
    if line.found == 0 {
      line.status = kind.mayBeNone ? .nothingExpected : .notFound
      line.text =
        facts.nilReturns[kind.id] ?? "No \(kind.unit.one) was found in what was delivered."
      return
    }
    switch wanted.forEach {
    case .firm, .period, .record:
      line.expected = wanted.atLeast
      line.status = kind.mayBeNone || line.found >= wanted.atLeast ? .complete : .partial
    default:
      line.status = kind.mayBeNone ? .complete : .partial
      if !kind.mayBeNone { line.text += " A person has to match them." }
    }
  }

  private func standing(_ count: Int, _ unit: UnitWords) -> String {
    Noun.counted(count, "\(unit.one) is", "\(unit.many) are")
  }

  /// Documents by topic: how many are in order, and what the register does not show of the others.
  private func countDocuments(_ found: ExpectedDocuments.Line, _ line: inout EvidenceLine) {
    line.topic = found.topic
    line.text = found.sentence
    if let reason = found.reason {
      line.status = reason.code == .manualPending ? .partial : .notDelivered
      return
    }
    line.expected = found.instances.count
    line.found = found.instances.count { $0.state == .inOrder }
    let others = found.instances.filter { $0.state != .inOrder }
    line.notFound = others.filter { $0.state == .absent }
      .map { $0.subject.isEmpty ? found.topic : $0.subject }.sorted()
    if found.instances.isEmpty {
      line.status = .nothingExpected
    } else if others.isEmpty {
      line.status = .complete
    } else {
      line.status = line.notFound.count == found.instances.count ? .notFound : .partial
    }
  }

  private func countInstances(
    _ entry: ExpectedRecords.Line, _ line: inout EvidenceLine
  ) throws {
    guard entry.hasInstances else { return try countWhole(entry, &line) }
    let all =
      try Int.fetchOne(db, sql: "SELECT count(*) FROM (\(entry.expected)) x") ?? 0
    let keys = try NaturalKeys(db)
    let evidence = try EvidenceLookup(db)
    line.notFound = try Row.fetchAll(
      db, sql: "SELECT x.\(entry.subject) FROM (\(entry.expected)) x WHERE NOT \(entry.found)"
    ).map { row in
      switch GapCollector.cell(row, 0) {
      case .text(let text): return text
      case .integer(let id):
        if entry.grain == .shipment {
          return try evidence.pointer(id, role: "ship")?.eventID ?? "not stated"
        }
        return try keys.key(id, entry.grain == .lot ? .lot : .product)?.text ?? "not stated"
      case .none: return "not stated"
      }
    }.sorted()
    line.expected = all
    line.found = all - line.notFound.count
    if all == 0 {
      line.status = .nothingExpected
      line.text = "There are no \(entry.words.many)."
    } else {
      line.status =
        line.notFound.isEmpty ? .complete : line.found == 0 ? .notFound : .partial
      let what =
        entry.atLeast == 1
        ? "\(Noun.one(entry.kind.unit.one)) was" : "\(entry.atLeast) \(entry.kind.unit.many) were"
      let units = Noun.counted(all, entry.words.one, entry.words.many)
      line.text = "\(what) found for \(line.found) of \(units)."
    }
  }

  /// Records of the whole firm or period, against the least number.
  private func countWhole(_ entry: ExpectedRecords.Line, _ line: inout EvidenceLine) throws {
    let rows = entry.matches.joined(separator: " UNION ")
    line.found = try Int.fetchOne(db, sql: "SELECT count(*) FROM (\(rows))") ?? 0
    line.expected = entry.atLeast
    let place = entry.grain == .period ? "in the period" : "in the catalog"
    line.status =
      line.found >= entry.atLeast ? .complete : line.found == 0 ? .notFound : .partial
    line.text =
      facts.nilReturns[entry.kind.id].flatMap { line.found == 0 ? $0 : nil }
      ?? "\(standing(line.found, entry.kind.unit)) \(place)."
    if line.found == 0, facts.nilReturns[entry.kind.id] != nil { line.status = .nothingExpected }
  }

  private func countEvents(
    _ expected: Settings.ExpectedEvidence, _ line: inout EvidenceLine
  ) throws {
    guard facts.delivered("event") else {
      line.text = "No source delivered events."
      return
    }
    switch expected.forEach {
    case .period: countMonths(&line)
    case .lot: try countSeen(SessionSchema.packedLots, ("lot", "lots"), &line)
    case .product:
      // Cases have product codes of their own, which master data need not name.
      try countSeen(
        "SELECT count(*) FROM (\(Self.products("u.kind = 1")))",
        ("product code of packs or cases", "product codes of packs and cases"), &line)
    case .unit: try countSeen("SELECT count(*) FROM temp.unit", ("unit", "units"), &line)
    case .shipment:
      try countSeen("SELECT count(*) FROM temp.shipment", ("shipment", "shipments"), &line)
    case .partner:
      try countNamed(
        "SELECT gln FROM run_partner WHERE own = 0",
        seen: """
          SELECT from_owner_gln FROM temp.event UNION SELECT to_owner_gln FROM temp.event
          UNION SELECT location_gln FROM temp.event
          """, ("partner", "partners"), "the others may not have traded", &line)
    case .site:
      try countNamed(
        "SELECT gln FROM run_site WHERE gln IS NOT NULL",
        seen: "SELECT read_point_gln FROM temp.event UNION SELECT location_gln FROM temp.event",
        ("site", "sites"), "the others may not have worked", &line)
    default:
      line.found = facts.records["event"] ?? 0
      line.status = line.found > 0 ? .complete : .notFound
      line.text = "\(Noun.counted(line.found, "event is", "events are")) in the catalog."
    }
  }

  private func countSeen(
    _ sql: String, _ words: (one: String, many: String), _ line: inout EvidenceLine
  ) throws {
    let count = try Int.fetchOne(db, sql: sql) ?? 0
    line.expected = count
    line.found = count
    line.status = count > 0 ? .complete : .nothingExpected
    line.text =
      count > 0
      ? "Events name \(Noun.counted(count, words.one, words.many)) in scope."
      : "No \(words.many) are in scope."
  }

  private func countNamed(
    _ sql: String, seen: String, _ words: (one: String, many: String), _ rest: String,
    _ line: inout EvidenceLine
  ) throws {
    let expected = try String.fetchAll(db, sql: sql)
    let found = Set(try String?.fetchAll(db, sql: seen).compactMap { $0 })
    line.notFound = expected.filter { !found.contains($0) }.sorted()
    line.expected = expected.count
    line.found = expected.count - line.notFound.count
    if expected.isEmpty {
      line.status = .nothingExpected
      line.text = "No \(words.many) are configured."
    } else if line.notFound.isEmpty {
      line.status = .complete
      line.text =
        expected.count == 1
        ? "The one configured \(words.one) is named in events."
        : "All \(expected.count) configured \(words.many) are named in events."
    } else {
      line.status = .partial
      line.text =
        "\(line.found) of \(expected.count) configured \(words.many) "
        + "\(line.found == 1 ? "is" : "are") named in events; \(rest)."
    }
  }

  private func countMonths(_ line: inout EvidenceLine) {
    guard window.toDay - window.fromDay < 4000 else {
      line.status = .complete
      line.found = facts.records["event"] ?? 0
      line.text = "\(Noun.counted(line.found, "event is", "events are")) in the catalog."
      return
    }
    var expected: Set<String> = [CalendarDay(number: window.toDay).month]
    var day = window.fromDay
    while day <= window.toDay {
      expected.insert(CalendarDay(number: day).month)
      day += 27
    }
    var found: Set<String> = []
    for source in facts.sources(of: "event") {
      for day in source.days.keys { found.insert(CalendarDay(number: day).month) }
    }
    line.notFound = expected.subtracting(found).sorted()
    line.expected = expected.count
    line.found = expected.count - line.notFound.count
    line.status = line.notFound.isEmpty ? .complete : (line.found == 0 ? .notFound : .partial)
    line.text =
      "Events were found for \(line.found) of "
      + "\(Noun.counted(expected.count, "month", "months")) of the period."
  }

  /// The products of units of some sort: by lot, where a first unit is enough, and of units without
  /// one.
  private static func products(_ condition: String) -> String {
    """
    SELECT l.product_id FROM main.all_lot l
    WHERE EXISTS (SELECT 1 FROM temp.unit u WHERE u.lot_id = l.lot_id AND \(condition))
    UNION SELECT u.product_id FROM temp.unit u WHERE u.lot_id IS NULL AND \(condition)
    """
  }

  private func countProducts(_ line: inout EvidenceLine) throws {
    let masters =
      kinds["product_master"] == nil
      ? "(SELECT NULL AS product_id)" : "temp.all_product_master"
    let made = Self.products("u.kind = 1 AND u.is_container = 0")
    let missing = try String.fetchAll(
      db,
      sql: """
        SELECT DISTINCT p.gtin FROM main.product p
        WHERE p.product_id IN (
            \(made))
          AND NOT EXISTS (SELECT 1 FROM main.master_product m WHERE m.gtin = p.gtin)
          AND NOT EXISTS (SELECT 1 FROM run_product r WHERE r.gtin = p.gtin)
          AND NOT EXISTS (SELECT 1 FROM \(masters) k WHERE k.product_id = p.product_id)
        ORDER BY p.gtin
        """)
    let all =
      try Int.fetchOne(
        db, sql: "SELECT count(*) FROM (\(made))") ?? 0
    line.notFound = missing
    line.expected = all
    line.found = all - missing.count
    let declared = try Int.fetchOne(db, sql: "SELECT count(*) FROM run_product") ?? 0
    let any =
      declared > 0 || facts.delivered("master_product") || facts.delivered("product_master")
    if all == 0 {
      line.status = any ? .nothingExpected : .notDelivered
      line.text = "No products are in scope."
    } else {
      line.status =
        missing.isEmpty
        ? .complete : !any ? .notDelivered : line.found == 0 ? .notFound : .partial
      line.text = "Master data was found for \(line.found) of \(all) products in scope."
    }
  }

  private func countOther(_ expected: Settings.ExpectedEvidence, _ line: inout EvidenceLine) {
    let kind = expected.evidence
    let files = facts.sources(of: kind).reduce(0) { $0 + $1.taken }
    let records = kind == "document" ? files : max(facts.records[kind] ?? 0, files)
    line.found = records
    guard records > 0 else {
      line.text = "No source delivered records of \(PlainWord.text(kind))."
      return
    }
    switch expected.forEach {
    case .firm, .period:
      // One file of any sort proves no document in particular: a person matches them.
      let isEnough = kind != "document" && records >= expected.atLeast
      line.expected = expected.atLeast
      line.status = isEnough ? .complete : .partial
    default: line.status = .partial
    }
    let there =
      Noun.counted(
        records, "record of \(PlainWord.text(kind)) is", "records of \(PlainWord.text(kind)) are")
      + " in the catalog"
    line.text =
      line.status == .complete ? "\(there)." : "\(there); a person has to match them."
  }
}
