import Assessing
import Foundation
import Testing

@testable import muster_sample

/// The whole chain, through the built program.
@Suite("The chain from files to pack") struct EndToEndTests {
  @Test(arguments: [SampleOptions.Regime.us, .eu], [SampleOptions.Syntax.xml, .json])
  func saysNothingAboutACleanFirm(
    regime: SampleOptions.Regime, syntax: SampleOptions.Syntax
  ) throws {
    for seed: UInt64 in [1, 2, 3] {
      try Workbench.with { bench in
        try bench.firm(
          "firm", regime, syntax, planted: false, seed: seed, records: .mixed)
        let assessment = try bench.assessment(of: "firm")
        #expect(assessment.findings.map(\.message).isEmpty)
        // What data and documents can judge they have judged; the rest is for people.
        let open = assessment.requirements.filter { $0.verdict == .notAssessed }
        // Codes as the line read them, with the number Portugal requires, no firm exports here.
        let unread = regime == .eu ? ["FMD-UI-06"] : []
        #expect(open.filter { $0.reason?.code != .manualPending }.map(\.id) == unread)
        #expect(assessment.summary.metByData > 55 && assessment.summary.metByDocuments >= 6)
      }
    }
  }

  /// A Digital Link does not split company prefix and reference: the check that compares splits
  /// examines products spelt as URNs, fewer in JSON-LD than in XML. What it finds is the same.
  @Test(arguments: [SampleOptions.Regime.us, .eu], [false, true])
  func judgesXMLAndJSONAlike(regime: SampleOptions.Regime, planted: Bool) throws {
    try Workbench.with { bench in
      try bench.firm("xml", regime, .xml, planted: planted)
      try bench.firm("json", regime, .json, planted: planted)
      let first = Judgement(
        try bench.assessment(of: "xml"), populationOpen: ["company-prefix-split"])
      let second = Judgement(
        try bench.assessment(of: "json"), populationOpen: ["company-prefix-split"])
      for (a, b) in [
        (first.requirements, second.requirements), (first.checks, second.checks),
        (first.findings, second.findings),
      ] {
        #expect(a.filter { !b.contains($0) } == [])
        #expect(b.filter { !a.contains($0) } == [])
      }
    }
  }

  @Test(arguments: [SampleOptions.Regime.us, .eu])
  func judgesRecordsAlikeInEveryFormat(regime: SampleOptions.Regime) throws {
    try Workbench.with { bench in
      var first: Judgement?
      for form: SampleOptions.Records in [.ndjson, .csv, .xlsx, .sqlite, .mixed] {
        try bench.firm(
          form.rawValue, regime, .mixed, planted: true, units: 1500, records: form)
        let judgement = Judgement(
          try bench.assessment(of: form.rawValue), populationOpen: Judgement.ofFiles)
        if let first {
          #expect(judgement.requirements == first.requirements, "\(form)")
          #expect(judgement.checks.filter { !first.checks.contains($0) } == [], "\(form)")
          // Checks of the exports themselves name the file, which has another ending.
          let found = judgement.findings.filter { !$0.contains(" export-") }
          #expect(found.filter { !first.findings.contains($0) } == [], "\(form)")
        }
        first = first ?? judgement
      }
    }
  }

  @Test func packsTheSameBytesWhenNothingChanged() throws {
    try Workbench.with { bench in
      try bench.firm("firm", .us, .mixed, planted: true)
      let first = try bench.muster("run", "-c", "firm/muster.yaml", "-o", "a/EP-1.zip")
      let second = try bench.muster("run", "-c", "firm/muster.yaml", "-o", "b/EP-1.zip")
      #expect(first.status == 1 && second.status == 1, "\(first.err) \(second.err)")
      #expect(second.err.contains("0 taken"))
      let packs = try ["a", "b"].map {
        try Data(contentsOf: bench.folder.appending(path: "\($0)/EP-1.zip"))
      }
      #expect(packs[0] == packs[1])
      let verified = try bench.muster("verify", "a/EP-1.zip")
      #expect(verified.status == 0 && verified.out.contains("VALID"))
    }
  }

