import Archives
import Cataloging
import GS1
import Settings

/// Hands the rows of one open table to the catalog.
struct TableLoad {
  let opening: TableOpening
  let kind: RecordKind
  let format: ValueFormat
  /// For messages.
  let name: String
  let isCancelled: @Sendable () -> Bool
  /// Told the records so far, now and then.
  var progress: (Int) -> Void = { _ in }
  /// Rows that begin before this byte were taken from an earlier, shorter state of the file.
  var appendedFrom: Int64?

  private static let batch = 1024

  /// What a table turned out to be like.
  struct Report {
    var mapping: ColumnMapping
    var rows = 0
    /// Cells no value could be made of.
    var unread: [RecordLoader.Unread] = []
    /// Other sheets of the workbook, which nobody looked at.
    var otherSheets: [String] = []
    /// What was passed over beside the records.
    var remarks: [String] = []
    /// Rows with a value that stands under no header, and what is said of the first.
    var beyondHeaders = 0
    var firstBeyond = ""
  }

  /// Reads to the end; whatever cannot be split into cells goes to quarantine.
  /// - Throws: `TableRefusal` when its columns contradict each other; `CollectingError.cancelled`;
  ///   what loading throws.
  func run(_ table: OpenTable, into loader: ArtifactLoader) throws -> Report {
    let records = try RecordLoader(loader, kind: kind, format: format)
    var mapper = table.mapper
    for sheet in table.otherSheets {
      loader.defect(.elementUnexpected, field: "sheet", raw: "not read: \(sheet)")
    }
    var beyondHeaders = 0
    var firstBeyond = ""
    for note in table.headNotes { loader.defect(note.code, field: "header", raw: note.raw) }
    var rows = 0
    var last = SourcePosition()
    loop: while true {
      if rows % Self.batch == 0 {
        if isCancelled() { throw CollectingError.cancelled }
        progress(rows)
      }
      do {
        guard let item = try table.reader.next() else { break loop }
        switch item {
        case .fault(let fault): try quarantine(fault, in: loader)
        case .row(let row):
          rows += 1
          last = row.position
          try opening.assign(table.reader.columns, &mapper)
          if let appendedFrom, Int64(row.position.byteOffset) < appendedFrom {
            loader.count(unchanged: 1)
            continue
          }
          var record = mapper.record(row)
          opening.details?.complete(&record)
          try records.take(record)
          note(row, mapper.mapping, in: loader)
          if let beyond = row.notes.first(where: {
            $0.code == .elementUnexpected && $0.column == nil
          }) {
            beyondHeaders += 1
            if beyondHeaders == 1 {
              firstBeyond = "line \(row.position.line), \(beyond.raw ?? "")"
            }
          }
        }
      } catch let fault as ReadFault {
        try quarantine(fault, in: loader)
        break loop
      } catch let error as ArchiveError {
        try loader.quarantine(
          reason: ReadFault.Reason.sourceDamaged.rawValue, position: last,
          detail: "Nothing behind this row can be read: \(error.message)")
        break loop
      }
    }
    if table.headerRow == nil, rows > 0,
      !mapper.mapping.columns.contains(where: { !$0.targets.isEmpty })
    {
      throw opening.unrecognised(mapper.mapping, name)
    }
    for remark in table.reader.remarks {
      loader.defect(.elementUnexpected, field: "list", raw: remark)
    }
    for missing in mapper.mapping.missing {
      loader.defect(.elementMissing, field: missing.field, raw: "no column \"\(missing.header)\"")
    }
    for column in mapper.mapping.unrecognised {
      loader.defect(.columnUnrecognised, field: column.nearest?.name, raw: column.header)
    }
    try records.deliver(mapper.mapping.delivered.union(opening.details?.lists ?? []).sorted())
    try records.finish(isWhole: appendedFrom == nil)
    return Report(
      mapping: mapper.mapping, rows: rows, unread: records.unread,
      otherSheets: table.otherSheets, remarks: table.reader.remarks, beyondHeaders: beyondHeaders,
      firstBeyond: firstBeyond)
  }

  private func quarantine(_ fault: ReadFault, in loader: ArtifactLoader) throws {
    try loader.quarantine(
      reason: fault.reason.rawValue,
      position: SourcePosition(line: fault.line, byteOffset: fault.byteOffset),
      detail: fault.detail)
  }

  private func note(_ row: TableRow, _ mapping: ColumnMapping, in loader: ArtifactLoader) {
    for note in row.notes {
      let column = note.column.flatMap {
        mapping.columns.indices.contains($0) ? mapping.columns[$0] : nil
      }
      loader.defect(
        note.code, field: column.map { $0.targets.first?.name ?? $0.header }, raw: note.raw,
        position: row.position)
    }
  }
}
