/// A run of encoded text in one look, on a line.
struct PDFRun {
  var bytes: [UInt8]
  var font: PDFFont
  var size: Double
  var color: PDFColor
  var target: String?
  /// Set for a mark: the colour of its box.
  var box: PDFColor?
  var x: Double = 0
  var width: Double
}

/// A line of runs.
struct PDFLine {
  var runs: [PDFRun] = []
  var width: Double = 0
}

/// Breaks rich text into lines.
struct PDFInline {
  let size: Double
  let color: PDFColor
  var font = PDFFont.regular
  /// True when a character was written in other letters.
  private(set) var isChanged = false

  init(size: Double, color: PDFColor = .ink, font: PDFFont = .regular) {
    self.size = size
    self.color = color
    self.font = font
  }

  /// Lines of at most `width` points; at least one.
  mutating func lines(_ text: RichText, width: Double) -> [PDFLine] {
    var lines = [PDFLine()]
    for word in words(text) {
      if word.isBreak {
        lines.append(PDFLine())
        continue
      }
      place(word, width, &lines)
    }
    return lines
  }

  /// Width of the longest word and of the whole text on one line.
  mutating func measure(_ text: RichText) -> (word: Double, whole: Double) {
    var longest = 0.0
    var line = 0.0
    var whole = 0.0
    for word in words(text) {
      if word.isBreak {
        line = 0
        continue
      }
      longest = max(longest, word.run.width)
      line += word.gap + word.run.width
      whole = max(whole, line)
    }
    return (longest, whole)
  }

  private struct Word {
    var run: PDFRun
    /// Room before it when it does not begin a line.
    var gap: Double
    var isBreak = false
  }

  private mutating func words(_ text: RichText) -> [Word] {
    var words: [Word] = []
    var pendingGap = 0.0
    for piece in text.pieces {
      switch piece {
      case .lineBreak:
        words.append(Word(run: run([], font), gap: 0, isBreak: true))
        pendingGap = 0
      case .blank(let count):
        let bytes = [UInt8](repeating: 0x5F, count: min(max(count, 1), 60))
        words.append(Word(run: run(bytes, font, .quiet), gap: pendingGap))
        pendingGap = 0
      case .mark(let mark, let word):
        var boxed = run(encoded(word), .bold, PDFMark.text(mark))
        boxed.size = size * 0.9
        boxed.width = PDFFont.bold.width(boxed.bytes, size: boxed.size) + 6
        boxed.box = PDFMark.box(mark)
        words.append(Word(run: boxed, gap: pendingGap))
        pendingGap = size * 0.4
      case .text(let text): split(text, font, color, nil, &words, &pendingGap)
      case .code(let text): split(text, .code, color, nil, &words, &pendingGap)
      case .strong(let text): split(text, .bold, color, nil, &words, &pendingGap)
      case .quiet(let text): split(text, font, .quiet, nil, &words, &pendingGap)
      case .link(let text, to: let target):
        split(text, font, .link, target, &words, &pendingGap)
      }
    }
    return words
  }

  private mutating func split(
    _ text: String, _ font: PDFFont, _ color: PDFColor, _ target: String?, _ words: inout [Word],
    _ gap: inout Double
  ) {
    let space = self.font.width([0x20], size: size)
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if index > 0 {
        words.append(Word(run: run([], font), gap: 0, isBreak: true))
        gap = 0
      }
      let parts = encoded(String(line)).split(separator: 0x20, omittingEmptySubsequences: false)
      for (index, part) in parts.enumerated() {
        if index > 0 { gap = space }
        guard !part.isEmpty else { continue }
        words.append(Word(run: run(Array(part), font, color, target), gap: gap))
        gap = 0
      }
    }
  }

  private mutating func encoded(_ text: String) -> [UInt8] {
    let encoded = WinAnsi(text)
    isChanged = isChanged || encoded.isChanged
    return encoded.bytes
  }

  private func run(
    _ bytes: [UInt8], _ font: PDFFont, _ color: PDFColor? = nil, _ target: String? = nil
  ) -> PDFRun {
    // Courier is wide and light beside Helvetica of the same size.
    let size = font == .code ? size * 0.92 : size
    return PDFRun(
      bytes: bytes, font: font, size: size, color: color ?? self.color, target: target,
      width: font.width(bytes, size: size))
  }

  private func place(_ word: Word, _ width: Double, _ lines: inout [PDFLine]) {
    var word = word
    var last = lines.count - 1
    // Words without a blank between them (a text and its comma) stay together where they can.
    let gap = lines[last].runs.isEmpty ? 0 : word.gap
    if lines[last].width + gap + word.run.width > width, !lines[last].runs.isEmpty,
      word.gap > 0 || word.run.width <= width
    {
      lines.append(PDFLine())
      last += 1
    }
    while lines[last].width + word.run.width > width, word.run.box == nil, word.run.bytes.count > 1
    {
      let room = width - lines[last].width
      let count = fitting(word.run, room)
      if count == 0 {
        guard !lines[last].runs.isEmpty else { break }
        lines.append(PDFLine())
        last += 1
        continue
      }
      var head = word.run
      head.bytes = Array(word.run.bytes.prefix(count))
      head.width = head.font.width(head.bytes, size: head.size)
      add(head, gap: 0, &lines[last])
      word.run.bytes.removeFirst(count)
      word.run.width = word.run.font.width(word.run.bytes, size: word.run.size)
      word.gap = 0
      lines.append(PDFLine())
      last += 1
    }
    guard !word.run.bytes.isEmpty else { return }
    add(word.run, gap: lines[last].runs.isEmpty ? 0 : word.gap, &lines[last])
  }

  // As many bytes as fit, broken behind a mark of punctuation when one is near.
  private func fitting(_ run: PDFRun, _ room: Double) -> Int {
    var used = 0.0
    var count = 0
    for byte in run.bytes {
      used += run.font.width([byte], size: run.size)
      if used > room { break }
      count += 1
    }
    guard count < run.bytes.count else { return count }
    let marks = Array("/.-_:,;)".utf8)
    let near = run.bytes.prefix(count).lastIndex { marks.contains($0) }
    if let near, near + 1 > count / 2 { return near + 1 }
    return count
  }

  private func add(_ run: PDFRun, gap: Double, _ line: inout PDFLine) {
    var run = run
    run.x = line.width + gap
    line.width = run.x + run.width
    line.runs.append(run)
  }
}

/// How a mark looks on paper.
enum PDFMark {
  static func box(_ mark: Mark) -> PDFColor {
    switch mark {
    case .a: PDFColor(0x9B1C1C)
    case .b: PDFColor(0xF3D9A4)
    case .c: PDFColor(0xD7DEE6)
    case .ok: PDFColor(0xCDE8D2)
    case .open: PDFColor(0xE4E7EB)
    }
  }

  static func text(_ mark: Mark) -> PDFColor { mark == .a ? .white : .ink }
}
