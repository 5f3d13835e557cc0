import Archives
import Assessing
import Crypto
import Foundation
import Packing
import Testing

/// Bags as other programs make them.
@Suite struct OtherBagTests {
  /// A bag with SHA-256 and MD5 lists.
  struct Bag {
    var declaration = "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"
    var files: [String: String] = ["data/a.txt": "alpha", "data/sub/ü b.txt": "beta"]
    var information: String? = "Source-Organization: Another\nPayload-Oxum: 9.2\n"
    var extra: [String: String] = [:]
    var manifestLine: (String, String) -> String = { "\($0)  \($1)" }

    func texts() -> [String: String] {
      var all = files.merging(extra) { one, _ in one }
      all["bagit.txt"] = declaration
      if let information { all["bag-info.txt"] = information }
      for (name, digest) in [
        ("sha256", { hex(SHA256.hash(data: Data($0.utf8))) }),
        ("md5", { hex(Insecure.MD5.hash(data: Data($0.utf8))) }),
      ] as [(String, (String) -> String)] {
        all["manifest-\(name).txt"] = files.sorted { $0.key < $1.key }
          .map { manifestLine(digest($0.value), $0.key) + "\n" }.joined()
      }
      return all
    }

    func write(_ folder: ScratchFolder) throws -> String {
      for (path, text) in texts() { try folder.write("bag/\(path)", Array(text.utf8)) }
      return folder.file("bag")
    }

    private func hex(_ bytes: some Sequence<UInt8>) -> String {
      bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }

  @Test func takesAValidBagForWhatItIs() throws {
    let folder = try ScratchFolder()
    let result = try PackVerifier.verify(path: try Bag().write(folder))
    #expect(result.exitCode == 0)
    #expect(result.form == .otherBag)
    #expect(result.problems.contains { $0.code == .otherMaker })
    #expect(result.verdictLine.hasPrefix("VALID BAG of another maker, not a pack of muster, "))
  }

  @Test func takesABagFromAZipWithFolderEntries() throws {
    let folder = try ScratchFolder()
    var zip = LyingZip([LyingZip.Entry("bag/", []), LyingZip.Entry("bag/data/", [])])
    for (path, text) in Bag().texts().sorted(by: { $0.key < $1.key }) {
      zip.entries.append(LyingZip.Entry("bag/\(path)", Array(text.utf8)))
    }
    try folder.write("other.zip", zip.bytes)
    let result = try PackVerifier.verify(path: folder.file("other.zip"))
    #expect(result.exitCode == 0, "\(result.problems)")
    zip.entries.append(LyingZip.Entry("bag/../evil", [1]))
    try folder.write("other.zip", zip.bytes)
    #expect(try PackVerifier.verify(path: folder.file("other.zip")).exitCode == 4)
  }

  @Test func takesABagThatWasZippedWithoutItsFolder() throws {
    let folder = try ScratchFolder()
    var zip = LyingZip([])
    for (path, text) in Bag().texts().sorted(by: { $0.key < $1.key }) {
      zip.entries.append(LyingZip.Entry(path, Array(text.utf8)))
    }
    try folder.write("bare.zip", zip.bytes)
    let result = try PackVerifier.verify(path: folder.file("bare.zip"))
    #expect(result.exitCode == 0 && result.form == .otherBag, "\(result.problems)")
    zip.entries.append(LyingZip.Entry("data/new.txt", [1]))
    try folder.write("bare.zip", zip.bytes)
    let added = try PackVerifier.verify(path: folder.file("bare.zip"))
    #expect(added.failures.contains { $0.code == .closedWorld && $0.path == "data/new.txt" })
  }

  @Test func neverTakesAPackOfOursWithoutItsFolderForAnotherMakers() throws {
    let folder = try ScratchFolder()
    try Sample.write(folder)
    var zip = LyingZip(try Unpacked(folder.file("EP-1.zip")))
    for index in zip.entries.indices { zip.entries[index].name.removeFirst("EP-1/".count) }
    zip.entries.removeAll { $0.name == "zip-sha256.txt" }
    try folder.write("EP-1.zip", zip.bytes)
    let result = try PackVerifier.verify(path: folder.file("EP-1.zip"))
    #expect(result.form == .pack && result.exitCode == 4)
  }

