import Foundation
import GRDB
import Testing

@testable import Cataloging

/// What the disk says becomes a sentence: what, where, what to do.
@Suite struct StorageFaultTests {
  @Test(arguments: [
    (ResultCode.SQLITE_FULL, "disk_full"), (.SQLITE_IOERR, "disk"), (.SQLITE_READONLY, "disk"),
    (.SQLITE_CANTOPEN, "disk"), (.SQLITE_CORRUPT, "damaged"), (.SQLITE_NOTADB, "damaged"),
    (.SQLITE_BUSY, "locked"), (.SQLITE_NOMEM, "disk"),
  ])
  func namesPlaceAndRemedy(code: ResultCode, word: String) throws {
    let error = try #require(
      CatalogError.storage(DatabaseError(resultCode: code, message: "m"), place: "/data/catalog"))
    #expect(error.code.rawValue == word)
    #expect(code == .SQLITE_NOMEM || error.description.contains("/data/catalog"))
    #expect(!error.description.contains("SQLite error"))
  }

  @Test func leavesFaultsOfStatementsAsTheyAre() {
    #expect(CatalogError.storage(DatabaseError(resultCode: .SQLITE_ERROR)) == nil)
    #expect(CatalogError.plain(CatalogError.misuse("x")) is CatalogError)
  }

  @Test func saysAFullDiskAsAFullDisk() throws {
    let catalog = try Catalog.inMemory()
    let error = #expect(throws: CatalogError.self) {
      try catalog.write { db in
        try db.execute(sql: "PRAGMA max_page_count = 1")
        try db.execute(sql: "CREATE TABLE filler(x)")
        for _ in 0..<200 { try db.execute(sql: "INSERT INTO filler VALUES (zeroblob(100000))") }
      }
    }
    #expect(error?.code == .diskFull)
  }

  @Test func refusesToBeginOnlyWhatSurelyCannotBeFinished() throws {
    let roomy = DiskForecast(
      stage: "collecting", folder: "/d", needed: 1_000_000_000, free: 5_000_000_000)
    #expect(!roomy.isShort)
    #expect(roomy.text == "About 1.0 GB will be needed for collecting in /d (5.0 GB free).")
    try roomy.check()
    var tight = roomy
    tight.free = 700_000_000
    #expect(tight.text.hasSuffix("(700 MB free). That may not be enough."))
    try tight.check()
    tight.free = 400_000_000
    let error = #expect(throws: CatalogError.self) { try tight.check() }
    #expect(error?.code == .diskFull)
    #expect(error?.description.contains("Nothing was begun") == true)
    tight.free = nil
    #expect(!tight.isShort)
    #expect(try #require(DiskSpace.free(at: "/tmp/not/there/yet")) > 0)
  }
}
