import Archives
import Cataloging
import Foundation
import GRDB
import Packing
import Settings

@testable import Assessing

/// A small catalog on disk with originals in its vault, put in row by row.
final class SampleCatalog {
  let folder: ScratchFolder
  let catalog: Catalog

  /// Artifact 1 lies in the period, 2 before it but with a unit that lives into it, 3 before it
  /// with nothing in it, 4 is superseded, 5 unreadable, 6 excluded, 7 an archive with member 8.
  static let originals: [(id: Int64, path: String, status: String, text: String)] = [
    (1, "2026/Q3/Ausgang Süd.xml", "taken", "in"), (2, "2026/Q2/e.xml", "taken", "before"),
    (3, "2026/Q1/e.xml", "taken", "long before"), (4, "2026/Q3/old.xml", "taken", "old"),
    (5, "2026/Q3/torn.xml", "unreadable", "torn"), (6, "2026/Q3/notes.txt", "excluded", "notes"),
    (7, "2026/Q3/more.zip", "taken", "zip"),
  ]

  init() throws {
    folder = try ScratchFolder()
    catalog = try Catalog.open(
      folder: URL(fileURLWithPath: folder.file("muster-catalog")), mode: .create)
    try catalog.write { db in
      try Self.fillArtifacts(db, folder)
      try Self.fillEvents(db)
      try AuditTrail.append(db, atMs: 1_790_000_000_000, who: "qa", what: "collect")
      try AuditTrail.append(db, atMs: 1_790_000_000_001, who: "qa", what: "assess", why: "audit")
    }
  }

  private static func fillArtifacts(_ db: Database, _ folder: ScratchFolder) throws {
    try db.execute(
      sql: """
        INSERT INTO run VALUES (1, 'collect', 1790000000000, 1790000001000, 'qa', 'host', 'm', 'done');
        INSERT INTO source VALUES (1, 'line-events', 'epcis', 'exports/**/*.xml', NULL, NULL);
        INSERT INTO record_kind VALUES (1, 'event');
        """)
    for original in originals {
      let bytes = Array(original.text.utf8) + Sample.text(500)
      let copy = try Sample.vaultCopy(bytes, folder, vault: "muster-catalog/vault")
      let sha = copy.digests.sha256
      try db.execute(
        sql: "INSERT INTO vault_object VALUES (?, ?, ?, ?, ?)",
        arguments: [
          sha, copy.digests.sha512, Int64(copy.size), Int64(copy.packedSize), Int64(copy.crc),
        ])
      try db.execute(
        sql: """
          INSERT INTO artifact(artifact_id, source_id, path, sha256, bytes, mtime_ms, collected_ms,
            run_id, status, reason, superseded_by) VALUES (?, 1, ?, ?, ?, 0, 1790000000000, 1, ?, ?, ?)
          """,
        arguments: [
          original.id, original.path, sha, bytes.count, original.status,
          original.status == "taken" ? nil : "because", original.id == 4 ? 1 : nil,
        ])
    }
    try db.execute(
      sql: """
        INSERT INTO artifact(artifact_id, source_id, path, sha256, bytes, collected_ms, run_id,
          status, container_id)
        VALUES (8, 1, '2026/Q3/more.zip!/inner.xml', 'ff', 3, 1790000000000, 1, 'taken', 7);
        INSERT INTO quarantine VALUES (1, 5, 'xml_damaged', 12, 400, 'unexpected end');
        """)
  }

  /// Puts in one more original that is about everything.
  func add(id: Int64, path: String, text: String) throws {
    let copy = try Sample.vaultCopy(
      Array(text.utf8) + Sample.text(200), folder, vault: "muster-catalog/vault")
    let sha = copy.digests.sha256
    try catalog.write { db in
      try db.execute(
        sql: "INSERT INTO vault_object VALUES (?, ?, ?, ?, ?)",
        arguments: [
          sha, copy.digests.sha512, Int64(copy.size), Int64(copy.packedSize), Int64(copy.crc),
        ])
      try db.execute(
        sql: """
          INSERT INTO artifact(artifact_id, source_id, path, sha256, bytes, mtime_ms, collected_ms,
            run_id, status) VALUES (?, 1, ?, ?, ?, 0, 1790000000000, 1, 'taken')
          """, arguments: [id, path, sha, Int64(copy.size)])
    }
  }

