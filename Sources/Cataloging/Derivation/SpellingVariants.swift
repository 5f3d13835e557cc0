import GRDB

/// Serials never commissioned that a commissioned one of the same product equals but for
/// leading zeros, case, or letters like digits.
enum SpellingVariants {
  private static let levels: [(Folding.Level, LifeNote)] = [
    (.zeros, .zeros), (.letterCase, .letterCase), (.confusable, .confusable),
  ]
  /// Never-commissioned serials of one product looked at together.
  private static let limit = 200_000

  private struct Stray {
    var epc: Int64
    var event: Int64
    var serial: [UInt8]
  }

  static func report(_ db: Database, _ defects: DefectRows) throws {
    try defects.flush()
    let rows = try DirectStatement(
      db,
      """
      SELECT e.product_id, u.epc_id, coalesce(
          (SELECT d.event_id FROM life_defect d
            WHERE d.epc_id = u.epc_id AND d.code = 'never_commissioned' ORDER BY d.note LIMIT 1),
          (SELECT v.event_id FROM fate_event v
            WHERE v.fate_id = u.fate_id ORDER BY v.seq LIMIT 1)), e.serial
      FROM fate f JOIN unit_fate u ON u.fate_id = f.fate_id JOIN epc e ON e.epc_id = u.epc_id
      WHERE f.commission_count = 0 AND f.kind = 1
      ORDER BY e.product_id, e.serial
      """)
    var found: [LifeDefect] = []
    var strays: [Stray] = []
    var product: Int64 = -1
    while try rows.next() {
      if rows.int(0) != product || strays.count >= limit {
        try look(db, product, strays, &found)
        strays = []
      }
      product = rows.int(0)
      strays.append(
        Stray(
          epc: rows.int(1), event: rows.int(2), serial: rows.text(3).map(Array.init) ?? []))
    }
    try look(db, product, strays, &found)
    for row in found { try defects.add(row) }
    try defects.flush()
  }

  private static func look(
    _ db: Database, _ product: Int64, _ strays: [Stray], _ found: inout [LifeDefect]
  ) throws {
    if strays.isEmpty { return }
    let folded = levels.map { level, _ in
      Dictionary(grouping: strays.indices) { Folding.fold(strays[$0].serial, level) }
    }
    var best: [Int: (level: Int, serial: [UInt8], epc: Int64)] = [:]
    let rows = try DirectStatement(
      db,
      """
      SELECT e.epc_id, e.serial FROM epc e JOIN all_unit u ON u.epc_id = e.epc_id
      WHERE e.product_id = ? AND u.commission_count > 0
      """)
    rows.bind(1, product)
    while try rows.next() {
      guard let serial = rows.text(1) else { continue }
      for (level, spellings) in folded.enumerated() {
        for stray in spellings[Folding.fold(serial, levels[level].0)] ?? [] {
          let candidate = (level: level, serial: Array(serial), epc: rows.int(0))
          if let known = best[stray] {
            if known.level < level { continue }
            if known.level == level, !candidate.serial.lexicographicallyPrecedes(known.serial) {
              continue
            }
          }
          best[stray] = candidate
        }
      }
    }
    for (stray, match) in best.sorted(by: { $0.key < $1.key }) {
      found.append(
        LifeDefect(
          code: .spellingVariant, epc: strays[stray].epc, event: strays[stray].event,
          otherEPC: match.epc, note: levels[match.level].1))
    }
  }
}
