import Archives
import Cataloging
import Foundation
import GRDB
import Packing
import Settings
import Testing

@testable import Assessing

@Suite struct PackBuilderTests {
  private func manifest(_ pack: Unpacked) throws -> ManifestDocument {
    let index = try #require(pack.index("data/manifest.json"))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(ManifestDocument.self, from: Data(pack.files[index].bytes))
  }

  @Test func enclosesWhatIsAboutTheScopeAndSaysWhyTheRestIsNot() throws {
    let sample = try SampleCatalog()
    let summary = try PackBuilder(sample.catalog).write(sample.request())
    let pack = try Unpacked(summary.path)
    let manifest = try manifest(pack)
    #expect(
      manifest.items.map { "\($0.originalPath) \($0.enclosedAs)" } == [
        "2026/Q3/Ausgang Süd.xml in_scope", "2026/Q2/e.xml in_scope",
        "2026/Q3/more.zip in_scope", "2026/Q3/torn.xml unreadable",
      ])
    #expect(
      manifest.notEnclosed.map { "\($0.originalPath) \($0.reason)" } == [
        "2026/Q1/e.xml outside_scope", "2026/Q3/notes.txt excluded", "2026/Q3/old.xml superseded",
      ])
    #expect(manifest.items[0].path == "evidence/epcis/line-events/ausgang-sud.xml")
    #expect(manifest.items[2].members == ["2026/Q3/more.zip!/inner.xml"])
    #expect(manifest.items[0].lots.map(\.lot) == ["L1"])
    #expect(manifest.sources.map(\.seen) == [7])
    let original = try #require(pack.index("ausgang-sud.xml"))
    #expect(pack.files[original].bytes.starts(with: Array("in".utf8)))
    #expect(summary.enclosed == 4)
    #expect(summary.notEnclosed == 3)
    // Who reads two numbers of files looks for the files between them.
    #expect(summary.files == pack.files.count)
    #expect(try PackVerifier.verify(path: summary.path).files == summary.files)
  }

  @Test func writesWhatTheVerifierAccepts() throws {
    let sample = try SampleCatalog()
    let summary = try PackBuilder(sample.catalog).write(sample.request())
    let result = try PackVerifier.verify(path: summary.path)
    #expect(result.failures == [])
    #expect(result.packDigest == summary.packDigest)
    if let keep = ProcessInfo.processInfo.environment["MUSTER_KEEP_PACKS"] {
      try FileManager.default.copyItem(
        atPath: summary.path, toPath: "\(keep)/full/EP-1.zip")
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: sample.folder.path)
    #expect(left.sorted() == ["EP-1.zip", "muster-catalog"])
  }

  @Test func givesTheSameBytesFromTheSameCatalog() throws {
    let sample = try SampleCatalog()
    var request = try sample.request()
    let first = try PackBuilder(sample.catalog).write(request)
    let bytes = try sample.folder.bytes("EP-1.zip")
    request.replacing = true
    request.timings = [.init(stage: "collect", milliseconds: 12)]
    #expect(try PackBuilder(sample.catalog).write(request) == first)
    #expect(try sample.folder.bytes("EP-1.zip") == bytes)
  }

  private func finding(_ pointer: EvidencePointer, in assessment: Assessment) -> Finding {
    Finding(
      fingerprint: "f", check: "c", kind: .gap, authority: .law, requirements: ["DSCSA-PID-01"],
      severity: .major, lookFirst: "method", section: "records", decideToday: false, title: "t",
      message: "m", count: 1, population: 2,
      unit: .init(one: "unit", many: "units"), group: [:], subjects: [], listed: 0,
      expected: "", observed: "", evidence: [pointer], remedy: "", firstSeen: assessment.asOf,
      since: .init(status: .notComparable))
  }

  @Test func enclosesAnythingAFindingPointsTo() throws {
    let sample = try SampleCatalog()
    var request = try sample.request()
    let old = try sample.catalog.read { db in
      try String.fetchOne(db, sql: "SELECT sha256 FROM artifact WHERE artifact_id = 4") ?? ""
    }
    let pointer = EvidencePointer(
      artifact: "line-events:2026/Q3/old.xml", sha256: old, path: "2026/Q3/old.xml",
      source: "line-events", position: Position(line: 3), record: "event", role: "ship")
    request.assessment.findings = [finding(pointer, in: request.assessment)]
    let summary = try PackBuilder(sample.catalog).write(request)
    let item = try #require(
      manifest(Unpacked(summary.path)).items.first { $0.enclosedAs == "cited" })
    #expect(item.requirements == ["DSCSA-PID-01"])
    #expect(try PackVerifier.verify(path: summary.path).failures == [])
  }

  /// The archive is enclosed whole; what it holds has a digest of its own.
  @Test(arguments: ["inner.xml", "no such.xml"])
  func takesAFindingInAMemberOfAnArchive(member: String) throws {
    let sample = try SampleCatalog()
    var request = try sample.request()
    let path = "2026/Q3/more.zip!/\(member)"
    let pointer = EvidencePointer(
      artifact: "line-events:\(path)", sha256: "ff", path: path, source: "line-events",
      position: Position(line: 3), record: "event", role: "ship")
    request.assessment.findings = [finding(pointer, in: request.assessment)]
    let summary = try PackBuilder(sample.catalog).write(request)
    let failures = try PackVerifier.verify(path: summary.path).failures
    #expect(
      failures.map(\.message)
        == (member == "inner.xml"
          ? [] : ["A finding points to line-events:\(path), which is not enclosed."]))
  }

  @Test(arguments: [PackSettings.CatalogPart.full, .records, .none])
  func enclosesThePartOfTheCatalogAskedFor(part: PackSettings.CatalogPart) throws {
    let sample = try SampleCatalog()
    var request = try sample.request()
    request.catalogPart = part
    let summary = try PackBuilder(sample.catalog).write(request)
    #expect(summary.catalogPart == part.rawValue)
    let pack = try Unpacked(summary.path)
    guard let index = pack.index("catalog.sqlite") else {
      #expect(part == .none)
      return
    }
    try sample.folder.write("c.sqlite", pack.files[index].bytes)
    let queue = try DatabaseQueue(path: sample.folder.file("c.sqlite"))
    try queue.read { db in
      let events = try Int64.fetchAll(db, sql: "SELECT event_id FROM all_event ORDER BY 1")
      #expect(events == [1, 2, 5])
      #expect(try db.viewExists("all_unit") == (part == .full))
      if part == .full {
        let units = try Int64.fetchAll(db, sql: "SELECT epc_id FROM all_unit ORDER BY 1")
        #expect(units == [1, 2, 5])
        let fates = try Int64.fetchAll(db, sql: "SELECT fate_id FROM fate ORDER BY 1")
        #expect(fates == units)
      }
      #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM artifact") == 8)
      #expect(
        try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'pack'") == "EP-1")
    }
  }

  @Test func enclosesTheProfileAndChecksAsTheyWereRun() throws {
    let sample = try SampleCatalog()
    let pack = try Unpacked(PackBuilder(sample.catalog).write(sample.request()).path)
    let files = pack.files.map(\.path).filter {
      $0.contains("/data/profile/") || $0.contains("/data/schema/")
    }
    #expect(
      files.map { String($0.dropFirst("EP-1/data/".count)) } == [
        "profile/checks/used.yaml", "profile/dscsa/basis.yaml",
        "profile/dscsa/dscsa-manufacturer.yaml", "profile/lists/dash.yaml",
        "profile/parameters.json",
        "profile/populations/all-units.yaml", "schema/manifest.json",
      ])
  }

  @Test func refusesToPackAnOriginalTheVaultLost() throws {
    let sample = try SampleCatalog()
    try sample.catalog.write { db in
      try db.execute(
        sql: """
          DELETE FROM vault_object
          WHERE sha256 = (SELECT sha256 FROM artifact WHERE artifact_id = 1)
          """)
    }
    let error = #expect(throws: PackingError.self) {
      try PackBuilder(sample.catalog).write(sample.request())
    }
    #expect(error?.code == .evidenceDamaged)
  }

  @Test func namesDocumentsThatContradictEachOther() throws {
    let sample = try SampleCatalog()
    let summary = try PackBuilder(sample.catalog).write(sample.request())
    let sound = try Unpacked(summary.path)
    let edits: [(String, String, String)] = [
      ("data/manifest.json", "\"seen\" : 7", "\"seen\" : 8"),
      ("data/manifest.json", "\"items\" : 4", "\"items\" : 3"),
      ("data/manifest.json", "\"pack_id\" : \"EP-1\"", "\"pack_id\" : \"EP-2\""),
      ("data/manifest.json", "evidence/epcis", "evidence/epcos"),
      ("data/manifest.json", "muster.manifest/v1", "muster.manifest/v9"),
      ("data/assessment/assessment.json", "2026.1", "2026.2"),
      ("data/assessment/assessment.json", "muster.assessment/v1", "muster.assessment/v7"),
      ("data/ro-crate-metadata.json", "index.html", "other.html"),
      ("data/provenance/audit-trail.jsonl", "\"what\":\"assess\"", "\"what\":\"collect\""),
      ("data/provenance/audit-trail.jsonl", "\"why\":\"audit\"", "\"why\":\"none\""),
      ("data/provenance/audit-trail.jsonl", "\"audit_id\":2", "\"audit_id\":3"),
      ("data/provenance/run.json", "\"entries\" : 2", "\"entries\" : 3"),
      ("data/provenance/run.json", "\"pack_id\" : \"EP-1\"", "\"pack_id\" : \"EP-2\""),
      ("data/provenance/run.json", "\"as_of\" : \"2026", "\"as_of\" : \"2025"),
      ("data/provenance/run.json", "\"generated_at\" : \"2026", "\"generated_at\" : \"2025"),
      ("data/provenance/run.json", "\"catalog_part\" : \"full", "\"catalog_part\" : \"none"),
      ("bag-info.txt", "Muster-Pack-Kind: internal", "Muster-Pack-Kind: external"),
      ("data/catalog/catalog.sqlite", "torn.xml", "born.xml"),
    ]
    for (path, old, new) in edits {
      var pack = sound
      let index = try #require(pack.index(path))
      let bytes = pack.files[index].bytes
      #expect(bytes.firstRange(of: Array(old.utf8)) != nil, "\(path): \(old)")
      pack.files[index].bytes = bytes.replacing(
        Array(old.utf8), with: Array(new.utf8), maxReplacements: 1)
      try pack.forgeDigests()
      try pack.write(summary.path)
      let codes = Set(try PackVerifier.verify(path: summary.path).failures.map(\.code))
      #expect(
        codes.contains(.agreement) || codes.contains(.documents), "\(path): \(new): \(codes)")
    }
  }
}

