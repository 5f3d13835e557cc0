/// Collects what is wrong in one file while it is read, so that everything is said at once, and no
/// more of it is kept than `DiagnosticList` tells.
final class DiagnosticSink {
  /// The file as the user knows it.
  let file: String
  /// The text of the file.
  let text: String
  private lazy var lines = LineStarts(of: text)
  private var kept: [Diagnostic] = []
  private var further: [Diagnostic.Severity: Int] = [:]
  /// Where the last one stands that is told, of a severity there are too many of.
  private var last: [Diagnostic.Severity: TextPosition] = [:]

  init(file: String, text: String) {
    self.file = file
    self.text = text
  }

  /// What was collected, as far as it is told.
  var diagnostics: [Diagnostic] {
    if kept.isEmpty { return [] }
    return DiagnosticList(kept + further.map { Diagnostic(further: $1, $0, in: file) }).diagnostics
  }

  /// The lines of a text, without their ends.
  static func split(_ text: String) -> [Substring] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      Substring(line.last == "\r" ? line.dropLast() : line)
    }
  }

  /// An error; message and suggestion are not made for one that will only be counted.
  func error(
    _ message: @autoclosure () -> String, at position: TextPosition?,
    suggestion: @autoclosure () -> String? = nil
  ) {
    add(message, at: position, severity: .error, suggestion: suggestion)
  }

  /// An error about a secret, told without the line it stands in.
  func secretError(_ message: String, at position: TextPosition?) {
    add({ message }, at: position, severity: .error, suggestion: { nil }, showsLine: false)
  }

  func warning(
    _ message: @autoclosure () -> String, at position: TextPosition?,
    suggestion: @autoclosure () -> String? = nil
  ) {
    add(message, at: position, severity: .warning, suggestion: suggestion)
  }

  /// Throws everything collected if any of it is an error.
  func throwIfErrors() throws(DiagnosticList) {
    if kept.isEmpty { return }
    let list = DiagnosticList(diagnostics)
    if list.hasErrors { throw list }
  }

  private func add(
    _ message: () -> String, at position: TextPosition?, severity: Diagnostic.Severity,
    suggestion: () -> String?, showsLine: Bool = true
  ) {
    if let last = last[severity], let position, position >= last {
      further[severity, default: 0] += 1
      return
    }
    var diagnostic = Diagnostic(
      file: file, at: position, severity: severity, message: message(), suggestion: suggestion())
    if showsLine, let position, let line = lines[position.line, of: text] {
      diagnostic.excerpt = Excerpt(of: line, column: position.column)
    }
    kept.append(diagnostic)
    if kept.count >= 4 * DiagnosticList.most { shorten() }
  }

  /// Keeps the first ones and counts the others.
  private func shorten() {
    let list = DiagnosticList(kept).diagnostics
    kept = list.filter { $0.further == 0 }
    for rest in list where rest.further > 0 {
      further[rest.severity, default: 0] += rest.further
      guard let told = kept.last(where: { $0.severity == rest.severity }) else { continue }
      last[rest.severity] = TextPosition(line: told.line, column: told.column)
    }
  }
}

/// Where the lines of a text begin, in UTF-8 bytes.
private struct LineStarts {
  private var starts: [Int32] = [0]

  init(of text: String) {
    for (index, byte) in text.utf8.enumerated() where byte == UInt8(ascii: "\n") {
      guard let start = Int32(exactly: index + 1) else { return }
      starts.append(start)
    }
  }

  /// A line, from 1, without its end; nil when there is none.
  subscript(line: Int, of text: String) -> Substring? {
    guard starts.indices.contains(line - 1) else { return nil }
    let from = text.utf8.index(text.startIndex, offsetBy: Int(starts[line - 1]))
    let isLast = line == starts.count
    let to =
      isLast ? text.endIndex : text.utf8.index(text.startIndex, offsetBy: Int(starts[line]) - 1)
    let bytes = text[from..<to].utf8
    return Substring(bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes)
  }
}
