import Archives
import Cataloging
import Foundation
import GRDB
import Packing
import Testing

/// What packing and verifying hold in memory of each original. The memory of a process is measured,
/// so nothing else may run in it: `.ci/run` runs these alone.
@Suite(
  .serialized, .enabled(if: ProcessInfo.processInfo.environment["MUSTER_MEMORY_TESTS"] != nil))
struct PackMemoryTests {
  /// Bytes an original may cost: 100,000 of them stay within what a stage may take. Builds for tests
  /// were seen at 2,300 to 3,800, with what allocator and SQLite keep; packs once held twice as much.
  private static let eachOriginal = 5000

  /// The most that was resident while `body` ran, in bytes.
  private static func peak(_ body: () throws -> Void) throws -> Int {
    // Linux forgets the peak so far when 5 is written here.
    let marks = try FileHandle(forWritingTo: URL(filePath: "/proc/self/clear_refs"))
    try marks.write(contentsOf: Data("5".utf8))
    try marks.close()
    try body()
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return (Int(line.filter(\.isNumber)) ?? 0) * 1024
  }

  @Test func memoryGrowsLittleWithEachOriginal() throws {
    let few = 2000
    let many = 12_000
    let sample = try SampleCatalog()
    var packing: [Int] = []
    var verifying: [Int] = []
    for (count, name) in [(few, "EP-0"), (few, "EP-1"), (many, "EP-2")] {
      try sample.fill(upTo: count)
      let request = try sample.request(name)
      packing.append(
        try Self.peak {
          let summary = try PackBuilder(sample.catalog).write(request)
          #expect(summary.enclosed > count)
        })
      verifying.append(
        try Self.peak {
          let found = try PackVerifier.verify(path: request.output)
          #expect(found.isValid)
        })
    }
    // The first one warms up what any pack takes.
    let added = many - few
    #expect((packing[2] - packing[1]) / added < Self.eachOriginal, "\(packing)")
    #expect((verifying[2] - verifying[1]) / added < Self.eachOriginal, "\(verifying)")
  }
}

extension SampleCatalog {
  /// Puts in small originals until there are `count` of them.
  fileprivate func fill(upTo count: Int) throws {
    try catalog.write { db in
      let start = try Int.fetchOne(
        db, sql: "SELECT count(*) FROM artifact WHERE artifact_id >= 1000")
      for number in (start ?? 0)..<count {
        let bytes = Array("Document \(number) of the plant\n".utf8)
        let copy = try Sample.vaultCopy(bytes, folder, vault: "muster-catalog/vault")
        try db.execute(
          sql: "INSERT INTO vault_object VALUES (?, ?, ?, ?, ?)",
          arguments: [
            copy.digests.sha256, copy.digests.sha512, Int64(copy.size), Int64(copy.packedSize),
            Int64(copy.crc),
          ])
        try db.execute(
          sql: """
            INSERT INTO artifact(artifact_id, source_id, path, sha256, bytes, mtime_ms, collected_ms,
              run_id, status, collected_by, media_type, format)
            VALUES (?, 1, ?, ?, ?, 0, 1790000000000, 1, 'taken', 'quality-assurance',
              'application/octet-stream', 'document')
            """,
          arguments: [
            1000 + number, "2026/Q3/plant documents/batch-document-\(number).txt",
            copy.digests.sha256, bytes.count,
          ])
      }
    }
  }
}
