internal import Collecting
internal import Reporting
internal import Settings

/// What a dry run found in the tables of a source, for a person who sets it up.
enum PreviewText {
  static func text(_ source: CollectionOutcome.SourceOutcome) -> String {
    var lines: [String] = []
    for preview in source.previews {
      lines += table(preview, of: source)
      let paste = paste(preview, of: source)
      if !paste.isEmpty {
        lines += [
          "",
          "  To settle this, write under source \"\(source.name)\" in muster.yaml (into a key that "
            + "stands there already, where there is one):", "",
        ]
        lines += paste.map { "      " + $0 }
      }
      lines.append("")
    }
    return lines.map(TextColumns.plain).joined(separator: "\n")
  }

  private static func table(
    _ preview: TablePreview, of source: CollectionOutcome.SourceOutcome
  ) -> [String] {
    var heading = "\(source.name): \(preview.path) as \(source.kind)"
    if !preview.manner.isEmpty { heading += ", " + preview.manner }
    if let row = preview.headerRow { heading += ", headers in row \(row)" }
    var lines = [heading]
    if !preview.alike.isEmpty {
      let files = Noun.counted(preview.alike.count, "more file", "more files")
      lines.append(
        "  and \(files) with the same columns: " + preview.alike.prefix(5).joined(separator: ", ")
          + (preview.alike.count > 5 ? " …" : ""))
    }
    if let problem = preview.problem {
      lines.append("  Cannot be read: \(problem)")
      return preview.columns.isEmpty ? lines : lines + [""] + columns(preview)
    }
    lines.append(
      "  \(preview.isPartial ? "first " : "")"
        + Noun.counted(preview.records, unit(source), unit(source) + "s") + " looked at")
    if !preview.columns.isEmpty { lines += [""] + columns(preview) }
    lines += remarks(preview) + records(preview)
    return lines
  }

  private static func unit(_ source: CollectionOutcome.SourceOutcome) -> String {
    source.kind == "epcis" || source.kind == "events" ? "event" : "record"
  }

  private static func columns(_ preview: TablePreview) -> [String] {
    let width = min(36, max(12, preview.columns.map(\.header.count).max() ?? 12))
    var lines = ["  " + padded("Column", width) + "  is read as"]
    for column in preview.columns {
      let header = padded(column.header, width)
      if !column.fields.isEmpty {
        lines.append(
          "  \(header)  \(column.fields.joined(separator: ", "))"
            + (column.named ? "  (as muster.yaml says)" : ""))
      } else if !column.rivals.isEmpty {
        lines.append(
          "  \(header)  not clear: \(column.rivals.joined(separator: " or "))? Kept beside the record"
        )
      } else if let behind = column.behind, let field = column.nearest {
        lines.append(
          "  \(header)  no field; kept beside the record: \(field) is read from \"\(behind)\" "
            + "(else write columns: { \(field): \(quoted(column.header)) })")
      } else {
        let near =
          column.nearest.map { "; perhaps \($0)?" }
          ?? ", or give it a name of its own: \(ownName(column.header))"
        lines.append("  \(header)  no field; kept beside the record\(near)")
      }
    }
    return lines
  }

  private static func remarks(_ preview: TablePreview) -> [String] {
    var lines: [String] = []
    if isEmpty(preview) {
      lines.append(
        "  There are \(preview.columns.isEmpty ? "" : "headers and ")no rows: is the query or the filter of the export right? A source "
          + "without rows shows nothing; that there was nothing is stated by a nil return")
    }
    for missing in preview.missing {
      let near = missing.nearest.map { "; perhaps \"\($0)\"?" } ?? ""
      lines.append(
        "  muster.yaml reads \(missing.field) from \"\(missing.header)\", which is not there\(near)"
      )
    }
    if !preview.unfed.isEmpty, !isEmpty(preview) || !preview.columns.isEmpty {
      lines.append(
        "  Never blank, and no column gives it: " + preview.unfed.joined(separator: ", "))
    }
    for word in preview.unknownWords {
      let near = word.nearest.map { "; perhaps \($0)?" } ?? ""
      lines.append(
        "  \(word.field): \"\(word.found)\" in \(Noun.counted(word.records, "record", "records"))"
          + " is none of its words (\(word.words.joined(separator: ", ")))\(near)")
    }
    for trouble in preview.troubles {
      lines.append(
        "  \(trouble.field): \(trouble.text) "
          + "\(Noun.counted(trouble.records, "record", "records")), such as "
          + "\"\(trouble.example)\"" + (trouble.remedy.isEmpty ? "" : ". \(trouble.remedy)"))
    }
    if !preview.otherSheets.isEmpty {
      let names = preview.otherSheets.map { "\"\($0)\"" }.joined(separator: ", ")
      lines.append(
        "  \(Noun.fitting(preview.otherSheets.count, "The sheet", "The sheets")) \(names) "
          + "\(Noun.fitting(preview.otherSheets.count, "is", "are")) not read; where one holds "
          + "records, add a source for it with format.sheet")
    }
    if let rows = preview.keyless { lines.append("  \(rows)") }
    for remark in preview.remarks { lines.append("  Left out: \(remark)") }
    for stretch in preview.setAside { lines.append("  In quarantine: \(stretch)") }
    return lines.isEmpty ? [] : [""] + lines
  }

  private static func isEmpty(_ preview: TablePreview) -> Bool {
    preview.records == 0 && preview.setAside.isEmpty
  }

