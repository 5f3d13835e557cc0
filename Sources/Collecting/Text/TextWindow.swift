import Archives

/// A sliding view of a text as UTF-8: as much as a token needs, never the whole file.
///
/// Everything in it is valid UTF-8 without NUL; what was not is replaced and noted. Positions are
/// those of the file as it is stored, whatever its encoding.
final class TextWindow {
  /// Bytes a tag or a number may span; what is longer is refused by `ensure`'s callers.
  static let lookahead = 64 * 1024
  private static let chunk = 128 * 1024
  /// Bytes before the cursor that are held for `goBack`.
  private static let held = chunk
  private static let capacity = held + 4 * chunk + lookahead
  private static let notesPerChunk = 32
  /// Bytes of text that may be kept in memory as a whole, as an event is.
  static let wholeBytes = 256 << 20

  /// The first byte of the view.
  let base: UnsafeMutablePointer<UInt8>
  /// Index of the next byte to read.
  var cursor = 0
  /// Index behind the last byte that is there.
  private(set) var limit = 0
  /// The place `rememberPlace` was called at; nil when it is no longer held.
  private(set) var remembered: Int?
  /// How often indexes have changed their meaning, because what was read was dropped.
  private(set) var slides = 0
  /// Whether nothing comes after `limit`.
  private(set) var ended = false
  /// What was odd in the bytes so far.
  private var notes: [TextNote] = []
  /// What readers found odd in what the bytes say.
  private var readerNotes: [TextNote] = []
  /// Why the source stopped early; thrown when the bytes before it are used up.
  private(set) var sourceFault: String?
  private(set) var encoding = TextEncoding.utf8

  // Bytes of text dropped so far, and up to which of all bytes what is kept whole may reach.
  private var dropped = 0
  private var wholeEnd = Int.max
  /// Whether what is kept whole reaches further.
  private(set) var isTooLong = false

  private let source: any ByteSource
  private let raw: UnsafeMutablePointer<UInt8>
  private var rawCount = 0
  private var started = false
  // The position of `anchor` in the file; moved forward only.
  private var anchor = 0
  private var anchorLine = 1
  private var anchorOffset = 0
  // Where a replacement character stands for a different number of bytes.
  private var repairs: [(index: Int, extra: Int)] = []
  private var repairHead = 0
  private var noteBudget = 0

