import Archives
import Foundation
import Packing
import Testing

/// A zip put together by hand, so that it can lie.
struct LyingZip {
  struct Entry {
    var name: String
    var localName: String?
    var bytes: [UInt8]
    var deflated: [UInt8]?
    var crc: UInt32?
    var size: UInt32?
    var attributes: UInt32 = 0o100644 << 16
    /// Takes the place of the first entry's data instead of having its own.
    var sharesFirst = false

    init(_ name: String, _ bytes: [UInt8] = [0x78]) {
      self.name = name
      self.bytes = bytes
    }

    func with(_ change: (inout Entry) -> Void) -> Entry {
      var copy = self
      change(&copy)
      return copy
    }
  }

  var entries: [Entry]
  var before: [UInt8] = []
  var hidden: [UInt8] = []
  var comment: [UInt8] = []
  var after: [UInt8] = []

  init(_ entries: [Entry]) { self.entries = entries }

  /// The entries of a real pack, then others.
  init(_ pack: Unpacked, and others: [Entry] = []) {
    entries = pack.files.map { Entry($0.path, $0.bytes) } + others
  }

  func with(_ change: (inout LyingZip) -> Void) -> LyingZip {
    var copy = self
    change(&copy)
    return copy
  }

  var bytes: [UInt8] {
    var file = before + hidden
    var directory: [UInt8] = []
    var first: UInt32 = 0
    for (index, entry) in entries.enumerated() {
      let data = entry.deflated ?? entry.bytes
      let offset = entry.sharesFirst ? first : UInt32(file.count - before.count)
      if index == 0 { first = offset }
      let common =
        little(UInt16(20)) + little(UInt16(0)) + little(UInt16(entry.deflated == nil ? 0 : 8))
        + little(UInt32(0x0021_0000)) + little(entry.crc ?? CRC32.of(entry.bytes))
        + little(UInt32(data.count)) + little(entry.size ?? UInt32(entry.bytes.count))
      let local = Array((entry.localName ?? entry.name).utf8)
      if !entry.sharesFirst {
        file += [0x50, 0x4B, 3, 4] + common + little(UInt16(local.count)) + little(UInt16(0))
        file += local + data
      }
      let name = Array(entry.name.utf8)
      directory += [0x50, 0x4B, 1, 2] + little(UInt16(0x0314)) + common
      directory += little(UInt16(name.count)) + [UInt8](repeating: 0, count: 8)
      directory += little(entry.attributes) + little(offset) + name
    }
    let start = UInt32(file.count - before.count)
    let count = little(UInt16(entries.count))
    file += directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count
    file += little(UInt32(directory.count)) + little(start) + little(UInt16(comment.count))
    return file + comment + after
  }

  private func little<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian, Array.init)
  }
}

