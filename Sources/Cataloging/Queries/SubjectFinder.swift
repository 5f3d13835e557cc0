package import GRDB
import GS1
internal import Settings

/// From what a person types or scans to the units and lots of the catalog.
package enum SubjectFinder {
  /// Looks a question up. What is not found is a sentence, never an error.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  package static func resolve(_ db: Database, _ query: SubjectQuery) throws -> SubjectAnswer {
    try resolve(TraceReader(db), query)
  }

  /// The same with what a reader knows already.
  static func resolve(_ reader: TraceReader, _ query: SubjectQuery) throws -> SubjectAnswer {
    let finder = Finder(reader: reader)
    switch query {
    case .unit(let gtin, let serial):
      return try finder.unit(.sgtin(gtin: padded(gtin), serial: serial))
    case .sscc(let digits):
      let epc = parse(digits)
      return try finder.unit(epc.kind == .sscc ? epc : .sscc(digits))
    case .lot(let lot, let gtin):
      return try finder.lots(lot, gtin: gtin.map(padded))
    case .text(let text):
      return try finder.text(text)
    }
  }

  /// GTIN-14 of a GTIN of 8, 12 or 13 digits; other texts as they are.
  static func padded(_ gtin: String) -> String {
    let digits = ArtifactLoader.trimmed(gtin)
    let isNumber = digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard isNumber, [8, 12, 13].contains(digits.utf8.count) else { return digits }
    return String(repeating: "0", count: 14 - digits.utf8.count) + digits
  }

  /// Reads a spelling, also with the marks that terminals and logs put in place of FNC1.
  static func parse(_ text: String) -> EPC {
    var plain = text
    for mark in separators where plain.contains(mark) {
      plain = plain.replacing(mark, with: "\u{1D}")
    }
    return EPC.parse(plain).epc
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
    let trimmed = ArtifactLoader.trimmed(text)
    guard !trimmed.isEmpty else {
      return SubjectAnswer(subjects: [], sentence: "Nothing to look for was given.")
    }
    let epc = SubjectFinder.parse(trimmed)
    switch epc.kind {
    case .lgtin: return try lots(epc.serial, gtin: epc.key)
    case .gtinClass: return try product(epc.key)
    case .other: return try bare(trimmed)
    default: return try unit(epc)
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
    return SubjectAnswer(
      subjects: [],
      sentence: "'\(text)' is neither an EPC URN, a Digital Link, a scan or an SSCC, nor a serial "
        + "or lot in the catalog. Give --gtin and --serial, --sscc, or --lot.")
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
      return SubjectAnswer(subjects: [], sentence: "No record in the catalog names GTIN \(gtin).")
    }
    return SubjectAnswer(
      subjects: [],
      sentence: "GTIN \(gtin) names a product, of which the catalog has "
        + "\(Noun.counted(lots, "lot", "lots")). Add --serial for a unit or --lot for a lot.")
  }
}