  init(_ source: any ByteSource) {
    self.source = source
    base = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.capacity)
    raw = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.chunk + 8)
  }

  deinit {
    base.deallocate()
    raw.deallocate()
  }

  /// Makes `count` bytes (at most `lookahead`) available from the cursor on unless the text ends.
  /// - Returns: how many are available.
  @inline(__always)
  func ensure(_ count: Int) -> Int {
    let have = limit - cursor
    return have >= count || ended ? have : fetch(count)
  }

  @inline(never)
  private func fetch(_ count: Int) -> Int {
    while limit - cursor < count, !ended {
      if limit + 3 * Self.chunk + 16 > Self.capacity { slide() }
      readChunk()
    }
    if passed > wholeEnd { isTooLong = true }
    return limit - cursor
  }

  /// Bytes of text before the cursor.
  var passed: Int { dropped + cursor }

  /// What follows is kept in memory as a whole, together with `kept` bytes before it; `isTooLong`
  /// says when there is too much of it.
  func beginWhole(kept: Int = 0) {
    wholeEnd = passed + max(0, Self.wholeBytes - kept)
    isTooLong = false
  }

  /// It is over.
  func endWhole() {
    wholeEnd = Int.max
    isTooLong = false
  }

  private func slide() {
    if let place = remembered, cursor - place > Self.held { remembered = nil }
    let from = remembered ?? cursor
    slides += 1
    moveAnchor(to: from)
    let left = limit - from
    base.update(from: base + from, count: left)
    let passed = repairs.prefix { $0.index < from }.count
    repairs.removeFirst(passed)
    for index in repairs.indices { repairs[index].index -= from }
    repairHead -= passed
    anchor -= from
    dropped += from
    limit = left
    cursor -= from
    if remembered != nil { remembered = 0 }
  }

  /// Remembers the cursor's place, for `goBack`; it is held until `held` bytes lie between.
  func rememberPlace() { remembered = cursor }

  /// Moves the cursor back to an index that is not before the remembered place.
  func goBack(to index: Int) {
    guard let remembered, index >= remembered, index < cursor else { return }
    cursor = index
    guard index < anchor else { return }
    for position in index..<anchor where base[position] == 0x0A { anchorLine -= 1 }
    anchorOffset -= width(of: index..<anchor)
    while repairHead > 0, repairs[repairHead - 1].index >= index {
      repairHead -= 1
      anchorOffset -= repairs[repairHead].extra
    }
    anchor = index
  }

  private func readChunk() {
    if !started { start() }
    noteBudget = notes.count < TextNote.waitingLimit ? Self.notesPerChunk : 0
    let room = Self.chunk - rawCount
    let got = readSource(into: raw + rawCount, room)
    rawCount += got
    let last = got == 0
    switch encoding {
    case .utf8: takeUTF8(last: last)
    case .utf16LittleEndian: takeUTF16(low: 0, last: last)
    case .utf16BigEndian: takeUTF16(low: 1, last: last)
    case .latin1, .windows1252: takeSingleByte()
    }
    if last { ended = true }
  }

  private func readSource(into pointer: UnsafeMutablePointer<UInt8>, _ room: Int) -> Int {
    if sourceFault != nil { return 0 }
    do {
      return try source.read(into: UnsafeMutableRawBufferPointer(start: pointer, count: room))
    } catch {
      sourceFault = "\(error)"
      return 0
    }
  }

  private func start() {
    started = true
    while rawCount < 256 {
      let got = readSource(into: raw + rawCount, 4096)
      if got == 0 { break }
      rawCount += got
    }
    let finding = TextEncoding.detect(UnsafeRawBufferPointer(start: raw, count: rawCount))
    if let name = finding.unsupported {
      sourceFault = nil
      unsupported = name
      rawCount = 0
      ended = true
      return
    }
    encoding = finding.encoding
    if finding.markLength > 0 {
      raw.update(from: raw + finding.markLength, count: rawCount - finding.markLength)
      rawCount -= finding.markLength
      anchorOffset = finding.markLength
    }
    if let note = finding.note {
      notes.append(
        TextNote(kind: .otherEncoding, raw: note, line: 1, byteOffset: 0, count: 1))
    }
  }

  /// Name of an encoding that is not read, once the start has been looked at.
  private(set) var unsupported: String?

  // MARK: Positions

  /// The line (from 1) and file offset of an index at or behind the last one asked for.
  func place(of index: Int) -> (line: Int, byteOffset: Int) {
    moveAnchor(to: max(anchor, min(index, limit)))
    return (anchorLine, anchorOffset)
  }

  private func moveAnchor(to index: Int) {
    guard index > anchor else { return }
    var lines = 0
    for position in anchor..<index where base[position] == 0x0A { lines &+= 1 }
    anchorLine += lines
    anchorOffset += width(of: anchor..<index)
    while repairHead < repairs.count, repairs[repairHead].index < index {
      anchorOffset += repairs[repairHead].extra
      repairHead += 1
    }
    anchor = index
  }

  /// Bytes that a stretch has in the file, repairs aside.
  private func width(of range: Range<Int>) -> Int {
    switch encoding {
    case .utf8: range.count
    case .utf16LittleEndian, .utf16BigEndian: units(in: range, four: 4)
    case .latin1, .windows1252: units(in: range, four: 1)
    }
  }

  private func units(in range: Range<Int>, four: Int) -> Int {
    var total = 0
    let single = four == 4 ? 2 : 1
    for index in range {
      let byte = base[index]
      if byte >= 0xF0 { total += four } else if byte & 0xC0 != 0x80 { total += single }
    }
    return total
  }

  /// Notes something odd at the cursor.
  func note(_ kind: TextNote.Kind, _ raw: String) {
    if readerNotes.count >= TextNote.waitingLimit, let last = readerNotes.last {
      readerNotes[readerNotes.count - 1] = last.again
      return
    }
    let place = place(of: cursor)
    readerNotes.append(
      TextNote(kind: kind, raw: raw, line: place.line, byteOffset: place.byteOffset, count: 1))
  }

  /// Everything odd met so far that was not taken yet.
  func takeNotes() -> [TextNote] {
    if notes.isEmpty && readerNotes.isEmpty { return [] }
    defer {
      notes.removeAll(keepingCapacity: true)
      readerNotes.removeAll(keepingCapacity: true)
    }
    return notes + readerNotes
  }

  /// A fault at the cursor; a text cut short by its source is told as what befell the source.
  func fault(_ reason: ReadFault.Reason, _ detail: String) -> ReadFault {
    let place = place(of: cursor)
    if reason == .truncated, let problem = sourceFault {
      return ReadFault(
        .sourceDamaged, line: place.line, byteOffset: place.byteOffset, detail: problem)
    }
    return ReadFault(reason, line: place.line, byteOffset: place.byteOffset, detail: detail)
  }

  /// What to say of what is kept whole and too long.
  func tooLong() -> ReadFault {
    fault(.sizeLimit, "An event of more than \(Self.wholeBytes) bytes of text.")
  }

  private func note(_ kind: TextNote.Kind, _ text: String, at index: Int) {
    if noteBudget <= 0, let alike = notes.lastIndex(where: { $0.kind == kind }) {
      notes[alike] = notes[alike].again
      return
    }
    noteBudget -= 1
    // Counting forward from the anchor without moving it: notes run ahead of the reader.
    var line = anchorLine
    for position in anchor..<index where base[position] == 0x0A { line += 1 }
    notes.append(
      TextNote(kind: kind, raw: text, line: line, byteOffset: aheadOffset(index), count: 1))
  }

  private func aheadOffset(_ index: Int) -> Int {
    var offset = anchorOffset + width(of: anchor..<index)
    for repair in repairs[repairHead...] where repair.index < index { offset += repair.extra }
    return offset
  }
}

// MARK: Turning bytes into UTF-8

