import Archives
import Cataloging
import Collecting
import Foundation
import GRDB
import GS1
import Settings
import Testing

/// A folder of one's own with a configuration and a catalog, gone with the test.
final class Workplace {
  let folder: URL
  let inbox: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("collecting-\(UUID().uuidString)")
    inbox = folder.appendingPathComponent("in")
    try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func write(_ path: String, _ bytes: [UInt8]) throws {
    let url = inbox.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func write(_ path: String, _ text: String) throws { try write(path, Array(text.utf8)) }

  func configuration(path: String = "in", kind: String = "epcis") throws -> MusterConfiguration {
    let file = folder.appendingPathComponent("muster.yaml")
    try Data(
      """
      version: 1
      organization: { name: Example Pharma, gln: "0399991000015", roles: [manufacturer] }
      catalog: catalog
      profiles: [{ id: dscsa-manufacturer }]
      sources:
        - { name: events, kind: \(kind), path: "\(path)" }
      """.utf8
    ).write(to: file)
    return try MusterConfiguration.load(from: file)
  }

  func catalog() throws -> Catalog {
    try Catalog.open(folder: folder.appendingPathComponent("catalog"), mode: .create)
  }

  @discardableResult
  func collect(
    _ catalog: Catalog, path: String = "in", kind: String = "epcis",
    _ change: (inout CollectOptions) -> Void = { _ in }
  ) throws -> CollectionOutcome {
    var options = CollectOptions()
    change(&options)
    return try Pipeline.collect(
      configuration: configuration(path: path, kind: kind), catalog: catalog,
      clock: { 1_793_000_000_000 }, options: options)
  }
}

extension Catalog {
  func count(_ sql: String) throws -> Int {
    try read { db in try Int.fetchOne(db, sql: sql) ?? -1 }
  }

  func texts(_ sql: String) throws -> [String] {
    try read { db in try String.fetchAll(db, sql: sql) }
  }
}

@Suite struct PipelineTests {
  private let good = Sample.document(Sample.commission)

