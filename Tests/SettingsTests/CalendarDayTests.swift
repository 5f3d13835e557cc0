import Settings
import Testing

@Suite struct CalendarDayTests {
  @Test(arguments: [
    ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2026-09-30", 20_726),
    ("0000-01-01", -719_528), ("0001-01-01", -719_162), ("9999-12-31", 2_932_896),
  ])
  func countsDays(_ row: (String, Int64)) throws {
    let day = try #require(CalendarDay(iso: row.0))
    #expect(day.number == row.1)
    #expect(CalendarDay(number: row.1).iso == row.0)
  }

  @Test(arguments: [
    "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-1-1", "20260101",
    "2026-01-01T", "２026-01-01", "",
  ])
  func refusesDaysThatDoNotExist(_ text: String) {
    #expect(CalendarDay(iso: text) == nil)
  }

  @Test func goesThereAndBackForEveryDayOfFourCenturies() {
    for number in stride(from: Int64(-80_000), through: 80_000, by: 7) {
      let day = CalendarDay(number: number)
      #expect(CalendarDay(iso: day.iso) == day)
    }
  }

  @Test func holdsTheInstantsOfItsDay() {
    let day = CalendarDay(containing: -1)
    #expect(day.iso == "1969-12-31")
    #expect(day.start == -86_400_000)
    #expect(day.end == -1)
    #expect(CalendarDay(containing: 0).start == 0)
    #expect(CalendarDay(number: .max).end == 253_402_300_799_999)
  }

  @Test func survivesAnyNumber() {
    #expect(CalendarDay(number: .max).iso == "9999-12-31")
    #expect(CalendarDay(number: .min).iso == "0000-01-01")
  }
}
