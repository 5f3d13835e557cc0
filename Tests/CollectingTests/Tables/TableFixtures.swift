import Archives
import Cataloging
import Collecting
import Foundation
import GS1
import Settings
import Testing

/// What a reader of rows gave.
struct ReadRows {
  var rows: [TableRow] = []
  var faults: [ReadFault] = []

  var texts: [[String]] { rows.map { $0.cells.map { $0.text ?? "" } } }

  init(_ reader: any RowReader) throws { try read { try reader.next() } }

  init(_ reader: any TableReader) throws { try read { try reader.next() } }

  private mutating func read(_ next: () throws -> TableItem?) throws {
    while let item = try next() {
      switch item {
      case .row(let row): rows.append(row)
      case .fault(let fault): faults.append(fault)
      }
    }
  }
}

/// Record kinds for tests.
enum Kinds {
  static let library = """
    id: deviation
    title: Deviation
    unit: { one: deviation, many: deviations }
    key: [dev_id]
    in_period: { from: occurred_at, to: closed_at }
    fields:
      dev_id: { type: id, title: Number, never_blank: true, aliases: ["Deviation No", "PR ID", "Abweichungs-Nr."] }
      title: { type: text, aliases: [Kurztext, "Short description"] }
      site: { type: id, references: site }
      gtin: { type: id, references: product, aliases: [GTIN-14, Artikel-GTIN] }
      occurred_at: { type: instant, never_blank: true, aliases: ["Occurred on", Ereigniszeit] }
      due: { type: date, aliases: [Due date, Fällig am] }
      class: { type: word, words: { critical: [C, kritisch], major: [M, schwerwiegend], minor: [] }, aliases: [Severity] }
      hours: { type: decimal, scale: 2, unit: h, aliases: [Aufwand] }
      count: { type: integer, aliases: [Anzahl] }
      planned: { type: boolean, aliases: [Geplant] }
      closed_at: { type: instant, aliases: [Closed] }
      qa_approval:
        type: struct
        aliases: ["QA-Freigabe"]
        fields:
          by: { type: person, aliases: [von] }
          at: { type: instant }
      lots: { type: list, of: id, separator: ";", references: lot, aliases: [Chargen, Lot] }
      extensions:
        type: list
        fields:
          old: { type: date }
          new: { type: date }
    """

  static func deviation() throws -> RecordKind {
    let library = try Library.parse(files: [("records/deviation.yaml", library)])
    return try #require(library.recordKinds["deviation"])
  }
}

/// A workbook made by hand, part by part, as Excel lays them out.
struct WorkbookMaker {
  /// A cell as it stands in the sheet: type, style, value, formula.
  enum Cell {
    case shared(String)
    case inline(String)
    case number(String, style: Int = 0)
    case formula(String, value: String?, type: String = "str")
    case boolean(Bool)
    case error(String)
    case none
  }

  var sheets: [(name: String, rows: [[Cell]])] = []
  var isFrom1904 = false
  /// Number format codes of the styles from 1 on; style 0 is General.
  var formats = ["yyyy-mm-dd", "dd.mm.yyyy hh:mm", "00000000000000", "[h]:mm"]
  var hiddenColumns = false
  /// Blocks of cells that are one, such as `A2:A4`.
  var merged: [String] = []
  /// The rows of the first sheet as they stand in its part, instead of those made from `sheets`.
  var written: String?
  /// Tabs beside those of `sheets`, all of the first sheet.
  var furtherTabs = 0

