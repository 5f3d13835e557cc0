import Foundation
import Testing

@testable import Archives

@Suite struct ZipWriterTests {
  private let noon = ZipTime(unixSeconds: 1_700_000_000)

  private func build(
    _ folder: ScratchFolder, _ name: String, workers: Int? = nil,
    thresholds: ZipWriter.Thresholds = .init(), _ body: (ZipWriter) throws -> Void
  ) throws -> ZipReader {
    let path = folder.file(name)
    let writer = try ZipWriter(
      path: path, modified: noon, workers: workers, thresholds: thresholds)
    try body(writer)
    try writer.finish()
    return try ZipReader(RandomAccessFile(path: path), mode: .strict)
  }

  @Test func writesWhatTheStrictReaderAccepts() throws {
    let folder = try ScratchFolder()
    let long = text(1_000_000)
    let reader = try build(folder, "a.zip") { writer in
      try writer.add("p/empty", bytes: [])
      try writer.add("p/short.txt", bytes: Array("hi".utf8))
      try writer.add("p/long.xml", bytes: long)
      try writer.add("p/noise", bytes: noise(5000))
      try writer.add("p/long-noise", bytes: noise(600_000))
      try writer.add("p/after", bytes: text(10_000))
      #expect(writer.entries.map(\.isStored) == [true, true, false, true, true, false])
    }
    #expect(reader.problems == [])
    #expect(try content(reader, "p/empty") == [])
    #expect(try content(reader, "p/long.xml") == long)
    #expect(try content(reader, "p/noise") == noise(5000))
    #expect(try content(reader, "p/long-noise") == noise(600_000))
    #expect(try content(reader, "p/after") == text(10_000))
  }

  @Test func storesWhatIsToBeStored() throws {
    let folder = try ScratchFolder()
    let reader = try build(folder, "a.zip") { writer in
      let entry = try writer.addStored("p/long.xml", bytes: text(10_000))
      #expect(entry.isStored && writer.position > 10_000)
      #expect(throws: ArchiveError.self) { try writer.addStored("p/long.xml", bytes: []) }
    }
    #expect(reader.problems == [])
    #expect(try content(reader, "p/long.xml") == text(10_000))
  }

  @Test func givesTheSameBytesForAnyNumberOfWorkers() throws {
    let folder = try ScratchFolder()
    for workers in [1, 2, 7] {
      _ = try build(folder, "\(workers).zip", workers: workers) { writer in
        try writer.add("p/a", bytes: text(3_000_000))
        try writer.add("p/b", bytes: text(BlockDeflater.blockSize * 2))
      }
    }
    #expect(try folder.bytes("1.zip") == folder.bytes("2.zip"))
    #expect(try folder.bytes("1.zip") == folder.bytes("7.zip"))
  }

  @Test(arguments: [0, 1, 70_000, 262_143, 262_144, 262_145, 700_000])
  func splicesDeflatedBytesUnchanged(size: Int) throws {
    let folder = try ScratchFolder()
    let bytes = text(size)
    let packed = try deflated(bytes)
    var seen = 0
    let reader = try build(folder, "s.zip") { writer in
      try writer.addDeflated(
        "p/a", MemorySource(packed), crc: CRC32.of(bytes), packedSize: UInt64(packed.count),
        size: UInt64(size)
      ) { seen += $0.count }
    }
    #expect(reader.problems == [])
    #expect(seen == size)
    #expect(try content(reader, "p/a") == bytes)
    if size > 1 {
      let raw = try reader.packedBytes(of: reader.members[0]).readAll(limit: 1 << 20)
      #expect(raw == packed)
    }
  }

