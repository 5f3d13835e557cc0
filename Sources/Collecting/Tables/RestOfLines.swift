import Archives

/// What follows the line at an offset, from the next line on that begins an object.
final class RestOfLines: ByteSource {
  private let source: any ByteSource
  private let buffer = RawBuffer(count: 64 * 1024)
  private var cursor = 0
  private var limit = 0
  private(set) var skippedBytes = 0
  private(set) var skippedLines = 0

  init(_ source: any ByteSource, from offset: Int) throws {
    self.source = source
    for _ in 0..<offset { guard try take() != nil else { return } }
    skippedBytes = 0
    while true {
      var byte = try take()
      while let found = byte, found != 0x0A { byte = try take() }
      guard byte != nil else { return }
      skippedLines += 1
      if try peek() == 0x7B { return }
    }
  }

  private func peek() throws -> UInt8? {
    if cursor == limit {
      cursor = 0
      limit = try source.read(into: buffer.bytes)
      if limit == 0 { return nil }
    }
    return buffer.bytes[cursor]
  }

  private func take() throws -> UInt8? {
    guard let byte = try peek() else { return nil }
    cursor += 1
    skippedBytes += 1
    return byte
  }

  func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
    guard try peek() != nil else { return 0 }
    let count = min(output.count, limit - cursor)
    output.copyMemory(from: buffer.slice(cursor..<cursor + count))
    cursor += count
    return count
  }
}
