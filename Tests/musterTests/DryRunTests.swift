import Foundation
import Testing

/// A newcomer's first hour: a table nobody described, and what `collect --dry-run` says of it.
@Suite struct DryRunTests {
  private static let headers = [
    "Abweichungs-Nr.", "Datum", "Klasse", "Kurztxt", "Geschlossen", "Freitext 7",
  ]

  /// A starter firm with one table of deviations.
  private func write(_ bench: Workbench, mapping: [String] = []) throws {
    let folder = bench.folder.appending(path: "audit")
    if !FileManager.default.fileExists(atPath: folder.path) { try bench.muster("init", "audit") }
    let file = folder.appending(path: "muster.yaml")
    let start = try String(contentsOf: file, encoding: .utf8)
      .components(separatedBy: "\n  - name: deviations")[0]
    let source = ["  - name: deviations", "    kind: deviation", "    path: dev.csv"]
    try Data((start + "\n" + (source + mapping).joined(separator: "\n") + "\n").utf8).write(
      to: file)
    try Data(
      """
      \(Self.headers.joined(separator: ";"))
      D-1;03.07.2026;kritisch;Etikett;;a
      D-2;04.07.2026;gering;Drucker;05.07.2026;b

      """.utf8
    ).write(to: folder.appending(path: "dev.csv"))
  }

  @Test func namesEveryColumnWithAFieldOrASuggestion() throws {
    try Workbench.with { bench in
      try write(bench)
      let preview = try bench.muster("collect", "-c", "audit/muster.yaml", "--dry-run")
      #expect(preview.status == 0, "\(preview.err)")
      let lines = preview.out.split(separator: "\n").map(String.init)
      for header in Self.headers {
        let line = try #require(lines.first { $0.hasPrefix("  \(header) ") }, "\(header)")
        let says = ["dev_id", "class", "; perhaps ", "a name of its own: x_", "not clear: "]
        #expect(says.contains { line.contains($0) }, "\(line)")
      }
      #expect(preview.out.contains("D-1") && preview.out.contains("D-2"))
      #expect(!FileManager.default.fileExists(atPath: bench.folder.path + "/audit/.muster"))
    }
  }

  /// Two columns that may mean one field are both named, and none is chosen for the reader.
  @Test func leavesTheChoiceBetweenTwoColumnsToTheReader() throws {
    try Workbench.with { bench in
      try write(bench)
      let preview = try bench.muster("collect", "-c", "audit/muster.yaml", "--dry-run")
      let guesses = preview.out.matches(of: #/(?m)^  (\S.*?) +no field; .*perhaps (\w+)\?$/#)
      let alike = Dictionary(grouping: guesses) { String($0.2) }.filter { $0.value.count > 1 }
      for (field, columns) in alike {
        let line = try #require(
          preview.out.split(separator: "\n").first { $0.contains("# \(field): which is it, ") })
        #expect(columns.allSatisfy { line.contains("\"\($0.1)\"") }, "\(line)")
      }
      #expect(!alike.isEmpty, "\(preview.out)")
    }
  }

  /// What is likely stands as a remark: the reader takes the mark away.
  @Test func whatItProposesCanBePasted() throws {
    try Workbench.with { bench in
      try write(bench)
      let preview = try bench.muster("collect", "-c", "audit/muster.yaml", "--dry-run")
      let parts = preview.out.components(separatedBy: "  To settle this, write under source")
      let block = try #require(parts.last).components(separatedBy: "\n").dropFirst(2)
        .prefix(while: { !$0.isEmpty })
      #expect(!block.contains { $0.contains(": \"") && !$0.contains("# ") }, "\(block)")
      try write(
        bench,
        mapping: block.map { String($0.dropFirst(2)) }.map { line in
          line.hasSuffix("# perhaps") || line.hasSuffix("# columns:")
            ? line.replacing("# ", with: "", maxReplacements: 1) : line
        })
      let again = try bench.muster("collect", "-c", "audit/muster.yaml", "--dry-run")
      #expect(again.status == 0, "\(again.err)\n\(block.joined(separator: "\n"))")
      #expect(again.out.contains("(as muster.yaml says)"), "\(again.out)")
    }
  }

