import Assessing
import Foundation
import Packing
import Testing

/// A change to a pack, and the rule that must name it.
struct Tampering: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let code: PackRule
  let path: String?
  let change: @Sendable (inout Unpacked) -> Void

  init(
    _ description: String, _ code: PackRule, _ path: String? = nil,
    _ change: @escaping @Sendable (inout Unpacked) -> Void
  ) {
    testDescription = description
    self.code = code
    self.path = path
    self.change = change
  }

  static func edit(_ ending: String, _ code: PackRule = .digests) -> Tampering {
    Tampering("editing \(ending)", code, ending) { pack in
      if let index = pack.index(ending) { pack.files[index].bytes[0] ^= 1 }
    }
  }

  static func add(_ path: String, _ code: PackRule = .closedWorld) -> Tampering {
    Tampering("adding \(path)", code) { $0.files.append(("EP-1/\(path)", [0x78])) }
  }

  static func remove(_ ending: String) -> Tampering {
    Tampering("removing \(ending)", .closedWorld, ending) { pack in
      if let index = pack.index(ending) { pack.files.remove(at: index) }
    }
  }

  /// Changes that stand as well in a folder as in a zip.
  static let anywhere: [Tampering] = [
    edit("data/index.html"), edit("data/evidence/epcis/line/e.xml"), edit("README.txt"),
    edit("bag-info.txt"), edit("bagit-profile.json"), edit("bagit.txt", .bagForm),
    edit("manifest-sha512.txt"), edit("zip-sha256.txt", .bagForm),
    add("data/extra.csv"), add("manifest-md5.txt"), add("READ-ME-FIRST.txt"),
    add("signatures/stray.txt"),
    add("data/evidence/epcis/line/e.xml.bak"), add("fetch.txt"), add("tagmanifest-sha512.txt"),
    remove("data/report/a.csv"), remove("README.txt"), remove("bagit-profile.json"),
    remove("zip-sha256.txt"), remove("/manifest-sha256.txt"), remove("manifest-sha512.txt"),
    remove("tagmanifest-sha256.txt"), remove("bag-info.txt"), remove("bagit.txt"),
    Tampering("renaming a file", .closedWorld, "data/report/b.csv") { pack in
      if let index = pack.index("data/report/a.csv") {
        pack.files[index].path = "EP-1/data/report/b.csv"
      }
    },
    Tampering("exchanging two files", .digests, "data/index.html") { pack in
      if let one = pack.index("index.html"), let two = pack.index("a.csv") {
        (pack.files[one].bytes, pack.files[two].bytes) =
          (pack.files[two].bytes, pack.files[one].bytes)
      }
    },
    Tampering("emptying a file", .digests, "data/index.html") { pack in
      if let index = pack.index("index.html") { pack.files[index].bytes = [] }
    },
    Tampering("a Windows line end in a manifest", .bagForm, "manifest-sha256.txt") { pack in
      if let index = pack.index("/manifest-sha256.txt") {
        pack.files[index].bytes.insert(0x0D, at: pack.files[index].bytes.count - 1)
      }
    },
    Tampering("a manifest line twice", .bagForm, "manifest-sha256.txt") { pack in
      if let index = pack.index("/manifest-sha256.txt") {
        pack.files[index].bytes += pack.files[index].bytes
      }
    },
    Tampering("a byte order mark", .bagForm, "bagit.txt") { pack in
      if let index = pack.index("bagit.txt") {
        pack.files[index].bytes.insert(contentsOf: [0xEF, 0xBB, 0xBF], at: 0)
      }
    },
  ]

  /// Changes only a zip can have.
  static let inZip: [Tampering] = [
    Tampering("a second top folder", .closedWorld) { $0.files.append(("other/a", [1])) },
    Tampering("a file beside the top folder", .closedWorld) { $0.files.append(("a", [1])) },
    Tampering("another order of entries", .zipStructure) { $0.files.swapAt(4, 5) },
    Tampering("another name of the top folder", .zipStructure) { pack in
      for index in pack.files.indices {
        pack.files[index].path = "EP-2" + pack.files[index].path.dropFirst(4)
      }
    },
  ]
}

@Suite struct TamperingTests {
  @Test(arguments: Tampering.anywhere + Tampering.inZip)
  func namesTheChangeInAZip(_ tampering: Tampering) throws {
    let folder = try ScratchFolder()
    try Sample.write(folder)
    var pack = try Unpacked(folder.file("EP-1.zip"))
    tampering.change(&pack)
    try pack.write(folder.file("EP-1.zip"))
    try check(PackVerifier.verify(path: folder.file("EP-1.zip")), tampering)
  }

