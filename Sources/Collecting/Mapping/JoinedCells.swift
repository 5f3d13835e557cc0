import Cataloging
import Foundation
import GS1

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
    return RawValue(texts.joined(separator: " "))
  }

  /// A day without the midnight that databases write behind it.
  private static func day(_ text: String) -> String {
    guard let match = text.firstMatch(of: /[T ]00:00(:00(\.0+)?)?$/) else { return text }
    return String(text[..<match.range.lowerBound])
  }

  /// A time of day without the day that stands for none, and `081500` as `08:15:00`.
  private static func clock(_ text: String) -> String {
    if let match = text.wholeMatch(of: /([0-2]\d)([0-5]\d)([0-5]\d)/) {
      return "\(match.1):\(match.2):\(match.3)"
    }
    guard let match = text.firstMatch(of: /^(\d{4}-\d\d-\d\d)[T ](?=\d)/),
      noDays.contains(String(match.1))
    else { return text }
    return String(text[match.range.upperBound...])
  }

  /// The days that spreadsheets and databases count from.
  private static let noDays: Set<String> = [
    "0001-01-01", "1899-12-30", "1899-12-31", "1900-01-00", "1900-01-01", "1904-01-01",
    "1970-01-01",
  ]
}
