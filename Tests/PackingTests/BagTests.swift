import Foundation
import Packing
import Testing

@Suite struct BagTests {
  @Test func writesAPackItsVerifierAccepts() throws {
    let folder = try ScratchFolder()
    let summary = try Sample.write(folder)
    let result = try PackVerifier.verify(path: folder.file("EP-1.zip"))
    #expect(result.failures == [])
    #expect(result.exitCode == 0)
    #expect(result.packDigest == summary.packDigest)
    #expect(result.verdictLine.hasPrefix("VALID, not sealed, 13 files, 4"))
    #expect(result.verdictLine.contains("read in full"))
    #expect(Set(result.problems.map(\.code)) == [.seal])
    if let keep = ProcessInfo.processInfo.environment["MUSTER_KEEP_PACKS"] {
      try FileManager.default.copyItem(atPath: folder.file("EP-1.zip"), toPath: "\(keep)/EP-1.zip")
    }
  }

  /// A certificate that ended is looked at as of a day it was used: that of this pack, not of another.
  @Test func theReadmeAsksForTheCertificateAsOfTheTimeOfPacking() throws {
    let folder = try ScratchFolder()
    try Sample.write(folder)
    let pack = try Unpacked(folder.file("EP-1.zip"))
    let index = try #require(pack.index("README.txt"))
    let text = String(decoding: pack.files[index].bytes, as: UTF8.self)
    #expect(text.contains("-attime \"$(date -u -d 2026-09-21T14:13:20Z +%s)\""), "\(text)")
    #expect(text.contains("packed 2026-09-21 by"))
  }

  @Test func givesTheSameBytesEachTime() throws {
    let folder = try ScratchFolder()
    let items = try Sample.items(folder)
    let first = try Sample.write(folder, workers: 1, items: items)
    let bytes = try folder.bytes("EP-1.zip")
    try FileManager.default.removeItem(atPath: folder.file("EP-1.zip"))
    let second = try Sample.write(folder, workers: 4, items: items.reversed())
    #expect(first == second)
    #expect(try folder.bytes("EP-1.zip") == bytes)
  }

  @Test func verifiesTheUnpackedFolderToo() throws {
    let folder = try ScratchFolder()
    try Sample.write(folder)
    try Unpacked(folder.file("EP-1.zip")).write(into: folder)
    #expect(try PackVerifier.verify(path: folder.file("EP-1")).failures == [])
  }

