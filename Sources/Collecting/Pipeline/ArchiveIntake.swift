import Archives
import Cataloging
import Foundation
import GRDB
import GS1
import Settings

/// Takes a zip archive and its members in, in one transaction: an archive is whole or not there.
struct ArchiveIntake {
  private let intake: SourceIntake
  private let path: String
  private let absolute: String

  init(_ intake: SourceIntake, _ path: String, _ absolute: String) {
    self.intake = intake
    self.path = path
    self.absolute = absolute
  }

  /// What an archive brought in, kept apart until its transaction is committed.
  private struct Result {
    var artifacts = ArtifactLedger()
    var troubles: [(path: String, status: String, reason: String)] = []
    var reports: [(path: String, report: TableLoad.Report)] = []
    var summaries: [(path: String, summary: ArtifactLoader.Summary)] = []
  }

  /// Another file than the one that was kept.
  private struct Changed: Error {}

  func take(_ facts: ArtifactFacts, _ object: VaultObject?) throws {
    let file = try RandomAccessFile(path: absolute)
    let cache = intake.cache
    do {
      let result = try intake.catalog.write { db in
        try object?.insert(db)
        try Derivation.markStale(db)
        var result = Result()
        let id = try intake.register.add(db, facts)
        result.artifacts.taken += 1
        try members(of: file, prefix: path, container: id, nesting: 1, into: &result) {
          (facts, load) in
          guard let load else { return (try intake.register.add(db, facts), nil) }
          var added: (id: Int64, summary: ArtifactLoader.Summary?)?
          do {
            // A member that is refused half-way leaves nothing.
            try db.inSavepoint {
              let member = try intake.register.add(db, facts)
              let loader = try ArtifactLoader(
                db, artifact: member, timeZone: intake.timeZone, nowMs: intake.nowMs,
                cache: cache)
              try load(loader)
              added = (member, try loader.finish())
              return .commit
            }
          } catch {
            cache.forget()
            throw error
          }
          return added ?? (0, nil)
        }
        // Members are read where the archive lies: they must be those of the original that was kept.
        guard ArtifactStamp(file.status) == facts.stamp, try file.currentStatus() == file.status
        else { throw Changed() }
        return result
      }
      intake.outcome.artifacts += result.artifacts
      for trouble in result.troubles {
        intake.outcome.note(trouble.path, trouble.status, trouble.reason)
      }
      for (path, summary) in result.summaries { intake.outcome.add(summary, path: path) }
      for (path, report) in result.reports { intake.outcome.note(report, path: path) }
    } catch is Changed {
      cache.forget()
      try intake.leave(path, .unreadable, "changed_during_read")
    } catch {
      cache.forget()
      throw error
    }
  }

  private typealias Add = (
    ArtifactFacts, ((ArtifactLoader) throws -> Void)?
  ) throws -> (id: Int64, summary: ArtifactLoader.Summary?)

  private func members(
    of file: any RandomAccess, prefix: String, container: Int64, nesting: Int,
    into result: inout Result, _ add: Add
  ) throws {
    let zip = try ZipReader(file)
    if zip.members.isEmpty, let problem = zip.problems.first {
      let facts = ArtifactFacts(
        path: prefix + "!/", sha256: "", stamp: ArtifactStamp(bytes: 0), status: .unreadable,
        reason: "archive_damaged: \(problem.message)", container: container)
      try leave(facts, into: &result, add)
      return
    }
    let ordered = zip.members.sorted {
      $0.rawName.lexicographicallyPrecedes($1.rawName)
    }
    for member in ordered where !member.isDirectory {
      if intake.options.isCancelled() { throw CollectingError.cancelled }
      try take(
        member, of: zip, prefix: prefix, container: container, nesting: nesting, into: &result,
        add)
    }
  }

