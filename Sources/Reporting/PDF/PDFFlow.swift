/// Fills pages from top to bottom: keeps the place, breaks pages, draws the edges of open frames on
/// each of them.
struct PDFFlow {
  /// What stands at the foot of every page.
  struct Footer {
    let left: String
    let second: String
  }

  static let margin = 48.0
  static let bottom = 54.0

  let width: Double
  let height: Double
  private(set) var pages: [PDFCanvas] = []
  private(set) var anchors: [String: PDFFile.Place] = [:]
  private(set) var bookmarks: [PDFFile.Bookmark] = []
  /// Where the next thing goes, from the top edge.
  var y = PDFFlow.margin
  /// Left edge of what is drawn; frames move it in.
  private(set) var left = PDFFlow.margin
  /// True when a character was written in other letters.
  var isChanged = false
  /// True for the short form, which leaves out what is marked as annex.
  var isShort = false
  private var frames: [Frame] = []

  private struct Frame {
    let x: Double
    let color: PDFColor
    var start: Double
  }

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
    pages.append(PDFCanvas(height: height))
  }

  var room: Double { width - Self.margin - left }
  var limit: Double { height - Self.bottom }
  var isAtTop: Bool { y <= Self.margin }

  /// Draws on the current page.
  mutating func draw(_ body: (inout PDFCanvas) -> Void) { body(&pages[pages.count - 1]) }

  /// Begins a new page unless there is room for so many points, or the page is fresh.
  mutating func need(_ points: Double) {
    if y + points > limit, !isAtTop { breakPage() }
  }

  /// Begins a new page.
  mutating func breakPage() {
    for index in frames.indices { drawEdge(frames[index], to: min(y, limit)) }
    pages.append(PDFCanvas(height: height))
    y = Self.margin
    for index in frames.indices { frames[index].start = y }
  }

  /// Leaves room.
  mutating func skip(_ points: Double) {
    if !isAtTop { y += points }
  }

  /// Marks the place as one that can be led to.
  mutating func anchor(_ id: String) {
    if anchors[id] == nil { anchors[id] = PDFFile.Place(page: pages.count - 1, y: y) }
  }

  /// Adds a bookmark to an anchor.
  mutating func bookmark(_ title: String, level: Int, anchor id: String) {
    bookmarks.append(PDFFile.Bookmark(title: title, level: level, anchor: id))
  }

  /// Draws what `body` adds with a coloured edge at its left.
  mutating func framed(_ color: PDFColor, _ body: (inout PDFFlow) -> Void) {
    frames.append(Frame(x: left, color: color, start: y))
    left += 10
    body(&self)
    left -= 10
    if let frame = frames.popLast() { drawEdge(frame, to: y) }
  }

  private mutating func drawEdge(_ frame: Frame, to end: Double) {
    guard end > frame.start + 1 else { return }
    draw { $0.box(x: frame.x, y: frame.start, width: 3, height: end - frame.start, frame.color) }
  }

  /// Draws lines one under the other, from page to page.
  mutating func lines(_ lines: [PDFLine], leading: Double, indent: Double = 0) {
    for line in lines {
      need(leading)
      draw(line, x: left + indent, top: y, leading: leading)
      y += leading
    }
  }

  /// Draws one line; `top` is its upper edge.
  mutating func draw(_ line: PDFLine, x: Double, top: Double, leading: Double) {
    let base = top + leading * 0.76
    draw { page in
      for run in line.runs {
        let place = x + run.x
        if let box = run.box {
          page.box(
            x: place, y: top + leading * 0.06, width: run.width, height: leading * 0.9, box)
          page.text(run.bytes, x: place + 3, y: base, run.font, size: run.size, run.color)
          continue
        }
        page.text(run.bytes, x: place, y: base, run.font, size: run.size, run.color)
        if let target = run.target {
          page.line(
            fromX: place, fromY: base + 1.3, toX: place + run.width, toY: base + 1.3, run.color,
            width: 0.3)
          page.link(x: place, y: top, width: run.width, height: leading, to: target)
        }
      }
    }
  }

  /// Breaks a text and notes whether letters were changed.
  mutating func broken(
    _ text: RichText, size: Double, width: Double, color: PDFColor = .ink,
    font: PDFFont = .regular
  ) -> [PDFLine] {
    var inline = PDFInline(size: size, color: color, font: font)
    let lines = inline.lines(text, width: max(20, width))
    isChanged = isChanged || inline.isChanged
    return lines
  }

  /// Puts the footer on every page.
  mutating func finish(_ footer: Footer) {
    let size = 7.0
    for index in pages.indices {
      let number = WinAnsi("Page \(index + 1) of \(pages.count)").bytes
      let numberWidth = PDFFont.regular.width(number, size: size)
      let base = height - 34
      let right = width - Self.margin
      pages[index].line(
        fromX: Self.margin, fromY: base - 10, toX: right, toY: base - 10, .rule)
      let first = Self.fitted(footer.left, right - Self.margin - numberWidth - 12, size)
      pages[index].text(first, x: Self.margin, y: base, .regular, size: size, .quiet)
      pages[index].text(
        number, x: right - numberWidth, y: base, .regular, size: size, .quiet)
      let second = Self.fitted(footer.second, right - Self.margin, size)
      pages[index].text(second, x: Self.margin, y: base + 10, .regular, size: size, .quiet)
    }
  }

  private static func fitted(_ text: String, _ width: Double, _ size: Double) -> [UInt8] {
    var bytes = WinAnsi(text).bytes
    while PDFFont.regular.width(bytes, size: size) > width, bytes.count > 1 {
      bytes.removeLast(2)
      bytes.append(0x85)
    }
    return bytes
  }
}