/// A row of the table of what usual zip programs do not notice.
struct HostilePack: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let code: PackRule
  let change: @Sendable (Unpacked) -> LyingZip

  init(
    _ description: String, _ code: PackRule, _ change: @escaping @Sendable (Unpacked) -> LyingZip
  ) {
    testDescription = description
    self.code = code
    self.change = change
  }

  static let all: [HostilePack] = [
    HostilePack("a name that climbs out", .names) {
      LyingZip($0, and: [.init("EP-1/../../evil.txt")])
    },
    HostilePack("a name that climbs out from the start", .names) {
      LyingZip($0, and: [.init("../../evil.txt")])
    },
    HostilePack("an absolute name", .names) { LyingZip($0, and: [.init("/tmp/evil.txt")]) },
    HostilePack("a name with backslashes", .names) {
      LyingZip($0, and: [.init("EP-1\\..\\..\\evil.txt")])
    },
    HostilePack("a drive letter", .names) { LyingZip($0, and: [.init("C:evil.txt")]) },
    HostilePack("a name twice", .names) {
      LyingZip($0, and: [.init("EP-1/data/index.html")])
    },
    HostilePack("a name twice but for case", .names) {
      LyingZip($0, and: [.init("EP-1/data/INDEX.html")])
    },
    HostilePack("a link", .names) { pack in
      LyingZip(
        pack, and: [LyingZip.Entry("EP-1/data/l").with { $0.attributes = 0o120777 << 16 }])
    },
    HostilePack("a device", .names) { pack in
      LyingZip(
        pack, and: [LyingZip.Entry("EP-1/data/d").with { $0.attributes = 0o020666 << 16 }])
    },
    HostilePack("another local name", .zipStructure) { pack in
      LyingZip(pack).with { $0.entries[3].localName = "EP-1/bagit-profile.jsoN" }
    },
    HostilePack("entries that share bytes", .zipStructure) { pack in
      let start = pack.files[0].bytes
      return LyingZip(
        pack,
        and: [LyingZip.Entry("EP-1/data/again", start).with { $0.sharesFirst = true }])
    },
    HostilePack("50 MB of zeros in 49 kB", .limits) { pack in
      let zeros = [UInt8](repeating: 0, count: 50_000_000)
      return LyingZip(
        pack,
        and: [
          LyingZip.Entry("EP-1/data/bomb", zeros).with { $0.deflated = try? deflated(zeros) }
        ])
    },
    HostilePack("a stated size of 4 GB", .limits) { pack in
      LyingZip(
        pack,
        and: [
          LyingZip.Entry("EP-1/data/bomb").with {
            $0.deflated = try? deflated([0])
            $0.size = 0xFFFF_FFF0
          }
        ])
    },
    HostilePack("bytes in front", .zipStructure) { pack in
      LyingZip(pack).with { $0.before = [1, 2, 3] }
    },
    HostilePack("bytes behind", .zipStructure) { pack in
      LyingZip(pack).with { $0.after = [1, 2, 3] }
    },
    HostilePack("a comment", .zipStructure) { pack in
      LyingZip(pack).with { $0.comment = [0x61] }
    },
    HostilePack("bytes hidden before the first entry", .zipStructure) { pack in
      LyingZip(pack).with { $0.hidden = [UInt8](repeating: 7, count: 40) }
    },
    HostilePack("a wrong CRC", .digests) { pack in
      LyingZip(pack).with { $0.entries[4].crc = 1 }
    },
    HostilePack("a folder of its own", .closedWorld) {
      LyingZip($0, and: [.init("EP-1/data/empty/", [])])
    },
  ]

  private static func deflated(_ bytes: [UInt8]) throws -> [UInt8] {
    var deflater = try Deflater()
    var packed: [UInt8] = []
    try bytes.withUnsafeBytes { input in
      try deflater.write(input, flush: .finish) { packed.append(contentsOf: $0) }
    }
    return packed
  }
}

@Suite struct HostilePackTests {
  @Test(arguments: HostilePack.all)
  func refusesByItsCodeAndWritesNothing(_ hostile: HostilePack) throws {
    let folder = try ScratchFolder()
    try Sample.write(folder)
    let bytes = hostile.change(try Unpacked(folder.file("EP-1.zip"))).bytes
    let before = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let result = try PackVerifier.verify(zip: bytes)
    #expect(result.exitCode == 4)
    #expect(result.failures.map(\.code).contains(hostile.code), "\(result.problems)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == before)
    #expect(!FileManager.default.fileExists(atPath: "/tmp/evil.txt"))
  }

  @Test func refusesACutZip() throws {
    let folder = try ScratchFolder()
    try Sample.write(folder)
    let sound = try folder.bytes("EP-1.zip")
    for count in [0, 4, 100, sound.count / 2, sound.count - 1] {
      let result = try PackVerifier.verify(zip: Array(sound.prefix(count)))
      #expect(result.failures.map(\.code).contains(.zipStructure))
    }
  }

  @Test func readsNothingOfAZipMadeToDoHarm() throws {
    let zeros = [UInt8](repeating: 0, count: 3_000_000)
    let bomb = LyingZip([
      LyingZip.Entry("EP-1/bagit.txt", zeros).with {
        $0.deflated = [1, 2, 3]
      }
    ])
    let result = try PackVerifier.verify(zip: bomb.bytes)
    #expect(result.verdictLine.hasSuffix("contents not read"))
    #expect(!result.contentsRead)
  }
}
