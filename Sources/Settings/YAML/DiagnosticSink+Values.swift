extension DiagnosticSink {
  /// Text; a number or truth value without quotes is an error that shows the quotes.
  func text(_ value: YAMLValue, _ key: String) -> String? {
    guard case .scalar(let text, let quoted) = value.content else {
      error("\"\(key)\" must be text, not \(value.nameOfShape)", at: value.position)
      return nil
    }
    if !quoted, ScalarShape.isNumber(text) || text == "true" || text == "false" {
      error(
        "\"\(key)\" must be text, but \(text) without quotes is \(value.nameOfShape); "
          + "write \"\(text)\"", at: value.position)
      return nil
    }
    return text
  }

  /// An identifier: text in quotes, or text no YAML reader takes for a number.
  func identifier(_ value: YAMLValue, _ key: String) -> String? {
    guard case .scalar(let text, let quoted) = value.content else {
      error("\"\(key)\" must be quoted text, not \(value.nameOfShape)", at: value.position)
      return nil
    }
    if !quoted, ScalarShape.isNumber(text) {
      error(
        "\"\(key)\" is an identifier, and without quotes \(text) is a number that can lose digits; "
          + "write \"\(text)\"", at: value.position)
      return nil
    }
    return text
  }

  /// A scalar as written; long numbers and numbers with a leading zero must be quoted.
  func scalar(_ value: YAMLValue, _ key: String) -> String? {
    guard case .scalar(let text, let quoted) = value.content else {
      error("\"\(key)\" must be one value, not \(value.nameOfShape)", at: value.position)
      return nil
    }
    if !quoted, ScalarShape.isNumber(text), text.utf8.count > 9 || isPadded(text) {
      return identifier(value, key)
    }
    return text
  }

  /// A whole number within bounds.
  func integer(_ value: YAMLValue, _ key: String, in range: ClosedRange<Int>) -> Int? {
    guard case .scalar(let text, quoted: false) = value.content, let number = Int(text) else {
      let found = value.text.map { "\"\($0)\"" } ?? value.nameOfShape
      error("\"\(key)\" must be a whole number, not \(found)", at: value.position)
      return nil
    }
    guard range.contains(number) else {
      let bounds =
        range.upperBound == .max
        ? "at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
      error("\"\(key)\" must be \(bounds), not \(number)", at: value.position)
      return nil
    }
    return number
  }

  func boolean(_ value: YAMLValue, _ key: String) -> Bool? {
    if let boolean = value.boolean { return boolean }
    let found = value.text ?? value.nameOfShape
    error("\"\(key)\" must be true or false, not \(found)", at: value.position)
    return nil
  }

  /// A date written `YYYY-MM-DD`, with quotes or without.
  func day(_ value: YAMLValue, _ key: String) -> CalendarDay? {
    guard let text = value.text else {
      error("\"\(key)\" must be a date, not \(value.nameOfShape)", at: value.position)
      return nil
    }
    if let day = CalendarDay(iso: text) { return day }
    error("\"\(key)\" must be a date that exists, YYYY-MM-DD, not \"\(text)\"", at: value.position)
    return nil
  }

  func word<Word: RawRepresentable & CaseIterable>(
    _ value: YAMLValue, _ key: String, _ type: Word.Type
  ) -> Word? where Word.RawValue == String {
    let words = Word.allCases.map(\.rawValue)
    guard let text = value.text else {
      error(
        "\"\(key)\" must be one of \(words.joined(separator: ", ")), not \(value.nameOfShape)",
        at: value.position)
      return nil
    }
    if let word = Word(rawValue: text) { return word }
    error(
      "\"\(key)\" must be one of \(words.joined(separator: ", ")), not \"\(text)\"",
      at: value.position, suggestion: Suggestion.nearest(to: text, among: words))
    return nil
  }

  /// An ISO 3166-1 alpha-2 code.
  func country(_ value: YAMLValue, _ key: String) -> String? {
    guard let text = value.text, text.utf8.count == 2,
      text.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
    else {
      error(
        "\"\(key)\" must be a country code of two capital letters, such as US or DE, not "
          + "\(value.text.map { "\"\($0)\"" } ?? value.nameOfShape)", at: value.position)
      return nil
    }
    return text
  }

  private func isPadded(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.count > 1 && bytes[0] == UInt8(ascii: "0") && bytes[1] != UInt8(ascii: ".")
  }
}
