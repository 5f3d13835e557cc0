import Archives
import Cataloging
import GS1
import Settings

/// Reads, maps and types the rows of an open table on a thread of its own, while the caller writes
/// what was read.
///
/// `@unchecked Sendable`: touched by that thread alone until the queue has ended, then by the caller
/// alone.
final class TableReading: @unchecked Sendable {
  /// A cell's oddity that is no fault of its value.
  struct Note: Sendable {
    var code: DefectCode
    var field: String?
    var raw: String?
  }

  /// What was read.
  enum Item: Sendable {
    case record(TypedRecord, [Note])
    /// A row that an earlier, shorter state of the file had.
    case unchanged
    case quarantine(reason: String, SourcePosition, detail: String?)
  }

  private let table: OpenTable
  private let opening: TableOpening
  private let appendedFrom: Int64?
  private var mapper: RowMapper
  private var batch: [Item] = []
  private var bytes = 0
  /// What the cells were read by.
  let typing: RecordTyping
  /// Rows with a value that stands under no header, and what is said of the first.
  private(set) var beyondHeaders = 0
  private(set) var firstBeyond = ""
  private(set) var keyless: KeylessRows

  /// Which column fed what.
  var mapping: ColumnMapping { mapper.mapping }

  /// Items, and bytes of them, that travel together; batches that may wait.
  private static let batchItems = 256
  private static let batchBytes = 1 << 20
  private static let waiting = 8

  init(
    _ table: OpenTable, _ opening: TableOpening, appendedFrom: Int64?, typing: RecordTyping
  ) {
    self.table = table
    self.opening = opening
    self.appendedFrom = appendedFrom
    self.typing = typing
    keyless = KeylessRows(kind: typing.kind)
    mapper = table.mapper
  }

  /// Begins to read to the end. The queue ends with a `TableRefusal` when columns contradict each
  /// other.
  func start() -> BoundedQueue<[Item]> {
    let queue = BoundedQueue<[Item]>(capacity: Self.waiting)
    ReadingThread.start {
      do {
        try self.read(into: queue)
        queue.finish()
      } catch {
        queue.finish(error)
      }
    }
    return queue
  }

  private func read(into queue: BoundedQueue<[Item]>) throws {
    var last = SourcePosition()
    loop: while true {
      do {
        guard let item = try table.reader.next() else { break loop }
        switch item {
        case .fault(let fault): add(fault)
        case .row(let row):
          last = row.position
          try take(row)
        }
      } catch let fault as ReadFault {
        add(fault)
        break loop
      } catch let error as ArchiveError {
        batch.append(
          .quarantine(
            reason: ReadFault.Reason.sourceDamaged.rawValue, last,
            detail: "Nothing behind this row can be read: \(error.message)"))
        break loop
      }
      if batch.count >= Self.batchItems || bytes >= Self.batchBytes {
        try queue.push(batch)
        batch.removeAll(keepingCapacity: true)
        bytes = 0
      }
    }
    if !batch.isEmpty { try queue.push(batch) }
  }

  private func take(_ row: TableRow) throws {
    try opening.assign(table.reader.columns, &mapper)
    if let appendedFrom, Int64(row.position.byteOffset) < appendedFrom {
      batch.append(.unchanged)
      return
    }
    var record = mapper.record(row)
    opening.details?.complete(&record)
    keyless.take(record, mapper.mapping)
    var typed = typing.typed(record)
    bytes += typed.size
    let notes = row.notes.map(note)
    // What the sheet could not say is no blank: to a check it is a value that was not read.
    for note in notes where note.code == .spreadsheetError {
      typed.note(.spreadsheetError, field: note.field ?? "", raw: note.raw ?? "")
    }
    batch.append(.record(typed, notes.filter { $0.code != .spreadsheetError }))
    if let beyond = row.notes.first(where: { $0.code == .elementUnexpected && $0.column == nil }) {
      beyondHeaders += 1
      if beyondHeaders == 1 { firstBeyond = "line \(row.position.line), \(beyond.raw ?? "")" }
    }
  }

  private func note(_ note: TableNote) -> Note {
    let columns = mapper.mapping.columns
    let column = note.column.flatMap { columns.indices.contains($0) ? columns[$0] : nil }
    return Note(
      code: note.code, field: column.map { $0.targets.first?.name ?? $0.header }, raw: note.raw)
  }

  private func add(_ fault: ReadFault) {
    batch.append(
      .quarantine(
        reason: fault.reason.rawValue,
        SourcePosition(line: fault.line, byteOffset: fault.byteOffset), detail: fault.detail))
  }
}
