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

  /// Names braces that do not enclose `column`, `column.part`, `column:one|many` or a built-in name.
  /// Which parts there are the check engine knows.
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
        && (parts.count == 1 || (parts.count == 2 && SQLText.isName(parts[1])))
        && (halves.count == 1 || (halves.count == 2 && words.count == 2))
      if !fits {
        sink.error(
          "\"{\(name)}\" names no column; write {column}, {column.day}, {column.words} or "
            + "{column:one|many}", at: position)
      }
      rest = rest[rest.index(after: close)...]
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
}
