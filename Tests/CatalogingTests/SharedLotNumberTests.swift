import Foundation
import GRDB
import Testing

@testable import Cataloging

/// Events that make cases and the packs in them together, under one lot number.
struct SharedLotNumberTests {
  private static let cases = ["(01)19506000134359(21)C1", "(01)19506000134359(21)C2"]
  private static let packs = [["A1", "A2"], ["B1", "B2"]].map { $0.map { Samples.unit($0) } }

  /// One event that names the case before its packs, then the packing.
  private static func load(_ place: Int, _ db: Database) throws {
    _ = try Samples.load(
      [
        Samples.commissioning([cases[place]] + packs[place]),
        Samples.packing(cases[place], packs[place]),
      ], into: db, path: "line-\(place).xml")
  }

  private static func lots(_ db: Database) throws -> [String] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT p.gtin, l.lot, coalesce(f.commissioned, 0),
          (SELECT count(*) FROM all_unit u WHERE u.lot_id = l.lot_id AND u.is_container = 0)
        FROM all_lot l JOIN product p ON p.product_id = l.product_id
        LEFT JOIN lot_fact f ON f.lot_id = l.lot_id ORDER BY p.gtin, l.lot
        """
    ).map { "\($0[0] as String) \($0[1] as String) \($0[2] as Int) \($0[3] as Int)" }
  }

  @Test func packsMadeWithTheirCaseAreOfTheLotOfTheirOwnProduct() throws {
    let catalog = try Catalog.inMemory()
    let lots = try catalog.write { db in
      try Self.load(0, db)
      try Derivation.run(db)
      return try Self.lots(db)
    }
    #expect(lots == ["\(Samples.gtin) L1 2 2", "19506000134359 L1 0 0"])
  }

  @Test func packsMadeAgainAloneAreOfNoOtherLot() throws {
    let catalog = try Catalog.inMemory()
    let notes = try catalog.write { db in
      try Self.load(0, db)
      _ = try Samples.load(
        [Samples.commissioning(Self.packs[0], at: "2026-07-03T08:00:00Z")], into: db,
        path: "again.xml")
      try Derivation.run(db)
      return try String.fetchAll(
        db, sql: "SELECT DISTINCT note FROM life_defect WHERE code = 'commissioned_twice'")
    }
    #expect(notes == ["same_lot"])
  }

  @Test func aLaterFileCountsForTheLotOfThePacksToo() throws {
    let catalog = try Catalog.inMemory()
    try catalog.write { db in
      try Self.load(0, db)
      try Derivation.run(db)
      try Self.load(1, db)
      #expect(try Derivation.update(db, percent: 100))
      let part = try Self.lots(db)
      try Derivation.run(db)
      #expect(try part == Self.lots(db))
      #expect(part.first == "\(Samples.gtin) L1 4 4")
    }
  }
}
