import Foundation
import GS1
import Settings
import Testing

@testable import Cataloging

@Suite struct ValueReadingTests {
  private static func cell(_ path: String) throws -> RecordCell {
    let kind = try #require(RecordBench.kinds([RecordBench.deviation])["deviation"])
    return try #require(RecordCell.flattened(kind.fields).first { $0.stored.path == path })
  }

  private static func read(
    _ text: String, _ path: String, _ form: RawValue.Form = .text,
    _ format: ValueFormat = ValueFormat(timeZone: "Europe/Berlin"), site: String? = nil
  ) throws -> (values: [StoredValue], codes: [String]) {
    let reader = ValueReader(format: format, currentYear: 2026)
    let reading = reader.read(RawValue(text, form), try cell(path), siteZone: site)
    return (reading.values, (reading.faults + reading.habits).map(\.rawValue))
  }

  private static func day(_ text: String) -> StoredValue {
    CivilDay.parseISO(text).map { .integer(Int64($0)) } ?? .null
  }

  private static func ms(_ text: String) -> StoredValue {
    InstantText.parse(text).map { .integer($0.milliseconds) } ?? .null
  }

  private static func patterns(_ texts: String...) -> ValueFormat {
    ValueFormat(dates: texts.compactMap { DatePattern($0) }, timeZone: "Europe/Berlin")
  }

