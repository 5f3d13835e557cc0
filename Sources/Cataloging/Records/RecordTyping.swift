import Crypto
import Foundation
package import GS1
package import Settings

/// A record with every cell typed, as it is written.
package struct TypedRecord: Sendable {
  /// One thing wrong with a cell.
  struct Fault {
    var code: DefectCode
    var field: String
    var raw: String
  }

  /// The key cells as people write them.
  var key: [String]
  /// The values of the columns that are no links, in the order of the layout.
  var values: [StoredValue] = []
  /// The same for each item of each list.
  var items: [[[StoredValue]]] = []
  var extra: String?
  var faults: [Fault] = []
  /// Faults of how a whole column is written, at the first record that shows them.
  var habits: [Fault] = []
  /// SHA-256 over all of it.
  var content: [UInt8] = []
  /// Bytes of it, about.
  package var size = 0
  package var position: SourcePosition

  /// Notes what was wrong with a cell before anything was read of it.
  package mutating func note(_ code: DefectCode, field: String, raw: String) {
    faults.append(Fault(code: code, field: field, raw: raw))
  }
}

/// Types the records of one kind out of one artifact: what of loading them needs no catalog, and
/// may be done on another thread than writing.
package final class RecordTyping {
  /// The kind.
  package let kind: RecordKind
  private let cells: [RecordCell]
  /// The place of each cell in the key; nil for those that are no part of it.
  private let keyPlaces: [Int?]
  private let lists: [(field: String, cells: [RecordCell])]
  private let siteCells: [String]
  private let format: ValueFormat
  private let reader: ValueReader
  private var habits: Set<String> = []
  /// Cells that held something, by kind.
  private(set) var examined: [RecordField.Kind: Int] = [:]

  /// Begins with a kind and how the source writes its cells; `currentYear` is for years of two
  /// digits.
  package init(kind: RecordKind, format: ValueFormat = ValueFormat(), currentYear: Int) {
    self.kind = kind
    cells = RecordCell.flattened(kind.fields)
    keyPlaces = cells.map { kind.key.firstIndex(of: $0.stored.path) }
    lists = kind.lists.map { ($0.name, RecordCell.items(of: $0)) }
    siteCells = cells.filter { $0.stored.references == "site" }.map(\.stored.path)
    self.format = format
    reader = ValueReader(format: format, currentYear: currentYear)
  }

  /// Types one record. Whatever is wrong with a cell is a fault; the record stays.
  package func typed(_ record: RawRecord) -> TypedRecord {
    var typed = TypedRecord(
      key: [String](repeating: "", count: kind.key.count), position: record.position)
    typed.values.reserveCapacity(cells.count * 2)
    let zone = siteZone(of: record)
    for (cell, keyPlace) in zip(cells, keyPlaces) {
      let raw = record.values[cell.stored.path]
      let values = read(raw, cell, cell.stored.path, zone, &typed)
      if let keyPlace { typed.key[keyPlace] = Self.keyText(cell, values, raw) }
      typed.values += values
    }
    for list in lists {
      let given = record.lists[list.field] ?? []
      typed.items.append(
        given.compactMap { item in
          let faults = typed.faults.count
          let values = list.cells.flatMap { cell in
            read(
              item[cell.stored.path], cell, "\(list.field).\(cell.stored.path)", zone, &typed)
          }
          // A dash in a list is no item of it.
          let isNothing = values.allSatisfy { $0 == .null } && typed.faults.count == faults
          return isNothing ? nil : values
        })
    }
    typed.extra = Self.extra(record.extra)
    let bytes = Self.bytes(of: typed)
    typed.content = Array(SHA256.hash(data: bytes))
    typed.size = bytes.count
    return typed
  }

  private func read(
    _ raw: RawValue?, _ cell: RecordCell, _ field: @autoclosure () -> String, _ zone: String?,
    _ typed: inout TypedRecord
  ) -> [StoredValue] {
    guard let raw else { return cell.nothing }
    let reading = reader.read(raw, cell, siteZone: zone)
    examined[cell.kind, default: 0] += 1
    if reading.faults.isEmpty, reading.habits.isEmpty { return reading.values }
    let field = field()
    typed.faults += reading.faults.map { TypedRecord.Fault(code: $0, field: field, raw: raw.text) }
    for code in reading.habits where habits.insert("\(code.rawValue) \(field)").inserted {
      typed.habits.append(TypedRecord.Fault(code: code, field: field, raw: raw.text))
    }
    return reading.values
  }

  private func siteZone(of record: RawRecord) -> String? {
    if format.siteZones.isEmpty { return nil }
    for path in siteCells {
      if let site = record.values[path]?.text,
        let zone = format.zone(ofSite: CellText.trimmed(site))
      {
        return zone
      }
    }
    return nil
  }

  /// A key cell as people write it: what was read, else the text.
  private static func keyText(
    _ cell: RecordCell, _ values: [StoredValue], _ raw: RawValue?
  ) -> String {
    switch (cell.kind, values.first) {
    case (.date, .integer(let day)):
      return Int(exactly: day).flatMap { CivilDay.iso($0) } ?? ""
    case (.instant, .integer(let ms)): return InstantText.rfc3339(ms)
    case (_, .text(let text)): return text
    case (_, .integer(let number)): return String(number)
    default:
      let text = CellText.trimmed(raw?.text ?? "")
      return CellText.saysNothing(text) ? "" : text
    }
  }

  private static func extra(_ extra: [String: String]) -> String? {
    let given = extra.filter { !CellText.trimmed($0.value).isEmpty }
    if given.isEmpty { return nil }
    return CanonicalJSON.object(
      given.mapValues { .string(String($0.prefix(ValueReader.keptCharacters))) }
    ).text
  }

  /// What two records with the same content have in common.
  private static func bytes(of typed: TypedRecord) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(512)
    func add(_ value: StoredValue) {
      switch value {
      case .null: bytes.append(0)
      case .integer(let number):
        bytes.append(1)
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
      case .text(let text):
        bytes.append(2)
        withUnsafeBytes(of: UInt32(clamping: text.utf8.count).littleEndian) {
          bytes.append(contentsOf: $0)
        }
        bytes.append(contentsOf: text.utf8)
      }
    }
    for value in typed.values { add(value) }
    for rows in typed.items {
      add(.integer(Int64(rows.count)))
      for value in rows.joined() { add(value) }
    }
    add(typed.extra.map { .text($0) } ?? .null)
    for fault in typed.faults { add(.text(fault.raw)) }
    return bytes
  }
}
