import Assessing
import Testing

struct AssessmentEncoderTests {
  @Test func writesTheSameBytesForTheSameValueAndReadsThemBack() throws {
    let assessment = Assessment.sample()
    let bytes = try AssessmentEncoder.json(assessment)
    #expect(try AssessmentEncoder.json(assessment) == bytes)
    let again = try AssessmentEncoder.decode(bytes, name: "a.json")
    #expect(again == assessment)
    #expect(try AssessmentEncoder.json(again) == bytes)
    #expect(bytes.last == UInt8(ascii: "\n"))
  }

  @Test(arguments: [0, 1, 256, 600])
  func writesManyFindingsAsItWouldAllAtOnce(count: Int) throws {
    var assessment = Assessment.sample()
    let finding = try #require(assessment.findings.first)
    assessment.findings = (0..<count).map { number in
      var other = finding
      other.title = "\(number)\n    },\n  ]"
      return other
    }
    let bytes = try AssessmentEncoder.json(assessment)
    #expect(bytes == (try AssessmentEncoder.json(value: assessment)))
    let evidence = try #require(AssessmentEncoder.evidence(exactly: bytes))
    #expect(Set(evidence) == Set(assessment.findings.flatMap(\.evidence)))
    #expect(AssessmentEncoder.evidence(exactly: bytes + [0x0A]) == nil)
    #expect(try AssessmentEncoder.decode(bytes, name: "a.json") == assessment)
    #expect(try AssessmentEncoder.decode(bytes, name: "a.json") { _ in nil }.findings.isEmpty)
    // Another program may have laid it out anew.
    let lines = bytes.filter { $0 != 0x0A }
    #expect(try AssessmentEncoder.decode(lines, name: "a.json") == assessment)
  }

  @Test func writesSnakeCaseKeysInstantsAndDatesButLeavesNamesOfParametersAlone() throws {
    let text = String(decoding: try AssessmentEncoder.json(.sample()), as: UTF8.self)
    #expect(text.contains("\"as_of\" : \"2026-09-30T23:59:59Z\""))
    #expect(text.contains("\"first_seen\" : \"2026-09-30T23:59:59Z\""))
    #expect(text.contains("\"from\" : \"2026-07-01\""))
    #expect(text.contains("\"skew_ms\""))
    #expect(text.contains("\"camelName\""))
    #expect(text.contains("\"sha256\""))
    #expect(text.contains("\"schema\" : \"muster.assessment/v1\""))
    #expect(text.contains("exports/epcis/a.xml"), "slashes are not escaped")
  }

  @Test func readsAssessmentsFromBeforeThePersonsRowsWereCounted() throws {
    let text = String(decoding: try AssessmentEncoder.json(.sample()), as: UTF8.self)
    let old = text.replacing("    \"for_person\" : 0,\n", with: "")
    #expect(old != text)
    #expect(try AssessmentEncoder.decode(Array(old.utf8), name: "a.json") == .sample())
  }

  @Test func namesWhatIsNoAssessment() {
    #expect(throws: AssessingError.self) {
      try AssessmentEncoder.decode(Array("{}".utf8), name: "x.json")
    }
  }

  @Test(arguments: [
    ("1970-01-01T00:00:00Z", Int64(0)), ("2026-09-30T23:59:59Z", 1_790_812_799_000),
    ("1969-12-31T23:59:59.999Z", -1), ("2028-02-29T12:00:00.050Z", 1_835_438_400_050),
  ])
  func writesAndReadsInstants(text: String, milliseconds: Int64) {
    #expect(Instant(milliseconds: milliseconds).text == text)
    #expect(Instant(text: text)?.milliseconds == milliseconds)
  }

  @Test(arguments: ["2026-02-29T00:00:00Z", "2026-09-30", "2026-09-30T24:00:00Z", "", "x"])
  func refusesWhatIsNoInstant(text: String) {
    #expect(Instant(text: text) == nil)
  }
}
