import Archives

/// A zip of members as they are, made in memory so that damage inside of one stays readable.
struct StoredZip {
  private var body: [UInt8] = []
  private var directory: [UInt8] = []
  private var count: UInt16 = 0

  mutating func add(_ name: String, _ bytes: [UInt8]) {
    let offset = UInt32(truncatingIfNeeded: body.count)
    let shared = Self.shared(name, bytes)
    body += Self.little(UInt32(0x0403_4B50)) + shared + Array(name.utf8) + bytes
    directory += Self.little(UInt32(0x0201_4B50)) + Self.little(UInt16(0x0314)) + shared
    directory += [UInt8](repeating: 0, count: 6) + Self.little(UInt32(0o100644) << 16)
    directory += Self.little(offset) + Array(name.utf8)
    count &+= 1
  }

  var bytes: [UInt8] {
    var end = Self.little(UInt32(0x0605_4B50)) + [0, 0, 0, 0]
    end += Self.little(count) + Self.little(count)
    end += Self.little(UInt32(truncatingIfNeeded: directory.count))
    end += Self.little(UInt32(truncatingIfNeeded: body.count)) + [0, 0]
    return body + directory + end
  }

  /// The fields that the local header and the directory have in common.
  private static func shared(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
    let size = UInt32(truncatingIfNeeded: bytes.count)
    return little(UInt16(20)) + little(UInt16(0)) + little(UInt16(0)) + little(UInt16(0))
      + little(UInt16(0x21)) + little(CRC32.of(bytes)) + little(size) + little(size)
      + little(UInt16(truncatingIfNeeded: name.utf8.count)) + little(UInt16(0))
  }

  private static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}

/// The parts of a small workbook, of which one may be anything.
struct WorkbookParts {
  private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let office =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006"

  var sheet = Array(Self.sheet.utf8)
  var styles = Array(Self.styles.utf8)
  var texts = Array(Self.texts.utf8)

  static let sheet =
    head + "<worksheet xmlns=\"\(main)\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
    + "<c r=\"B1\" t=\"inlineStr\"><is><t>Title</t></is></c></row><row r=\"2\"><c r=\"A2\" s=\"1\">"
    + "<v>46023.5</v></c><c r=\"B2\" t=\"str\"><f>A1</f><v>x_x000D_</v></c><c r=\"XFD2\" t=\"b\">"
    + "<v>1</v></c></row><row><c t=\"e\"><v>#REF!</v></c><c s=\"2\"><v>12.5E3</v></c></row>"
    + "</sheetData></worksheet>"
  static let styles =
    head
    + "<styleSheet xmlns=\"\(main)\"><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy-mm-dd\"/>"
    + "<numFmt numFmtId=\"165\" formatCode=\"00000000\"/></numFmts><cellXfs><xf numFmtId=\"0\"/>"
    + "<xf numFmtId=\"164\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>"
  static let texts =
    head + "<sst xmlns=\"\(main)\"><si><r><t>Dev No</t></r><rPh><t>AID</t></rPh></si></sst>"

  var zip: [UInt8] {
    var zip = StoredZip()
    func part(_ name: String, _ text: String) { zip.add(name, Array((Self.head + text).utf8)) }
    part("[Content_Types].xml", "<Types xmlns=\"\(Self.package)/content-types\"/>")
    part(
      "_rels/.rels",
      "<Relationships xmlns=\"\(Self.package)/relationships\"><Relationship Id=\"r1\" "
        + "Type=\"\(Self.office)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")
    part(
      "xl/workbook.xml",
      "<workbook xmlns=\"\(Self.main)\" xmlns:r=\"\(Self.office)\"><workbookPr date1904=\"1\"/>"
        + "<sheets><sheet name=\"D\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>")
    let kinds = [("worksheet", "sheet1"), ("styles", "styles"), ("sharedStrings", "texts")]
    part(
      "xl/_rels/workbook.xml.rels",
      "<Relationships xmlns=\"\(Self.package)/relationships\">"
        + kinds.enumerated().map { index, kind in
          "<Relationship Id=\"r\(index + 1)\" Type=\"\(Self.office)/\(kind.0)\" "
            + "Target=\"\(kind.1).xml\"/>"
        }.joined() + "</Relationships>")
    zip.add("xl/sheet1.xml", sheet)
    zip.add("xl/styles.xml", styles)
    zip.add("xl/texts.xml", texts)
    return zip.bytes
  }
}