  /// Names as programs write them into lists: % as it stands, or encoded as RFC 8493 says, and
  /// characters only some would call a line end.
  @Test(arguments: [
    ("data/p%.txt", "data/p%.txt"), ("data/p%.txt", "data/p%25.txt"),
    ("data/100%25.txt", "data/100%25.txt"), ("data/q%0Ar", "data/q%0Ar"),
    ("data/a%20b.txt", "data/a%20b.txt"),
    ("data/a\nb.txt", "data/a%0Ab.txt"), ("data/a\u{2028}b.txt", "data/a\u{2028}b.txt"),
    ("data/a\u{85}b.txt", "data/a\u{85}b.txt"), ("data/a\u{C}b.txt", "data/a\u{C}b.txt"),
    ("data/e\u{301}.txt", "data/\u{E9}.txt"),
  ])
  func readsNamesInLists(_ row: (file: String, listed: String)) throws {
    let folder = try ScratchFolder()
    var bag = Bag()
    bag.files = [row.file: "alpha"]
    bag.information = nil
    bag.manifestLine = { digest, _ in "\(digest)  \(row.listed)" }
    let result = try PackVerifier.verify(path: try bag.write(folder))
    #expect(result.exitCode == 0, "\(result.problems)")
  }

  @Test func readsListsWithOtherLineEndsAndAMarkInFront() throws {
    for (change, notes) in [
      ({ $0.replacing("\n", with: "\r\n") }, 0), ({ $0.replacing("\n", with: "\r") }, 0),
      ({ "\u{FEFF}" + $0 }, 2),
    ] as [((String) -> String, Int)] {
      let folder = try ScratchFolder()
      let path = try Bag().write(folder)
      for name in ["manifest-sha256.txt", "manifest-md5.txt"] {
        let text = String(decoding: try folder.bytes("bag/\(name)"), as: UTF8.self)
        try folder.write("bag/\(name)", Array(change(text).utf8))
      }
      let result = try PackVerifier.verify(path: path)
      #expect(result.exitCode == 0, "\(result.problems)")
      #expect(result.problems.count { $0.message.contains("byte order mark") } == notes)
    }
  }

  @Test func saysThatWeakDigestsShowDamageOnly() throws {
    let folder = try ScratchFolder()
    let path = try Bag().write(folder)
    try FileManager.default.removeItem(atPath: folder.file("bag/manifest-sha256.txt"))
    let result = try PackVerifier.verify(path: path)
    #expect(result.exitCode == 0)
    #expect(result.problems.contains { $0.message.contains("MD5 or SHA-1") })
  }

  @Test func tellsWhatIsStillToBeFetchedFromWhatWasRemoved() throws {
    let folder = try ScratchFolder()
    var bag = Bag()
    bag.extra = ["fetch.txt": "http://127.0.0.1:1/x 5 data/a.txt\n"]
    let path = try bag.write(folder)
    for name in ["a.txt", "sub/ü b.txt"] {
      try FileManager.default.removeItem(atPath: folder.file("bag/data/\(name)"))
    }
    let result = try PackVerifier.verify(path: path)
    let absent = result.failures.filter { $0.code == .closedWorld }
    #expect(absent.map(\.path) == ["data/a.txt", "data/sub/ü b.txt"])
    #expect(absent.first?.message.contains("still to be fetched") == true)
    #expect(absent.last?.message.contains("manifest-md5.txt and manifest-sha256.txt") == true)
  }

  @Test func asksForThePayloadFolder() throws {
    let folder = try ScratchFolder()
    var bag = Bag()
    bag.files = [:]
    bag.information = nil
    let path = try bag.write(folder)
    #expect(try PackVerifier.verify(path: path).failures.map(\.code) == [.bagForm])
    try FileManager.default.createDirectory(
      atPath: folder.file("bag/data"), withIntermediateDirectories: false)
    #expect(try PackVerifier.verify(path: path).exitCode == 0)
    var zip = LyingZip([LyingZip.Entry("bag/data/", [])])
    for (name, text) in bag.texts().sorted(by: { $0.key < $1.key }) {
      zip.entries.append(LyingZip.Entry("bag/\(name)", Array(text.utf8)))
    }
    try folder.write("bag.zip", zip.bytes)
    #expect(try PackVerifier.verify(path: folder.file("bag.zip")).exitCode == 0)
  }

