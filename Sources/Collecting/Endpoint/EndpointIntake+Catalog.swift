import Archives
import Cataloging
import Foundation
import GRDB
import GS1
import Settings

/// What an endpoint's pages are in the catalog.
extension EndpointIntake {
  private var readingPath: String { folder + "/reading.json" }

  /// The page of a number, with its note.
  func known(_ page: Int) throws -> KnownPage? {
    let notePath = Self.path(folder, page, "response.json")
    let paths = ["json", "xml"].map { Self.path(folder, page, $0) }
    return try intake.catalog.read { db in
      for path in paths {
        guard let body = try intake.register.current(db, path: path) else { continue }
        var known = KnownPage(body: body, path: path)
        if let note = try intake.register.current(db, path: notePath), note.status == .taken {
          known.noteArtifact = note
          known.note = original(note.sha256).flatMap(PageNote.init)
        }
        return known
      }
      return nil
    }
  }

  /// The tag to ask with; none when the page was not read whole, so that it comes again.
  func etag(of known: KnownPage) throws -> String? {
    guard known.body.status == .taken, let note = known.note, let etag = note.etag,
      !note.isNextCut, !etag.contains("***")
    else { return nil }
    let quarantined = try intake.catalog.read { db in
      try Int.fetchOne(
        db, sql: "SELECT records_quarantined FROM artifact WHERE artifact_id = ?",
        arguments: [known.body.id])
    }
    return quarantined == 0 ? etag : nil
  }

  /// Whether the taken page of a number holds events.
  func holdsEvents(_ page: Int) throws -> Bool {
    guard let known = try known(page) else { return true }
    let events = try intake.catalog.read { db in
      try Int.fetchOne(
        db, sql: "SELECT coalesce(sum(events), 0) FROM document WHERE artifact_id = ?",
        arguments: [known.body.id])
    }
    return events != 0
  }

  /// Whether the last reading broke off in a way that leaves its pages good to go on from.
  func mayResume() throws -> Bool {
    let last = try intake.catalog.read { db in
      try intake.register.current(db, path: readingPath)
    }
    guard let last else { return true }
    guard last.status == .unreadable,
      let reading = original(last.sha256).flatMap({
        try? JSONDecoder().decode(BrokenReading.self, from: Data($0))
      }), let code = EndpointFault.Code(rawValue: reading.code)
    else { return false }
    return EndpointFault(code, "").leavesResultWhole
  }

  private struct BrokenReading: Decodable {
    var code: String
  }

  private func original(_ sha256: String) -> [UInt8]? {
    guard !sha256.isEmpty else { return nil }
    return try? intake.catalog.vault?.open(sha256).readAll(limit: 1 << 20)
  }

  // MARK: Writing

  /// Loads pages in one transaction, then writes their notes.
  func load(_ pages: [Page]) throws {
    guard !pages.isEmpty, let vault = intake.catalog.vault else { return }
    let cancelled = intake.options.isCancelled
    var loaded: [(id: Int64, summary: ArtifactLoader.Summary)] = []
    do {
      loaded = try intake.catalog.write { db in
        try Derivation.markStale(db)
        return try pages.map { page -> (id: Int64, summary: ArtifactLoader.Summary) in
          try page.object.insert(db)
          let id = try intake.register.add(db, page.facts)
          let loader = try ArtifactLoader(
            db, artifact: id, timeZone: intake.timeZone, nowMs: intake.nowMs,
            cache: intake.cache)
          let sha256 = page.object.sha256
          try EventRelay.run(
            page.family, open: { try vault.open(sha256) }, into: loader, isCancelled: cancelled,
            progress: { intake.tell(references: $0) })
          return (id, try loader.finish())
        }
      }
    } catch {
      // Ids given inside a transaction that was rolled back are not in the catalog.
      intake.cache.forget()
      throw error
    }
    for (page, result) in zip(pages, loaded) {
      takenIDs.insert(result.id)
      intake.outcome.artifacts.taken += 1
      intake.outcome.add(result.summary, path: page.facts.path)
      try write(page.note)
    }
  }

  /// Writes the note of a page, in place of the one before.
  func write(_ note: PageNote) throws {
    forget(try known(note.page)?.noteArtifact)
    try write(note.bytes, Self.path(folder, note.page, "response.json"), format: "response")
  }

  /// Writes down that the result was read to its end.
  func writeReading(pages: Int) throws {
    let text = CanonicalJSON.object([
      "url": .string(redacted(EndpointAddress(intake.source.placeText)?.shown ?? "")),
      "pages": .integer(Int64(pages)), "read": .string("whole"),
    ]).text
    let bytes = Array((text + "\n").utf8)
    let known = try intake.catalog.read { db in
      try intake.register.current(db, path: readingPath)
    }
    if let known, known.status == .taken,
      try known.sha256 == SourceIntake.digest(MemorySource(bytes))
    {
      try intake.confirm(known, known.stamp)
      return
    }
    try write(bytes, readingPath, format: "reading")
  }

  /// Writes down why the result was not read to its end.
  func leave(_ fault: EndpointFault, page: Int) throws {
    let said = redacted(fault.description)
    let text = CanonicalJSON.object([
      "url": .string(redacted(EndpointAddress(intake.source.placeText)?.shown ?? "")),
      "page": .integer(Int64(page)), "read": .string("not whole"),
      "code": .string(fault.code.rawValue), "said": .string(said),
    ]).text
    let bytes = Array((text + "\n").utf8)
    let object = try intake.catalog.vault?.store(MemorySource(bytes))
    try intake.leave(
      readingPath, .unreadable, fault.code.rawValue, sha256: object?.sha256 ?? "",
      stamp: ArtifactStamp(bytes: Int64(bytes.count)),
      format: SniffedFormat(
        family: .document, format: "reading", mediaType: "application/json"), object: object)
    let stays = page > 1 ? " What was read up to page \(page - 1) stays." : ""
    intake.outcome.problem =
      "Source \"\(intake.source.name)\" was not read whole, page \(page): \(said)\(stays)"
  }

  private func write(_ bytes: [UInt8], _ path: String, format: String) throws {
    let object = try intake.catalog.vault?.store(MemorySource(bytes))
    let facts = ArtifactFacts(
      path: path, sha256: try object?.sha256 ?? SourceIntake.digest(MemorySource(bytes)),
      stamp: ArtifactStamp(bytes: Int64(bytes.count)), mediaType: "application/json",
      format: format)
    let (id, _) = try intake.catalog.load(
      facts, original: object, register: intake.register, timeZone: nil, nowMs: intake.nowMs,
      cache: intake.cache
    ) { _ in }
    takenIDs.insert(id)
    intake.outcome.artifacts.taken += 1
  }
}
