package import Cataloging

/// A trace as readable text: the same sections as the dossiers of a pack, without findings.
package enum TraceText {
  /// Every subject of a report; `lots` has what is known of those that are lots, by
  /// place.
  package static func text(
    _ report: TraceReport, lots: [LotDossier?], titles: FieldTitles, expectsStatements: Bool
  ) -> String {
    let frame = DossierFrame(titles: titles, expectsStatements: expectsStatements)
    var parts = report.subjects.enumerated().map { index, subject in
      let lot = lots.indices.contains(index) ? lots[index] : nil
      let sections =
        lot.map { LotSections.sections($0, subject.documents, frame) }
        ?? UnitSections.sections(subject, frame)
      return BlockText.text(sections.filter { $0.id != "items" })
    }
    if report.omitted > 0 {
      parts.append(
        "\(report.omitted) more fit; give --gtin with --serial or --lot to narrow it.\n")
    }
    return parts.joined(
      separator: "\n" + String(repeating: "=", count: TextColumns.width) + "\n\n")
  }
}
