import Assessing
import Settings
import Testing

@testable import Reporting

/// Values and names of columns are told as people say them, and what a system says is left alone.
@Suite struct PlainValuesTests {
  @Test func wordsOfClosedListsAndNothingElse() {
    #expect(Wording.value("other_lot+other_site", of: "difference") == "other lot, other site")
    #expect(Wording.value("svc_line", of: "account") == "svc_line")
    #expect(Wording.value("PV_D_2", of: "kind") == "PV_D_2")
    #expect(Wording.column("site_gln") == "site GLN")
    #expect(Wording.column("yield_e2") == "yield" && Wording.column("e2") == "e2")
  }

  @Test func fieldsAreCalledByTheirTitles() throws {
    let library = try Library.load(from: nil)
    let titles = FieldTitles(library.recordKinds.values)
    let field = try #require(library.recordKinds["sampling_result"]?.columns.first)
    #expect(titles.title(field.name, of: "sampling_result") == Wording.lowered(field.field.title))
    #expect(titles.title("x_own_gtin", of: "sampling_result") == "x own GTIN")
    #expect(titles.value("pre_shipment", of: "stage", in: "sampling_result") == "pre shipment")
    #expect(titles.value("svc_line", of: "by", in: "sampling_result") == "svc_line")
  }

  @Test func shortNamesInCitationsStandAsWords() {
    #expect(CitationNames.isNamed("DR", in: "DR 4(b)"))
    #expect(CitationNames.isNamed("EDDS-2023", in: "FD&C Act 582; EDDS-2023 (errors)"))
    #expect(!CitationNames.isNamed("DR", in: "DRUG") && !CitationNames.isNamed("GMP", in: "AM-GMP"))
  }
}
