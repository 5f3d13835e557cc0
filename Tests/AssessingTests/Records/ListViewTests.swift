import Settings
import Testing

@testable import Assessing

/// Lists of words in SQL, and fields that a word of a list leaves blank.
@Suite struct ListViewTests {
  private static let dash = """
    id: dash
    title: Dashes
    basis: Exports
    values: ["-", n/a, don't know]
    """

  private static let kind = """
    id: deviation
    title: Deviation
    unit: { one: deviation, many: deviations }
    key: [dev_id]
    fields:
      dev_id: { type: id }
      closed_at: { type: date }
      reason: { type: text, blank_if: dash, known_from: closed_at }
      extensions:
        type: list
        fields:
          new: { type: date }
          why: { type: text, blank_if: dash }
    """

  private static let given = """
    records:
      deviation:
        - { dev_id: D1, reason: "-", closed_at: 2026-07-02 }
        - { dev_id: D2, reason: "N/A", closed_at: 2026-07-02, extensions: [{ new: 2026-07-05, why: "—" }] }
        - { dev_id: D3, reason: "A dash - and more", closed_at: 2026-07-02, extensions: [{ new: 2026-07-05, why: "-" }] }
        - { dev_id: D4, reason: "Don't know", closed_at: 2026-07-02 }
        - { dev_id: D5, reason: "Power cut", closed_at: 2026-07-02, extensions: [{ new: 2026-07-05, why: Holidays }] }
    """

  private func listed(_ gaps: String, lists: [String] = [Self.dash]) throws -> [String] {
    let check = RecordSamples.check(gaps: gaps)
    let firm = try TestFirm(checks: [check], records: [Self.kind], lists: lists)
    try firm.load(Self.given)
    let assessment = try firm.assess(asOf: "2026-07-31T20:00:00Z")
    return assessment.findings.filter { $0.check == "deviation-approved" }
      .flatMap(\.subjects).compactMap(\.record)
  }

  private static let blank =
    "SELECT d.record_id AS deviation_record, d.reason AS class FROM deviation d "
    + "WHERE d.reason IS NULL"

  @Test func aDashInPlaceOfAReasonIsNone() throws {
    #expect(try listed(Self.blank) == ["deviation D1", "deviation D2", "deviation D4"])
  }

  @Test func aDashInAListIsNone() throws {
    let blank =
      "SELECT x.record_id AS deviation_record, x.why AS class FROM deviation d "
      + "JOIN deviation__extensions x ON x.record_id = d.record_id WHERE x.why IS NULL"
    #expect(try listed(blank) == ["deviation D3"])
  }

  @Test func sqlReadsAListByItsName() throws {
    let named =
      "SELECT d.record_id AS deviation_record, d.dev_id AS class FROM deviation d "
      + "WHERE d.dev_id COLLATE NOCASE IN (SELECT value FROM list_number)"
    let numbers = "id: number\ntitle: Numbers\nbasis: B\nvalues: [d2, D5]\n"
    #expect(try listed(named, lists: [Self.dash, numbers]) == ["deviation D2", "deviation D5"])
  }

  @Test func anotherListIsAnotherProfile() throws {
    let digest = { (words: String) in
      let list = Self.dash.replacing("n/a", with: words)
      let firm = try TestFirm(
        checks: [RecordSamples.check(gaps: Self.blank)], records: [Self.kind], lists: [list])
      try firm.load(Self.given)
      return try firm.assess(asOf: "2026-07-31T20:00:00Z").profile.sha256
    }
    #expect(try digest("n/a") == digest("n/a"))
    #expect(try digest("n/a") != digest("none"))
  }
}