  /// A register exported again without a row, and one whose columns are described otherwise: rows
  /// that stand lie in the former state of the file.
  @Test func packsRowsOfAFormerStateOfAFile() throws {
    try Workbench.with { bench in
      try bench.firm("firm", .us, .mixed, planted: true, records: .ndjson)
      try bench.muster("collect", "-c", "firm/muster.yaml")
      let root = bench.folder.appending(path: "firm")
      let register = root.appending(path: "exports/mes/sample.ndjson")
      let lines = try String(contentsOf: register, encoding: .utf8).split(separator: "\n")
      try #require(lines.count > 2)
      try Data((lines.dropLast().joined(separator: "\n") + "\n").utf8).write(to: register)
      let file = root.appending(path: "muster.yaml")
      let text = try String(contentsOf: file, encoding: .utf8)
      let path = "path: exports/registers/notification.ndjson\n"
      try #require(text.contains(path))
      try Data(
        text.replacing(path, with: path + "    columns: { direction: direction }\n").utf8
      ).write(to: file)
      let packed = try bench.muster("run", "-c", "firm/muster.yaml", "-o", "EP-1.zip")
      #expect(packed.status == 1 || packed.status == 3, "\(packed.err)")
      let verified = try bench.muster("verify", "--reassess", "EP-1.zip")
      #expect(verified.status == 0 && verified.out.contains("VALID"), "\(verified.out)")
    }
  }

  @Test func noticesOneChangedByte() throws {
    try Workbench.with { bench in
      try bench.firm("firm", .eu, .xml, planted: false)
      try bench.muster("run", "-c", "firm/muster.yaml", "-o", "EP-1.zip")
      let pack = bench.folder.appending(path: "EP-1.zip")
      var bytes = try Data(contentsOf: pack)
      let middle = bytes.count / 2
      bytes[middle] ^= 1
      try bytes.write(to: pack)
      #expect(try bench.muster("verify", "EP-1.zip").status == 4)
    }
  }

  @Test func judgesAlikeInWhateverOrderFilesArrive() throws {
    try Workbench.with { bench in
      try bench.firm("whole", .us, .mixed, planted: true)
      try bench.firm("portions", .us, .mixed, planted: true)
      let whole = Judgement(try bench.assessment(of: "whole"))
      try collect("portions", portions: 10, in: bench)
      #expect(Judgement(try bench.assess("portions")) == whole)
    }
  }

  /// Which file an event came in changes how many files there are, and nothing else.
  @Test(arguments: [SampleOptions.Regime.us, .eu])
  func judgesAlikeHoweverEventsAreFiled(regime: SampleOptions.Regime) throws {
    let perFile: Set<String> = [
      "document-readable", "epcis-version", "guideline-release", "text-encoding",
      "codes-without-blanks",
      "document-parties", "document-instance-once",
    ]
    try Workbench.with { bench in
      try bench.firm("whole", regime, .mixed, planted: true)
      try bench.firm("reshaped", regime, .mixed, planted: true)
      let whole = Judgement(try bench.assessment(of: "whole"), populationOpen: perFile)
      let root = bench.folder.appending(path: "reshaped")
      let key = try JSONDecoder().decode(
        SampleKeyTests.Key.self, from: Data(contentsOf: root.appending(path: "key.json")))
      #expect(try Reshaping.split(root) > 20)
      #expect(try Reshaping.merge(root, kept: Set(key.gaps.map(\.file))) > 20)
      try collect("reshaped", portions: 4, in: bench)
      let reshaped = Judgement(try bench.assess("reshaped"), populationOpen: perFile)
      #expect(reshaped.requirements.filter { !whole.requirements.contains($0) } == [])
      #expect(reshaped.checks.filter { !whole.checks.contains($0) } == [])
      #expect(reshaped.findings.filter { !whole.findings.contains($0) } == [])
      #expect(whole.findings.filter { !reshaped.findings.contains($0) } == [])
    }
  }

