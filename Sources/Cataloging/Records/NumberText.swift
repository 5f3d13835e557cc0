/// Reads a number as people and machines write it into a scaled integer, without floating point.
enum NumberText {
  /// What a text gave.
  enum Outcome: Equatable {
    /// The value times ten to the scale; `isRounded` when digits were cut off.
    case value(Int64, isRounded: Bool)
    /// A comma, or a point in a whole number, may be the decimal mark or a grouping mark.
    case ambiguous
    /// No number, or one that is too great.
    case unreadable
  }

  /// Reads a trimmed text. `unit` may stand behind the number; the value is taken times ten to
  /// `shift`.
  static func read(
    _ text: String, scale: Int, mark: ValueFormat.DecimalMark?, isPlain: Bool, unit: String?,
    shift: Int = 0
  ) -> Outcome {
    var text = text
    if let unit, !unit.isEmpty, text.hasSuffix(unit) {
      text = CellText.trimmed(String(text.dropLast(unit.count)))
    }
    // Grouping by blanks and apostrophes, and the typographic minus.
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x20, 0xA0, 0x2009, 0x202F, 0x27, 0x2019: continue
      case 0x2212: bytes.append(0x2D)
      case 0x21..<0x7F: bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      default: return .unreadable
      }
    }
    var exponent = shift
    if let place = bytes.firstIndex(where: { $0 | 0x20 == 0x65 }) {
      guard isPlain, let value = Int(String(decoding: bytes[(place + 1)...], as: UTF8.self)),
        (-400...400).contains(value)
      else { return .unreadable }
      exponent += value
      bytes.removeSubrange(place...)
    }
    var isNegative = false
    if let first = bytes.first, first == 0x2D || first == 0x2B {
      isNegative = first == 0x2D
      bytes.removeFirst()
    } else if !isPlain, bytes.count > 1, let last = bytes.last, last == 0x2D || last == 0x2B {
      // The sign behind the number, as accounting systems write it.
      isNegative = last == 0x2D
      bytes.removeLast()
    }
    // In a whole number the mark before three digits groups as often as it ends them: `1.000`.
    if scale == 0, mark == nil, !isPlain, let first = bytes.first, first != 0x30,
      !bytes.contains(0x2C), let point = bytes.firstIndex(of: 0x2E), (1...3).contains(point),
      bytes.count - point == 4, bytes.lastIndex(of: 0x2E) == point
    {
      return .ambiguous
    }
    guard let point = decimalPlace(bytes, isPlain ? .point : mark) else { return .unreadable }
    if point == ambiguousPlace { return .ambiguous }
    return compose(
      bytes, point: point, exponent: exponent, scale: scale, isNegative: isNegative,
      isBinary: isPlain)
  }

  private static let ambiguousPlace = -2

  /// Where the decimal mark stands, `count` when there is none; nil when marks make no sense.
  private static func decimalPlace(_ bytes: [UInt8], _ mark: ValueFormat.DecimalMark?) -> Int? {
    let points = bytes.indices.filter { bytes[$0] == 0x2E }
    let commas = bytes.indices.filter { bytes[$0] == 0x2C }
    func grouped(_ marks: [Int], end: Int) -> Bool {
      guard let first = marks.first, (1...3).contains(first), bytes[0] != 0x30 else { return false }
      return zip(marks, marks.dropFirst() + [end]).allSatisfy { $1 - $0 == 4 }
    }
    func place(decimal: [Int], grouping: [Int]) -> Int? {
      guard decimal.count <= 1 else { return nil }
      let end = decimal.first ?? bytes.count
      guard grouping.isEmpty || grouped(grouping, end: end) else { return nil }
      return end
    }
    switch mark {
    case .point: return place(decimal: points, grouping: commas)
    case .comma: return place(decimal: commas, grouping: points)
    case nil:
      if commas.isEmpty {
        return points.count > 1 ? place(decimal: [], grouping: points) : points.first ?? bytes.count
      }
      if points.isEmpty {
        guard commas.count == 1, let comma = commas.first else {
          return place(decimal: [], grouping: commas)
        }
        let isThree = bytes.count - comma == 4 && (1...3).contains(comma) && bytes[0] != 0x30
        return isThree ? ambiguousPlace : comma
      }
      return (points.last ?? 0) > (commas.last ?? 0)
        ? place(decimal: points, grouping: commas) : place(decimal: commas, grouping: points)
    }
  }

  private static func compose(
    _ bytes: [UInt8], point: Int, exponent: Int, scale: Int, isNegative: Bool, isBinary: Bool
  ) -> Outcome {
    var digits: [UInt8] = []
    var whole = 0
    for (index, byte) in bytes.enumerated() where byte != 0x2E && byte != 0x2C {
      guard (0x30...0x39).contains(byte) else { return .unreadable }
      digits.append(byte & 0x0F)
      if index < point { whole += 1 }
    }
    guard !digits.isEmpty else { return .unreadable }
    let kept = whole + exponent + scale
    var value: Int64 = 0
    for index in 0..<max(0, kept) {
      let digit: UInt8
      if digits.indices.contains(index) {
        digit = digits[index]
      } else if value == 0 {
        break
      } else {
        digit = 0
      }
      let (tenfold, over) = value.multipliedReportingOverflow(by: 10)
      let (sum, over2) = tenfold.addingReportingOverflow(Int64(digit))
      if over || over2 { return .unreadable }
      value = sum
    }
    let rest = kept >= 0 ? digits.dropFirst(kept) : ([0] + digits)[...]
    if let next = rest.first, next >= 5 {
      let (sum, over) = value.addingReportingOverflow(1)
      if over { return .unreadable }
      value = sum
    }
    let isRounded = rest.contains { $0 != 0 } && !(isBinary && isNoise(digits, from: kept))
    return .value(isNegative ? -value : value, isRounded: isRounded)
  }

  /// Whether the digits from a place on are only what a binary fraction adds to a number of fifteen
  /// digits: `12.340000000000001`, `12.339999999999999`.
  private static func isNoise(_ digits: [UInt8], from kept: Int) -> Bool {
    guard kept >= 0, let first = digits.firstIndex(where: { $0 != 0 }) else { return false }
    let end = first + 15
    guard digits.count > end else { return false }
    let cut = digits[..<end].dropFirst(kept)
    return digits[end] < 5 ? cut.allSatisfy { $0 == 0 } : cut.allSatisfy { $0 == 9 }
  }
}