  @Test func putsBackADamagedOriginalWhenFilesAreReadAgain() throws {
    let place = try Workplace()
    try place.write("a.xml", good)
    let catalog = try place.catalog()
    try place.collect(catalog)
    let vault = try #require(catalog.vault)
    let sha256 = try #require(try catalog.texts("SELECT sha256 FROM vault_object").first)
    func fault() throws -> String? {
      let object = try catalog.read { db in try VaultObject.find(db, sha256: sha256) }
      return try vault.fault(of: #require(object))
    }
    let packed = try FileByteSource(path: vault.path(of: sha256)).readAll(limit: 1 << 20)
    var damaged = packed
    damaged[packed.count / 2] ^= 1
    for bytes in [damaged, [], nil] {
      if let bytes {
        try Data(bytes).write(to: URL(filePath: vault.path(of: sha256)))
      } else {
        try FileManager.default.removeItem(atPath: vault.path(of: sha256))
      }
      #expect(try fault() != nil)
      let outcome = try place.collect(catalog) { $0.rehash = true }.sources[0]
      #expect(outcome.artifacts == ArtifactLedger(unchanged: 1))
      #expect(outcome.troubles.first?.reason.contains("it is kept anew") == true)
      #expect(!outcome.isIncomplete)
      #expect(try fault() == nil)
      #expect(try place.collect(catalog) { $0.rehash = true }.sources[0].troubles.isEmpty)
    }
  }

  @Test func takesAFolderOnceAndKnowsItAgain() throws {
    let place = try Workplace()
    try place.write("b/two.xml", good)
    try place.write("a.json", JSONSample.document(JSONSample.object(Sample.urn2)))
    let catalog = try place.catalog()
    let first = try place.collect(catalog)
    #expect(first.sources[0].artifacts == ArtifactLedger(taken: 2))
    #expect(first.sources[0].records == RecordLedger(taken: 2))
    #expect(!first.isIncomplete)
    let paths = try catalog.texts("SELECT path FROM artifact ORDER BY artifact_id")
    #expect(paths == ["a.json", "b/two.xml"])
    #expect(try catalog.count("SELECT count(*) FROM audit") == 1)
    #expect(try catalog.count("SELECT count(*) FROM all_event WHERE lot = 'LOT1'") == 1)
    let second = try place.collect(catalog)
    #expect(second.sources[0].artifacts == ArtifactLedger(unchanged: 2))
    #expect(!second.tookAnything)
    #expect(try catalog.count("SELECT count(*) FROM audit") == 1)
    let rehashed = try place.collect(catalog) { $0.rehash = true }
    #expect(rehashed.sources[0].artifacts == ArtifactLedger(unchanged: 2))
    #expect(try catalog.count("SELECT count(*) FROM artifact") == 2)
  }

  /// What is there under a name counts by that name, signs of a pattern in it or not.
  @Test(arguments: [
    "in", "in/Audit [2026]", "in/Audit [2026]/*.xml", "in/Audit [2026]/a [b].xml",
    "in/Audit*/*.xml",
  ])
  func takesFilesOfAFolderThatIsNamedLikeAPattern(path: String) throws {
    let place = try Workplace()
    try place.write("Audit [2026]/a [b].xml", good)
    let catalog = try place.catalog()
    let outcome = try Pipeline.collect(
      configuration: place.configuration(path: path), catalog: catalog, clock: { 0 })
    #expect(outcome.sources[0].artifacts == ArtifactLedger(taken: 1))
  }

  @Test func derivesAnewWhatAnotherReleaseDerived() throws {
    let place = try Workplace()
    try place.write("a.xml", good)
    let catalog = try place.catalog()
    #expect(try place.collect(catalog).derived)
    #expect(try !place.collect(catalog).derived)
    for change in ["DELETE FROM meta WHERE", "UPDATE meta SET value = '1' WHERE"] {
      try catalog.write { db in
        try db.execute(sql: "\(change) key = 'derivation_version'")
      }
      #expect(try place.collect(catalog).derived, "\(change)")
      #expect(try !place.collect(catalog).derived, "\(change)")
    }
  }

  @Test func keepsOneOriginalOfCopiesThatAreReadSideBySide() throws {
    let place = try Workplace()
    for number in 0..<40 { try place.write("\(100 + number).xml", good) }
    try place.write("120b.xml", Sample.document(Sample.object(Sample.urn2)))
    let catalog = try place.catalog()
    let outcome = try place.collect(catalog).sources[0]
    #expect(outcome.artifacts == ArtifactLedger(taken: 41))
    #expect(outcome.records == RecordLedger(taken: 41))
    #expect(try catalog.count("SELECT count(*) FROM vault_object") == 2)
    let paths = try catalog.texts("SELECT path FROM artifact ORDER BY artifact_id")
    #expect(paths == paths.sorted())
    for sha256 in try catalog.texts("SELECT sha256 FROM vault_object") {
      let object = try catalog.read { db in try VaultObject.find(db, sha256: sha256) }
      #expect(try catalog.vault?.fault(of: #require(object)) == nil)
    }
  }

  @Test func knowsEachOfManyFilesAgain() throws {
    let place = try Workplace()
    for number in 0..<502 { try place.write("\(1000 + number).ndjson", "") }
    let catalog = try place.catalog()
    #expect(try place.collect(catalog).sources[0].artifacts == ArtifactLedger(taken: 502))
    for name in ["1000", "1499", "1500", "1501", "1502"] { try place.write(name + ".ndjson", " ") }
    let again = try place.collect(catalog).sources[0].artifacts
    #expect(again == ArtifactLedger(taken: 5, unchanged: 498))
    #expect(try catalog.count("SELECT count(*) FROM artifact") == 507)
  }

  @Test func aLetterSpeltInTwoWaysMakesTwoFiles() throws {
    let place = try Workplace()
    try place.write("\u{E9}.xml", good)
    let catalog = try place.catalog()
    try place.collect(catalog)
    try place.write("e\u{301}.xml", good)
    #expect(
      try place.collect(catalog).sources[0].artifacts == ArtifactLedger(taken: 1, unchanged: 1))
    #expect(try place.collect(catalog).sources[0].artifacts == ArtifactLedger(unchanged: 2))
    #expect(try catalog.count("SELECT count(*) FROM artifact") == 2)
  }

  @Test func keepsTheOriginalByteForByte() throws {
    let place = try Workplace()
    try place.write("a.xml", good)
    let catalog = try place.catalog()
    try place.collect(catalog)
    let name = try #require(try catalog.texts("SELECT sha256 FROM artifact").first)
    let vault = try #require(catalog.vault)
    #expect(try vault.open(name).readAll(limit: 1 << 20) == Array(good.utf8))
  }

