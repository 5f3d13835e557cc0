internal import Cataloging
internal import Foundation
internal import GRDB

/// Documents to bytes and back: UTF-8 JSON, keys sorted, one LF at the end.
enum DocumentEncoder {
  /// Indented, with snake_case keys.
  static func json(_ value: some Encodable) throws -> [UInt8] {
    try ListJSON.whole(value)
  }

  /// Indented, keys as they are.
  static func verbatim(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value)) + [0x0A]
  }

  /// One line per value, with snake_case keys.
  static func lines(_ values: [some Encodable]) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try lines(AnyCursor(values)) { bytes += $0 }
    return bytes
  }

  /// The same line by line.
  static func lines<Values: Cursor>(_ values: Values, to sink: ListJSON.Sink) throws
  where Values.Element: Encodable {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    while let value = try values.next() { try sink(Array(try encoder.encode(value)) + [0x0A]) }
  }

  /// Reads what `json` wrote.
  static func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(bytes))
  }

  /// Reads JSON whose keys are as they stand.
  static func decodeVerbatim<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws
    -> Value
  {
    try JSONDecoder().decode(type, from: Data(bytes))
  }
}