  @Test(arguments: Tampering.anywhere)
  func namesTheChangeInAFolder(_ tampering: Tampering) throws {
    let folder = try ScratchFolder()
    try Sample.write(folder)
    var pack = try Unpacked(folder.file("EP-1.zip"))
    tampering.change(&pack)
    try pack.write(into: folder)
    try check(PackVerifier.verify(path: folder.file("EP-1")), tampering)
  }

  private func check(_ result: PackVerification, _ tampering: Tampering) throws {
    #expect(result.exitCode == 4)
    #expect(result.verdictLine.hasPrefix("NOT VALID: "))
    let named = result.failures.filter { $0.code == tampering.code }
    #expect(!named.isEmpty, "\(result.problems)")
    if let path = tampering.path {
      let about = named.contains { problem in
        path.hasSuffix(problem.path ?? "?") || problem.path?.hasSuffix(path) == true
      }
      #expect(about, "\(named)")
    }
  }

  @Test func namesEmptyFoldersAndLinksInAFolder() throws {
    let folder = try ScratchFolder()
    try Sample.write(folder)
    try Unpacked(folder.file("EP-1.zip")).write(into: folder)
    let empty = folder.file("EP-1/data/empty")
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    #expect(try codes(folder, "EP-1") == [.closedWorld])
    try FileManager.default.removeItem(atPath: empty)
    let link = folder.file("EP-1/data/link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/etc/passwd")
    #expect(try codes(folder, "EP-1") == [.names])
    try FileManager.default.removeItem(atPath: link)
    #expect(mkfifo(link, 0o600) == 0)
    #expect(try codes(folder, "EP-1") == [.names])
  }

  @Test func namesBytesBeforeAndBehindAndCuts() throws {
    let folder = try ScratchFolder()
    try Sample.write(folder)
    let sound = try folder.bytes("EP-1.zip")
    for bytes in [[0] + sound, sound + [0], Array(sound.dropLast(1)), Array(sound.prefix(300))] {
      try folder.write("EP-1.zip", bytes)
      #expect(try codes(folder, "EP-1.zip").contains(.zipStructure))
    }
    try folder.write("EP-1.zip", [])
    #expect(try codes(folder, "EP-1.zip").contains(.zipStructure))
  }

  @Test func neverCallsAPackValidWithAFlippedByte() throws {
    let folder = try ScratchFolder()
    let items = [
      PackItem(path: "index.html", content: .bytes(Array("<!doctype html>".utf8))),
      PackItem(
        path: "evidence/e.xml", content: .vault(try Sample.vaultCopy(Sample.text(600), folder))),
    ]
    try Sample.write(folder, items: items)
    let sound = try folder.bytes("EP-1.zip")
    #expect(try PackVerifier.verify(zip: sound).isValid)
    // One bit of every byte; all eight take minutes, so a variable asks for them. The last entry,
    // which no digest covers, is flipped in every bit each time.
    let all = ProcessInfo.processInfo.environment["MUSTER_EVERY_BIT"] != nil
    let last = try #require(sound.firstRange(of: Array("EP-1/zip-sha256.txt".utf8)))
    let uncovered = last.lowerBound..<last.upperBound + 180
    var bytes = sound
    for place in sound.indices {
      let isWhole = all || uncovered.contains(place)
      for bit in isWhole ? 0..<8 : (place % 8)..<(place % 8 + 1) {
        bytes[place] ^= 1 << UInt8(bit)
        let result = try PackVerifier.verify(zip: bytes)
        #expect(result.exitCode == 4, "bit \(bit) of byte \(place)")
        bytes[place] = sound[place]
      }
    }
  }

  @Test func acceptsAForgeryOnlyWhereNobodyAsksForASeal() throws {
    let folder = try ScratchFolder()
    // A forger can write every list anew, but cannot seal.
    let items = [PackItem(path: "index.html", content: .bytes(Array("all is well".utf8)))]
    try Sample.write(folder, items: items)
    let path = folder.file("EP-1.zip")
    let plain = try PackVerifier.verify(path: path)
    #expect(plain.exitCode == 0)
    #expect(plain.verdictLine.hasPrefix("VALID, not sealed, "))
    var options = VerifyOptions(time: Instant(milliseconds: Sample.time * 1000))
    options.sealRequired = true
    let asked = try PackVerifier.verify(path: path, options)
    #expect(asked.exitCode == 5)
    #expect(asked.failures.map(\.code) == [.sealRefused])
    #expect(asked.verdictLine.hasPrefix("NOT VALID: contents whole"))
  }

