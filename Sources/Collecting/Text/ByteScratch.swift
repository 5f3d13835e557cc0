/// A growing block of plain bytes that is filled and emptied many times.
final class ByteScratch {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// Bytes in use.
  private(set) var count = 0

  init(capacity: Int = 1024) {
    self.capacity = capacity
    base = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  /// The first byte; valid until the next change.
  @inline(__always)
  var start: UnsafePointer<UInt8> { UnsafePointer(base) }

  /// The bytes in use; valid until the next change.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

  /// The bytes of a range, which is clamped to those in use.
  func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    let valid = range.clamped(to: 0..<count)
    return UnsafeBufferPointer(start: base + valid.lowerBound, count: valid.count)
  }

  func clear() { count = 0 }

  func truncate(to length: Int) { count = max(0, min(count, length)) }

  func append(_ start: UnsafePointer<UInt8>, _ length: Int) {
    guard length > 0 else { return }
    if length > capacity - count { grow(by: length) }
    (base + count).update(from: start, count: length)
    count += length
  }

  func append(_ byte: UInt8) {
    if count == capacity { grow(by: 1) }
    base[count] = byte
    count += 1
  }

  func append(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { append(byte) }
  }

  /// Appends the UTF-8 of a scalar.
  func append(scalar: Unicode.Scalar) {
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { append(byte) }
  }

  private func grow(by length: Int) {
    let wanted = max(count + length, capacity * 2)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
    capacity = wanted
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The bytes as text; they are valid UTF-8 wherever readers hand them out.
  var text: String { String(decoding: self, as: UTF8.self) }

  /// The bytes without blanks, tabs and line breaks at either end.
  var trimmed: UnsafeBufferPointer<UInt8> {
    var low = 0
    var high = count
    while low < high, self[low].isSpace { low += 1 }
    while high > low, self[high - 1].isSpace { high -= 1 }
    return UnsafeBufferPointer(rebasing: self[low..<high])
  }

  /// Whether the bytes are those of a literal.
  func equals(_ literal: StaticString) -> Bool {
    guard count == literal.utf8CodeUnitCount else { return false }
    for index in 0..<count where self[index] != literal.utf8Start[index] { return false }
    return true
  }
}

extension UInt8 {
  /// Blank, tab, line feed or carriage return.
  @inline(__always)
  var isSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}
