package import Assessing

/// What every report is made from.
package struct ReportContext: Sendable {
  /// The judgement.
  var assessment: Assessment
  /// Id of the pack, or a label when there is none.
  var packID: String
  /// Where an artifact (`source:path`) lies in the pack, relative to `data/`; absent when it is not in it.
  var evidencePaths: [String: String]
  /// Names of parties and places.
  var names: PartyNames
  /// True for a draft, which every page then says.
  package var isDraft = false
  /// Who prepared, reviewed and approved, in that order.
  package var signOffs: [SignOff] = []
  /// Dossiers of lots and of what was asked for.
  var dossiers: DossierSet

  /// A context from its parts.
  package init(
    assessment: Assessment, packID: String, evidencePaths: [String: String] = [:],
    names: PartyNames = PartyNames(), dossiers: DossierSet = DossierSet()
  ) {
    self.assessment = assessment
    self.packID = packID
    self.evidencePaths = evidencePaths
    self.names = names
    self.dossiers = dossiers
  }

  /// A report around sections, with the facts every page carries.
  func document(
    _ title: String, _ subtitle: String, _ sections: [ReportSection]
  ) -> ReportDocument {
    ReportDocument(
      title: title, subtitle: subtitle, stamp: ReportHeader.facts(self),
      runningHead: (isDraft ? "DRAFT. " : "")
        + "\(Wording.purpose(assessment.purpose)). Pack \(packID).",
      runningFoot: "Data as of \(assessment.asOf.clock). Generated \(generated).",
      sections: sections)
  }

  /// The wall clock, and whether it was fixed.
  var generated: String {
    assessment.generatedAt.clock
      + (assessment.generatedAtFixed ? " (clock fixed by SOURCE_DATE_EPOCH)" : "")
  }
}

/// One finished file of a report.
package struct ReportFile: Sendable {
  /// Path relative to the pack's `data/`.
  package var path: String
  /// Its media type.
  var mediaType: String
  /// What it is, in a sentence for the manifest.
  var title: String
  /// Content.
  package var bytes: [UInt8]
}

/// All reports of an assessment.
package enum ReportSet {
  /// The front page, gap report, checklist, tables and dossiers, sorted by path.
  package static func render(_ context: ReportContext) -> [ReportFile] {
    let checklist = CompletenessChecklist(context.assessment)
    let dossiers = context.dossiers.dossiers(context).map {
      ReportFile(
        path: $0.path, mediaType: "text/html", title: $0.document.title,
        bytes: Page.html($0.document))
    }
    let pages = [
      ReportFile(
        path: "index.html", mediaType: "text/html", title: "Front page",
        bytes: Page.html(FrontPage.document(context))),
      ReportFile(
        path: "report/completeness-checklist.csv", mediaType: "text/csv",
        title: "Completeness checklist as a table", bytes: checklist.csv),
      ReportFile(
        path: "report/completeness-checklist.html", mediaType: "text/html",
        title: "Completeness checklist", bytes: checklist.html(context)),
      ReportFile(
        path: "report/findings.csv", mediaType: "text/csv",
        title: "Every listed unit and record of every finding", bytes: FindingsTable.csv(context)),
      ReportFile(
        path: "report/gap-report.html", mediaType: "text/html", title: "Gap report",
        bytes: Page.html(GapReport.document(context), withTools: true)),
    ]
    return (pages + dossiers).sorted { $0.path < $1.path }
  }
}

/// The reports for paper and office programs: they can fail to start zlib.
package enum OfficeReports {
  /// The gap report as PDF, short and whole, and as a workbook, and each dossier as PDF, sorted by
  /// path.
  /// - Throws: `ArchiveError` when zlib cannot start.
  package static func render(_ context: ReportContext) throws -> [ReportFile] {
    let report = GapReport.document(context)
    func pdf(_ path: String, _ document: ReportDocument, isShort: Bool = false) throws -> ReportFile
    {
      ReportFile(
        path: path, mediaType: "application/pdf",
        title: "\(document.title) for print\(isShort ? ", short form" : "")",
        bytes: try PDFReport.bytes(document, for: context.assessment, isShort: isShort))
    }
    let dossiers = try context.dossiers.dossiers(context).map { try pdf($0.printed, $0.document) }
    let own = [
      try pdf("report/gap-report-full.pdf", report),
      try pdf("report/gap-report.pdf", report, isShort: true),
      ReportFile(
        path: "report/gap-report.xlsx",
        mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        title: "Gap report as a workbook", bytes: try GapWorkbook.bytes(context)),
    ]
    return dossiers + own
  }
}
