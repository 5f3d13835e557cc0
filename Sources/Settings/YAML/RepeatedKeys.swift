/// Keys written twice in one mapping: set apart so that the rest of the file can still be read.
struct RepeatedKeys {
  /// More than this many and reading ends.
  static let most = 50

  /// The text with every repeated key found so far renamed.
  private(set) var text: String
  /// Where the repeated keys stand.
  private(set) var positions: Set<TextPosition> = []
  private var found: [(key: String, at: TextPosition, first: Int)] = []

  init(text: String) {
    self.text = text
  }

  /// Renames the next occurrence of a plain key below its first one; false when it is not found.
  mutating func rename(_ key: String, after first: TextPosition) -> Bool {
    var lines = DiagnosticSink.split(text).map { Array($0.unicodeScalars) }
    let name = Array(key.unicodeScalars)
    let indent = first.column - 1
    guard lines.indices.contains(first.line - 1), !name.isEmpty else { return false }
    for index in first.line..<max(first.line, lines.count) {
      let line = lines[index]
      guard let ink = line.firstIndex(where: { $0 != " " }), line[ink] != "#" else { continue }
      if ink < indent { return false }
      guard ink == indent, line[ink...].starts(with: name) else { continue }
      let rest = line[(ink + name.count)...].drop { $0 == " " }
      guard rest.first == ":", rest.count == 1 || rest.dropFirst().first == " " else { continue }
      let mark = Array("\u{E000}\(found.count)".unicodeScalars)
      lines[index].insert(contentsOf: mark, at: ink + name.count)
      let position = TextPosition(line: index + 1, column: first.column)
      found.append((key, position, first.line))
      positions.insert(position)
      var view = String.UnicodeScalarView()
      for (number, line) in lines.enumerated() {
        if number > 0 { view.append("\n") }
        view.append(contentsOf: line)
      }
      text = String(view)
      return true
    }
    return false
  }

  func report(to sink: DiagnosticSink) {
    for (key, position, first) in found {
      sink.error("duplicate key \"\(key)\", first on line \(first)", at: position)
    }
  }
}
