/// Owns a block of plain memory and frees it when it goes.
package struct RawBuffer: ~Copyable {
  /// The memory, from its first byte to its last.
  package let bytes: UnsafeMutableRawBufferPointer

  /// Takes `count` zeroed bytes.
  package init(count: Int) {
    bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
    bytes.initializeMemory(as: UInt8.self, repeating: 0)
  }

  deinit { bytes.deallocate() }

  /// The bytes in `range`, which must lie inside the buffer.
  package func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[range])
  }
}
