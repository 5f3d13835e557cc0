/// A table on paper: columns share the room by what they hold, rows break between lines when they
/// must, and the heading stands again on every page.
struct PDFTable {
  private static let size = 7.6
  private static let leading = 9.6
  private static let padding = 3.0

  private let table: ReportTable
  private let isPlain: Bool

  init(_ table: ReportTable) {
    self.table = table
    isPlain = table.columns.allSatisfy(\.title.isEmpty)
  }

  func draw(on flow: inout PDFFlow) {
    guard !table.columns.isEmpty else { return }
    let widths = columnWidths(flow.room)
    let header = table.columns.enumerated().map { index, column in
      flow.broken(
        RichText(column.title), size: Self.size, width: widths[index] - 2 * Self.padding,
        font: .bold)
    }
    if !table.caption.isEmpty {
      flow.need(opening(on: &flow))
      flow.lines(
        flow.broken(RichText(table.caption), size: 8, width: flow.room, color: .quiet),
        leading: 11)
      flow.y += 1
    }
    flow.need(height(header) + 2 * Self.leading)
    drawHeader(header, widths, &flow)
    for row in table.rows {
      if let id = row.id { flow.anchor(id) }
      draw(row, header, widths, &flow)
    }
    if table.rows.isEmpty {
      flow.lines(flow.broken("None.", size: Self.size, width: flow.room), leading: Self.leading)
    }
    flow.skip(6)
  }

  /// The height of what is not torn apart: caption, headings of columns and the first row.
  func opening(on flow: inout PDFFlow) -> Double {
    let widths = columnWidths(flow.room)
    func lines(_ texts: [RichText], _ font: PDFFont) -> Int {
      zip(texts, widths).map {
        flow.broken($0, size: Self.size, width: $1 - 2 * Self.padding, font: font).count
      }.max() ?? 1
    }
    let first = table.rows.first.map { lines($0.cells, .regular) } ?? 1
    // A row of more than twelve lines may begin where three fit.
    let parts = [lines(table.columns.map { RichText($0.title) }, .bold), first > 12 ? 3 : first]
    return parts.reduce(table.caption.isEmpty ? 0 : 12) {
      $0 + Double($1) * Self.leading + 2 * Self.padding
    }
  }

  private func height(_ cells: [[PDFLine]]) -> Double {
    Double(cells.map(\.count).max() ?? 1) * Self.leading + 2 * Self.padding
  }

  private func drawHeader(
    _ header: [[PDFLine]], _ widths: [Double], _ flow: inout PDFFlow
  ) {
    guard !isPlain else { return }
    let tall = height(header)
    let (x, y, room) = (flow.left, flow.y, flow.room)
    flow.draw { $0.box(x: x, y: y, width: room, height: tall, .soft) }
    drawLines(header, from: 0, count: Int.max, widths, &flow)
    flow.y += tall
  }

  private func draw(
    _ row: ReportTable.Row, _ header: [[PDFLine]], _ widths: [Double], _ flow: inout PDFFlow
  ) {
    let cells = table.columns.indices.map { index in
      index < row.cells.count
        ? flow.broken(
          row.cells[index], size: Self.size, width: widths[index] - 2 * Self.padding)
        : [PDFLine()]
    }
    let total = cells.map(\.count).max() ?? 1
    var done = 0
    repeat {
      let free = flow.limit - flow.y - 2 * Self.padding
      var fit = max(0, Int(free / Self.leading))
      // A short row stays whole; a long one may begin where at least three lines fit.
      if fit < total - done, total - done <= 12 || fit < 3, !flow.isAtTop {
        flow.breakPage()
        drawHeader(header, widths, &flow)
        fit = max(1, Int((flow.limit - flow.y - 2 * Self.padding) / Self.leading))
      }
      let count = min(max(1, fit), total - done)
      drawLines(cells, from: done, count: count, widths, &flow)
      flow.y += Double(count) * Self.leading + 2 * Self.padding
      done += count
      let (x, y, right) = (flow.left, flow.y, flow.left + flow.room)
      flow.draw { $0.line(fromX: x, fromY: y, toX: right, toY: y, .rule, width: 0.4) }
    } while done < total
  }

  private func drawLines(
    _ cells: [[PDFLine]], from start: Int, count: Int, _ widths: [Double], _ flow: inout PDFFlow
  ) {
    var x = flow.left
    for (index, lines) in cells.enumerated() {
      let shown = lines.dropFirst(start).prefix(count)
      for (place, line) in shown.enumerated() {
        let top = flow.y + Self.padding + Double(place) * Self.leading
        let slack =
          table.columns[index].isNumber
          ? max(0, widths[index] - 2 * Self.padding - line.width) : 0
        flow.draw(line, x: x + Self.padding + slack, top: top, leading: Self.leading)
      }
      x += widths[index]
    }
  }

  // Every column gets its longest word where that is possible; the rest goes by need.
  private func columnWidths(_ room: Double) -> [Double] {
    var least = [Double](repeating: 12, count: table.columns.count)
    var most = least
    for (index, column) in table.columns.enumerated() {
      var inline = PDFInline(size: Self.size, font: .bold)
      let title = inline.measure(RichText(column.title))
      least[index] = max(least[index], min(title.word, 90))
      most[index] = max(most[index], title.whole)
    }
    // A sample is enough to share the room, and bounds the work for long lists.
    for row in table.rows.prefix(400) {
      for (index, cell) in row.cells.prefix(table.columns.count).enumerated() {
        var inline = PDFInline(size: Self.size)
        let size = inline.measure(cell)
        least[index] = max(least[index], min(size.word, 165))
        most[index] = max(most[index], min(size.whole, 320))
      }
    }
    least = least.map { $0 + 2 * Self.padding + 0.5 }
    most = zip(most, least).map { max($0 + 2 * Self.padding + 0.5, $1) }
    let (sumLeast, sumMost) = (least.reduce(0, +), most.reduce(0, +))
    if sumMost <= room {
      let spare = (room - sumMost) / Double(most.count)
      return most.map { $0 + spare }
    }
    if sumLeast >= room { return least.map { $0 * room / sumLeast } }
    let share = (room - sumLeast) / (sumMost - sumLeast)
    return zip(least, most).map { $0 + ($1 - $0) * share }
  }
}
