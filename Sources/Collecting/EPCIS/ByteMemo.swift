import Glibc

/// Remembers the last few values made from bytes, because events repeat their words and places.
final class ByteMemo<Value> {
  @exclusivity(unchecked) private var entries: [(bytes: [UInt8], value: Value)] = []
  private var nextSlot = 0
  private let size: Int

  /// Bytes longer than this are not remembered.
  private static var longest: Int { 512 }

  init(size: Int = 8) { self.size = size }

  /// The value of the bytes, made by `make` when it is not remembered.
  func value(
    _ bytes: UnsafeBufferPointer<UInt8>, _ make: (UnsafeBufferPointer<UInt8>) -> Value
  ) -> Value {
    guard let start = bytes.baseAddress else { return make(bytes) }
    for index in entries.indices where entries[index].bytes.count == bytes.count {
      if memcmp(entries[index].bytes, start, bytes.count) == 0 { return entries[index].value }
    }
    let made = make(bytes)
    guard bytes.count <= Self.longest else { return made }
    if entries.count < size {
      entries.append((Array(bytes), made))
    } else {
      entries[nextSlot] = (Array(bytes), made)
      nextSlot = (nextSlot + 1) % size
    }
    return made
  }
}
