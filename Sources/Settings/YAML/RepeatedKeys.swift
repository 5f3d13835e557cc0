/// Keys written twice in one mapping: set apart so that the rest of the file can still be read.
struct RepeatedKeys {
  /// The most times one file is parsed, a mapping with repeated keys set apart each time.
  private static let most = 50
  /// The most bytes parsed in all, so that a large file is not parsed that often.
  private static let work = 32 << 20

  /// The text with every repeated key found so far renamed.
  private(set) var text: String
  /// Where the repeated keys stand.
  private(set) var positions: Set<TextPosition> = []
  private var found: [(key: String, at: TextPosition, first: Int)] = []

  init(text: String) {
    self.text = text
  }

  /// How often a text of so many bytes is parsed before reading ends.
  static func passes(bytes: Int) -> Int { min(most, max(2, work / max(1, bytes))) }

  /// Renames, in the block mapping that has a key at `place`, every plain key of `keys` below its
  /// first occurrence; false when there is none.
  mutating func rename(_ keys: [String], besides place: TextPosition) -> Bool {
    let bytes = Array(text.utf8)
    let lines = Self.lines(of: bytes)
    let indent = place.column - 1
    guard indent >= 0, lines.indices.contains(place.line - 1) else { return false }
    let names = Dictionary(keys.map { (Array($0.utf8), $0) }, uniquingKeysWith: { one, _ in one })
    var firsts: [[UInt8]: Int] = [:]
    var copied = 0
    var renamed: [UInt8] = []
    let start = Self.start(of: indent, from: place.line - 1, lines, bytes)
    for index in start..<lines.count {
      let line = lines[index]
      guard let ink = Self.ink(bytes, line) else { continue }
      if ink < indent, index > start { break }
      guard ink == indent || index == start else { continue }
      let begin = min(line.lowerBound + indent, line.upperBound)
      guard let end = Self.endOfKey(bytes, begin..<line.upperBound) else { continue }
      let name = Array(bytes[begin..<end])
      guard let key = names[name] else { continue }
      guard let first = firsts[name] else {
        firsts[name] = index + 1
        continue
      }
      renamed += bytes[copied..<end]
      renamed += "\u{E000}\(found.count)".utf8
      copied = end
      let position = TextPosition(line: index + 1, column: place.column)
      found.append((key, position, first))
      positions.insert(position)
    }
    guard copied > 0 else { return false }
    renamed += bytes[copied...]
    text = String(decoding: renamed, as: UTF8.self)
    return true
  }

  func report(to sink: DiagnosticSink) {
    for (key, position, first) in found {
      sink.error("duplicate key \"\(key)\", first on line \(first)", at: position)
    }
  }

  private static let blank = UInt8(ascii: " ")

  private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var begin = 0
    for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
      lines.append(begin..<index)
      begin = index + 1
    }
    lines.append(begin..<bytes.count)
    return lines
  }

  /// The line the mapping of this indent begins on, from one of its lines upwards.
  private static func start(
    of indent: Int, from line: Int, _ lines: [Range<Int>], _ bytes: [UInt8]
  ) -> Int {
    var start = line
    while start > 0 {
      if isListItem(bytes, lines[start], indent) { return start }
      if let ink = ink(bytes, lines[start - 1]), ink < indent,
        !isListItem(bytes, lines[start - 1], indent)
      {
        return start
      }
      start -= 1
    }
    return start
  }

  /// The first thing on a line that is no blank and begins no comment, counted from its begin.
  private static func ink(_ bytes: [UInt8], _ line: Range<Int>) -> Int? {
    guard let index = bytes[line].firstIndex(where: { $0 != blank && $0 != UInt8(ascii: "\r") }),
      bytes[index] != UInt8(ascii: "#")
    else { return nil }
    return index - line.lowerBound
  }

  /// Whether a mapping of this indent begins behind the dashes of a list on this line.
  private static func isListItem(_ bytes: [UInt8], _ line: Range<Int>, _ indent: Int) -> Bool {
    guard indent >= 2, line.count > indent else { return false }
    let head = bytes[line].prefix(indent)
    return head.contains(UInt8(ascii: "-")) && head.last == blank
      && head.allSatisfy { $0 == blank || $0 == UInt8(ascii: "-") }
  }

  /// Where the plain key ends that begins a line; nil when a line begins with none.
  private static func endOfKey(_ bytes: [UInt8], _ line: Range<Int>) -> Int? {
    for index in line where bytes[index] == UInt8(ascii: ":") {
      let next = index + 1
      guard next == line.upperBound || [blank, 0x09, 0x0D].contains(bytes[next]) else { continue }
      let key = bytes[line.lowerBound..<index]
      return key.lastIndex { $0 != blank }.map { $0 + 1 }
    }
    return nil
  }
}