  private static func fillEvents(_ db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO product VALUES (1, 1, '09521234567896');
        INSERT INTO all_lot VALUES (1, 1, 'L1');
        """)
    // Day 20635 is 2026-07-01.
    let events: [(id: Int, artifact: Int, day: Int)] = [
      (1, 1, 20_650), (2, 2, 20_600), (3, 3, 20_500), (4, 4, 20_650), (5, 8, 20_650),
    ]
    for event in events {
      try db.execute(
        sql: """
          INSERT INTO record VALUES (\(event.id), 1, \(event.artifact), 1, 0, '/e');
          INSERT INTO document(document_id, artifact_id, kind, events)
            VALUES (\(event.id + 100), \(event.artifact), 'epcis', 1);
          INSERT INTO all_event(event_id, artifact_id, event_type, event_day, lot_id)
            VALUES (\(event.id), \(event.artifact), 'object', \(event.day), 1);
          INSERT INTO epc VALUES (\(event.id), 1, 'S\(event.id)', 1);
          INSERT INTO epc_run VALUES (NULL, \(event.id), \(event.id), \(event.id), 1, 0);
          INSERT INTO fate(fate_id, product_id, kind, is_container, lot_id, commission_count,
            first_day, last_day, state, ship_count)
            VALUES (\(event.id), 1, 1, 0, 1, 1, \(event.day),
              \(event.id == 2 ? 20_650 : event.day), 'commissioned', 0);
          INSERT INTO fate_event VALUES (\(event.id), 1, \(event.id), 1);
          INSERT INTO unit_fate(epc_id, fate_id) VALUES (\(event.id), \(event.id));
          """)
    }
  }

  func request(_ name: String = "EP-1") throws -> PackRequest {
    var request = PackRequest(
      output: folder.file("\(name).zip"), assessment: try Self.assessment())
    request.libraryFiles = [
      ("dscsa/dscsa-manufacturer.yaml", "id: dscsa-manufacturer\nextends: [basis]\n"),
      ("dscsa/basis.yaml", "id: basis\n"), ("fmd/other.yaml", "id: other\n"),
      (
        "checks/used.yaml",
        "id: used\nreads: [event]\npopulation: all-units\ngaps: SELECT value FROM list_dash\n"
      ),
      ("lists/dash.yaml", "id: dash\n"), ("lists/other.yaml", "id: other\n"),
      ("checks/unused.yaml", "id: unused\n"), ("populations/all-units.yaml", "id: all-units\n"),
      ("populations/other.yaml", "id: other\n"), ("schemas/manifest.json", "{}\n"),
    ]
    return request
  }

  static func assessment() throws -> Assessment {
    let from = CalendarDay(number: 20_635)
    let to = CalendarDay(number: 20_726)
    let used = CheckResult(
      id: "used", title: "Used", statement: "", authority: .law, severity: .major,
      lookFirst: "method", covers: [], reads: ["event"], requirements: [], verdict: .met,
      population: 1, unit: .init(one: "unit", many: "units"), gaps: 0, reviews: 0,
      notEvaluable: 0, openAtCutOff: 0, listed: 0, findings: 0, steps: 1, sha256: "")
    return Assessment(
      schema: Assessment.schemaName, tool: .init(name: "muster", version: "1"),
      generatedAt: Instant(milliseconds: Sample.time * 1000), generatedAtFixed: true,
      asOf: Instant(milliseconds: 1_790_000_000_000),
      organization: .init(name: "Quillhaven Pharma", gln: nil, roles: [], markets: []),
      purpose: .init(kind: "internal_audit", reference: "IA-2026-031", procedure: nil),
      profile: .init(
        id: "dscsa-manufacturer", title: "DSCSA manufacturer", edition: "2026.1", regime: "dscsa",
        sha256: String(repeating: "0", count: 64), parameters: [:]),
      scope: .init(from: from, to: to, products: [], lots: [], sites: [], partners: []),
      inputs: .init(catalog: "", profile: "", configuration: "", baseline: nil),
      summary: Summary(), coverage: [], ledger: Ledger(), limitations: [], requirements: [],
      checks: [used], findings: [], since: Since())
  }
}
