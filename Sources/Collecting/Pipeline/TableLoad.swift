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
    let records = try RecordLoader(loader, kind: kind)
    let reading = TableReading(
      table, opening, appendedFrom: appendedFrom,
      typing: RecordTyping(kind: kind, format: format, currentYear: loader.currentYear))
    for sheet in table.otherSheets {
      loader.defect(.elementUnexpected, field: "sheet", raw: "not read: \(sheet)")
    }
    for note in table.headNotes { loader.defect(note.code, field: "header", raw: note.raw) }
    var rows = 0
    let queue = reading.start()
    do {
      while let batch = try queue.pop() {
        if isCancelled() { throw CollectingError.cancelled }
        progress(rows)
        for item in batch {
          switch item {
          case .record(let record, let notes):
            rows += 1
            try records.take(record)
            for note in notes {
              loader.defect(note.code, field: note.field, raw: note.raw, position: record.position)
            }
          case .unchanged:
            rows += 1
            loader.countUnchanged()
          case .quarantine(let reason, let position, let detail):
            try loader.quarantine(reason: reason, position: position, detail: detail)
          }
        }
      }
    } catch {
      queue.abandon()
      queue.waitUntilFinished()
      throw error
    }
    let mapping = reading.mapping
    if table.headerRow == nil, rows > 0,
      !mapping.columns.contains(where: { !$0.targets.isEmpty })
    {
      throw opening.unrecognised(mapping, name)
    }
    for remark in table.reader.remarks {
      loader.defect(.elementUnexpected, field: "list", raw: remark)
    }
    for missing in mapping.missing {
      loader.defect(.elementMissing, field: missing.field, raw: "no column \"\(missing.header)\"")
    }
    for column in mapping.unrecognised {
      loader.defect(.columnUnrecognised, field: column.nearest?.name, raw: column.header)
    }
    try records.deliver(mapping.delivered.union(opening.details?.lists ?? []).sorted())
    try records.finish(reading.typing, isWhole: appendedFrom == nil)
    return Report(
      mapping: mapping, rows: rows, unread: records.unread,
      otherSheets: table.otherSheets,
      remarks: table.reader.remarks + [reading.keyless.remark].compactMap(\.self),
      beyondHeaders: reading.beyondHeaders, firstBeyond: reading.firstBeyond)
  }
}
