import Archives
import Testing

/// A hostile or odd zip and what must be said about it.
struct HostileZip: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let bytes: [UInt8]
  let code: ZipProblem.Code

  init(_ description: String, _ code: ZipProblem.Code, _ zip: RawZip) {
    testDescription = description
    self.code = code
    bytes = zip.bytes
  }

  init(_ description: String, _ code: ZipProblem.Code, name: String, external: UInt32? = nil) {
    let entry = RawZip.Entry(name).with { if let external { $0.external = external } }
    self.init(description, code, RawZip([entry]))
  }

  static let plain = RawZip([RawZip.Entry("p/a.txt"), RawZip.Entry("p/b.txt", "other")])

  static let names: [HostileZip] = [
    HostileZip("climbing out", .parentInName, name: "../../evil.txt"),
    HostileZip("climbing out in the middle", .parentInName, name: "p/../../evil.txt"),
    HostileZip("ending in two dots", .parentInName, name: "p/.."),
    HostileZip("a dot folder", .parentInName, name: "p/./a"),
    HostileZip("a double slash", .parentInName, name: "p//a"),
    HostileZip("absolute", .absoluteName, name: "/tmp/evil.txt"),
    HostileZip("backslashes", .backslashInName, name: "p\\..\\..\\evil.txt"),
    HostileZip("climbing out by backslash", .parentInName, name: "p\\..\\..\\evil.txt"),
    HostileZip("a drive letter", .driveInName, name: "C:evil.txt"),
    HostileZip("a NUL", .controlInName, name: "a\u{0}b"),
    HostileZip("a line break", .controlInName, name: "a\nb"),
    HostileZip("no name", .emptyName, name: ""),
    HostileZip("a long name", .nameTooLong, name: String(repeating: "a", count: 1025)),
    HostileZip("a symbolic link", .symbolicLink, name: "link", external: 0o120777 << 16),
    HostileZip("a device", .specialFile, name: "dev", external: 0o020666 << 16),
    HostileZip("a pipe", .specialFile, name: "fifo", external: 0o010666 << 16),
    HostileZip(
      "a duplicate", .duplicateName, RawZip([RawZip.Entry("p/a"), RawZip.Entry("p/a", "x")])),
    HostileZip(
      "a duplicate but for case", .caseDuplicateName,
      RawZip([RawZip.Entry("p/straße"), RawZip.Entry("P/STRASSE", "x")])),
    HostileZip(
      "a duplicate but for normalization", .normalizationDuplicateName,
      RawZip([RawZip.Entry("p/\u{FC}"), RawZip.Entry("p/u\u{308}", "x")])),
    HostileZip(
      "a file that is also a folder", .fileAlsoFolder,
      RawZip([RawZip.Entry("p/a"), RawZip.Entry("p/a/b", "x")])),
    HostileZip(
      "a folder that is also a file", .fileAlsoFolder,
      RawZip([RawZip.Entry("p/a/b"), RawZip.Entry("p/a", "x")])),
    HostileZip(
      "a name marked UTF-8 that is not", .nameNotUnicode,
      RawZip([
        RawZip.Entry("x").with {
          $0.name = [0x61, 0xFF]
          $0.flags = 0x0800
        }
      ])),
  ]

  static let members: [HostileZip] = [
    HostileZip(
      "shared data", .overlap,
      RawZip([RawZip.Entry("a"), RawZip.Entry("b").with { $0.sharesDataWithFirst = true }])),
    HostileZip("encryption", .encrypted, RawZip([RawZip.Entry("a").with { $0.flags = 1 }])),
    HostileZip("AES", .encrypted, RawZip([RawZip.Entry("a").with { $0.method = 99 }])),
    HostileZip(
      "LZMA", .unsupportedMethod, RawZip([RawZip.Entry("a").with { $0.method = 14 }])),
    HostileZip(
      "a stated size of 50 MB", .ratioTooHigh,
      RawZip([
        RawZip.Entry("a").with {
          $0.method = 8
          $0.size = 50_000_000
          $0.packed = noise(49_000)
        }
      ])),
    HostileZip(
      "a missing ZIP64 number", .outOfBounds,
      RawZip([RawZip.Entry("a").with { $0.size = 0xFFFF_FFFF }])),
  ]

  static let forms: [HostileZip] = [
    HostileZip("bytes before", .prefixBytes, plain.with { $0.prefix = noise(40) }),
    HostileZip("bytes behind", .suffixBytes, plain.with { $0.suffix = noise(40) }),
    HostileZip("a comment", .archiveComment, plain.with { $0.comment = [0x61] }),
    HostileZip(
      "two end records", .severalEndRecords,
      plain.with { $0.comment = [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18) }),
    HostileZip(
      "data before the first entry", .gap,
      RawZip([RawZip.Entry("a").with { $0.before = noise(9) }])),
    HostileZip(
      "data between entries", .gap,
      RawZip([RawZip.Entry("a").with { $0.after = noise(9) }, RawZip.Entry("b")])),
    HostileZip("data before the directory", .gap, plain.with { $0.beforeDirectory = noise(9) }),
    HostileZip("data behind the directory", .gap, plain.with { $0.afterDirectory = noise(9) }),
    HostileZip(
      "another local name", .headersDiffer,
      RawZip([RawZip.Entry("a").with { $0.localName = [0x62] }])),
    HostileZip(
      "another local size", .headersDiffer,
      RawZip([RawZip.Entry("a").with { $0.localSize = 4 }])),
    HostileZip("a folder entry", .directoryEntry, RawZip([RawZip.Entry("a/", "")])),
    HostileZip(
      "a local extra field", .extraField,
      RawZip([RawZip.Entry("a").with { $0.extra = [0x55, 0x54, 0, 0] }])),
    HostileZip(
      "a central extra field", .extraField,
      RawZip([RawZip.Entry("a").with { $0.centralExtra = [0x55, 0x54, 0, 0] }])),
    HostileZip(
      "an entry comment", .memberComment,
      RawZip([RawZip.Entry("a").with { $0.comment = [0x61] }])),
    HostileZip(
      "a data descriptor", .dataDescriptor,
      RawZip([
        RawZip.Entry("a").with {
          $0.flags = 8
          $0.after =
            [0x50, 0x4B, 7, 8] + little(CRC32.of($0.bytes)) + little(UInt32(5))
            + little(UInt32(5))
        }
      ])),
    HostileZip(
      "an executable bit", .attributes, RawZip([RawZip.Entry("a").with { $0.external = 1 }])),
  ]

  static let archives: [HostileZip] = [
    HostileZip("an empty file", .notAZip, RawZip([])).cut(22),
    HostileZip("a cut end", .notAZip, plain).cut(30),
    HostileZip("a directory cut short", .directoryDamaged, plain.with { $0.countedEntries = 9 }),
    HostileZip(
      "an uncounted entry", .directoryDamaged, plain.with { $0.countedEntries = 1 }),
  ]

  private init(_ description: String, _ code: ZipProblem.Code, _ bytes: [UInt8]) {
    testDescription = description
    self.code = code
    self.bytes = bytes
  }

  func cut(_ count: Int) -> HostileZip {
    HostileZip(testDescription, code, Array(bytes.dropLast(count)))
  }
}

