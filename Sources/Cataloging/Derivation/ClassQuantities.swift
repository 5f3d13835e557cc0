import GRDB
import GS1

/// What events name by lot and quantity, without serials (EPCIS QuantityElement with an LGTIN).
struct ClassQuantities {
  struct Line {
    fileprivate var event: UInt32
    /// The lot of the packs, also where the class is of their cases.
    var lot: Int32
    var role: EventRole
    /// Packs; nil where no number of packs is stated, as of cases of unknown content.
    var units: Int64?
  }

  /// In the order of events.
  private var lines: [Line] = []

  /// Reads every quantity of a lot; `parties` say how many packs a case holds.
  init(_ db: Database, _ parties: Parties) throws {
    var lots = try PackLots(db, parties)
    let rows = try DirectStatement(
      db,
      """
      SELECT event_id, lot_id, role, quantity_text, uom FROM event_quantity
      WHERE lot_id IS NOT NULL ORDER BY event_id, rowid
      """)
    while try rows.next() {
      guard let event = UInt32(exactly: rows.int(0)),
        let role = UInt8(exactly: rows.int(2)).flatMap(EventRole.init)
      else { continue }
      let pack = try lots.pack(of: rows.int(1))
      let count = Self.pieces.contains(rows.string(4) ?? "") ? Self.count(rows.string(3)) : nil
      let units = count.flatMap { count in
        pack.perCase.map { count.multipliedReportingOverflow(by: $0) }
      }
      lines.append(
        Line(
          event: event, lot: pack.lot, role: role,
          units: units.map { $0.overflow ? Self.most : min($0.partialValue, Self.most) }))
    }
  }

  var isEmpty: Bool { lines.isEmpty }

  /// What an event names.
  subscript(event: Int64) -> ArraySlice<Line> {
    var (low, high) = (0, lines.count)
    while low < high {
      let middle = (low + high) / 2
      if Int64(lines[middle].event) < event { low = middle + 1 } else { high = middle }
    }
    let end = lines[low...].firstIndex { Int64($0.event) != event } ?? lines.endIndex
    return lines[low..<end]
  }

  /// More than any firm makes; sums of it stay within a number.
  static let most: Int64 = 1_000_000_000_000

  /// Units of measure that count pieces (UN/ECE Recommendation 20); EPCIS leaves them out.
  private static let pieces: Set<String> = ["", "EA", "H87", "C62", "PCE"]

  /// A whole number of pieces, as systems write it (48, 48.0); nil for anything else.
  private static func count(_ text: String?) -> Int64? {
    guard let text, text.utf8.count <= 20 else { return nil }
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.dropFirst().allSatisfy({ $0.utf8.allSatisfy { $0 == 0x30 } }),
      parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return Int64(parts[0]).flatMap { $0 > 0 ? min($0, most) : nil }
  }
}

/// The lots of packs to which lots of their cases belong.
private struct PackLots {
  private let parties: Parties
  private let lots: DirectStatement
  private let packs: DirectStatement
  private let namesakes: DirectStatement
  private var known: [Int64: (lot: Int32, perCase: Int64?)] = [:]

  init(_ db: Database, _ parties: Parties) throws {
    self.parties = parties
    lots = try DirectStatement(
      db,
      """
      SELECT p.gtin, l.lot FROM all_lot l JOIN product p ON p.product_id = l.product_id
      WHERE l.lot_id = ? AND p.scheme = 1
      """)
    packs = try DirectStatement(
      db,
      """
      SELECT l.lot_id FROM product p JOIN all_lot l ON l.product_id = p.product_id
      WHERE p.scheme = 1 AND p.gtin = ?1 AND l.lot = ?2
      """)
    namesakes = try DirectStatement(
      db,
      """
      SELECT l.lot_id, p.gtin FROM product p JOIN all_lot l ON l.product_id = p.product_id
      WHERE p.scheme = 1 AND p.gtin < '1' AND l.lot = ? ORDER BY p.gtin LIMIT 2
      """)
  }

  /// The lot itself, or that of the packs of a case (GS1 General Specifications: indicators 1 to 8
  /// stand for larger units of a product), with the packs a case of it holds, nil when not known:
  /// the lot of the same number whose GTIN differs in the indicator alone and has a lower one, else
  /// the only lot of packs that has the number.
  mutating func pack(of lot: Int64) throws -> (lot: Int32, perCase: Int64?) {
    if let found = known[lot] { return found }
    let found = try lower(lot) ?? (Int32(clamping: lot), 1)
    known[lot] = found
    return found
  }

  private func lower(_ lot: Int64) throws -> (lot: Int32, perCase: Int64?)? {
    lots.bind(1, lot)
    defer { lots.reset() }
    guard try lots.next(), let gtin = lots.string(0), let number = lots.string(1),
      gtin.utf8.count == 14, let indicator = gtin.first?.wholeNumberValue,
      (1...8).contains(indicator)
    else { return nil }
    for lower in 0..<indicator {
      let payload = "\(lower)" + gtin.dropFirst().dropLast()
      guard let check = CheckDigit.gs1(of: payload) else { return nil }
      let pack = payload + "\(check)"
      packs.bind(1, pack)
      packs.bind(2, number)
      defer { packs.reset() }
      if try packs.next() {
        return (Int32(clamping: packs.int(0)), parties.caseQuantities[pack])
      }
    }
    namesakes.bind(1, number)
    defer { namesakes.reset() }
    guard try namesakes.next() else { return nil }
    let found = (lot: Int32(clamping: namesakes.int(0)), gtin: namesakes.string(1) ?? "")
    return try namesakes.next() ? nil : (found.lot, parties.caseQuantities[found.gtin])
  }
}
