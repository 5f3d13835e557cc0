import Assessing
import Foundation
import Testing

@testable import muster_sample

/// The answer to an authority holds records and nothing that was judged.
@Suite(
  "The regulator's pack",
  .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/unzip")))
struct RegulatorPackTests {
  /// What the letters ask each sample firm.
  static let firms = [
    (
      "us-manufacturer", "EP-us",
      """
      requests:
        - id: "001"
          received_at: 2026-11-02T09:15:00-05:00
          from: FDA, district office
          items:
            - { number: "1", text: All records on lot Q26047, lots: [Q26047] }
            - { number: "2", text: All records on lot Q26041, lots: [Q26041] }
            - { number: "3a", text: Lot that nobody knows, lots: [NOSUCHLOT] }
            - { number: "3b", text: The SOP index }
        - id: "002"
          received_at: 2026-11-03T09:15:00-05:00
          from: FDA, district office
          items:
            - { number: "1", text: Everything of the auto-injector, products: ["00399991303024"] }
      """
    ),
    (
      "eu-manufacturer", "EP-eu",
      """
      requests:
        - id: "BfArM-7"
          received_at: 2026-11-02T09:15:00+01:00
          from: BfArM
          items:
            - { number: "1", text: All batches of the first product, products: ["PRODUCT"] }
            - { number: "2", text: All events, records: [epcis] }
      """
    ),
  ]

  static let statusWords = [
    "no exception noted", "item for action", "items for action", "needs a person", "not assessed",
    "only a person can",
    "not applicable", "not_assessed", "not_applicable", "source_not_delivered", "manual_pending",
    "authority_not_law", "interim measure", "waiver",
  ]
  static let internalDocuments = [
    "gap-report", "completeness-checklist", "findings.csv", "assessment.json", "catalog.sqlite",
    "audit-trail", "quarantine.jsonl", "collection-log", "run.json", "muster.yaml",
    "ro-crate-metadata", "manifest.json", "parameters.json", "IA-2026", "SOP QA-017",
    "internal_audit", "internal audit",
  ]
  static let judgingWords = [
    "gap", "gaps", "finding", "findings", "verdict", "assessment", "audit", "severity", "priority",
    "critical", "catalog", "waived", "deviation", "requirement", "requirements", "profile",
  ]

  @Test(arguments: firms)
  func holdsNothingThatWasJudged(firm: String, pack: String, requests: String) throws {
    try Workbench.with { bench in
      try bench.take(firm, asked: requests)
      let assessment = try bench.assessment(of: "firm")
      #expect(!assessment.findings.isEmpty)
      let made = try bench.muster(
        "pack", "-c", "firm/muster.yaml", "--audience", "regulator", "-o", "\(pack).zip")
      #expect(made.status == 0, "\(made.err)")
      #expect(made.err.contains("since receipt"))
      #expect(try bench.muster("verify", "\(pack).zip").status == 0)
      try bench.unzip("\(pack).zip")
      try search(bench.folder.appending(path: pack), assessment)
      // The search statement names where events were looked for, and no other system.
      let named = try Self.systems(in: bench.folder.appending(path: pack))
      let events = assessment.coverage.filter { $0.kind == "epcis" }.map(\.source)
      #expect(named == Set(events))
      #expect(!events.isEmpty && events.count < assessment.coverage.count)
    }
  }

  private func search(_ folder: URL, _ assessment: Assessment) throws {
    let everywhere =
      assessment.findings.map(\.fingerprint)
      + assessment.findings.map { String($0.fingerprint.prefix(12)) }
      + assessment.checks.map(\.id) + assessment.requirements.map(\.id) + Self.statusWords
      + Self.internalDocuments
    let walker = try #require(FileManager.default.enumerator(atPath: folder.path))
    var files = 0
    for case let path as String in walker {
      let url = folder.appending(path: path)
      guard let bytes = try? Data(contentsOf: url) else { continue }
      files += 1
      let text = String(decoding: bytes, as: UTF8.self).lowercased()
      for word in everywhere {
        #expect(!text.contains(word.lowercased()), "\(path) contains \(word)")
        #expect(!path.lowercased().contains(word.lowercased()), "\(path) is called \(word)")
      }
      // Originals and extracts say what their systems said; what Muster wrote must not judge.
      if path.hasPrefix("data/requests/") || path.contains("manifest-") { continue }
      // "gap" is a word of style sheets too.
      let said = text.replacing(/<style>.*?<\/style>/.dotMatchesNewlines(), with: "")
      let words = Set(said.split { !$0.isLetter }.map(String.init))
      let ofBag = ["bagit-profile.json", "bag-info.txt", "data/schema/bagit-profile.schema.json"]
      for word in Self.judgingWords where !ofBag.contains(path) {
        #expect(!words.contains(word), "\(path) says \(word)")
      }
    }
    #expect(files > 10)
  }

  /// A deviation has a field called line, which is not the line it stands at.
  @Test func tellsTheFieldsOfARecordFromItsPlace() throws {
    try Workbench.with { bench in
      let kinds = "deviation, batch_record, alert, challenge_test, print_quality, line_summary"
      try bench.take(
        "us-manufacturer",
        asked: """
          requests:
            - id: "001"
              received_at: 2026-11-02T09:15:00Z
              from: The authority
              items:
                - { number: "1", text: All on the lot, lots: [Q26041], records: [\(kinds)] }
          """
      )
      #expect(try bench.muster("collect", "-c", "firm/muster.yaml").status == 0)
      let made = try bench.muster(
        "pack", "-c", "firm/muster.yaml", "--audience", "regulator", "-o", "RP-1.zip")
      #expect(made.status == 0, "\(made.err)")
      #expect(try bench.muster("verify", "RP-1.zip").status == 0)
      try bench.unzip("RP-1.zip")
      let folder = bench.folder.appending(path: "RP-1/data/requests")
      let names = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String]
      let extracts = try (names ?? []).filter { $0.hasSuffix("extract.csv") }.map {
        try String(contentsOf: folder.appending(path: $0), encoding: .utf8)
      }
      let deviation = try #require(extracts.first { $0.contains("DEV-26-101") })
      #expect(deviation.contains(/,(?:line|row) \d+,|,\/[^,]*,/) && deviation.contains(",L1,"))
    }
  }

  @Test func enclosesWholeOriginalsOnlyWhenEverythingInThemWasAskedFor() throws {
    try Workbench.with { bench in
      try bench.take("us-manufacturer", asked: Self.firms[0].2)
      #expect(try bench.muster("collect", "-c", "firm/muster.yaml").status == 0)
      let made = try bench.muster(
        "pack", "-c", "firm/muster.yaml", "--audience", "regulator", "-o", "RP-1.zip")
      #expect(made.status == 0, "\(made.err)")
      try bench.unzip("RP-1.zip")
      let folder = bench.folder.appending(path: "RP-1/data")
      let list = try String(contentsOf: folder.appending(path: "items.csv"), encoding: .utf8)
      let lines = list.split(separator: "\r\n")
      #expect(lines.contains { $0.contains("whole original") })
      #expect(lines.contains { $0.contains(",extract,") })
      let others = ["Q26042", "Q26044", "Q26045", "Q26046", "Q26048", "Q26O47"]
      let walker = try #require(FileManager.default.enumerator(atPath: folder.path))
      var extracts = 0
      for case let path as String in walker where path.hasPrefix("requests/") {
        guard let content = try? String(contentsOf: folder.appending(path: path), encoding: .utf8)
        else { continue }
        for lot in others where path.hasPrefix("requests/001/") {
          #expect(!content.contains(">\(lot)<") && !content.contains(",\(lot),"), "\(path): \(lot)")
        }
        if path.hasSuffix(".extract.epcis.jsonld") {
          extracts += 1
          #expect(content.contains("\"confidentiality\" : \"CONFIDENTIAL."))
          #expect(content.contains("\"kind\" : \"EXTRACT\""))
          #expect(content.contains("\"originalSha256\" : \""))
          #expect(content.contains("\"muster:original\" : {"))
          #expect(!content.contains("/01/00399991101309/") || path.hasPrefix("requests/002"))
        }
      }
      #expect(extracts > 0)
      let left = try String(contentsOf: folder.appending(path: "not-enclosed.csv"), encoding: .utf8)
      #expect(left.contains("lot NOSUCHLOT,not found in the systems"))
      #expect(left.contains("The SOP index,"))
    }
  }

  @Test func keepsBackWhatIsDatedAfterTheCutOff() throws {
    try Workbench.with { bench in
      try bench.take("us-manufacturer", asked: Self.firms[0].2)
      #expect(try bench.muster("collect", "-c", "firm/muster.yaml").status == 0)
      let made = try bench.muster(
        "pack", "-c", "firm/muster.yaml", "--audience", "regulator", "--request", "001",
        "--as-of", "2026-07-10", "-o", "RP-1.zip")
      #expect(made.status == 0, "\(made.err)")
      #expect(try bench.muster("verify", "RP-1.zip").status == 0)
      try bench.unzip("RP-1.zip")
      let folder = bench.folder.appending(path: "RP-1/data")
      let walker = try #require(FileManager.default.enumerator(atPath: folder.path))
      for case let path as String in walker where path.hasSuffix(".extract.csv") {
        let content = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
        for day in ["2026-07-12T", "2026-07-13T", "2026-08-", "2026-09-"] {
          #expect(!content.contains(",\(day)"), "\(path): \(day)")
        }
      }
      let list = try String(contentsOf: folder.appending(path: "items.csv"), encoding: .utf8)
      #expect(!list.contains("2026-08/") && !list.contains("2026-09/"))
      #expect(list.contains("2026-07/"))
      for name in ["bagit-profile", "epcis-extract"] {
        let schema = folder.appending(path: "schema/\(name).schema.json").path
        #expect(FileManager.default.fileExists(atPath: schema))
      }
      let search = try String(
        contentsOf: folder.appending(path: "search-statement.html"), encoding: .utf8)
      #expect(search.contains("Data as of"))
    }
  }

  /// Names in the first column of the systems searched.
  private static func systems(in pack: URL) throws -> Set<String> {
    let page = try String(
      contentsOf: pack.appending(path: "data/search-statement.html"), encoding: .utf8)
    let table = try #require(page.split(separator: "id=\"queries\"").first)
    let rows = table.matches(of: /<tr>\s*<t[hd][^>]*>([^<]*)<\/t[hd]>\s*<td/)
    return Set(rows.map { String($0.1) })
  }

  @Test func namesOnlySystemsThatCanHoldWhatWasAsked() throws {
    try Workbench.with { bench in
      let asked = """
        requests:
          - id: "7"
            received_at: 2026-11-02T09:15:00-05:00
            from: FDA, district office
            items:
              - { number: "1", text: All licences, records: [licence] }
              - { number: "2", text: Releases of lot Q26041, lots: [Q26041], records: [release] }
              - { number: "3", text: The SOP index }
        """
      try bench.take("us-manufacturer", asked: asked)
      #expect(try bench.muster("collect", "-c", "firm/muster.yaml").status == 0)
      let made = try bench.muster(
        "pack", "-c", "firm/muster.yaml", "--audience", "regulator", "-o", "RP-7.zip")
      #expect(made.status == 0, "\(made.err)")
      try bench.unzip("RP-7.zip")
      let pack = bench.folder.appending(path: "RP-7")
      #expect(try Self.systems(in: pack) == ["licence", "release"])
      let page = try String(
        contentsOf: pack.appending(path: "data/search-statement.html"), encoding: .utf8)
      // In words, not in the words of a configuration.
      #expect(page.contains(">Licence or registration<") && page.contains(">Batch release<"))
      #expect(page.contains("looked for in: Batch release"))
      #expect(!page.contains("epcis"))
      // A slip of the pen is no answer to an official.
      try bench.take("us-manufacturer", asked: asked.replacing("[licence]", with: "[license]"))
      let slip = try bench.muster(
        "pack", "-c", "firm/muster.yaml", "--audience", "regulator", "-o", "RP-8.zip")
      #expect(slip.status == 78, "\(slip.err)")
      #expect(slip.err.contains("did you mean \"licence\"?"))
      #expect(
        !FileManager.default.fileExists(atPath: bench.folder.appending(path: "RP-8.zip").path))
    }
  }

  @Test func refusesToAnswerWhatWasNotAsked() throws {
    try Workbench.with { bench in
      try bench.firm("firm", .us, .xml, planted: false, units: 200)
      #expect(try bench.muster("collect", "-c", "firm/muster.yaml").status == 0)
      let none = try bench.muster(
        "pack", "-c", "firm/muster.yaml", "--audience", "regulator", "-o", "RP-1.zip")
      #expect(none.status == 78, "\(none.err)")
      #expect(none.err.contains("no request"))
      let unknown = try bench.muster(
        "pack", "-c", "firm/muster.yaml", "--audience", "regulator", "--request", "9", "-o",
        "RP-1.zip")
      #expect(unknown.status == 78, "\(unknown.err)")
    }
  }
}

extension Workbench {
  /// Unpacks a zip into the folder.
  func unzip(_ name: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/unzip")
    process.arguments = ["-q", "-o", name]
    process.currentDirectoryURL = folder
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}

extension Workbench {
  /// Puts a sample firm, or another letter to it, into the folder `firm`; `PRODUCT` in the letter is
  /// the first product.
  fileprivate func take(_ firm: String, asked requests: String) throws {
    let place = folder.appending(path: "firm")
    if !FileManager.default.fileExists(atPath: place.path) {
      try FileManager.default.copyItem(
        at: Self.root.appending(path: "SampleData/\(firm)"), to: place)
    }
    let written = Self.root.appending(path: "SampleData/\(firm)/muster.yaml")
    let text = try String(contentsOf: written, encoding: .utf8)
    let numbers = text.split(separator: "\"").map(String.init)
    let product = numbers.first { $0.count == 14 && $0.allSatisfy(\.isNumber) } ?? ""
    try text.replacing("requests: []", with: requests.replacing("PRODUCT", with: product))
      .write(to: place.appending(path: "muster.yaml"), atomically: true, encoding: .utf8)
  }
}
