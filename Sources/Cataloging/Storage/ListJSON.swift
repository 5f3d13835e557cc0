import Foundation

/// A JSON document with long lists at its top level, coded a few members at a time: coders of JSON
/// take many times the memory of what they write or read, and such a list may have a hundred
/// thousand members. What is written or read is never held as a whole.
package enum ListJSON {
  /// Takes the next bytes.
  package typealias Sink = (_ piece: [UInt8]) throws -> Void
  /// Gives the next bytes, none at the end.
  package typealias Pieces = () throws -> [UInt8]?

  /// A list to be written.
  package struct Output {
    fileprivate let key: String
    fileprivate let write: (Sink) throws -> Void

    /// Members in their order, each asked for once.
    package init<Member: Encodable>(_ key: String, _ members: some Sequence<Member>) {
      self.key = key
      write = { sink in
        var isFirst = true
        var held: [Member] = []
        func flush() throws {
          let part = try whole([key: held])
          guard !held.isEmpty, let inside = place(of: key, in: part[...]) else { return }
          try sink((isFirst ? [] : [comma]) + part[inside])
          isFirst = false
          held.removeAll(keepingCapacity: true)
        }
        for member in members {
          held.append(member)
          if held.count == batch { try flush() }
        }
        try flush()
        // The line between the brackets of an empty list.
        if isFirst { try sink([lineFeed]) }
      }
    }
  }

  /// A list to be read.
  package struct Input {
    fileprivate let key: String
    /// Takes some members as a document of their own; false when they cannot be read.
    fileprivate let take: (_ part: [UInt8], _ exactly: Bool) -> Bool

    /// Each member is handed to `each`.
    package init<Member: Codable>(_ key: String, _ each: @escaping (Member) -> Void) {
      self.key = key
      take = { part, exactly in
        guard let found = try? read([String: [Member]].self, part)[key],
          !exactly || (try? whole([key: found])) == part
        else { return false }
        for member in found { each(member) }
        return true
      }
    }
  }

  /// Members coded at a time.
  private static let batch = 256
  private static let closing = Array("\n  ]".utf8)
  private static let memberStart = Array("\n    {".utf8)
  private static let memberEnd = Array("\n    }".utf8)
  private static let lineFeed: UInt8 = 0x0A
  private static let comma: UInt8 = 0x2C

  /// Hands `sink` what `whole` writes of `document` with the members of `lists`, which are empty in
  /// it and come in the order of their keys.
  ///
  /// - Throws: `EncodingError`; what `sink` throws.
  package static func encode(
    _ document: some Encodable, _ lists: [Output], to sink: Sink
  ) throws {
    var rest = try whole(document)[...]
    for list in lists {
      guard let gap = place(of: list.key, in: rest) else { continue }
      try sink(Array(rest[..<gap.lowerBound]))
      try list.write(sink)
      rest = rest[gap.upperBound...]
    }
    try sink(Array(rest))
  }

  /// Reads what `encode` wrote, the lists apart; nil when it is laid out otherwise or, where that is
  /// asked for, any byte is otherwise. What `lists` were handed by then is to be dropped.
  ///
  /// - Throws: what `pieces` throws.
  package static func decode<Document: Codable>(
    _ pieces: @escaping Pieces, _ lists: [Input], exactly: Bool
  ) throws -> Document? {
    var text = Text(pieces)
    var frame: [UInt8] = []
    for list in lists {
      let opening = opening(list.key)
      guard let before = try text.before(opening) else { return nil }
      frame += before + opening
      if try text.begins(with: memberStart) {
        guard try members(of: list, &text, exactly: exactly) else { return nil }
        frame.append(lineFeed)
      }
    }
    frame += try text.rest()
    guard let document = try? read(Document.self, frame),
      !exactly || (try? whole(document)) == frame
    else { return nil }
    return document
  }

  /// The same of bytes at hand.
  package static func decode<Document: Codable>(
    _ bytes: [UInt8], _ lists: [Input], exactly: Bool
  ) -> Document? {
    var rest = bytes[...]
    func next() -> [UInt8]? {
      defer { rest = rest.dropFirst(1 << 18) }
      return rest.isEmpty ? nil : Array(rest.prefix(1 << 18))
    }
    return try? decode(next, lists, exactly: exactly)
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

  private static func members(
    of list: Input, _ text: inout Text, exactly: Bool
  ) throws -> Bool {
    var isMore = true
    while isMore {
      var part = Array("{".utf8) + opening(list.key)
      var count = 0
      while isMore, count < batch {
        guard try text.begins(with: memberStart), let member = try text.before(memberEnd) else {
          return false
        }
        if count > 0 { part.append(comma) }
        part += member + memberEnd
        count += 1
        isMore = try text.skip(comma)
      }
      guard list.take(part + closing + Array("\n}\n".utf8), exactly) else { return false }
    }
    return try text.begins(with: closing)
  }

  private static func read<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(bytes))
  }

  private static func opening(_ key: String) -> [UInt8] { Array("\n  \"\(key)\" : [".utf8) }

  /// Where the members stand between the brackets of the list, or the empty line of an empty one. No
  /// line inside is as little indented as that of the closing bracket.
  private static func place(of key: String, in bytes: ArraySlice<UInt8>) -> Range<Int>? {
    let opening = opening(key)
    guard let start = line(opening, in: bytes),
      let end = line(closing, in: bytes[(start + opening.count)...])
    else { return nil }
    return start + opening.count..<end
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

  /// The bytes of a document as they come in.
  private struct Text {
    private let pieces: Pieces
    private var held: [UInt8] = []
    /// Where in `held` what was not passed over begins.
    private var start = 0

    init(_ pieces: @escaping Pieces) { self.pieces = pieces }

    /// What comes before the next line that begins so; that beginning is passed over, too. Nil when
    /// no line does.
    mutating func before(_ beginning: [UInt8]) throws -> [UInt8]? {
      var seen = 0
      while true {
        if let place = line(beginning, in: held[(start + seen)...]) {
          defer { start = place + beginning.count }
          return Array(held[start..<place])
        }
        // The beginning may be cut where the bytes held end.
        seen = max(0, held.count - start - beginning.count)
        guard try more() else { return nil }
      }
    }

    /// Whether what comes next begins so.
    mutating func begins(with beginning: [UInt8]) throws -> Bool {
      while held.count - start < beginning.count, try more() {}
      return held[start...].starts(with: beginning)
    }

    /// Passes over a byte when it comes next.
    mutating func skip(_ byte: UInt8) throws -> Bool {
      guard try begins(with: [byte]) else { return false }
      start += 1
      return true
    }

    /// Everything that is left.
    mutating func rest() throws -> [UInt8] {
      while try more() {}
      return Array(held[start...])
    }

    private mutating func more() throws -> Bool {
      guard let piece = try pieces() else { return false }
      held.removeSubrange(..<start)
      start = 0
      held += piece
      return true
    }
  }
}
