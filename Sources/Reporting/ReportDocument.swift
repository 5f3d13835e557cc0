/// A report before it is a page or a sheet: title, facts on top, sections.
package struct ReportDocument: Sendable {
  /// What it is.
  package var title: String
  /// Whose it is, in one line.
  package var subtitle: String
  /// Who, what, when: stands on top.
  package var stamp: [ReportFact]
  /// What every sheet says at its head: purpose and pack.
  package var runningHead: String
  /// What every sheet says at its foot: the two clocks.
  package var runningFoot: String
  /// Content in the order people read.
  package var sections: [ReportSection]
  /// What the short form for print leaves out and where it stands; nil when there is no such form.
  package var shortNote: RichText?
}
