import Assessing

/// Who, what, when: the block on top of every page.
enum ReportHeader {
  static func stamp(_ context: ReportContext) -> HTMLNode {
    let assessment = context.assessment
    let facts: [(String, String)] = [
      (
        "Firm",
        assessment.organization.name + (assessment.organization.gln.map { ", GLN \($0)" } ?? "")
      ),
      ("Purpose", Wording.purpose(assessment.purpose)),
      ("Period", "\(assessment.scope.from.text) to \(assessment.scope.to.text)"),
      ("Selected", selection(assessment.scope)),
      (
        "Profile",
        "\(assessment.profile.title), edition \(assessment.profile.edition), SHA-256 \(assessment.profile.sha256.prefix(16))…"
      ),
      ("Data as of", assessment.asOf.text),
      (
        "Generated",
        assessment.generatedAt.text
          + (assessment.generatedAtFixed ? " (clock fixed by SOURCE_DATE_EPOCH)" : "")
      ),
      ("Pack", context.packID),
    ]
    return element("div", [("class", "stamp")]) {
      element("dl") {
        for (name, value) in facts {
          element("dt", text: name)
          element("dd", text: value)
        }
      }
    }
  }

  private static func selection(_ scope: Assessment.Scope) -> String {
    let parts = [
      ("products", scope.products), ("lots", scope.lots), ("sites", scope.sites),
      ("partners", scope.partners),
    ].filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1.joined(separator: ", "))" }
    return parts.isEmpty ? "all products, lots, sites and partners" : parts.joined(separator: "; ")
  }
}
