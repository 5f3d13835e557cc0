package import Archives

/// The parts of an Excel workbook (ECMA-376): its sheets, texts, formats and date system.
package final class Workbook {
  /// One sheet with cells.
  package struct Sheet: Hashable, Sendable {
    /// The name on its tab.
    package let name: String
    /// Whether people do not see it.
    package let isHidden: Bool
    let part: String
  }

  /// Why a workbook cannot be read.
  package struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The stable word.
    package let code: String
    /// What is wrong, and what to do.
    package let description: String
  }

  /// The sheets with cells, in the order of their tabs.
  package private(set) var sheets: [Sheet] = []
  private(set) var isFrom1904 = false
  private(set) var styles = WorkbookStyles()
  private(set) var texts = SharedTexts()
  private let zip: ZipReader
  private var members: [String: ZipMember] = [:]

  /// Opens a workbook and reads everything but the cells.
  /// - Throws: `Fault`, or what reading the archive throws.
  package init(_ file: any RandomAccess) throws {
    zip = try ZipReader(file)
    for member in zip.members where !member.isDirectory {
      members[member.name.hasPrefix("/") ? String(member.name.dropFirst()) : member.name] = member
    }
    let root = try relations(of: "")
    let book = root.first { $0.type.hasSuffix("/officeDocument") }?.target ?? "xl/workbook.xml"
    let relations = try relations(of: book)
    try readBook(book, relations)
    guard !sheets.isEmpty else {
      throw Fault(code: "no_sheet", description: "The workbook has no sheet with cells.")
    }
    if let part = relations.first(where: { $0.type.hasSuffix("/styles") })?.target {
      styles = try WorkbookStyles(reader(part))
    }
    if let part = relations.first(where: { $0.type.hasSuffix("/sharedStrings") })?.target {
      try texts.read(reader(part))
    }
  }

  /// Whether an archive looks like a workbook.
  package static func recognizes(_ zip: ZipReader) -> Bool {
    let names = Set(zip.members.map(\.name))
    return names.contains("[Content_Types].xml")
      && names.contains { $0.hasPrefix("xl/") && $0.hasSuffix(".xml") }
  }

  /// The sheet of a name, or the first one people see when no name is given.
  /// - Throws: `Fault` that lists the sheets there are.
  package func sheet(named name: String?) throws -> Sheet {
    guard let name else { return sheets.first { !$0.isHidden } ?? sheets[0] }
    if let exact = sheets.first(where: { $0.name == name }) { return exact }
    let folded = HeaderText.folded(name)
    if let near = sheets.first(where: { HeaderText.folded($0.name) == folded }) { return near }
    throw Fault(
      code: "no_such_sheet",
      description: "There is no sheet \"\(name)\"; the workbook has "
        + sheets.map { "\"\($0.name)\"" }.joined(separator: ", ") + ".")
  }

  /// A reader of a sheet's cells.
  package func cells(of sheet: Sheet) throws -> any RowReader {
    SheetReader(
      self, sheet, xml: try reader(sheet.part), merged: MergedCells { try bytes(of: sheet.part) })
  }

  /// The other sheets that hold a cell, hidden ones included; one that cannot be opened is among
  /// them.
  func others(than sheet: Sheet) -> [String] {
    sheets.filter { other in
      guard other != sheet else { return false }
      guard let xml = try? reader(other.part) else { return true }
      let rows = SheetReader(self, other, xml: xml, merged: .none)
      for _ in 0..<HeadedTable.searched {
        guard let item = try? rows.next() else { return false }
        guard case .row(let row) = item, row.isBlank else { return true }
      }
      return true
    }
    .map(\.name)
  }

  private func reader(_ part: String) throws -> XMLPullReader {
    XMLPullReader(try bytes(of: part))
  }

  private func bytes(of part: String) throws -> any ByteSource {
    guard let member = members[part] ?? caseless(part) else {
      throw Fault(code: "part_missing", description: "The workbook lacks its part \(part).")
    }
    return try zip.open(member)
  }

  private func caseless(_ part: String) -> ZipMember? {
    members.first { $0.key.lowercased() == part.lowercased() }?.value
  }

  // MARK: Parts

  private struct Relation {
    var id: String
    var type: String
    var target: String
  }

  /// What a part refers to; the package's own relations for "".
  private func relations(of part: String) throws -> [Relation] {
    let slash = part.lastIndex(of: "/").map { part.index(after: $0) } ?? part.startIndex
    let folder = part[..<slash]
    let path = folder + "_rels/" + part[slash...] + ".rels"
    guard members[String(path)] != nil || caseless(String(path)) != nil else { return [] }
    let xml = try reader(String(path))
    var found: [Relation] = []
    while true {
      let token = try xml.next()
      if token == .finished { return found }
      guard token == .start, xml.localName == "Relationship", let target = xml.attribute("Target"),
        xml.attribute("TargetMode") != "External"
      else { continue }
      found.append(
        Relation(
          id: xml.attribute("Id") ?? "", type: xml.attribute("Type") ?? "",
          target: Self.resolved(target, in: String(folder))))
    }
  }

  private static func resolved(_ target: String, in folder: String) -> String {
    if target.hasPrefix("/") { return String(target.dropFirst()) }
    var parts = folder.split(separator: "/").map(String.init)
    for part in target.split(separator: "/") {
      if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(String(part)) }
    }
    return parts.joined(separator: "/")
  }

  private func readBook(_ part: String, _ relations: [Relation]) throws {
    let xml = try reader(part)
    let byID = Dictionary(relations.map { ($0.id, $0) }) { first, _ in first }
    while true {
      let token = try xml.next()
      if token == .finished { return }
      guard token == .start else { continue }
      switch xml.localName {
      case "workbookPr":
        isFrom1904 = ["1", "true", "on"].contains(xml.attribute("date1904") ?? "")
      case "sheet":
        // `r:id`; the sheet's own number is called `sheetId`.
        guard let id = xml.attribute("id"), let relation = byID[id],
          relation.type.hasSuffix("/worksheet")
        else { continue }
        sheets.append(
          Sheet(
            name: xml.attribute("name") ?? relation.target,
            isHidden: (xml.attribute("state") ?? "visible") != "visible", part: relation.target))
      default: break
      }
    }
  }
}

/// The texts that the cells of a workbook share.
struct SharedTexts {
  /// Bytes of all texts together, and of where they end; a workbook with more is refused.
  static let maximumBytes = 256 << 20

  private let pool = ByteScratch(capacity: 4096)
  private var ends: [Int] = []

  /// The text of a number; nil when there is none.
  subscript(index: Int) -> String? {
    guard ends.indices.contains(index) else { return nil }
    return pool.slice((index == 0 ? 0 : ends[index - 1])..<ends[index]).text
  }

  mutating func read(_ xml: XMLPullReader, limit: Int = maximumBytes) throws {
    var isPhonetic = false
    var isText = false
    while true {
      switch try xml.next() {
      case .finished: return
      case .start:
        if xml.localName == "rPh" { isPhonetic = true }
        isText = xml.localName == "t" && !isPhonetic
      case .text: if isText { pool.append(xml.text) }
      case .end:
        isText = false
        switch xml.localName {
        case "rPh": isPhonetic = false
        case "si": ends.append(pool.count)
        default: break
        }
        guard pool.count + ends.count * MemoryLayout<Int>.size <= limit else {
          throw Workbook.Fault(
            code: "size_limit",
            description: "The workbook's texts are larger than \(limit) bytes; save the sheet as "
              + "CSV.")
        }
      }
    }
  }
}
