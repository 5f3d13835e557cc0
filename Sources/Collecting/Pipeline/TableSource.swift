import Archives
import Cataloging
import GRDB
import GS1
import Settings

/// How the tables of one source are recognised, opened and typed.
struct TableSource {
  /// The source.
  let source: Source
  /// What its rows are.
  let kind: RecordKind
  /// How its cells are written.
  let format: ValueFormat

  init(_ source: Source, kind: RecordKind, configuration: MusterConfiguration) {
    self.source = source
    self.kind = kind
    format = ValueFormat(source, in: configuration)
  }

  /// Opens tables of the source; working files go to a folder of the catalog. Learns how columns
  /// are recognised, which takes a while: once a source, and only where there is one to open.
  func opening(workFolder: String?) -> TableOpening {
    TableOpening(source: source, spellings: FieldSpellings(kind), workFolder: workFolder)
  }
}

extension TableSource {
  /// Lets what was collected be read again when `muster.yaml` describes the source otherwise than
  /// the last time; a kind that changed does the same when its tables are prepared.
  func refresh(in catalog: Catalog, source id: Int64) throws {
    let key = "reading:\(source.name)"
    let digest = try digest()
    try catalog.write { db in
      let before = try String.fetchOne(
        db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
      try noteLeftOut(db, source: id, isKnown: before != nil)
      if before == digest { return }
      if before != nil { try RereadList.mark(db, source: id, kind: kind.id) }
      try db.execute(
        sql: "INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", arguments: [key, digest])
    }
  }

  /// Which files are left out decides what the others say of the same keys: when that changed, all
  /// of them are read anew.
  private func noteLeftOut(_ db: Database, source id: Int64, isKnown: Bool) throws {
    let key = "left_out:\(source.name)"
    let now = CanonicalJSON.array(source.exclude.sorted().map { .string($0) }).text
    let before = try String.fetchOne(
      db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
    if before == now { return }
    if isKnown, before != nil {
      try RecordWithdrawal.withdraw(db, source: id, kind: kind.id, keepingGone: true)
      try RereadList.mark(db, source: id, kind: kind.id)
    }
    try db.execute(
      sql: "INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", arguments: [key, now])
  }

  /// SHA-256 over everything of the source that decides how its cells are read.
  private func digest() throws -> String {
    func map(_ texts: [String: String]) -> CanonicalJSON {
      .object(texts.mapValues { .string($0) })
    }
    func columns(_ headers: [String: [String]]) -> CanonicalJSON {
      .object(
        headers.mapValues { $0.count == 1 ? .string($0[0]) : .array($0.map { .string($0) }) })
    }
    let written = source.format
    var parts: [String: CanonicalJSON] = [
      "kind": .string(source.kind), "site": .optional(source.site),
      "zone": .optional(format.timeZone), "site_zones": map(format.siteZones),
      "columns": columns(source.columns), "constants": map(source.constants),
      "values": .object(source.values.mapValues(map)),
      "delimiter": .optional(written.delimiter), "encoding": .optional(written.encoding),
      "decimal": .optional(written.decimal),
      "dates": .array(written.dates.map { .string($0) }), "sheet": .optional(written.sheet),
      "header_row": .optional(written.headerRow.map(Int64.init)),
      "list_separator": .optional(written.listSeparator),
      "details": .object(
        Dictionary(source.details.map { ($0.list, columns($0.columns)) }) { first, _ in first }),
    ]
    if case .database(_, let query) = source.place { parts["query"] = .string(query) }
    // Left out where it is not used, so that what catalogs hold was read by the same digest.
    if !written.records.isEmpty { parts["records"] = .array(written.records.map { .string($0) }) }
    if kind.fields.contains(where: { $0.references == "partner" }), !format.partnerNames.isEmpty {
      parts["partner_names"] = map(format.partnerNames)
    }
    if kind.fields.contains(where: { $0.references == "site" }), !format.siteNames.isEmpty {
      parts["site_names"] = map(format.siteNames)
    }
    let lists = RowMapper.identifierLists(of: source, kind)
    if !lists.isEmpty { parts["identifier_lists"] = .array(lists.sorted().map { .string($0) }) }
    if format.timeZone == nil { parts["assumed_zone"] = format.assumedZone.map { .string($0) } }
    let all = CanonicalJSON.object(parts)
    return try SourceIntake.digest(MemorySource(Array(all.text.utf8)))
  }
}

extension CollectionOutcome.SourceOutcome {
  /// Notes what a table lacks or has too much of.
  mutating func note(_ report: TableLoad.Report, path: String) {
    for missing in report.mapping.missing {
      let near = missing.nearest.map { ", perhaps \"\($0)\"" } ?? ""
      note(
        path, "taken", "no column \"\(missing.header)\" for \(missing.field)\(near)")
    }
    if report.rows == 0 { note(path, "taken", "no rows") }
    if !report.otherSheets.isEmpty {
      let names = report.otherSheets.map { "\"\($0)\"" }.joined(separator: ", ")
      let sheets = report.otherSheets.count == 1 ? "sheet \(names) is" : "sheets \(names) are"
      note(
        path, "taken",
        "\(sheets) not read; where one holds records, add a source for it with format.sheet")
    }
    for column in report.mapping.columns {
      for (target, header) in column.surer.sorted(by: { $0.key.name < $1.key.name }) {
        note(
          path, "taken",
          "records without \"\(header)\" have their \(target.name) from \"\(column.header)\"; where "
            + "that is wrong, write under the source: columns: { \(target.name): \"\(header)\" }")
      }
    }
    for remark in report.remarks { note(path, "taken", remark) }
    if report.beyondHeaders > 0 {
      let rows = Noun.counted(report.beyondHeaders, "row has", "rows have")
      note(
        path, "taken",
        "\(rows) a value under no header, which is not taken, first \(report.firstBeyond)")
    }
    for unread in report.unread { note(path, "taken", Self.sentence(unread)) }
    let new = report.mapping.unrecognised.map {
      CollectionOutcome.UnrecognisedColumn(
        header: $0.header, nearest: $0.nearest?.name, behind: $0.behind)
    }
    unrecognised = Set(unrecognised + new).sorted { $0.header < $1.header }
  }

  /// What could not be read of a field, an example of it, and what helps.
  private static func sentence(_ unread: RecordLoader.Unread) -> String {
    let values = Noun.counted(unread.count, "value", "values")
    let (are, help) =
      switch unread.code {
      case .dateUnreadable, .timeUnreadable, .dateAsNumber:
        (
          "no date that can be read",
          "declare format.dates of the source, such as [DD.MM.YYYY], [D MMM YY] (MMM is a month's "
            + "name) or [MM.YYYY], or correct the export"
        )
      case .dateAmbiguous:
        (
          Noun.fitting(unread.count, "a date", "dates") + " that can be read two ways",
          "declare format.dates of the source"
        )
      case .numberAmbiguous:
        (
          Noun.fitting(unread.count, "a number", "numbers") + " that can be read two ways",
          "declare format.decimal of the source"
        )
      case .numberUnreadable:
        ("no number that can be read", "declare format.decimal of the source or correct the export")
      case .wordUnknown: ("none of its words", "map them under values of the source")
      case .spreadsheetDamage: ("damaged by a spreadsheet", "export the column as text")
      case .spreadsheetError:
        (
          "an error of a spreadsheet or a formula that was never calculated",
          "correct it, or open the file in a spreadsheet program and save it"
        )
      case .severalValues: ("several lots in one cell", "export or write a row for each lot")
      default: ("not readable", "correct the export")
      }
    let place = unread.position.line > 0 ? ", line \(unread.position.line)" : ""
    return "\(values) of \(unread.field) \(Noun.fitting(unread.count, "is", "are")) \(are), first "
      + "\"\(unread.raw.prefix(80))\"\(place); \(help)"
  }
}
