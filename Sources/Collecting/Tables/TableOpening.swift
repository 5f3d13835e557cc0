import Archives
import Settings

/// A table whose columns are known and assigned to fields.
struct OpenTable {
  var reader: any TableReader
  var mapper: RowMapper
  /// What was noticed above the first record.
  var headNotes: [TableNote] = []
  /// The word for `artifact.format`: `csv`, `xlsx`, `json`.
  var format: String
  /// IANA media type.
  var mediaType: String
  /// The row of the headers, from 1; nil for formats that name every value.
  var headerRow: Int?
  /// How it is written, in words: `semicolon, windows-1252`, `sheet "List"`.
  var manner = ""
  /// Other sheets of the workbook with cells, where nobody said which one is meant.
  var otherSheets: [String] = []
}

/// Why an artifact is not read as a table.
struct TableRefusal: Error {
  /// Whether it is left out because it is something else, not because it is damaged.
  var isExcluded = false
  /// The stable word.
  var code: String
  /// What is wrong, and what to do; "" when the word says it.
  var detail = ""
  /// What was made of its columns, where it came so far.
  var mapping: ColumnMapping?
  /// The sheet of a workbook that has columns of the kind, where the first one has none.
  var sheet: String?

  static let nestedGzip = TableRefusal(code: "nested_gzip", detail: "Unpack the file once.")
  static let zipInGzip = TableRefusal(code: "zip_in_gzip", detail: "Unpack the file once.")

  /// The word, and the sentence when there is one.
  var reason: String { detail.isEmpty ? code : "\(code): \(detail)" }
}

/// Finds out what kind of table bytes are and opens it for one source.
struct TableOpening {
  let source: Source
  let spellings: FieldSpellings
  /// Where working files go; nil when there is no such place.
  let workFolder: String?
  /// Items of lists that stand in files of their own.
  var details: DetailFiles?

  /// What bytes turned out to be.
  enum Content {
    case table(OpenTable)
    /// A zip with files in it.
    case archive
    /// Gzip; the caller unpacks and asks again.
    case gzip
  }

  private static let sheetType =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

  /// Opens the table `open` gives the bytes of, which may be asked for more than once.
  /// - Throws: `TableRefusal` when it is no table of this source; what opening throws.
  func content(
    name: String, open: @escaping () throws -> any ByteSource
  ) throws -> Content {
    do {
      return try recognised(name: name, open: open)
    } catch let fault as ReadFault {
      throw TableRefusal(code: fault.reason.rawValue, detail: fault.description)
    }
  }