  @Test func refusesOriginalsThatChangedInTheVault() throws {
    let folder = try ScratchFolder()
    let good = try Sample.vaultCopy(Sample.text(3000), folder)
    let other = try Sample.vaultCopy(Sample.text(3001), folder)
    try FileManager.default.removeItem(atPath: good.file)
    try FileManager.default.copyItem(atPath: other.file, toPath: good.file)
    let swapped = VaultCopy(
      vault: good.vault, digests: good.digests, size: other.size, packedSize: other.packedSize,
      crc: other.crc)
    let missing = VaultCopy(
      vault: good.vault, digests: DigestPair(of: [1]), size: 1, packedSize: 1, crc: 1)
    for copy in [swapped, missing] {
      let items = [PackItem(path: "evidence/a", content: .vault(copy))]
      let error = #expect(throws: PackingError.self) { try Sample.write(folder, items: items) }
      #expect(error?.code == .evidenceDamaged)
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("EP-1.zip")))
  }

  /// More than are read ahead at a time, and between them what is no original.
  @Test func packsManyOriginalsInTheirOrderWithAnyNumberOfWorkers() throws {
    let folder = try ScratchFolder()
    let items = try (10..<90).map { number -> PackItem in
      let path = "evidence/\(number)"
      if number % 20 == 0 {
        return PackItem(path: path, content: .bytes(Sample.text(300_000 + number)))
      }
      let copy = try Sample.vaultCopy(Sample.text(900 * number), folder)
      return PackItem(path: path, content: .vault(copy))
    }
    var zips: [[UInt8]] = []
    for workers in [1, 2, 5] {
      try Sample.write(folder, workers: workers, items: items)
      zips.append(try folder.bytes("EP-1.zip"))
      #expect(try PackVerifier.verify(path: folder.file("EP-1.zip")).failures == [])
      try FileManager.default.removeItem(atPath: folder.file("EP-1.zip"))
    }
    #expect(zips[0] == zips[1] && zips[0] == zips[2])
  }

  @Test func namesTheOneOriginalOfManyThatIsDamaged() throws {
    let folder = try ScratchFolder()
    var items: [PackItem] = []
    var damaged = ""
    for number in 10..<60 {
      let copy = try Sample.vaultCopy(Sample.text(1000 * number), folder)
      items.append(PackItem(path: "evidence/\(number)", content: .vault(copy)))
      if number == 33 {
        damaged = copy.digests.sha256
        let packed = try Array(Data(contentsOf: URL(filePath: copy.file)).dropLast(1))
        try Data(packed).write(to: URL(filePath: copy.file))
      }
    }
    let error = #expect(throws: PackingError.self) { try Sample.write(folder, items: items) }
    #expect(error?.code == .evidenceDamaged)
    #expect(error?.message.contains(damaged) == true)
    #expect(!FileManager.default.fileExists(atPath: folder.file("EP-1.zip")))
  }

  @Test func saysWhatTheStagesTook() throws {
    let folder = try ScratchFolder()
    let stages = PackStages()
    _ = try BagWriter.write(
      Sample.items(folder), to: folder.file("EP-1.zip"), describedAs: Sample.description(),
      unixSeconds: Sample.time, stages: stages)
    #expect(stages.stages.first { $0.name == "originals" }?.bytes == 3000)
    #expect(stages.stages.first { $0.name == "deflate catalog" }?.bytes == 400_000)
  }

  @Test func doesNotReplaceAPackUnasked() throws {
    let folder = try ScratchFolder()
    try Sample.write(folder)
    let error = #expect(throws: PackingError.self) { try Sample.write(folder) }
    #expect(error?.code == .alreadyExists)
  }

  @Test(arguments: [
    ("Prüfprotokoll Q3 2026.PDF", "prufprotokoll-q3-2026.pdf"), ("../../etc/passwd", "etc-passwd"),
    ("CON.txt", "x-con.txt"), ("日本", "unnamed"), (".hidden", "hidden"), ("a%20b", "a-20b"),
    ("COM1", "x-com1"), ("trailing.", "trailing"), ("", "unnamed"),
  ])
  func makesNamesSafe(original: String, safe: String) {
    #expect(PackName.safe(original) == safe)
  }

  @Test func keepsLongNamesWithinTheirLimit() {
    let long = String(repeating: "a", count: 300) + ".xml"
    #expect(PackName.safe(long).utf8.count == 100)
    #expect(PackName.safe(long).hasSuffix(".xml"))
    let reserved = "con." + long
    #expect(PackName.safe(reserved).utf8.count == 100)
    #expect(PackName.safe(reserved).hasPrefix("x-con.aaa"))
    #expect(PackName.safe("com1.12345678", limit: 12) == "x-c.12345678")
    #expect(PackName.marked("a.xml", "12345678") == "a-12345678.xml")
    #expect(PackName.marked(PackName.safe(long), "12345678").utf8.count == 100)
  }

  @Test(arguments: ["x", "a b.zip", ".zip", "-a.zip", "ü.zip", "con.zip", "a/b/.zip"])
  func refusesOutputNamesThatCannotNameAPack(path: String) {
    #expect(throws: PackingError.self) { try PackName.identifier(ofPath: path) }
  }

  @Test func takesTheNameFromTheOutput() throws {
    #expect(try PackName.identifier(ofPath: "out/EP-2026Q3-dayton.zip") == "EP-2026Q3-dayton")
  }
}
