/// A place in a text file; line and column count from 1, columns in Unicode scalars.
package struct TextPosition: Sendable, Hashable, Comparable {
  /// The line, from 1.
  package let line: Int
  /// The column, from 1.
  package let column: Int

  /// Makes a position from its two counts.
  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Where a file begins.
  package static let start = TextPosition(line: 1, column: 1)

  /// Earlier in the file comes first.
  package static func < (left: TextPosition, right: TextPosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// One value of a YAML file with the place where it stands.
package struct YAMLValue: Sendable, Hashable {
  /// What a value is made of.
  package enum Content: Sendable, Hashable {
    /// Nothing was written, or `null` or `~`.
    case null
    /// A scalar as text; `quoted` when it was written in quotes or as a block.
    case scalar(text: String, quoted: Bool)
    /// A list.
    case list([YAMLValue])
    /// A mapping, in file order.
    case map([YAMLEntry])
  }

  /// What the value is.
  package let content: Content
  /// Where it begins.
  package let position: TextPosition

  /// Makes a value that stands at a position.
  package init(_ content: Content, at position: TextPosition) {
    self.content = content
    self.position = position
  }
}

/// One key with its value in a YAML mapping.
package struct YAMLEntry: Sendable, Hashable {
  /// The key as written.
  package let key: String
  /// Where the key begins.
  package let position: TextPosition
  /// The value.
  package let value: YAMLValue
}

extension YAMLValue {
  /// True for nothing, `null` and `~`.
  package var isNull: Bool { content == .null }

  /// The text of a scalar, quoted or not.
  package var text: String? {
    if case .scalar(let text, _) = content { text } else { nil }
  }

  /// The whole number of an unquoted scalar.
  package var integer: Int? {
    guard case .scalar(let text, quoted: false) = content else { return nil }
    return Int(text)
  }

  /// The truth value of an unquoted `true` or `false`.
  package var boolean: Bool? {
    guard case .scalar(let text, quoted: false) = content else { return nil }
    switch text {
    case "true": return true
    case "false": return false
    default: return nil
    }
  }

  /// The items of a list.
  package var list: [YAMLValue]? {
    if case .list(let items) = content { items } else { nil }
  }

  /// The entries of a mapping, in file order.
  package var map: [YAMLEntry]? {
    if case .map(let entries) = content { entries } else { nil }
  }

  /// The value of a key of a mapping; nil when there is none.
  package subscript(key: String) -> YAMLValue? {
    map?.first { $0.key == key }?.value
  }

  /// What the value is called in a message: `a list`, `a number` ….
  package var nameOfShape: String {
    switch content {
    case .null: return "nothing"
    case .list: return "a list"
    case .map: return "a mapping"
    case .scalar(let text, let quoted):
      if quoted { return "text" }
      if text == "true" || text == "false" { return "true or false" }
      return ScalarShape.isNumber(text) ? "a number" : "text"
    }
  }
}

/// What a scalar without quotes would be to a YAML reader.
enum ScalarShape {
  /// True for what YAML 1.1 or 1.2 reads as a number: sign, digits, point, exponent, 0x, 0o, `_`.
  static func isNumber(_ text: String) -> Bool {
    var bytes = text.utf8[...]
    if bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") {
      bytes = bytes.dropFirst()
    }
    guard let first = bytes.first else { return false }
    let zero = UInt8(ascii: "0")
    let nine = UInt8(ascii: "9")
    guard (zero...nine).contains(first) || first == UInt8(ascii: ".") else { return false }
    if bytes.starts(with: "0x".utf8) || bytes.starts(with: "0o".utf8) { return true }
    var digits = 0
    var points = 0
    var exponents = 0
    for byte in bytes {
      switch byte {
      case zero...nine: digits += 1
      case UInt8(ascii: "_"): continue
      case UInt8(ascii: "."): points += 1
      case UInt8(ascii: "e"), UInt8(ascii: "E"): exponents += 1
      case UInt8(ascii: "+"), UInt8(ascii: "-"): if exponents == 0 { return false }
      default: return false
      }
    }
    return digits > 0 && points <= 1 && exponents <= 1
  }
}
