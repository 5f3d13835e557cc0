import Testing

@testable import Settings

/// A report names the law of its own regime only.
struct CitationsTests {
  @Test(arguments: [
    ("21 CFR 211.192; EU GMP Chapter 1", "21 CFR 211.192", "EU GMP Chapter 1"),
    ("DR 14; FD&C Act 582(b)(2)(A)", "FD&C Act 582(b)(2)(A)", "DR 14"),
    ("21 CFR 211.188; 11.10(e); EU GMP 4.9", "21 CFR 211.188; 11.10(e)", "EU GMP 4.9"),
    (
      "Date in the firm's own record; 21 CFR 11.10(d), (g); EU GMP Annex 11 11, 12",
      "Date in the firm's own record; 21 CFR 11.10(d), (g)",
      "Date in the firm's own record; EU GMP Annex 11 11, 12"
    ),
    (
      "ICH Q10 3.2.1; Directive 2001/83/EC Article 40", "ICH Q10 3.2.1",
      "ICH Q10 3.2.1; Directive 2001/83/EC Article 40"
    ),
    (
      "FD&C Act 582(g)(1)(C); until 27 November 2023 582(b)(4)(E); DR 15",
      "FD&C Act 582(g)(1)(C); until 27 November 2023 582(b)(4)(E)", "DR 15"
    ),
  ])
  func namesTheLawOfTheRegime(basis: String, dscsa: String, fmd: String) {
    #expect(Citations.of(.dscsa, in: basis) == dscsa)
    #expect(Citations.of(.fmd, in: basis) == fmd)
  }

  @Test func keepsWhatIsThereWhereTheRegimeHasNothingOfItsOwn() {
    #expect(Citations.of(.dscsa, in: "EU GMP Annex 15 11.7") == "EU GMP Annex 15 11.7")
    #expect(Citations.of(.fmd, in: "SOP QA-031") == "SOP QA-031")
  }

  @Test func noCheckOfLawNamesTheLawOfTheOtherRegime() throws {
    let library = try Library.load(examples: false)
    let foreign: [Regime: [String]] = [.dscsa: ["EU GMP", "DR "], .fmd: ["21 CFR", "FD&C Act"]]
    for profile in library.profiles.values {
      for id in Set(profile.requirements.flatMap(\.checks)) {
        guard let check = library.checks[id]?.under(profile.regime), check.authority == .law
        else { continue }
        for name in foreign[profile.regime] ?? [] {
          #expect(!check.basis.contains(name), "\(profile.id) \(id): \(check.basis)")
        }
      }
    }
  }
}
