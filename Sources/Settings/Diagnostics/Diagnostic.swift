/// One thing wrong in a configuration or profile file.
package struct Diagnostic: Sendable, Hashable {
  /// Whether the file can be used nevertheless.
  package enum Severity: String, Sendable, Hashable {
    case error, warning
  }

  /// The file as the user knows it.
  package var file: String
  /// The line, from 1; 0 when the message is about the whole file.
  package var line: Int
  /// The column, from 1.
  package var column: Int
  /// Error or warning.
  package var severity: Severity
  /// What is wrong and what would be right.
  package var message: String
  /// The word probably meant.
  package var suggestion: String?
  /// The line of the file, for the caret.
  package var sourceLine: String?

  /// Makes a diagnostic for a place in a file.
  package init(
    file: String, at position: TextPosition?, severity: Severity = .error, message: String,
    suggestion: String? = nil, sourceLine: String? = nil
  ) {
    self.file = file
    line = position?.line ?? 0
    column = position?.column ?? 0
    self.severity = severity
    self.message = message
    self.suggestion = suggestion
    self.sourceLine = sourceLine
  }
}

extension Diagnostic: CustomStringConvertible {
  /// `file:line:column: error: message — did you mean "word"?`, then the line and a caret.
  package var description: String {
    var text = line > 0 ? "\(file):\(line):\(column): " : "\(file): "
    text += "\(severity.rawValue): \(message)"
    if let suggestion { text += " — did you mean \"\(suggestion)\"?" }
    if let sourceLine, line > 0 { text += "\n" + Caret.render(line: sourceLine, column: column) }
    return text
  }
}

/// All that is wrong, in file order; thrown at once, never one by one.
package struct DiagnosticList: Error, Sendable, CustomStringConvertible {
  /// The diagnostics, sorted by file, line, column and message.
  package let diagnostics: [Diagnostic]

  /// Sorts the diagnostics and drops repeated ones.
  package init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = Set(diagnostics).sorted {
      ($0.file, $0.line, $0.column, $0.message) < ($1.file, $1.line, $1.column, $1.message)
    }
  }

  /// True when something is an error, not only a warning.
  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// Every diagnostic, one below the other.
  package var description: String {
    diagnostics.map(\.description).joined(separator: "\n")
  }
}

/// The line of a file with a mark below one column.
enum Caret {
  /// Lines longer than this are shown from near the column on.
  static let widest = 160

  static func render(line: String, column: Int) -> String {
    var scalars = Array(line.unicodeScalars)
    var before = min(max(column, 1) - 1, scalars.count)
    if scalars.count > widest {
      let first = max(0, before - widest / 2)
      scalars = Array(scalars[first..<min(scalars.count, first + widest)])
      before -= first
    }
    var shown = String.UnicodeScalarView()
    var blank = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      // A tab stays a tab in both lines; other control characters would move the cursor.
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      let visible: Unicode.Scalar = isControl && scalar != "\t" ? "?" : scalar
      shown.append(visible)
      if index < before { blank.append(visible == "\t" ? "\t" : " ") }
    }
    return "    \(String(shown))\n    \(String(blank))^"
  }
}