  @Test func aChangedFileSupersedesTheOldAndAMissingOneIsAbsent() throws {
    let place = try Workplace()
    try place.write("a.xml", good)
    try place.write("b.xml", Sample.document(Sample.object(Sample.urn1)))
    let catalog = try place.catalog()
    try place.collect(catalog)
    try place.write("a.xml", Sample.document(Sample.commission + Sample.object(Sample.urn1)))
    try FileManager.default.removeItem(at: place.inbox.appendingPathComponent("b.xml"))
    let outcome = try place.collect(catalog)
    #expect(outcome.sources[0].artifacts == ArtifactLedger(taken: 1))
    let absent = "SELECT count(*) FROM artifact WHERE absent_since_ms IS NOT NULL"
    #expect(try catalog.count(absent) == 1)
    #expect(try catalog.count("SELECT count(*) FROM artifact WHERE superseded_by IS NOT NULL") == 1)
    #expect(try catalog.count("SELECT count(*) FROM artifact") == 3)
  }

  @Test func ledgersAddUpOverGoodBadAndOddFiles() throws {
    let place = try Workplace()
    try place.write("good.xml", good)
    let half = Sample.document(Sample.commission + Sample.object(Sample.urn1))
    try place.write("half.xml", Array(half.utf8.dropLast(90)))
    try place.write("other.xml", "<note>hello</note>")
    try place.write("empty.xml", "")
    try place.write("noise.xml", [0xFF, 0x00, 0x13, 0x99])
    try place.write("readme.txt", "hello")
    try place.write("letter.pdf", "%PDF-1.7 …")
    try place.write(".hidden", "x")
    let catalog = try place.catalog()
    let outcome = try place.collect(catalog)
    let ledger = outcome.sources[0].artifacts
    #expect(ledger == ArtifactLedger(taken: 4, excluded: 3, unreadable: 1))
    #expect(ledger.seen == 8)
    #expect(outcome.sources[0].records == RecordLedger(taken: 2, quarantined: 3))
    #expect(outcome.isIncomplete)
    #expect(
      try catalog.texts("SELECT reason FROM quarantine ORDER BY reason") == [
        "empty", "no_epcis", "truncated",
      ])
    #expect(
      try catalog.count(
        "SELECT count(*) FROM artifact WHERE records_read <> records_taken + records_unchanged "
          + "+ records_excluded + records_quarantined") == 0)
    #expect(
      try catalog.count("SELECT count(*) FROM ledger WHERE seen = 8 AND unreadable = 1") == 1)
    let again = try place.collect(catalog)
    #expect(again.sources[0].artifacts.seen == 8)
  }

  @Test(arguments: ["", "\n", "\n \n", "\u{FEFF}"])
  func linesOfEventsMayBeNone(text: String) throws {
    let place = try Workplace()
    try place.write("a.ndjson", text)
    try place.write("b.jsonl.gz", HostileTests.gzip(Array(text.utf8)))
    try place.write("c.zip", ZipFixture.make([("c.ndjson", Array(text.utf8))]))
    try place.write("d.xml", good)
    let catalog = try place.catalog()
    let outcome = try place.collect(catalog).sources[0]
    #expect(outcome.artifacts == ArtifactLedger(taken: 5))
    #expect(outcome.records == RecordLedger(taken: 1))
    #expect(
      outcome.troubles.map { "\($0.path) \($0.reason)" } == [
        "a.ndjson no events", "b.jsonl.gz no events", "c.zip!/c.ndjson no events",
      ])
    #expect(!outcome.isIncomplete)
  }

  /// Members come from where the archive lies, the original was kept before: both must be one file.
  @Test func takesNothingOfAnArchiveThatChangesWhileItsMembersAreRead() throws {
    let place = try Workplace()
    let event = Array(Sample.document(Sample.object(Sample.urn1)).utf8)
    let zip = ZipFixture.make([("one.xml", event), ("two.xml", event)])
    try place.write("a.zip", zip)
    let archive = place.inbox.appendingPathComponent("a.zip")
    let catalog = try place.catalog()
    let outcome = try place.collect(catalog) { options in
      // Asked before each member.
      options.isCancelled = {
        if let file = try? FileHandle(forWritingTo: archive) {
          _ = try? file.seekToEnd()
          try? file.write(contentsOf: Data([0]))
          try? file.close()
        }
        return false
      }
    }
    #expect(outcome.sources.first?.troubles.map(\.reason) == ["changed_during_read"])
    #expect(try catalog.count("SELECT count(*) FROM all_event") == 0)
    #expect(try catalog.count("SELECT count(*) FROM artifact WHERE status = 'taken'") == 0)
    try place.write("a.zip", zip)
    try place.collect(catalog)
    #expect(try catalog.count("SELECT count(*) FROM all_event") == 2)
  }

  @Test func readsGzipAndNestedZipsMemberByMember() throws {
    let place = try Workplace()
    try place.write("a.xml.gz", try HostileTests.gzip(Array(good.utf8)))
    let inner = ZipFixture.make([("deep.xml", Array(good.utf8))])
    try place.write(
      "b.zip",
      ZipFixture.make([
        ("x/one.xml", Array(Sample.document(Sample.object(Sample.urn1)).utf8)), ("in.zip", inner),
        ("../evil.xml", Array(good.utf8)), ("notes.txt", Array("n".utf8)),
      ]))
    let catalog = try place.catalog()
    let outcome = try place.collect(catalog)
    #expect(
      try catalog.texts("SELECT path FROM artifact WHERE status = 'taken' ORDER BY path")
        == [
          "a.xml.gz", "b.zip", "b.zip!/../evil.xml", "b.zip!/in.zip", "b.zip!/in.zip!/deep.xml",
          "b.zip!/x/one.xml",
        ])
    // A member's name is a label only: nothing is unpacked to a path.
    #expect(
      !FileManager.default.fileExists(atPath: place.folder.appendingPathComponent("evil.xml").path))
    #expect(outcome.sources[0].artifacts.unreadable == 0)
    #expect(outcome.sources[0].artifacts.excluded == 1)
    #expect(try catalog.count("SELECT count(*) FROM all_event") == 4)
    let again = try place.collect(catalog)
    #expect(again.sources[0].artifacts.seen == outcome.sources[0].artifacts.seen)
    #expect(again.sources[0].artifacts.taken == 0)
  }

  @Test func neverFollowsLinksOutOfTheFolderAndReportsWhatItCannotHave() throws {
    let place = try Workplace()
    try place.write("a.xml", good)
    let outside = place.folder.appendingPathComponent("secret.xml")
    try Data(good.utf8).write(to: outside)
    let files = FileManager.default
    try files.createSymbolicLink(
      at: place.inbox.appendingPathComponent("out.xml"), withDestinationURL: outside)
    try files.createSymbolicLink(
      atPath: place.inbox.appendingPathComponent("loop").path, withDestinationPath: ".")
    try files.createSymbolicLink(
      atPath: place.inbox.appendingPathComponent("dead.xml").path, withDestinationPath: "nowhere")
    #expect(mkfifo(place.inbox.appendingPathComponent("pipe.xml").path, 0o600) == 0)
    let catalog = try place.catalog()
    let outcome = try place.collect(catalog)
    #expect(outcome.sources[0].artifacts == ArtifactLedger(taken: 1, excluded: 2, unreadable: 2))
    #expect(
      outcome.sources[0].troubles.map(\.reason)
        == ["symlink_broken", "symlink_to_folder", "symlink_outside", "special_file"])
  }

  @Test func matchesPatternsAcrossFolders() throws {
    let place = try Workplace()
    for path in ["a.xml", "x/b.xml", "x/y/c.xml", "x/y/c.txt", "x/.h/d.xml"] {
      try place.write(path, good)
    }
    let catalog = try place.catalog()
    let deep = try place.collect(catalog, path: "in/**/*.xml")
    #expect(deep.sources[0].artifacts.taken == 3)
    let single = try place.collect(catalog, path: "in/x/?.xml")
    #expect(single.sources[0].artifacts.seen == 1)
  }

  @Test func aMissingFolderIsOneSentenceAndIncomplete() throws {
    let place = try Workplace()
    let catalog = try place.catalog()
    let outcome = try place.collect(catalog, path: "nowhere")
    #expect(outcome.isIncomplete)
    #expect(outcome.sources[0].problem?.contains("nowhere cannot be found") == true)
    #expect(outcome.sources[0].artifacts.seen == 0)
  }

  @Test func keepsDocumentsWithTheirMediaType() throws {
    let place = try Workplace()
    try place.write("sop.pdf", "%PDF-1.7 …\n%%EOF\n")
    try place.write("list.docx", ZipFixture.make([("word/document.xml", Array("<a/>".utf8))]))
    let catalog = try place.catalog()
    let outcome = try place.collect(catalog, kind: "document")
    #expect(outcome.sources[0].artifacts == ArtifactLedger(taken: 2))
    #expect(
      try catalog.texts("SELECT media_type FROM artifact ORDER BY path") == [
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/pdf",
      ])
    #expect(try catalog.texts("SELECT DISTINCT format FROM artifact") == ["document"])
  }

  @Test func saysThatThereIsNoSuchKind() throws {
    let place = try Workplace()
    let catalog = try place.catalog()
    let error = try #require(throws: DiagnosticList.self) {
      try place.collect(catalog, kind: "batch_record")
    }
    #expect(error.description.contains("there is no record kind \"batch_record\""))
    #expect(error.description.contains("muster.yaml:"))
    #expect(throws: CollectingError.self) {
      try place.collect(catalog) { $0.sources = ["nothing"] }
    }
  }

  @Test func aDryRunWritesNothing() throws {
    let place = try Workplace()
    try place.write("a.xml", good)
    let catalog = try place.catalog()
    let outcome = try place.collect(catalog) { $0.dryRun = true }
    #expect(outcome.sources[0].artifacts.taken == 1)
    #expect(try catalog.count("SELECT count(*) FROM artifact") == 0)
    #expect(try catalog.count("SELECT count(*) FROM run") == 0)
    #expect(try catalog.count("SELECT count(*) FROM source") == 0)
  }

  @Test func anInterruptedRunIsFinishedByTheNext() throws {
    let place = try Workplace()
    for index in 0..<6 {
      try place.write("f\(index).xml", Sample.document(Sample.object("\(Sample.urn1)\(index)")))
    }
    let catalog = try place.catalog()
    let asked = Counter()
    let stopped = try place.collect(catalog) { $0.isCancelled = { asked.next() > 4 } }
    #expect(stopped.interrupted)
    let taken = stopped.sources[0].artifacts.taken
    #expect(taken < 6)
    let rest = try place.collect(catalog)
    #expect(rest.sources[0].artifacts == ArtifactLedger(taken: 6 - taken, unchanged: taken))
    #expect(try catalog.count("SELECT count(*) FROM all_event") == 6)
  }

  @Test func aHeaderBehindTheEventsStillReachesTheDocument() throws {
    let place = try Workplace()
    try place.write(
      "a.json",
      #"{"epcisBody":{"eventList":[\#(JSONSample.object(Sample.urn1))]},"schemaVersion":"2.0"}"#)
    let catalog = try place.catalog()
    try place.collect(catalog)
    #expect(try catalog.texts("SELECT schema_version FROM document") == ["2.0"])
  }
}

