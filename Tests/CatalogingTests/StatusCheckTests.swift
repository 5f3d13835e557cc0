import Cataloging
import Foundation
import GRDB
import GS1
import Testing

/// What `muster status --check` says of sound, incomplete and damaged catalogs.
struct StatusCheckTests {
  @Test func findsNothingWrongWithACatalogJustMade() throws {
    try Samples.withFolder { folder in
      do { try Catalog.open(folder: folder, mode: .create).close() }
      let report = try CheckReport.read(folder: folder)
      #expect(report.problems == [])
      #expect(report.exitCode == 0)
    }
  }

  @Test func isIncompleteWhileSomethingIsInQuarantine() throws {
    let catalog = try Catalog.inMemory()
    let status = try catalog.write { db in
      let loader = try ArtifactLoader(
        db, artifact: try Samples.artifact(db), nowMs: Samples.nowMs)
      try loader.quarantine(
        reason: "cut_off", position: SourcePosition(line: 12, byteOffset: 800), detail: "no end")
      _ = try loader.finish()
      return try CatalogStatus.read(db)
    }
    #expect(status.isIncomplete)
    #expect(status.ledgersAddUp)
    let record = try #require(status.quarantine.first)
    #expect(record.line == 12)
    #expect(record.byte == 800)
    var report = try CheckReport.read(catalog)
    // The sample file is not in a vault; what counts here is that quarantine makes exit 3.
    report.problems.removeAll { $0.what.contains("vault") }
    #expect(report.exitCode == 3)
  }

  @Test func callsADamagedDatabaseAProblem() throws {
    try Samples.withFolder { folder in
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let file = folder.appendingPathComponent("catalog.sqlite")
      try Data(repeating: 0x41, count: 8192).write(to: file)
      let report = try CheckReport.read(folder: folder)
      #expect(report.exitCode == 4)
      #expect(report.problems.first?.remedy.contains("backup") == true)
    }
  }

  @Test(arguments: [
    ("artifact", "records_taken = 'many'", "records_taken"), ("artifact", "bytes = x'00'", "bytes"),
    ("all_event", "event_ms = 9223372036854775807", "event_ms"),
    ("all_event", "event_day = -99999999", "event_day"),
    ("epc", "serial = CAST(serial AS BLOB)", "serial"),
  ])
  func namesAColumnThatHoldsWhatItCannot(table: String, change: String, column: String) throws {
    let catalog = try QueriesTests.story()
    #expect(try catalog.read(CatalogShape.fault) == nil)
    try catalog.write { try $0.execute(sql: "UPDATE \(table) SET \(change)") }
    let problems = try CatalogCheck.run(catalog)
    #expect(problems.map(\.what).contains { $0.contains("\(column) of the table \(table)") })
    #expect(problems.allSatisfy { $0.remedy.contains("backup") })
  }

  @Test func saysHowFarEachSourceReaches() throws {
    let catalog = try QueriesTests.story()
    let status = try catalog.read { try CatalogStatus.read($0) }
    #expect(status.sources.first?.newestEvent == "2026-07-09")
    #expect(status.isDerived)
  }
}