/// What no pack is without.
@Suite struct EveryPackTests {
  @Test(arguments: [
    "assessment/assessment.json", "index.html", "manifest.json", "provenance/audit-trail.jsonl",
    "provenance/collection-log.jsonl", "provenance/quarantine.jsonl", "provenance/run.json",
    "ro-crate-metadata.json",
  ])
  func namesAFileTakenOutOfThePackAndOfAllItsLists(path: String) throws {
    let sample = try SampleCatalog()
    let summary = try PackBuilder(sample.catalog).write(sample.request())
    var pack = try Unpacked(summary.path)
    pack.files.remove(at: try #require(pack.index("data/\(path)")))
    try pack.forgeDigests()
    try pack.write(summary.path)
    let failures = try PackVerifier.verify(path: summary.path).failures
    #expect(failures.contains { $0.code == .closedWorld && $0.path == "data/\(path)" })
  }

  @Test func describesEveryFileForToolsThatKnowNothingOfPacks() throws {
    let sample = try SampleCatalog()
    let summary = try PackBuilder(sample.catalog).write(sample.request())
    let pack = try Unpacked(summary.path)
    let crate = pack.files[try #require(pack.index("ro-crate-metadata.json"))].bytes
    let root = try JSONSerialization.jsonObject(with: Data(crate)) as? [String: Any]
    let nodes = try #require(root?["@graph"] as? [[String: Any]])
    let files = nodes.filter { $0["@type"] as? String == "File" }
    #expect(files.count > 10)
    for file in files {
      #expect((file["description"] as? String)?.hasSuffix(".") == true, "\(file)")
    }
  }
}

extension Unpacked {
  /// Rewrites all manifests to fit the files, as somebody would who wants to hide a change.
  mutating func forgeDigests() throws {
    func replace(_ ending: String, _ lines: (DigestPair) -> String, _ prefix: String) throws {
      var text = ""
      for file in files where file.path.hasPrefix(prefix) {
        let path = file.path.dropFirst("EP-1/".count)
        text += "\(lines(DigestPair(of: file.bytes)))  \(path)\n"
      }
      if let index = index(ending) { files[index].bytes = Array(text.utf8) }
    }
    try replace("/manifest-sha256.txt", \.sha256, "EP-1/data/")
    try replace("/manifest-sha512.txt", \.sha512, "EP-1/data/")
    let tags =
      ["README.txt", "bag-info.txt", "bagit-profile.json", "bagit.txt"]
      + ["manifest-sha256.txt", "manifest-sha512.txt"]
    var text = ""
    for tag in tags {
      guard let file = index("EP-1/\(tag)") else { continue }
      text += "\(DigestPair(of: files[file].bytes).sha256)  \(tag)\n"
    }
    if let index = index("tagmanifest-sha256.txt") { files[index].bytes = Array(text.utf8) }
  }
}
