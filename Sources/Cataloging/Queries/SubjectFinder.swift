import GRDB
import GS1
import Settings

/// From what a person types or scans to the units and lots of the catalog.
package enum SubjectFinder {
  /// Looks a question up. What is not found is a sentence, never an error.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  static func resolve(_ reader: TraceReader, _ query: SubjectQuery) throws -> SubjectAnswer {
    let finder = Finder(reader: reader)
    switch query {
    case .unit(let gtin, let serial):
      guard !gtin.isEmpty, !serial.isEmpty else { return nothing }
      return try finder.unit(.sgtin(gtin: finder.gtin(gtin), serial: serial))
    case .sscc(let digits):
      guard !digits.isEmpty else { return nothing }
      let epc = parse(digits.filter { !$0.isWhitespace })
      return try finder.unit(epc.kind == .sscc ? epc : .sscc(digits))
    case .lot(let lot, let gtin):
      guard !lot.isEmpty, gtin?.isEmpty != true else { return nothing }
      let answer = try finder.lots(lot, gtin: gtin.map(finder.gtin))
      guard answer.subjects.isEmpty, gtin == nil else { return answer }
      // Reports write a lot with its GTIN, and that is what people paste.
      let whole = try finder.text(lot)
      let isLot = whole.subjects.contains { if case .lot = $0 { true } else { false } }
      return isLot ? whole : answer
    case .text(let text):
      return try finder.text(text)
    }
  }

  static let nothing = SubjectAnswer(subjects: [], sentence: "Nothing to look for was given.")

  /// GTIN-14 of a GTIN of 8, 12 or 13 digits; other texts as they are.
  static func padded(_ gtin: String) -> String {
    let digits = CellText.trimmed(gtin)
    let isNumber = digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard isNumber, [8, 12, 13].contains(digits.utf8.count) else { return digits }
    return digits.zeroPadded(to: 14)
  }

  /// Reads a spelling, also with the marks that terminals and logs put in place of FNC1.
  static func parse(_ text: String) -> EPC { EPC.parse(separated(text)).epc }

  /// A spelling with FNC1 where such marks stand.
  static func separated(_ text: String) -> String {
    var plain = text
    for mark in separators where plain.contains(mark) {
      plain = plain.replacing(mark, with: "\u{1D}")
    }
    return plain
  }

  private static let separators = [
    "<GS>", "{GS}", "[GS]", "<FNC1>", "{FNC1}", "[FNC1]", "\\x1d", "\\x1D", "\\u001d", "\\u001D",
    "\u{241D}", "^]",
  ]
}

/// One look-up.
private struct Finder {
  let reader: TraceReader

  func text(_ text: String) throws -> SubjectAnswer {
    let trimmed = CellText.trimmed(text)
    guard !trimmed.isEmpty else { return SubjectFinder.nothing }
    let epc = SubjectFinder.parse(trimmed)
    let answer: SubjectAnswer
    switch epc.kind {
    case .lgtin: answer = try lots(epc.serial, gtin: epc.key)
    case .gtinClass: answer = try product(epc.key)
    case .other: answer = try bare(trimmed)
    default: answer = try unit(epc)
    }
    guard answer.subjects.isEmpty else {
      var answer = answer
      let elements = ElementString.elements(of: SubjectFinder.separated(trimmed))
      answer.lot = elements.first { $0.ai == "10" || $0.ai == "1T" }?.value ?? answer.lot
      answer.expiry = elements.first { $0.ai == "17" }?.value
      return answer
    }
    if let other = try withoutSeparators(trimmed, epc) { return other }
    return answer
  }

  /// The GTIN a person writes in any way: in groups, with fewer digits, as an NDC.
  func gtin(_ text: String) throws -> String {
    let plain = text.filter { !$0.isWhitespace && $0 != "-" }
    let isGTIN =
      [8, 12, 13, 14].contains(plain.utf8.count)
      && plain.utf8.allSatisfy { (0x30...0x39).contains($0) }
    if isGTIN { return SubjectFinder.padded(plain) }
    // Ten digits without hyphens are an NDC when the GTIN they make is there.
    if plain.utf8.count == 10, let made = GTIN.make(payload: "003" + plain),
      try Bool.fetchOne(
        reader.db, sql: "SELECT EXISTS (SELECT 1 FROM product WHERE scheme = 1 AND gtin = ?)",
        arguments: [made]) == true
    {
      return made
    }
    return try ProductTexts(reader.db).gtin(of: text) ?? CellText.trimmed(text)
  }