  @Test func saysThatTheFastWayDidNotReadTheContents() throws {
    let folder = try ScratchFolder()
    try Sample.write(folder)
    var pack = try Unpacked(folder.file("EP-1.zip"))
    Tampering.edit("data/index.html").change(&pack)
    try pack.write(into: folder)
    var options = VerifyOptions(time: Instant(milliseconds: 0))
    options.fast = true
    let result = try PackVerifier.verify(path: folder.file("EP-1"), options)
    #expect(result.isValid)
    #expect(result.verdictLine.hasPrefix("STRUCTURE VALID, contents not read, "))
  }

  @Test func countsWhatWouldFloodTheTerminal() throws {
    let folder = try ScratchFolder()
    try Sample.write(folder)
    try Unpacked(folder.file("EP-1.zip")).write(into: folder)
    for number in 0..<60 { try folder.write("EP-1/data/stray-\(number)", [1]) }
    let result = try PackVerifier.verify(path: folder.file("EP-1"))
    #expect(result.failures.count >= 60)
    let lines = result.text.split(separator: "\n")
    #expect(lines.count < 40)
    #expect(lines.contains { $0.contains("V104: 35 more; --json lists all of them.") })
  }

  @Test func saysWhenAZipWasRenamed() throws {
    let folder = try ScratchFolder()
    try Sample.write(folder)
    try folder.write("copy.zip", folder.bytes("EP-1.zip"))
    let result = try PackVerifier.verify(path: folder.file("copy.zip"))
    #expect(result.isValid)
    #expect(result.problems.map(\.code).contains(.zipName))
  }

  /// Who unzips twice gets "EP-1 (1)": what the pack is called stands inside.
  @Test func aRenamedFolderIsTheSamePack() throws {
    let folder = try ScratchFolder()
    try Sample.write(folder)
    try Unpacked(folder.file("EP-1.zip")).write(into: folder)
    try FileManager.default.moveItem(atPath: folder.file("EP-1"), toPath: folder.file("EP-1 (1)"))
    let result = try PackVerifier.verify(path: folder.file("EP-1 (1)"))
    #expect(result.isValid, "\(result.text)")
    #expect(result.problems.map(\.code).contains(.zipName))
  }

  @Test func saysOnceThatAFolderIsNoPack() throws {
    let folder = try ScratchFolder()
    for name in ["a.pem", "b.csv", "sub/c.txt"] { try folder.write("other/\(name)", [1]) }
    let result = try PackVerifier.verify(path: folder.file("other"))
    #expect(result.exitCode == 4)
    #expect(result.failures.map(\.code) == [.bagForm])
    #expect(result.text.contains("no pack and no bag"))
    #expect(!result.contentsRead)
  }

  @Test func throwsWhenThereIsNothingToVerify() throws {
    #expect(throws: PackingError.self) { try PackVerifier.verify(path: "/nonexistent/pack.zip") }
  }

  private func codes(_ folder: ScratchFolder, _ name: String) throws -> Set<PackRule> {
    Set(try PackVerifier.verify(path: folder.file(name)).failures.map(\.code))
  }
}

@Suite struct AnswerTests {
  private static let header = "production_number,file,sha256,bytes\r\n"

  private func verify(_ list: (String) -> String, stray: Bool = false) throws -> PackVerification {
    let folder = try ScratchFolder()
    let record = Array("a record".utf8)
    var items = [
      PackItem(path: "requests/r-1/1/r-1-0001-a.csv", content: .bytes(record)),
      PackItem(path: "items.csv", content: .bytes(Array(list(Digests.sha256(record)).utf8))),
    ]
    if stray { items.append(PackItem(path: "requests/r-1/1/more.csv", content: .bytes([1]))) }
    var description = Sample.description()
    description.kind = "regulator"
    _ = try BagWriter.write(
      items, to: folder.file("EP-1.zip"), describedAs: description, unixSeconds: Sample.time)
    return try PackVerifier.verify(path: folder.file("EP-1.zip"))
  }

  @Test func holdsTheListOfItemsAgainstTheFiles() throws {
    let sound = try verify {
      "\(Self.header)\"R-1-0001\",requests/r-1/1/r-1-0001-a.csv,\($0),8\r\n"
    }
    #expect(sound.isValid, "\(sound.problems)")
    #expect(sound.kind == "regulator")
    let size = try verify { "\(Self.header)1,requests/r-1/1/r-1-0001-a.csv,\($0),9\r\n" }
    #expect(size.failures.map(\.code) == [.agreement])
    let stray = try verify(
      { "\(Self.header)1,requests/r-1/1/r-1-0001-a.csv,\($0),8\r\n" }, stray: true)
    #expect(stray.failures.map(\.code) == [.agreement])
    let form = try verify { _ in "anything\r\n" }
    #expect(form.failures.map(\.code) == [.documents])
  }
}
