/// Remembers the last few values made from bytes, because events repeat their words and places.
struct ByteMemo<Value> {
  private var entries: [(bytes: [UInt8], value: Value)] = []
  private var nextSlot = 0
  private let size: Int

  /// Bytes longer than this are not remembered.
  private static var longest: Int { 512 }

  init(size: Int = 8) { self.size = size }

  /// The value of the bytes, made by `make` when it is not remembered.
  mutating func value(
    _ bytes: UnsafeBufferPointer<UInt8>, _ make: (UnsafeBufferPointer<UInt8>) -> Value
  ) -> Value {
    for entry in entries where entry.bytes.count == bytes.count {
      if entry.bytes.elementsEqual(bytes) { return entry.value }
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
