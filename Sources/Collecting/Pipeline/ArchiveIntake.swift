import Archives
import Cataloging
import GRDB
import GS1
import Settings

/// Takes a zip archive and its members in, in one transaction: an archive is whole or not there.
struct ArchiveIntake {
  let intake: SourceIntake

  /// Another file than the one that was kept.
  private struct Changed: Error {}

  /// Takes the archive that lies at `absolute` and was kept as `object`.
  func take(_ facts: ArtifactFacts, _ object: VaultObject?, at absolute: String) throws {
    let file = try RandomAccessFile(path: absolute)
    do {
      let result = try intake.catalog.write { db in
        try object?.insert(db)
        try Derivation.markStale(db)
        var members = ArchiveMembers(intake: intake, db: db)
        try members.take(of: file, facts, nesting: 1)
        // Members are read where the archive lies: they must be those of the original that was kept.
        guard ArtifactStamp(file.status) == facts.stamp, try file.currentStatus() == file.status
        else { throw Changed() }
        return members.result
      }
      intake.outcome.artifacts += result.artifacts
      for trouble in result.troubles {
        intake.outcome.note(trouble.path, trouble.status, trouble.reason)
      }
      for (path, summary) in result.summaries { intake.outcome.add(summary, path: path) }
      for (path, report) in result.reports { intake.outcome.note(report, path: path) }
    } catch is Changed {
      intake.cache.forget()
      try intake.leave(facts.path, .unreadable, "changed_during_read")
    } catch {
      intake.cache.forget()
      throw error
    }
  }
}

/// The members of an archive and of archives in it, taken in inside one transaction.
private struct ArchiveMembers {
  let intake: SourceIntake
  let db: Database
  var result = Result()

  /// What the members brought in, kept apart until the transaction is committed.
  struct Result {
    var artifacts = ArtifactLedger()
    var troubles: [(path: String, status: String, reason: String)] = []
    var reports: [(path: String, report: TableLoad.Report)] = []
    var summaries: [(path: String, summary: ArtifactLoader.Summary)] = []
  }

  /// Writes an archive down and takes what is in it.
  mutating func take(
    of file: any RandomAccess, _ archive: ArtifactFacts, nesting: Int
  ) throws {
    let id = try intake.register.add(db, archive)
    let outermost = archive.container ?? id
    result.artifacts.taken += 1
    func facts(_ name: String, bytes: UInt64) -> ArtifactFacts {
      ArtifactFacts(
        path: archive.path + "!/" + name, sha256: "",
        stamp: ArtifactStamp(bytes: Int64(clamping: bytes)), container: outermost)
    }
    let zip = try ZipReader(file)
    if zip.members.isEmpty, let problem = zip.problems.first {
      try leave(facts("", bytes: 0), .unreadable, "archive_damaged: \(problem.message)")
      return
    }
    let ordered = zip.members.sorted {
      $0.rawName.lexicographicallyPrecedes($1.rawName)
    }
    for member in ordered where !member.isDirectory {
      if intake.options.isCancelled() { throw CollectingError.cancelled }
      try take(member, of: zip, facts(member.name, bytes: member.size), nesting: nesting)
    }
  }

  private mutating func take(
    _ member: ZipMember, of zip: ZipReader, _ original: ArtifactFacts, nesting: Int
  ) throws {
    var facts = original
    if let reason = BesideFiles.reason(ofMember: member.name) {
      return try leave(facts, .excluded, reason)
    }
    if let refusal = zip.refusal(of: member) {
      return try leave(facts, .unreadable, refusal.code.rawValue)
    }
    let head: [UInt8]
    do {
      facts.sha256 = try SourceIntake.digest(zip.open(member))
      head = try ArtifactIntake.head(of: zip.open(member))
    } catch let error as ArchiveError {
      return try leave(facts, .unreadable, error.code.rawValue)
    }
    var format = FormatSniffer.sniff(head, name: member.name)
    facts.mediaType = format.mediaType
    var open: @Sendable () throws -> any ByteSource = { try zip.open(member) }
    let isGzip = format.family == .gzip
    if isGzip {
      open = { try GzipReader(zip.open(member), limits: ArtifactIntake.inflateLimits) }
      let inner = try? ArtifactIntake.head(of: open())
      format = FormatSniffer.sniff(inner ?? [], name: member.name)
    }
    facts.format = format.format
    if let tables = intake.tables {
      let mediaType = isGzip ? facts.mediaType : nil
      return try takeTable(
        member, of: zip, facts, tables, mediaType: mediaType, nesting: nesting, open)
    }
    if format.family == .zip, !isGzip, !OfficeFile.isNamed(member.name) {
      return try takeArchive(member, of: zip, facts, nesting: nesting)
    }
    guard ArtifactIntake.isReadable(format.family) else {
      let (status, reason) = ArtifactIntake.noEvents(name: member.name, format)
      return try leave(facts, status, reason)
    }
    let summary = try load(facts) { [intake, format, open] loader in
      try EventRelay.run(
        format.family, open: open, into: loader, isCancelled: intake.options.isCancelled)
    }
    if let summary, let note = format.note(recordsRead: summary.records.read) {
      result.troubles.append((facts.path, ArtifactFacts.Status.taken.rawValue, note))
    }
  }

