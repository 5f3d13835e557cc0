/// A word, number, text, parameter or sign of a SQL text.
struct SQLToken: Equatable {
  /// What it is.
  var kind: Kind
  /// As written; words in lower case.
  var text: String
  /// Line from 1 within the SQL.
  var line: Int

  enum Kind: Equatable {
    case word, number, float, text, parameter, sign, quotedName
  }

  func isWord(_ word: String) -> Bool { kind == .word && text == word }
  func isSign(_ sign: String) -> Bool { kind == .sign && text == sign }

  /// The tokens of a SQL text; comments are skipped, an unfinished text runs to the end.
  static func tokens(of sql: String) -> [SQLToken] {
    var scanner = SQLScanner(bytes: Array(sql.utf8))
    var tokens: [SQLToken] = []
    while let token = scanner.next() { tokens.append(token) }
    return tokens
  }
}

/// Splits SQL into tokens, byte by byte.
private struct SQLScanner {
  var bytes: [UInt8]
  var index = 0
  var line = 1

  func byte(_ offset: Int = 0) -> UInt8? {
    let position = index + offset
    return position < bytes.count ? bytes[position] : nil
  }

  mutating func skipBlank() {
    while let current = byte() {
      if current == 10 { line += 1 }
      if current <= 32 {
        index += 1
      } else if current == UInt8(ascii: "-"), byte(1) == UInt8(ascii: "-") {
        while let other = byte(), other != 10 { _ = other; index += 1 }
      } else if current == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") {
        index += 2
        while let other = byte(), !(other == UInt8(ascii: "*") && byte(1) == UInt8(ascii: "/")) {
          if other == 10 { line += 1 }
          index += 1
        }
        index += 2
      } else {
        return
      }
    }
  }

  mutating func take(while accept: (UInt8) -> Bool) -> String {
    let start = index
    while let current = byte(), accept(current) { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  mutating func quoted(by quote: UInt8) -> String {
    let start = index
    index += 1
    while let current = byte() {
      if current == 10 { line += 1 }
      index += 1
      if current == quote {
        if byte() == quote { index += 1 } else { break }
      }
    }
    return String(decoding: bytes[start..<min(index, bytes.count)], as: UTF8.self)
  }

  mutating func next() -> SQLToken? {
    skipBlank()
    guard let first = byte() else { return nil }
    let start = line
    func token(_ kind: SQLToken.Kind, _ text: String) -> SQLToken {
      SQLToken(kind: kind, text: text, line: start)
    }
    if Self.isLetter(first) {
      return token(.word, take(while: Self.isNamePart).lowercased())
    }
    if Self.isDigit(first) {
      let text = take { Self.isNamePart($0) || $0 == UInt8(ascii: ".") }
      let isFloat = text.contains(".") || text.lowercased().contains("e")
      return token(isFloat ? .float : .number, text)
    }
    if first == UInt8(ascii: "'") { return token(.text, quoted(by: first)) }
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "`") {
      return token(.quotedName, quoted(by: first))
    }
    if first == UInt8(ascii: ":") || first == UInt8(ascii: "?") || first == UInt8(ascii: "@") {
      index += 1
      let name = take(while: Self.isNamePart)
      return token(.parameter, String(decoding: [first], as: UTF8.self) + name)
    }
    let two = String(decoding: bytes[index..<min(index + 2, bytes.count)], as: UTF8.self)
    if ["<=", ">=", "<>", "!=", "==", "||", "<<", ">>"].contains(two) {
      index += 2
      return token(.sign, two)
    }
    index += 1
    return token(.sign, String(decoding: [first], as: UTF8.self))
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte) || byte == 95 || byte >= 128
  }
  static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  static func isNamePart(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }
}
