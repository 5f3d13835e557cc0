import Cataloging
import GS1
import Settings

/// A table made of rows: finds the row of headers under titles, then gives the rows below it.
package final class HeadedTable: TableReader {
  /// Rows looked at for headers.
  package static let searched = 40

  /// The names of the columns, blank ones at the end left out.
  package let columns: [String]
  /// The row of the headers, from 1; nil when the table has none.
  package let headerRow: Int?
  /// What was noticed in the rows above the first record.
  package let headNotes: [TableNote]
  /// Why a row that may have been that of the headers was not read; nil when there is none such.
  package let headFault: ReadFault?
  /// Cells that a whole row has; nil where rows may end anywhere, as in a sheet.
  private let width: Int?
  private let rows: any RowReader
  private var waiting: [TableItem]
  /// What was passed over beside the records.
  package private(set) var remarks: [String] = []
  /// Rows given out so far.
  private var given = 0
  /// By column, a cell that is one with those below it, down to a row.
  private var standing: [Int: (cell: TableCell, notes: [TableNote], last: Int)] = [:]

  /// Looks for headers: the row numbered `declared`, else the row with the most cells `isKnown`
  /// accepts, else the first that looks like one.
  ///
  /// `isRagged` tells that rows are split by delimiters, so that their length means something.
  package init(
    _ rows: any RowReader, declared: Int?, isRagged: Bool, isKnown: (String) -> Bool
  ) throws {
    self.rows = rows
    var seen: [TableItem] = []
    var headerAt: Int?
    while seen.count < max(Self.searched, declared ?? 0), let item = try rows.next() {
      seen.append(item)
      if let declared, case .row(let row) = item, row.number >= declared {
        headerAt = row.number == declared ? seen.count - 1 : nil
        break
      }
    }
    if declared == nil { headerAt = Self.header(of: seen, isKnown) }
    headFault =
      seen.prefix(headerAt ?? seen.count).compactMap { item -> ReadFault? in
        guard case .fault(let fault) = item else { return nil }
        return fault.reason == .sizeLimit || fault.reason == .sourceDamaged ? fault : nil
      }.first
    guard let headerAt, case .row(let header) = seen[headerAt] else {
      columns = []
      headerRow = nil
      headNotes = []
      width = nil
      waiting = seen.filter { if case .fault = $0 { true } else { false } }
      return
    }
    var names = header.cells.map { $0.text ?? "" }
    while let last = names.last, last.allSatisfy(\.isWhitespace) { names.removeLast() }
    columns = names
    headerRow = header.number
    width = isRagged ? header.cells.count : nil
    headNotes = seen[...headerAt].flatMap { item -> [TableNote] in
      if case .row(let row) = item { row.notes } else { [] }
    }
    // Faults above the headers are kept, titles are not records.
    waiting =
      seen[..<headerAt].filter { if case .fault = $0 { true } else { false } }
      + seen[(headerAt + 1)...]
    waiting.reverse()
    rows.settle(columns: names.count)
    for case .row(let row) in seen[..<headerAt] where row.cells.count(where: { !$0.isBlank }) > 2 {
      remark("the row at \(place(of: row)) stands above the headers and is left out")
    }
  }

  private static func header(of seen: [TableItem], _ isKnown: (String) -> Bool) -> Int? {
    var best: (index: Int, hits: Int)?
    var widest = 0
    for case .row(let row) in seen { widest = max(widest, row.cells.count { !$0.isBlank }) }
    // Cells of the widest row of words met so far.
    var words = 1
    for (index, item) in seen.enumerated() {
      guard case .row(let row) = item else { continue }
      let filled = row.cells.filter { !$0.isBlank }
      let isOfWords = filled.allSatisfy { looksLikeHeader($0) }
      defer { if isOfWords { words = max(words, filled.count) } }
      // A record may hold words that head columns; above it stands a row as wide of words alone.
      if !isOfWords, words > 1, words >= filled.count { continue }
      let hits = row.cells.count { cell in cell.text.map { !$0.isEmpty && isKnown($0) } ?? false }
      // One word alone may be a title; it counts where the table is hardly wider.
      guard hits >= 2 || (hits == 1 && widest <= 3) else { continue }
      if hits > (best?.hits ?? 0) { best = (index, hits) }
    }
    if let best { return best.index }
    return seen.firstIndex { item in
      guard case .row(let row) = item else { return false }
      let filled = row.cells.filter { !$0.isBlank }
      return filled.count * 2 > widest && filled.allSatisfy { looksLikeHeader($0) }
    }
  }

  private static func looksLikeHeader(_ cell: TableCell) -> Bool {
    guard case .value(let value) = cell.content, value.form == .text else { return false }
    return value.text.utf8.count <= 200 && value.text.contains { $0.isLetter }
  }

  /// The next row that is not blank, or unreadable stretch; nil at the end.
  package func next() throws -> TableItem? {
    while true {
      guard let item = try waiting.popLast() ?? rows.next() else { return nil }
      guard case .row(let row) = item else { return item }
      if row.isBlank {
        // A row that is blank only because its cells could not be had is not passed over.
        guard let note = row.notes.first(where: { $0.code == .spreadsheetError }) else { continue }
        return .fault(
          ReadFault(
            .notARecord, line: row.position.line, byteOffset: row.position.byteOffset,
            detail: "No cell of the row has a value: \(note.raw ?? "nothing is stored")."))
      }
      if repeatsHeaders(row) { continue }
      if isTotal(row) {
        remark("the row of totals at \(place(of: row)) is no record and is left out")
        continue
      }
      if let line = closingLine(row) {
        remark(
          "the line \"\(line)\" at \(place(of: row)) is no record and is left out; "
            + "\(Noun.counted(given, "row stands", "rows stand")) above it")
        continue
      }
      given += 1
      return checked(filled(row))
    }
  }

  /// A row with the values of cells that it shares with rows above.
  private func filled(_ row: TableRow) -> TableRow {
    if standing.isEmpty && row.merged.isEmpty { return row }
    var row = row
    standing = standing.filter { $0.value.last >= row.number }
    for (column, above) in standing where row[column].isBlank && column < columns.count {
      while row.cells.count <= column { row.cells.append(.blank) }
      row.cells[column] = above.cell
      row.notes += above.notes
    }
    for (column, last) in row.merged {
      standing[column] = (row[column], row.notes.filter { $0.column == column }, last)
    }
    return row
  }

  // Exports put one behind the other bring their headers along; these are no record.
  private func repeatsHeaders(_ row: TableRow) -> Bool {
    let names = columns.filter { !$0.isEmpty }
    guard names.count > 1, row.cells.count >= columns.count else { return false }
    for (index, cell) in row.cells.enumerated() {
      if index < columns.count {
        guard cell.text == columns[index] else { return false }
      } else {
        guard cell.isBlank else { return false }
      }
    }
    return true
  }

  private func place(of row: TableRow) -> String {
    row.position.pointer.isEmpty ? "line \(row.position.line)" : row.position.pointer
  }

  private func remark(_ text: String) {
    if remarks.count < Self.mostRemarks { remarks.append(text) }
  }

  private static let mostRemarks = 20
  private static let totals: Set<String> = [
    "total", "totals", "grandtotal", "subtotal", "sum", "summe", "gesamt", "gesamtsumme",
    "zwischensumme", "totalgeneral", "totaux", "soustotal", "totale", "totali", "suma", "ergebnis",
    "gesamtergebnis", "zwischenergebnis", "result", "totalresult", "overallresult", "insgesamt",
    "totalecomplessivo", "totalgenerale", "totallots", "totalbatches",
  ]
  /// Last words of a row that a spreadsheet puts below a group: `L1 Total`.
  private static let groupTotals = [" total", " ergebnis", " summe", " result", " totale"]
  /// What stands for a sum without a word, `*` for a group and `**` for all.
  private static let totalSigns: Set<String> = ["*", "**", "***", "****", "Σ", "∑"]
  /// Units that stand beside a sum.
  private static let totalUnits: Set<String> = [
    "st", "stk", "stuck", "ea", "pc", "pcs", "pce", "kar", "car", "cs", "kg", "g", "l", "ml", "un",
    "uds", "packs", "units", "packungen", "pack", "pal", "pct",
  ]
  /// What reports write below a table, folded: that it ends, and, with digits, how much it has or
  /// which page it is.
  private static let endings = words(
    """
    end eof endofreport endoffile endoflist endofdata endofexport endoftable endofdocument \
    endofrecords endofextract endofoutput ende endedesberichts endedesreports endederliste \
    endederdatei endedertabelle endedesexports endedesauszugs berichtsende listenende dateiende fin \
    finderapport findurapport findelaliste findufichier findeliste findelinforme findelreporte \
    findellistado findelarchivo findelfichero findelalista fine finereport finerapporto \
    finedelrapporto finedelreport fineelenco finedellelenco finefile finedelfile finelista \
    finestampa finedati
    """)
  private static let counts = words(
    """
    row rows rowselected rowsselected rowsaffected rowsreturned rowsexported rowsintotal rowcount \
    rowsinset rowinset totalrows totalnumberofrows numberofrows record records recordsselected \
    recordsexported recordsfound recordsreturned recordsintotal recordcount totalrecords \
    totalnumberofrecords numberofrecords entries totalentries items totalitems zeile zeilen \
    zeilenausgewahlt zeileninsgesamt anzahlzeilen datensatz datensatze datensatzegefunden \
    datensatzeexportiert anzahldatensatze anzahlderdatensatze eintrage anzahleintrage lignes \
    lignesselectionnees nombredelignes enregistrements nombredenregistrements \
    totaldesenregistrements filas filasseleccionadas numerodefilas registros totalregistros \
    totalderegistros numeroderegistros righe righeselezionate numerorighe numerodirighe totalerighe \
    totalerecord numerorecord numerodirecord recordtotali page pageof seite seitevon pagesur \
    pagina paginade paginadi count anzahl nombre numero summeeintrage summezeilen summedatensatze \
    gesamteintrage
    """)
  /// How a line begins that says when a report was made; a number stands behind it.
  private static let beginnings = words(
    """
    reportgenerated generatedon generatedat printedon printedat printdate ausdruckvom gedrucktam \
    erstelltam druckdatum imprimele impresoel stampatoil
    """)
  /// How a line begins that says what a report was made from, with its colon.
  private static let labels = ["applied filters:", "filter:", "source:", "quelle:"]

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  /// The text of a line below, or between, the records of a report; nil for a row that may be one.
  private func closingLine(_ row: TableRow) -> String? {
    guard columns.count > 1 else { return nil }
    var filled: String?
    for cell in row.cells where !cell.isBlank {
      guard filled == nil, let text = cell.text, text.utf8.count <= 80 else { return nil }
      filled = text
    }
    guard let filled else { return nil }
    return Self.isClosing(filled)
      ? filled.split(whereSeparator: \.isWhitespace).joined(separator: " ") : nil
  }

  private static func isClosing(_ line: String) -> Bool {
    let folded = HeaderText.folded(line)
    // Dashes fold to nothing.
    if folded.isEmpty { return line.count >= 3 && line.allSatisfy { "-–—=_*. ".contains($0) } }
    if endings.contains(folded) { return true }
    let written = line.lowercased()
    if labels.contains(where: written.hasPrefix) { return true }
    let letters = folded.filter { !$0.isNumber }
    guard letters.count < folded.count else { return false }
    return counts.contains(letters) || totals.contains(letters)
      || beginnings.contains(where: folded.hasPrefix)
  }

  // Reports end in sums. A row that begins with the word and has nothing but figures and blanks
  // behind it is one; with a text in another cell it may be a record.
  private func isTotal(_ row: TableRow) -> Bool {
    guard let first = row.cells.first(where: { !$0.isBlank })?.text, first.utf8.count <= 40,
      Self.namesTotal(CellText.trimmed(first))
    else { return false }
    let filled = row.cells.filter { !$0.isBlank }
    return filled.count > 1 && filled.count < columns.count
      && filled.dropFirst().allSatisfy { cell in
        cell.text.map { text in
          !text.contains { $0.isLetter } || Self.totalUnits.contains(HeaderText.folded(text))
            || Self.totalSigns.contains(CellText.trimmed(text))
        } ?? false
      }
  }

  private static func namesTotal(_ text: String) -> Bool {
    if totalSigns.contains(text) { return true }
    // Nearly every row is told by the letters its first cell begins or ends with.
    guard let first = text.utf8.first, let last = text.utf8.last else { return false }
    if "eltsELTS".utf8.contains(last) {
      let lower = text.lowercased()
      if groupTotals.contains(where: lower.hasSuffix) { return true }
    }
    guard "tTsSgGzZeErRoOiI".utf8.contains(first) else { return false }
    let bare = text.split(separator: "(").first.map(String.init) ?? text
    return totals.contains(HeaderText.folded(bare))
  }

  // A row with more filled cells than headers, or hardly any, was not split into its fields.
  private func checked(_ row: TableRow) -> TableItem {
    guard let width else { return .row(withinHeaders(row)) }
    guard row.cells.count != width else {
      let isBeyond = row.cells.dropFirst(columns.count).contains { !$0.isBlank }
      return .row(isBeyond ? withinHeaders(row) : row)
    }
    let text =
      "\(Noun.counted(row.cells.count, "cell", "cells")) where the header has \(width)"
    if row.cells.count > width {
      guard row.cells[width...].contains(where: { !$0.isBlank }) else { return .row(row) }
      return .fault(fault(row, text))
    }
    if row.cells.count >= columns.count { return .row(row) }
    if width > 2, row.cells.count == 1 { return .fault(fault(row, text)) }
    var short = row
    short.notes.append(TableNote(code: .elementMissing, raw: text))
    return .row(short)
  }

  // A row of a sheet that was read before the headers were known, or one with a value in a column
  // whose header is blank.
  private func withinHeaders(_ row: TableRow) -> TableRow {
    guard row.cells.count > columns.count else { return row }
    var row = row
    if let index = row.cells.indices.dropFirst(columns.count).first(where: {
      !row.cells[$0].isBlank
    }) {
      row.notes.append(.beyondHeaders(row.cells[index], column: index))
    }
    row.cells.removeLast(row.cells.count - columns.count)
    return row
  }

  private func fault(_ row: TableRow, _ detail: String) -> ReadFault {
    ReadFault(
      .raggedRow, line: row.position.line, byteOffset: row.position.byteOffset, detail: detail)
  }
}
