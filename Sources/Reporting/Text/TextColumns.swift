/// Text in columns that fit a terminal of 100 characters, and nothing that could steer one.
package enum TextColumns {
  /// Characters a line has at most.
  static let width = 100

  /// A heading with a line under it.
  package static func heading(_ title: String) -> String {
    title + "\n" + String(repeating: "-", count: title.count)
  }

  /// A label and its text, wrapped under itself; nothing for no text.
  package static func field(_ label: String, _ text: String?, indent: Int = 2, column: Int = 18)
    -> [String]
  {
    guard let text, !text.isEmpty else { return [] }
    let start = String(repeating: " ", count: indent) + label
    let lines = wrapped(text, at: width - column)
    return lines.enumerated().map { index, line in
      padded(index == 0 ? start : "", column) + line
    }
  }

  /// Text filled up with blanks; longer text keeps one blank behind it.
  static func padded(_ text: String, _ count: Int) -> String {
    let text = plain(text)
    return text.count < count
      ? text + String(repeating: " ", count: count - text.count) : text + " "
  }

  /// Text with blanks in front.
  static func right(_ text: String, _ count: Int) -> String {
    String(repeating: " ", count: max(0, count - text.count)) + text
  }

  /// Lines of at most so many characters, broken at blanks; a longer word is broken inside.
  static func wrapped(_ text: String, at limit: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in plain(text).split(separator: " ", omittingEmptySubsequences: false) {
      var word = word
      if !line.isEmpty, line.count + 1 + word.count > limit {
        lines.append(line)
        line = ""
      }
      while word.count > limit {
        lines.append(String(word.prefix(limit)))
        word = word.dropFirst(limit)
      }
      line += line.isEmpty ? String(word) : " " + word
    }
    return lines + [line]
  }

  /// A line with control characters made visible: names and serials come from files.
  package static func plain(_ line: String) -> String {
    let isHarmless = line.unicodeScalars.allSatisfy { !isControl($0) }
    guard !isHarmless else { return line }
    var safe = String.UnicodeScalarView()
    for scalar in line.unicodeScalars { safe.append(isControl(scalar) ? "\u{FFFD}" : scalar) }
    return String(safe)
  }

  /// The same of a text: its lines and columns stay.
  package static func plainLines(_ text: String) -> String {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false)
        .map { plain(String($0)) }.joined(separator: "\t")
    }.joined(separator: "\n")
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
