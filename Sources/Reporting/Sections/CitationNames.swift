import Assessing

/// What the short names in citations stand for: those that a report uses, and no others.
enum CitationNames {
  /// Short names with the instrument or guidance they mean.
  static let all: [(name: String, meaning: String)] = [
    ("AM-GDP", "aide-memoire of the Commission for inspections of wholesalers (18 November 2019)"),
    ("AM-GMP", "aide-memoire of the Commission for inspections of manufacturers (June 2019)"),
    ("CBV", "GS1 Core Business Vocabulary"),
    (
      "DATA-2018",
      "FDA, Standardization of Data and Documentation Practices for Product Tracing (draft, 2018)"
    ),
    (
      "DEFS-2023",
      "FDA, “Definitions of Suspect Product and Illegitimate Product for Verification Obligations”"
    ),
    ("DIR", "Directive 2001/83/EC"),
    ("DR", "Delegated Regulation (EU) 2016/161"),
    (
      "EDDS-2023",
      "FDA, Enhanced Drug Distribution Security at the Package Level (final, August 2023)"
    ),
    ("EMVO", "European Medicines Verification Organisation, which runs the EU hub"),
    ("EU GDP", "guidelines on good distribution practice, 2013/C 343/01"),
    ("FD&C Act", "Federal Food, Drug, and Cosmetic Act, as amended by the DSCSA"),
    (
      "GF-2018",
      "FDA, Grandfathering Policy for Packages and Homogenous Cases Without a Product Identifier"
    ),
    ("EU GMP", "EudraLex volume 4"),
    ("GMP", "EudraLex volume 4"),
    ("NI-R", "Regulation (EU) 2023/1182 on medicines for Northern Ireland"),
    ("NMVO", "national medicines verification organisation"),
    ("PDG", "Partnership for DSCSA Governance"),
    ("PI-QA-2021", "FDA, Product Identifiers Under the DSCSA: Questions and Answers (June 2021)"),
    ("Q&A", "Commission, Safety features for medicinal products: questions and answers"),
    (
      "STD-2023",
      "FDA, DSCSA Standards for the Interoperable Exchange of Information (September 2023)"
    ),
    (
      "SUSPECT-2021",
      "FDA, “DSCSA Implementation: Identification of Suspect Product and Notification” (June 2021)"
    ),
    ("VER-2023", "FDA, Verification Systems Under the DSCSA (7 December 2023)"),
    ("WEE-2023", "FDA, Waivers, Exceptions, and Exemptions from section 582 (August 2023)"),
  ]

  /// A list of the short names in the citations of an assessment; nothing when there are none.
  static func blocks(_ assessment: Assessment) -> [ReportBlock] {
    let texts =
      assessment.requirements.map(\.citation)
      + assessment.findings.compactMap(\.basis)
    let used = all.filter { entry in texts.contains { isNamed(entry.name, in: $0) } }
    guard !used.isEmpty else { return [] }
    return [
      .heading(3, "Short names in citations", id: "short-names"),
      .list(used.map { .strong($0.name) + RichText(": \($0.meaning)") }, isNumbered: false),
    ]
  }

  /// True where a name stands as a word of its own: DR in "DR 4(b)", not in "DRUG".
  static func isNamed(_ name: String, in text: String) -> Bool {
    text.ranges(of: name).contains { range in
      let before = text[..<range.lowerBound].last
      let after = text[range.upperBound...].first
      let isJoined = { (character: Character?) in
        character.map { $0.isLetter || $0.isNumber || $0 == "-" } ?? false
      }
      return !isJoined(before) && !isJoined(after)
    }
  }
}
