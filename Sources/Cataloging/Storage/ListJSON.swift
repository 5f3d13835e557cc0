import Foundation

/// A JSON document with one long list at its top level, coded a few members at a time: coders of
/// JSON take many times the memory of what they write or read, and such a list may have a hundred
/// thousand members.
package enum ListJSON {
  /// Members coded at a time.
  private static let batch = 256
  private static let closing = Array("\n  ]".utf8)
  private static let memberEnd = Array("\n    }".utf8)
  private static let lineFeed: UInt8 = 0x0A
  private static let comma: UInt8 = 0x2C

  /// What `whole` writes of `document` with `members` in its list `key`, which is empty in it.
  ///
  /// - Throws: `EncodingError`.
  package static func encode<Member: Encodable>(
    _ document: some Encodable, _ key: String, _ members: [Member]
  ) throws -> [UInt8] {
    let frame = try whole(document)
    guard !members.isEmpty, let gap = place(of: key, in: frame) else { return frame }
    var bytes = Array(frame[..<gap.lowerBound])
    for start in stride(from: 0, to: members.count, by: batch) {
      let part = try whole([key: Array(members[start..<min(start + batch, members.count)])])
      guard let inside = place(of: key, in: part) else { continue }
      if start > 0 {
        bytes.append(comma)
      } else {
        // Growing as it goes, it would take twice the room.
        bytes.reserveCapacity(frame.count + part.count / min(batch, members.count) * members.count)
      }
      bytes.append(contentsOf: part[inside])
    }
    bytes.append(contentsOf: frame[gap.upperBound...])
    return bytes
  }

  /// Reads what `encode` wrote, the list apart; nil when it is laid out otherwise or, where that is
  /// asked for, any byte is otherwise. `kept` says what is kept of a member, if anything.
  package static func decode<Document: Codable, Member: Codable>(
    _ bytes: [UInt8], _ key: String, exactly: Bool, _ kept: (Member) -> Member?
  ) -> (document: Document, members: [Member])? {
    guard let place = place(of: key, in: bytes),
      let document = try? read(
        Document.self, Array(bytes[..<place.lowerBound] + bytes[place.upperBound...]))
    else { return nil }
    if exactly {
      guard let frame = try? whole(document), let gap = self.place(of: key, in: frame),
        frame[..<gap.lowerBound] == bytes[..<place.lowerBound],
        frame[gap.upperBound...] == bytes[place.upperBound...]
      else { return nil }
    }
    var members: [Member] = []
    var rest = bytes[place]
    // The line between the brackets of an empty list.
    if rest.elementsEqual([lineFeed]) { rest = [] }
    while !rest.isEmpty {
      let end = endOfBatch(rest)
      let part = Array("{".utf8) + opening(key) + rest[..<end] + closing + Array("\n}\n".utf8)
      guard let found = try? read([String: [Member]].self, part)[key],
        !exactly || (try? whole([key: found])) == part
      else { return nil }
      members += found.compactMap(kept)
      rest = rest[end...]
      if rest.first == comma {
        rest = rest.dropFirst()
        // A comma needs a member behind it.
        if rest.isEmpty { return nil }
      }
    }
    return (document, members)
  }

  /// UTF-8, indented, keys sorted and in snake_case, one LF at the end.
  ///
  /// - Throws: `EncodingError`.
  package static func whole(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    var bytes = try encoder.encode(value)
    bytes.append(lineFeed)
    return Array(bytes)
  }

  private static func read<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(bytes))
  }

  private static func opening(_ key: String) -> [UInt8] { Array("\n  \"\(key)\" : [".utf8) }

  /// Where the members stand between the brackets of the list. No line inside is as little indented
  /// as that of the closing bracket.
  private static func place(of key: String, in bytes: [UInt8]) -> Range<Int>? {
    let opening = opening(key)
    guard let start = line(opening, in: bytes[...]),
      let end = line(closing, in: bytes[(start + opening.count)...])
    else { return nil }
    return start + opening.count..<end
  }

  /// The end of the last member of a batch.
  private static func endOfBatch(_ bytes: ArraySlice<UInt8>) -> Int {
    var rest = bytes
    for _ in 0..<batch {
      guard let end = line(memberEnd, in: rest) else { return bytes.endIndex }
      rest = rest[(end + memberEnd.count)...]
    }
    return rest.startIndex
  }

  /// Where a line begins so, counted from the line feed in front of it.
  private static func line(_ text: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    var rest = bytes
    while let feed = rest.firstIndex(of: lineFeed) {
      if bytes[feed...].starts(with: text) { return feed }
      rest = bytes[(feed + 1)...]
    }
    return nil
  }
}
