/// A text with placeholders: `{column}`, `{column.part}`, `{count}`, `{n}`, `{population}`,
/// `{unit}`, and `{column:one|many}`, a number with the words that fit it. `{column.words}` says a word
/// of a closed list as people do.
struct MessageTemplate: Equatable {
  /// Words every message may use.
  static let builtIn: Set<String> = ["count", "n", "population", "unit"]
  /// Parts of a column that holds more than one value.
  static let parts: Set<String> = [
    "day", "time", "gtin", "serial", "lot", "name", "file", "step", "where", "words",
  ]

  private var pieces: [Piece]

  private enum Piece: Equatable {
    case text(String)
    case column(String, part: String?, words: Words?)
  }

  /// What stands behind one and behind several.
  private struct Words: Equatable {
    var one: String
    var many: String
  }

  /// Splits a text; a brace that is not closed stays as it is.
  init(_ text: String) {
    pieces = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"),
      let close = rest[open...].firstIndex(of: "}")
    {
      if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
      let halves = rest[rest.index(after: open)..<close].split(separator: ":", maxSplits: 1)
      let names = (halves.first ?? "").split(separator: ".", maxSplits: 1).map(String.init)
      let words = halves.count > 1 ? halves[1].split(separator: "|", maxSplits: 1) : []
      pieces.append(
        .column(
          names.first ?? "", part: names.count > 1 ? names[1] : nil,
          words: words.count == 2 ? Words(one: String(words[0]), many: String(words[1])) : nil))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
  }

  /// The placeholders, as column and part.
  var placeholders: [(column: String, part: String?)] {
    pieces.compactMap { piece in
      if case .column(let name, let part, _) = piece { return (name, part) }
      return nil
    }
  }

  /// The text with every placeholder filled in.
  func text(_ value: (_ column: String, _ part: String?) throws -> String) rethrows -> String {
    try pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .column(let name, let part, nil): try value(name, part)
      case .column(let name, let part, let words?):
        try Self.counted(value(name, part), words)
      }
    }.joined()
  }

  private static func counted(_ number: String, _ words: Words) -> String {
    "\(number) \(number == "1" ? words.one : words.many)"
  }
}
