import Archives
import Foundation
import Testing

/// A source that gives at most a few bytes at a time.
final class SlowSource: ByteSource {
  private let inner: MemorySource
  private let step: Int

  init(_ bytes: [UInt8], step: Int) {
    inner = MemorySource(bytes)
    self.step = step
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = min(step, buffer.count)
    return try inner.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[0..<count]))
  }
}

@Suite struct CompressionTests {
  @Test func computesTheChecksumOfTheStandardVector() {
    #expect(CRC32.of(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(CRC32.of([]) == 0)
  }

  @Test func combinesChecksums() {
    let (first, second) = (text(1000), noise(777))
    let joined = CRC32.combine(
      CRC32.of(first), CRC32.of(second), secondLength: UInt64(second.count))
    #expect(joined == CRC32.of(first + second))
  }

  @Test(arguments: [0, 1, 100, 65_536, 300_000])
  func unpacksWhatItPacked(size: Int) throws {
    let bytes = text(size)
    let source = try InflatingSource(SlowSource(deflated(bytes), step: 777))
    #expect(try source.readAll(limit: 1 << 20) == bytes)
  }

  @Test func refusesBytesBehindTheStream() throws {
    let source = try InflatingSource(MemorySource(deflated(text(100)) + [0]))
    #expect(throws: ArchiveError.self) { try source.readAll(limit: 1 << 20) }
  }

  @Test func stopsAtTheRatioAndAtTheOutputLimit() throws {
    let packed = try deflated([UInt8](repeating: 0, count: 4_000_000))
    for limits in [InflateLimits(), InflateLimits(output: 1000, ratio: 9999)] {
      let source = try InflatingSource(MemorySource(packed), limits: limits)
      let error = #expect(throws: ArchiveError.self) { try source.readAll(limit: 1 << 30) }
      #expect(error?.code == .limitReached)
    }
  }

  /// What is packed here is read again under the limits for archives of unknown origin, wherever
  /// the short last block falls.
  @Test(arguments: [(1 << 20) - 1, (1 << 20) + 1, (1 << 20) + 760, (5 << 18) + 1, 3_000_000])
  func packsNothingThatWouldBeTakenForABomb(size: Int) throws {
    let bytes = [UInt8](repeating: 0x78, count: size)
    var packed: [UInt8] = []
    let summary = try BlockDeflater(level: 3, workers: 2).deflate(MemorySource(bytes)) {
      packed.append(contentsOf: $0)
    }
    #expect(summary.packedSize == UInt64(packed.count))
    #expect(!InflateLimits().breaksRatio(packed: summary.packedSize, unpacked: summary.size))
    #expect(try InflatingSource(MemorySource(packed)).readAll(limit: 1 << 30) == bytes)
  }

  @Test(arguments: [1, 13, 1 << 20])
  func readsGzipOfSeveralMembersAndPadding(step: Int) throws {
    let file = try gzipped(text(70_000)) + gzipped([]) + gzipped(noise(500)) + [0, 0, 0]
    let reader = try GzipReader(SlowSource(file, step: step))
    #expect(try reader.readAll(limit: 1 << 20) == text(70_000) + noise(500))
  }

  @Test func givesWhatCameBeforeTheCutAndThenSaysWhere() throws {
    let bytes = text(500_000)
    let file = try Array(gzipped(bytes).dropLast(20_000))
    let reader = try GzipReader(MemorySource(file))
    var had: [UInt8] = []
    let error = #expect(throws: ArchiveError.self) {
      try reader.forEachPiece { had.append(contentsOf: $0) }
    }
    #expect(error?.code == .truncated)
    #expect(error?.offset == UInt64(file.count))
    #expect(had.count > 200_000)
    #expect(had == Array(bytes.prefix(had.count)))
  }

  @Test func givesWhatCameBeforeADamagedTrailer() throws {
    let bytes = text(5000)
    var file = try gzipped(bytes)
    file[file.count - 8] ^= 1
    let reader = try GzipReader(MemorySource(file))
    var had: [UInt8] = []
    for _ in 0..<2 {
      let error = #expect(throws: ArchiveError.self) {
        try reader.forEachPiece { had.append(contentsOf: $0) }
      }
      #expect(error?.code == .damaged)
      #expect(had == bytes)
    }
  }

  @Test func refusesJunkBehindGzipAndDamagedTrailers() throws {
    let file = try gzipped(text(100))
    var damaged = file
    damaged[damaged.count - 5] ^= 1
    for bytes in [file + [1, 2, 3], file + [0, 0x1F, 0x8B], damaged, Array(file.dropLast())] {
      #expect(throws: ArchiveError.self) {
        try GzipReader(MemorySource(bytes)).readAll(limit: 1 << 20)
      }
    }
  }

  @Test func survivesEveryFlippedBitInGzip() throws {
    let file = try gzipped(text(200))
    for bit in 0..<file.count * 8 {
      var bytes = file
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      _ = try? GzipReader(MemorySource(bytes)).readAll(limit: 1 << 20)
    }
  }

  @Test func unpacksBlocksJoinedFromSeveralCores() throws {
    for size in [0, 5, BlockDeflater.blockSize, BlockDeflater.blockSize + 1, 2_000_003] {
      let bytes = text(size)
      var packed: [UInt8] = []
      let summary = try BlockDeflater(workers: 3).deflate(SlowSource(bytes, step: 60_001)) {
        packed.append(contentsOf: $0)
      }
      #expect(summary.crc == CRC32.of(bytes))
      #expect(summary.size == UInt64(size))
      #expect(summary.packedSize == UInt64(packed.count))
      #expect(try InflatingSource(MemorySource(packed)).readAll(limit: 1 << 22) == bytes)
    }
  }

  @Test func passesOnAFaultOfTheSourceWhileBlocksAreUnderWay() throws {
    let cut = try InflatingSource(MemorySource(Array(deflated(text(3_000_000)).dropLast(9))))
    #expect(throws: ArchiveError.self) { try BlockDeflater(workers: 2).deflate(cut) { _ in } }
  }

  @Test func refusesFoldersAndPipesAndLinksWhenAsked() throws {
    let folder = try ScratchFolder()
    let file = try folder.write("a", [1, 2])
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link"), withDestinationPath: file)
    #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
    #expect(throws: ArchiveError.self) { try FileByteSource(path: folder.path) }
    #expect(throws: ArchiveError.self) { try FileByteSource(path: folder.file("pipe")) }
    #expect(throws: ArchiveError.self) { try FileByteSource(path: folder.file("none")) }
    let link = folder.file("link")
    #expect(throws: ArchiveError.self) { try FileByteSource(path: link, followLinks: false) }
    let source = try FileByteSource(path: link)
    #expect(try source.readAll(limit: 9) == [1, 2])
    #expect(try source.currentStatus() == source.status)
    #expect(source.status.size == 2)
  }
}