@Suite struct HostileZipTests {
  @Test(arguments: HostileZip.names)
  func namesTheDangerousNameAndStillReadsTheBytes(_ hostile: HostileZip) throws {
    let reader = try ZipReader(RandomAccessBytes(hostile.bytes))
    #expect(reader.problems.map(\.code).contains(hostile.code))
    for member in reader.members { _ = try reader.open(member).readAll(limit: 100) }
    #expect(!reader.members.isEmpty)
  }

  @Test(arguments: HostileZip.members)
  func refusesTheMemberThatCannotBeTrusted(_ hostile: HostileZip) throws {
    let reader = try ZipReader(RandomAccessBytes(hostile.bytes))
    #expect(reader.problems.map(\.code).contains(hostile.code))
    let refused = reader.members.filter { reader.refusal(of: $0) != nil }
    #expect(!refused.isEmpty)
    for member in refused { #expect(throws: ArchiveError.self) { try reader.open(member) } }
  }

  @Test(arguments: HostileZip.forms)
  func listsOddFormsWhenStrictAndReadsThemWhenLenient(_ hostile: HostileZip) throws {
    let strict = try ZipReader(RandomAccessBytes(hostile.bytes), mode: .strict)
    #expect(strict.problems.map(\.code).contains(hostile.code))
    let lenient = try ZipReader(RandomAccessBytes(hostile.bytes))
    #expect(lenient.problems == [])
    for member in lenient.members { _ = try lenient.open(member).readAll(limit: 100) }
  }

  @Test(arguments: HostileZip.archives)
  func refusesAnArchiveWithoutUsableDirectory(_ hostile: HostileZip) throws {
    let reader = try ZipReader(RandomAccessBytes(hostile.bytes))
    #expect(reader.problems.map(\.code).contains(hostile.code))
    #expect(reader.members.isEmpty)
  }

  @Test func findsNothingWrongWithAPlainZip() throws {
    let reader = try ZipReader(RandomAccessBytes(HostileZip.plain.bytes), mode: .strict)
    #expect(reader.problems == [])
    #expect(try content(reader, "p/b.txt") == Array("other".utf8))
  }

  @Test func stopsABombThatLiesAboutItsSize() throws {
    let zeros = [UInt8](repeating: 0, count: 50_000_000)
    let entry = RawZip.Entry("bomb").with {
      $0.method = 8
      $0.packed = (try? deflated(zeros)) ?? []
      $0.size = 900_000
    }
    let reader = try ZipReader(RandomAccessBytes(RawZip([entry]).bytes))
    let member = try #require(reader.members.first)
    #expect(throws: ArchiveError.self) { try reader.open(member).readAll(limit: 1 << 30) }
  }

  @Test func refusesMembersBeyondTheTotalSize() throws {
    var limits = ZipLimits()
    limits.totalSize = 7
    let reader = try ZipReader(RandomAccessBytes(HostileZip.plain.bytes), limits: limits)
    #expect(reader.problems.map(\.code) == [.totalTooLarge])
    #expect(reader.refusal(of: reader.members[0]) == nil)
    #expect(reader.refusal(of: reader.members[1])?.code == .totalTooLarge)
  }

  @Test func refusesTooManyEntries() throws {
    var limits = ZipLimits()
    limits.entries = 1
    let reader = try ZipReader(RandomAccessBytes(HostileZip.plain.bytes), limits: limits)
    #expect(reader.problems.map(\.code) == [.tooManyEntries])
    #expect(reader.members.isEmpty)
  }

  @Test func reportsWrongChecksumAndDamage() throws {
    let wrong = RawZip([RawZip.Entry("a").with { $0.crc = 1 }]).bytes
    let reader = try ZipReader(RandomAccessBytes(wrong))
    #expect(throws: ArchiveError.self) { try content(reader, "a") }
    let cut = RawZip([
      RawZip.Entry("a").with {
        $0.method = 8
        $0.packed = Array(((try? deflated($0.bytes)) ?? []).dropLast(3))
      }
    ]).bytes
    #expect(throws: ArchiveError.self) { try content(ZipReader(RandomAccessBytes(cut)), "a") }
  }

  @Test func survivesEveryFlippedBitAndEveryCut() throws {
    let entry = RawZip.Entry("dir/b.xml").with {
      $0.bytes = text(300)
      $0.method = 8
      $0.packed = (try? deflated($0.bytes)) ?? []
    }
    let sound = RawZip([RawZip.Entry("a.txt"), entry]).bytes
    for bit in 0..<sound.count * 8 {
      var bytes = sound
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      try readEverything(bytes)
    }
    for length in 0..<sound.count { try readEverything(Array(sound.prefix(length))) }
  }

  private func readEverything(_ bytes: [UInt8]) throws {
    for mode in [ZipReader.Mode.lenient, .strict] {
      let reader = try ZipReader(RandomAccessBytes(bytes), mode: mode)
      for member in reader.members { _ = try? reader.open(member).readAll(limit: 10_000) }
    }
  }

  @Test func noticesEveryFlippedBitOutsideTheDeflateDataWhenStrict() throws {
    let sound = HostileZip.plain.bytes
    for bit in 0..<sound.count * 8 {
      var bytes = sound
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      let reader = try ZipReader(RandomAccessBytes(bytes), mode: .strict)
      var sound = reader.problems.isEmpty
      for member in reader.members where sound {
        sound = (try? reader.open(member).readAll(limit: 100)) != nil
      }
      #expect(!sound, "bit \(bit % 8) of byte \(bit / 8)")
    }
  }

  @Test func readsNamesInCodePage437() throws {
    let entry = RawZip.Entry("x").with { $0.name = [0x81, 0x2E, 0x74] }
    let reader = try ZipReader(RandomAccessBytes(RawZip([entry]).bytes))
    #expect(reader.members.map(\.name) == ["ü.t"])
  }
}
