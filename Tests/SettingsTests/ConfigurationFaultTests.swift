import Settings
import Testing

@Suite struct ConfigurationFaultTests {
  /// A right beginning, two lines; what follows begins on line 3.
  private func after(_ lines: String) -> [String] {
    faults("version: 1\norganization: { name: Firm }\n" + lines)
  }

  @Test func saysEverythingAtOnce() {
    let text = """
      version: 2
      organization:
        gln: 0399991000015
        roles: [manufacturr]
      scope:
        period: { from: 2026-09-30, to: 2026-07-01 }
        sites: [daiton]
      sites:
        - { id: dayton, time_zone: America/NewYork }
      sources:
        - { name: a, kind: epcis }
        - { name: a, kind: epcis, path: x, url: "http://h/" }
      """
    #expect(
      faults(text) == [
        "1:10: this Muster reads version 1, not 2",
        "3:3: \"organization\" has no \"name\"",
        "3:8: \"gln\" is an identifier, and without quotes 0399991000015 is a number that can "
          + "lose digits; write \"0399991000015\"",
        "4:11: \"roles\" must be one of \(TradeRole.allCases.map(\.rawValue).joined(separator: ", "))"
          + ", not \"manufacturr\" — did you mean \"manufacturer\"?",
        "6:35: the period ends on 2026-07-01, before it begins on 2026-09-30",
        "7:11: \"daiton\" is not the id of one of \"sites\"; known here: dayton — did you mean "
          + "\"dayton\"?",
        "9:30: \"time_zone\": \"America/NewYork\" is not a time zone; write one such as "
          + "America/New_York or Europe/Berlin — did you mean \"America/New_York\"?",
        "11:5: sources[1] has no place: write \"path\", \"database\" with \"query\", or \"url\"",
        "12:13: name \"a\" is used twice, first on line 11",
        "12:43: sources[2] has path and url; write one of them",
      ])
  }

  @Test func namesAWrongCheckDigit() {
    #expect(
      after("affiliates: [{ gln: \"0399991000014\" }]")
        == [
          "3:21: \"gln\": GLN 0399991000014 ends in check digit 4, but its digits give 5"
        ]
    )
    #expect(
      after("products: [{ gtin: \"9521234567890\" }]") == [
        "3:20: \"gtin\": GTIN 9521234567890 ends in check digit 0, but its digits give 9"
      ])
    #expect(
      after("products: [{ gtin: \"95212345678\" }]") == [
        "3:20: \"gtin\": a GTIN has 8, 12, 13 or 14 digits, not \"95212345678\""
      ])
    #expect(
      after("affiliates: [{ gln: \"399991000014\" }]") == [
        "3:21: \"gln\": a GLN has 13 digits, not \"399991000014\""
      ])
  }

  @Test(arguments: [
    ("purpose: yes", "3:10: \"purpose\" must be a mapping, not text"),
    ("purpose: []", "3:10: \"purpose\" must be a mapping, not a list"),
    ("sites: { id: a }", "3:8: \"sites\" must be a list, not a mapping"),
    (
      "catalog: 12",
      "3:10: \"catalog\" must be text, but 12 without quotes is a number; write \"12\""
    ),
    ("catalog: [a]", "3:10: \"catalog\" must be text, not a list"),
    (
      "products: [{ gtin: \"09521234567899\", aggregated: yes }]",
      "3:50: \"aggregated\" must be true or false, not yes"
    ),
    (
      "products: [{ gtin: \"09521234567899\", case_quantity: many }]",
      "3:53: \"case_quantity\" must be a whole number, not \"many\""
    ),
    (
      "products: [{ gtin: \"09521234567899\", case_quantity: 0 }]",
      "3:53: \"case_quantity\" must be from 1 to 1000000, not 0"
    ),
    (
      "products: [{ gtin: \"09521234567899\", ndc: 1234567890 }]",
      "3:43: \"ndc\" is an identifier, and without quotes 1234567890 is a number that can lose "
        + "digits; write \"1234567890\""
    ),
    (
      "partners: [{ gln: \"0399992000014\", name: A, country: usa }]",
      "3:54: \"country\" must be a country code of two capital letters, such as US or DE, not "
        + "\"usa\""
    ),
    (
      "scope: { partners: [\"0399992000014\"] }",
      "3:21: GLN 0399992000014 is not one of \"partners\""
    ),
    ("scope: { sites: [a] }", "3:18: \"a\" is not the id of one of \"sites\"; none is declared"),
    ("scope: { period: { from: 2026-01-01 } }", "3:18: \"period\" has no \"to\""),
    ("purpose: { kind: }", "3:12: \"kind\" has no value"),
    (
      "sites: [{ id: a/b, time_zone: UTC }]",
      "3:15: \"id\" must be 1 to 64 letters, digits, dots, hyphens or underscores and not begin "
        + "with a dot, not \"a/b\""
    ),
    (
      "sites: [{ id: a, time_zone: EST }]",
      "3:29: \"time_zone\": \"EST\" is not a time zone; write one such as America/New_York or "
        + "Europe/Berlin"
    ),
    (
      "sites: [{ id: a, time_zone: UTC, calendar: uk }]",
      "3:44: \"calendar\" must be one of weekdays, us, eu, at, be, de, fr, ie, pt, not \"uk\""
    ),
    (
      "requests: [{ id: R1, received_at: 2026-11-02, from: A }]",
      "3:35: \"received_at\" must be a time with offset, such as 2026-11-02T09:15:00-05:00, not "
        + "\"2026-11-02\""
    ),
    ("profiles: [{ id: a }, { id: a }]", "3:29: id \"a\" is used twice, first on line 3"),
  ])
  func saysWhatIsWrongWithAValue(_ row: (String, String)) {
    #expect(after(row.0) == [row.1])
  }

  @Test(arguments: [
    ("path: x, query: SELECT 1", "\"query\" goes with \"database\""),
    ("database: x", "\"database\" needs a \"query\""),
    ("url: ftp://h/x", "\"url\" must be an http or https address, not \"ftp://h/x\""),
    (
      "url: \"https://u:p@h/x\"",
      "a URL must not hold a user or password; name them with \"credential\""
    ),
    ("path: x, credential: { file: f }", "only a source with \"url\" has a credential"),
    (
      "url: \"http://h\", credential: { scheme: bearer }",
      "\"credential\" names a secret by exactly one of \"environment\" and \"file\""
    ),
    (
      "url: \"http://h\", credential: { environment: E, scheme: basic }",
      "scheme \"basic\" needs \"name\": the user"
    ),
    ("path: \"\"", "the place is empty"),
    ("path: x, site: b", "\"b\" is not the id of one of \"sites\"; none is declared"),
    (
      "path: x, constants: { site: b }", "\"b\" is not the id of one of \"sites\"; none is declared"
    ),
    (
      "path: x, constants: { lot: 00123 }",
      "\"lot\" is an identifier, and without quotes 00123 is a number that can lose digits; write "
        + "\"00123\""
    ),
    ("path: x, format: { decimal: ';' }", "\"decimal\" must be \".\" or \",\", not \";\""),
    (
      "path: x, format: { delimiter: ab }", "\"delimiter\" must be one character or tab, not \"ab\""
    ),
    (
      "path: x, format: { dates: [yyyy] }",
      "\"yyyy\" is not a date pattern; write letters such as DD.MM.YYYY, MM.YYYY or "
        + "YYYY-MM-DD hh:mm:ss"
    ),
    (
      "path: x, values: { a: b }", "\"a\" must be a mapping of found word to word, not text"
    ),
    (
      "path: x, complete_through: 2026-02-30",
      "\"complete_through\" must be a date that exists, YYYY-MM-DD, not \"2026-02-30\""
    ),
  ])
  func saysWhatIsWrongWithASource(_ row: (String, String)) {
    let faults = after("sources: [{ name: s, kind: epcis, \(row.0) }]")
    #expect(faults.count == 1)
    #expect(faults.first?.split(separator: ": ", maxSplits: 1).last.map(String.init) == row.1)
  }

  @Test func refusesTwoNamesForTheSameThing() {
    let faults = after(
      "partners: [{ gln: \"0399992000014\", name: A, ts_carried_by: asn, statement_by: letter }]")
    #expect(
      faults == ["3:79: \"ts_carried_by\" and \"statement_by\" mean the same; write one of them"])
  }

  @Test func refusesATextThatIsNoMapping() {
    #expect(faults("- 1") == ["1:1: the configuration must be a mapping, not a list"])
  }
}
