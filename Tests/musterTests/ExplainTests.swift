import Assessing
import Cataloging
import Collecting
import Foundation
import Packing
import Settings
import Testing

@testable import muster

/// No code is printed that `muster explain` does not know.
@Suite struct ExplainTests {
  static let all = ExplainCommand.all

  @Test func explainsEveryCodeWithMeaningCauseAndRemedy() {
    for one in Self.all {
      #expect(!one.meaning.isEmpty && !one.cause.isEmpty && !one.remedy.isEmpty, "\(one.code)")
    }
  }

  @Test func knowsEveryRuleReasonAndDefect() {
    let known = Set(Self.all.map { "\($0.place) \($0.code)" })
    for rule in PackRule.allCases { #expect(known.contains("verify \(rule.rawValue)")) }
    for reason in ReasonCode.allCases { #expect(known.contains("assess \(reason.rawValue)")) }
    for reason in OwnReason.allCases { #expect(known.contains("collect \(reason.rawValue)")) }
    for defect in DefectCode.allCases { #expect(known.contains("collect \(defect.rawValue)")) }
    for code in [0, 1, 2, 3, 4, 5, 6, 64, 78, 129, 130, 143] {
      #expect(known.contains("exit code \(code)"))
    }
  }

  /// Nobody is sent to correct a value where there is none, or where nothing is wrong.
  @Test func whatToDoFitsWhatWasNoticed() {
    let noEvents = DefectCode.noEvents.explanation
    #expect(noEvents.remedy.hasPrefix("Nothing, when that is expected"))
    #expect(noEvents.meaning.hasSuffix("The file was taken all the same."))
    #expect(DefectCode.keyRepeated.explanation.remedy.contains("which record is right"))
    #expect(DefectCode.dayZero.explanation.remedy.hasPrefix("Nothing, when"))
    #expect(DefectCode.valueMissing.explanation.remedy.hasPrefix("Correct the value"))
  }

  @Test(arguments: [
    ("sold-after-release", "check"), ("dscsa-gen-01", "requirement of dscsa-manufacturer"),
  ])
  func explainsChecksAndRequirements(id: String, place: String) throws {
    let found = ExplainCommand.defined(id, in: try Library.load(examples: false))
    #expect(found.map(\.place) == [place])
    for one in found { #expect(!one.meaning.isEmpty && !one.cause.isEmpty && !one.remedy.isEmpty) }
  }

  @Test func aCheckComesFromItsRuleNotFromWhatItLists() throws {
    let found = ExplainCommand.defined(
      "deviation-recorded-in-time", in: try Library.load(examples: false))
    #expect(found.first?.cause.hasPrefix("It rests on ") == true, "\(found)")
  }

  /// Every check a report names has a word, those too that the engine makes of kinds and profiles.
  @Test(arguments: [
    ("complete-capa", "Every CAPA states"),
    ("expected-batch-record-by-lot", "a batch record for each lot"),
    ("expected-licence-by-partner-dispenser-wholesaler", "a licence for each partner"),
    ("Expected-Documents-In-Order", "approved and valid on the last day"),
    ("expected-documents-for-the-period", "every day of the period"),
    ("fresh-print-quality-by-line", "of each line is not older"),
  ])
  func explainsAChecksOfTheEngine(id: String, words: String) throws {
    let found = ExplainCommand.defined(id, in: try Library.load(examples: false))
    #expect(found.count == 1 && found.first?.meaning.contains(words) == true, "\(found)")
    for none in ["complete-nothing", "expected-capa", "fresh-", "expected-nothing-by-lot"] {
      #expect(ExplainCommand.defined(none, in: try Library.load(examples: false)).isEmpty)
    }
  }

  @Test(arguments: [
    ("met", "met"), ("no exception noted", "met"), ("not assessed", "not_assessed"),
    ("Not_Assessed", "not_assessed"), ("only a person can judge", "not_assessed"),
    ("item for action", "gap"), ("needs a person's review", "review"),
    ("not applicable", "not_applicable"),
  ])
  func explainsAStatusByItsCodeAndByTheWordsOfTheReport(words: String, code: String) {
    let found = ExplainCommand.named(words)
    #expect(found.map(\.code) == [code] && found.map(\.place) == ["status"])
  }

  /// What is law in one regime may be practice in the other.
  @Test func saysWhatACheckRestsOnUnderEachRegime() throws {
    let found = ExplainCommand.defined(
      "official-request-answered", in: try Library.load(examples: false))
    let cause = try #require(found.first?.cause)
    #expect(cause.contains("It rests on law: FD&C Act 582(b)(1)(B) as changed by 582(m)."))
    #expect(cause.contains("Under FMD it rests on good practice: DR 15"))
  }

  @Test func explainsALimitByTheChecksThatAskIt() throws {
    let found = ExplainCommand.defined("record_hours", in: try Library.load(examples: false))
    #expect(found.map(\.place).contains("parameter of deviation-recorded-in-time"))
    for one in found {
      #expect(one.cause.hasPrefix("Default: 24, unit hour, from "), "\(one.cause)")
      #expect(one.remedy.contains("firm_limits"))
    }
  }

  /// Words of file reasons stand as literals where files are looked at; what refuses a table or a
  /// document names its code.
  @Test func knowsEveryReasonACollectWritesDown() throws {
    let known = Set(Self.all.filter { $0.place == "collect" }.map(\.code))
    let folder = ImportDirectionTests.sources.appending(path: "Collecting")
    let walker = try #require(FileManager.default.enumerator(atPath: folder.path))
    let marks = [".unreadable(\"", ".excluded(\"", ".unreadable, \"", ".excluded, \""]
    var found: Set<String> = []
    for case let path as String in walker where path.hasSuffix(".swift") {
      let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
      for code in text.matches(of: /code: "([a-z_]+)"/) { found.insert(String(code.1)) }
      let isOfFiles = path.hasPrefix("Sources/") || path.hasPrefix("Pipeline/")
      for mark in marks + (isOfFiles ? ["return \""] : []) {
        for range in text.ranges(of: mark) {
          let word = text[range.upperBound...].prefix { $0.isLowercase || $0 == "_" }
          let ending = text[word.endIndex...].first
          if ending == "\"", word.contains("_") { found.insert(String(word)) }
        }
      }
    }
    for word in ["permission_denied", "symlink_outside", "query_writes", "not_a_pdf"] {
      #expect(found.contains(word))
    }
    for word in found.sorted() { #expect(known.contains(word), "\(word)") }
  }
}