  /// What a scan without FNC1 may mean: its last field ran into the ones behind it. Only what is
  /// there is taken, and when one thing alone is, and it is told.
  private func withoutSeparators(_ text: String, _ epc: EPC) throws -> SubjectAnswer? {
    guard epc.kind == .lgtin || epc.kind == .sgtin, epc.serial.utf8.count <= 64 else { return nil }
    var found: Set<String> = []
    for serial in Self.serials(in: epc.serial, isLot: epc.kind == .lgtin) {
      if try reader.id(of: .sgtin(gtin: epc.key, serial: serial)) != nil { found.insert(serial) }
    }
    guard found.count == 1, let serial = found.first else { return nil }
    let unit = EPC.sgtin(gtin: epc.key, serial: serial)
    return SubjectAnswer(
      subjects: [.unit(unit)],
      sentence: "'\(text)' holds no separator (FNC1) between its fields; it was read as "
        + "\(unit.canonical), which alone fits and is in the catalog.")
  }

  /// Serials that may stand in a field that ran on: behind 21 in a lot, and up to a lot or expiry
  /// behind it.
  private static func serials(in field: String, isLot: Bool) -> [String] {
    var starts: [Substring] = []
    if isLot {
      starts = field.ranges(of: "21").map { field[$0.upperBound...] }
    } else {
      starts = [field[...]]
    }
    return starts.flatMap { rest -> [String] in
      let ends = (rest.ranges(of: "10") + rest.ranges(of: "17")).map(\.lowerBound)
      return ([rest.endIndex] + ends).map { String(rest[..<$0]) }.filter { !$0.isEmpty }
    }
  }

  func unit(_ epc: EPC) throws -> SubjectAnswer {
    if try reader.id(of: epc) != nil { return SubjectAnswer(subjects: [.unit(epc)], sentence: "") }
    return SubjectAnswer(
      subjects: [], sentence: try NearSpelling.sentence(forUnit: epc, reader))
  }

  func lots(_ lot: String, gtin: String?) throws -> SubjectAnswer {
    let rows = try Row.fetchAll(
      reader.db,
      sql: """
        SELECT p.gtin, l.lot FROM product p JOIN all_lot l ON l.product_id = p.product_id
        WHERE l.lot = ?1 AND (?2 IS NULL OR p.gtin = ?2) ORDER BY p.gtin
        """, arguments: [lot, gtin])
    if !rows.isEmpty {
      return SubjectAnswer(
        subjects: rows.map { .lot(.lgtin(gtin: $0["gtin"], lot: $0["lot"])) }, sentence: "")
    }
    return SubjectAnswer(
      subjects: [], sentence: try NearSpelling.sentence(forLot: lot, gtin: gtin, reader))
  }