  @Test func refusesASpliceThatIsNotWhatItClaims() throws {
    let folder = try ScratchFolder()
    let bytes = text(5000)
    let packed = try deflated(bytes)
    let good = (CRC32.of(bytes), UInt64(packed.count), UInt64(bytes.count))
    let wrong = [
      (good.0 ^ 1, good.1, good.2), (good.0, good.1 + 1, good.2), (good.0, good.1 - 1, good.2),
      (good.0, good.1, good.2 + 1), (good.0, good.1, good.2 - 1),
    ]
    for (index, claim) in wrong.enumerated() {
      let writer = try ZipWriter(path: folder.file("\(index).zip"), modified: noon)
      #expect(throws: ArchiveError.self) {
        try writer.addDeflated(
          "a", MemorySource(packed), crc: claim.0, packedSize: claim.1, size: claim.2)
      }
    }
    #expect(folder.names == [])
  }

  @Test(arguments: [2, 70_000, 700_000])
  func addsProvenBytesAsItSplicesThem(size: Int) throws {
    let folder = try ScratchFolder()
    let bytes = text(size + 100)
    let packed = try deflated(bytes)
    let (crc, count, length) = (CRC32.of(bytes), packed.count, UInt64(bytes.count))
    var seen = 0
    let proven = try ProvenDeflate(
      MemorySource(packed), crc: crc, packedSize: count, size: length, label: "a"
    ) { seen += $0.count }
    #expect(seen == bytes.count)
    _ = try build(folder, "proven.zip") { try $0.add("p/a", proven) }
    _ = try build(folder, "spliced.zip") {
      try $0.addDeflated(
        "p/a", MemorySource(packed), crc: crc, packedSize: UInt64(count), size: length)
    }
    #expect(try folder.bytes("proven.zip") == folder.bytes("spliced.zip"))
    for claim in [
      (crc ^ 1, count, length), (crc, count + 1, length), (crc, count - 1, length),
      (crc, count, length + 1), (crc, count, length - 1),
    ] {
      #expect(throws: ArchiveError.self) {
        try ProvenDeflate(
          MemorySource(packed), crc: claim.0, packedSize: claim.1, size: claim.2, label: "a"
        ) { _ in }
      }
    }
  }

  @Test(arguments: [900, 700_000])
  func deflatesAtTheLevelAskedFor(size: Int) throws {
    let folder = try ScratchFolder()
    let reader = try build(folder, "l.zip") { writer in
      try writer.add("p/quick", MemorySource(text(size)), level: 1)
      try writer.add("p/plain", MemorySource(text(size)))
    }
    #expect(reader.problems == [])
    #expect(try content(reader, "p/quick") == text(size))
    #expect(reader.members[0].packedSize >= reader.members[1].packedSize)
    if size > 1000 { #expect(reader.members[0].packedSize > reader.members[1].packedSize) }
  }

  @Test func neverWritesWhatItsReaderWouldTakeForABomb() throws {
    let folder = try ScratchFolder()
    let zeros = [UInt8](repeating: 0, count: 8_000_000)
    let packed = try deflated(zeros)
    let reader = try build(folder, "z.zip") { writer in
      try writer.add("p/streamed", bytes: zeros)
      try writer.addDeflated(
        "p/spliced", MemorySource(packed), crc: CRC32.of(zeros),
        packedSize: UInt64(packed.count), size: UInt64(zeros.count))
    }
    #expect(reader.problems == [])
    #expect(try content(reader, "p/streamed") == zeros)
    #expect(try content(reader, "p/spliced") == zeros)
  }

  @Test func movesNumbersToZip64WhenTheyPassTheThreshold() throws {
    let folder = try ScratchFolder()
    let long = text(900_000)
    let thresholds = ZipWriter.Thresholds(number: 20_000, entries: 3)
    let reader = try build(folder, "64.zip", thresholds: thresholds) { writer in
      try writer.add("p/small", bytes: text(900))
      try writer.add("p/long", bytes: long)
      try writer.add("p/noise", bytes: noise(500_000))
      try writer.add("p/beyond", bytes: text(900))
    }
    #expect(reader.problems == [])
    #expect(try content(reader, "p/long") == long)
    #expect(try content(reader, "p/noise") == noise(500_000))
    #expect(try content(reader, "p/beyond") == text(900))
    for bit in stride(from: 0, to: 8, by: 1) {
      var bytes = try folder.bytes("64.zip")
      for place in bytes.count - 98..<bytes.count {
        bytes[place] ^= 1 << UInt8(bit)
        let changed = try ZipReader(RandomAccessBytes(bytes), mode: .strict)
        #expect(!changed.problems.isEmpty, "bit \(bit) of byte \(place)")
        bytes[place] ^= 1 << UInt8(bit)
      }
    }
  }

  @Test func writesMoreEntriesThanTheShortCountHolds() throws {
    let folder = try ScratchFolder()
    let reader = try build(folder, "many.zip") { writer in
      for number in 0..<66_000 { try writer.add("p/\(number)", bytes: [1]) }
    }
    #expect(reader.problems == [])
    #expect(reader.members.count == 66_000)
  }

  @Test(arguments: ["../a", "/a", "a\\b", "a//b", "", "a/", "p/x", "P/X"])
  func refusesNamesThatAreDangerousOrTaken(name: String) throws {
    let folder = try ScratchFolder()
    let writer = try ZipWriter(path: folder.file("n.zip"), modified: noon)
    try writer.add("p/x", bytes: [1])
    #expect(throws: ArchiveError.self) { try writer.add(name, bytes: [2]) }
  }

  @Test func leavesNothingBehindWhenNotFinished() throws {
    let folder = try ScratchFolder()
    do {
      let writer = try ZipWriter(path: folder.file("n.zip"), modified: noon)
      try writer.add("a", bytes: [1])
      #expect(folder.names.count == 1)
      #expect(!folder.names.contains("n.zip"))
    }
    #expect(folder.names == [])
  }

  @Test func removesWhatAKilledWriterLeftBehind() throws {
    let folder = try ScratchFolder()
    _ = try folder.write(".n.zip.partial-99999999", [1, 2, 3])
    _ = try folder.write(".other.zip.partial-99999999", [1, 2, 3])
    _ = try build(folder, "n.zip") { try $0.add("a", bytes: [1]) }
    #expect(folder.names == [".other.zip.partial-99999999", "n.zip"])
  }

  @Test func replacesAFileOnlyWhenAsked() throws {
    let folder = try ScratchFolder()
    let path = try folder.write("n.zip", [1])
    let first = try ZipWriter(path: path, modified: noon)
    try first.add("a", bytes: [1])
    #expect(throws: ArchiveError.self) { try first.finish() }
    #expect(try folder.bytes("n.zip") == [1])
    try first.finish(replacing: true)
    #expect(try folder.bytes("n.zip").count > 1)
    #expect(folder.names == ["n.zip"])
  }

  @Test func makesFilesPrivate() throws {
    let folder = try ScratchFolder()
    _ = try build(folder, "n.zip") { try $0.add("a", bytes: [1]) }
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.file("n.zip"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func writesTimesAsDosDates() {
    let cases: [(seconds: Int64, packed: UInt32)] = [
      (0, 0x0021_0000), (1_775_122_201, 0x5C82_4BC0), (1_709_208_000, 0x585D_6000),
      (Int64.max, 0xFF9F_BF7D),
    ]
    for (seconds, packed) in cases {
      #expect(ZipTime(unixSeconds: seconds).packed == packed, "\(seconds)")
    }
  }
}
