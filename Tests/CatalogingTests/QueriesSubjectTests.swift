import Foundation
import GRDB
import GS1
import Testing

@testable import Cataloging

/// From what people type and scan to what the catalog holds.
struct QueriesSubjectTests {
  @Test(arguments: [
    "urn:epc:id:sgtin:950600.0013435.A1", "https://id.gs1.org/01/09506000134352/21/A1",
    "(01)09506000134352(21)A1", "010950600013435221A1\u{1D}17280630",
    "]d201095060001343521728063021A1<GS>10L1", "(01)09506000134352(21)A1(17)280630(10)L1", "A1",
    "(01) 09506000134352 (21) A1", "GTIN 09506000134352, SN: A1, LOT L1", "9506000134352 A1",
    "gtin: 9506000134352 serial no. A1", "S/N A1",
  ])
  func findsAUnitHoweverItIsSpelled(_ text: String) throws {
    let catalog = try QueriesTests.story()
    let answer = try catalog.trace { try SubjectFinder.resolve($0, .text(text)) }
    #expect(answer.subjects == [.unit(QueriesTests.unit("A1"))], "\(answer.sentence)")
  }

  /// A serial that exists, printed with another lot or expiry, is what a falsified pack looks like.
  @Test(arguments: [
    ("(01)09506000134352(21)A1(17)280630(10)L1", nil),
    ("(01)09506000134352(21)A1(10)L9", "The code asked for states lot L9, the records L1."),
    (
      "https://id.gs1.org/01/09506000134352/10/L1/21/A1?17=291231",
      "The code asked for states expiry 2029-12-31, the records 2028-06-30."
    ),
    (
      "]d201095060001343521728070021A1<GS>10L2",
      "The code asked for states lot L2, the records L1; expiry 2028-07-31, the records 2028-06-30."
    ),
    ("GTIN 09506000134352 SN A1 LOT L2", "The code asked for states lot L2, the records L1."),
  ])
  func saysWhereTheCodeInHandDiffersFromTheRecords(_ text: String, _ remark: String?) throws {
    let catalog = try QueriesTests.story()
    let report = try catalog.read { try TraceReport.read($0, .text(text)) }
    let remarks = report.subjects.first?.life?.remarks.filter { $0.code == "scan_differs" }
    #expect(remarks?.map(\.text) == [remark].compactMap(\.self))
  }

  @Test func nothingBehindAMarkFindsNothing() throws {
    let catalog = try QueriesTests.story()
    for query in [
      SubjectQuery.text("(21)"), .text("(10)"), .sscc(""), .unit(gtin: "", serial: "A1"),
      .lot("L1", gtin: ""),
    ] {
      let answer = try catalog.trace { try SubjectFinder.resolve($0, query) }
      #expect(answer.subjects.isEmpty && answer.sentence.hasPrefix("Nothing "), "\(query)")
    }
  }

  /// Scanners that drop FNC1 let one field run into the next; what alone fits is taken and told.
  @Test(arguments: [
    "01095060001343521728063010L121A1", "010950600013435221A110L1",
    "010950600013435210L121A117280630",
  ])
  func findsAUnitInAScanWithoutSeparators(_ text: String) throws {
    let catalog = try QueriesTests.story()
    let answer = try catalog.trace { try SubjectFinder.resolve($0, .text(text)) }
    #expect(answer.subjects == [.unit(QueriesTests.unit("A1"))], "\(answer.sentence)")
    #expect(answer.sentence.contains("holds no separator"))
  }

  /// Two digits that changed places: what is there is named, and not taken for what was asked.
  @Test func namesTheLotASlipOfThePenMeant() throws {
    let catalog = try QueriesTests.story()
    let lots = try catalog.read { try String.fetchAll($0, sql: "SELECT lot FROM all_lot") }
    let lot = try #require(lots.min())
    let answer = try catalog.trace { try SubjectFinder.resolve($0, .lot(lot + "X9", gtin: nil)) }
    #expect(answer.subjects.isEmpty)
    #expect(!answer.sentence.contains("nearly alike"), "\(answer.sentence)")
    try catalog.write {
      try $0.execute(
        sql: """
          INSERT INTO all_lot(product_id, lot) SELECT product_id, 'B26104' FROM product LIMIT 1
          """)
    }
    let slip = try catalog.trace { try SubjectFinder.resolve($0, .lot("B26140", gtin: nil)) }
    #expect(slip.subjects.isEmpty)
    #expect(slip.sentence.hasSuffix("Lot B26104 is there, which is written nearly alike."))
  }

