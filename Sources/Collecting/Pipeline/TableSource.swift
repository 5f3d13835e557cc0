import Cataloging
import Settings

/// How the tables of one source are recognised, opened and typed.
struct TableSource {
  /// The source.
  let source: Source
  /// How its columns are recognised.
  let spellings: FieldSpellings
  /// How its cells are written.
  let format: ValueFormat

  init(_ source: Source, kind: RecordKind, configuration: MusterConfiguration) {
    self.source = source
    spellings = FieldSpellings(kind)
    format = ValueFormat(source, in: configuration)
  }

  /// Opens tables of the source; working files go to a folder of the catalog.
  func opening(workFolder: String?) -> TableOpening {
    TableOpening(source: source, spellings: spellings, workFolder: workFolder)
  }
}

extension CollectionOutcome.SourceOutcome {
  /// Notes what a table lacks or has too much of.
  mutating func note(_ report: TableLoad.Report, path: String) {
    for missing in report.mapping.missing {
      let near = missing.nearest.map { ", perhaps \"\($0)\"" } ?? ""
      note(
        path, "taken", "no column \"\(missing.header)\" for \(missing.field)\(near)")
    }
    if report.rows == 0 { note(path, "taken", "no rows") }
    let new = report.mapping.unrecognised.map {
      CollectionOutcome.UnrecognisedColumn(header: $0.header, nearest: $0.nearest?.name)
    }
    unrecognised = Set(unrecognised + new).sorted { $0.header < $1.header }
  }
}
