import Foundation
import Testing

/// Records other than events in the answer to an authority: what an extract says, and what goes out
/// whole.
@Suite(
  "Records in the regulator's pack",
  .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/unzip")))
struct RegulatorRecordTests {
  private static let gtin = "09521230001014"
  private static let otherGTIN = "09521230002028"

  // MARK: What an extract says

  private static let batches = [
    """
    {"batch_record_id": "B-1", "kind": "packaging", "gtin": "\(gtin)", "lot": "NX1", "yield": "98.50"}
    """,
    """
    {"batch_record_id": "B-2", "kind": "packaging", "gtin": "\(gtin)", "lot": "NX2", \
    "expiry": "2028-02-29", "master_record": "MBR-1", "master_version": "4", "site": "Graz", \
    "line": "L1", "order_no": "PO0007", "started_at": "2026-08-03T09:50:00-04:00", \
    "ended_at": "2026-08-03T17:04:00-04:00", "theoretical": 12, "actual_good": 12, \
    "retains_serialized": true, "electronic": false, "yield": "100.00", "yield_low": "90.05", \
    "yield_high": "about 101", "clearance_before": {"by": "OP-1", "at": "2026-08-03T09:35:00-04:00"}, \
    "specimens": [{"ref": "12", "kind": "carton", "shows_lot": true}, {"ref": "13", "kind": "label"}], \
    "x_room": "R7, \\"north\\"", "x_muster": "=1+1"}
    """,
  ]
  private static let deviations = [
    """
    {"dev_id": "DEV-1", "title": "Of the other lot", "lots": ["NX1"], \
    "recorded_at": "2026-08-01T10:00:00Z"}
    """,
    """
    {"dev_id": "DEV-2", "title": "Stop", "lots": ["NX2", "NX3"], "serials": ["S1"], \
    "recorded_at": "2026-08-02T10:00:00+02:00", "due_on": "2026-09-02", "planned": false, \
    "class": "minor", "line": "L1", "capa": ["C-1", "C;2"], "class_history": [{"old": "major", \
    "new": "minor", "by": "QA-1", "changed_at": "2026-08-05T10:00:00Z", "reason": "a; b"}]}
    """,
  ]
  private static let labels = [
    """
    {"gtin": "\(gtin)", "lot": "NX2", "material_code": "CTN", "kind": "carton", "issued": 40, \
    "limit_value": "-0.050"}
    """,
    """
    {"gtin": "\(gtin)", "lot": "NX1", "material_code": "CTN", "kind": "carton", "limit_value": "10.000"}
    """,
  ]

  @Test func anExtractSaysWhatItsOriginalSays() throws {
    try Workbench.with { bench in
      try bench.firm([
        ("batches", "batch_record", "ndjson", Self.batches.joined(separator: "\n")),
        ("quality", "deviation", "ndjson", Self.deviations.joined(separator: "\n")),
        ("labels", "label_reconciliation", "ndjson", Self.labels.joined(separator: "\n")),
      ])
      let kinds = "[batch_record, deviation, label_reconciliation]"
      let answer = try bench.answer(
        items: ["{ number: \"1\", text: All on the lot, lots: [NX2], records: \(kinds) }"])
      for (kind, title, place, original) in [
        ("batches", "Batch record", "line 2", Self.batches[1]),
        ("quality", "Deviation", "line 2", Self.deviations[1]),
        ("labels", "Label and packaging material reconciliation", "line 1", Self.labels[0]),
      ] {
        let (headers, rows) = try answer.table("1", endingIn: "\(kind).ndjson.extract.csv")
        let row = try #require(rows.first)
        #expect(rows.count == 1)
        #expect(row["record_kind"] == title && row["original_place"] == place)
        #expect(row["original_path"] == "\(kind).ndjson" && row["enclosed_as"] == "EXTRACT")
        #expect(Set(headers).count == headers.count, "\(headers)")
        for header in headers {
          #expect(!header.hasPrefix("muster_"), "\(header)")
          for ending in ["_ms", "_day", "_text"] { #expect(!header.hasSuffix(ending), "\(header)") }
        }
        let json = try JSONSerialization.jsonObject(with: Data(original.utf8))
        try compare(try #require(json as? [String: Any]), row, prefix: "")
        let filled = row.filter { !$0.value.isEmpty }.keys.filter { !Self.marks.contains($0) }
        #expect(Set(filled) == Self.paths(try #require(json as? [String: Any])))
      }
    }
  }

  private static let marks: Set = [
    "production_number", "enclosed_as", "record_kind", "original_system", "original_path",
    "original_sha256", "original_place", "confidentiality",
  ]

  private static func paths(_ object: [String: Any]) -> Set<String> {
    Set(
      object.flatMap { name, value in
        (value as? [String: Any])?.keys.map { "\(name)_\($0)" } ?? [name]
      })
  }

  /// Every value of an original against the cell it belongs in.
  private func compare(_ object: [String: Any], _ row: [String: String], prefix: String) throws {
    for (name, value) in object {
      let found = try #require(row[prefix + name] ?? (value is [String: Any] ? "" : nil), "\(name)")
      switch value {
      case let object as [String: Any]: try compare(object, row, prefix: prefix + name + "_")
      case let items as [String] where !items.joined().contains(";"):
        #expect(found == items.joined(separator: ";"))
      case let items as NSArray:
        #expect(try JSONSerialization.jsonObject(with: Data(found.utf8)) as? NSArray == items)
      case let text as String: #expect(found == text, "\(name)")
      case let number as NSNumber:
        let isTruth = ["retains_serialized", "electronic", "planned"].contains(name)
        #expect(found == (isTruth ? "\(number.boolValue)" : "\(number)"), "\(name)")
      default: Issue.record("\(name)")
      }
    }
  }

  private static let releases = """
    N;release_id;gtin;lot;expiry;quantity;decision;decided_at;kind of note
    1;LIB-1;\(gtin);NX1;31.07.2028;40;released;20.07.2026 14:45;first
    2;LIB-2;\(gtin);NX2;31.08.2028;41;released;23.07.2026 10:00;"second; see ""A\"\""
    """

  @Test func keepsTimesAsWrittenAndColumnsNobodyKnows() throws {
    try Workbench.with { bench in
      try bench.firm([("releases", "release", "csv", Self.releases)])
      let answer = try bench.answer(
        items: ["{ number: \"1\", text: Release, lots: [NX2], records: [release] }"])
      let (_, rows) = try answer.table("1", endingIn: "releases.csv.extract.csv")
      let row = try #require(rows.first)
      #expect(rows.count == 1)
      #expect(row["release_id"] == "LIB-2" && row["lot"] == "NX2" && row["gtin"] == Self.gtin)
      #expect(row["expiry"] == "31.08.2028" && row["decided_at"] == "23.07.2026 10:00")
      #expect(row["quantity"] == "41" && row["original_place"] == "line 3")
      #expect(row["kind of note"] == "second; see \"A\"" && row["N"] == "2")
    }
  }

  /// Beside records of one kind, nothing of another would look as if it had not been searched.
  @Test func saysWhichKindAskedForHasNoRecord() throws {
    try Workbench.with { bench in
      try bench.firm([
        ("releases", "release", "csv", Self.releases),
        ("quality", "deviation", "ndjson", Self.deviations[0]),
      ])
      _ = try bench.answer(
        items: ["{ number: \"1\", text: All, lots: [NX2], records: [release, deviation] }"])
      let left = try String(
        contentsOf: bench.folder.appending(path: "RP/data/not-enclosed.csv"), encoding: .utf8)
      #expect(left.contains("1,Deviation,no record of what was asked for was found"), "\(left)")
      #expect(!left.contains("release,no record") && !left.contains("Batch release,no"))
    }
  }

  // MARK: What goes out whole

  @Test func opensASubjectOnlyForTheKindsAnItemNames() throws {
    try Workbench.with { bench in
      try bench.firm([("releases", "release", "csv", Self.releases)])
      let events = "{ number: \"1\", text: All events of the lot, lots: [NX1] }"
      let second = "{ number: \"3\", text: Release, lots: [NX2], records: [release] }"
      let answer = try bench.answer(items: [events, second])
      #expect(try answer.items().map { $0["kind"] } == ["extract"])
      #expect(try !answer.files().contains { $0.contains("LIB-1") })
      // Once the releases of both lots are asked for, nothing else is in the file.
      let first = "{ number: \"2\", text: Release, lots: [NX1], records: [release] }"
      let whole = try bench.answer(items: [events, first, second]).items()
      #expect(whole.map { $0["kind"] } == ["whole original", "whole original"])
      #expect(whole.map { $0["records"] } == ["2", "2"])
      #expect(whole.map { $0["positions_in_original"] } == ["line 2", "line 3"])
      let all = try bench.answer(
        items: [events, "{ number: \"2\", text: Releases, records: [release] }"]
      ).items()
      #expect(all.map { $0["kind"] } == ["whole original"] && all.first?["records"] == "2")
    }
  }

  private static func event(_ serial: String, _ action: String, _ more: String) -> String {
    """
    {"type": "ObjectEvent", "eventTime": "2026-08-01T10:00:00Z", "eventTimeZoneOffset": "+02:00", \
    "epcList": ["https://id.gs1.org/01/\(gtin)/21/\(serial)"], \(action), \
    "disposition": "active"\(more)}
    """
  }

  private static func made(_ serial: String, _ lot: String) -> String {
    event(
      serial, "\"action\": \"ADD\", \"bizStep\": \"commissioning\"",
      ", \"ilmd\": {\"cbvmda:lotNumber\": \"\(lot)\"}")
  }

  @Test func opensNoEventsForALotWhoseRecordsAreAskedFor() throws {
    try Workbench.with { bench in
      let seen = "\"action\": \"OBSERVE\", \"bizStep\": \"storing\""
      let correction = """
        , "errorDeclaration": {"declarationTime": "2026-09-05T10:00:00Z", "reason": "incorrect_data"}
        """
      let events = [
        Self.made("SERIAL1", "NX1"), Self.made("SERIAL2", "NX2"),
        Self.event("SERIAL2", seen, ""), Self.event("SERIAL2", seen, correction),
      ]
      try bench.firm([
        (
          "events", "epcis", "json",
          """
          {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
          "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-09-06T10:00:00Z",
          "epcisBody": {"eventList": [\(events.joined(separator: ",\n"))]}}
          """
        ), ("releases", "release", "csv", Self.releases),
      ])
      let release = "{ number: \"1\", text: Release, lots: [NX1], records: [release] }"
      let second = "{ number: \"2\", text: All events of the lot, lots: [NX2] }"
      let ending = "events.json.extract.csv"
      let answer = try bench.answer(items: [release, second])
      let serials = try answer.table("2", endingIn: ending).rows.map { $0["serial"] }
      #expect(serials == ["SERIAL2", "SERIAL2", "SERIAL2"])
      #expect(try !answer.files().contains { $0.contains("SERIAL1") })
      // A correction counts from when it was declared.
      let cut = try bench.answer(items: [release, second], "--as-of", "2026-08-31")
      #expect(try cut.table("2", endingIn: ending).rows.count == 2)
      #expect(try !cut.files().contains { $0.contains("2026-09-05") })
      // With the events of both lots nothing else is in the file.
      let whole = try bench.answer(items: [
        "{ number: \"1\", text: All events of the lot, lots: [NX1] }", second,
      ]).items()
      #expect(whole.map { $0["kind"] } == ["whole original", "whole original"])
      #expect(whole.map { $0["records"] } == ["4", "4"])
    }
  }

  private static func document(_ events: [String]) -> String {
    """
    {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
    "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-09-06T10:00:00Z",
    "epcisBody": {"eventList": [\(events.joined(separator: ",\n"))]}}
    """
  }

  @Test func tellsOfAUnitThatWasMadeInTwoLotsForEither() throws {
    try Workbench.with { bench in
      let seen = "\"action\": \"OBSERVE\", \"bizStep\": \"storing\""
      let correction = """
        , "errorDeclaration": {"declarationTime": "2026-09-05T10:00:00Z", "reason": "incorrect_data"}
        """
      let takenBack = Self.made("SERIAL3", "NX2")
      try bench.firm([
        (
          "events", "epcis", "json",
          Self.document([
            Self.made("SERIAL1", "NX1"), Self.made("SERIAL1", "NX2"), Self.made("SERIAL2", "NX1"),
            Self.event("SERIAL1", seen, ""), Self.event("SERIAL2", seen, ""), takenBack,
            String(takenBack.dropLast()) + correction + "}", Self.event("SERIAL3", seen, ""),
          ])
        )
      ])
      let answer = try bench.answer(items: ["{ number: \"1\", text: All events, lots: [NX2] }"])
      let rows = try answer.table("1", endingIn: "events.json.extract.csv").rows
      #expect(
        rows.map { "\($0["serial"] ?? "") \($0["business_step"] ?? "")" } == [
          "SERIAL1 commissioning", "SERIAL1 commissioning", "SERIAL1 storing",
          "SERIAL3 commissioning", "SERIAL3 commissioning", "SERIAL3 storing",
        ])
      #expect(try !answer.files().contains { $0.contains("SERIAL2") })
    }
  }

  @Test func leavesNothingBesideALargeAnswer() throws {
    try Workbench.with { bench in
      try bench.firm([
        (
          "events", "epcis", "json",
          Self.document(
            (0..<200).map { Self.made("SERIAL\($0)", $0 == 0 ? "NX2" : "NX1") })
        )
      ])
      let answer = try bench.answer(items: ["{ number: \"1\", text: All events, lots: [NX1] }"])
      let items = try answer.items()
      #expect(items.map { $0["kind"] } == ["extract", "extract"])
      #expect(items.allSatisfy { Int($0["bytes"] ?? "") ?? 0 > 1 << 15 })
      let table = try answer.table("1", endingIn: "events.json.extract.csv")
      #expect(table.rows.count == 199)
      #expect(try bench.muster("verify", "RP.zip").status == 0)
      let names = try FileManager.default.contentsOfDirectory(atPath: bench.folder.path)
      #expect(!names.contains { $0.contains("parts-") }, "\(names)")
    }
  }

  @Test func keepsBackAFileWhoseOtherRecordsWereKnownBefore() throws {
    try Workbench.with { bench in
      let lines = Self.releases.split(separator: "\n").map(String.init)
      try bench.firm([("releases", "release", "csv", lines[...1].joined(separator: "\n"))])
      #expect(try bench.muster("collect", "-c", "muster.yaml").status == 0)
      try bench.write("releases.csv", Self.releases)
      let answer = try bench.answer(
        items: ["{ number: \"1\", text: Release, lots: [NX2], records: [release] }"])
      #expect(try answer.items().map { $0["kind"] } == ["extract"])
      #expect(try !answer.files().contains { $0.contains("LIB-1") })
    }
  }

  @Test func tellsOfTheProductAndOfLotNumbersTwoProductsHave() throws {
    try Workbench.with { bench in
      try bench.firm([
        (
          "releases", "release", "csv",
          """
          release_id,gtin,lot,decision
          R-1,\(Self.gtin),NX1,released
          R-2,\(Self.otherGTIN),NX1,released
          """
        ),
        (
          "quality", "deviation", "csv",
          """
          dev_id,title,gtin,lots
          DEV-1,Of both,,NX1
          DEV-2,Of the product,\(Self.gtin),
          DEV-3,Of nothing,,
          """
        ),
      ])
      let answer = try bench.answer(items: [
        "{ number: \"1\", text: Lot, lots: [NX1], records: [deviation] }",
        "{ number: \"2\", text: Product, products: [\"\(Self.gtin)\"], records: [deviation] }",
      ])
      let ending = "quality.csv.extract.csv"
      #expect(try answer.table("1", endingIn: ending).rows.map { $0["dev_id"] } == ["DEV-1"])
      #expect(try answer.table("2", endingIn: ending).rows.map { $0["dev_id"] } == ["DEV-2"])
    }
  }

  @Test func enclosesBothOfTwoRecordsThatContradictEachOther() throws {
    try Workbench.with { bench in
      let twice =
        Self.releases + "\n3;LIB-2;\(Self.gtin);NX2;31.08.2028;9;rejected;24.07.2026 10:00;"
      try bench.firm([("releases", "release", "csv", twice)])
      let answer = try bench.answer(
        items: ["{ number: \"1\", text: Release, lots: [NX2], records: [release] }"])
      let rows = try answer.table("1", endingIn: "extract.csv").rows
      #expect(rows.map { $0["decision"] } == ["released", "rejected"])
    }
  }

  /// What was asked for may be among what could not be read.
  @Test func saysWhatCouldNotBeRead() throws {
    try Workbench.with { bench in
      let torn =
        Self.deviations.joined(separator: "\n") + "\n{\"dev_id\": \"DEV-3\", \"lots\": [\"NX"
      try bench.firm([("quality", "deviation", "ndjson", torn)])
      let answer = try bench.answer(items: [
        "{ number: \"1\", text: Of the lots, lots: [NX1, NX2, NX3], records: [deviation] }"
      ])
      #expect(try answer.items().map { $0["kind"] } == ["extract"])
      let left = try answer.notEnclosed()
      #expect(left.map { $0["what"] } == ["Deviation quality.ndjson"])
      #expect(left.first?["why"]?.hasPrefix("1 record in it could not be read") == true)
    }
  }

  /// A log whose column of lots no field takes was not searched, whatever it holds.
  @Test func saysOfWhichFilesNoLotWasRead() throws {
    try Workbench.with { bench in
      let log = """
        Abweichungs-Nr.;Erfasst am;Los laut MES
        ABW-1;2026-08-01T10:00:00Z;NX2
        ABW-2;2026-08-02T10:00:00Z;NX1
        """
      try bench.firm([
        ("quality", "deviation", "csv", log),
        ("batches", "batch_record", "ndjson", Self.batches.joined(separator: "\n")),
      ])
      let answer = try bench.answer(items: [
        "{ number: \"1\", text: All of it, lots: [NX2], records: [batch_record, deviation] }"
      ])
      let left = try answer.notEnclosed()
      #expect(left.map { $0["what"] } == ["Deviation quality.csv"])
      #expect(left.first?["why"]?.hasPrefix("2 records in it state no lot or unit") == true)
    }
  }

  /// Of a lot that is nowhere it is said once, and not again for each kind of record.
  @Test func saysOnceThatALotIsNowhere() throws {
    try Workbench.with { bench in
      try bench.firm([
        ("quality", "deviation", "ndjson", Self.deviations.joined(separator: "\n")),
        ("batches", "batch_record", "ndjson", Self.batches.joined(separator: "\n")),
      ])
      let answer = try bench.answer(items: [
        "{ number: \"1\", text: All of it, lots: [NX7], records: [batch_record, deviation] }"
      ])
      #expect(try answer.notEnclosed().map { $0["what"] } == ["lot NX7"])
    }
  }

  // MARK: Cut-off

  @Test func cutsRecordsAndTheirListsAtTheCutOff() throws {
    try Workbench.with { bench in
      let lines = [
        """
        {"dev_id": "DEV-1", "title": "Early", "lots": ["NX1"], "recorded_at": "2026-08-02T10:00:00Z", \
        "cause": "belt", "closed_at": "2026-09-01T10:00:00Z", "x_note": "filled in later", \
        "class_history": [{"old": "minor", "new": "major", "changed_at": "2026-08-05T10:00:00Z"}, \
        {"old": "major", "new": "minor", "changed_at": "2026-09-05T10:00:00Z"}]}
        """,
        """
        {"dev_id": "DEV-2", "title": "Late", "lots": ["NX1"], "recorded_at": "2026-09-02T10:00:00Z"}
        """,
      ]
      try bench.firm([("quality", "deviation", "ndjson", lines.joined(separator: "\n"))])
      for item in ["lots: [NX1], records: [deviation]", "records: [deviation]"] {
        let answer = try bench.answer(
          items: ["{ number: \"1\", text: Deviations, \(item) }"], "--as-of", "2026-08-31")
        #expect(try answer.items().map { $0["kind"] } == ["extract"], "\(item)")
        let rows = try answer.table("1", endingIn: "extract.csv").rows
        #expect(rows.map { $0["dev_id"] } == ["DEV-1"])
        let row = try #require(rows.first)
        #expect(row["closed_at"] == "" && row["cause"] == "" && row["x_note"] == "")
        #expect(row["class_history"]?.contains("2026-08-05") == true)
        #expect(try !answer.files().contains { $0.contains("2026-09-0") })
      }
    }
  }
}

/// An unpacked answer.
private struct Answer {
  let folder: URL

  /// The lines of the list of files.
  func items() throws -> [[String: String]] {
    try Self.table(folder.appending(path: "items.csv")).rows
  }

  /// The lines of the list of what is not enclosed.
  func notEnclosed() throws -> [[String: String]] {
    try Self.table(folder.appending(path: "not-enclosed.csv")).rows
  }

  /// An extract of an item.
  func table(
    _ item: String, endingIn ending: String
  ) throws -> (headers: [String], rows: [[String: String]]) {
    let place = folder.appending(path: "requests/001/\(item)")
    let names = try FileManager.default.contentsOfDirectory(atPath: place.path).sorted()
    let name = try #require(names.first { $0.hasSuffix(ending) }, "\(names)")
    return try Self.table(place.appending(path: name))
  }

  /// The texts of everything enclosed.
  func files() throws -> [String] {
    let walker = try #require(FileManager.default.enumerator(atPath: folder.path))
    return try walker.compactMap { $0 as? String }.filter { $0.hasPrefix("requests/") }.compactMap {
      var isFolder: ObjCBool = false
      let path = folder.appending(path: $0).path
      _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      return isFolder.boolValue ? nil : try String(contentsOfFile: path, encoding: .utf8)
    }
  }

  private static func table(
    _ file: URL
  ) throws -> (headers: [String], rows: [[String: String]]) {
    var lines = cells(try String(contentsOf: file, encoding: .utf8))
    let headers = lines.removeFirst()
    return (
      headers,
      lines.map { Dictionary(zip(headers, $0), uniquingKeysWith: { first, _ in first }) }
    )
  }

  /// RFC 4180.
  private static func cells(_ text: String) -> [[String]] {
    var lines: [[String]] = []
    var line: [String] = []
    var cell = String.UnicodeScalarView()
    var isQuoted = false
    var last: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      defer { last = scalar }
      switch scalar {
      case "\"":
        if !isQuoted && last == "\"" { cell.append(scalar) }
        isQuoted.toggle()
      case _ where isQuoted: cell.append(scalar)
      case ",", "\n":
        line.append(String(cell))
        cell = String.UnicodeScalarView()
        if scalar == "\n" {
          lines.append(line)
          line = []
        }
      case "\r": continue
      default: cell.append(scalar)
      }
    }
    return lines
  }
}

extension Workbench {
  fileprivate func write(_ name: String, _ text: String) throws {
    try Data((text + "\n").utf8).write(to: folder.appending(path: name))
  }

  /// A firm of records alone: a source's name, kind, ending and text.
  fileprivate func firm(_ sources: [(name: String, kind: String, ending: String, text: String)])
    throws
  {
    var lines = ""
    for source in sources {
      try write("\(source.name).\(source.ending)", source.text)
      lines +=
        "  - { name: \(source.name), kind: \(source.kind), "
        + "path: \(source.name).\(source.ending), time_zone: Europe/Vienna }\n"
    }
    try write(
      "base.yaml",
      """
      version: 1
      organization: { name: Bergholt, gln: "9521230000017", roles: [manufacturer], markets: [US] }
      purpose: { kind: internal_audit }
      catalog: muster-catalog
      profiles: [{ id: dscsa-manufacturer }]
      scope: { period: { from: 2026-07-01, to: 2026-09-30 } }
      sites: [{ id: Graz, gln: "9521230000109", time_zone: Europe/Vienna, lines: [L1] }]
      products:
        - { gtin: "09521230001014", name: "Berga 10 mg", aggregated: false }
        - { gtin: "09521230002028", name: "Bergb", aggregated: false }
      sources:
      \(lines)
      """)
    try FileManager.default.copyItem(
      at: folder.appending(path: "base.yaml"), to: folder.appending(path: "muster.yaml"))
  }

  /// Collects, answers a request of these items and unpacks the answer.
  fileprivate func answer(items: [String], _ options: String...) throws -> Answer {
    let base = try String(contentsOf: folder.appending(path: "base.yaml"), encoding: .utf8)
    try write(
      "muster.yaml",
      base + """
        requests:
          - id: "001"
            received_at: 2026-11-02T09:15:00Z
            from: The authority
            items:
        \(items.map { "      - \($0)" }.joined(separator: "\n"))
        """)
    let collected = try muster("collect", "-c", "muster.yaml")
    // 3: something could not be read.
    #expect([0, 3].contains(collected.status), "\(collected.out) \(collected.err)")
    let made = try muster(
      ["pack", "-c", "muster.yaml", "--audience", "regulator", "--force", "-o", "RP.zip"] + options)
    #expect(made.status == 0, "\(made.err)")
    try? FileManager.default.removeItem(at: folder.appending(path: "RP"))
    try unzip("RP.zip")
    return Answer(folder: folder.appending(path: "RP/data"))
  }
}
