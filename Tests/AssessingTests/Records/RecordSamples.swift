import Foundation

/// Record kinds and checks for tests of record views.
enum RecordSamples {
  static let deviation = """
    id: deviation
    title: Deviation
    unit: { one: deviation, many: deviations }
    covers: [R09]
    citations: ["21 CFR 211.192"]
    key: [dev_id]
    in_period: { from: occurred_at, to: closed_at }
    fields:
      dev_id: { type: id, never_blank: true }
      site: { type: id, references: site }
      partner: { type: id, references: partner }
      occurred_at: { type: instant, never_blank: true }
      class: { type: word, words: [critical, major, minor] }
      closed_at: { type: instant, known_from: closed_at }
      closed_by: { type: person, known_from: closed_at }
      qa_approval:
        type: struct
        never_blank_when: { closed_at: [] }
        fields:
          by: { type: person }
          at: { type: instant }
      gtin: { type: id, references: product }
      lots: { type: list, of: id, separator: ";", references: lot }
    """

  static let release = """
    id: lot_release
    title: Release
    unit: { one: release, many: releases }
    covers: [R10]
    citations: ["21 CFR 211.22"]
    key: [gtin, lot]
    in_period: { at: [released_at] }
    fields:
      gtin: { type: id, references: product, never_blank: true }
      lot: { type: id, references: lot, never_blank: true }
      released_at: { type: instant }
    """

  /// A check over deviations: lists those without approval.
  static func check(
    _ id: String = "deviation-approved", gaps: String? = nil,
    population: String = "SELECT record_id FROM deviation", subjects: String = "deviation_record",
    reads: String = "deviation", extra: String = "", examples: String = "[]"
  ) -> String {
    let own = """
      SELECT d.record_id AS deviation_record, d.class AS class FROM deviation d
          WHERE d.closed_at_day IS NOT NULL AND d.qa_approval_by IS NULL
      """
    return """
      id: \(id)
      title: Approval of closed deviations
      covers: [gmp/DEV-01]
      statement: Every closed deviation is approved.
      authority: law
      basis: "21 CFR 211.192"
      mark: k
      severity: major
      look_first: people
      reads: [\(reads)]
      \(extra)
      population: |
        \(population)
      empty: nothing_occurred
      gaps: |
        \(gaps ?? own)
      subjects: [\(subjects)]
      group_by: []
      unit: { one: deviation, many: deviations }
      message:
        one: "The records show no approval of {deviation_record}."
        group: "{count} of {n} {unit} have no approval."
      expected: An approval
      observed: None
      remedy: Look for the approval.
      examples: \(examples)
      """
  }
}