  @Test func readsAProductByItsNDC() throws {
    let catalog = try QueriesTests.story()
    try catalog.write { db in
      try db.execute(
        sql: "INSERT INTO run_product(gtin, ndc) VALUES (?, '99999-101-30')",
        arguments: [Samples.gtin])
    }
    for gtin in ["99999-101-30", "0 9506000 134352", "9506000-13435-2"] {
      let answer = try catalog.trace {
        try SubjectFinder.resolve($0, .unit(gtin: gtin, serial: "A1"))
      }
      #expect(answer.subjects == [.unit(QueriesTests.unit("A1"))], "\(gtin): \(answer.sentence)")
    }
    let text = try catalog.trace { try SubjectFinder.resolve($0, .text("99999-101-30 A1")) }
    #expect(text.subjects == [.unit(QueriesTests.unit("A1"))])
    let lot = try catalog.trace {
      try SubjectFinder.resolve($0, .lot("L1", gtin: "99999-101-30"))
    }
    #expect(lot.subjects == [.lot(.lgtin(gtin: Samples.gtin, lot: "L1"))])
  }

  @Test func aBareSerialOrLotInOtherLettersIsNamed() throws {
    let catalog = try QueriesTests.story()
    let serial = try catalog.trace { try SubjectFinder.resolve($0, .text("a1")) }
    #expect(serial.sentence.contains("Serial A1 is there"), "\(serial.sentence)")
    let lot = try catalog.trace { try SubjectFinder.resolve($0, .text("l1")) }
    #expect(lot.sentence.contains("Lot L1 is there"), "\(lot.sentence)")
  }

  @Test(arguments: ["095200000000000016", "(00)095200000000000016", "00095200000000000016"])
  func findsAPallet(_ text: String) throws {
    let catalog = try QueriesTests.story()
    let (asText, asNumber) = try catalog.trace {
      (try SubjectFinder.resolve($0, .text(text)), try SubjectFinder.resolve($0, .sscc(text)))
    }
    #expect(asText.subjects == [.unit(.sscc("095200000000000016"))])
    #expect(asNumber == asText)
  }

  @Test(arguments: ["L1", "(10)L1", "(01)09506000134352(10)L1"])
  func findsALot(_ text: String) throws {
    let catalog = try QueriesTests.story()
    for query in [SubjectQuery.text(text), .lot(text, gtin: nil)] {
      let answer = try catalog.trace { try SubjectFinder.resolve($0, query) }
      #expect(answer.subjects == [.lot(.lgtin(gtin: Samples.gtin, lot: "L1"))])
    }
  }

  @Test(arguments: [
    ("a1", "(21)A1", "upper and lower case"), ("00A1", "(21)A1", "leading zeros"),
    ("A-2", "(21)A2", "blanks or hyphens"), ("AI", "(21)A1", "letters that look like digits"),
  ])
  func namesTheNearestSerial(_ serial: String, _ near: String, _ how: String) throws {
    let catalog = try QueriesTests.story()
    let answer = try catalog.trace {
      try SubjectFinder.resolve($0, .unit(gtin: "9506000134352", serial: serial))
    }
    #expect(answer.subjects.isEmpty)
    #expect(answer.sentence.contains(near))
    #expect(answer.sentence.contains(how))
  }

  @Test func namesTheProductThatHasTheSerial() throws {
    let catalog = try QueriesTests.story()
    let answer = try catalog.trace {
      try SubjectFinder.resolve($0, .unit(gtin: Samples.gtin, serial: "C1"))
    }
    #expect(answer.sentence.contains("under GTIN 19506000134359"))
  }

  @Test func asksForMoreThanAProduct() throws {
    let catalog = try QueriesTests.story()
    let answer = try catalog.trace { try SubjectFinder.resolve($0, .text(Samples.gtin)) }
    #expect(answer.sentence.contains("--serial"))
  }

  @Test(arguments: ["", "  ", "nobody", "urn:epc:id:sgtin:", "(01)", "]d2", "\u{1D}", "0", "(00)1"])
  func saysWhatItCannotFind(_ text: String) throws {
    let catalog = try QueriesTests.story()
    let report = try catalog.read { try TraceReport.read($0, .text(text)) }
    #expect(report.subjects.isEmpty)
    #expect(!report.note.isEmpty)
  }

  @Test func keepsNumbersOfTheCatalogOutOfTheAnswer() throws {
    let catalog = try QueriesTests.story()
    let report = try catalog.read { try TraceReport.read($0, .text("A1")) }
    let text = String(decoding: try JSONEncoder().encode(report), as: UTF8.self)
    for word in ["_id\"", "epcID", "eventID", "\"ms\""] { #expect(!text.contains(word)) }
    #expect(report.subjects.first?.documents.map(\.events).reduce(0, +) == 6)
    #expect(report.schema == "muster.trace/v1")
  }

  @Test func saysThatLifeCyclesAreBehindTheRecords() throws {
    let catalog = try QueriesTests.story()
    let report = try catalog.write { db in
      try Derivation.markStale(db)
      return try TraceReport.read(db, .text("A1"))
    }
    #expect(report.note.contains("muster collect"))
  }
}
