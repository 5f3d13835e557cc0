package import Foundation
import Yams

/// Reads YAML text into a tree with positions, within fixed limits.
package enum YAMLReader {
  /// The most bytes a file may have.
  package static let largestFile = 8 << 20
  /// The most values a file may have once aliases are followed.
  static let mostValues = 400_000
  /// The deepest nesting.
  static let deepest = 64

  /// Reads one YAML document; `file` names it in messages.
  package static func read(_ text: String, file: String) throws(DiagnosticList) -> YAMLValue {
    let sink = DiagnosticSink(file: file, text: text)
    let value = read(sink)
    try sink.throwIfErrors()
    guard let value else { throw DiagnosticList(sink.diagnostics) }
    return value
  }

  /// Reads the text of a file, which must be UTF-8 and within the limits.
  package static func text(of url: URL, named file: String) throws(DiagnosticList) -> String {
    func fail(_ message: String) -> DiagnosticList {
      DiagnosticList([Diagnostic(file: file, at: nil, message: message)])
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw fail("no such file")
    }
    guard !isFolder.boolValue else { throw fail("this is a folder, not a file") }
    var state = stat()
    // A pipe would be waited for, a device may have no end.
    guard stat(url.path, &state) == 0, state.st_mode & S_IFMT == S_IFREG else {
      throw fail("this is no regular file")
    }
    let data: Data
    do {
      // At the end of the file, and so of an empty one, nothing is given.
      data = try FileHandle(forReadingFrom: url).read(upToCount: largestFile + 1) ?? Data()
    } catch {
      throw fail("the file cannot be read; check its permissions")
    }
    guard data.count <= largestFile else { throw fail("the file is larger than 8 MiB") }
    guard var text = String(validating: data, as: UTF8.self) else {
      throw fail("the file is not UTF-8 text; save it as UTF-8")
    }
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    return text
  }

  /// Reads the sink's text; nil when there is no tree, with the reason in the sink.
  static func read(_ sink: DiagnosticSink) -> YAMLValue? {
    guard sink.text.utf8.count <= largestFile else {
      sink.error("the file is larger than 8 MiB", at: nil)
      return nil
    }
    if let position = AliasGuard.compositeKey(in: sink.text) {
      sink.error(
        "anchors cannot be used together with aliases or collections as keys", at: position)
      return nil
    }
    var repeated = RepeatedKeys(text: sink.text)
    for _ in 0..<RepeatedKeys.passes(bytes: sink.text.utf8.count) {
      do {
        // Every scalar is taken as text here, so no rule need try it for a number or a date.
        guard let node = try Yams.compose(yaml: repeated.text, .basic, .default, .utf8) else {
          sink.error("the file is empty", at: .start)
          return nil
        }
        repeated.report(to: sink)
        var walk = TreeWalk(sink: sink, skipped: repeated.positions)
        return walk.value(of: node, depth: 0)
      } catch let YamlError.duplicatedKeysInMapping(keys, context) {
        let first = TextPosition(line: context.mark.line, column: context.mark.column)
        guard repeated.rename(keys, besides: first) else {
          repeated.report(to: sink)
          sink.error("duplicate key \"\(keys.first ?? "")\"", at: first)
          return nil
        }
      } catch {
        repeated.report(to: sink)
        report(error, to: sink)
        return nil
      }
    }
    repeated.report(to: sink)
    return nil
  }

  /// What people most often wrote where the parser says this, and what to do; "" where nothing is
  /// known.
  private static func hint(_ problem: String) -> String {
    let hints = [
      ("tab character", "indent with blanks, never with tabs"),
      (
        "expected '-' indicator",
        "this line is indented otherwise than those it belongs to, or a \"-\" is not written above"
      ),
      (
        "did not find expected key",
        "this line is indented otherwise than those above, or a quote or bracket above is open"
      ),
      ("',' or '}'", "a bracket { that is opened above is not closed"),
      ("',' or ']'", "a bracket [ that is opened above is not closed"),
      (
        "mapping values are not allowed",
        "a blank belongs behind each colon, also in the line above; a text with a colon stands in "
          + "quotes"
      ),
      (
        "cannot start any token",
        "a text that begins with a sign such as @ or % stands in quotes, and lines are indented with "
          + "blanks, never with tabs"
      ),
      ("unexpected end of stream", "a quote that is opened above is not closed"),
      (
        "unknown escape character",
        "in double quotes a backslash begins an escape: write / between folders, or single quotes"
      ),
      ("could not find expected ':'", "a key ends with a colon and a blank"),
    ]
    return hints.first { problem.contains($0.0) }.map { "; \($0.1)" } ?? ""
  }

  private static func report(_ error: any Error, to sink: DiagnosticSink) {
    switch error {
    case YamlError.scanner(_, let problem, let mark, _),
      YamlError.parser(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _):
      sink.error(
        "this is not valid YAML: \(problem)\(hint(problem))",
        at: TextPosition(line: mark.line, column: mark.column))
    case YamlError.reader(let problem, let offset, _, let text):
      var position: TextPosition?
      if let offset {
        let before = text.prefix(offset).unicodeScalars
        let line = before.count { $0 == "\n" } + 1
        position = TextPosition(
          line: line, column: before.reversed().prefix { $0 != "\n" }.count + 1)
      }
      sink.error("this is not valid YAML: \(problem)", at: position)
    default:
      sink.error("this is not valid YAML", at: nil)
    }
  }
}

