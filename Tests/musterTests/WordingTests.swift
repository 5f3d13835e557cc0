import Assessing
import Foundation
import Settings
import Testing

@testable import muster

/// The words a report never prints stand in no text of ours: not in the profiles, not in what the
/// program itself says of records, not in what `explain` tells.
@Suite struct WordingTests {
  /// What only a person's case record may be called.
  static let caseRecord = "suspect case"

  @Test func profilesChecksAndRecordKindsUseQuietWords() throws {
    let library = try Library.load(from: nil)
    var texts: [(String, String)] = []
    for check in library.checks.values {
      texts += [
        check.title, check.statement, check.basis, check.messageOne, check.messageGroup,
        check.expected, check.observed, check.remedy, check.unit.one, check.unit.many,
      ].map { (check.id, $0) }
      texts += check.parameters.map { (check.id, $0.why) }
    }
    for population in library.populations.values {
      texts += [population.title, population.unit.one, population.unit.many].map {
        (population.id, $0)
      }
    }
    texts += library.lists.values.map { ($0.id, $0.title) }
    for profile in library.profiles.values {
      texts.append((profile.id, profile.title))
      for requirement in profile.requirements {
        texts += [requirement.title, requirement.statement, requirement.lookAt].map {
          (requirement.id, $0)
        }
        texts += requirement.citations.map { (requirement.id, $0) }
      }
    }
    for kind in library.recordKinds.values {
      texts += [kind.title, kind.unit.one, kind.unit.many].map { (kind.id, $0) }
    }
    #expect(texts.count > 2000)
    for (place, text) in texts { Self.expectQuiet(text, place) }
  }

  /// What was examined is counted for all groups together: "12 of 8029 packs of lot L1" would give a
  /// lot 8029 packs.
  @Test func aGroupIsNotGivenThePopulationOfAll() throws {
    for check in try Library.load(examples: false).checks.values where !check.groupBy.isEmpty {
      #expect(!check.messageGroup.contains("of {population}"), "\(check.id)")
    }
  }

  @Test func explanationsUseQuietWords() {
    for one in ExplainCommand.all {
      Self.expectQuiet("\(one.meaning) \(one.cause) \(one.remedy)", "explain \(one.code)")
    }
  }

  /// Every text of ours in the sources of what writes reports, packs and answers.
  @Test(arguments: [
    "Archives", "Assessing", "Cataloging", "Collecting", "GS1", "Packing", "Reporting", "Settings",
    "muster",
  ])
  func sourcesUseQuietWords(_ folder: String) throws {
    let root = ImportDirectionTests.sources.appending(path: folder)
    guard let walker = FileManager.default.enumerator(atPath: root.path) else { return }
    // The list of the words itself names them.
    for case let path as String in walker
    where path.hasSuffix(".swift") && "\(folder)/\(path)" != "Settings/Words/ForbiddenWords.swift" {
      let source = try String(contentsOf: root.appending(path: path), encoding: .utf8)
      for text in Self.literals(in: source) { Self.expectQuiet(text, "\(folder)/\(path)") }
    }
  }

  /// What stands between quotation marks and would be read: words that are no code, no SQL.
  static func literals(in source: String) -> [String] {
    var found: [String] = []
    for line in source.split(separator: "\n") {
      let trimmed = line.drop { $0 == " " }
      if trimmed.hasPrefix("//") { continue }
      for match in line.matches(of: /"((?:[^"\\]|\\.)*)"/) {
        let text = String(match.1).replacing(/\\\([^"]*?\)/, with: " ")
        let isCode = text.wholeMatch(of: /[A-Za-z0-9_.:\/<>#-]*/) != nil
        if !isCode && !text.contains(/\b(SELECT|DELETE|INSERT|temp\.)/) { found.append(text) }
      }
    }
    return found
  }

  @Test func findsWordsInLiterals() {
    let source = """
      let a = "it was \\(x) lost here" // "missing"
        // "the proof is missing"
      let b = "file_missing"
      """
    #expect(Self.literals(in: source).first?.contains("lost") == true)
    #expect(!Self.literals(in: source).contains("file_missing"))
  }

  static func expectQuiet(_ text: String, _ place: String) {
    let plain = text.lowercased().replacing(caseRecord, with: "case")
    let hits = ForbiddenWords.hits(in: plain)
    #expect(hits.isEmpty, "\(place): \(hits.map(\.word)) in “\(text)”")
  }
}
