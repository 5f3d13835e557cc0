/// Writes one sheet as a workbook (ISO/IEC 29500), members stored.
struct Workbook {
  enum Value {
    case none
    case text(String)
    case number(String)
    /// Days since 1970 and milliseconds of the day.
    case date(day: Int, ms: Int?)
  }

  let sheet: String
  /// Rows, the header first.
  var rows: [[Value]] = []

  /// The whole file.
  var bytes: [UInt8] {
    let types = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let package = "http://schemas.openxmlformats.org/package/2006/relationships"
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    let start = #"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"# + "\n"
    var zip = StoredZip()
    func add(_ name: String, _ text: String) { zip.add(name, Array((start + text).utf8)) }
    add(
      "[Content_Types].xml",
      #"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#
        + #"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package."#
        + #"relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>"#
        + #"<Override PartName="/xl/workbook.xml" ContentType="\#(types)sheet.main+xml"/>"#
        + #"<Override PartName="/xl/worksheets/sheet1.xml" ContentType="\#(types)worksheet+xml"/>"#
        + #"<Override PartName="/xl/styles.xml" ContentType="\#(types)styles+xml"/></Types>"#)
    add(
      "_rels/.rels",
      #"<Relationships xmlns="\#(package)"><Relationship Id="rId1" "#
        + #"Type="\#(relations)/officeDocument" Target="xl/workbook.xml"/></Relationships>"#)
    add(
      "xl/workbook.xml",
      #"<workbook xmlns="\#(main)" xmlns:r="\#(relations)"><sheets>"#
        + #"<sheet name="\#(escape(sheet))" sheetId="1" r:id="rId1"/></sheets></workbook>"#)
    add(
      "xl/_rels/workbook.xml.rels",
      #"<Relationships xmlns="\#(package)">"#
        + #"<Relationship Id="rId1" Type="\#(relations)/worksheet" "#
        + #"Target="worksheets/sheet1.xml"/><Relationship Id="rId2" "#
        + #"Type="\#(relations)/styles" Target="styles.xml"/></Relationships>"#)
    // Formats 14 and 22 are Excel's own for a date and for a date with time.
    add(
      "xl/styles.xml",
      #"<styleSheet xmlns="\#(main)"><fonts count="1"><font/></fonts>"#
        + #"<fills count="2"><fill><patternFill patternType="none"/></fill>"#
        + #"<fill><patternFill patternType="gray125"/></fill></fills>"#
        + #"<borders count="1"><border/></borders>"#
        + #"<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/>"#
        + #"<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/>"#
        + #"</cellXfs></styleSheet>"#)
    add(
      "xl/worksheets/sheet1.xml",
      #"<worksheet xmlns="\#(main)"><sheetData>"# + "\n"
        + rows.enumerated().map { Self.row($0.offset + 1, $0.element) }.joined()
        + "</sheetData></worksheet>")
    return zip.bytes
  }

  private static func row(_ number: Int, _ cells: [Value]) -> String {
    var text = "<row r=\"\(number)\">"
    for (index, cell) in cells.enumerated() {
      let place = "r=\"\(column(index))\(number)\""
      switch cell {
      case .none: continue
      case .text(let value):
        text += "<c \(place) t=\"inlineStr\"><is><t>\(escape(value))</t></is></c>"
      case .number(let value): text += "<c \(place)><v>\(value)</v></c>"
      case .date(let day, let ms):
        // Day 0 of the workbook is 30 December 1899, as the leap day of 1900 is counted too.
        var value = String(day + 25_569)
        if let ms, ms > 0 { value += "." + fraction(ms) }
        text += "<c \(place) s=\"\(ms == nil ? 1 : 2)\"><v>\(value)</v></c>"
      }
    }
    return text + "</row>\n"
  }

  /// Milliseconds as a part of a day, ten decimal places, rounded.
  private static func fraction(_ ms: Int) -> String {
    digits((ms * 10_000_000_000 + 43_200_000) / 86_400_000, 10)
  }

  private static func column(_ index: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(65 + index % 26)))
    return index < 26 ? letter : column(index / 26 - 1) + letter
  }
}
