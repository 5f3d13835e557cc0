import Cataloging
import GS1

/// The rows of one sheet, hidden rows and columns among them, as they stand in the file.
final class SheetReader: RowReader {
  private let book: Workbook
  private let sheet: Workbook.Sheet
  private let xml: XMLPullReader
  private let merged: MergedCells
  private var lastRow = 0
  private var isOver = false
  /// Columns that have headers, once these are known: what stands further right is only noted, so
  /// that a lone cell there does not make a row of thousands.
  private var width: Int?
  /// Bytes that a cell counts as beside its text.
  private static let cellCost = 256
  /// The greatest row number that is counted on from; spreadsheets end far before it.
  private static let lastNumber = 1 << 40

  init(_ book: Workbook, _ sheet: Workbook.Sheet, xml: XMLPullReader, merged: MergedCells) {
    self.book = book
    self.sheet = sheet
    self.xml = xml
    self.merged = merged
  }

  /// The cell being read.
  private struct Draft {
    var column: Int
    var style = 0
    var type = "n"
    var value: String?
    var inline = ""
    var hasFormula = false
    /// Longer than a row may be; the rest of it is not kept.
    var isTooLong = false
  }

  func next() throws -> TableItem? {
    while !isOver {
      do {
        switch try xml.next() {
        case .finished: isOver = true
        case .start:
          if xml.localName == "row" { return try row() }
        case .text, .end: break
        }
      } catch let fault as ReadFault {
        // Behind a break in a sheet's XML nothing says to which row a cell belongs.
        isOver = true
        return .fault(
          ReadFault(
            fault.reason, line: lastRow + 1, byteOffset: fault.byteOffset,
            detail: "Sheet \"\(sheet.name)\" from row \(lastRow + 1) on: \(fault.detail)"))
      }
    }
    return nil
  }

  private func row() throws -> TableItem {
    let stated = xml.attribute("r").flatMap { Int($0) } ?? lastRow + 1
    lastRow = min(max(1, stated), Self.lastNumber)
    var row = TableRow(
      cells: [], number: lastRow,
      position: SourcePosition(line: lastRow, pointer: Self.pointer(sheet.name, lastRow)))
    row.merged = merged[lastRow]
    var bytes = 0
    var isTooLong = false
    var last: Int?
    while true {
      let token = try xml.next()
      if token == .finished || (token == .end && xml.localName == "row") { break }
      guard token == .start, xml.localName == "c" else { continue }
      let column = xml.attribute("r").flatMap(Self.column) ?? (last ?? -1) + 1
      last = column
      var draft = Draft(column: column)
      draft.style = xml.attribute("s").flatMap { Int($0) } ?? 0
      draft.type = xml.attribute("t") ?? "n"
      try content(of: &draft)
      guard column < TableLimits.columns, bytes <= TableLimits.rowBytes, !draft.isTooLong else {
        isTooLong = true
        continue
      }
      let value = cell(draft, &row.notes)
      // One address may come again without end, and what is blank may be told.
      bytes += (value.text?.utf8.count ?? 0) + (draft.value?.utf8.count ?? 0) + Self.cellCost
      if let width, column >= width {
        // Once a row.
        if !value.isBlank, !row.notes.contains(where: { $0.code == .elementUnexpected }) {
          row.notes.append(.beyondHeaders(value, column: column))
        }
        continue
      }
      while row.cells.count <= column { row.cells.append(.blank) }
      row.cells[column] = value
    }
    if isTooLong {
      return .fault(
        ReadFault(
          .sizeLimit, line: lastRow, byteOffset: 0,
          detail: "Sheet \"\(sheet.name)\", row \(lastRow): more than \(TableLimits.columns) "
            + "columns or \(TableLimits.rowBytes) bytes."))
    }
    return .row(row)
  }

  func settle(columns: Int) { width = columns }

