import Archives
import Cataloging
import Collecting
import Foundation
import GRDB
import Settings
import Testing

/// What stands at a source and is no evidence: the firm's secrets, and what Muster itself writes.
@Suite struct OwnFilesTests {
  private static let key = """
    -----BEGIN ENCRYPTED PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg
    -----END ENCRYPTED PRIVATE KEY-----

    """
  private static let event = Sample.document(Sample.commission)

  /// Collects documents of the whole folder, the configuration and its keys among them.
  private func collect(
    _ place: Workplace, _ catalog: Catalog, path: String = "'**/*'", kind: String = "document",
    more: String = "", outputs: [String] = [], dryRun: Bool = false
  ) throws -> CollectionOutcome.SourceOutcome {
    let file = place.folder.appendingPathComponent("muster.yaml")
    let text = """
      version: 1
      organization: { name: Example Pharma, roles: [manufacturer] }
      catalog: catalog
      profiles: [{ id: dscsa-manufacturer }]
      \(more)
      sources:
        - { name: docs, kind: \(kind), path: \(path) }
      """
    try Data(text.utf8).write(to: file)
    var options = CollectOptions()
    options.outputs = outputs.map { place.folder.appendingPathComponent($0).path }
    options.dryRun = dryRun
    return try Pipeline.collect(
      configuration: MusterConfiguration.load(from: file), catalog: catalog,
      clock: { 1_793_000_000_000 }, options: options
    ).sources[0]
  }

  private func told(_ outcome: CollectionOutcome.SourceOutcome) -> [String] {
    outcome.troubles.map { "\($0.path) \($0.status) \($0.reason)" }
  }

  /// Every original of the vault, unpacked.
  private func originals(_ catalog: Catalog) throws -> [String] {
    let vault = try #require(catalog.vault)
    let kept = try FileManager.default.subpathsOfDirectory(atPath: vault.folder.path)
      .filter { $0.hasSuffix(".z") }
      .compactMap { $0.split(separator: "/").last.map { String($0.dropLast(2)) } }
    return try kept.map {
      String(decoding: try vault.open($0).readAll(limit: 1 << 20), as: UTF8.self)
    }
  }

  private static let seal =
    "seal: { key: in/keys/seal.pem, certificate: in/keys/seal.crt, passphrase: { file: in/keys/pass } }"

  @Test(arguments: ["'**/*'", ".", "in/keys/*", "in/keys/pass"])
  func whatTheConfigurationNamesAsASecretIsNotTaken(path: String) throws {
    let place = try Workplace()
    // In a form only its name tells: no PEM.
    try place.write("keys/seal.pem", [0x30, 0x82, 0x01, 0x00, 0xFF])
    try place.write("keys/pass", "hunter2\n")
    try place.write("keys/seal.crt", "a certificate")
    try FileManager.default.linkItem(
      atPath: place.inbox.appendingPathComponent("keys/pass").path,
      toPath: place.inbox.appendingPathComponent("keys/same").path)
    let catalog = try place.catalog()
    let dry = try collect(place, catalog, path: path, more: Self.seal, dryRun: true)
    let outcome = try collect(place, catalog, path: path, more: Self.seal)
    #expect(dry.artifacts == outcome.artifacts)
    let secrets = told(outcome).filter { $0.hasSuffix("excluded named_as_secret") }
    #expect(secrets.count == (path == "in/keys/pass" ? 1 : 3), "\(told(outcome))")
    #expect(outcome.artifacts.excluded >= secrets.count)
    #expect(outcome.artifacts.taken == (path == "in/keys/pass" ? 0 : 1))
    #expect(!outcome.isIncomplete)
    #expect(try !originals(catalog).contains { $0.contains("hunter2") })
  }

