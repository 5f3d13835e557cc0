import Foundation
package import GRDB
import GS1
package import Settings

/// Records of one kind as text that says what their original says: every field of the kind in its
/// order, as the original wrote it where the catalog keeps that text.
///
/// Lists stand in one cell: plain items with the kind's separator between them, items with fields of
/// their own as JSON.
package struct RecordText {
  /// What could not be read of a cell, or only in part, with the text that stood there.
  package struct Fault: Sendable {
    let code: String
    let raw: String
  }

  /// One column of the text.
  private enum Column {
    case cell(RecordLayout.Cell, scale: Int?)
    case list(RecordLayout.List, separator: String, scales: [String: Int])
  }

  /// The paths of the fields, ids and lists among them.
  package let headers: [String]
  private let columns: [Column]

  /// The columns of a layout; `kind` says their order, decimal places and separators.
  package init(_ layout: RecordLayout, _ kind: RecordKind?) {
    var found: [(name: String, column: Column)] = []
    func add(_ fields: [RecordField], prefix: String) {
      for field in fields {
        let path = prefix + field.name
        switch field.kind {
        case .structure: add(field.fields, prefix: path + "_")
        case .list:
          guard prefix.isEmpty, let list = layout.lists.first(where: { $0.name == path }) else {
            continue
          }
          let scales = RecordKind.columns(ofList: field).map { ($0.name, $0.field.scale) }
          found.append(
            (
              path,
              .list(
                list, separator: field.separator ?? Self.separator,
                scales: Dictionary(scales, uniquingKeysWith: { first, _ in first }))
            ))
        default:
          guard let cell = layout.cells.first(where: { $0.path == path }) else { continue }
          found.append((path, .cell(cell, scale: field.scale)))
        }
      }
    }
    add(kind?.fields ?? [], prefix: "")
    // What the kind's file had when the records were read, and has no more.
    let known = Set(found.map(\.name))
    for cell in layout.cells where !known.contains(cell.path) {
      found.append((cell.path, .cell(cell, scale: nil)))
    }
    for list in layout.lists where !known.contains(list.name) {
      found.append((list.name, .list(list, separator: Self.separator, scales: [:])))
    }
    headers = found.map(\.name)
    columns = found.map(\.column)
  }

  private static let separator = ";"

  /// The texts of a row of the kind's table, one for each header. Fields whose paths are `hidden`
  /// are blank; of lists what is dated after the cut-off is left out.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  package func texts(
    _ db: Database, _ row: Row, faults: [String: [Fault]] = [:], hidden: Set<String> = [],
    cutOff: RecordCutOff? = nil
  ) throws -> [String] {
    try columns.map { column in
      switch column {
      case .cell(let cell, let scale):
        guard !hidden.contains(cell.path) else { return "" }
        return Self.text(cell, scale, row, faults[cell.path] ?? [])
      case .list(let list, let separator, let scales):
        let items = try Row.fetchAll(
          db.cachedStatement(
            sql: """
              SELECT * FROM \(RecordTables.quoted(list.table)) WHERE record_id = ? ORDER BY ord
              """), arguments: [row["record_id"] as Int64])
        return Self.text(
          list, items.filter { cutOff?.hides(item: $0, of: list) != true }, separator, scales,
          faults)
      }
    }
  }

  /// Columns of the original that no field takes, by their headers in order.
  package static func extra(_ row: Row) -> [(header: String, text: String)] {
    guard let json = row["extra"] as String?,
      let found = try? JSONDecoder().decode([String: String].self, from: Data(json.utf8))
    else { return [] }
    return found.sorted { $0.key < $1.key }.map { (header: $0.key, text: $0.value) }
  }

  /// What the catalog noted about cells of some records, by record and path: the texts of those that
  /// could not be read are kept there alone.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  package static func faults(
    _ db: Database, of records: [Int64]
  ) throws -> [Int64: [String: [Fault]]] {
    let ids = CanonicalJSON.array(records.map { .integer($0) }).text
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT record_id, field, code, raw FROM defect
        WHERE record_id IN (SELECT value FROM json_each(?)) AND field IS NOT NULL
          AND raw IS NOT NULL AND code <> ? ORDER BY defect_id
        """, arguments: [ids, DefectCode.keyRepeated.rawValue])
    var found: [Int64: [String: [Fault]]] = [:]
    while let row = try rows.next() {
      found[row[0], default: [:]][row[1], default: []].append(Fault(code: row[2], raw: row[3]))
    }
    return found
  }

  /// A decimal from the whole number it is kept as.
  package static func decimal(_ number: Int64, scale: Int) -> String {
    guard scale > 0 else { return String(number) }
    let padded = String(number.magnitude).zeroPadded(to: scale + 1)
    return (number < 0 ? "-" : "") + padded.dropLast(scale) + "." + padded.suffix(scale)
  }

  // MARK: Cells

  private static func text(
    _ cell: RecordLayout.Cell, _ scale: Int?, _ row: Row, _ faults: [Fault]
  ) -> String {
    guard let text = text(cell, scale, row) else { return faults.first?.raw ?? "" }
    if let written = faults.first(where: { $0.code == DefectCode.numberRounded.rawValue }) {
      return written.raw
    }
    let isCut = faults.contains { $0.code == DefectCode.valueTooLong.rawValue }
    return isCut ? text + "… (goes on in the original)" : text
  }

  /// The value of a cell as text; nil when it has none.
  private static func text(_ cell: RecordLayout.Cell, _ scale: Int?, _ row: Row) -> String? {
    func value(_ part: RecordLayout.Part) -> DatabaseValue? {
      cell.columns.first { $0.part == part }.flatMap { row[$0.name] as DatabaseValue? }
    }
    if let text = value(.text).flatMap(String.fromDatabaseValue), !text.isEmpty { return text }
    if let ms = value(.ms).flatMap(Int64.fromDatabaseValue) { return InstantText.rfc3339(ms) }
    if let day = value(.day).flatMap(Int.fromDatabaseValue) { return CivilDay.iso(day) }
    guard let found = value(.value) else { return nil }
    switch (cell.kind, found.storage) {
    case ("boolean", .int64(let truth)): return truth == 0 ? "false" : "true"
    // Without its scale the number would be a wrong one.
    case ("decimal", .int64(let number)): return scale.map { decimal(number, scale: $0) }
    case (_, .int64(let number)): return String(number)
    case (_, .string(let text)): return text
    default: return nil
    }
  }

  // MARK: Lists

  private static func text(
    _ list: RecordLayout.List, _ rows: [Row], _ separator: String, _ scales: [String: Int],
    _ faults: [String: [Fault]]
  ) -> String {
    guard !rows.isEmpty else { return "" }
    // Of items a catalog keeps what could not be read in their order, not at which item it stood.
    var unread = list.cells.reduce(into: [String: [String]]()) { unread, cell in
      unread[cell.path] = (faults["\(list.name).\(cell.path)"] ?? [])
        .filter { leavesNothing.contains($0.code) }.map(\.raw)
    }
    func text(_ cell: RecordLayout.Cell, _ row: Row) -> String? {
      if let text = Self.text(cell, scales[cell.path], row) { return text }
      guard let raw = unread[cell.path]?.first else { return nil }
      unread[cell.path]?.removeFirst()
      return raw
    }
    if let only = list.cells.first, list.cells.count == 1, only.path == "value" {
      let items = rows.map { text(only, $0) ?? "" }
      guard items.contains(where: { $0.contains(separator) }) else {
        return items.joined(separator: separator)
      }
      return CanonicalJSON.array(items.map { .string($0) }).text
    }
    let items = rows.map { row -> CanonicalJSON in
      .object(
        list.cells.reduce(into: [:]) { item, cell in
          item[cell.path] = text(cell, row).map { json($0, of: cell) }
        })
    }
    return CanonicalJSON.array(items).text
  }

  private static func json(_ text: String, of cell: RecordLayout.Cell) -> CanonicalJSON {
    switch cell.kind {
    case "boolean" where text == "true" || text == "false": .bool(text == "true")
    case "integer": Int64(text).map { .integer($0) } ?? .string(text)
    default: .string(text)
    }
  }

  /// Faults of cells that then have no value.
  private static let leavesNothing = Set(
    [
      DefectCode.spreadsheetDamage, .spreadsheetError, .wordUnknown, .digestUnreadable,
      .numberUnreadable,
      .numberAmbiguous,
    ].map(\.rawValue))
}
