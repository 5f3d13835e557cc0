internal import Assessing

/// A report on paper: the sections of its page, with a title block, both clocks, page numbers and
/// bookmarks.
enum PDFReport {
  /// The finished file, whole or in the short form for a meeting. Sheets are Letter for DSCSA and
  /// A4 elsewhere.
  /// - Throws: `ArchiveError` when zlib cannot start.
  static func bytes(
    _ document: ReportDocument, for assessment: Assessment, isShort: Bool = false
  ) throws -> [UInt8] {
    let isLetter = assessment.profile.regime == "dscsa"
    let (width, height) = isLetter ? (612.0, 792.0) : (595.28, 841.89)
    var flow = PDFFlow(width: width, height: height)
    flow.isShort = isShort
    drawTitle(document, on: &flow)
    if isShort, let note = document.shortNote { PDFBlocks.draw(.note(note), level: 1, on: &flow) }
    for section in document.sections { PDFBlocks.draw(section, on: &flow) }
    if flow.isChanged {
      flow.skip(10)
      flow.lines(
        flow.broken(RichText(lettersNote), size: 7.6, width: flow.room, color: .quiet),
        leading: 9.8)
    }
    flow.finish(.init(left: document.runningHead, second: document.runningFoot))
    return try PDFFile(
      title: "\(document.title) – \(document.subtitle)",
      creator: "\(assessment.tool.name) \(assessment.tool.version)",
      created: assessment.generatedAt.text.prefix(19).filter(\.isNumber), width: width,
      height: height, pages: flow.pages, bookmarks: flow.bookmarks, anchors: flow.anchors
    ).bytes()
  }

  private static func drawTitle(_ document: ReportDocument, on flow: inout PDFFlow) {
    flow.lines(
      flow.broken(RichText(document.title), size: 20, width: flow.room, font: .bold),
      leading: 25)
    flow.lines(
      flow.broken(RichText(document.subtitle), size: 11, width: flow.room, color: .quiet),
      leading: 15)
    flow.y += 6
    PDFBlocks.draw(.facts(document.stamp), level: 1, on: &flow)
  }

  private static let lettersNote =
    "This file uses the fonts every reader has. Letters they lack are written in Latin ones, other "
    + "characters by their code such as [U+4E2D]; the exact text stands in the HTML report, the "
    + "workbook and the CSV files. Identifiers are never rewritten otherwise."
}
