extension DefinitionLint {
  /// Names words a report never prints.
  func words(of texts: [(key: String, text: String)], at position: (String) -> TextPosition) {
    for (key, text) in texts {
      for hit in ForbiddenWords.hits(in: text) {
        sink.error(
          "\"\(key)\" says \"\(hit.word)\", which a report never prints; write: \(hit.instead)",
          at: position(key))
      }
    }
  }

  /// Names braces that do not enclose `column`, `column.day`, `column.words`, `column:one|many` or a built-in name.
  func placeholders(of text: String, at position: TextPosition) {
    var rest = text[...]
    while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}") else {
        sink.error("a brace without its partner in \"\(text)\"", at: position)
        return
      }
      let name = rest[rest.index(after: open)..<close]
      let halves = name.split(separator: ":", omittingEmptySubsequences: false)
      let parts = (halves.first ?? "").split(separator: ".", omittingEmptySubsequences: false)
      let words = halves.dropFirst().flatMap { $0.split(separator: "|") }
      let fits =
        parts.first.map { SQLText.isName($0) } == true
        && (parts.count == 1 || (parts.count == 2 && ["day", "words"].contains(parts[1])))
        && (halves.count == 1 || (halves.count == 2 && words.count == 2))
      if !fits {
        sink.error(
          "\"{\(name)}\" names no column; write {column}, {column.day}, {column.words} or "
            + "{column:one|many}",
          at: position)
      }
      rest = rest[rest.index(after: close)...]
    }
  }

  /// Compares the parameters a check declares with the `:names` its SQL uses.
  func parameters(of check: CheckDefinition) {
    var used = Self.bound(in: check.gaps)
    var sql = check.gaps
    switch check.population {
    case .sql(let text):
      used.formUnion(Self.bound(in: text))
      sql += text
    case .named(let name):
      let text = library.populations[name]?.sql ?? ""
      used.formUnion(Self.bound(in: text))
      sql += text
    }
    let declared = Set(check.parameters.map(\.name))
    for name in used.subtracting(declared).subtracting(Self.builtIn).sorted() {
      sink.error(
        "the SQL uses :\(name), which is no parameter", at: origin.position(of: "gaps"),
        suggestion: Suggestion.nearest(to: name, among: declared.union(Self.builtIn)))
    }
    for parameter in check.parameters where !used.contains(parameter.name) {
      // Lists and maps are read from tables by name.
      if sql.contains("'\(parameter.name)'") { continue }
      sink.error(
        "the SQL does not use the parameter \"\(parameter.name)\"",
        at: origin.position(of: "parameters"))
    }
  }

  /// Every check shows one case with a gap, one clean, one with nothing to examine.
  func examples(of check: CheckDefinition) {
    let at = origin.position(of: "examples")
    let cases = check.examples
    if !cases.contains(where: { ($0.expectedCount ?? 1) > 0 }) {
      sink.error("no example has a gap", at: at)
    }
    if !cases.contains(where: { $0.expectedCount == 0 && $0.population != 0 }) {
      sink.error("no example is clean", at: at)
    }
    if !cases.contains(where: { $0.expectedCount == 0 && $0.population == 0 }) {
      sink.error("no example is empty: expect [] and population 0", at: at)
    }
    var names: Set<String> = []
    for example in cases where !names.insert(example.name).inserted {
      sink.error("two examples are called \"\(example.name)\"", at: example.position)
    }
  }

  /// What the engine binds itself.
  static let builtIn: Set<String> = [
    "as_of_ms", "as_of_day", "from_ms", "to_ms", "from_day", "to_day",
  ]

  /// The names bound as `:name`, outside of quoted text.
  static func bound(in sql: String) -> Set<String> {
    var names: Set<String> = []
    let bytes = Array(sql.utf8)
    var index = 0
    var quoted = false
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "'") { quoted.toggle() }
      if !quoted, bytes[index] == UInt8(ascii: ":") {
        var end = index + 1
        while end < bytes.count, isNameByte(bytes[end]) { end += 1 }
        let name = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
        if SQLText.isName(name) { names.insert(name) }
        index = end
      } else {
        index += 1
      }
    }
    return names
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