extension TextWindow {
  /// Whether all bytes are ASCII and none is NUL.
  private static func isPlain(_ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let raw = UnsafeRawPointer(start)
    var index = 0
    var seen: UInt64 = 0
    while index + 8 <= count {
      let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      // A zero byte borrows into its top bit; a byte from 0x80 on has it already.
      seen |= (word &- 0x0101_0101_0101_0101) | word
      index += 8
    }
    if seen & 0x8080_8080_8080_8080 != 0 { return false }
    while index < count {
      if start[index] == 0 || start[index] >= 0x80 { return false }
      index += 1
    }
    return true
  }

  private func takeUTF8(last: Bool) {
    if Self.isPlain(raw, rawCount) {
      (base + limit).update(from: raw, count: rawCount)
      limit += rawCount
      rawCount = 0
      return
    }
    var index = 0
    while index < rawCount {
      let byte = raw[index]
      if byte < 0x80, byte != 0 {
        base[limit] = byte
        limit += 1
        index += 1
        continue
      }
      let length = Self.sequenceLength(raw + index, rawCount - index)
      if length > 0 {
        (base + limit).update(from: raw + index, count: length)
        limit += length
        index += length
      } else if length == 0, !last {
        break  // the rest of the character comes with the next chunk
      } else {
        let skipped = length == 0 ? rawCount - index : -length
        let text = (0..<skipped).map { Self.hex(raw[index + $0]) }.joined(separator: " ")
        replace(skipped, byte == 0 ? .nul : .invalidBytes, text)
        index += skipped
      }
    }
    raw.update(from: raw + index, count: rawCount - index)
    rawCount -= index
  }

  private func replace(_ rawLength: Int, _ kind: TextNote.Kind, _ text: String) {
    note(kind, text, at: limit)
    base[limit] = 0xEF
    base[limit + 1] = 0xBF
    base[limit + 2] = 0xBD
    repairs.append((index: limit, extra: rawLength - 3))
    limit += 3
  }

  private static func hex(_ byte: UInt8) -> String {
    let text = String(byte, radix: 16, uppercase: true)
    return text.utf8.count == 1 ? "0" + text : text
  }

  /// Length of the well-formed character at `start` (Unicode, table 3-7); 0 when it is cut off;
  /// the negated length of what is to be replaced when it is malformed.
  static func sequenceLength(_ start: UnsafePointer<UInt8>, _ available: Int) -> Int {
    let lead = start[0]
    let length: Int
    var low: UInt8 = 0x80
    var high: UInt8 = 0xBF
    switch lead {
    case 0: return -1
    case 0x01...0x7F: return 1
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, low) = (3, 0xA0)
    case 0xED: (length, high) = (3, 0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, low) = (4, 0x90)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, high) = (4, 0x8F)
    default: return -1
    }
    for offset in 1..<length {
      if offset >= available { return 0 }
      let byte = start[offset]
      if byte < low || byte > high { return -offset }
      low = 0x80
      high = 0xBF
    }
    return length
  }

  private func takeUTF16(low: Int, last: Bool) {
    var index = 0
    while index + 1 < rawCount {
      let unit = UInt16(raw[index + low]) | UInt16(raw[index + 1 - low]) << 8
      if unit & 0xFC00 == 0xD800 {
        if index + 3 >= rawCount, !last { break }
        if index + 3 < rawCount {
          let next = UInt16(raw[index + 2 + low]) | UInt16(raw[index + 3 - low]) << 8
          if next & 0xFC00 == 0xDC00 {
            let value = 0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(next & 0x3FF))
            put(Unicode.Scalar(value) ?? "\u{FFFD}")
            index += 4
            continue
          }
        }
      }
      if let scalar = Unicode.Scalar(unit), unit != 0 {
        put(scalar)
      } else {
        note(unit == 0 ? .nul : .loneSurrogate, String(unit, radix: 16), at: limit)
        put("\u{FFFD}")
      }
      index += 2
    }
    if last, index < rawCount {
      note(.invalidBytes, "odd byte at the end", at: limit)
      put("\u{FFFD}")
      index = rawCount
    }
    raw.update(from: raw + index, count: rawCount - index)
    rawCount -= index
  }

  private func takeSingleByte() {
    for index in 0..<rawCount {
      let byte = raw[index]
      switch byte {
      case 0:
        note(.nul, "00", at: limit)
        put("\u{FFFD}")
      case 0x80...0x9F where encoding == .windows1252:
        let unit = TextEncoding.windows1252High[Int(byte) - 0x80]
        if unit == 0xFFFD { note(.invalidBytes, Self.hex(byte), at: limit) }
        put(Unicode.Scalar(unit) ?? "\u{FFFD}")
      default: put(Unicode.Scalar(byte))
      }
    }
    rawCount = 0
  }

  @inline(__always)
  private func put(_ scalar: Unicode.Scalar) {
    if scalar.value < 0x80 {
      base[limit] = UInt8(truncatingIfNeeded: scalar.value)
      limit += 1
      return
    }
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
      base[limit] = byte
      limit += 1
    }
  }
}
