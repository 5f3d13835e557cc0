import Foundation
import Testing

@testable import muster_sample

/// Dossiers and charts on records as systems export them, not only on events.
@Suite(
  "Records in dossiers",
  .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/unzip")))
struct DossierRecordTests {
  private static let sources = [
    ("quality", "deviation"), ("releases", "release"), ("batches", "batch_record"),
    ("points", "spc_point"), ("counts", "serial_reconciliation"),
  ]

  private func write(_ bench: Workbench, lot: String, gtin: String) throws {
    var points = ["chart_id,characteristic,line,lot,plotted_at,n,d,baseline_id"]
    for number in 1...24 {
      let day = number < 10 ? "0\(number)" : "\(number)"
      points.append(
        "P-1,no_read,L1,N\(day),2026-07-\(day)T12:00:00Z,1000,\(number == 9 ? 90 : 10),B")
    }
    points.append("P-1,no_read,L1,TOOLATE,2026-12-01T12:00:00Z,1000,10,B")
    let tables = [
      "quality": """
      dev_id,title,lots,recorded_at,detected_at,closed_at,cause,state
      DEV-1,<b>Camera</b> stopped,\(lot),2026-07-02T10:00:00Z,2026-07-02T09:00:00Z,2026-12-20T10:00:00Z,=1+1 belt,closed
      DEV-2,After the cut-off,\(lot),2026-12-02T10:00:00Z,2026-12-02T09:00:00Z,,,open
      """,
      "releases": """
      release_id,gtin,lot,decision,decided_at
      REL-1,\(gtin),\(lot),released,2026-07-06T12:00:00Z
      """,
      "batches": """
      batch_record_id,kind,gtin,lot,started_at,ended_at,qa_review_at
      BR-1,packaging,\(gtin),\(lot),2026-07-01T06:00:00Z,2026-07-01T18:00:00Z,2026-07-05T12:00:00Z
      """,
      "counts": """
      gtin,lot,level,allocated,commissioned,label_scrapped,label_sampled,returned_unused,still_on_line,approved_at
      \(gtin),\(lot),unit,1600,1,20,4,40,0,2026-07-04T10:00:00Z
      """,
      "points": points.joined(separator: "\n"),
    ]
    var lines = "sources:\n"
    for (name, kind) in Self.sources {
      try Data(((tables[name] ?? "") + "\n").utf8).write(
        to: bench.folder.appending(path: "firm/\(name).csv"))
      lines += "  - { name: \(name), kind: \(kind), path: \(name).csv }\n"
    }
    let file = bench.folder.appending(path: "firm/muster.yaml")
    let text = try String(contentsOf: file, encoding: .utf8)
    try text.replacing("sources:\n", with: lines).write(
      to: file, atomically: true, encoding: .utf8)
  }

  @Test func standOnTheLineTheTableAndTheChartUpToTheCutOff() throws {
    try Workbench.with { bench in
      try bench.firm("firm", .us, .xml, planted: false, units: 300)
      #expect(try bench.muster("collect", "-c", "firm/muster.yaml").status == 0)
      let (lot, gtin) = try Self.lot(bench)
      try write(bench, lot: lot, gtin: gtin)
      #expect(try bench.muster("collect", "-c", "firm/muster.yaml").status == 0)
      let made = try bench.muster("pack", "-c", "firm/muster.yaml", "-o", "EP-1.zip")
      #expect([0, 1].contains(made.status), "\(made.err)")
      try bench.unzip("EP-1.zip")
      let folder = bench.folder.appending(path: "EP-1/data/report")
      let names = try FileManager.default.contentsOfDirectory(
        atPath: folder.appending(path: "dossiers").path)
      let name = try #require(names.first { $0.hasSuffix("-\(lot).html") })
      #expect(names.contains(name.dropLast(4) + "pdf"))
      let page = try String(
        contentsOf: folder.appending(path: "dossiers/\(name)"), encoding: .utf8)
      for words in [
        "Record begins", "Record ends", "Quality review", "Decision released", "Deviation DEV-1",
        "Serial reconciliation approved", "Numbers allocated", "Labels scrapped",
        "Not explained there", "&lt;b&gt;Camera&lt;/b&gt; stopped", "BR-1", "REL-1",
        "batches.csv, line 2",
      ] { #expect(page.contains(words), "\(words)") }
      for later in ["DEV-2", "=1+1 belt", "2026-12-20", "<b>Camera"] {
        #expect(!page.contains(later), "\(later)")
      }
      let report = try String(
        contentsOf: folder.appending(path: "gap-report.html"), encoding: .utf8)
      #expect(report.contains("Share of no read per lot, line L1, chart P-1"))
      #expect(report.contains("Outside three-sigma limits: N09."))
      #expect(!report.contains("TOOLATE"))
    }
  }

  @Test func theTraceOfASerialShowsTheRecordsThatNameIt() throws {
    try Workbench.with { bench in
      try bench.firm("firm", .us, .xml, planted: false, units: 400)
      #expect(try bench.muster("collect", "-c", "firm/muster.yaml").status == 0)
      let (lot, gtin) = try Self.lot(bench)
      let folder = bench.folder.appending(path: "firm/more")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try """
      case_id,opened_at,gtin,lot,serials
      SC-7,2026-08-02T10:00:00Z,\(gtin),\(lot),"NOSUCH1, NOSUCH2"

      """.write(to: folder.appending(path: "cases.csv"), atomically: true, encoding: .utf8)
      let file = bench.folder.appending(path: "firm/muster.yaml")
      let text = try String(contentsOf: file, encoding: .utf8)
      try text.replacing(
        "sources:\n",
        with: "sources:\n  - { name: cases, kind: suspect_case, path: more/cases.csv }\n"
      ).write(to: file, atomically: true, encoding: .utf8)
      let collected = try bench.muster("collect", "-c", "firm/muster.yaml")
      #expect(collected.status == 0, "\(collected.err)")
      let told = try bench.muster(
        "trace", "-c", "firm/muster.yaml", "--gtin", gtin, "--serial", "NOSUCH2")
      #expect(told.status == 0, "\(told.err)")
      #expect(told.out.contains("SC-7"))
      #expect(told.out.contains("cases.csv"), "\(told.out)")
    }
  }

  /// A lot of the firm with the GTIN of its units.
  private static func lot(_ bench: Workbench) throws -> (lot: String, gtin: String) {
    let folder = bench.folder.appending(path: "firm")
    let walker = try #require(FileManager.default.enumerator(atPath: folder.path))
    for case let path as String in walker where path.hasSuffix(".xml") {
      let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
      guard let found = text.firstMatch(of: /lotNumber>([A-Za-z0-9]+)</) else { continue }
      let lot = String(found.1)
      let told = try bench.muster("trace", "-c", "firm/muster.yaml", "--lot", lot)
      if let gtin = told.out.firstMatch(of: /\(01\)(0[0-9]{13})\(10\)/) ?? nil {
        return (lot, String(gtin.1))
      }
      if let gtin = told.out.firstMatch(of: /GTIN\s+(0[0-9]{13})/) { return (lot, String(gtin.1)) }
    }
    throw CocoaError(.fileNoSuchFile)
  }
}
