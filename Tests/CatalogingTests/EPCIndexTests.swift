import Foundation
import GRDB
import Testing

@testable import Cataloging

@Suite struct EPCIndexTests {
  private struct Stop: Error {}

  private func hasIndex(_ catalog: Catalog) throws -> Bool {
    try catalog.read { db in
      try Int.fetchOne(db, sql: "SELECT 1 FROM sqlite_master WHERE name = 'epc_by_serial'") != nil
    }
  }

  /// Loads units as one artifact; `fails` rolls it back at its end.
  private func load(
    _ units: Range<Int>, _ path: String, into catalog: Catalog, _ cache: LoadCache,
    fails: Bool = false, identifier: (Int) -> String = { Samples.unit("S\($0)") }
  ) throws {
    let register = try catalog.write { db in
      let source = try SourceRegister.upsert(db, name: "line", kind: "epcis", place: "in")
      let run = try RunLog.begin(db, command: "collect", startedMs: 0)
      return ArtifactRegister(source: source, run: run, nowMs: 1)
    }
    let facts = ArtifactFacts(path: path, sha256: path, stamp: ArtifactStamp(bytes: 1))
    _ = try catalog.load(
      facts, original: nil, register: register, timeZone: nil, nowMs: 1, cache: cache
    ) { loader in
      try loader.event(Samples.commissioning(units.map(identifier)))
      try loader.flush()
      if fails { throw Stop() }
    }
  }

  private func serials(_ catalog: Catalog) throws -> [String] {
    try catalog.read { try String.fetchAll($0, sql: "SELECT serial FROM epc ORDER BY serial") }
  }

  @Test func aFirstLoadMakesTheIndexAtItsEnd() throws {
    let catalog = try Catalog.inMemory()
    let cache = LoadCache()
    try catalog.write { try EPCIndex.deferred($0, by: cache) }
    #expect(try !hasIndex(catalog))
    try load(100..<400, "a", into: catalog, cache)
    try load(200..<500, "b", into: catalog, cache)
    #expect(try !hasIndex(catalog))
    try catalog.write { try EPCIndex.make($0) }
    #expect(try hasIndex(catalog))
    #expect(try serials(catalog) == (100..<500).map { "S\($0)" })
    // With EPCs there, it is not taken away again.
    try catalog.write { try EPCIndex.deferred($0, by: LoadCache()) }
    #expect(try hasIndex(catalog))
  }

  @Test func anArtifactRolledBackBringsTheIndexBack() throws {
    let catalog = try Catalog.inMemory()
    let cache = LoadCache()
    try catalog.write { try EPCIndex.deferred($0, by: cache) }
    try load(100..<300, "a", into: catalog, cache)
    #expect(throws: Stop.self) {
      try load(250..<400, "b", into: catalog, cache, fails: true)
    }
    try load(200..<500, "c", into: catalog, cache)
    #expect(try hasIndex(catalog))
    #expect(try serials(catalog) == (100..<500).map { "S\($0)" })
  }

  @Test func moreEPCsThanMemoryMayHoldBringTheIndexBack() throws {
    let catalog = try Catalog.inMemory()
    let cache = LoadCache(wholeLimit: 250, earlierLimit: 0)
    try catalog.write { try EPCIndex.deferred($0, by: cache) }
    try load(100..<300, "a", into: catalog, cache)
    #expect(try !hasIndex(catalog))
    try load(200..<500, "b", into: catalog, cache)
    #expect(try hasIndex(catalog))
    try load(400..<600, "c", into: catalog, cache)
    #expect(try serials(catalog) == (100..<600).map { "S\($0)" })
  }

  @Test func epcsSetAsideAreKnownAgain() throws {
    let catalog = try Catalog.inMemory()
    let cache = LoadCache(wholeLimit: 50)
    try catalog.write { try EPCIndex.deferred($0, by: cache) }
    try load(100..<300, "a", into: catalog, cache)
    try load(400..<500, "b", into: catalog, cache)
    #expect(cache.earlier.count == 300)
    try load(200..<450, "c", into: catalog, cache)
    try load(420..<425, "d", into: catalog, cache)
    #expect(try !hasIndex(catalog))
    try catalog.write { try EPCIndex.make($0, for: cache) }
    #expect(try serials(catalog) == (100..<500).map { "S\($0)" })
    #expect(cache.earlier.count == 0)
  }

  /// Each identifier of no GS1 scheme is a product of its own: a first load may bring millions.
  @Test func productsAndLotsAreHeldWithinBoundsInAFirstLoadToo() throws {
    let catalog = try Catalog.inMemory()
    let cache = LoadCache(dictionaryLimit: 20)
    try catalog.write { try EPCIndex.deferred($0, by: cache) }
    for _ in 0..<2 {
      for file in 0..<5 {
        try load(0..<10, "file \(file)", into: catalog, cache) {
          "urn:example:\(file * 10 + $0)"
        }
        #expect(cache.products.count <= 30)
      }
    }
    #expect(cache.holdsEveryEPC)
    let count = try catalog.read { db in
      try Int.fetchAll(
        db,
        sql: "SELECT count(*) FROM product UNION ALL SELECT count(*) FROM epc")
    }
    #expect(count == [50, 50])
  }

  @Test func anEPCSetAsideIsMoreThanItsHash() throws {
    var earlier = EarlierEPCs()
    for id in 1...10_000 { earlier.insert(Int64(id), UInt64(id % 100) << 32) }
    #expect(earlier.id(7 << 32) { $0 == 5007 } == 5007)
    #expect(earlier.id(7 << 32) { $0 == 5008 } == nil)
    #expect(earlier.id(101 << 32) { _ in true } == nil)
    for id in 1...10_000 {
      earlier.insert(Int64(id), UInt64(id) &* 0x9E37_79B9_7F4A_7C15 | 1 << 63)
    }
    #expect(earlier.count == 20_000)
    #expect(earlier.id(5007 &* 0x9E37_79B9_7F4A_7C15 | 1 << 63) { $0 == 5007 } == 5007)
  }

  @Test func whoeverOpensAKilledFirstLoadMakesTheIndex() throws {
    try Samples.withFolder { folder in
      do {
        let catalog = try Catalog.open(folder: folder, mode: .create)
        let cache = LoadCache()
        try catalog.write { try EPCIndex.deferred($0, by: cache) }
        try load(100..<300, "a", into: catalog, cache)
        try catalog.close()
      }
      let catalog = try Catalog.open(folder: folder, mode: .write)
      #expect(try hasIndex(catalog))
      try load(200..<400, "b", into: catalog, LoadCache())
      #expect(try serials(catalog) == (100..<400).map { "S\($0)" })
    }
  }
}