  /// A folder named from here stands beside the configuration, wherever both are moved; a log of
  /// deviations is known by its German headers.
  @Test func writesTheWayToExportsNamedFromHere() throws {
    try Workbench.with { bench in
      let exports = bench.folder.appending(path: "exporte")
      try FileManager.default.createDirectory(at: exports, withIntermediateDirectories: true)
      try Data(
        """
        ABW-Nr;Kurzbeschreibung;Festgestellt;Erfasst am;Charge;Klasse;Fällig am;Status
        ABW-1;Druck;03.07.2026;03.07.2026;B26101;wesentlich;15.08.2026;offen

        """.utf8
      ).write(to: exports.appending(path: "Abweichungen.csv"))
      for place in ["exporte", exports.path] {
        let folder = place == "exporte" ? "audit" : "audit2"
        try bench.muster("init", folder, "--exports", place)
        let file = bench.folder.appending(path: "\(folder)/muster.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        let start = place == "exporte" ? "../exporte" : exports.path
        #expect(text.contains("    path: \"\(start)/Abweichungen.csv\"\n"), "\(text)")
        #expect(text.contains("kind: deviation   # 8 of 8 columns known"))
        let preview = try bench.muster("collect", "-c", "\(folder)/muster.yaml", "--dry-run")
        #expect(preview.status == 0 && preview.out.contains("lots: B26101"), "\(preview.out)")
      }
    }
  }

  @Test func signoffListsNoOptionThatDecidesNothing() throws {
    try Workbench.with { bench in
      let signing = try bench.muster("signoff", "--help").out
      let judging = try bench.muster("assess", "--help").out
      #expect(!signing.contains("--fail-on") && judging.contains("--fail-on"))
    }
  }

  /// Runs on files of a folder, each with its text, and one source for them.
  private func dryRun(
    _ files: [String: String], _ source: String, _ command: [String] = ["collect", "--dry-run"]
  ) throws -> Workbench.Outcome {
    try Workbench.with { bench in
      for (path, text) in files {
        let url = bench.folder.appending(path: "in/\(path)")
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
      }
      try Data(
        """
        version: 1
        organization: { name: Firm, roles: [manufacturer], markets: [US] }
        sites: [{ id: plant, time_zone: America/New_York, lines: [L1] }]
        sources: [{ name: s, path: in, \(source) }]

        """.utf8
      ).write(to: bench.folder.appending(path: "muster.yaml"))
      return try bench.muster(command)
    }
  }

  /// A table where events are expected is told, with what to write; nothing is called taken that
  /// is not.
  @Test(arguments: [["collect", "--dry-run"], ["collect"]])
  func tellsTablesAndOtherFilesAmongEvents(command: [String]) throws {
    let run = try dryRun(
      [
        "batches.csv": "Lot;Qty\nA;1\n", "~$batches.xlsx": "x", "Thumbs.db": "x",
        "scan.pdf": "%PDF-1.4",
        ".DS_Store": "x",
      ], "kind: epcis", command)
    #expect(run.out.contains("5 files seen = 0 taken + 0 unchanged + 5 set aside + 0 not readable"))
    for line in [
      "  batches.csv: set aside, table_among_events. ", "kind: batch_record",
      "  ~$batches.xlsx: set aside, office_lock_file. ", "  Thumbs.db: set aside, system_file. ",
      "  scan.pdf: set aside, not_epcis. ", "  .DS_Store: set aside, hidden. ",
    ] {
      #expect(run.out.contains(line), "\(line) in \(run.out)")
    }
  }

  @Test func aPatternThatNothingFitsIsTold() throws {
    let run = try dryRun(["a.csv": "Lot;Qty\nA;1\n"], "kind: release, exclude: [x]")
    #expect(!run.out.contains("no file fits"))
    try Workbench.with { bench in
      try Data(
        "version: 1\norganization: { name: Firm }\nsources: [{ name: s, kind: epcis, path: '*.xmlx' }]\n"
          .utf8
      ).write(to: bench.folder.appending(path: "muster.yaml"))
      #expect(try bench.muster("collect", "--dry-run").out.contains("no file fits *.xmlx"))
      #expect(try bench.muster("collect").out.contains("no file fits *.xmlx"))
    }
  }

  /// Where the table shows how its days are written, that is proposed; where nothing does, the
  /// reader chooses: a wrong day would be taken without a word.
  @Test func proposesOnlyWhatTheTableShows() throws {
    let head = "Deviation No,Title,Occurred,Due,Classification\n"
    let shown = try dryRun(
      ["a.csv": head + "D1,t,7/6/2026 08:00,8/6/2026,x\nD2,t,7/13/2026 09:00,8/13/2026,y\n"],
      "kind: deviation")
    #expect(shown.out.contains("format: { dates: [\"MM/DD/YYYY\"] }"), "\(shown.out)")
    #expect(shown.out.contains("      time_zone: America/New_York "))
    #expect(
      shown.out.contains("      # values:\n        # class:\n          # \"x\": one of critical"))
    let dashed = try dryRun(
      ["a.csv": head + "D1,t,06-07-2026 08:00,06-08-2026,x\nD2,t,13-07-2026 09:00,14-08-2026,y\n"],
      "kind: deviation")
    #expect(dashed.out.contains("format: { dates: [\"DD-MM-YYYY\"] }"), "\(dashed.out)")
    let open = try dryRun(["a.csv": head + "D1,t,7/6/2026 08:00,8/6/2026,x\n"], "kind: deviation")
    #expect(open.out.contains("# under format: dates: [\"DD/MM/YYYY\"], or [\"MM/DD/YYYY\"]"))
    #expect(!open.out.contains("format: { dates"))
  }

