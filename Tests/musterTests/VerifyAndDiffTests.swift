import Archives
import Assessing
import Cataloging
import Foundation
import Packing
import Settings
import Testing

@testable import muster_sample

/// `verify --reassess` and `diff` through the built program.
@Suite(.serialized) struct VerifyAndDiffTests {
  @Test func makesTheAssessmentAgainFromThePackAlone() throws {
    try Workbench.with { bench in
      try bench.firm("us", .us, .xml, planted: true, units: 400)
      #expect(
        [0, 1].contains(try bench.muster("run", "-c", "us/muster.yaml", "-o", "A.zip").status))
      try FileManager.default.removeItem(at: bench.folder.appending(path: "us"))
      let same = try bench.muster("verify", "A.zip", "--reassess")
      #expect(same.status == 0, "\(same.out)")
      #expect(same.out.contains("assessment made again with the same result"))
    }
  }

  @Test func saysWhereAnAssessmentDoesNotFollowFromTheRecords() throws {
    try Workbench.with { bench in
      try bench.firm("us", .us, .xml, planted: true, units: 400)
      var assessment = try bench.assessment(of: "us")
      // A polished judgement, packed with every list in order.
      let index = try #require(assessment.requirements.firstIndex { $0.verdict == .gap })
      assessment.requirements[index].verdict = .met
      let gone = assessment.findings.removeFirst()
      let file = bench.folder.appending(path: "us/muster.yaml")
      let configuration = try MusterConfiguration.load(from: file)
      let catalog = try Catalog.open(folder: configuration.catalog, mode: .read)
      var request = PackRequest(
        output: bench.folder.appending(path: "EP-forged.zip").path, assessment: assessment)
      request.libraryFiles = LibraryFiles.builtIn
      request.configuration = configuration.text
      _ = try PackBuilder(catalog).write(request)
      #expect(try bench.muster("verify", "EP-forged.zip").status == 0)
      let again = try bench.muster("verify", "EP-forged.zip", "--reassess")
      #expect(again.status == 4)
      let id = assessment.requirements[index].id
      #expect(again.out.contains("V108 failure: Requirement \(id), status: the pack states met"))
      #expect(again.out.contains("Finding \(gone.fingerprint.prefix(12)) is not in"))
    }
  }

  /// A pack of a scope holds only what is in it, and is as sound as one of everything.
  @Test(arguments: [
    "lots: [NONE]", "lots: [Q26X01]", "products: [\"00399991202013\"]", "sites: [dayton]",
    "partners: [\"0399992000014\"]", "period: { from: 2026-01-01, to: 2026-03-31 }",
    "period: { from: 2027-01-01, to: 2027-03-31 }",
  ])
  func aSoundPackOfAScopeIsValid(scope: String) throws {
    try Workbench.with { bench in
      try bench.firm("us", .us, .xml, planted: true, units: 2000, records: .mixed)
      try bench.narrow("us", to: scope)
      let run = try bench.muster("run", "-c", "us/muster.yaml", "-o", "A.zip")
      // Of a scope without an event nothing about units was judged, which is said with a 3.
      #expect([0, 1, 3].contains(run.status), "\(run.err)")
      let again = try bench.muster("verify", "A.zip", "--reassess")
      #expect(again.status == 0, "\(again.out)")
    }
  }

  @Test func aPackOfAScopeSaysWhatItCannotCountAgain() throws {
    try Workbench.with { bench in
      try bench.firm("us", .us, .xml, planted: true, units: 2000)
      try bench.narrow("us", to: "lots: [Q26041]")
      let run = try bench.muster("run", "-c", "us/muster.yaml", "-o", "A.zip")
      #expect([0, 1].contains(run.status), "\(run.err)")
      let again = try bench.muster("verify", "A.zip", "--reassess")
      #expect(again.status == 0, "\(again.out)")
      #expect(again.out.contains("cannot be counted again: "), "\(again.out)")
      #expect(again.out.contains("where the pack holds what it rests on"), "\(again.out)")
    }
  }

  /// What a product was left out for stands in the originals that tell of it: without them nobody could
  /// follow that it is another law's.
  @Test func aProductLeftToAnotherLawTakesNoOriginalOutOfThePack() throws {
    try Workbench.with { bench in
      try bench.firm("us", .us, .xml, planted: true, units: 2000)
      let all = try bench.muster("run", "-c", "us/muster.yaml", "-o", "A.zip")
      #expect([0, 1].contains(all.status), "\(all.err)")
      let file = bench.folder.appending(path: "us/muster.yaml")
      let text = try String(contentsOf: file, encoding: .utf8)
      let product = "{ gtin: \"00399991202013\","
      #expect(text.contains(product))
      try text.replacing(product, with: "\(product) markets: [DE],")
        .write(to: file, atomically: true, encoding: .utf8)
      let left = try bench.muster("run", "-c", "us/muster.yaml", "-o", "B.zip")
      #expect([0, 1].contains(left.status), "\(left.err)")
      #expect(try bench.originals(in: "A") == bench.originals(in: "B"))
      let again = try bench.muster("verify", "B.zip", "--reassess")
      #expect(again.status == 0, "\(again.out)")
      #expect(again.out.contains("made again with the same result ("), "\(again.out)")
    }
  }

  /// What the enclosed records contradict is told of a part too.
  @Test func aPolishedAssessmentOfAScopeIsFound() throws {
    try Workbench.with { bench in
      try bench.firm("us", .us, .xml, planted: true, units: 2000)
      try bench.narrow("us", to: "lots: [Q26041, Q26X06]")
      let sound = try bench.assessment(of: "us")
      let ofAllEvents = [
        "epc-digit-count", "event-date-plausible", "event-id-once", "document-instance-once",
        "spreadsheet-damage", "event-coverage", "correction-resolves",
        "correction-reaches-partner", "corrected-event-relied-on", "ndc-matches-gtin",
      ]
      let gap = try #require(
        sound.checks.firstIndex { $0.verdict == .gap && !ofAllEvents.contains($0.id) })
      let waiting = try #require(
        sound.requirements.firstIndex { $0.reason?.code == .manualPending && $0.checks.isEmpty })
      let judged = try #require(
        sound.checks.firstIndex {
          $0.verdict == .met && $0.reads == ["event"] && $0.population > 50
            && !ofAllEvents.contains($0.id)
        })
      let forgeries: [(words: String, change: (inout Assessment) -> Void)] = [
        (
          "is not in the pack's assessment",
          { $0.findings.removeAll { $0.check == sound.checks[gap].id } }
        ),
        ("Check \(sound.checks[gap].id), gaps", { $0.checks[gap].gaps -= 1 }),
        ("Check \(sound.checks[gap].id), status", { $0.checks[gap].verdict = .met }),
        (
          "Requirement \(sound.requirements[waiting].id), status",
          { $0.requirements[waiting].verdict = .met }
        ),
        (
          "Check \(sound.checks[judged].id), status",
          { $0.checks[judged].verdict = .notApplicable }
        ),
        ("Check \(sound.checks[judged].id), population", { $0.checks[judged].population = 0 }),
      ]
      let file = bench.folder.appending(path: "us/muster.yaml")
      let configuration = try MusterConfiguration.load(from: file)
      let catalog = try Catalog.open(folder: configuration.catalog, mode: .read)
      for (number, forgery) in forgeries.enumerated() {
        var assessment = sound
        forgery.change(&assessment)
        var request = PackRequest(
          output: bench.folder.appending(path: "F\(number).zip").path, assessment: assessment)
        request.libraryFiles = LibraryFiles.builtIn
        request.configuration = configuration.text
        _ = try PackBuilder(catalog).write(request)
        let again = try bench.muster("verify", "F\(number).zip", "--reassess")
        #expect(again.status == 4, "\(forgery.words): \(again.out)")
        #expect(again.out.contains(forgery.words), "\(forgery.words): \(again.out)")
      }
    }
  }

  @Test func tellsWhatChangedBetweenPacksAndAssessments() throws {
    try Workbench.with { bench in
      try bench.firm("us", .us, .xml, planted: true, units: 400)
      var later = try bench.assessment(of: "us")
      #expect(try bench.muster("diff", "us.json", "us.json").status == 0)
      let gone = later.findings.removeFirst()
      later.requirements[0].verdict = .notApplicable
      let url = bench.folder.appending(path: "later.json")
      try Data(AssessmentEncoder.json(later)).write(to: url)
      let text = try bench.muster("diff", "us.json", "later.json")
      #expect(text.status == 1)
      #expect(text.out.contains("No longer seen (1):"))
      #expect(text.out.contains(gone.message))
      #expect(text.out.contains("\(later.requirements[0].id): "))
      let json = try bench.muster("diff", "us.json", "later.json", "--json")
      let diff = try JSONDecoder.snake.decode(AssessmentDiff.self, from: Data(json.out.utf8))
      #expect(diff.noLongerSeen.map(\.fingerprint) == [gone.fingerprint])
      #expect(
        [0, 1].contains(try bench.muster("run", "-c", "us/muster.yaml", "-o", "A.zip").status))
      #expect([0, 1].contains(try bench.muster("diff", "us.json", "A.zip").status))
      let other = try bench.muster("diff", "us.json", "us/muster.yaml")
      #expect(other.status == 2)
      #expect(other.err.contains("is no assessment of muster: it is not JSON."))
      #expect(!other.err.contains("DecodingError"))
    }
  }

  /// Each profile has a file, as each has a pack; the last one written is not all there was.
  @Test func writesAnAssessmentForEachProfile() throws {
    try Workbench.with { bench in
      try bench.firm("us", .us, .xml, planted: false, units: 400)
      let file = bench.folder.appending(path: "us/muster.yaml")
      let text = try String(contentsOf: file, encoding: .utf8)
      let first = "profiles:\n"
      try text.replacing(first, with: first + "  - id: fmd-manufacturer\n")
        .write(to: file, atomically: true, encoding: .utf8)
      _ = try bench.muster("collect", "-c", "us/muster.yaml")
      let both = try bench.muster("assess", "-c", "us/muster.yaml", "-o", "out.v1.json")
      // All of the firm is sold in the United States: the European profile has nothing to judge.
      #expect(both.status == 3, "\(both.err)")
      #expect(both.out.contains("Not judged: 1 product for other markets (US)"))
      #expect(both.out.contains("None of the events collected names another product"))
      for profile in ["dscsa-manufacturer", "fmd-manufacturer"] {
        let place = bench.folder.appending(path: "out.v1-\(profile).json")
        let kept = try AssessmentEncoder.decode(
          Array(try Data(contentsOf: place)), name: place.path)
        #expect(kept.profile.id == profile)
      }
    }
  }

  @Test func judgesAProfileNamedTwiceOnceAndTellsASlipBeforeAnyWork() throws {
    try Workbench.with { bench in
      try bench.firm("us", .us, .xml, planted: false, units: 400)
      _ = try bench.muster("collect", "-c", "us/muster.yaml")
      let one = try bench.muster(
        "assess", "-c", "us/muster.yaml", "--profile", "dscsa-manufacturer", "--profile",
        "dscsa-manufacturer", "-o", "one.json")
      #expect([0, 1].contains(one.status), "\(one.err)")
      #expect(
        FileManager.default.fileExists(atPath: bench.folder.appending(path: "one.json").path))
      // A slip of the pen is told before anything is collected.
      let slip = try bench.muster(
        "run", "-c", "us/muster.yaml", "-o", "A.zip", "--profile", "dscsa-manufacturr")
      #expect(slip.status == 2 && !slip.err.contains("seen ="), "\(slip.err)")
      #expect(slip.err.contains("There is no profile dscsa-manufacturr. Known profiles: dscsa-"))
    }
  }

  @Test func saysOnceWhyNothingCanBeCompared() throws {
    try Workbench.with { bench in
      try bench.firm("us", .us, .xml, planted: true, units: 400)
      try bench.firm("eu", .eu, .xml, planted: true, units: 400)
      _ = try bench.assessment(of: "us")
      _ = try bench.assessment(of: "eu")
      let diff = try bench.muster("diff", "us.json", "eu.json")
      #expect(diff.out.contains("Findings not compared: They are of different profiles."))
      #expect(diff.out.matches(of: /different profiles/).count == 1)
      #expect(!diff.out.contains("Not comparable ("))
    }
  }

  /// What a script reads is one document, however many profiles there are.
  @Test func assessesSeveralProfilesIntoOneList() throws {
    try Workbench.with { bench in
      try bench.firm("us", .us, .xml, planted: false, units: 300)
      #expect(try bench.muster("collect", "-c", "us/muster.yaml").status == 0)
      func judged(_ profiles: [String]) throws -> [UInt8] {
        let names = profiles.flatMap { ["--profile", $0] }
        let command = ["assess", "-c", "us/muster.yaml", "--format", "json", "--baseline", "none"]
        return Array(try bench.muster(command + names).out.utf8)
      }
      let both = try judged(["fmd-manufacturer", "dscsa-manufacturer"])
      let list = try JSONDecoder.snake.decode([Assessment].self, from: Data(both))
      #expect(list.map(\.profile.id) == ["fmd-manufacturer", "dscsa-manufacturer"])
      let one = try AssessmentEncoder.decode(try judged(["dscsa-manufacturer"]), name: "one")
      #expect(one.findings == list[1].findings)
    }
  }

  @Test func explainsWhatTheFirmsOwnProfilesDefine() throws {
    try Workbench.with { bench in
      let check = Workbench.root.appending(path: "Profiles/checks/time-zone-offset.yaml")
      let folder = bench.folder.appending(path: "own/checks")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try String(contentsOf: check, encoding: .utf8)
        .replacing("id: time-zone-offset", with: "id: firm-zones")
        .write(
          to: folder.appending(path: "firm-zones.yaml"), atomically: true, encoding: .utf8)
      func write(_ name: String, _ own: String) throws {
        let text = """
          version: 1
          organization: { name: Firm, roles: [manufacturer] }
          profiles: [{ id: dscsa-manufacturer }]
          own_profiles: \(own)
          sources: [{ name: events, kind: epcis, path: in }]
          """
        try text.write(
          to: bench.folder.appending(path: name), atomically: true, encoding: .utf8)
      }
      try write("firm.yaml", "own")
      #expect(try bench.muster("explain", "firm-zones").status == 64)
      let named = try bench.muster("explain", "-c", "firm.yaml", "firm-zones")
      #expect(named.status == 0 && named.out.hasPrefix("firm-zones (check)"), "\(named.err)")
      try write("muster.yaml", "own")
      #expect(try bench.muster("explain", "firm-zones").status == 0)
      try write("muster.yaml", "nowhere")
      let broken = try bench.muster("explain", "sold-after-release")
      #expect(broken.status == 0 && broken.err.contains("muster.yaml has faults"))
      #expect(try bench.muster("explain", "-c", "muster.yaml", "sold-after-release").status == 78)
      #expect(try bench.muster("explain", "3").err.isEmpty)
    }
  }

  @Test func explainsOnTheCommandLine() throws {
    try Workbench.with { bench in
      #expect(try bench.muster("explain", "v104").out.contains("What to do"))
      let unknown = try bench.muster("explain", "V1044")
      #expect(unknown.status == 64)
      #expect(unknown.err.contains("did you mean \"V104\""))
      #expect(try bench.muster("explain").out.contains("source_not_delivered"))
    }
  }
}

extension JSONDecoder {
  fileprivate static var snake: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }
}

extension Workbench {
  /// The lines of a pack's manifest that list originals.
  fileprivate func originals(in pack: String) throws -> [Substring] {
    let reader = try ZipReader(RandomAccessFile(path: folder.appending(path: "\(pack).zip").path))
    let name = "\(pack)/manifest-sha256.txt"
    let member = try #require(reader.members.first { $0.name == name })
    let text = String(decoding: try reader.open(member).readAll(limit: 1 << 24), as: UTF8.self)
    let lines = text.split(separator: "\n").filter { $0.contains("  data/evidence/") }
    #expect(!lines.isEmpty)
    return lines
  }
}
