internal import Glibc

/// Finds words in bytes, without making text of them.
package enum ByteSearch {
  /// Where a word begins for the first time; nil when it is not there, or empty.
  package static func first(
    _ word: StaticString, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    return word.withUTF8Buffer { word in
      guard let start = word.baseAddress, word.count <= bytes.count, word.count > 0 else {
        return nil
      }
      let last = bytes.count - word.count
      var from = 0
      while from <= last {
        guard let found = memchr(base + from, Int32(start[0]), last - from + 1) else { return nil }
        let index = UnsafeRawPointer(base).distance(to: found)
        if memcmp(found, start, word.count) == 0 { return index }
        from = index + 1
      }
      return nil
    }
  }

  /// How often a word stands in the bytes.
  package static func count(_ word: StaticString, in bytes: [UInt8]) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      var count = 0
      var rest = bytes
      while let place = first(word, in: rest) {
        count += 1
        rest = UnsafeBufferPointer(rebasing: rest[(place + word.utf8CodeUnitCount)...])
      }
      return count
    }
  }

  /// Whether a word stands anywhere in the bytes.
  package static func contains(_ word: StaticString, in bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { first(word, in: $0) != nil }
  }
}