  private func take(
    _ member: ZipMember, of zip: ZipReader, prefix: String, container: Int64, nesting: Int,
    into result: inout Result, _ add: Add
  ) throws {
    var facts = ArtifactFacts(
      path: prefix + "!/" + member.name, sha256: "",
      stamp: ArtifactStamp(bytes: Int64(clamping: member.size)), container: container)
    if let reason = BesideFiles.reason(ofMember: member.name) {
      facts.status = .excluded
      facts.reason = reason
      try leave(facts, into: &result, add)
      return
    }
    if let refusal = zip.refusal(of: member) {
      facts.status = .unreadable
      facts.reason = refusal.code.rawValue
      try leave(facts, into: &result, add)
      return
    }
    let head: [UInt8]
    do {
      facts.sha256 = try SourceIntake.digest(zip.open(member))
      head = try ArtifactIntake.head(of: zip.open(member))
    } catch let error as ArchiveError {
      facts.status = .unreadable
      facts.reason = error.code.rawValue
      try leave(facts, into: &result, add)
      return
    }
    var format = FormatSniffer.sniff(head, name: member.name)
    facts.mediaType = format.mediaType
    let isGzip = format.family == .gzip
    if isGzip {
      let inner = try? ArtifactIntake.head(
        of: GzipReader(zip.open(member), limits: ArtifactIntake.inflateLimits))
      format = FormatSniffer.sniff(inner ?? [], name: member.name)
    }
    facts.format = format.format
    if let tables = intake.tables {
      try takeTable(
        member, of: zip, facts, tables, nesting: nesting, isGzip: isGzip, into: &result, add)
      return
    }
    if format.family == .zip, !OfficeFile.isNamed(member.name) {
      try nested(member, of: zip, facts, nesting: nesting, into: &result, add)
      return
    }
    guard ArtifactIntake.isReadable(format.family) else {
      let (status, reason) = ArtifactIntake.noEvents(name: member.name, format)
      facts.status = status
      facts.reason = reason
      try leave(facts, into: &result, add)
      return
    }
    let cancelled = intake.options.isCancelled
    let family = format.family
    let added = try add(facts) { loader in
      try EventRelay.run(
        family,
        open: {
          let bytes = try zip.open(member)
          return isGzip ? try GzipReader(bytes, limits: ArtifactIntake.inflateLimits) : bytes
        }, into: loader, isCancelled: cancelled)
    }
    result.artifacts.taken += 1
    if let summary = added.summary { result.summaries.append((facts.path, summary)) }
    if let read = added.summary?.records.read, let note = format.note(recordsRead: read) {
      result.troubles.append((facts.path, ArtifactFacts.Status.taken.rawValue, note))
    }
  }

  private func takeTable(
    _ member: ZipMember, of zip: ZipReader, _ original: ArtifactFacts, _ tables: TableSource,
    nesting: Int, isGzip: Bool, into result: inout Result, _ add: Add
  ) throws {
    var facts = original
    let opening = intake.opening(tables)
    let open: () throws -> any ByteSource = {
      let bytes = try zip.open(member)
      return isGzip ? try GzipReader(bytes, limits: ArtifactIntake.inflateLimits) : bytes
    }
    do {
      switch try opening.content(name: member.name.withoutGzip, open: open) {
      case .archive: try nested(member, of: zip, facts, nesting: nesting, into: &result, add)
      case .gzip: throw TableRefusal(code: "nested_gzip", detail: "Unpack the file once.")
      case .table(let table):
        facts.format = table.format
        if !isGzip { facts.mediaType = table.mediaType }
        let load = TableLoad(
          opening: opening, kind: tables.kind, format: tables.format, name: member.name,
          isCancelled: intake.options.isCancelled)
        var report: TableLoad.Report?
        let added = try add(facts) { loader in report = try load.run(table, into: loader) }
        result.artifacts.taken += 1
        if let summary = added.summary { result.summaries.append((facts.path, summary)) }
        if let report { result.reports.append((facts.path, report)) }
      }
    } catch let refusal as TableRefusal {
      facts.status = refusal.isExcluded ? .excluded : .unreadable
      facts.reason = refusal.reason
      try leave(facts, into: &result, add)
    } catch let error as ArchiveError {
      // One damaged member, packed once more or a workbook, costs none of the others.
      facts.status = .unreadable
      facts.reason = error.code.rawValue
      try leave(facts, into: &result, add)
    }
  }

  private func nested(
    _ member: ZipMember, of zip: ZipReader, _ original: ArtifactFacts, nesting: Int,
    into result: inout Result, _ add: Add
  ) throws {
    var facts = original
    guard nesting < ArtifactIntake.maximumNesting,
      member.size <= UInt64(ArtifactIntake.maximumNestedArchive)
    else {
      facts.status = .unreadable
      facts.reason =
        nesting < ArtifactIntake.maximumNesting ? "nested_archive_too_large" : "nested_too_deep"
      try leave(facts, into: &result, add)
      return
    }
    let inner = RandomAccessBytes(
      try zip.open(member).readAll(limit: ArtifactIntake.maximumNestedArchive), label: facts.path)
    if OwnContent.isPack(inner) {
      facts.status = .excluded
      facts.reason = OwnReason.ownPack.rawValue
      try leave(facts, into: &result, add)
      return
    }
    let id = try add(facts, nil).id
    result.artifacts.taken += 1
    try members(
      of: inner, prefix: facts.path, container: id, nesting: nesting + 1, into: &result, add)
  }

  private func leave(_ facts: ArtifactFacts, into result: inout Result, _ add: Add) throws {
    _ = try add(facts, nil)
    if facts.status == .excluded {
      result.artifacts.excluded += 1
    } else {
      result.artifacts.unreadable += 1
    }
    result.troubles.append((facts.path, facts.status.rawValue, facts.reason ?? ""))
  }
}
