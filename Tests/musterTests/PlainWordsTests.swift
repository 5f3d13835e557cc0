import Foundation
import Settings
import Testing

@testable import muster

/// What a reader stumbles on besides loud words: counts that do not fit their noun, and pointers
/// into papers the reader does not have.
@Suite struct PlainWordsTests {
  /// Nouns that stand behind a count; `{column:one|many}` makes both fit.
  static let nouns = [
    "accounts", "alerts", "codes", "days", "defects", "doses", "events", "extensions", "files",
    "hours", "identifiers", "items", "lines", "lots", "markets", "minutes", "numbers", "packs",
    "pages", "parts", "pieces", "readings", "requesters", "rows", "sales", "samples",
    "serials", "deviations", "shipments", "signals", "steps", "times", "units", "uploads",
  ]

  // What ends the words that belong to a count.
  private static let joints: Set<Substring> = [
    "and", "are", "as", "at", "by", "carries", "for", "from", "has", "have", "held", "holds", "in",
    "is",
    "of", "on", "to", "was", "were", "within",
    "with",
  ]

  /// A bare placeholder with a noun of many behind it, a few words between them or none.
  static func unfitting(_ message: String) -> [String] {
    message.matches(of: /\{[a-z_]+\} ((?:[a-z]+ ){0,3}[a-z]+)\b/)
      .flatMap { $0.1.split(separator: " ").prefix { !joints.contains($0) }.map(String.init) }
      .filter(nouns.contains)
  }

  @Test func messagesOnOneFindingFitTheirCounts() throws {
    let library = try Library.load(from: nil)
    for check in library.checks.values {
      #expect(Self.unfitting(check.messageOne).isEmpty, "\(check.id): \(check.messageOne)")
    }
    #expect(Self.unfitting("Sampling {plan} found {defects} defects") == ["defects"])
    #expect(Self.unfitting("holds {signals} unexplained signals") == ["signals"])
    #expect(Self.unfitting("found {defects:defect|defects}").isEmpty)
  }

  @Test func textsNameNoPaperTheReaderDoesNotHave() throws {
    let library = try Library.load(from: nil)
    var texts: [(String, String)] = []
    for profile in library.profiles.values {
      for requirement in profile.requirements {
        texts +=
          ([requirement.title, requirement.statement, requirement.lookAt, requirement.clock]
          .compactMap(\.self) + requirement.citations).map { (requirement.id, $0) }
      }
    }
    for check in library.checks.values {
      texts += [check.basis, check.statement, check.remedy, check.expected, check.observed].map {
        (check.id, $0)
      }
    }
    for (place, text) in texts { #expect(!Self.pointsNowhere(text), "\(place): \(text)") }
    #expect(Self.pointsNowhere("end dates in 1.4") && Self.pointsNowhere("see 2.16 matrix"))
    #expect(Self.pointsNowhere("R") && Self.pointsNowhere("–") && Self.pointsNowhere("as 03"))
    #expect(!Self.pointsNowhere("EU GMP Annex 11 4.3") && !Self.pointsNowhere("none"))
  }

  static func pointsNowhere(_ text: String) -> Bool {
    text.contains(/\b(in|see|of|under|as) \d+(\.\d+)?\b(?!-| )(?!.*FD&C)/)
      || text.contains(/\bsee \d|matrix$|: check\)/)
      || text.wholeMatch(of: /[A-Z–-]|\(?R\)?/) != nil
  }

  /// Every text of ours in the sources: no count in front of a noun that does not fit one.
  @Test(arguments: ["Reporting", "Packing", "Assessing", "Cataloging", "Collecting", "muster"])
  func sourcesFitTheirCounts(_ folder: String) throws {
    let root = ImportDirectionTests.sources.appending(path: folder)
    let walker = try #require(FileManager.default.enumerator(atPath: root.path))
    let nouns =
      Self.nouns + [
        "checks", "entries", "findings", "members", "profiles", "requirements", "sources",
        "originals", "extracts", "problems", "versions", "statuses",
      ]
    for case let path as String in walker where path.hasSuffix(".swift") {
      let source = try String(contentsOf: root.appending(path: path), encoding: .utf8)
      for line in source.split(separator: "\n")
      where !line.drop(while: { $0 == " " }).hasPrefix("//") {
        for match in line.matches(of: /\\\([^()"]*\b(count|total|number)\) (?:[a-z]+ )?([a-z]+)\b/)
        where nouns.contains(String(match.2)) {
          // A part of something, and what was counted before, are many.
          if line[..<match.range.lowerBound].hasSuffix("of ") { continue }
          if line.contains("> 1") || line.contains("== 1 ?") { continue }
          Issue.record("\(folder)/\(path): \(line)")
        }
      }
    }
  }
}