  /// Takes a member as a table; `mediaType` is that of what it is packed in.
  private mutating func takeTable(
    _ member: ZipMember, of zip: ZipReader, _ original: ArtifactFacts, _ tables: TableSource,
    mediaType: String?, nesting: Int, _ open: @escaping () throws -> any ByteSource
  ) throws {
    var facts = original
    let opening = intake.opening(tables)
    do {
      switch try opening.content(name: member.name.withoutGzip, open: open) {
      case .archive where mediaType != nil: throw TableRefusal.zipInGzip
      case .archive: try takeArchive(member, of: zip, facts, nesting: nesting)
      case .gzip: throw TableRefusal.nestedGzip
      case .table(let table):
        facts.format = table.format
        facts.mediaType = mediaType ?? table.mediaType
        let rows = TableLoad(
          opening: opening, kind: tables.kind, format: tables.format, name: member.name,
          isCancelled: intake.options.isCancelled)
        var report: TableLoad.Report?
        _ = try load(facts) { loader in report = try rows.run(table, into: loader) }
        if let report { result.reports.append((facts.path, report)) }
      }
    } catch let refusal as TableRefusal {
      try leave(facts, refusal.isExcluded ? .excluded : .unreadable, refusal.reason)
    } catch let error as ArchiveError {
      // One damaged member, packed once more or a workbook, costs none of the others.
      try leave(facts, .unreadable, error.code.rawValue)
    }
  }

  private mutating func takeArchive(
    _ member: ZipMember, of zip: ZipReader, _ facts: ArtifactFacts, nesting: Int
  ) throws {
    guard nesting < ArtifactIntake.maximumNesting else {
      return try leave(facts, .unreadable, "nested_too_deep")
    }
    guard member.size <= UInt64(ArtifactIntake.maximumNestedArchive) else {
      return try leave(facts, .unreadable, "nested_archive_too_large")
    }
    let inner = RandomAccessBytes(
      try zip.open(member).readAll(limit: ArtifactIntake.maximumNestedArchive), label: facts.path)
    if OwnContent.isPack(inner) {
      return try leave(facts, .excluded, OwnReason.ownPack.rawValue)
    }
    try take(of: inner, facts, nesting: nesting + 1)
  }

  /// Loads what a member holds; one that is refused half-way leaves nothing.
  private mutating func load(
    _ facts: ArtifactFacts, _ read: (ArtifactLoader) throws -> Void
  ) throws -> ArtifactLoader.Summary? {
    var summary: ArtifactLoader.Summary?
    do {
      try db.inSavepoint {
        let loader = try ArtifactLoader(
          db, artifact: try intake.register.add(db, facts), timeZone: intake.timeZone,
          nowMs: intake.nowMs, cache: intake.cache)
        try read(loader)
        summary = try loader.finish()
        return .commit
      }
    } catch {
      intake.cache.forget()
      throw error
    }
    result.artifacts.taken += 1
    if let summary { result.summaries.append((facts.path, summary)) }
    return summary
  }

  private mutating func leave(
    _ facts: ArtifactFacts, _ status: ArtifactFacts.Status, _ reason: String
  ) throws {
    var facts = facts
    facts.status = status
    facts.reason = reason
    _ = try intake.register.add(db, facts)
    if status == .excluded {
      result.artifacts.excluded += 1
    } else {
      result.artifacts.unreadable += 1
    }
    result.troubles.append((facts.path, status.rawValue, reason))
  }
}
