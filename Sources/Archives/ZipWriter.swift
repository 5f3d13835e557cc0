/// Writes a zip whose bytes depend on nothing but what is put in: one time for all entries, no
/// folder entries, comments, descriptors or extra fields (save ZIP64 where numbers need it),
/// deflate at a stated level, stored where deflate gains nothing. Entries stand in the order added.
/// The file appears under its name only on `finish`.
package final class ZipWriter {
  /// What became of an entry.
  package struct Entry: Sendable, Equatable {
    /// Its name in the zip.
    package let path: String
    /// CRC-32 of its unpacked bytes.
    package let crc: UInt32
    /// Unpacked bytes.
    package let size: UInt64
    /// Packed bytes.
    package let packedSize: UInt64
    /// True when the bytes stand as they are.
    package let isStored: Bool
  }

  /// When numbers move to ZIP64 fields; tests lower them.
  struct Thresholds {
    var number: UInt64 = 0xFFFF_FFFF
    var entries = 0xFFFF
  }

  /// The entries so far.
  package private(set) var entries: [Entry] = []

  private let file: OutputFile
  private let modified: ZipTime
  private let thresholds: Thresholds
  private let deflater: BlockDeflater
  private let workers: Int?
  private var names = ZipNameRegister()
  private var offsets: [UInt64] = []

  /// Starts a zip that will be called `path`, all entries dated `modified`.
  /// - Throws: `cannotOpen`, `compressionUnavailable`.
  package convenience init(path: String, modified: ZipTime, workers: Int? = nil) throws {
    try self.init(path: path, modified: modified, workers: workers, thresholds: Thresholds())
  }

  init(path: String, modified: ZipTime, workers: Int?, thresholds: Thresholds) throws {
    file = try OutputFile(path: path)
    self.modified = modified
    self.thresholds = thresholds
    self.workers = workers
    deflater = try BlockDeflater(workers: workers)
  }

  /// Bytes written so far, all entries whole.
  package var position: UInt64 { file.position }

  /// The bytes written so far, to be read once; no entry may be added while they are.
  package func writtenBytes() -> any ByteSource { WrittenSource(file) }

  /// Adds bytes at hand.
  /// - Throws: `nameRefused`, `writeFailed`.
  @discardableResult
  package func add(_ path: String, bytes: [UInt8]) throws -> Entry {
    try add(path, MemorySource(bytes))
  }

  /// Adds bytes at hand as they are: a flipped bit then always shows in their CRC-32, while in
  /// deflated data it may inflate to the same.
  /// - Throws: `nameRefused`, `writeFailed`.
  @discardableResult
  package func addStored(_ path: String, bytes: [UInt8]) throws -> Entry {
    try claim(path)
    let size = UInt64(bytes.count)
    let header = Header(crc: CRC32.of(bytes), packedSize: size, size: size, isStored: true)
    let offset = try begin(path, header)
    try file.write(bytes)
    return end(path, offset, header)
  }

  /// Adds all bytes of a source of any length; long ones are compressed on several cores.
  /// - Throws: `nameRefused`, `writeFailed`, what the source throws.
  @discardableResult
  package func add(
    _ path: String, _ source: any ByteSource, level: Int = Deflater.standardLevel
  ) throws -> Entry {
    try claim(path)
    let deflater =
      level == Deflater.standardLevel
      ? deflater : try BlockDeflater(level: level, workers: workers)
    let start = try readStart(of: source)
    if start.count < BlockDeflater.blockSize { return try addShort(path, start, deflater) }
    return try addLong(path, PrefixedSource(prefix: start, rest: source), deflater)
  }

  /// Whether a deflated file is copied as it is. It is packed anew when deflating gained nothing,
  /// or when it is so tight that readers would take it for a bomb.
  package static func copies(packedSize: UInt64, size: UInt64) -> Bool {
    packedSize < size
      && !BlockDeflater.safeRatio.breaksRatio(packed: packedSize, unpacked: size)
  }

  /// Adds a deflated file that was proved before; `ZipWriter.copies` must hold for it.
  /// - Throws: `nameRefused`, `writeFailed`.
  @discardableResult
  package func add(_ path: String, _ proven: ProvenDeflate) throws -> Entry {
    try claim(path)
    let header = Header(
      crc: proven.crc, packedSize: UInt64(proven.packed.count), size: proven.size,
      isStored: false)
    let offset = try begin(path, header)
    try file.write(proven.packed)
    return end(path, offset, header)
  }

  /// Adds a file that is deflated already, by copying the packed bytes. They are unpacked on the
  /// way to prove CRC and size; `inspect` sees the unpacked bytes, for digests, and may throw.
  /// - Throws: `nameRefused`, `writeFailed`, `damaged`, `truncated`, `checksumMismatch`,
  ///   `sizeMismatch`, what the source or `inspect` throws.
  @discardableResult
  package func addDeflated(
    _ path: String, _ packed: any ByteSource, crc: UInt32, packedSize: UInt64, size: UInt64,
    inspect: (UnsafeRawBufferPointer) throws -> Void = { _ in }
  ) throws -> Entry {
    try claim(path)
    let limits = InflateLimits(output: UInt64.max, ratio: UInt64.max)
    if !Self.copies(packedSize: packedSize, size: size) {
      let bytes = CheckedSource(
        try InflatingSource(packed, limits: limits), crc: crc, size: size, label: path)
      let watched = InspectedSource(bytes)
      return try withoutActuallyEscaping(inspect) { inspect in
        watched.inspect = inspect
        defer { watched.inspect = nil }
        let start = try readStart(of: watched)
        if start.count < BlockDeflater.blockSize { return try addShort(path, start, deflater) }
        return try addLong(path, PrefixedSource(prefix: start, rest: watched), deflater)
      }
    }
    let header = Header(crc: crc, packedSize: packedSize, size: size, isStored: false)
    let offset = try begin(path, header)
    let copied = CopyingSource(packed, limit: packedSize, to: file)
    let bytes = CheckedSource(
      try InflatingSource(copied, limits: limits), crc: crc, size: size, label: path)
    try bytes.forEachPiece(inspect)
    guard copied.count == packedSize else {
      throw ArchiveError(.sizeMismatch, "\(path): the packed bytes are fewer than stated.")
    }
    return end(path, offset, header)
  }

  /// Adds a member of another archive by copying its packed bytes as they are. They are unpacked
  /// on the way to prove CRC and size.
  /// - Throws: `nameRefused`, `writeFailed`, `memberRefused`, `damaged`, `truncated`,
  ///   `checksumMismatch`, `sizeMismatch`.
  @discardableResult
  package func copy(_ member: ZipMember, from reader: ZipReader) throws -> Entry {
    try claim(member.name)
    let header = Header(
      crc: member.crc, packedSize: member.packedSize, size: member.size,
      isStored: member.method == .stored)
    let packed = try reader.packedBytes(of: member)
    let offset = try begin(member.name, header)
    let copied = CopyingSource(packed, limit: member.packedSize, to: file)
    let limits = InflateLimits(output: UInt64.max, ratio: UInt64.max)
    let bytes: any ByteSource =
      header.isStored ? copied : try InflatingSource(copied, limits: limits)
    try CheckedSource(bytes, crc: member.crc, size: member.size, label: member.name)
      .forEachPiece { _ in }
    guard copied.count == member.packedSize else {
      throw ArchiveError(
        .sizeMismatch, "\(member.name): the packed bytes are fewer than stated.")
    }
    return end(member.name, offset, header)
  }

  /// Writes the directory, makes everything durable and gives the file its name.
  /// - Throws: `alreadyExists` unless `replacing`, `writeFailed`.
  package func finish(replacing: Bool = false) throws {
    let start = file.position
    for (entry, offset) in zip(entries, offsets) {
      try file.write(headers.central(entry, offset: offset))
    }
    try file.write(headers.end(entries: entries.count, from: start, to: file.position))
    try file.finish(replacing: replacing)
  }

  private typealias Header = ZipHeaders.Numbers

  private var headers: ZipHeaders { ZipHeaders(modified: modified, thresholds: thresholds) }

  private func claim(_ path: String) throws {
    let raw = Array(path.utf8)
    let limit = ZipLimits().nameLength
    let problems =
      ZipName.problems(path, raw: raw, limit: limit)
      + names.add(path, raw: raw, isDirectory: false)
    if let problem = problems.first {
      throw ArchiveError(
        .nameRefused, "\"\(ZipName.shown(path))\" cannot go into the zip: \(problem.message)")
    }
    if path.hasSuffix("/") {
      throw ArchiveError(.nameRefused, "\"\(ZipName.shown(path))\" is the name of a folder.")
    }
  }

  private func readStart(of source: any ByteSource) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: BlockDeflater.blockSize) { buffer, count in
      count = try source.fill(UnsafeMutableRawBufferPointer(buffer))
    }
  }

  // One block: its packed size is known before the header is written.
  private func addShort(
    _ path: String, _ bytes: [UInt8], _ deflater: BlockDeflater
  ) throws -> Entry {
    var packed: [UInt8] = []
    let summary = try deflater.deflate(MemorySource(bytes)) { packed.append(contentsOf: $0) }
    let isStored = summary.packedSize >= summary.size
    let header = Header(
      crc: summary.crc, packedSize: isStored ? summary.size : summary.packedSize,
      size: summary.size, isStored: isStored)
    let offset = try begin(path, header)
    try file.write(isStored ? bytes : packed)
    return end(path, offset, header)
  }

  // Many blocks: the header is put right afterwards.
  private func addLong(
    _ path: String, _ source: any ByteSource, _ deflater: BlockDeflater
  ) throws -> Entry {
    let blank = Header(crc: 0, packedSize: 0, size: 0, isStored: false)
    let offset = try begin(path, blank)
    let dataStart = file.position
    let summary = try deflater.deflate(source) { try file.write($0) }
    let isStored = summary.packedSize >= summary.size
    if isStored { try replaceWithStored(path, from: dataStart, summary) }
    let header = Header(
      crc: summary.crc, packedSize: isStored ? summary.size : summary.packedSize,
      size: summary.size, isStored: isStored)
    let bytes = headers.local(path, header)
    let grown = offset + UInt64(bytes.count) - dataStart
    if grown > 0 { try file.shiftUp(from: dataStart, by: grown) }
    try file.overwrite(bytes, at: offset)
    return end(path, offset, header)
  }

  // Unpacks behind the packed bytes, then copies down over them; memory stays bounded.
  private func replaceWithStored(
    _ path: String, from start: UInt64, _ summary: BlockDeflater.Summary
  ) throws {
    let packed = WrittenSource(file, from: start, count: summary.packedSize)
    let limits = InflateLimits(output: UInt64.max, ratio: UInt64.max)
    let unpacked = file.position
    try CheckedSource(
      InflatingSource(packed, limits: limits), crc: summary.crc, size: summary.size, label: path
    ).forEachPiece { try file.write($0) }
    var place = start
    try WrittenSource(file, from: unpacked, count: summary.size).forEachPiece { piece in
      try file.overwrite(Array(piece), at: place)
      place += UInt64(piece.count)
    }
    try file.truncate(to: place)
  }

  private func begin(_ path: String, _ header: Header) throws -> UInt64 {
    let offset = file.position
    try file.write(headers.local(path, header))
    return offset
  }

  private func end(_ path: String, _ offset: UInt64, _ header: Header) -> Entry {
    let entry = Entry(
      path: path, crc: header.crc, size: header.size, packedSize: header.packedSize,
      isStored: header.isStored)
    entries.append(entry)
    offsets.append(offset)
    return entry
  }
}
