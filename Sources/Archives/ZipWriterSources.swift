/// Bytes already in the file being written.
final class WrittenSource: ByteSource {
  private let file: OutputFile
  private var position: UInt64
  private let end: UInt64

  init(_ file: OutputFile, from start: UInt64 = 0, count: UInt64? = nil) {
    self.file = file
    position = start
    end = count.map { start + $0 } ?? file.position
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let want = Int(min(UInt64(buffer.count), end - position))
    guard want > 0 else { return 0 }
    let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[0..<want])
    let count = try file.read(at: position, into: piece)
    position += UInt64(count)
    return count
  }
}

/// Writes every byte that is read through it to the file, up to a limit.
final class CopyingSource: ByteSource {
  private let source: any ByteSource
  private let limit: UInt64
  private let file: OutputFile
  private(set) var count: UInt64 = 0

  init(_ source: any ByteSource, limit: UInt64, to file: OutputFile) {
    self.source = source
    self.limit = limit
    self.file = file
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let had = try source.read(into: buffer)
    count += UInt64(had)
    guard count <= limit else {
      throw ArchiveError(.sizeMismatch, "There are more than the \(limit) packed bytes stated.")
    }
    try file.write(UnsafeRawBufferPointer(rebasing: buffer[0..<had]))
    return had
  }
}

/// Shows every byte that is read through it to somebody.
final class InspectedSource: ByteSource {
  private let source: any ByteSource
  var inspect: ((UnsafeRawBufferPointer) throws -> Void)?

  init(_ source: any ByteSource) { self.source = source }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try source.read(into: buffer)
    if count > 0 { try inspect?(UnsafeRawBufferPointer(rebasing: buffer[0..<count])) }
    return count
  }
}