final class Counter: @unchecked Sendable {
  private let lock = NSLock()
  private var value = 0

  func next() -> Int {
    lock.lock()
    defer { lock.unlock() }
    value += 1
    return value
  }
}

/// Makes small zip files of stored members, hostile names included.
enum ZipFixture {
  static func make(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var out: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
      var crc = CRC32()
      member.bytes.withUnsafeBytes { crc.update($0) }
      let start = out.count
      let name = Array(member.name.utf8)
      let common: [UInt8] =
        le16(20) + le16(0x0800) + le16(0) + le16(0) + le16(0x21) + le32(crc.value)
        + le32(UInt32(member.bytes.count)) + le32(UInt32(member.bytes.count))
        + le16(UInt16(name.count)) + le16(0)
      out += le32(0x0403_4B50) + common + name + member.bytes
      directory +=
        le32(0x0201_4B50) + le16(20) + common + le16(0) + le16(0) + le16(0) + le32(0)
        + le32(UInt32(start)) + name
    }
    let start = out.count
    let count = UInt16(members.count)
    out += directory
    out +=
      le32(0x0605_4B50) + le16(0) + le16(0) + le16(count) + le16(count)
      + le32(UInt32(directory.count)) + le32(UInt32(start)) + le16(0)
    return out
  }

  private static func le16(_ value: UInt16) -> [UInt8] {
    [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
  }

  private static func le32(_ value: UInt32) -> [UInt8] {
    le16(UInt16(truncatingIfNeeded: value)) + le16(UInt16(truncatingIfNeeded: value >> 16))
  }
}
