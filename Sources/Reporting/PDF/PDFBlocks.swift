/// Report blocks on paper.
struct PDFBlocks {
  private static let size = 9.0
  private static let leading = 12.2

  /// Draws a section under its heading.
  static func draw(_ section: ReportSection, on flow: inout PDFFlow) {
    if section.isAnnex, flow.isShort { return }
    if section.startsPage, !flow.isAtTop { flow.breakPage() }
    flow.skip(14)
    flow.need(max(64, 26 + opening(section.blocks[...], on: &flow)))
    flow.anchor(section.id)
    flow.bookmark(section.title, level: 0, anchor: section.id)
    flow.lines(
      flow.broken(RichText(section.title), size: 14, width: flow.room, font: .bold), leading: 18)
    let (x, y, right) = (flow.left, flow.y, flow.left + flow.room)
    flow.draw { $0.line(fromX: x, fromY: y + 1, toX: right, toY: y + 1, .rule, width: 0.8) }
    flow.y += 6
    draw(section.blocks, level: 1, on: &flow)
  }

  /// Draws blocks one under the other; a heading stands with what follows it.
  private static func draw(_ blocks: [ReportBlock], level: Int, on flow: inout PDFFlow) {
    for (index, block) in blocks.enumerated() {
      if case .heading = block {
        flow.need(30 + opening(blocks[(index + 1)...], on: &flow))
      }
      draw(block, level: level, on: &flow)
    }
  }

  /// The height of what the first of some blocks does not tear apart.
  private static func opening(
    _ blocks: ArraySlice<ReportBlock>, on flow: inout PDFFlow
  ) -> Double {
    for block in blocks {
      switch block {
      case .picture(let picture): return height(picture, on: flow).whole
      case .table(let table): return PDFTable(table).opening(on: &flow)
      case .card: return 96
      case .heading: return 30 + opening(blocks.dropFirst(), on: &flow)
      case .annex(let blocks) where !flow.isShort: return opening(blocks[...], on: &flow)
      case .short(let blocks) where flow.isShort: return opening(blocks[...], on: &flow)
      case .annex, .short: continue
      default: return 24
      }
    }
    return 0
  }

  static func draw(_ block: ReportBlock, level: Int, on flow: inout PDFFlow) {
    switch block {
    case .heading(let depth, let title, let id):
      heading(title, depth: depth, id: id, level: level, on: &flow)
    case .paragraph(let text):
      flow.lines(
        flow.broken(text, size: size, width: flow.room), leading: leading)
      flow.skip(4)
    case .note(let text):
      flow.lines(
        flow.broken(text, size: 8, width: flow.room, color: .quiet), leading: 10.6)
      flow.skip(4)
    case .list(let items, let isNumbered): list(items, isNumbered: isNumbered, on: &flow)
    case .facts(let facts): self.facts(facts, on: &flow)
    case .figures(let figures): self.figures(figures, on: &flow)
    case .table(let table): PDFTable(table).draw(on: &flow)
    case .card(let card): self.card(card, level: level, on: &flow)
    case .fold(let title, _):
      // What a reader opens on the page; its first line says where it stands on paper.
      flow.lines(
        flow.broken(RichText(title), size: 8, width: flow.room, color: .quiet), leading: 10.6)
      flow.skip(3)
    case .picture(let picture): self.picture(picture, on: &flow)
    case .signatures(let purposes): signatures(purposes, on: &flow)
    case .annex(let blocks):
      if !flow.isShort { draw(blocks, level: level, on: &flow) }
    case .short(let blocks):
      if flow.isShort { draw(blocks, level: level, on: &flow) }
    }
  }

  private static func heading(
    _ title: String, depth: Int, id: String?, level: Int, on flow: inout PDFFlow
  ) {
    flow.skip(depth <= 3 ? 8 : 4)
    flow.need(44)
    if let id {
      flow.anchor(id)
      if depth <= 3 { flow.bookmark(title, level: level, anchor: id) }
    }
    let size = depth <= 3 ? 11.0 : 9.5
    flow.lines(
      flow.broken(RichText(title), size: size, width: flow.room, font: .bold),
      leading: size + 3.6)
    flow.skip(2)
  }

  private static func list(
    _ items: [RichText], isNumbered: Bool, on flow: inout PDFFlow
  ) {
    for (index, item) in items.enumerated() {
      flow.need(leading)
      let mark = isNumbered ? "\(index + 1)." : "•"
      var sign = PDFInline(size: size, color: .quiet)
      let lines = sign.lines(RichText(mark), width: 30)
      if let first = lines.first {
        flow.draw(first, x: flow.left + 2, top: flow.y, leading: leading)
      }
      let indent = isNumbered ? 18.0 : 12.0
      flow.lines(
        flow.broken(item, size: size, width: flow.room - indent), leading: leading,
        indent: indent)
      flow.skip(1.5)
    }
    flow.skip(4)
  }

