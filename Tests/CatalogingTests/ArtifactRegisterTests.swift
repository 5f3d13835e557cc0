import GRDB
import Testing

@testable import Cataloging

@Suite struct ArtifactRegisterTests {
  private let stamp = ArtifactStamp(bytes: 10, mtimeMs: 5, ctimeMs: 6, inode: 7)

  private func facts(
    _ path: String, _ sha256: String, status: ArtifactFacts.Status = .taken,
    container: Int64? = nil
  ) -> ArtifactFacts {
    ArtifactFacts(path: path, sha256: sha256, stamp: stamp, status: status, container: container)
  }

  private func begin(_ db: Database) throws -> ArtifactRegister {
    let source = try SourceRegister.upsert(db, name: "line", kind: "epcis", place: "in")
    let run = try RunLog.begin(db, command: "collect", startedMs: 1)
    return ArtifactRegister(source: source, run: run, nowMs: 100)
  }

  @Test func recognisesAnUnchangedFileByItsStamp() throws {
    try Catalog.inMemory().write { db in
      let register = try begin(db)
      #expect(try register.current(db, path: "a.xml") == nil)
      let id = try register.add(db, facts("a.xml", "s1"))
      let known = try #require(try register.current(db, path: "a.xml"))
      #expect(known.id == id)
      #expect(ArtifactRegister.isUnchanged(known, stamp))
      var touched = stamp
      touched.ctimeMs = 9
      #expect(!ArtifactRegister.isUnchanged(known, touched))
      #expect(!ArtifactRegister.isUnchanged(known, ArtifactStamp(bytes: 10)))
      let before = db.totalChangesCount
      try register.confirm(db, known, stamp: stamp)
      #expect(db.totalChangesCount == before)
    }
  }

  @Test func keepsBothWhenAFileChanges() throws {
    try Catalog.inMemory().write { db in
      let register = try begin(db)
      let old = try register.add(db, facts("a.zip", "s1"))
      let member = try register.add(db, facts("a.zip!/x.xml", "m1", container: old))
      let new = try register.add(db, facts("a.zip", "s2"))
      let rows = try Row.fetchAll(
        db, sql: "SELECT artifact_id, superseded_by FROM artifact ORDER BY artifact_id")
      #expect(rows.map { $0[0] as Int64 } == [old, member, new])
      #expect(rows.map { $0[1] as Int64? } == [new, new, nil])
      #expect(try register.current(db, path: "a.zip")?.id == new)
    }
  }

  @Test func doesNotSupersedeByWhatCannotBeRead() throws {
    try Catalog.inMemory().write { db in
      let register = try begin(db)
      let good = try register.add(db, facts("a.xml", "s1"))
      let bad = try register.add(db, facts("a.xml", "s2", status: .unreadable))
      #expect(try register.add(db, facts("a.xml", "s2", status: .unreadable)) == bad)
      let superseded = try Int64?.fetchOne(
        db, sql: "SELECT superseded_by FROM artifact WHERE artifact_id = ?", arguments: [good])
      #expect(superseded == Int64??.some(nil))
      let known = try #require(try register.current(db, path: "a.xml"))
      #expect(!ArtifactRegister.isUnchanged(known, stamp))
      _ = try register.add(db, facts("a.xml", "s3"))
      let current = try Int.fetchOne(
        db, sql: "SELECT count(*) FROM artifact WHERE superseded_by IS NULL")
      #expect(current == 1)
    }
  }

  private func absent(_ db: Database) throws -> Int? {
    try Int.fetchOne(db, sql: "SELECT count(*) FROM artifact WHERE absent_since_ms IS NOT NULL")
  }

  @Test func marksWhatIsGoneAndWhatCameBack() throws {
    try Catalog.inMemory().write { db in
      let first = try begin(db)
      _ = try first.add(db, facts("a.xml", "s1"))
      _ = try first.add(db, facts("b.xml", "s2"))
      try first.markAbsent(db)
      #expect(try absent(db) == 0)
      let second = try begin(db)
      let a = try #require(try second.current(db, path: "a.xml"))
      try second.confirm(db, a, stamp: stamp)
      try second.markAbsent(db)
      #expect(try absent(db) == 1)
      let third = try begin(db)
      let b = try #require(try third.current(db, path: "b.xml"))
      try third.confirm(db, a, stamp: stamp)
      try third.confirm(db, b, stamp: stamp)
      try third.markAbsent(db)
      #expect(try absent(db) == 0)
    }
  }

  @Test func whatIsInAnArchiveIsGoneAndBackWithIt() throws {
    try Catalog.inMemory().write { db in
      let first = try begin(db)
      let outer = try first.add(db, facts("a.zip", "s1"))
      _ = try first.add(db, facts("a.zip!/b.zip", "s2", container: outer))
      _ = try first.add(db, facts("a.zip!/b.zip!/c.xml", "s3", container: outer))
      try begin(db).markAbsent(db)
      #expect(try absent(db) == 3)
      let back = try begin(db)
      let known = try #require(try back.current(db, path: "a.zip"))
      try back.confirm(db, known, stamp: stamp)
      try back.markAbsent(db)
      #expect(try absent(db) == 0)
      let before = db.totalChangesCount
      try back.confirm(db, known, stamp: stamp)
      #expect(db.totalChangesCount == before)
    }
  }

  @Test func writesASourceOnlyWhenItChanged() throws {
    try Catalog.inMemory().write { db in
      let id = try SourceRegister.upsert(db, name: "x", kind: "epcis", place: "in")
      let before = db.totalChangesCount
      #expect(try SourceRegister.upsert(db, name: "x", kind: "epcis", place: "in") == id)
      #expect(db.totalChangesCount == before)
      _ = try SourceRegister.upsert(
        db, name: "x", kind: "epcis", place: "in", completeThroughDay: 9)
      #expect(
        try Int.fetchOne(db, sql: "SELECT complete_through_day FROM source") == 9)
    }
  }

  @Test func addsLedgersOfARunUp() throws {
    try Catalog.inMemory().write { db in
      let register = try begin(db)
      _ = try register.add(db, facts("a.xml", "s1"))
      try RunLog.end(
        db, run: 1, endedMs: 2, outcome: "done",
        ledgers: [1: ArtifactLedger(taken: 1, unchanged: 2, excluded: 3, unreadable: 4)])
      #expect(try Int.fetchOne(db, sql: "SELECT seen FROM ledger WHERE run_id = 1") == 10)
    }
  }

  @Test func digestsWhatIsHeldAndNotWhenItCame() throws {
    func digest(_ order: [String], changed: Bool = false) throws -> String {
      try Catalog.inMemory().write { db in
        let register = try begin(db)
        for path in order { _ = try register.add(db, facts(path, "s-\(path)")) }
        if changed { _ = try register.add(db, facts(order[0], "s2")) }
        return try CatalogDigest.compute(db)
      }
    }
    #expect(try digest(["a", "b"]) == digest(["b", "a"]))
    #expect(try digest(["a", "b"]) != digest(["a"]))
    #expect(try digest(["a"]) != digest(["a"], changed: true))
  }
}
