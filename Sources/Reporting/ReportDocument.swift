/// A report before it is a page or a sheet: title, facts on top, sections.
struct ReportDocument: Sendable {
  /// What it is.
  var title: String
  /// Whose it is, in one line.
  var subtitle: String
  /// Who, what, when: stands on top.
  var stamp: [ReportFact]
  /// What every sheet says at its head: purpose and pack.
  var runningHead: String
  /// What every sheet says at its foot: the two clocks.
  var runningFoot: String
  /// Content in the order people read.
  var sections: [ReportSection]
  /// What the short form for print leaves out and where it stands; nil when there is no such form.
  var shortNote: RichText?
  /// Widths of the columns of its work list in percent, where these fit only a sheet on its side.
  var printedWidths: [Int] = []
}