  private static func facts(_ facts: [ReportFact], on flow: inout PDFFlow) {
    let names = min(120, flow.room * 0.26)
    for fact in facts {
      let name = flow.broken(
        RichText(fact.name), size: 8.2, width: names - 8, color: .quiet)
      let value = flow.broken(fact.value, size: 8.8, width: flow.room - names)
      let step = 11.4
      flow.need(step * Double(min(3, max(name.count, value.count))))
      for index in 0..<max(name.count, value.count) {
        flow.need(step)
        if index < name.count {
          flow.draw(name[index], x: flow.left, top: flow.y, leading: step)
        }
        if index < value.count {
          flow.draw(value[index], x: flow.left + names, top: flow.y, leading: step)
        }
        flow.y += step
      }
      flow.skip(1.2)
    }
    flow.skip(4)
  }

  private static func figures(_ figures: [ReportFigure], on flow: inout PDFFlow) {
    let columns = min(5, max(1, figures.count))
    let gap = 8.0
    let width = (flow.room - gap * Double(columns - 1)) / Double(columns)
    for start in stride(from: 0, to: figures.count, by: columns) {
      let row = figures[start..<min(start + columns, figures.count)]
      let words = row.map { flow.broken(RichText($0.words), size: 8, width: width - 16) }
      let tall = 30 + Double(words.map(\.count).max() ?? 1) * 10
      flow.need(tall + 6)
      for (index, figure) in row.enumerated() {
        let x = flow.left + Double(index) * (width + gap)
        let y = flow.y
        let number = WinAnsi(figure.figure).bytes
        flow.draw { page in
          page.box(x: x, y: y, width: width, height: tall, .soft)
          page.box(x: x, y: y, width: 3, height: tall, PDFBlocks.edge(figure.mark))
          page.text(number, x: x + 10, y: y + 19, .bold, size: 14, .ink)
        }
        for (line, text) in words[index].enumerated() {
          flow.draw(text, x: x + 10, top: y + 24 + Double(line) * 10, leading: 10)
        }
      }
      flow.y += tall + 8
    }
  }

  private static func card(_ card: ReportCard, level: Int, on flow: inout PDFFlow) {
    flow.skip(5)
    flow.need(96)
    flow.anchor(card.id)
    flow.bookmark(card.title, level: level, anchor: card.id)
    flow.framed(edge(card.mark)) { flow in
      let title = RichText([.mark(card.mark, card.word), .strong(card.title)])
      flow.lines(flow.broken(title, size: 9.6, width: flow.room), leading: 13.4)
      flow.y += 2
      for block in card.blocks { draw(block, level: level + 1, on: &flow) }
    }
    flow.skip(4)
  }

  private static func picture(_ picture: ReportPicture, on flow: inout PDFFlow) {
    let (drawing, whole) = height(picture, on: flow)
    flow.need(whole)
    flow.anchor(picture.id)
    flow.lines(
      flow.broken(RichText(picture.title), size: 8.8, width: flow.room, font: .bold),
      leading: 12)
    drawing.draw(on: &flow)
    flow.y += drawing.height + 2
    flow.lines(
      flow.broken(RichText(picture.description), size: 7.6, width: flow.room, color: .quiet),
      leading: 9.8)
    flow.skip(6)
  }

  private static func height(
    _ picture: ReportPicture, on flow: PDFFlow
  ) -> (drawing: PDFDrawing, whole: Double) {
    // Room for the heading above it on a page that holds nothing else.
    let tallest = flow.limit - PDFFlow.margin - 80
    let drawing = PDFDrawing(picture.drawing, room: flow.room, tallest: tallest)
    return (drawing, drawing.height + 34)
  }

  private static func signatures(_ purposes: [String], on flow: inout PDFFlow) {
    for purpose in purposes {
      flow.need(40)
      flow.y += 26
      let (x, y, room) = (flow.left, flow.y, flow.room)
      flow.draw {
        $0.line(fromX: x, fromY: y, toX: x + min(260, room), toY: y, .ink, width: 0.6)
      }
      flow.lines(
        flow.broken(RichText(purpose), size: 8, width: flow.room, color: .quiet), leading: 11)
    }
    flow.skip(6)
  }

  private static func edge(_ mark: Mark) -> PDFColor {
    switch mark {
    case .a: PDFColor(0x9B1C1C)
    case .b: PDFColor(0xC98A1B)
    case .c: PDFColor(0x8A949E)
    case .ok: PDFColor(0x3C8D5A)
    case .open: PDFColor(0xB7BFC8)
    }
  }
}
