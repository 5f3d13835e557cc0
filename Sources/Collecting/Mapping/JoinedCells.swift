import Cataloging

/// The value of a field that several columns make together: a date and its time of day, a name in
/// two parts.
struct JoinedCells {
  private var pieces: [Int: RawValue] = [:]

  /// Takes the cell of the column at a place among them.
  mutating func take(_ value: RawValue, place: Int) { pieces[place] = value }

  /// The cells in the order of their columns, a blank between them; a single one as it is. Of a
  /// point in time, what systems put around a day and a time of day kept apart is left out.
  func value(isInstant: Bool) -> RawValue {
    let ordered = pieces.sorted { $0.key < $1.key }.map(\.value)
    if ordered.count == 1, let only = ordered.first { return only }
    var texts = ordered.map { CellText.trimmed($0.text) }
    if isInstant {
      for index in texts.indices.dropLast() { texts[index] = Self.day(texts[index]) }
      for index in texts.indices.dropFirst() { texts[index] = Self.clock(texts[index]) }
    }
    return RawValue(texts.joined(separator: " "), zone: ordered.lazy.compactMap(\.zone).first)
  }

  /// A day without the midnight that databases write behind it.
  private static func day(_ text: String) -> String {
    let bytes = text.utf8
    guard let mark = bytes.lastIndex(where: { $0 == 0x54 || $0 == 0x20 }) else { return text }
    let rest = bytes[bytes.index(after: mark)...]
    let isMidnight =
      rest.starts(with: "00:00".utf8) && rest.allSatisfy { midnight.utf8.contains($0) }
    return isMidnight ? String(text[..<mark]) : text
  }

  /// A time of day without the day that stands for none, and `081500` as `08:15:00`.
  private static func clock(_ text: String) -> String {
    let bytes = text.utf8
    if bytes.count == 6, bytes.allSatisfy({ (0x30...0x39).contains($0) }) {
      return "\(text.prefix(2)):\(text.dropFirst(2).prefix(2)):\(text.suffix(2))"
    }
    guard let none = noDays.first(where: { bytes.starts(with: $0.utf8) }) else { return text }
    let rest = bytes.dropFirst(none.utf8.count)
    guard rest.first == 0x54 || rest.first == 0x20, rest.count > 1 else { return text }
    return String(text[rest.index(after: rest.startIndex)...])
  }

  /// The characters of a midnight, `00:00:00.000`.
  private static let midnight = "0:."

  /// The days that spreadsheets and databases count from.
  private static let noDays = [
    "0001-01-01", "1899-12-30", "1899-12-31", "1900-01-00", "1900-01-01", "1904-01-01",
    "1970-01-01",
  ]
}
