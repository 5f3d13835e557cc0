import Settings
import Testing

@testable import Assessing
@testable import Reporting

/// Values and names of columns are told as people say them, and what a system says is left alone.
@Suite struct PlainValuesTests {
  @Test func wordsOfClosedListsAndNothingElse() {
    #expect(Wording.value("other_lot+other_site", of: "difference") == "other lot, other site")
    #expect(Wording.value("svc_line", of: "account") == "svc_line")
    #expect(Wording.value("2026-09-03T13:00:00Z", of: "decided_ms") == "2026-09-03 13:00:00 UTC")
    #expect(Wording.value("1 min", of: "lag_ms") == "1 min")
    #expect(Wording.value("PV_D_2", of: "kind") == "PV_D_2")
    #expect(Wording.column("site_gln") == "site GLN" && Wording.column("dev_id") == "deviation")
    #expect(Wording.column("yield_e2") == "yield" && Wording.column("e2") == "e2")
    #expect(Wording.column("lag_ms") == "lag" && Wording.column("opened_day") == "opened")
    #expect(Wording.column("day") == "day")
  }

  @Test func fieldsAreCalledByTheirTitles() throws {
    let library = try Library.load(from: nil)
    let titles = FieldTitles(library.recordKinds.values)
    let field = try #require(library.recordKinds["sampling_result"]?.columns.first)
    #expect(titles.title(field.name, of: "sampling_result") == Wording.lowered(field.field.title))
    #expect(titles.title("x_own_gtin", of: "sampling_result") == "x own GTIN")
    #expect(titles.value("pre_shipment", of: "stage", in: "sampling_result") == "pre shipment")
    #expect(titles.value("svc_line", of: "by", in: "sampling_result") == "svc_line")
    #expect(titles.value("10000", of: "yield", in: "batch_record") == "100.00")
  }

  @Test func recordKindsAreCalledByTheirTitles() throws {
    let titles = FieldTitles(try Library.load(from: nil).recordKinds.values)
    #expect(titles.kind("spc_baseline") == "Control chart baseline")
    #expect(titles.kind("kpi") == "KPI" && titles.kind("epcis") == "EPCIS event")
    #expect(titles.kind("own_kind") == "Own kind")
    let line = EvidenceLine(
      kind: "document", topic: "rework", forEach: "firm", found: 0, status: .notFound, text: "",
      notFound: [])
    #expect(titles.expected(line) == "Document on rework")
  }

  /// `shown` is made for the message: beside it, it would be read twice.
  @Test func whatTheMessageSaysIsNotListedAgain() throws {
    var context = try Sample.context(message: "Alert 7 was acknowledged after 31 h.")
    context.assessment.findings[0].subjects[0].values = [
      "shown": "was acknowledged after", "site_gln": "0399991000105",
    ]
    #expect(!Sample.page(context).contains("acknowledged after; site GLN"))
    #expect(!Sample.page(context).contains("shown:"))
    #expect(Sample.page(context).contains("site GLN: 0399991000105"))
    context.assessment.findings[0].message = "Two alerts."
    #expect(Sample.page(context).contains("– was acknowledged after; site GLN"))
  }

  @Test func whatOnlyAPersonCanJudgeIsCountedApartEverywhere() throws {
    var context = try Sample.context(message: "m")
    var row = context.assessment.requirements[0]
    row.id = "R-2"
    row.verdict = .notAssessed
    row.lookAt = "Look at the label."
    row.reason = Reason(.manualPending, "This is for a person. Look at the label.")
    context.assessment.requirements.append(row)
    context.assessment.summary.requirements = 7
    context.assessment.summary.notAssessed = 5
    context.assessment.summary.forPerson = 3
    let words = "3 only a person can judge, 2 not assessed."
    #expect(RecordsShow.sentence(context.assessment.summary).contains(words))
    #expect(Sample.page(context).contains(words) && Sample.page(context).contains("3 of 7"))
    #expect(TextSummary.text(context.assessment).contains(words))
    let checklist = CompletenessChecklist(context.assessment).rows[1]
    #expect(checklist[5] == "only a person can judge" && checklist[6] == "This is for a person.")
    let sheet = GapWorkbook(context: context).summary
    let rows = (0..<sheet.count).map(sheet.row)
    #expect(rows.contains([.label("  only a person can judge"), .number(3)]))
    #expect(rows.contains([.label("  not assessed"), .number(2)]))
  }

