import GS1
import Testing

@Suite struct TimeTests {
  private static let instants: [(String, Int64, Int?, InstantIssue)] = [
    ("1970-01-01T00:00:00Z", 0, 0, []),
    ("2026-10-20T12:00:00Z", 1_792_497_600_000, 0, []),
    ("2026-10-20T08:00:00-04:00", 1_792_497_600_000, -240, []),
    ("2026-10-20T12:00:00.1239999Z", 1_792_497_600_123, 0, []),
    ("2026-10-20T12:00:00", 1_792_497_600_000, nil, .missingZone),
    ("2026-10-20T12:00Z", 1_792_497_600_000, 0, .missingSeconds),
    (" 2026-10-20T12:00:00Z\n", 1_792_497_600_000, 0, .surroundingWhitespace),
    ("1792497600000", 1_792_497_600_000, 0, .epochMilliseconds),
    ("20261020120000", 1_792_497_600_000, nil, [.missingZone, .looseForm]),
    ("202610201200", 1_792_497_600_000, nil, [.missingZone, .looseForm, .missingSeconds]),
    ("2026-10-20 14:00:00+0200", 1_792_497_600_000, 120, .looseForm),
    ("2026-10-20", 1_792_454_400_000, nil, [.dateOnly, .missingZone]),
    ("2026-10-19T24:00:00Z", 1_792_454_400_000, 0, []),
    ("1969-12-31T23:59:59.999Z", -1, 0, []),
  ]

  @Test(arguments: instants)
  func readsInstants(text: String, ms: Int64, offset: Int?, issues: InstantIssue) {
    let parsed = InstantText.parse(text)
    #expect(parsed?.milliseconds == ms)
    #expect(parsed?.offsetMinutes == offset)
    #expect(parsed?.issues == issues, "\(parsed?.issues.codes ?? [])")
    #expect(parsed?.isDateOnly == issues.contains(.dateOnly))
  }

  @Test(arguments: [
    "", "x", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-10-20T25:00:00Z",
    "2026-10-20T12:60:00Z", "2026-10-20T12:00:00+15:00", "12026-01-01T00:00:00Z",
    "2026-10-20T12:00:00Zx", "20/10/2026", "2026-10-20T", "2026-10-20T12", "2026-10-20T12:00:00.",
    "999999999999999", "1792497600", "1792497600000000", "20261320120000", "99991020120000", "+",
    "-", "2026-10-20T12:00:00+",
  ])
  func refusesWhatIsNoInstant(text: String) {
    #expect(InstantText.parse(text) == nil)
  }

  @Test func writesInstants() {
    #expect(InstantText.rfc3339(0) == "1970-01-01T00:00:00Z")
    #expect(InstantText.rfc3339(1_792_497_600_120) == "2026-10-20T12:00:00.120Z")
    #expect(InstantText.rfc3339(-1) == "1969-12-31T23:59:59.999Z")
    #expect(InstantText.rfc3339(.max) == "9999-12-31T23:59:59.999Z")
    #expect(InstantText.rfc3339(.min) == "0000-01-01T00:00:00Z")
    for ms in stride(
      from: Int64(-62_167_219_200_000), to: 253_402_300_800_000, by: 7_777_777_777_777)
    {
      #expect(InstantText.parse(InstantText.rfc3339(ms))?.milliseconds == ms)
    }
  }

  @Test func dayIsThatOfTheSite() {
    let late = InstantText.parse("2026-03-31T22:30:00Z")?.milliseconds ?? 0
    #expect(CivilDay.iso(InstantText.day(late, offsetMinutes: 120)) == "2026-04-01")
    let early = InstantText.parse("2026-03-31T21:30:00Z")?.milliseconds ?? 0
    #expect(CivilDay.iso(InstantText.day(early, offsetMinutes: 120)) == "2026-03-31")
    #expect(CivilDay.iso(InstantText.day(.min)) == "0000-01-01")
  }

  @Test func dayNumbersRoundTrip() {
    #expect(CivilDay.number(year: 1970, month: 1, day: 1) == 0)
    #expect(CivilDay.number(year: 0, month: 1, day: 1) == CivilDay.first)
    #expect(CivilDay.number(year: 9999, month: 12, day: 31) == CivilDay.last)
    #expect(CivilDay.number(year: 2100, month: 2, day: 29) == nil)
    #expect(CivilDay.date(.max) == nil)
    #expect(CivilDay.parseISO("2028-05-31") == CivilDay.number(year: 2028, month: 5, day: 31))
    for number in stride(from: CivilDay.first, through: CivilDay.last, by: 997) {
      let text = CivilDay.iso(number) ?? ""
      #expect(CivilDay.parseISO(text) == number)
    }
  }

  @Test(arguments: [
    ("281231", "2028-12-31", false), ("280200", "2028-02-29", true),
    ("750101", "2075-01-01", false),
    ("770101", "1977-01-01", false), ("760101", "2076-01-01", false),
  ])
  func readsElementStringDates(text: String, iso: String, dayZero: Bool) {
    let date = GS1Date(yymmdd: text, currentYear: 2026)
    #expect(date.flatMap { CivilDay.iso($0.day) } == iso)
    #expect(date?.isDayZero == dayZero)
  }

  @Test func readsExportDatesAndRefusesLocalOrders() {
    let lastOfMay = CivilDay.number(year: 2028, month: 5, day: 31)
    for text in ["2028-05-31", "20280500", "2028-05", "2028-05-31T00:00:00+02:00"] {
      #expect(GS1Date.parse(text, currentYear: 2026)?.day == lastOfMay, "\(text)")
    }
    for text in ["03/04/2027", "2028-02-30", "280230", "281301", "", "2028-5-1", "abcdef"] {
      #expect(GS1Date.parse(text, currentYear: 2026) == nil, "\(text)")
    }
  }

  @Test func readsTheOffsetField() {
    #expect(TimeZoneOffset.minutes("-05:00") == -300)
    #expect(TimeZoneOffset.minutes("+14:00") == 840)
    // Without the colon, and without the leading zero, as some systems write it.
    #expect(TimeZoneOffset.minutes("-0500") == -300)
    #expect(TimeZoneOffset.minutes("-5:00") == -300)
    #expect(TimeZoneOffset.minutes("+0530") == 330)
    for text in ["Z", "+15:00", "+14:01", "05:00", "+500", "-5:0", "+05000", "", "+05:60"] {
      #expect(TimeZoneOffset.minutes(text) == nil, "\(text)")
    }
    #expect(TimeZoneOffset.text(-300) == "-05:00")
  }
}
