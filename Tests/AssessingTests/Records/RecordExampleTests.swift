import Foundation
import Settings
import Testing

@testable import Assessing

@Suite struct RecordExampleTests {
  private func results(_ examples: String, extra: String = "") throws -> [String] {
    let library = try TestFirm.library(
      checks: [RecordSamples.check(extra: extra, examples: examples)], requirements: nil, [],
      [RecordSamples.deviation])
    return try ExampleRunner(library: library).run(check: "deviation-approved")
      .flatMap(\.failures).filter { !$0.hasPrefix("there is no example") }
  }

  @Test func runsRecordsThroughTheLoader() throws {
    #expect(
      try results(
        """

          - name: closed without approval
            given:
              records:
                deviation:
                  - { dev_id: D1, occurred_at: "2026-07-01T08:00:00Z", closed_at: "2026-07-09T08:00:00Z" }
                  - { dev_id: D2, closed_at: "2026-07-09T08:00:00Z", qa_approval: { by: qa, at: 2026-07-09 } }
            expect: [{ deviation_record: D1 }]
            population: 2
          - name: none
            given: { records: { deviation: [] } }
            expect: []
            population: 0
        """) == [])
  }

  @Test func saysWhichKindAnExampleLeavesOut() throws {
    let failures = try results("\n  - { name: nothing, given: { events: [] }, expect: [] }")
    #expect(failures == ["No source delivered deviations."])
    #expect(
      try results(
        "\n  - { name: nothing, given: { events: [] }, expect: source_not_delivered }") == [])
  }

  @Test func fieldsThatAreNotDeliveredAreNamed() throws {
    let example = """

        - name: no approvals in the export
          given:
            records: { deviation: [{ dev_id: D1, closed_at: 2026-07-09 }] }
            delivered: { deviation: [dev_id, closed_at, class] }
          expect: field_not_delivered
      """
    #expect(try results(example) == [])
    let shown = example.replacingOccurrences(of: "field_not_delivered", with: "[]")
    #expect(try results(shown) == ["No source has a column for deviation.qa_approval_by."])
    #expect(
      try results(
        example.replacingOccurrences(
          of: "field_not_delivered", with: "[{ deviation_record: D1 }]"),
        extra: "optional: [deviation.qa_approval_by]") == [])
  }

  @Test func unknownFieldIsNamedWithItsPlace() throws {
    let failures = try results(
      """

        - name: typo
          given: { records: { deviation: [{ dev_no: D1 }] } }
          expect: []
      """)
    #expect(failures.count == 1)
    #expect(failures.first?.contains("deviation has no field dev_no") == true)
  }
}
