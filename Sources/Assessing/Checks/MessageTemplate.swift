/// A text with placeholders: `{column}`, `{column.part}`, `{count}`, `{n}`, `{population}`,
/// `{unit}`.
struct MessageTemplate: Equatable {
  /// Words every message may use.
  static let builtIn: Set<String> = ["count", "n", "population", "unit"]
  /// Parts of a column that holds more than one value.
  static let parts: Set<String> = [
    "day", "time", "gtin", "serial", "lot", "name", "file", "step", "where",
  ]

  private var pieces: [Piece]

  private enum Piece: Equatable {
    case text(String)
    case column(String, part: String?)
  }

  /// Splits a text; a brace that is not closed stays as it is.
  init(_ text: String) {
    pieces = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"),
      let close = rest[open...].firstIndex(of: "}")
    {
      if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
      let name = rest[rest.index(after: open)..<close]
      let names = name.split(separator: ".", maxSplits: 1).map(String.init)
      pieces.append(
        .column(names.first ?? "", part: names.count > 1 ? names[1] : nil))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
  }

  /// The placeholders, as column and part.
  var placeholders: [(column: String, part: String?)] {
    pieces.compactMap { piece in
      if case .column(let name, let part) = piece { return (name, part) }
      return nil
    }
  }

  /// The text with every placeholder filled in.
  func text(_ value: (_ column: String, _ part: String?) throws -> String) rethrows -> String {
    try pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .column(let name, let part): try value(name, part)
      }
    }.joined()
  }
}
