import Cataloging
import GS1
import Settings

/// Rows of a table that lack what other records would name them by, though a column gives it.
struct KeylessRows {
  private let field: String?
  private var count = 0
  private var first = ""

  init(kind: RecordKind) { field = kind.key.first }

  mutating func take(_ record: RawRecord, _ mapping: ColumnMapping) {
    guard let field, record.values[field].map({ CellText.trimmed($0.text).isEmpty }) ?? true,
      mapping.columns.contains(where: { column in column.targets.contains { $0.name == field } })
    else { return }
    count += 1
    guard count == 1 else { return }
    let place = record.position
    first =
      place.pointer.isEmpty || place.pointer.hasPrefix("/") ? "line \(place.line)" : place.pointer
  }

  /// What to say of them, nil when there are none.
  var remark: String? {
    guard let field, count > 0 else { return nil }
    let rows = Noun.counted(count, "row has", "rows have")
    return "\(rows) no \(field), first \(first): nothing can refer to such a record; fill the cells"
  }
}
