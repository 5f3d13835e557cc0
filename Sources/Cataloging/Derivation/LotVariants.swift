import GRDB

/// Lots of one product that differ only in spelling.
enum LotVariants {
  private struct Lot {
    var id: Int64
    var text: [UInt8]
    var units: Int64
  }

  /// Writes lot_variant: the lot with fewer units (of two alike the later in byte order) against
  /// the established one. Needs lot_fact.
  static func write(_ db: Database) throws {
    let rows = try DirectStatement(
      db,
      """
      SELECT l.lot_id, l.product_id, l.lot, coalesce(f.commissioned, 0)
      FROM all_lot l LEFT JOIN lot_fact f ON f.lot_id = l.lot_id ORDER BY l.product_id, l.lot
      """)
    var pairs: [(lot: Int64, other: Int64, kind: StaticString)] = []
    var groups: [[UInt8]: [Lot]] = [:]
    var product: Int64 = -1
    func close() {
      for group in groups.values where group.count > 1 { pair(group, &pairs) }
      groups = [:]
    }
    while try rows.next() {
      if rows.int(1) != product { close() }
      product = rows.int(1)
      let text = rows.text(2).map(Array.init) ?? []
      // A spreadsheet takes leading zeros away.
      let folded = Folding.fold(Folding.fold(text, .confusable), .zeros)
      groups[folded, default: []].append(
        Lot(id: rows.int(0), text: text, units: rows.int(3)))
    }
    close()
    let insert = try DirectStatement(
      db, "INSERT INTO lot_variant(lot_id, other_lot_id, kind) VALUES (?,?,?)")
    for row in pairs.sorted(by: { $0.lot != $1.lot ? $0.lot < $1.lot : $0.other < $1.other }) {
      insert.bind(1, row.lot)
      insert.bind(2, row.other)
      insert.bind(3, literal: row.kind)
      try insert.run()
    }
  }

  /// Many spellings of one lot are each set against the established one only.
  private static func pair(
    _ group: [Lot], _ pairs: inout [(lot: Int64, other: Int64, kind: StaticString)]
  ) {
    let ordered = group.sorted { a, b in
      a.units != b.units ? a.units > b.units : a.text.lexicographicallyPrecedes(b.text)
    }
    guard let established = ordered.first else { return }
    for lot in ordered.dropFirst() {
      pairs.append((lot.id, established.id, kind(lot.text, established.text)))
    }
  }

  private static func kind(_ a: [UInt8], _ b: [UInt8]) -> StaticString {
    if Folding.fold(a, .letterCase) == Folding.fold(b, .letterCase) { return "case" }
    if Folding.fold(a, .separator) == Folding.fold(b, .separator) { return "separator" }
    if Folding.fold(a, .confusable) == Folding.fold(b, .confusable) { return "confusable" }
    return "zeros"
  }
}
