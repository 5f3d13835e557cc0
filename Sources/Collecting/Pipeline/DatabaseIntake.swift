import Archives
import Cataloging
import Foundation
import GS1
import Settings

/// Takes the result set of a database query in: the rows as one artifact, and beside it what was
/// asked of which file.
struct DatabaseIntake {
  private let intake: SourceIntake
  private let path: String
  private let query: String
  private let name: String

  init(_ intake: SourceIntake, _ path: String, _ query: String) {
    self.intake = intake
    self.path = path
    self.query = query
    name = path.split(separator: "/").last.map(String.init) ?? path
  }

  private var resultPath: String { name + "/result.ndjson" }
  private var queryPath: String { name + "/query.json" }

  func take() throws {
    guard let tables = intake.tables else { return }
    do {
      let folder = intake.catalog.vault?.folder.path ?? NSTemporaryDirectory()
      let snapshot = try DatabaseSnapshot(of: path, in: folder)
      let note = note(snapshot)
      if try confirm(queryPath, sha256: SourceIntake.digest(MemorySource(note))),
        try confirm(resultPath, sha256: nil)
      {
        try intake.finish()
        return
      }
      let file = try TemporaryFile(folder: folder)
      let result = try DatabaseQuery(query: query, database: name).run(
        on: snapshot, to: file,
        watch: QueryWatch(
          intake.options.query, folder: folder, isCancelled: intake.options.isCancelled),
        limits: intake.options.query)
      try takeBack(tables)
      try takeResult(file, result, tables)
      try takeNote(note)
      try intake.finish()
    } catch let refusal as TableRefusal {
      intake.refuse("\(name): \(refusal.detail)")
    } catch let error as ArchiveError {
      intake.refuse(
        SourceIntake.reason(of: error, path) == "permission_denied"
          ? "\(path) may not be read by this user" : error.message)
    }
  }

  /// What was asked of which file, as canonical JSON.
  private func note(_ snapshot: DatabaseSnapshot) -> [UInt8] {
    let text = CanonicalJSON.object([
      "database": .string(name), "bytes": .integer(Int64(clamping: snapshot.bytes)),
      "sha256": .string(snapshot.sha256), "log_sha256": .optional(snapshot.logSHA256),
      "query": .string(query),
    ]).text
    return Array((text + "\n").utf8)
  }

  /// When the database was last written to, itself or the log beside it; nil when nobody can say.
  private func changedMs() -> Int64? {
    [path, path + "-wal"].compactMap {
      (try? FileByteSource(path: $0).status)?.modifiedNanoseconds
    }.max().map { $0 / 1_000_000 }
  }

  /// Whether the catalog holds the artifact already; a nil digest fits any.
  private func confirm(_ path: String, sha256: String?) throws -> Bool {
    guard
      let known = try intake.catalog.read({ db in try intake.register.current(db, path: path) }),
      known.status == .taken, sha256 == nil || known.sha256 == sha256,
      try !intake.isToBeReadAgain(known)
    else { return false }
    try intake.confirm(known, known.stamp)
    return true
  }

  /// Takes back the rows of another query, or of the same by another description.
  private func takeBack(_ tables: TableSource) throws {
    let known = try intake.catalog.read { try intake.register.current($0, path: resultPath) }
    if let known, try intake.isToBeReadAgain(known) { try intake.takeBack([known.id], tables) }
  }

  private func takeResult(
    _ file: TemporaryFile, _ result: DatabaseQuery.Result, _ tables: TableSource
  ) throws {
    let filePath = file.path
    let opening = intake.opening(tables)
    var table = OpenTable(
      reader: try result.reader(ofFile: filePath),
      mapper: opening.mapper, format: "ndjson",
      mediaType: "application/x-ndjson")
    try opening.assign(result.columns, &table.mapper)
    guard table.mapper.mapping.columns.contains(where: { !$0.targets.isEmpty }) else {
      throw opening.unrecognised(table.mapper.mapping, resultPath)
    }
    let object = try intake.catalog.vault?.store(FileByteSource(path: filePath))
    let sha256 = try object?.sha256 ?? SourceIntake.digest(FileByteSource(path: filePath))
    if try confirm(resultPath, sha256: sha256) { return }
    let bytes = try FileByteSource(path: filePath).status.size
    let facts = ArtifactFacts(
      path: resultPath, sha256: sha256,
      stamp: ArtifactStamp(bytes: Int64(clamping: bytes), mtimeMs: changedMs()),
      mediaType: table.mediaType, format: table.format)
    let load = TableLoad(
      opening: opening, kind: tables.kind, format: tables.format, name: resultPath,
      isCancelled: intake.options.isCancelled,
      progress: { [intake] in intake.tell(references: $0) })
    var report: TableLoad.Report?
    let (_, summary) = try intake.catalog.load(
      facts, original: object, register: intake.register, timeZone: intake.timeZone,
      nowMs: intake.nowMs, cache: intake.cache
    ) { loader in report = try load.run(table, into: loader) }
    intake.outcome.artifacts.taken += 1
    intake.outcome.add(summary, path: resultPath)
    if let report { intake.outcome.note(report, path: resultPath) }
  }

  private func takeNote(_ note: [UInt8]) throws {
    let sha256 = try SourceIntake.digest(MemorySource(note))
    if try confirm(queryPath, sha256: sha256) { return }
    let object = try intake.catalog.vault?.store(MemorySource(note))
    let facts = ArtifactFacts(
      path: queryPath, sha256: sha256, stamp: ArtifactStamp(bytes: Int64(note.count)),
      mediaType: "application/json", format: "query")
    _ = try intake.catalog.load(
      facts, original: object, register: intake.register, timeZone: nil, nowMs: intake.nowMs,
      cache: intake.cache
    ) { _ in }
    intake.outcome.artifacts.taken += 1
  }
}