/// Copies a parsed tree into values, following aliases only as far as the limits allow.
private struct TreeWalk {
  let sink: DiagnosticSink
  let skipped: Set<TextPosition>
  var values = 0
  var stopped = false

  mutating func value(of node: Node, depth: Int) -> YAMLValue? {
    guard !stopped else { return nil }
    let position = position(of: node)
    values += 1
    if depth > YAMLReader.deepest || values > YAMLReader.mostValues {
      stopped = true
      sink.error(
        depth > YAMLReader.deepest
          ? "nested deeper than \(YAMLReader.deepest) levels"
          : "more than \(YAMLReader.mostValues) values once aliases are followed",
        at: position)
      return nil
    }
    switch node {
    case .scalar(let scalar):
      return YAMLValue(content(of: scalar), at: position)
    case .sequence(let sequence):
      let items = sequence.compactMap { value(of: $0, depth: depth + 1) }
      return stopped ? nil : YAMLValue(.list(items), at: position)
    case .mapping(let mapping):
      var entries: [YAMLEntry] = []
      for (key, inner) in mapping {
        let keyPosition = self.position(of: key)
        guard !skipped.contains(keyPosition) else { continue }
        guard case .scalar(let name) = key else {
          sink.error("a key must be plain text", at: keyPosition)
          continue
        }
        guard let value = value(of: inner, depth: depth + 1) else { continue }
        entries.append(YAMLEntry(key: name.string, position: keyPosition, value: value))
      }
      return stopped ? nil : YAMLValue(.map(entries), at: position)
    case .alias:
      sink.error("an alias without its anchor", at: position)
      return nil
    }
  }

  private func content(of scalar: Node.Scalar) -> YAMLValue.Content {
    let plain = scalar.style == .plain || scalar.style == .any
    if plain, ["", "~", "null", "Null", "NULL"].contains(scalar.string) { return .null }
    return .scalar(text: scalar.string, quoted: !plain)
  }

  private func position(of node: Node) -> TextPosition {
    guard let mark = node.mark else { return .start }
    return TextPosition(line: mark.line, column: mark.column)
  }
}

/// Refuses the one use of aliases whose cost cannot be bounded after parsing: inside a key.
private enum AliasGuard {
  /// Where a key may hold an alias, judged from the text alone and on the safe side.
  static func compositeKey(in text: String) -> TextPosition? {
    let bytes = Array(text.utf8)
    // Both begin a value, so that `count(*)` and `Q&A` are neither.
    guard holdsName(after: UInt8(ascii: "&"), in: bytes),
      holdsName(after: UInt8(ascii: "*"), in: bytes)
    else { return nil }
    var line = 1
    var lineStart = 0
    for index in bytes.indices {
      let byte = bytes[index]
      let position = TextPosition(line: line, column: index - lineStart + 1)
      switch byte {
      case UInt8(ascii: "\n"):
        line += 1
        lineStart = index + 1
      case UInt8(ascii: "?"):
        if index + 1 == bytes.count || isBlank(bytes[index + 1]) { return position }
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        if nextInk(after: index, in: bytes) == UInt8(ascii: ":") { return position }
      case UInt8(ascii: "*"):
        var end = index + 1
        while end < bytes.count, !isBlank(bytes[end]), bytes[end] != UInt8(ascii: ":") { end += 1 }
        if end > index + 1, nextInk(after: end - 1, in: bytes) == UInt8(ascii: ":") {
          return position
        }
      default: continue
      }
    }
    return nil
  }

  private static func holdsName(after sign: UInt8, in bytes: [UInt8]) -> Bool {
    bytes.indices.contains { index in
      bytes[index] == sign && index + 1 < bytes.count && !isBlank(bytes[index + 1])
        && (index == 0 || isBlank(bytes[index - 1]) || openers.contains(bytes[index - 1]))
    }
  }

  /// Signs a value may stand behind without a blank.
  private static let openers = Set("[{,:?".utf8)

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private static func nextInk(after index: Int, in bytes: [UInt8]) -> UInt8? {
    var next = index + 1
    while next < bytes.count, bytes[next] == 0x20 || bytes[next] == 0x09 { next += 1 }
    return next < bytes.count ? bytes[next] : nil
  }
}
