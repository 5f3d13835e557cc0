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
  /// The line of the file with a caret below the column.
  package var excerpt: Excerpt?
  /// How many more of its file and severity it stands for; 0 when it tells one itself.
  package var further = 0

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
    excerpt = sourceLine.map { Excerpt(of: Substring($0), column: column) }
  }

  /// Stands for so many more of a file, behind all that is told of it.
  init(further count: Int, _ severity: Severity, in file: String) {
    let words = severity == .error ? ("fault", "faults") : ("warning", "warnings")
    let position = TextPosition(line: .max, column: 1)
    let told = "and \(Noun.grouped(count)) more \(Noun.fitting(count, words.0, words.1))"
    self.init(file: file, at: position, severity: severity, message: "\(told) in \(file)")
    further = count
  }

  /// How many it counts for: itself, or those it stands for.
  package var count: Int { max(1, further) }
}

extension Diagnostic: CustomStringConvertible {
  /// `file:line:column: error: message — did you mean "word"?`, then the line and a caret.
  package var description: String {
    if further > 0 { return message }
    var text = line > 0 ? "\(file):\(line):\(column): " : "\(file): "
    text += "\(severity.rawValue): \(message)"
    if let suggestion { text += " — did you mean \"\(suggestion)\"?" }
    if let excerpt, line > 0 { text += "\n" + excerpt.text }
    return text
  }
}

/// All that is wrong, in file order; thrown at once, never one by one.
package struct DiagnosticList: Error, Sendable, CustomStringConvertible {
  /// The most faults, and the most warnings, told of one file; those behind them are counted.
  package static let most = 100

  /// The diagnostics, sorted by file, line, column and message; of each file no more than `most`
  /// of a severity and then one that stands for the others.
  package let diagnostics: [Diagnostic]

  /// Sorts the diagnostics, drops repeated ones and those there are too many of.
  package init(_ diagnostics: [Diagnostic]) {
    var told: [Diagnostic] = []
    var counts: [Pile: Int] = [:]
    var further: [Pile: Int] = [:]
    for one in Self.sorted(Set(diagnostics.filter { $0.further == 0 })) {
      let pile = Pile(file: one.file, severity: one.severity)
      counts[pile, default: 0] += 1
      if counts[pile, default: 0] <= Self.most {
        told.append(one)
      } else {
        further[pile, default: 0] += 1
      }
    }
    for one in diagnostics where one.further > 0 {
      further[Pile(file: one.file, severity: one.severity), default: 0] += one.further
    }
    let others = further.map { Diagnostic(further: $0.value, $0.key.severity, in: $0.key.file) }
    self.diagnostics = others.isEmpty ? told : Self.sorted(told + others)
  }

  /// True when something is an error, not only a warning.
  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// Every diagnostic, one below the other.
  package var description: String {
    diagnostics.map(\.description).joined(separator: "\n")
  }

  /// The faults of one file, or its warnings.
  private struct Pile: Hashable {
    let file: String
    let severity: Diagnostic.Severity
  }

  private static func sorted(_ diagnostics: some Sequence<Diagnostic>) -> [Diagnostic] {
    diagnostics.sorted {
      ($0.file, $0.line, $0.column, $0.message) < ($1.file, $1.line, $1.column, $1.message)
    }
  }
}