  private static func records(_ preview: TablePreview) -> [String] {
    guard !preview.first.isEmpty else { return [] }
    var lines = ["", "  The first records, as they will be read:"]
    for record in preview.first {
      lines.append("  \(record.place)")
      for cell in record.cells {
        let read = cell.read ?? "nothing"
        let from = cell.read == cell.written ? "" : "   from \"\(cell.written.prefix(60))\""
        // A value with blanks around it looks like the one without.
        let isPadded = read.first?.isWhitespace == true || read.last?.isWhitespace == true
        let value = isPadded ? quoted(read) : String(read.prefix(100))
        lines.append("      \(cell.field): \(value)\(from)")
      }
      for (name, value) in record.extra.sorted(by: { $0.key < $1.key }) {
        lines.append("      beside it, \(name): \(value.prefix(60))")
      }
    }
    return lines
  }

  /// Lines that, pasted into the source, settle what is open; what cannot be guessed is left to
  /// the reader as `?`.
  private static func paste(
    _ preview: TablePreview, of source: CollectionOutcome.SourceOutcome
  ) -> [String] {
    if let sheet = preview.sheet { return ["format: { sheet: \(quoted(sheet)) }"] }
    // Where there is neither a header nor a row, nothing can be told of columns.
    guard !preview.columns.isEmpty || (preview.problem == nil && !isEmpty(preview)) else {
      return []
    }
    var lines: [String] = []
    let taken = Set(preview.columns.flatMap(\.fields))
    let open = preview.columns.filter { $0.fields.isEmpty }
    var columns: [String] = []
    let guesses = Dictionary(grouping: open.filter { !taken.contains($0.nearest ?? "") }) {
      $0.nearest
    }
    var offered: Set<String> = []
    for column in open {
      guard let field = column.nearest, let alike = guesses[field],
        offered.insert(field).inserted
      else { continue }
      // Likeness of words is no proof: what a column means, its reader says.
      let choice = alike.map { quoted($0.header) }.joined(separator: " or ")
      columns.append(
        alike.count == 1
          ? "  # \(field): \(choice)     # perhaps" : "  # \(field): which is it, \(choice)?")
    }
    for missing in preview.missing {
      // Of columns that make a value together the others are not known here.
      let line = "\(missing.field): \(missing.nearest.map(quoted) ?? "which column is it?")"
      columns.append(
        missing.isPart
          ? "  # \(missing.field): in place of \(quoted(missing.header)), which column is it?"
          : (missing.nearest == nil ? "  # " : "  ") + line)
    }
    for field in preview.unfed where !offered.contains(field) {
      columns.append("  # \(field): \"its header\"")
    }
    if columns.contains(where: { $0.hasPrefix("  #") }) {
      columns.append("  # (what is the same in all records may stand under constants: instead)")
    }
    if columns.contains(where: { !$0.hasPrefix("  #") }) {
      lines += ["columns:"] + columns
    } else if !columns.isEmpty {
      lines += ["# columns:"] + columns
    }
    return lines + values(preview) + format(preview)
  }

  // What a word means decides findings, so none is taken before a person looked: all are remarks.
  private static func values(_ preview: TablePreview) -> [String] {
    let words = Dictionary(grouping: preview.unknownWords, by: \.field)
    guard !words.isEmpty else { return [] }
    var lines = ["# values:"]
    for (field, found) in words.sorted(by: { $0.key < $1.key }) {
      lines.append("  # \(field):")
      for word in found {
        let near = word.nearest.map { "perhaps \($0); " } ?? ""
        lines.append(
          "    # \(quoted(word.found)): \(near)one of \(word.words.joined(separator: ", "))")
      }
    }
    return lines
  }

  // What other cells of the table show is written out; what nothing shows is left to the reader,
  // because a wrong guess gives wrong days without a word.
  private static func format(_ preview: TablePreview) -> [String] {
    func has(_ code: String) -> Bool { preview.troubles.contains { $0.code == code } }
    var sure: [String] = []
    var open: [String] = []
    if let date = preview.troubles.first(where: { $0.code == "date_ambiguous" })?.example {
      let (day, month) =
        date.contains("/") ? ("DD/MM/YYYY", "MM/DD/YYYY") : ("DD-MM-YYYY", "MM-DD-YYYY")
      switch preview.dayOrder {
      case .day: sure.append("dates: [\"\(day)\"]")
      case .month: sure.append("dates: [\"\(month)\"]")
      case nil: open.append("dates: [\"\(day)\"], or [\"\(month)\"], as the system writes")
      }
    }
    if has("number_ambiguous") {
      if let mark = preview.decimal {
        sure.append("decimal: \"\(mark)\"")
      } else {
        open.append("decimal: \",\", or \".\", as the system writes")
      }
    }
    var lines: [String] = []
    if !sure.isEmpty {
      lines.append("format: { \(sure.joined(separator: ", ")) }     # as other cells here show")
    }
    if has("text_encoding"), preview.manner.contains("windows-1252") {
      open.append("encoding: windows-1252, if accents and umlauts are right above")
    }
    lines += open.map { "# under format: \($0)" }
    if has("time_zone_missing") {
      lines.append(
        preview.zones.count == 1
          ? "time_zone: \(preview.zones[0])     # that of the site; else where the system's clock stands"
          : "# time_zone: \(preview.zones.first ?? "Europe/Berlin")     # where the system's clock stands"
      )
    }
    return lines
  }

  /// A name for a field of the firm's own: `x_free_text_1`.
  private static func ownName(_ header: String) -> String {
    let words = header.lowercased().split { !($0.isLetter && $0.isASCII) && !$0.isNumber }
    return words.isEmpty ? "x_…" : "x_" + words.joined(separator: "_")
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text.count >= width
      ? text : text + String(repeating: " ", count: width - text.count)
  }
}

/// A text as `muster.yaml` takes it.
func quoted(_ text: String) -> String {
  "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
}
