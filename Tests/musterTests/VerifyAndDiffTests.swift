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
