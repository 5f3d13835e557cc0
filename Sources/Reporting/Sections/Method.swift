import Assessing

/// What was left out, how it was done, how to verify.
enum Method {
  static func section(_ context: ReportContext) -> HTMLNode {
    let assessment = context.assessment
    let ledger = assessment.ledger
    return element("section", [("id", "method")]) {
      element("h2", text: "What was left out, and why")
      element("p") {
        "Files: \(Wording.grouped(ledger.artifacts)) in the catalog, \(ledger.excluded) set aside by rule, \(ledger.unreadable) not readable. "
        "Records: \(Wording.grouped(ledger.records)) read, \(Wording.grouped(ledger.taken)) taken, \(ledger.quarantined) in quarantine. "
        "\(Wording.counted(ledger.defects, "defect was", "defects were")) noted while reading."
      }
      element("ul") {
        for limitation in assessment.limitations { element("li", text: limitation) }
      }
      element("h2", text: "Method")
      element("p") {
        "\(assessment.tool.name) \(assessment.tool.version) read the sources, kept each original byte for byte, "
        "and ran \(assessment.checks.count) checks of the profile over the catalog. "
        "Catalog digest \(assessment.inputs.catalog); configuration digest \(assessment.inputs.configuration)."
      }
      table(
        caption: "Parameters in force", headers: ["Parameter", "Value", "From", "Procedure"],
        rows: assessment.profile.parameters.sorted { $0.key < $1.key }.map { name, parameter in
          [
            element("code", text: name),
            .text(parameter.value + (parameter.unit.map { " \($0)" } ?? "")), .text(parameter.from),
            .text(parameter.procedure ?? ""),
          ]
        })
      element("h2", text: "How to verify")
      element("p") {
        "README.txt beside this folder gives the exact lines. In short: every file stands in manifest-sha256.txt, "
        "that list stands in tagmanifest-sha256.txt, and the SHA-256 of tagmanifest-sha256.txt is the pack digest. "
        "“muster verify” does it in one step and also finds files that no list names."
      }
      element("h2", text: "What this report does not show")
      element("p") {
        "It shows what the collected records say, not that the records are true or complete beyond what is listed as delivered. "
        "It judges by data where data can judge; where a person must look it says so."
      }
    }
  }
}