  @Test func aCredentialFileOfASourceIsNotTaken() throws {
    let place = try Workplace()
    try place.write("token", "bearer-of-bad-news")
    try place.write("a.txt", "a")
    let catalog = try place.catalog()
    let outcome = try collect(place, catalog, path: "in")
    #expect(outcome.artifacts.taken == 2)
    // Named from now on: what was taken before gives its place up.
    let file = place.folder.appendingPathComponent("muster.yaml")
    let text = try String(contentsOf: file, encoding: .utf8)
    try
      (text
      + "\n  - { name: far, kind: epcis, url: \"https://127.0.0.1:9/events\", "
      + "credential: { file: in/token } }\n").write(to: file, atomically: true, encoding: .utf8)
    var options = CollectOptions()
    options.sources = ["docs"]
    let again = try Pipeline.collect(
      configuration: MusterConfiguration.load(from: file), catalog: catalog,
      clock: { 1_793_000_000_000 }, options: options
    ).sources[0]
    #expect(told(again) == ["token excluded named_as_secret"])
    #expect(
      try catalog.texts(
        "SELECT path FROM artifact WHERE status = 'taken' AND superseded_by IS NULL") == ["a.txt"])
  }

  @Test(arguments: ["document", "epcis"])
  func aFileThatHoldsAPrivateKeyIsNotTaken(kind: String) throws {
    let place = try Workplace()
    try place.write("old.key", Self.key)
    try place.write("both.pem", "Bag Attributes\n-----BEGIN CERTIFICATE-----\nAA\n" + Self.key)
    try place.write("guide.pdf", "%PDF-1.4\n-----BEGIN PRIVATE KEY-----\n%%EOF\n")
    try place.write("a.xml", Self.event)
    let catalog = try place.catalog()
    for _ in 0..<2 {
      let outcome = try collect(place, catalog, path: "in", kind: kind)
      #expect(
        told(outcome).filter { $0.contains("private_key") }
          == ["both.pem excluded private_key", "old.key excluded private_key"])
      #expect(outcome.artifacts.excluded == (kind == "document" ? 2 : 3))
    }
    #expect(try !originals(catalog).contains { $0.contains("ENCRYPTED PRIVATE KEY") })
    #expect(try catalog.count("SELECT count(*) FROM artifact WHERE reason = 'private_key'") == 2)
  }

  private static func pack(_ files: [(String, [UInt8])] = []) -> [UInt8] {
    ZipFixture.make(
      [
        ("EP-1/bagit.txt", Array("BagIt-Version: 1.0\n".utf8)),
        (
          "EP-1/bag-info.txt",
          Array("Source-Organization: Firm\nMuster-Pack-Kind: internal\n".utf8)
        ),
      ] + files)
  }

  @Test func whatMusterWritesIsNoEvidence() throws {
    let place = try Workplace()
    try place.write("a.txt", "a")
    try place.write("EP-1.zip", Self.pack([("EP-1/data/evidence/e.xml", Array(Self.event.utf8))]))
    try place.write("EP-2.zip", "not a pack yet")
    try place.write(
      "list.zip", ZipFixture.make([("bag-info.txt", Array("Muster-Pack-Kind: x".utf8))]))
    let catalog = try place.catalog()
    try FileManager.default.createSymbolicLink(
      at: place.inbox.appendingPathComponent("link.sqlite"),
      withDestinationURL: place.folder.appendingPathComponent("catalog/catalog.sqlite"))
    for run in 0..<3 {
      let outcome = try collect(place, catalog, path: ".", outputs: ["in/EP-2.zip"])
      #expect(
        told(outcome) == [
          "catalog excluded own_catalog", "in/EP-1.zip excluded own_pack",
          "in/EP-2.zip excluded own_pack", "in/link.sqlite excluded own_catalog",
          "muster.yaml excluded own_configuration",
        ])
      #expect(
        outcome.artifacts
          == ArtifactLedger(
            taken: run == 0 ? 2 : 0, unchanged: run == 0 ? 0 : 2, excluded: 5))
    }
    #expect(try catalog.count("SELECT count(*) FROM artifact") == 7)
    #expect(try originals(catalog).count == 2)
  }

  @Test func aPackAmongEventsOrInAnArchiveIsNoEvidence() throws {
    let place = try Workplace()
    let log = Array("{\"type\":\"ObjectEvent\",\"eventTime\":\"2026-09-01T12:00:00Z\"}\n".utf8)
    let pack = Self.pack([("EP-1/data/provenance/collection-log.jsonl", log)])
    try place.write("EP-1.zip", pack)
    try place.write(
      "b.zip", ZipFixture.make([("EP-1.zip", pack), ("a.xml", Array(Self.event.utf8))]))
    let catalog = try place.catalog()
    let outcome = try collect(place, catalog, path: "in", kind: "epcis")
    #expect(
      told(outcome) == ["EP-1.zip excluded own_pack", "b.zip!/EP-1.zip excluded own_pack"])
    #expect(outcome.artifacts == ArtifactLedger(taken: 2, excluded: 2))
    #expect(try catalog.count("SELECT count(*) FROM all_event") == 1)
  }

  @Test func aPatternThatDoesNotMeanTheCatalogSaysNothingOfIt() throws {
    let place = try Workplace()
    try place.write("a.xml", Self.event)
    let catalog = try place.catalog()
    let outcome = try collect(place, catalog, path: "'**/*.xml'", kind: "epcis")
    #expect(told(outcome).isEmpty)
    #expect(outcome.artifacts == ArtifactLedger(taken: 1))
  }
}