  /// A text in no known spelling: an identifier kept as text, `(10)LOT`, a serial or a lot.
  private func bare(_ text: String) throws -> SubjectAnswer {
    let other = EPC(kind: .other, key: text, serial: "")
    if try reader.id(of: other) != nil {
      return SubjectAnswer(subjects: [.unit(other)], sentence: "")
    }
    for mark in ["(10)", "(21)"] where text == mark {
      return SubjectAnswer(subjects: [], sentence: "Nothing stands behind \(mark).")
    }
    if text.hasPrefix("(10)") { return try lots(String(text.dropFirst(4)), gtin: nil) }
    let serial = text.hasPrefix("(21)") ? String(text.dropFirst(4)) : text
    let rows = try Row.fetchAll(
      reader.db,
      sql: """
        SELECT p.scheme, p.gtin, e.serial FROM product p
        JOIN epc e ON e.product_id = p.product_id AND e.serial = ?
        ORDER BY p.scheme, p.gtin
        """, arguments: [serial])
    var subjects: [TraceSubject] = rows.map { .unit(TraceReader.epc($0)) }
    let answer = try lots(text, gtin: nil)
    subjects += answer.subjects
    if !subjects.isEmpty { return SubjectAnswer(subjects: subjects, sentence: "") }
    if let answer = try written(text) { return answer }
    let joined: String = text.filter { !$0.isWhitespace && $0 != "-" }
    let variants: [String] = [text.uppercased(), text.lowercased(), joined]
    let near = try variants.first { variant in
      try variant != text
        && Bool.fetchOne(
          reader.db,
          sql: "SELECT EXISTS (SELECT 1 FROM product p JOIN epc e ON e.product_id = p.product_id "
            + "AND e.serial = ?)", arguments: [variant]) == true
    }
    if let near {
      return SubjectAnswer(
        subjects: [],
        sentence:
          "No record in the catalog names \(text). Serial \(near) is there, which is written "
          + "otherwise.")
    }
    if answer.sentence.contains(" is there, which ") {
      return SubjectAnswer(subjects: [], sentence: answer.sentence)
    }
    return SubjectAnswer(
      subjects: [],
      sentence: "'\(text)' is neither an EPC URN, a Digital Link, a scan or an SSCC, nor a serial "
        + "or lot in the catalog. Give --gtin and --serial, --sscc, or --lot.")
  }

  /// What people write in letters and mails: brackets with blanks, `GTIN … SN … LOT …`, or a product
  /// and a serial behind each other.
  private func written(_ text: String) throws -> SubjectAnswer? {
    if text.hasPrefix("(") {
      let closed = text.replacing(#/\s*\(\s*(\d{2,4})\s*\)\s*/#) { "(\($0.1))" }
      let epc = SubjectFinder.parse(closed)
      if closed != text, epc.kind != .other { return try self.text(closed) }
      return nil
    }
    let labels =
      #/(?i)(?:^|[\s,;])(gtin|ndc|ntin|pc|sn|s/n|serial(?:\s*(?:number|no\.?))?|lot|batch|charge|ch\.-b\.)\s*[:#.=]?\s*([^\s,;:]+)/#
    var product: String?
    var serial: String?
    var lot: String?
    for match in text.matches(of: labels) {
      let value = String(match.2)
      switch match.1.lowercased().prefix(3) {
      case "gti", "ndc", "nti", "pc": product = product ?? value
      case "sn", "s/n", "ser": serial = serial ?? value
      default: lot = lot ?? value
      }
    }
    if let serial {
      var answer =
        try product.map { try unit(.sgtin(gtin: gtin($0), serial: serial)) } ?? bare(serial)
      answer.lot = lot
      return answer
    }
    if let lot { return try lots(lot, gtin: product.map(gtin)) }
    // A product in a form that is none of a serial, then a serial.
    let parts = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard parts.count == 2, let key = try ProductTexts(reader.db).gtin(of: parts[0]),
      GTIN.isValid(key)
    else { return nil }
    return try unit(.sgtin(gtin: key, serial: parts[1]))
  }

  private func product(_ gtin: String) throws -> SubjectAnswer {
    let row = try Row.fetchOne(
      reader.db,
      sql: """
        SELECT p.product_id,
          (SELECT count(*) FROM all_lot l WHERE l.product_id = p.product_id) AS lots
        FROM product p WHERE p.scheme = 1 AND p.gtin = ?
        """, arguments: [gtin])
    guard let lots = row?["lots"] as Int64? else {
      // Thirteen digits may be of a party, which no trace begins with.
      let party = try String.fetchOne(
        reader.db, sql: "SELECT coalesce(name, '') FROM run_partner WHERE gln = ?",
        arguments: [String(gtin.dropFirst())])
      return SubjectAnswer(
        subjects: [],
        sentence: "No record in the catalog names GTIN \(gtin)."
          + (party.map {
            " It is the GLN of \($0.isEmpty ? "a party" : $0); a trace begins with a unit, a case, a "
              + "pallet or a lot."
          } ?? ""))
    }
    return SubjectAnswer(
      subjects: [],
      sentence: "GTIN \(gtin) names a product, of which the catalog has "
        + "\(Noun.counted(lots, "lot", "lots")). Add --serial for a unit or --lot for a lot.")
  }
}
