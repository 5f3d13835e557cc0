import Assessing
import Settings

/// Who, what, when: the block on top of every page.
enum ReportHeader {
  static func facts(_ context: ReportContext) -> [ReportFact] {
    let assessment = context.assessment
    let firm = assessment.organization
    let draft = ReportFact("Status", .strong("DRAFT: not sealed, not for handing over"))
    let facts = [
      ReportFact("Firm", RichText(firm.name + (firm.gln.map { ", GLN \($0)" } ?? ""))),
      ReportFact("Roles, markets", RichText(roles(firm))),
      ReportFact("Purpose", RichText(Wording.purpose(assessment.purpose))),
      ReportFact(
        "Period", RichText("\(assessment.scope.from.iso) to \(assessment.scope.to.iso)")),
      ReportFact("Selected", RichText(selection(assessment.scope, context.names))),
      ReportFact("Pack", .code(context.packID)),
      ReportFact(
        "Profile", RichText("\(assessment.profile.title), edition \(assessment.profile.edition)")),
      ReportFact("Profile approved", "reference " + .blank(18)),
      ReportFact("Complete through", RichText(CompleteThrough.words(assessment.coverage))),
      ReportFact("Data as of", RichText(assessment.asOf.clock)),
      ReportFact("Generated", RichText(context.generated)),
    ]
    return (context.isDraft ? [draft] : []) + facts
  }

  private static func roles(_ firm: Assessment.Organization) -> String {
    let parts = [
      firm.roles.map(PlainWord.text).joined(separator: ", "),
      firm.markets.joined(separator: ", "),
    ].filter { !$0.isEmpty }
    return parts.isEmpty ? "not stated in the configuration" : parts.joined(separator: "; ")
  }

  private static func selection(_ scope: Assessment.Scope, _ names: PartyNames) -> String {
    let parts = [
      ("products", scope.products), ("lots", scope.lots), ("sites", scope.sites),
      ("partners", scope.partners.map(names.named)),
    ].filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1.joined(separator: ", "))" }
    let selected =
      parts.isEmpty ? "all products, lots, sites and partners" : parts.joined(separator: "; ")
    guard let left = scope.left, !left.isEmpty else { return selected }
    return selected
      + "; without \(Noun.counted(left.count, "product", "products")) for other markets"
  }
}
