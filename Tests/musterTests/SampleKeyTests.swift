import Assessing
import Foundation
import Testing

/// The keys of the sample firms: every planted gap is found, every decoy silent, nothing else found.
@Suite("The sample firms and their keys") struct SampleKeyTests {
  struct Key: Decodable {
    struct Gap: Decodable {
      let check: String
      let subject: String
      let file: String
      let line: Int
    }
    struct Decoy: Decodable {
      let subject: String
    }
    let gaps: [Gap]
    let decoys: [Decoy]
  }

  @Test(arguments: ["us-manufacturer", "eu-manufacturer"])
  func findsWhatIsPlantedAndNothingElse(firm: String) throws {
    try Workbench.with { bench in
      try FileManager.default.copyItem(
        at: Workbench.root.appending(path: "SampleData/\(firm)"),
        to: bench.folder.appending(path: firm))
      let key = try JSONDecoder().decode(
        Key.self, from: Data(contentsOf: bench.folder.appending(path: "\(firm)/key.json")))
      let assessment = try bench.assessment(of: firm)
      var found = assessment.findings.flatMap { finding in
        finding.subjects.map { subject in
          Listed(
            check: finding.check, subject: subject,
            evidence: subject.evidence.map { finding.evidence[$0] })
        }
      }
      #expect(!key.gaps.isEmpty && !key.decoys.isEmpty)
      #expect(key.gaps.count > 100)
      for gap in key.gaps {
        let hits = found.indices.filter { found[$0].answers(gap) }
        #expect(!hits.isEmpty, "not found: \(gap)")
        for hit in hits { found[hit].isExpected = true }
      }
      for listed in found where !listed.isExpected {
        Issue.record("found, not planted: \(listed.check) \(listed.subject.key)")
      }
      try expectTold(key, assessment.summary)
      // Documents and lists without dates were delivered; no month can say so.
      for source in assessment.coverage {
        let isUndated = ["documents", "equipment", "product-master"].contains(source.source)
        #expect(source.months.isEmpty == isUndated || source.newest == nil, "\(source.source)")
        #expect(!isUndated || source.months.isEmpty, "\(source.source)")
      }
    }
  }

  /// SampleData/README.md states the figures of key and report.
  private func expectTold(_ key: Key, _ summary: Summary) throws {
    let readme = try String(
      contentsOf: Workbench.root.appending(path: "SampleData/README.md"), encoding: .utf8)
    let rows =
      "\(key.gaps.count) rows for \(Set(key.gaps.map(\.check)).count) checks and "
      + "\(key.decoys.count) decoys"
    #expect(readme.contains(rows), "\(rows)")
    let applicable = summary.requirements - summary.notApplicable
    let met = summary.metByData + summary.metByDocuments
    let open = summary.notAssessed - summary.forPerson
    let american =
      "\(summary.gap) of \(applicable) applicable requirements, \(summary.review) for review, no "
      + "exception in \(met), \(summary.forPerson) that only a person can judge and \(open) not "
      + "assessed"
    let european =
      "\(summary.gap) of \(applicable), \(summary.review), \(met), \(summary.forPerson) and "
      + "\(open)."
    #expect(readme.contains(american) || readme.contains(european), "\(american)")
  }

  /// One listed subject of a finding.
  struct Listed {
    let check: String
    let subject: Subject
    let evidence: [EvidencePointer]
    var isExpected = false

    func answers(_ gap: Key.Gap) -> Bool {
      guard gap.check == check else { return false }
      let names: [String?] =
        [subject.key, subject.gtin, subject.lot, subject.sscc, subject.gln]
        + (subject.other ?? [:]).values.map(Optional.some)
      if names.contains(gap.subject) { return true }
      return evidence.contains { pointer in
        let member = pointer.path.split(separator: "!/").last.map(String.init) ?? pointer.path
        let file = member.replacing("/result.ndjson", with: "")
        guard gap.file.hasSuffix(file) else { return false }
        return gap.subject == gap.file || pointer.position.line == gap.line
          || pointer.position.row == gap.line
      }
    }
  }
}