  /// A licence whose holder is written as in an event is the licence of that partner.
  @Test(arguments: [
    "urn:epc:id:sgln:9520000.00002.0", "urn:epc:id:pgln:9520000.00002", "(414)9520000000028",
    "urn:epc:id:sgln:9520000.00002.D4", "https://id.gs1.org/414/9520000000028", "9520000000028",
  ])
  func aPartnerIsItsGLNHoweverItIsWritten(text: String) throws {
    let kind = try #require(
      RecordBench.kinds([
        "id: licence\ntitle: L\nunit: { one: l, many: l }\nkey: [holder]\nfields:\n"
          + "  holder: { type: id, title: Holder, references: partner }\n"
      ])["licence"])
    let cell = try #require(RecordCell.flattened(kind.fields).first)
    let reader = ValueReader(format: ValueFormat(timeZone: "Europe/Berlin"), currentYear: 2026)
    let reading = reader.read(RawValue(text, .text), cell, siteZone: nil)
    #expect(reading.values == [.text("9520000000028")])
    #expect(reading.faults.isEmpty)
    let damaged = reader.read(
      RawValue("urn:epc:id:sgln:9520000.X.0", .text), cell, siteZone: nil)
    #expect(damaged.values == [.text("urn:epc:id:sgln:9520000.X.0")])
  }

  /// A register of licences names firms as people do.
  @Test(arguments: [
    ("Keystone Drug Co.", "9520000000028"), (" keystone  DRUG co. ", "9520000000028"),
    ("Twice", "Twice"), ("Keystone", "Keystone"),
    // Lists leave the legal form out, or add it; another one is another firm.
    ("Keystone Drug", "9520000000028"), ("KEYSTONE DRUG CO", "9520000000028"),
    ("Keystone Drug, Inc.", "Keystone Drug, Inc."), ("MedDist, Inc.", "9520000000059"),
    ("Twice GmbH", "Twice GmbH"),
  ])
  func aPartnerIsKnownByTheNameTheConfigurationGivesIt(text: String, stored: String) throws {
    let configuration = try MusterConfiguration.parse(
      """
      version: 1
      organization: { name: Example Pharma, gln: "9520000000011", roles: [manufacturer] }
      profiles: [{ id: dscsa-manufacturer }]
      partners:
        - { gln: "9520000000028", name: "Keystone Drug Co.", role: wholesaler }
        - { gln: "9520000000035", name: Twice, role: wholesaler }
        - { gln: "9520000000042", name: Twice, role: wholesaler }
        - { gln: "9520000000059", name: MedDist, role: wholesaler }
      sources: [{ name: licences, kind: licence, path: in }]
      """, folder: URL(filePath: "/tmp"))
    let format = ValueFormat(configuration.sources[0], in: configuration)
    let kind = try #require(
      RecordBench.kinds([
        "id: licence\ntitle: L\nunit: { one: l, many: l }\nkey: [holder]\nfields:\n"
          + "  holder: { type: id, title: Holder, references: partner }\n"
      ])["licence"])
    let cell = try #require(RecordCell.flattened(kind.fields).first)
    let reader = ValueReader(format: format, currentYear: 2026)
    #expect(reader.read(RawValue(text, .text), cell, siteZone: nil).values == [.text(stored)])
  }

  @Test(arguments: [
    "2026-07-01 06:00:00 UTC", "2026-07-01 06:00 GMT", "2026-07-01 02:00:00 -0400",
    "2026-07-01 02:00:00 -04:00", "2026-07-01 08:00 +0200",
  ])
  func aTimeWithItsOffsetBehindABlankIsThatTime(text: String) throws {
    let (values, codes) = try Self.read(text, "occurred_at")
    #expect(values.first == Self.ms("2026-07-01T06:00:00Z"))
    #expect(codes.isEmpty)
  }

  @Test(arguments: [
    ("2026-07-01 02:00:00 EDT", "2026-07-01T06:00:00Z"),
    ("1-Jul-2026 02:00 AM EDT", "2026-07-01T06:00:00Z"),
    ("2026-01-05 02:00 EST", "2026-01-05T07:00:00Z"),
    ("01.07.2026 08:00:00 MESZ", "2026-07-01T06:00:00Z"),
    ("2026-07-01 08:00 CEST", "2026-07-01T06:00:00Z"),
    // The hour that is there twice: the letters say which one.
    ("2026-11-01 01:30 EDT", "2026-11-01T05:30:00Z"),
    ("2026-11-01 01:30 EST", "2026-11-01T06:30:00Z"),
  ])
  func theLettersOfAZoneAreItsOffset(text: String, time: String) throws {
    let (values, codes) = try Self.read(text, "occurred_at")
    #expect(values.first == Self.ms(time))
    #expect(codes.isEmpty)
  }

  /// Winter time written in summer is an hour off, unless the place has no summer time.
  @Test func lettersThatTheZoneDoesNotHaveThenAreNotBelieved() throws {
    for text in [
      "2026-07-01 02:00 EST", "2026-01-05 08:00 CEST", "2026-01-05 02:00 CST",
      "2026-07-01 02:00 IST", "2026-07-01 02:00 EDTX", "2026-07-01 EDT",
    ] {
      #expect(try Self.read(text, "occurred_at").codes == ["time_unreadable"], "\(text)")
    }
    let jamaica = ValueFormat(timeZone: "America/Jamaica")
    #expect(
      try Self.read("2026-07-01 02:00 EST", "occurred_at", .text, jamaica).values.first
        == Self.ms("2026-07-01T07:00:00Z"))
    let chicago = ValueFormat(timeZone: "America/Chicago")
    #expect(
      try Self.read("2026-01-05 02:00 CST", "occurred_at", .text, chicago).values.first
        == Self.ms("2026-01-05T08:00:00Z"))
  }

  @Test func aShareShownInPercentIsTheShareInAFieldOfAnotherUnit() throws {
    #expect(try Self.read("50%", "hours", .percent).values == [.integer(50)])
    let text = try Self.read("50%", "hours", .text)
    #expect(text.values == [.null] && text.codes == ["number_unreadable"])
    #expect(try Self.read("2 %", "limit", .text).values == [.integer(200)])
    #expect(try Self.read("2%", "limit", .percent).values == [.integer(200)])
    #expect(try Self.read("2 %", "pieces", .text).codes == ["number_unreadable"])
    let format = ValueFormat(decimalMark: .comma)
    #expect(try Self.read("1.5%", "hours", .percent, format).values == [.integer(2)])
    let percentage = NumberText.read(
      "98.25%", scale: 2, mark: .comma, isPlain: true, unit: "%")
    #expect(percentage == .value(9825, isRounded: false))
  }

  /// Two of them would make an error of every sum they are in.
  @Test func aCountBeyondAllCountingIsNone() throws {
    #expect(try Self.read("9223372036854775807", "pieces").codes == ["number_unreadable"])
    #expect(try Self.read("999999999999999", "pieces").values == [.integer(999_999_999_999_999)])
  }

  @Test func piecesMayStandBehindACount() throws {
    #expect(try Self.read("480 EA", "pieces").values == [.integer(480)])
    #expect(try Self.read("480 Stk", "pieces").values == [.integer(480)])
    #expect(try Self.read("480 KAR", "pieces").codes == ["number_unreadable"])
  }

  /// A point before three digits groups; behind a nought it ends a share written by another system.
  @Test func aNoughtBeforeThreeDigitsIsNoGroup() throws {
    let german = ValueFormat(decimalMark: .comma)
    #expect(try Self.read("0.985", "hours", .text, german).codes == ["number_unreadable"])
    #expect(try Self.read("1.985", "hours", .text, german).values == [.integer(198_500)])
  }

  @Test(arguments: [
    "0001-01-01T00:00:00", "1900-01-01", "1900-01-01 00:00:00.000", "1899-12-30", "1970-01-01",
    "0000-00-00", "00000000", "00.00.0000", "0000-00-00T00:00:00Z", "0",
  ])
  func theDateOfProgramsThatHaveNoneIsNoDate(text: String) throws {
    let reading = try Self.read(text, "occurred_at")
    #expect(reading.values == [.null, .null, .null])
    #expect(reading.codes.isEmpty)
  }

  @Test(arguments: [
    "tbd", "None", "./.", "\\N", "[NULL]", "NaN", "k.A.", "entfällt", "pending", "---",
  ])
  func whatStandsForNothingNamesNobody(text: String) throws {
    #expect(try Self.read(text, "dev_id").values == [.null])
    #expect(try Self.read(text, "text").values == [.text(text)])
  }

  @Test(arguments: ["/Date(1782892800000)/", "/Date(1782892800000+0000)/"])
  func millisecondsOfAServiceAreATime(text: String) throws {
    let reading = try Self.read(text, "occurred_at")
    #expect(reading.values.first == .integer(1_782_892_800_000))
    #expect(reading.codes.isEmpty)
    #expect(try Self.read("/Date(x)/", "occurred_at").codes == ["time_unreadable"])
  }

  @Test func aVendorsEndingOfAWordIsLeftOut() throws {
    #expect(try Self.read("major__c", "class").values == [.text("major")])
    #expect(try Self.read("critical__v", "class").values == [.text("critical")])
  }

  @Test func aZoneNamedByTheHeaderComesBeforeTheDeclaredOne() throws {
    let reader = ValueReader(format: ValueFormat(timeZone: "Europe/Berlin"), currentYear: 2026)
    let reading = reader.read(
      RawValue("2026-07-01 23:30", zone: "UTC"), try Self.cell("occurred_at"), siteZone: nil)
    #expect(reading.values.first == Self.ms("2026-07-01T23:30:00Z"))
    #expect(reading.values[1] == Self.day("2026-07-02"))
  }

  /// ISO/IEC 15415 writes a grade with aperture, light and angle behind it.
  @Test(arguments: [
    ("3.5/06/660", 35), ("2,5 / 08 / 660 / 45", 25), ("4.0", 40), ("A/06/660", nil),
    ("/06/660", nil),
    ("1.5.2/06", nil),
  ])
  func whatEndsANumberIsNoPartOfIt(text: String, grade: Int64?) throws {
    let kind = try #require(
      RecordBench.kinds([
        "id: print\ntitle: P\nunit: { one: p, many: p }\nkey: [line]\nfields:\n"
          + "  line: { type: id }\n  grade: { type: decimal, scale: 1, before: \"/\" }\n"
      ])["print"])
    let cell = try #require(RecordCell.flattened(kind.fields).last)
    let reading = ValueReader(format: ValueFormat(), currentYear: 2026)
      .read(RawValue(text), cell, siteZone: nil)
    #expect(reading.values == [grade.map { .integer($0) } ?? .null])
    #expect(reading.faults == (grade == nil ? [.numberUnreadable] : []))
  }

  @Test(arguments: [
    ("2026-07-01", "2026-07-01"), ("01.07.2026", "2026-07-01"), ("1.7.2026", "2026-07-01"),
    ("1-Jul-2026", "2026-07-01"), ("12 März 2026", "2026-03-12"), ("Mar 5, 2026", "2026-03-05"),
    ("13/07/2026", "2026-07-13"), ("07/13/2026", "2026-07-13"), ("20260701", "2026-07-01"),
    ("01.07.26", "2026-07-01"), ("1.7.2026 08:15", "2026-07-01"),
    ("2026-06-30T22:00:00Z", "2026-07-01"),
  ])
  func readsDates(text: String, day: String) throws {
    let (values, codes) = try Self.read(text, "due")
    #expect(values == [Self.day(day), .text(text)])
    #expect(codes.isEmpty)
  }

  /// Ten digits alone could be anything; a source that declares them writes seconds.
  @Test func declaredSecondsSince1970AreATime() throws {
    #expect(try Self.read("1782892800", "occurred_at").codes == ["time_unreadable"])
    for text in ["1782892800", "1782892800.25"] {
      let (values, codes) = try Self.read(text, "occurred_at", .number, Self.patterns("unix"))
      let ms = Self.ms("2026-07-01T08:00:00\(text.hasSuffix("25") ? ".250" : "")Z")
      #expect(values.first == ms && codes.isEmpty, "\(text)")
    }
    for text in ["17828928", "17828928001", "1782892800.", "-178289280", "2026-07"] {
      #expect(
        try Self.read(text, "occurred_at", .text, Self.patterns("unix")).values[0] == .null,
        "\(text)")
    }
  }

  @Test(arguments: [
    "2. Juli 2026", "2 juillet 2026", "02-juil.-2026", "2 luglio 2026", "02-lug-2026", "2 lug 2026",
    "2 de julio de 2026", "2 de julio del 2026", "02-JUL-26", "02-jul-2026", "2 de julho de 2026",
    "2 juli 2026", "02/Jul/2026", "02/Jul/26", "July 2nd, 2026", "Jul  2 2026", "2026-Jul-02",
    "2nd July 2026", "2º luglio 2026",
  ])
  func readsNamesOfMonths(text: String) throws {
    let (values, codes) = try Self.read(text, "due")
    #expect(values == [Self.day("2026-07-02"), .text(text)])
    #expect(codes.isEmpty)
  }

  @Test(arguments: [
    ("1er août 2026", "2026-08-01"), ("14 févr. 2026", "2026-02-14"), ("3-dic-2026", "2026-12-03"),
    ("9 ene 2026", "2026-01-09"), ("9 gen 2026", "2026-01-09"), ("5 mag 2026", "2026-05-05"),
    ("30 settembre 2026", "2026-09-30"), ("1 set 2026", "2026-09-01"),
    ("31 mrt 2026", "2026-03-31"), ("8 déc. 2026", "2026-12-08"), ("4 avr. 2026", "2026-04-04"),
  ])
  func readsNamesOfMonthsInSixLanguages(text: String, day: String) throws {
    #expect(try Self.read(text, "due").values == [Self.day(day), .text(text)])
    #expect(try Self.read(text + " 08:15", "due").values.first == Self.day(day))
  }

  /// `jui` begins June and July; a day and month of digits may stand in either order.
  @Test func namesAndOrdersThatMeanTwoDaysAreNotTaken() throws {
    #expect(try Self.read("2 jui 2026", "due").codes == ["date_unreadable"])
    #expect(try Self.read("03-04-2026", "due").codes == ["date_ambiguous"])
    #expect(try Self.read("13-04-2026", "due").values.first == Self.day("2026-04-13"))
  }

  @Test func dateThatFitsTwoDeclaredFormatsIsNotTaken() throws {
    let format = Self.patterns("DD/MM/YYYY", "MM/DD/YYYY")
    let (values, codes) = try Self.read("03/04/2026", "due", .text, format)
    #expect(values == [.null, .text("03/04/2026")])
    #expect(codes == ["date_ambiguous"])
    // The same day either way, or a day above 12, is no question.
    #expect(try Self.read("04/04/2026", "due", .text, format).codes == [])
    #expect(try Self.read("23/04/2026", "due", .text, format).codes == [])
    #expect(try Self.read("03/04/2026", "due").codes == ["date_ambiguous"])
    #expect(try Self.read("03/04/2026", "due", .text, Self.patterns("DD/MM/YYYY")).codes == [])
  }

  @Test func declaredFormatsLeaveNoOtherOrder() throws {
    #expect(
      try Self.read("1.7.2026", "due", .text, Self.patterns("MM/DD/YYYY")).codes
        == ["date_unreadable"])
    #expect(try Self.read("31.02.2026", "due").codes == ["date_unreadable"])
    #expect(try Self.read("2026-07-01", "due", .text, Self.patterns("DD.MM.YYYY")).codes == [])
  }

  @Test func dayZeroIsTheMonthsLastAndTold() throws {
    let (values, codes) = try Self.read("2028-02-00", "due")
    #expect(values.first == Self.day("2028-02-29"))
    #expect(codes == ["day_zero"])
    #expect(
      try Self.read("02/2028", "due", .text, Self.patterns("MM/YYYY")).values.first
        == values.first)
  }

  @Test func spreadsheetDatesCountFrom1900() throws {
    #expect(
      try Self.read("x", "due", .excelDate(46_204)).values.first
        == Self.day("2026-07-01"))
    let (values, codes) = try Self.read("x", "occurred_at", .excelDate(46_204.333_333_333_3))
    #expect(
      values.first == Self.ms("2026-07-01T06:00:00Z"))
    #expect(codes.isEmpty)
    #expect(try Self.read("x", "due", .excelDate(60)).codes == ["date_unreadable"])
    #expect(try Self.read("x", "due", .excelDate(.nan)).codes == ["date_unreadable"])
  }

  @Test(arguments: ["46204", "46204.333333", "46204,333333", "20000", "79999"])
  func aDayNumberInATextCellHasItsOwnWord(text: String) throws {
    let (values, codes) = try Self.read(text, "due")
    #expect(codes == ["date_as_number"])
    #expect(values == [.null, .text(text)])
    #expect(try Self.read(text, "occurred_at").codes == ["date_as_number"])
  }

  @Test(arguments: ["4620", "462040", "19999", "80000", "46204.", "46204.x", ".46204", "4620٤"])
  func otherNumbersAreUnreadableDates(text: String) throws {
    #expect(try Self.read(text, "due").codes == ["date_unreadable"])
  }

  @Test func aYearNoRecordIsOfIsASlip() throws {
    #expect(try Self.read("03.07.0026", "due").codes == ["date_unreadable"])
    #expect(try Self.read("0026-07-03T10:00:00Z", "occurred_at").codes == ["time_unreadable"])
    #expect(try Self.read("02.01.1900", "due").codes == [])
  }

  @Test(arguments: [("Lot L12", "L12"), ("L12 (2 pallets)", "L12"), ("Charge Nr. 12", "12")])
  func aLotStandsWithoutTheWordForIt(text: String, lot: String) throws {
    #expect(try Self.read(text, "lot").values.first == .text(lot))
  }

  @Test func dateInAnIdentifierIsSpreadsheetDamage() throws {
    #expect(try Self.read("2024-03-24", "lot", .excelDate(45_375)).codes == ["spreadsheet_damage"])
    #expect(try Self.read("1.23E+13", "gtin").codes == ["spreadsheet_damage"])
    #expect(try Self.read("#REF!", "text").codes == ["spreadsheet_error"])
    #expect(try Self.read("########", "text").codes == ["spreadsheet_damage"])
    #expect(try Self.read("9,50E+12", "gtin").values == [.null])
    // Without sign a point tells it, and a code has no decimal.
    #expect(try Self.read("4.012345E12", "gtin").codes == ["spreadsheet_damage"])
    #expect(try Self.read("4012345000016.0", "gtin").codes == ["spreadsheet_damage"])
    #expect(try Self.read("1234.0", "lot").codes == ["spreadsheet_damage"])
    // A lot may well read 12E4.
    #expect(try Self.read("12E4", "lot").codes == [])
  }

  /// No lot has a blank in it (GS1 General Specifications, figure 7.11-1): what stands in one cell is
  /// kept as written, and told.
  @Test(arguments: [
    "NG2606Z; NG2607A", "NG2606Z;NG2607A", "NG2606Z, NG2607A", "NG2606Z\nNG2607A",
    "NG2605A to NG2609A", "NG2607A - NG2608A", "NG2606Z / NG2607A", "A1 und A2",
  ])
  func severalLotsInOneCellAreTold(_ text: String) throws {
    let reading = try Self.read(text, "lot")
    #expect(reading.codes == ["several_values"])
    #expect(reading.values == [.text(text)])
  }

  @Test(arguments: ["NG2607A", "A/1", "A-1", "A,1", "LOT 12", "0815 A", "A1;", "- A1"])
  func oneLotIsOne(_ text: String) throws {
    #expect(try Self.read(text, "lot").codes == [])
  }

  /// An id holds no blank, and people write the name of a place.
  @Test(arguments: [
    ("dover", "dover"), ("Dover Plant", "dover"), ("DOVER  plant", "dover"),
    ("9520000000028", "dover"), ("Salem", "Salem"),
  ])
  func aSiteIsKnownByItsNameAndGLN(text: String, stored: String) throws {
    let configuration = try MusterConfiguration.parse(
      """
      version: 1
      organization: { name: Example Pharma, gln: "9520000000011", roles: [manufacturer] }
      profiles: [{ id: dscsa-manufacturer }]
      sites: [{ id: dover, name: Dover Plant, gln: "9520000000028", time_zone: America/New_York }]
      sources: [{ name: deviations, kind: deviation, path: in }]
      """, folder: URL(filePath: "/tmp"))
    let format = ValueFormat(configuration.sources[0], in: configuration)
    let kind = try #require(
      RecordBench.kinds([
        "id: visit\ntitle: V\nunit: { one: v, many: v }\nkey: [site]\nfields:\n"
          + "  site: { type: id, title: Site, references: site }\n"
      ])["visit"])
    let cell = try #require(RecordCell.flattened(kind.fields).first)
    let reader = ValueReader(format: format, currentYear: 2026)
    #expect(reader.read(RawValue(text, .text), cell, siteZone: nil).values == [.text(stored)])
    #expect(format.zone(ofSite: text) == (stored == "dover" ? "America/New_York" : nil))
  }

  /// What nobody can mistake for the pattern declared is read as without one.
  @Test func aDeclaredPatternTakesNoOtherFormAway() throws {
    let declared = Self.patterns("YYMMDD")
    #expect(try Self.read("280630", "due", .text, declared).values.first == Self.day("2028-06-30"))
    #expect(
      try Self.read("03.08.2026", "due", .text, declared).values.first == Self.day("2026-08-03"))
    #expect(try Self.read("20260803", "due", .text, declared).codes == ["date_unreadable"])
    let american = Self.patterns("MM.DD.YYYY")
    #expect(
      try Self.read("03.08.2026", "due", .text, american).values.first == Self.day("2026-03-08"))
    #expect(try Self.read("13.08.2026", "due", .text, american).codes == ["date_unreadable"])
    #expect(
      try Self.read("13 Aug 2026", "due", .text, american).values.first == Self.day("2026-08-13"))
  }

  @Test func lostZerosAndCheckDigitsAreTold() throws {
    #expect(try Self.read("09506000134352", "gtin").codes == [])
    #expect(try Self.read("9506000134352", "gtin").codes == [])
    #expect(try Self.read("09506000134353", "gtin").codes == ["bad_check_digit"])
    // A GTIN-12 that began with a zero.
    #expect(try Self.read("12345678905", "gtin").codes == ["leading_zeros_lost"])
    #expect(RecordIdentity.gtin("12345678905") == "00012345678905")
    #expect(try Self.read("5060-0013-43", "gtin").codes == [])
  }

  @Test func localTimesTakeTheZoneOfTheSource() throws {
    let (values, codes) = try Self.read("2026-07-01 08:00", "occurred_at")
    #expect(values[0] == Self.ms("2026-07-01T06:00:00Z"))
    #expect(codes.isEmpty)
    let (stated, _) = try Self.read("2026-07-01T00:30:00Z", "occurred_at", site: "America/New_York")
    #expect(stated[1] == Self.day("2026-06-30"))
    #expect(
      try Self.read("2026-07-01 08:00", "occurred_at", .text, ValueFormat()).codes
        == ["time_zone_missing"])
    let assumed = ValueFormat(assumedZone: "Europe/Berlin")
    let (local, asked) = try Self.read("2026-07-01 00:30", "occurred_at", .text, assumed)
    #expect(local[0] == Self.ms("2026-06-30T22:30:00Z") && local[1] == Self.day("2026-07-01"))
    #expect(asked == ["time_zone_missing"])
    let zoned = try Self.read(
      "2026-07-01 08:00", "occurred_at", .text, assumed, site: "America/New_York")
    #expect(zoned.values[0] == Self.ms("2026-07-01T12:00:00Z") && zoned.codes.isEmpty)
    #expect(
      try Self.read("07/13/2026 8:05 PM", "occurred_at").values[0]
        == Self.ms("2026-07-13T18:05:00Z"))
  }

  @Test func clockChangesAreTold() throws {
    let (skipped, gap) = try Self.read("2026-03-29 02:30", "occurred_at")
    #expect(gap == ["time_skipped"])
    #expect(
      skipped[0] == Self.ms("2026-03-29T01:30:00Z"))
    let (twice, fold) = try Self.read("2026-10-25 02:30", "occurred_at")
    #expect(fold == ["time_twice"])
    #expect(twice[0] == Self.ms("2026-10-25T00:30:00Z"))
    #expect(try Self.read("2026-10-25T02:30:00+01:00", "occurred_at").codes == [])
    #expect(try Self.read("2026-10-25 04:30", "occurred_at").codes == [])
  }

  @Test func dateAloneIsNoInstant() throws {
    let (values, codes) = try Self.read("2026-07-01", "occurred_at")
    #expect(values[0] == .null)
    #expect(values[1] == Self.day("2026-07-01"))
    #expect(codes == ["date_only"])
  }

  @Test(
    arguments: [
      ("12", nil, 1200), ("1,234.5", .point, 123_450), ("1.234,5", .comma, 123_450),
      ("-0,5 h", .comma, -50), ("12,5", nil, 1250), ("1 234.50", nil, 123_450),
      ("1'234.50", nil, 123_450), ("−3.25", nil, -325), ("1.234.567", nil, 123_456_700),
    ] as [(String, ValueFormat.DecimalMark?, Int64)])
  func readsDecimals(text: String, mark: ValueFormat.DecimalMark?, value: Int64) throws {
    let (values, codes) = try Self.read(text, "hours", .text, ValueFormat(decimalMark: mark))
    #expect(values == [.integer(value)])
    #expect(codes.isEmpty)
  }

  @Test func numbersThatAreNoneAreTold() throws {
    #expect(try Self.read("1,234", "hours").codes == ["number_ambiguous"])
    #expect(try Self.read("0,125", "hours").codes == ["number_rounded"])
    #expect(try Self.read("twelve", "hours").codes == ["number_unreadable"])
    #expect(try Self.read("99999999999999999999", "pieces").codes == ["number_unreadable"])
    #expect(try Self.read("12.5", "pieces").codes == ["number_unreadable"])
    #expect(try Self.read("12.0", "pieces").values == [.integer(12)])
    for text in ["1.000", "12.345"] {
      #expect(try Self.read(text, "pieces").codes == ["number_ambiguous"])
      #expect(try Self.read(text, "pieces", .text, ValueFormat(decimalMark: .comma)).codes == [])
    }
    #expect(try Self.read("1.000", "pieces", .number).values == [.integer(1)])
    #expect(try Self.read("1.2E+3", "pieces", .number).values == [.integer(1200)])
    #expect(try Self.read("1.005", "hours").values == [.integer(101)])
    #expect(try Self.read("12.000000000000002", "pieces", .number).values == [.integer(12)])
    #expect(try Self.read("1.23E+13", "pieces").codes == ["spreadsheet_damage"])
    #expect(
      try Self.read("1,23,4", "hours", .text, ValueFormat(decimalMark: .point)).codes
        == ["number_unreadable"])
  }

  /// Digits that were lost are told wherever the number stood; what a binary fraction adds behind
  /// the fifteenth is none.
  @Test(arguments: [
    ("0.125", 13, true), ("12.3449", 1234, true), ("1E-3", 0, true),
    ("0.30000000000000004", 30, false),
    ("12.339999999999999", 1234, false), ("12.340000000000001", 1234, false),
    ("12.50", 1250, false),
    ("98.765432109876543", 9877, true), ("12.34999999999999", 1235, false), ("0", 0, false),
  ])
  func roundedDigitsOfANumberAreTold(text: String, value: Int64, isTold: Bool) throws {
    let (values, codes) = try Self.read(text, "hours", .number)
    #expect(values == [.integer(value)])
    #expect(codes == (isTold ? ["number_rounded"] : []))
  }

  @Test func wordsTruthsAndDigests() throws {
    #expect(try Self.read("Kritisch", "class").values == [.text("critical")])
    #expect(try Self.read("sehr-wichtig", "class").values == [.text("major")])
    #expect(try Self.read("MINOR ", "class").values == [.text("minor")])
    #expect(try Self.read("urgent", "class").codes == ["word_unknown"])
    #expect(try Self.read("Ja", "open").values == [.integer(1)])
    #expect(try Self.read("maybe", "open").codes == ["word_unknown"])
    let digest = String(repeating: "AB", count: 32)
    #expect(try Self.read(digest, "proof").values == [.text(digest.lowercased())])
    #expect(try Self.read("abc", "proof").codes == ["digest_unreadable"])
    #expect(try Self.read("n/a", "class").values == [.null])
    #expect(try Self.read("n/a", "text").values == [.text("n/a")])
  }

  @Test func blanksAroundALotAreLeftOutAndTold() throws {
    let (values, codes) = try Self.read(" L1", "lot")
    #expect(values == [.text("L1")])
    #expect(codes == ["surrounding_whitespace"])
  }

  @Test func hugeCellIsCutAndTold() throws {
    let (values, codes) = try Self.read(String(repeating: "x", count: 10_000_000), "text")
    #expect(codes == ["value_too_long"])
    guard case .text(let text)? = values.first else {
      Issue.record("no text was kept: \(values.count) values")
      return
    }
    #expect(text.count < 40_000)
  }
}
