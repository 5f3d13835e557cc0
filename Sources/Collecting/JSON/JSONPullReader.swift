package import Archives

/// Reads JSON piece by piece over bytes that arrive once: memory does not grow with the file.
///
/// Several values may follow one another, as in NDJSON. Numbers stay text, whatever their size;
/// lone surrogates become U+FFFD and are noted.
package final class JSONPullReader {
  /// Levels of objects and arrays.
  package static let maximumDepth = 256
  /// Bytes of one string.
  package static let maximumStringBytes = 16 * 1024 * 1024
  /// Bytes of one number.
  package static let maximumNumberBytes = 4096

  /// What was read.
  package enum Token: Sendable {
    /// `{`.
    case beginObject
    /// `}`.
    case endObject
    /// `[`.
    case beginArray
    /// `]`.
    case endArray
    /// The name of a member; `text` holds it.
    case key
    /// A string; `text` holds it.
    case string
    /// A number; `text` holds it as written.
    case number
    /// `true`.
    case yes
    /// `false`.
    case no
    /// `null`.
    case null
    /// The text is over.
    case finished
  }

  private enum Expected {
    case value
    case valueOrEnd
    case keyOrEnd
    case key
    case colonDone
    case commaOrEnd
  }

  let window: TextWindow
  private let scratch = ByteScratch(capacity: 8192)
  private var isObject: [Bool] = []
  private var expected = Expected.value
  private var tokenStart = 0
  private var isInString = false

  /// Reads `source`.
  package init(source: any ByteSource) { window = TextWindow(source) }

  /// Objects and arrays open now.
  package var depth: Int { isObject.count }
  /// The text of the last key, string or number; valid until the next token.
  package var text: UnsafeBufferPointer<UInt8> { scratch.bytes }
  /// Where the current token begins; ask before the next token.
  package var position: (line: Int, byteOffset: Int) { window.place(of: tokenStart) }

  /// Everything odd met so far that was not taken yet.
  package func takeNotes() -> [TextNote] { window.takeNotes() }

  func fault(_ reason: ReadFault.Reason, _ detail: String) -> ReadFault {
    window.fault(reason, detail)
  }

  func note(_ kind: TextNote.Kind, _ raw: String) { window.note(kind, raw) }

  /// Reads on to the next token.
  /// - Throws: a fault; only `skipLine` can go on behind it.
  package func next() throws(ReadFault) -> Token {
    if window.isTooLong { throw window.tooLong() }
    while true {
      guard let byte = peek() else { return try finish() }
      switch expected {
      case .commaOrEnd:
        if byte == 0x2C {
          window.cursor += 1
          expected = isObject[isObject.count - 1] ? .key : .value
          continue
        }
        return try close(byte)
      case .keyOrEnd where byte == 0x7D, .valueOrEnd where byte == 0x5D: return try close(byte)
      case .keyOrEnd, .key:
        guard byte == 0x22 else { throw fault(.notWellFormed, "A member without a quoted name.") }
        try readString()
        guard peek() == 0x3A else {
          throw window.ensure(1) == 0
            ? fault(.truncated, "The text ends behind a name.")
            : fault(.notWellFormed, "No colon behind a name.")
        }
        window.cursor += 1
        expected = .colonDone
        return .key
      case .value, .valueOrEnd, .colonDone: return try readValue(byte)
      }
    }
  }

  private func finish() throws(ReadFault) -> Token {
    if let name = window.unsupported {
      throw fault(.unsupportedEncoding, "The text is \(name), which is not read.")
    }
    if let problem = window.sourceFault { throw fault(.sourceDamaged, problem) }
    guard isObject.isEmpty else {
      throw fault(.truncated, "The text ends inside \(isObject.count) open objects or arrays.")
    }
    return .finished
  }

  /// The next byte that is no white space; record separators count as such.
  @inline(__always)
  private func peek() -> UInt8? {
    while true {
      let have = window.ensure(1)
      if have == 0 { return nil }
      let start = window.base + window.cursor
      var index = 0
      while index < have, start[index].isSpace || start[index] == 0x1E { index += 1 }
      window.cursor += index
      if index < have { return start[index] }
    }
  }

  private func valueDone() { expected = isObject.isEmpty ? .value : .commaOrEnd }

  private func close(_ byte: UInt8) throws(ReadFault) -> Token {
    let inObject = isObject[isObject.count - 1]
    guard byte == (inObject ? 0x7D : 0x5D) else {
      throw fault(.notWellFormed, "Neither a comma nor the end of the list stands here.")
    }
    tokenStart = window.cursor
    window.cursor += 1
    isObject.removeLast()
    valueDone()
    return inObject ? .endObject : .endArray
  }

  private func readValue(_ byte: UInt8) throws(ReadFault) -> Token {
    tokenStart = window.cursor
    switch byte {
    case 0x22:
      try readString()
      valueDone()
      return .string
    case 0x7B, 0x5B:
      guard isObject.count < Self.maximumDepth else {
        throw fault(.depthLimit, "More than \(Self.maximumDepth) levels of objects and arrays.")
      }
      window.cursor += 1
      isObject.append(byte == 0x7B)
      expected = byte == 0x7B ? .keyOrEnd : .valueOrEnd
      return byte == 0x7B ? .beginObject : .beginArray
    case 0x2D, 0x30...0x39:
      try readNumber()
      valueDone()
      return .number
    case 0x74: return try readWord("true", .yes)
    case 0x66: return try readWord("false", .no)
    case 0x6E: return try readWord("null", .null)
    default:
      throw fault(.notWellFormed, "No value begins with the byte \(byte).")
    }
  }

  private func readWord(_ word: StaticString, _ token: Token) throws(ReadFault) -> Token {
    let length = word.utf8CodeUnitCount
    let have = window.ensure(length)
    let found = UnsafeBufferPointer(start: window.base + window.cursor, count: min(have, length))
    guard found.equals(word) else {
      throw have < length
        ? fault(.truncated, "The text ends inside a word.")
        : fault(.notWellFormed, "An unknown word stands where a value belongs.")
    }
    window.cursor += length
    valueDone()
    return token
  }

  private func readNumber() throws(ReadFault) {
    let have = window.ensure(Self.maximumNumberBytes + 1)
    let start = window.base + window.cursor
    var index = 0
    while index < have, Self.isNumber(start[index]) { index += 1 }
    guard index <= Self.maximumNumberBytes else {
      throw fault(.sizeLimit, "A number longer than \(Self.maximumNumberBytes) bytes.")
    }
    if index == have, isObject.count > 0 { throw fault(.truncated, "The text ends in a number.") }
    guard start[index - 1] & 0xF0 == 0x30 else {
      throw fault(.notWellFormed, "A number without digits at its end.")
    }
    scratch.clear()
    scratch.append(start, index)
    window.cursor += index
  }

  private static func isNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x2D, 0x2B, 0x2E, 0x45, 0x65: true
    default: false
    }
  }

  private func readString() throws(ReadFault) {
    scratch.clear()
    isInString = true
    window.cursor += 1
    while true {
      let have = window.ensure(64)
      guard have > 0 else { throw fault(.truncated, "The text ends inside a string.") }
      let start = window.base + window.cursor
      var index = 0
      while index < have, start[index] != 0x22, start[index] != 0x5C { index += 1 }
      scratch.append(start, index)
      window.cursor += index
      guard scratch.count <= Self.maximumStringBytes else {
        throw fault(.sizeLimit, "A string longer than \(Self.maximumStringBytes) bytes.")
      }
      guard index < have else { continue }
      if start[index] == 0x22 {
        window.cursor += 1
        isInString = false
        return
      }
      try readEscape()
    }
  }

  private func readEscape() throws(ReadFault) {
    let have = window.ensure(12)
    guard have >= 2 else { throw fault(.truncated, "The text ends inside a string.") }
    let start = window.base + window.cursor
    switch start[1] {
    case 0x22, 0x5C, 0x2F: scratch.append(start[1])
    case 0x62: scratch.append(0x08)
    case 0x66: scratch.append(0x0C)
    case 0x6E: scratch.append(0x0A)
    case 0x72: scratch.append(0x0D)
    case 0x74: scratch.append(0x09)
    case 0x75:
      try readUnicodeEscape(start, have)
      return
    default: throw fault(.notWellFormed, "An unknown escape in a string.")
    }
    window.cursor += 2
  }

  private func readUnicodeEscape(
    _ start: UnsafeMutablePointer<UInt8>, _ have: Int
  ) throws(ReadFault) {
    guard have >= 6 else { throw fault(.truncated, "The text ends inside a string.") }
    guard let unit = Self.hexadecimal(start + 2) else {
      throw fault(.notWellFormed, "\\u without four hexadecimal digits.")
    }
    if unit & 0xFC00 == 0xD800, have >= 12, start[6] == 0x5C, start[7] == 0x75,
      let low = Self.hexadecimal(start + 8), low & 0xFC00 == 0xDC00,
      let scalar = Unicode.Scalar(0x10000 + ((unit & 0x3FF) << 10 | (low & 0x3FF)))
    {
      scratch.append(scalar: scalar)
      window.cursor += 12
      return
    }
    if let scalar = Unicode.Scalar(unit), unit != 0 {
      scratch.append(scalar: scalar)
    } else {
      let written = UnsafeBufferPointer(start: start, count: 6).text
      note(unit == 0 ? .nul : .loneSurrogate, written)
      scratch.append(scalar: "\u{FFFD}")
    }
    window.cursor += 6
  }

  private static func hexadecimal(_ start: UnsafeMutablePointer<UInt8>) -> UInt32? {
    var value: UInt32 = 0
    for index in 0..<4 {
      let byte = start[index]
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x41...0x46: digit = byte - 0x37
      case 0x61...0x66: digit = byte - 0x57
      default: return nil
      }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  // MARK: Passing over

  /// Passes over the rest of the value whose first token was just read.
  package func skip(from token: Token) throws(ReadFault) {
    guard token == .beginObject || token == .beginArray else { return }
    let outside = depth - 1
    while depth > outside { _ = try next() }
  }

  /// After a fault: passes over brackets without looking between them until `target` are open.
  /// - Returns: false when the text ends first.
  func resynchronize(depth target: Int) -> Bool {
    var open = isObject.count
    var inString = isInString
    isInString = false
    while true {
      let have = window.ensure(2)
      if have == 0 { return false }
      let byte = window.base[window.cursor]
      window.cursor += 1
      switch byte {
      case 0x5C where inString: window.cursor += have > 1 ? 1 : 0
      case 0x22: inString.toggle()
      case 0x7B, 0x5B: if !inString { open += 1 }
      case 0x7D, 0x5D:
        guard !inString else { continue }
        open -= 1
        guard open <= target else { continue }
        isObject.removeLast(max(0, isObject.count - open))
        valueDone()
        return open == target && open > 0
      default: break
      }
    }
  }

  /// Remembers the place behind the bracket or word just read, for `restartLine`.
  func rememberPlace() { window.rememberPlace() }

  /// After a fault: goes back to the first line behind the remembered place that begins with an
  /// object, as if nothing were open: a line that was cut off must not take the next one with it.
  /// - Returns: false when no such line was begun, or the place is no longer held.
  func restartLine() -> Bool {
    guard var index = window.remembered else { return false }
    while index < window.cursor {
      index += 1
      guard window.base[index - 1] == 0x0A else { continue }
      guard index < window.limit, window.base[index] == 0x7B else { continue }
      window.goBack(to: index)
      closeAll()
      return true
    }
    return false
  }

  private func closeAll() {
    isObject.removeAll()
    isInString = false
    expected = .value
  }

  /// After a fault: goes on behind the end of the line as if nothing were open.
  /// - Returns: false when the text ends first.
  func skipLine() -> Bool {
    closeAll()
    while true {
      let have = window.ensure(4096)
      if have == 0 { return false }
      let start = window.base + window.cursor
      var index = 0
      while index < have, start[index] != 0x0A { index += 1 }
      window.cursor += index
      if index < have {
        window.cursor += 1
        return true
      }
    }
  }
}