  @Test func saysOfUnknownDigestsNotThatFilesWereAdded() throws {
    let folder = try ScratchFolder()
    let path = try Bag().write(folder)
    for name in ["manifest-sha256", "manifest-md5"] {
      try FileManager.default.removeItem(atPath: folder.file("bag/\(name).txt"))
    }
    try folder.write("bag/manifest-sha3256.txt", Array("00  data/a.txt\n".utf8))
    let result = try PackVerifier.verify(path: path)
    #expect(result.failures.map(\.code) == [.bagForm])
    #expect(result.problems.contains { $0.message.contains("sha3256 is not known here") })
  }

  @Test func asksForNoListOfTagFilesAndFollowsNoFetch() throws {
    let folder = try ScratchFolder()
    var bag = Bag()
    bag.extra = ["notes.txt": "loose", "fetch.txt": "http://127.0.0.1:1/x 5 data/x\n"]
    let result = try PackVerifier.verify(path: try bag.write(folder))
    #expect(result.exitCode == 0)
    #expect(result.problems.count { $0.code == .noted } == 4)
  }

  static let faults: [(String, PackRule, @Sendable (inout Bag) -> Void)] = [
    ("Oxum", .digests, { $0.information = "Payload-Oxum: 8.2\n" }),
    (
      "version", .bagForm,
      { $0.declaration = "BagIt-Version: 2.7\nTag-File-Character-Encoding: UTF-8\n" }
    ),
    ("byte order mark", .bagForm, { $0.declaration = "\u{FEFF}" + $0.declaration }),
    (
      "encoding", .bagForm,
      { $0.declaration = "BagIt-Version: 0.97\nTag-File-Character-Encoding: KOI-8\n" }
    ),
    ("unlisted", .closedWorld, { $0.extra["data/new.txt"] = "new" }),
    ("climbing", .names, { bag in bag.manifestLine = { "\($0)  ../\($1)" } }),
    ("no digests", .bagForm, { bag in bag.manifestLine = { _, path in "zz  \(path)" } }),
    (
      "changed", .digests,
      { bag in
        bag.manifestLine = { digest, path in
          String(digest.dropLast()) + (digest.hasSuffix("0") ? "1" : "0") + "  " + path
        }
      }
    ),
  ]

  @Test(arguments: faults.indices)
  func namesWhatBreaksTheRulesOfBags(_ index: Int) throws {
    let (name, code, change) = Self.faults[index]
    let folder = try ScratchFolder()
    var bag = Bag()
    change(&bag)
    let result = try PackVerifier.verify(path: try bag.write(folder))
    #expect(result.exitCode == 4, "\(name)")
    #expect(result.failures.contains { $0.code == code }, "\(name): \(result.problems)")
  }

  @Test func asksForEveryFileInEveryListFromOneDotZeroOn() throws {
    let folder = try ScratchFolder()
    let path = try Bag().write(folder)
    let lines = String(decoding: try folder.bytes("bag/manifest-md5.txt"), as: UTF8.self)
    try folder.write("bag/manifest-md5.txt", Array((lines.split(separator: "\n")[0] + "\n").utf8))
    #expect(try PackVerifier.verify(path: path).exitCode == 0)
    try folder.write(
      "bag/bagit.txt", Array("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".utf8))
    #expect(try PackVerifier.verify(path: path).exitCode == 4)
  }

  @Test func neverTakesAPackOfOursForAnotherMakers() throws {
    let folder = try ScratchFolder()
    try Sample.write(folder)
    var pack = try Unpacked(folder.file("EP-1.zip"))
    pack.files.removeAll { $0.path.hasSuffix("/zip-sha256.txt") }
    try pack.write(into: folder)
    let result = try PackVerifier.verify(path: folder.file("EP-1"))
    #expect(result.form == .pack)
    #expect(result.exitCode == 4)
  }
}
