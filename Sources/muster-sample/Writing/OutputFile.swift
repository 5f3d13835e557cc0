import Foundation

/// A text file written through a bounded buffer, counting its lines.
final class OutputFile {
  private let handle: FileHandle
  /// Bytes not yet written; writers append to it directly.
  var bytes: [UInt8] = []
  /// The number of the line being written, from 1.
  private(set) var line = 1
  private static let limit = 1 << 20

  init(_ url: URL) throws {
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    _ = FileManager.default.createFile(atPath: url.path, contents: nil)
    handle = try FileHandle(forWritingTo: url)
    bytes.reserveCapacity(Self.limit + 65_536)
  }

  /// Text without a line break.
  func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Ends the line; may write the buffer out.
  func end() throws {
    bytes.append(10)
    line += 1
    if bytes.count >= Self.limit { try flush() }
  }

  /// One whole line.
  func row(_ text: String) throws {
    put(text)
    try end()
  }

  func close() throws {
    try flush()
    try handle.close()
  }

  private func flush() throws {
    try handle.write(contentsOf: Data(bytes))
    bytes.removeAll(keepingCapacity: true)
  }
}
