internal import Archives

/// A workbook in the Office Open XML form (ECMA-376), transitional: inline strings only, no
/// formula, macro or link to outside. The same sheets and texts give the same bytes.
struct WorkbookWriter {
  /// Rows a sheet may have, its header counted.
  static let mostRows = 1_048_576

  let title: String
  let creator: String
  /// RFC 3339 in UTC.
  let created: String
  let printing: WorkbookPrinting
  var rowLimit = mostRows
  var longestText = WorkbookText.longest

  /// The finished file.
  /// - Throws: `ArchiveError` when zlib cannot start.
  func bytes(_ sheets: [WorkbookSheet]) throws -> [UInt8] {
    let parts = sheets.flatMap { $0.split(atRows: rowLimit) }
    // No clock but those in the text: entries carry the earliest time a zip can state.
    var zip = try ZipBytes(modified: ZipTime(unixSeconds: 0))
    try zip.add("[Content_Types].xml", MemorySource(Array(contentTypes(parts.count).utf8)))
    try zip.add("_rels/.rels", MemorySource(Array(Self.packageRelations.utf8)))
    try zip.add("docProps/core.xml", MemorySource(Array(core.utf8)))
    try zip.add("xl/workbook.xml", MemorySource(Array(workbook(parts).utf8)))
    try zip.add(
      "xl/_rels/workbook.xml.rels", MemorySource(Array(relations(parts.count).utf8)))
    try zip.add("xl/styles.xml", MemorySource(Array(WorkbookStyle.part.utf8)))
    for (index, sheet) in parts.enumerated() {
      try zip.add(
        "xl/worksheets/sheet\(index + 1).xml",
        SheetSource(sheet, printing, isFirst: index == 0, longestText: longestText))
    }
    return zip.finish()
  }

  private static let declaration =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let package = "http://schemas.openxmlformats.org/package/2006"
  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

  private static let packageRelations =
    declaration + "<Relationships xmlns=\"\(package)/relationships\">"
    + "<Relationship Id=\"rId1\" Type=\"\(office)/officeDocument\" Target=\"xl/workbook.xml\"/>"
    + "<Relationship Id=\"rId2\" Type=\"\(package)/relationships/metadata/core-properties\" "
    + "Target=\"docProps/core.xml\"/></Relationships>"

  private func contentTypes(_ count: Int) -> String {
    let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    var text = Self.declaration + "<Types xmlns=\"\(Self.package)/content-types\">"
    text += "<Default Extension=\"rels\" "
    text += "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    text += "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    let overrides =
      [
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("/xl/workbook.xml", "\(sheet).sheet.main+xml"),
        ("/xl/styles.xml", "\(sheet).styles+xml"),
      ] + (1...count).map { ("/xl/worksheets/sheet\($0).xml", "\(sheet).worksheet+xml") }
    for (part, type) in overrides {
      text += "<Override PartName=\"\(part)\" ContentType=\"\(type)\"/>"
    }
    return text + "</Types>"
  }

  private var core: String {
    """
    \(Self.declaration)<cp:coreProperties \
    xmlns:cp="\(Self.package)/metadata/core-properties" \
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\
    <dc:title>\(WorkbookText.escaped(title))</dc:title>\
    <dc:creator>\(WorkbookText.escaped(creator))</dc:creator>\
    <dcterms:created xsi:type="dcterms:W3CDTF">\(created)</dcterms:created>\
    <dcterms:modified xsi:type="dcterms:W3CDTF">\(created)</dcterms:modified></cp:coreProperties>
    """
  }

  private func workbook(_ sheets: [WorkbookSheet]) -> String {
    var text = Self.declaration + "<workbook xmlns=\"\(Self.main)\" xmlns:r=\"\(Self.office)\">"
    text += "<bookViews><workbookView activeTab=\"0\"/></bookViews><sheets>"
    for (index, sheet) in sheets.enumerated() {
      text += "<sheet name=\"\(WorkbookText.escaped(sheet.name))\" sheetId=\"\(index + 1)\" "
      text += "r:id=\"rId\(index + 1)\"/>"
    }
    text += "</sheets><definedNames>"
    // Sorted by name, as spreadsheet programs write them.
    for (index, sheet) in sheets.enumerated() where sheet.isTable {
      let last = SheetSource.letters(sheet.columns.count - 1)
      text += "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"\(index)\" "
      text += "hidden=\"1\">\(quoted(sheet.name))!$A$1:$\(last)$\(sheet.count + 1)</definedName>"
    }
    for (index, sheet) in sheets.enumerated() {
      guard let printed = sheet.printed else { continue }
      let last = SheetSource.letters(printed - 1)
      text += "<definedName name=\"_xlnm.Print_Area\" localSheetId=\"\(index)\">"
      text += "\(quoted(sheet.name))!$A$1:$\(last)$\(sheet.count + 1)</definedName>"
    }
    for (index, sheet) in sheets.enumerated() where sheet.isTable {
      text += "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"\(index)\">"
      text += "\(quoted(sheet.name))!$1:$1</definedName>"
    }
    return text + "</definedNames></workbook>"
  }

  private func quoted(_ name: String) -> String {
    WorkbookText.escaped("'" + name.replacing("'", with: "''") + "'")
  }

  private func relations(_ count: Int) -> String {
    var text = Self.declaration + "<Relationships xmlns=\"\(Self.package)/relationships\">"
    for number in 1...count {
      text += "<Relationship Id=\"rId\(number)\" Type=\"\(Self.office)/worksheet\" "
      text += "Target=\"worksheets/sheet\(number).xml\"/>"
    }
    text += "<Relationship Id=\"rId\(count + 1)\" Type=\"\(Self.office)/styles\" "
    return text + "Target=\"styles.xml\"/></Relationships>"
  }
}
