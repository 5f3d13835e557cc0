/// A zip made in memory, packed as `ZipWriter` packs: for files that go into another zip.
package struct ZipBytes {
  private var bytes: [UInt8] = []
  private var entries: [(entry: ZipWriter.Entry, offset: UInt64)] = []
  private let headers: ZipHeaders
  private let deflater: BlockDeflater

  /// Starts a zip, all entries dated `modified`.
  /// - Throws: `compressionUnavailable`.
  package init(modified: ZipTime) throws {
    headers = ZipHeaders(modified: modified, thresholds: ZipWriter.Thresholds())
    deflater = try BlockDeflater()
  }

  /// Adds all bytes of a source under a name of our own making. Only the packed bytes are held.
  /// - Throws: what the source throws.
  package mutating func add(_ path: String, _ source: any ByteSource) throws {
    var packed: [UInt8] = []
    let summary = try deflater.deflate(source) { packed.append(contentsOf: $0) }
    let numbers = ZipHeaders.Numbers(
      crc: summary.crc, packedSize: summary.packedSize, size: summary.size, isStored: false)
    entries.append(
      (
        ZipWriter.Entry(
          path: path, crc: summary.crc, size: summary.size, packedSize: summary.packedSize,
          isStored: false), UInt64(bytes.count)
      ))
    bytes += headers.local(path, numbers)
    bytes += packed
  }

  /// The finished zip.
  package consuming func finish() -> [UInt8] {
    let start = UInt64(bytes.count)
    for (entry, offset) in entries { bytes += headers.central(entry, offset: offset) }
    bytes += headers.end(entries: entries.count, from: start, to: UInt64(bytes.count))
    return bytes
  }
}
