import Archives
import Foundation
import Testing

/// What a run must never put into a pack: the firm's secrets, and what Muster itself writes.
@Suite struct OwnFilesRunTests {
  private static let configuration = """
    version: 1
    organization: { name: Firm, gln: "9520000000004", roles: [manufacturer], markets: [US] }
    purpose: { kind: internal_audit }
    profiles: [{ id: dscsa-manufacturer }]
    seal: { key: keys/seal.der, certificate: keys/seal.crt, passphrase: { file: keys/pass } }
    sources:
      - { name: docs, kind: document, path: '**/*' }

    """

  private static func holds(_ words: String, in pack: URL) throws -> [String] {
    let zip = try ZipReader(RandomAccessFile(path: pack.path))
    return try zip.members.filter { member in
      let bytes = try zip.open(member).readAll(limit: 1 << 28)
      return String(decoding: bytes, as: UTF8.self).contains(words)
    }.map(\.name)
  }

  @Test func noSecretAndNoEarlierPackIsPacked() throws {
    try Workbench.with { bench in
      try FileManager.default.createDirectory(
        at: bench.folder.appending(path: "firm/keys"), withIntermediateDirectories: true)
      for (path, text) in [
        ("muster.yaml", Self.configuration), ("keys/pass", "hunter2\n"),
        ("keys/seal.der", "0x-private-number"), ("keys/seal.crt", "certificate"),
        ("keys/other.pem", "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n"),
        ("paper.txt", "paper"),
      ] {
        try text.write(
          to: bench.folder.appending(path: "firm/\(path)"), atomically: true, encoding: .utf8)
      }
      var sizes: [Int] = []
      for number in 0..<4 {
        // As a person does: the same pack over and over, then one more.
        let name = number == 3 ? "EP-2.zip" : "EP-1.zip"
        let run = try bench.muster(
          "run", "-c", "firm/muster.yaml", "-o", "firm/\(name)", "--force", "--draft")
        #expect(run.status == 3, "\(run.err)")
        #expect(run.out.contains("Nothing was assessed"), "\(run.out)")
        #expect(
          run.err.contains("keys/pass, keys/seal.der: set aside, named_as_secret"), "\(run.err)")
        #expect(run.err.contains("keys/other.pem: set aside, private_key"))
        #expect(run.err.contains("muster-catalog: set aside, own_catalog"))
        if number > 0 { #expect(run.err.contains("EP-1.zip: set aside, own_pack")) }
        let pack = bench.folder.appending(path: "firm/\(name)")
        for words in ["hunter2", "0x-private-number", "MIGH"] {
          #expect(try Self.holds(words, in: pack).isEmpty)
        }
        #expect(try !Self.holds("paper", in: pack).isEmpty)
        sizes.append(try Data(contentsOf: pack).count)
      }
      #expect(sizes[3] < sizes[0] + 20_000, "\(sizes)")
      #expect(try bench.muster("verify", "firm/EP-2.zip").status == 0)
    }
  }

  /// Kinds and profiles nobody knows are told with all other faults, each place once.
  @Test func everythingWrongInTheConfigurationIsToldAtOnce() throws {
    try Workbench.with { bench in
      let text = """
        version: 1
        organization: { nam: Firm, name: Firm, gln: "9520000000004" }
        profiles: [{ id: dscsa-manufacturr }]
        sources:
          - mistaken
          - { name: a, kind: deviatoin, path: in }
          - { name: b, path: in }
          - { name: c, kind: epcis, path: muster-catalog }

        """
      try text.write(
        to: bench.folder.appending(path: "muster.yaml"), atomically: true, encoding: .utf8)
      for command in ["collect", "run", "assess"] {
        let run = try bench.muster([command] + (command == "run" ? ["-o", "EP-1.zip"] : []))
        #expect(run.status == 78)
        let lines = run.err.split(separator: "\n").filter { $0.contains(": error: ") }
          .map { $0.split(separator: ":").dropFirst().prefix(1).joined() }
        #expect(lines == ["2", "3", "5", "6", "7", "8"], "\(run.err)")
        #expect(run.err.contains("6:22: error: there is no record kind \"deviatoin\""))
        #expect(run.err.contains("did you mean \"dscsa-manufacturer\"?"))
      }
    }
  }

  @Test func aCatalogAmongTheEventsIsRefusedBeforeAnyWork() throws {
    try Workbench.with { bench in
      try FileManager.default.createDirectory(
        at: bench.folder.appending(path: "events"), withIntermediateDirectories: true)
      let text = Self.configuration.replacing("path: '**/*'", with: "path: events")
        .replacing("seal:", with: "catalog: events\nseal:")
      try text.write(
        to: bench.folder.appending(path: "muster.yaml"), atomically: true, encoding: .utf8)
      let run = try bench.muster("collect")
      #expect(run.status == 78, "\(run.err)")
      #expect(run.err.contains("source \"docs\" lies in the catalog folder"), "\(run.err)")
      let events = bench.folder.appending(path: "events").path
      #expect(try FileManager.default.contentsOfDirectory(atPath: events).isEmpty)
    }
  }
}