  private func content(of draft: inout Draft) throws {
    var isPhonetic = false
    var text = ""
    while true {
      switch try xml.next() {
      case .finished: return
      case .text:
        draft.isTooLong =
          draft.isTooLong
          || text.utf8.count + draft.inline.utf8.count + xml.text.count > TableLimits.cellBytes
        if !draft.isTooLong { text += xml.text.text }
      case .start:
        text = ""
        if xml.localName == "f" { draft.hasFormula = true }
        if xml.localName == "rPh" { isPhonetic = true }
      case .end:
        switch xml.localName {
        case "c": return
        case "v": draft.value = text
        case "t": if !isPhonetic { draft.inline += text }
        case "rPh": isPhonetic = false
        default: continue
        }
      }
    }
  }

  // MARK: Values

  private func cell(_ draft: Draft, _ notes: inout [TableNote]) -> TableCell {
    func note(_ code: DefectCode, _ raw: String) {
      notes.append(TableNote(code: code, column: draft.column, raw: String(raw.prefix(200))))
    }
    // Libraries that write formulas reckon none and leave an empty value.
    let isUnreckoned = draft.hasFormula && draft.type != "str" && draft.value == ""
    guard let value = draft.value, !isUnreckoned else {
      if draft.type == "inlineStr" { return TableCell(Self.unescaped(draft.inline)) }
      if draft.hasFormula { note(.spreadsheetError, "formula without a stored value") }
      return .blank
    }
    switch draft.type {
    case "s":
      guard let index = Int(value), let text = book.texts[index] else {
        note(.spreadsheetError, "no shared text \(value)")
        return .blank
      }
      return TableCell(Self.unescaped(text))
    case "str", "inlineStr": return TableCell(Self.unescaped(value))
    case "b": return TableCell(value == "1" ? "true" : "false", .boolean)
    case "e", "d": return TableCell(value)
    default: return number(value, draft)
    }
  }

  private func number(_ value: String, _ draft: Draft) -> TableCell {
    guard let written = ExcelNumber.written(value) else { return TableCell(value) }
    switch book.styles[draft.style] {
    case .date, .month, .dateTime:
      guard var serial = Double(value) else { break }
      if book.isFrom1904 { serial += ExcelNumber.days1904 }
      let showsTime = book.styles[draft.style] == .dateTime
      guard let text = ExcelNumber.date(serial, showsTime: showsTime) else { break }
      // A month typed in becomes its first day, which nobody meant: the text is what people see.
      if book.styles[draft.style] == .month, text.utf8.count == 10, text.hasSuffix("-01") {
        return TableCell(String(text.dropLast(3)))
      }
      return TableCell(text, .excelDate(serial))
    case _ where written.isCut: return TableCell(ExcelNumber.exponent(written.text), .number)
    case .percent:
      guard let shown = ExcelNumber.written(value, times: 2) else { break }
      return TableCell(shown.text + "%", .percent)
    case .padded(let width): return TableCell(ExcelNumber.padded(written.text, to: width))
    case .number: break
    }
    return TableCell(written.text, .number)
  }

  // MARK: Addresses

  /// The column of an address such as `BC12`, from 0; nil when it begins with no letter.
  static func column(_ address: String) -> Int? {
    var column = 0
    var letters = 0
    for byte in address.utf8 {
      let folded = byte & 0xDF
      guard (0x41...0x5A).contains(folded) else { break }
      column = column * 26 + Int(folded - 0x40)
      letters += 1
      if letters > 4 { return nil }
    }
    return column > 0 ? column - 1 : nil
  }

  /// The address of a row as Excel's own "go to" takes it.
  private static func pointer(_ sheet: String, _ row: Int) -> String {
    let isPlain = sheet.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || $0 == 0x5F
    }
    let name = isPlain ? sheet : "'" + sheet.replacing("'", with: "''") + "'"
    return "\(name)!A\(row)"
  }

  /// Text with `_x000D_` and the like resolved (ECMA-376 part 1, 22.9.2.19).
  static func unescaped(_ text: String) -> String {
    guard text.utf8.contains(0x5F), text.contains("_x") else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if index + 7 <= bytes.count, bytes[index] == 0x5F, bytes[index + 1] == 0x78,
        bytes[index + 6] == 0x5F,
        let value = UInt32(
          String(decoding: bytes[index + 2..<index + 6], as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(value), value != 0
      {
        result += Array(String(Character(scalar)).utf8)
        index += 7
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