  private func recognised(
    name: String, open: @escaping () throws -> any ByteSource
  ) throws -> Content {
    let head = try ArtifactIntake.head(of: open())
    let format = FormatSniffer.sniff(head, name: name)
    switch format.family {
    case .gzip: return .gzip
    case .zip: return try zipped(name, open)
    case .json, .epcisJSON, .lines: return .table(try json(open))
    case .empty: throw TableRefusal(code: "empty", detail: "The file holds nothing.")
    case .xml, .epcisXML: return .table(try xml(name, open))
    case .archive: throw TableRefusal(code: "other_archive")
    case .document:
      let isOtherOffice = [".doc", ".dot", ".ppt", ".msg", ".vsd", ".mpp"].contains {
        name.lowercased().hasSuffix($0)
      }
      if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]), !isOtherOffice {
        throw TableRefusal(
          code: "old_or_protected_workbook",
          detail: "An Excel file with a password, or of the old .xls kind; save it as .xlsx "
            + "without a password.")
      }
      throw refusal(of: name, "not_a_table", "")
    case .foreign:
      if head.starts(with: Array("SQLite format 3\u{0}".utf8)) {
        throw TableRefusal(
          code: "is_a_database",
          detail: "A SQLite database; write \"database\" with \"query\" in place of \"path\".")
      }
      guard format.format == "text" else { throw refusal(of: name, "not_a_table", "") }
      return .table(try delimited(name, open))
    }
  }

  private func zipped(
    _ name: String, _ open: () throws -> any ByteSource
  ) throws -> Content {
    let file = try Spool.randomAccess(of: open(), label: name, folder: workFolder)
    let zip = try ZipReader(file)
    guard Workbook.recognizes(zip) else {
      guard [".xlsx", ".xlsm"].contains(where: { name.lowercased().hasSuffix($0) }) else {
        guard OfficeFile.isNamed(name) else { return .archive }
        throw office(name)
      }
      throw TableRefusal(
        code: "workbook_damaged",
        detail: (zip.problems.first.map { $0.message + " " } ?? "")
          + "Open the file in Excel and save it again.")
    }
    // Its sheets are in a form of its own, not in XML.
    if name.lowercased().hasSuffix(".xlsb") { throw office(name) }
    return .table(try workbook(file))
  }

  private func xml(
    _ name: String, _ open: @escaping () throws -> any ByteSource
  ) throws -> OpenTable {
    if name.lowercased().hasSuffix(".xls") {
      throw TableRefusal(
        code: "xml_not_a_table",
        detail: "A web page or XML that only its name makes an Excel file, as some systems "
          + "export; open it in Excel and save it as .xlsx, or export as CSV.")
    }
    guard source.format.records.isEmpty else {
      let reader = try NestedRecordReader.xml(paths: source.format.records, open: open)
      return nested(reader, "xml")
    }
    throw refusal(
      of: name, "xml_not_a_table",
      "XML is read as records only where they are named: write format: { records: "
        + "\"\(RecordPlaces.likeliest(in: try open()) ?? "Root/Record")\" } under the source in "
        + "muster.yaml, or export as CSV.")
  }

  // Word and PowerPoint are left out as documents; a table in another program's form is wanted.
  private func office(_ name: String) -> TableRefusal {
    guard OfficeFile.tables.contains(where: { name.lowercased().hasSuffix($0) }) else {
      return refusal(of: name, "not_a_table", "")
    }
    return TableRefusal(
      code: "other_workbook",
      detail: "A workbook in a form that is not read (.xlsb, .ods); save it as .xlsx or CSV.")
  }

  // What neither its name nor the source promises to be a table is left out without alarm.
  private func refusal(of name: String, _ code: String, _ detail: String) -> TableRefusal {
    let promises = [".csv", ".tsv", ".tab", ".psv", ".xlsx", ".xlsm", ".json", ".ndjson", ".jsonl"]
    let lower = name.lowercased()
    let isPromised = promises.contains { lower.hasSuffix($0) } || isNamed(name)
    return TableRefusal(isExcluded: !isPromised, code: code, detail: detail)
  }

  /// Whether the source's path is this file, or a pattern with its ending.
  private func isNamed(_ name: String) -> Bool {
    guard case .path(let path) = source.place else { return false }
    let last = path.split(separator: "/").last ?? ""
    guard let wild = last.lastIndex(where: { "*?]".contains($0) }) else { return last == name }
    let ending = last[last.index(after: wild)...]
    return ending.hasPrefix(".") && name.hasSuffix(ending)
  }

  private func delimited(
    _ name: String, _ open: @escaping () throws -> any ByteSource
  ) throws -> OpenTable {
    let reader = try DelimitedReader(
      delimiter: source.format.delimiter, encoding: source.format.encoding, open: open)
    let mark = reader.dialect.delimiter
    let words: [UInt8: String] = [0x3B: "semicolon", 0x2C: "comma", 0x09: "tab", 0x7C: "bar"]
    let delimiter = words[mark] ?? String(UnicodeScalar(mark))
    return try headed(
      reader, name: name, isRagged: true, format: "csv", mediaType: "text/csv",
      manner: "\(delimiter), \(reader.dialect.encoding)")
  }

  private func workbook(_ file: any RandomAccess) throws -> OpenTable {
    do {
      let book = try Workbook(file)
      let sheet = try book.sheet(named: source.format.sheet)
      var table: OpenTable
      do {
        table = try headed(
          book.cells(of: sheet), name: ".xlsx", isRagged: false, format: "xlsx",
          mediaType: Self.sheetType, manner: "sheet \"\(sheet.name)\"")
      } catch let refusal as TableRefusal where source.format.sheet == nil {
        throw try elsewhere(refusal, book, than: sheet)
      }
      if source.format.sheet == nil { table.otherSheets = book.others(than: sheet) }
      return table
    } catch let fault as Workbook.Fault {
      throw TableRefusal(code: fault.code, detail: fault.description)
    } catch let fault as ReadFault {
      throw TableRefusal(
        code: "workbook_damaged",
        detail: "\(fault.detail) Open the file in Excel and save it again.")
    }
  }

  /// Adds to a refusal of the first sheet which of the others has columns of the kind: a cover or
  /// a list of filters often stands in front.
  private func elsewhere(
    _ refusal: TableRefusal, _ book: Workbook, than first: Workbook.Sheet
  ) throws -> TableRefusal {
    guard ["no_header", "no_column_recognised"].contains(refusal.code) else { return refusal }
    let others = book.others(than: first)
    guard !others.isEmpty else { return refusal }
    var refusal = refusal
    var best: (name: String, fields: Int)?
    for name in others.prefix(Self.sheetsTried) {
      guard let sheet = try? book.sheet(named: name), let rows = try? book.cells(of: sheet),
        let table = try? headed(
          rows, name: ".xlsx", isRagged: false, format: "xlsx", mediaType: Self.sheetType,
          manner: "")
      else { continue }
      let fields = table.mapper.mapping.columns.count { !$0.targets.isEmpty }
      if fields > (best?.fields ?? 0) { best = (name, fields) }
    }
    let kind = spellings.kind.id
    let names = others.map { "\"\($0)\"" }.joined(separator: ", ")
    if let best {
      refusal.sheet = best.name
      refusal.mapping = nil
      refusal.detail =
        "The first sheet, \"\(first.name)\", has no column of \(kind); the sheet "
        + "\"\(best.name)\" has \(Noun.counted(best.fields, "column", "columns")) of it. Write "
        + "format: { sheet: \"\(best.name)\" } under the source in muster.yaml."
    } else {
      refusal.detail +=
        " That is the first sheet, \"\(first.name)\"; not looked for in: \(names). Say "
        + "format.sheet where another one is meant."
    }
    return refusal
  }

  /// Sheets in which columns are looked for when the first has none.
  private static let sheetsTried = 20

  private func headed(
    _ rows: any RowReader, name: String, isRagged: Bool, format: String, mediaType: String,
    manner: String
  ) throws -> OpenTable {
    var mapper = mapper
    let mapping = mapper.mapping
    let table = try HeadedTable(
      rows, declared: source.format.headerRow, isRagged: isRagged
    ) { mapping.isKnown($0) }
    let unread = table.headFault.map {
      "Line \($0.line) is not read, and may hold the headers: \($0.detail)"
    }
    guard table.headerRow != nil else {
      let detail =
        unread ?? source.format.headerRow.map { "There is no row \($0) to take the headers from." }
        ?? "No row of headers was found."
        + (isRagged && table.columns.count <= 1 ? Self.fixedPlaces : "")
      throw refusal(of: name, "no_header", detail)
    }
    try assign(table.columns, &mapper)
    guard mapper.mapping.columns.contains(where: { !$0.targets.isEmpty }) else {
      if let unread { throw refusal(of: name, "no_header", unread) }
      throw unrecognised(mapper.mapping, name)
    }
    return OpenTable(
      reader: table, mapper: mapper, headNotes: table.headNotes, format: format,
      mediaType: mediaType, headerRow: table.headerRow, manner: manner)
  }

  private func json(_ open: @escaping () throws -> any ByteSource) throws -> OpenTable {
    guard source.format.records.isEmpty else {
      return nested(
        try NestedRecordReader.json(paths: source.format.records, open: open), "json")
    }
    let kind = spellings.kind
    let fields = Set(spellings.targets.keys).union(source.columns.values.joined())
    let names = [kind.id, kind.id + "s", kind.id + "List", kind.title, kind.unit.many]
    let reader = try JSONTableReader(
      fields: fields, names: Set(names.map(HeaderText.folded)),
      isKey: { [spellings] header in
        guard case .column(let path) = spellings.target(of: header) else { return false }
        return kind.key.contains(path)
      }, open: open)
    return OpenTable(
      reader: reader,
      mapper: mapper, format: "json",
      mediaType: "application/json")
  }

  private func nested(_ reader: NestedRecordReader, _ format: String) -> OpenTable {
    OpenTable(
      reader: reader, mapper: mapper, format: format, mediaType: "application/\(format)",
      manner: "records at \(source.format.records.joined(separator: ", "))")
  }

  private static let fixedPlaces =
    " Columns that stand at fixed places, with blanks between them, are not told apart; export "
    + "with a delimiter, such as CSV."

  /// A mapper that knows no column yet.
  var mapper: RowMapper { RowMapper(source, spellings: spellings) }

  /// Assigns columns; a collision becomes a refusal.
  func assign(_ headers: [String], _ mapper: inout RowMapper) throws {
    do throws(ColumnMapping.Fault) {
      try mapper.assign(headers)
    } catch {
      throw TableRefusal(
        code: error.code, detail: error.description, mapping: mapper.mapping)
    }
  }

  /// No column of a table is one of the kind.
  func unrecognised(_ mapping: ColumnMapping, _ name: String) -> TableRefusal {
    let shown = mapping.columns.prefix(8).map { "\"\($0.header)\"" }.joined(separator: ", ")
    let more = mapping.columns.count > 8 ? " and \(mapping.columns.count - 8) more" : ""
    var refusal = refusal(
      of: name, "no_column_recognised",
      "None of the columns \(shown)\(more) is known as a field of \(spellings.kind.id); say "
        + "which is which under \"columns\" in muster.yaml (muster collect --dry-run helps).")
    if mapping.columns.count == 1, mapping.columns[0].header.contains(" ") {
      refusal.detail += Self.fixedPlaces
    }
    refusal.mapping = mapping
    return refusal
  }
}