  /// Two requirements may ask the same kind of other partners: the fuller answer hides no other.
  @Test func completenessTellsEachAnswerAndLeavesOutWhatDoesNotApply() throws {
    var context = try Sample.context(message: "m")
    func line(_ found: Int, _ status: EvidenceLine.Status, _ text: String) -> EvidenceLine {
      EvidenceLine(
        kind: "quality_agreement", forEach: "partner", expected: 2, found: found, status: status,
        text: text, notFound: status == .complete ? [] : ["0399992000205"])
    }
    context.assessment.requirements[0].evidence = [line(2, .complete, "2 of 2.")]
    var second = context.assessment.requirements[0]
    second.id = "R-2"
    second.evidence = [line(1, .partial, "1 of 2.")]
    var third = context.assessment.requirements[0]
    third.id = "R-3"
    third.verdict = .notApplicable
    third.evidence = [line(0, .notFound, "Nothing.")]
    context.assessment.requirements += [second, third]
    let page = Sample.page(context)
    let table = try #require(page.split(separator: "Not found for, or lacking").last)
    let body = try #require(table.split(separator: "</table>").first)
    #expect(body.contains("complete") && body.contains("in part"))
    #expect(!body.contains(">not found<") && body.contains("R-2") && !body.contains("R-3"))
  }

  /// Above every "none in the records examined", and on the page: nothing was examined.
  @Test func eventsOutsideThePeriodAreSaidFirst() throws {
    var context = try Sample.context(message: "m")
    let words = "None of the events collected, of 2026-07 to 2026-08, is in the period"
    #expect(!TextSummary.text(context.assessment).contains("None of the events"))
    context.assessment.coverage = [
      SourceCoverage(
        source: "line", kind: "epcis", artifacts: .init(taken: 1, excluded: 0, unreadable: 0),
        completeThrough: nil, declared: false, newest: nil,
        months: [
          .init(month: "2026-07", records: 75, state: .delivered),
          .init(month: "2026-08", records: 31, state: .delivered),
        ])
    ]
    let text = TextSummary.text(context.assessment)
    let said = try #require(text.firstRange(of: words))
    #expect(said.lowerBound < (try #require(text.firstRange(of: "Decide today"))).lowerBound)
    #expect(Sample.page(context).contains(words))
    #expect(text.contains("scope: { period: { from: 2026-07-01, to: 2026-09-30 } }"))
    context.assessment.summary.units = 0
    context.assessment.summary.lots = 0
    #expect(
      TextSummary.text(context.assessment).contains("no unit, lot or shipment was judged. Set"))
    context.assessment.summary.lots = 2
    #expect(
      TextSummary.text(context.assessment).contains("only what other records name was looked at"))
  }

  /// That some were delivered is all that shows where nobody knows how many there have to be.
  @Test func whatIsNotCountedIsNotCalledComplete() {
    func word(_ forEach: String, _ expected: Int?) -> String {
      Completeness.status(
        EvidenceLine(
          kind: "deviation", forEach: forEach, expected: expected, found: 4, status: .complete,
          text: "4 deviations are in the catalog.", notFound: [])
      ).1
    }
    #expect(word("lot", nil) == "delivered" && word("firm", 1) == "delivered")
    #expect(word("lot", 4) == "complete" && word("period", 3) == "complete")
  }

  @Test func shortNamesInCitationsStandAsWords() {
    #expect(CitationNames.isNamed("DR", in: "DR 4(b)"))
    #expect(CitationNames.isNamed("EDDS-2023", in: "FD&C Act 582; EDDS-2023 (errors)"))
    #expect(!CitationNames.isNamed("DR", in: "DRUG") && !CitationNames.isNamed("GMP", in: "AM-GMP"))
  }
}