  /// Collects a firm's files in portions, in an order that has nothing to do with names.
  private func collect(_ name: String, portions: Int, in bench: Workbench) throws {
    let exports = bench.folder.appending(path: "\(name)/exports")
    let aside = bench.folder.appending(path: "\(name)-aside")
    try FileManager.default.moveItem(at: exports, to: aside)
    let paths = SampleFacts.files(aside).sorted { Self.spread($0) < Self.spread($1) }
    for portion in 0..<portions {
      for (index, path) in paths.enumerated() where index % portions == portion {
        let target = exports.appending(path: path)
        try FileManager.default.createDirectory(
          at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: aside.appending(path: path), to: target)
      }
      let collected = try bench.muster("collect", "-c", "\(name)/muster.yaml")
      #expect([0, 3].contains(collected.status), "\(collected.err)")
    }
  }

  /// A fixed order that has nothing to do with names.
  private static func spread(_ path: String) -> UInt64 {
    path.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
  }

  @Test func meetsNothingOnAnEmptyCatalogOrOneOfDocuments() throws {
    try Workbench.with { bench in
      let made = try bench.muster("init", "firm")
      #expect(made.status == 0, "\(made.err)")
      let empty = try bench.assessment(of: "firm", exits: [3])
      #expect(empty.requirements.allSatisfy { $0.verdict != .met })
      #expect(empty.checks.allSatisfy { $0.verdict != .met })
      let file = bench.folder.appending(path: "firm/muster.yaml")
      let text = try String(contentsOf: file, encoding: .utf8)
      try text.replacing("kind: epcis", with: "kind: document")
        .write(to: file, atomically: true, encoding: .utf8)
      try Data("%PDF-1.4\nno batch record\n%%EOF\n".utf8)
        .write(to: bench.folder.appending(path: "firm/exports/sop.pdf"))
      let documents = try bench.assessment(of: "firm", exits: [3])
      #expect(documents.summary.metByData == 0)
      #expect(documents.requirements.allSatisfy { $0.verdict != .met })
      #expect(
        documents.checks.filter { $0.verdict == .met }.map(\.id) == ["document-file-whole"],
        "that the one file can be opened is all that files alone show")
    }
  }

  @Test func answersAWrongConfigurationWithEveryMistakeAndWritesNothing() throws {
    try Workbench.with { bench in
      try "version: 1\norganisation: { name: X }\nsources: 7\n".write(
        to: bench.folder.appending(path: "muster.yaml"), atomically: true, encoding: .utf8)
      let outcome = try bench.muster("run", "-o", "EP-1.zip")
      #expect(outcome.status == 78)
      #expect(
        outcome.err.contains("muster.yaml:2:1: error:") && outcome.err.contains("organization"))
      #expect(outcome.err.contains("muster.yaml:3:"))
      let left = try FileManager.default.contentsOfDirectory(atPath: bench.folder.path)
      #expect(!left.contains("muster-catalog") && !left.contains("EP-1.zip"))
    }
  }

  @Test func takesWhatCanBeReadOfABrokenFileAndSaysSo() throws {
    try Workbench.with { bench in
      try bench.firm("firm", .us, .xml, planted: false)
      let exports = bench.folder.appending(path: "firm/exports")
      let path = try #require(SampleFacts.files(exports).first { $0.hasSuffix(".xml") })
      let file = exports.appending(path: path)
      let bytes = try Data(contentsOf: file)
      try bytes.prefix(bytes.count * 3 / 4).write(to: file)
      let outcome = try bench.muster("run", "-c", "firm/muster.yaml", "-o", "EP-1.zip", "--json")
      #expect(outcome.status == 3, "\(outcome.err)")
      #expect(outcome.out.contains("\"incomplete\" : true"))
      #expect(outcome.err.contains(file.lastPathComponent))
    }
  }
}