  /// What a collect would set aside makes the dry run end like it.
  @Test func aDryRunEndsLikeTheCollect() throws {
    let file = ["r.csv": "Batch,GTIN,Decision\nA,1,released\nB,2,released,surplus\nA-4711\n"]
    let dry = try dryRun(file, "kind: release")
    let whole = try dryRun(file, "kind: release", ["collect"])
    #expect(dry.status == 3 && whole.status == 3)
    #expect(dry.out.contains("In quarantine: line 4: 1 cell where the header has 3"))
    #expect(
      whole.out.contains(
        "r.csv: 2 stretches in quarantine; first line 3: 4 cells where the header has 3"),
      "\(whole.out)")
    let none = try dryRun(["r.csv": "alpha,beta\n1,2\n"], "kind: release")
    #expect(none.out.contains("1 file seen = 0 taken + 0 unchanged + 0 set aside + 1 not readable"))
  }

  /// Old or other programs' workbooks say what to do instead of being opened as what they are not.
  @Test func saysWhatToDoWithOtherPrograms() throws {
    let run = try dryRun(
      ["a.xls": "<html><table><tr><td>Lot</td></tr></table></html>", "b.xls": "\u{0}\u{1}"],
      "kind: release")
    #expect(run.status == 3)
    #expect(run.out.contains("that only its name makes an Excel file"), "\(run.out)")
  }

  private static let uploads = """
    msg_id,gtin,lot,expiry,market,pack_count,submitted_at,ack_at,ack_status
    M-1,09506000134352,L1,2028-06-30,DE,20,2026-07-05T08:00:00Z,2026-07-05T08:05:00Z,accepted

    """

  /// What `init` makes of exports by their names, and what it says.
  private func begun(with exports: [String: String], in bench: Workbench) throws -> (
    configuration: String, said: String
  ) {
    let folder = bench.folder.appending(path: "exports")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in exports { try Data(text.utf8).write(to: folder.appending(path: name)) }
    let made = try bench.muster("init", "audit", "--exports", "exports")
    #expect(made.status == 0)
    let configuration = try String(
      contentsOf: bench.folder.appending(path: "audit/muster.yaml"), encoding: .utf8)
    return (configuration, made.err)
  }

  /// Calibrations are kept on both sides of the ocean, though only one law expects a list of them.
  @Test func aListOfCalibrationsMakesNoEuropeanFirm() throws {
    try Workbench.with { bench in
      let (text, said) = try begun(
        with: [
          "calibration.csv": """
          cal_id,equipment,kind,calibrated_at,due_on,as_found,as_left,standard_ref,certificate
          CAL-1,SCN-1,calibration,2026-07-05T08:00:00Z,2027-07-05,in,in,ST-1,CE-1

          """
        ], in: bench)
      #expect(text.contains("kind: calibration"), "\(text)")
      #expect(text.contains("  - id: dscsa-manufacturer"))
      #expect(said.contains("assumes a firm in the United States"), "\(said)")
      #expect(said.contains("Otherwise set markets, profiles (fmd-manufacturer)"))
    }
  }

  /// Customers are on a list everywhere; uploads to the repository are European.
  @Test func aListOfCustomersBesideUploadsMakesNoAmericanFirm() throws {
    try Workbench.with { bench in
      let (text, said) = try begun(
        with: [
          "uploads.csv": Self.uploads,
          "customers.csv": """
          gln,name,role,country,address,valid_from
          9520000000028,Apotheke Eins,dispenser,DE,Hauptstr. 1,2025-01-01

          """,
        ], in: bench)
      #expect(text.contains("kind: partner_master"), "\(text)")
      #expect(text.contains("  - id: fmd-manufacturer"))
      #expect(said.contains("since the exports hold repository_upload."), "\(said)")
    }
  }

  @Test func exportsOfUploadsToTheRepositoryBeginAEuropeanConfiguration() throws {
    try Workbench.with { bench in
      let (text, said) = try begun(with: ["uploads.csv": Self.uploads], in: bench)
      #expect(said.contains("since the exports hold repository_upload."), "\(said)")
      #expect(text.contains("kind: repository_upload"), "\(text)")
      #expect(text.contains("  - id: fmd-manufacturer"))
      #expect(!text.contains("markets: [US]\n"))
      let dry = try bench.muster("collect", "-c", "audit/muster.yaml", "--dry-run")
      #expect(dry.status == 0, "\(dry.err)")
    }
  }
}
