/// Collects what is wrong in one file while it is read, so that everything is said at once.
final class DiagnosticSink {
  /// The file as the user knows it.
  let file: String
  /// The text of the file.
  let text: String
  private let lines: [Substring]
  private(set) var diagnostics: [Diagnostic] = []

  init(file: String, text: String) {
    self.file = file
    self.text = text
    lines = Self.split(text)
  }

  /// The lines of a text, without their ends.
  static func split(_ text: String) -> [Substring] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      Substring(line.last == "\r" ? line.dropLast() : line)
    }
  }

  func error(_ message: String, at position: TextPosition?, suggestion: String? = nil) {
    add(message, at: position, severity: .error, suggestion: suggestion)
  }

  /// An error about a secret, told without the line it stands in.
  func secretError(_ message: String, at position: TextPosition?) {
    diagnostics.append(Diagnostic(file: file, at: position, message: message))
  }

  func warning(_ message: String, at position: TextPosition?) {
    add(message, at: position, severity: .warning, suggestion: nil)
  }

  /// Throws everything collected if any of it is an error.
  func throwIfErrors() throws(DiagnosticList) {
    let list = DiagnosticList(diagnostics)
    if list.hasErrors { throw list }
  }

  private func add(
    _ message: String, at position: TextPosition?, severity: Diagnostic.Severity,
    suggestion: String?
  ) {
    var line: String?
    if let position, lines.indices.contains(position.line - 1) {
      line = String(lines[position.line - 1])
    }
    diagnostics.append(
      Diagnostic(
        file: file, at: position, severity: severity, message: message, suggestion: suggestion,
        sourceLine: line))
  }
}