  func bytes() throws -> [UInt8] {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("workbook-\(UUID().uuidString).xlsx").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let zip = try ZipWriter(path: path, modified: ZipTime(unixSeconds: 1_790_000_000), workers: 1)
    var texts: [String] = []
    var parts = sheets.map { sheet(of: $0.rows, &texts) }
    if let written {
      parts[0] =
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
        + "<sheetData>\(written)</sheetData></worksheet>"
    }
    func add(_ name: String, _ text: String) throws {
      try zip.add(name, bytes: Array(("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text).utf8))
    }
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let package = "http://schemas.openxmlformats.org/package/2006"
    try add("[Content_Types].xml", "<Types xmlns=\"\(package)/content-types\"/>")
    try add(
      "_rels/.rels",
      "<Relationships xmlns=\"\(package)/relationships\"><Relationship Id=\"rId1\" "
        + "Type=\"\(office)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")
    var tabs = ""
    var relations = ""
    for (index, entry) in sheets.enumerated() {
      tabs +=
        "<sheet name=\"\(Self.escaped(entry.name))\" sheetId=\"\(index + 7)\" "
        + "r:id=\"rId\(index + 1)\"/>"
      relations +=
        "<Relationship Id=\"rId\(index + 1)\" Type=\"\(office)/worksheet\" "
        + "Target=\"worksheets/sheet\(index + 1).xml\"/>"
      try add("xl/worksheets/sheet\(index + 1).xml", parts[index])
    }
    for index in 0..<furtherTabs {
      tabs += "<sheet name=\"more \(index)\" sheetId=\"\(index + 100)\" r:id=\"rIdM\(index)\"/>"
      relations +=
        "<Relationship Id=\"rIdM\(index)\" Type=\"\(office)/worksheet\" "
        + "Target=\"worksheets/sheet1.xml\"/>"
    }
    relations +=
      "<Relationship Id=\"rIdS\" Type=\"\(office)/styles\" Target=\"styles.xml\"/>"
      + "<Relationship Id=\"rIdT\" Type=\"\(office)/sharedStrings\" "
      + "Target=\"/xl/sharedStrings.xml\"/>"
    try add(
      "xl/workbook.xml",
      "<workbook xmlns=\"\(main)\" xmlns:r=\"\(office)\">"
        + "<workbookPr\(isFrom1904 ? " date1904=\"1\"" : "")/><sheets>\(tabs)</sheets></workbook>")
    try add(
      "xl/_rels/workbook.xml.rels",
      "<Relationships xmlns=\"\(package)/relationships\">\(relations)</Relationships>")
    var codes = ""
    var styles = "<xf numFmtId=\"0\"/>"
    for (index, code) in formats.enumerated() {
      codes += "<numFmt numFmtId=\"\(164 + index)\" formatCode=\"\(Self.escaped(code))\"/>"
      styles += "<xf numFmtId=\"\(164 + index)\" applyNumberFormat=\"1\"/>"
    }
    try add(
      "xl/styles.xml",
      "<styleSheet xmlns=\"\(main)\"><numFmts>\(codes)</numFmts><cellStyleXfs>"
        + "<xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>\(styles)</cellXfs></styleSheet>")
    let items = texts.map { text in
      // As Excel splits formatted text, with the reading aid that belongs to no cell.
      "<si><r><t xml:space=\"preserve\">\(Self.escaped(text))</t></r>"
        + "<rPh sb=\"0\" eb=\"1\"><t>AID</t></rPh></si>"
    }
    try add("xl/sharedStrings.xml", "<sst xmlns=\"\(main)\">\(items.joined())</sst>")
    try zip.finish()
    return try FileByteSource(path: path).readAll(limit: 1 << 28)
  }

  private func sheet(of rows: [[Cell]], _ texts: inout [String]) -> String {
    var text = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
    if hiddenColumns { text += "<cols><col min=\"1\" max=\"2\" hidden=\"1\"/></cols>" }
    text += "<sheetData>"
    for (number, row) in rows.enumerated() where !row.isEmpty {
      text += "<row r=\"\(number + 1)\">"
      for (column, cell) in row.enumerated() {
        text += xml(cell, at: Self.address(column, number + 1), &texts)
      }
      text += "</row>"
    }
    text += "</sheetData>"
    if !merged.isEmpty {
      let blocks = merged.map { "<mergeCell ref=\"\($0)\"/>" }.joined()
      text += "<mergeCells count=\"\(merged.count)\">\(blocks)</mergeCells>"
    }
    return text + "</worksheet>"
  }

  private func xml(_ cell: Cell, at address: String, _ texts: inout [String]) -> String {
    switch cell {
    case .none: return ""
    case .shared(let text):
      texts.append(text)
      return "<c r=\"\(address)\" t=\"s\"><v>\(texts.count - 1)</v></c>"
    case .inline(let text):
      return "<c r=\"\(address)\" t=\"inlineStr\"><is><t>\(Self.escaped(text))</t></is></c>"
    case .number(let text, let style):
      return "<c r=\"\(address)\" s=\"\(style)\"><v>\(text)</v></c>"
    case .formula(let formula, let value, let type):
      let stored = value.map { "<v>\(Self.escaped($0))</v>" } ?? ""
      return "<c r=\"\(address)\" t=\"\(type)\"><f>\(formula)</f>\(stored)</c>"
    case .boolean(let value): return "<c r=\"\(address)\" t=\"b\"><v>\(value ? 1 : 0)</v></c>"
    case .error(let text): return "<c r=\"\(address)\" t=\"e\"><v>\(text)</v></c>"
    }
  }

  private static func address(_ column: Int, _ row: Int) -> String {
    var letters = ""
    var rest = column + 1
    while rest > 0 {
      letters = String(UnicodeScalar(UInt8(0x41 + (rest - 1) % 26))) + letters
      rest = (rest - 1) / 26
    }
    return "\(letters)\(row)"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }
}
