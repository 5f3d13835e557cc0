import Assessing
import Settings

/// How it was done: program, digests, parameters with their origin, what the marks mean.
enum Method {
  static func section(_ context: ReportContext) -> ReportSection {
    let assessment = context.assessment
    let blocks: [ReportBlock] = [
      .paragraph(
        RichText(
          "\(assessment.tool.name) \(assessment.tool.version) read the sources, kept each original "
            + "byte for byte, and ran "
            + "\(Noun.counted(assessment.checks.count, "check", "checks")) over the catalog: those of "
            + "the profile, and one for each kind of record (are its fields filled?) and each sort of "
            + "evidence expected (is it there?). Only law and limits the firm declared make items for action; guidance "
            + "and practice wait for a person.")),
      .facts([
        ReportFact("Profile digest", .code(assessment.profile.sha256)),
        ReportFact("Catalog digest", .code(assessment.inputs.catalog)),
        ReportFact("Settings digest", .code(assessment.inputs.configuration)),
        ReportFact("Compared with", .code(assessment.inputs.baseline ?? "no earlier assessment")),
      ]),
      .table(parameters(assessment)),
      .note(
        "“default”: the default of the check, not adopted by the firm. What a parameter limits, and "
          + "why: “muster explain” with its name, or the files in profile/checks/."),
      .heading(3, "Citations", id: "citations"),
      .paragraph(
        "† Paragraph to be compared with the official text. Citations carry the mark of how far "
          + "they were compared while the profile was written:"),
      .list(
        [
          "c: the text, or an official page on it, was read", "c2: read in a secondary source",
          "k: from knowledge of the text, which was not at hand",
          "u+: from knowledge, with high confidence",
          "anything with u or u-: open or disputed; makes a review item at most",
        ], isNumbered: false),
    ]
    return ReportSection(
      "method", "Method and parameters", isAnnex: true, blocks + CitationNames.blocks(assessment))
  }

  private static func parameters(_ assessment: Assessment) -> ReportTable {
    ReportTable(
      "Parameters in force", ["Parameter", "Value", "Origin", "Procedure", "Checks that use it"],
      assessment.profile.parameters.sorted { $0.key < $1.key }.map { name, parameter in
        [
          .code(name), RichText(parameter.words),
          RichText(origin(parameter)), RichText(parameter.procedure ?? ""),
          RichText(checks(parameter)),
        ]
      })
  }

  private static func checks(_ parameter: Assessment.Parameter) -> String {
    let all = parameter.checks ?? []
    let named = all.prefix(3).joined(separator: ", ")
    return all.count > 3 ? "\(named) and \(all.count - 3) more, in the workbook" : named
  }

  static func origin(_ parameter: Assessment.Parameter) -> String {
    switch parameter.from {
    case "check": "default"
    case "law":
      parameter.isLimit ? "limit of the law; may only be tightened" : "fixed by the law"
    case "profile": "set by the profile"
    case "configuration": "set in muster.yaml"
    case "firm": "the firm's own limit"
    default: parameter.from
    }
  }
}
