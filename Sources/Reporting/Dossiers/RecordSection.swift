internal import Cataloging
internal import Settings

/// Deviations, releases, uploads, status messages … that name a lot or a serial.
enum RecordSection {
  /// `named` says what is named, such as "the lot".
  static func section(
    _ records: [NamingRecords], _ named: String, _ frame: DossierFrame
  ) -> ReportSection {
    guard !records.isEmpty else {
      return ReportSection(
        "records", "Records that name it",
        [
          .paragraph(
            "No source delivered records of other kinds, such as batch records, deviations or "
              + "releases, that name \(named).")
        ])
    }
    let blocks = records.flatMap { kind -> [ReportBlock] in
      var blocks: [ReportBlock] = [
        .table(
          ReportTable(
            "\(frame.titles.kind(kind.kind)) (\(Noun.grouped(kind.count)))",
            ["Record", "Values", "Evidence"],
            kind.entries.map { entry in
              [
                .code(entry.values.first?.last ?? ""),
                RichText(
                  entry.values.dropFirst().prefix(14)
                    .map { value in
                      "\(frame.titles.title(value.first ?? "", of: kind.kind)): "
                        + frame.titles.value(value.last ?? "", of: value.first ?? "", in: kind.kind)
                    }
                    .joined(separator: "; ")
                    + (entry.values.count > 15
                      ? "; and "
                        + Noun.counted(entry.values.count - 15, "more value", "more values")
                      : "")),
                frame.place(entry.record),
              ]
            }))
      ]
      if kind.count > kind.entries.count {
        blocks.append(
          .note("The first \(kind.entries.count) of \(kind.count); the catalog has all."))
      }
      return blocks
    }
    return ReportSection("records", "Records that name it", blocks)
  }
}
