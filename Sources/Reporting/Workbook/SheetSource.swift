internal import Archives

/// What every sheet of a workbook is printed with.
struct WorkbookPrinting {
  /// Left, middle and right of the footer, without codes.
  let footer: (String, String, String)
  /// Paper code: 1 Letter, 9 A4 (ECMA-376 part 1, 18.3.1.63).
  let paper: Int
}

/// A worksheet part (ECMA-376 part 1, 18.3.1.99), written as it is read: memory holds one block of
/// rows, whatever the sheet's length.
final class SheetSource: ByteSource {
  private let sheet: WorkbookSheet
  private let printing: WorkbookPrinting
  private let longestText: Int
  private var next = 0
  private var pending: [UInt8]
  private var taken = 0
  private var isEnded = false

  private static let block = 64 * 1024

  init(
    _ sheet: WorkbookSheet, _ printing: WorkbookPrinting, isFirst: Bool,
    longestText: Int
  ) {
    self.sheet = sheet
    self.printing = printing
    self.longestText = longestText
    pending = Array(SheetSource.head(sheet, isFirst: isFirst).utf8)
    if sheet.isTable { appendHeader() }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if taken == pending.count { refill() }
    let count = min(buffer.count, pending.count - taken)
    guard count > 0 else { return 0 }
    pending.withUnsafeBytes { all in
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[taken..<taken + count]))
    }
    taken += count
    return count
  }

  /// `A`, `Z`, `AA`: the letters of a column, from 0.
  static func letters(_ column: Int) -> String {
    var rest = column
    var text = ""
    repeat {
      text = String(UnicodeScalar(UInt8(65 + rest % 26))) + text
      rest = rest / 26 - 1
    } while rest >= 0
    return text
  }

  private func refill() {
    pending.removeAll(keepingCapacity: true)
    taken = 0
    while next < sheet.count, pending.count < Self.block {
      append(sheet.row(next), at: next + (sheet.isTable ? 2 : 1))
      next += 1
    }
    guard next == sheet.count, !isEnded else { return }
    pending += Array(tail.utf8)
    isEnded = true
  }

  private static func head(_ sheet: WorkbookSheet, isFirst: Bool) -> String {
    let last = letters(max(0, sheet.columns.count - 1))
    let rows = max(1, sheet.count + (sheet.isTable ? 1 : 0))
    var text = """
      <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
      <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">\
      <sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:\(last)\(rows)"/>\
      <sheetViews><sheetView\(isFirst ? " tabSelected=\"1\"" : "") workbookViewId="0">
      """
    if sheet.isTable {
      text += "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
    }
    text += "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"13\"/><cols>"
    for (index, column) in sheet.columns.enumerated() {
      let number = index + 1
      text += "<col min=\"\(number)\" max=\"\(number)\" width=\"\(column.width)\" "
      text += "customWidth=\"1\"/>"
    }
    return text + "</cols><sheetData>"
  }

  private func appendHeader() {
    pending += Array("<row r=\"1\" ht=\"30\" customHeight=\"1\">".utf8)
    for (index, column) in sheet.columns.enumerated() {
      let style: WorkbookStyle = column.entry == nil ? .header : .userHeader
      appendText(column.title, "\(Self.letters(index))1", style)
    }
    pending += Array("</row>".utf8)
  }

  private func append(_ cells: [WorkbookCell], at row: Int) {
    pending += Array("<row r=\"\(row)\" ht=\"\(height(cells))\">".utf8)
    for (index, cell) in cells.enumerated() {
      let place = "\(Self.letters(index))\(row)"
      switch cell {
      case .text(let text): appendText(text, place, .text)
      case .label(let text): appendText(text, place, .label)
      case .title(let text): appendText(text, place, .title)
      case .number(let number):
        let style = (sheet.isTable ? WorkbookStyle.number : .numberLeft).rawValue
        pending += Array("<c r=\"\(place)\" s=\"\(style)\"><v>\(number)</v></c>".utf8)
      case .user:
        pending += Array("<c r=\"\(place)\" s=\"\(userStyle(index).rawValue)\"/>".utf8)
      case .blank: break
      }
    }
    pending += Array("</row>".utf8)
  }

  // Not every program fits rows to wrapped text by itself. Points; a row has 409 at most.
  private func height(_ cells: [WorkbookCell]) -> Int {
    var lines = 1
    for (index, cell) in cells.enumerated() {
      guard case .text(let text) = cell, sheet.columns.indices.contains(index) else { continue }
      let width = max(1, sheet.columns[index].width)
      let needed = text.utf8.prefix(4096).split(separator: 0x0A).reduce(0) {
        $0 + ($1.count + width - 1) / width
      }
      lines = max(lines, needed)
    }
    if case .title = cells.first { return 22 }
    return min(lines, 30) * 13
  }

  private func userStyle(_ column: Int) -> WorkbookStyle {
    if case .date = sheet.columns[column].entry { return .userDate }
    return .userText
  }

  private func appendText(_ text: String, _ place: String, _ style: WorkbookStyle) {
    guard !text.isEmpty else {
      pending += Array("<c r=\"\(place)\" s=\"\(style.rawValue)\"/>".utf8)
      return
    }
    pending += Array(
      "<c r=\"\(place)\" s=\"\(style.rawValue)\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
        .utf8)
    pending += Array(WorkbookText.cell(text, longest: longestText).utf8)
    pending += Array("</t></is></c>".utf8)
  }

  private var tail: String {
    let last = Self.letters(max(0, sheet.columns.count - 1))
    let rows = max(1, sheet.count + (sheet.isTable ? 1 : 0))
    var text = "</sheetData>"
    if sheet.isTable { text += "<autoFilter ref=\"A1:\(last)\(rows)\"/>" }
    text += validations
    text += """
      <printOptions gridLines="0"/>\
      <pageMargins left="0.4" right="0.4" top="0.5" bottom="0.7" header="0.3" footer="0.3"/>\
      <pageSetup paperSize="\(printing.paper)" orientation="landscape" fitToHeight="0"/>\
      <headerFooter><oddHeader>\(code("L", sheet.name))&amp;R&amp;P / &amp;N</oddHeader>\
      <oddFooter>\(code("L", printing.footer.0))\(code("C", printing.footer.1))\
      \(code("R", printing.footer.2))</oddFooter></headerFooter>\
      <ignoredErrors><ignoredError sqref="A1:\(last)\(rows)" numberStoredAsText="1"/>\
      </ignoredErrors></worksheet>
      """
    return text
  }

  // A footer has 255 characters in all; an ampersand in it is doubled.
  private func code(_ place: String, _ text: String) -> String {
    let plain = String(text.prefix(70)).replacing("&", with: "&&")
    return "&amp;\(place)&amp;8 " + WorkbookText.escaped(plain)
  }

  private var validations: String {
    guard sheet.isTable, sheet.count > 0 else { return "" }
    let user = sheet.columns.enumerated().filter { $0.element.entry != nil }
    guard !user.isEmpty else { return "" }
    var text = "<dataValidations count=\"\(user.count)\">"
    for (index, column) in user {
      let letters = Self.letters(index)
      let place = "\(letters)2:\(letters)\(sheet.count + 1)"
      let prompt =
        "showInputMessage=\"1\" showErrorMessage=\"1\" "
        + "promptTitle=\"\(WorkbookText.escaped(column.title))\" "
        + "prompt=\"For your own use. It is not read back.\" sqref=\"\(place)\""
      switch column.entry {
      case .text(let longest):
        text += "<dataValidation type=\"textLength\" operator=\"lessThanOrEqual\" "
        text += "allowBlank=\"1\" error=\"At most \(longest) characters.\" \(prompt)>"
        text += "<formula1>\(longest)</formula1></dataValidation>"
      case .date:
        text += "<dataValidation type=\"date\" operator=\"greaterThanOrEqual\" allowBlank=\"1\" "
        text += "error=\"A date, say 2026-12-31.\" \(prompt)>"
        text += "<formula1>36526</formula1></dataValidation>"
      case .choice(let words):
        text += "<dataValidation type=\"list\" allowBlank=\"1\" error=\"One of the list.\" "
        text += "\(prompt)><formula1>&quot;\(WorkbookText.escaped(words.joined(separator: ",")))"
        text += "&quot;</formula1></dataValidation>"
      case nil: break
      }
    }
    return text + "</dataValidations>"
  }
}
