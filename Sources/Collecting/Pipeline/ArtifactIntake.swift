import Archives
import Cataloging
import Foundation
import GS1
import Settings

/// Keeps one file in the vault, reads it and loads it, in one transaction.
struct ArtifactIntake {
  /// Archives inside archives.
  static let maximumNesting = 3
  /// Bytes of an archive inside another one, which is unpacked in memory.
  static let maximumNestedArchive = 256 * 1024 * 1024
  /// Bytes a file may unpack to, and how many times its packed size.
  static let inflateLimits = InflateLimits(output: 1 << 40, ratio: 1000, floor: 16 << 20)

  private let intake: SourceIntake
  private let found: SourceWalk.Found
  private let known: ArtifactRegister.Known?
  private let isDocument: Bool

  init(
    _ intake: SourceIntake, _ found: SourceWalk.Found, known: ArtifactRegister.Known? = nil,
    isDocument: Bool? = nil
  ) {
    self.intake = intake
    self.found = found
    self.known = known
    self.isDocument = isDocument ?? (intake.source.kind == "document")
  }

  /// Keeps the file, reads it and loads it; `ahead` has begun with that.
  func take(ahead: ReadAhead? = nil) throws {
    do {
      let (file, parsed) =
        try ahead?.claim()
        ?? (
          KeptFile.keep(found, vault: intake.catalog.vault, isDocument: isDocument), nil
        )
      try take(file, parsed)
    } catch let aside as SetAside {
      try intake.leave(found.path, .excluded, aside.reason.rawValue)
    }
  }

  private func take(_ file: KeptFile?, _ parsed: EventRelay.Waiting?) throws {
    guard let kept = file else {
      try intake.leave(found.path, .unreadable, "changed_during_read")
      return
    }
    if isDocument {
      if let fault = try DocumentFault.find(name: found.path, open(kept)()) {
        try intake.leave(
          found.path, .unreadable, fault.reason, sha256: kept.sha256, stamp: kept.stamp,
          format: kept.format, object: kept.object)
        return
      }
      try load(kept, mediaType: kept.format.mediaType, format: "document", nil, nil)
      return
    }
    if let tables = intake.tables {
      try takeTable(kept, tables)
      return
    }
    switch kept.format.family {
    case .zip where !OfficeFile.isNamed(found.path):
      try ArchiveIntake(intake: intake).take(
        facts(kept, kept.format), kept.object, at: found.absolute)
    case .gzip:
      let head = (try? Self.head(of: GzipReader(open(kept)(), limits: Self.inflateLimits))) ?? []
      let inner = FormatSniffer.sniff(head, name: found.path)
      if Self.isReadable(inner.family) {
        let open = self.open(kept)
        try load(kept, mediaType: kept.format.mediaType, format: inner.format, inner, nil) {
          try GzipReader(open(), limits: Self.inflateLimits)
        }
      } else {
        try leave(kept, inner)
      }
    case let family where Self.isReadable(family):
      try load(
        kept, mediaType: kept.format.mediaType, format: kept.format.format, kept.format, parsed,
        open(kept))
    default: try leave(kept, kept.format)
    }
  }

  /// Whether a reader of events tries a file: XML and JSON, and what is too short to be told from
  /// them.
  static func isReadable(_ family: SniffedFormat.Family) -> Bool {
    switch family {
    case .epcisXML, .epcisJSON, .xml, .json, .lines, .empty: true
    case .foreign, .gzip, .zip, .archive, .document: false
    }
  }

  private func leave(_ kept: KeptFile, _ format: SniffedFormat) throws {
    let (status, reason) = Self.noEvents(name: found.path, format)
    try intake.leave(
      found.path, status, reason, sha256: kept.sha256, stamp: kept.stamp, format: format)
  }

  /// What becomes of a file that is no EPCIS: left out when its name does not promise any, else a
  /// fault. An archive nobody can look into may hold anything.
  static func noEvents(
    name: String, _ format: SniffedFormat
  ) -> (status: ArtifactFacts.Status, reason: String) {
    switch format.family {
    case .archive: return (.unreadable, "other_archive")
    case .gzip: return (.unreadable, "nested_gzip")
    case .zip where !OfficeFile.isNamed(name.withoutGzip): return (.unreadable, "zip_in_gzip")
    default: break
    }
    let name = name.withoutGzip.lowercased()
    func ends(in endings: [String]) -> Bool { endings.contains { name.hasSuffix($0) } }
    if ends(in: [".xml", ".json", ".jsonld", ".ndjson", ".epcis"]) {
      return (.unreadable, "not_xml_or_json")
    }
    return (.excluded, ends(in: OfficeFile.tables) ? "table_among_events" : "not_epcis")
  }

  // MARK: Keeping

  /// The first bytes of a source, as many as can be had: whoever reads on comes to the damage
  /// behind them and says it.
  ///
  /// - Throws: what the source throws before its first byte.
  static func head(
    of source: any ByteSource, bytes: Int = FormatSniffer.headBytes
  ) throws -> [UInt8] {
    var head: [UInt8] = []
    let buffer = RawBuffer(count: bytes)
    do {
      while head.count < bytes {
        let count = try source.read(into: buffer.bytes)
        if count == 0 { break }
        head.append(contentsOf: buffer.slice(0..<count))
      }
    } catch  where !head.isEmpty {}
    return head
  }

  /// The kept bytes: what is read is what was hashed.
  private func open(_ kept: KeptFile) -> @Sendable () throws -> any ByteSource {
    let path = found.absolute
    guard let vault = intake.catalog.vault, let object = kept.object else {
      return { try FileByteSource(path: path) }
    }
    let sha256 = object.sha256
    return { try vault.open(sha256) }
  }

  // MARK: Tables

  private func takeTable(_ kept: KeptFile, _ tables: TableSource) throws {
    var open = open(kept)
    let opening = intake.opening(tables)
    do {
      var content = try opening.content(name: found.path, open: open)
      if case .gzip = content {
        let packed = open
        open = { try GzipReader(packed(), limits: Self.inflateLimits) }
        content = try opening.content(name: found.path.withoutGzip, open: open)
      }
      switch content {
      case .archive where kept.format.family == .gzip: throw TableRefusal.zipInGzip
      case .archive:
        try ArchiveIntake(intake: intake).take(
          facts(kept, kept.format), kept.object, at: found.absolute)
      case .gzip: throw TableRefusal.nestedGzip
      case .table(let table): try load(kept, table, opening, tables)
      }
    } catch let refusal as TableRefusal {
      try intake.leave(
        found.path, refusal.isExcluded ? .excluded : .unreadable, refusal.reason,
        sha256: kept.sha256, stamp: kept.stamp, format: kept.format)
    }
  }

  private func load(
    _ kept: KeptFile, _ table: OpenTable, _ opening: TableOpening, _ tables: TableSource
  ) throws {
    var facts = facts(kept, kept.format)
    facts.format = table.format
    if kept.format.family != .gzip { facts.mediaType = table.mediaType }
    var load = TableLoad(
      opening: opening, kind: tables.kind, format: tables.format, name: found.path,
      isCancelled: intake.options.isCancelled)
    load.appendedFrom = try appendedFrom(kept, table)
    load.progress = { [intake] in intake.tell(references: $0) }
    var report: TableLoad.Report?
    let (_, summary) = try intake.catalog.load(
      facts, original: kept.object, register: intake.register, timeZone: intake.timeZone,
      nowMs: intake.nowMs, cache: intake.cache
    ) { loader in report = try load.run(table, into: loader) }
    intake.outcome.artifacts.taken += 1
    intake.outcome.add(summary, path: found.path)
    if let report { intake.outcome.note(report, path: found.path) }
  }

  /// Where the lines a log has grown by begin; nil when the file is to be read whole.
  private func appendedFrom(_ kept: KeptFile, _ table: OpenTable) throws -> Int64? {
    guard intake.source.append, let known, known.status == .taken, known.stamp.bytes > 0,
      known.stamp.bytes < kept.stamp.bytes, kept.format.family != .gzip, table.format != "xlsx"
    else { return nil }
    let start = FirstBytes(try open(kept)(), length: Int(clamping: known.stamp.bytes))
    guard try SourceIntake.digest(start) == known.sha256, start.lastByte == 0x0A else {
      intake.outcome.note(found.path, "taken", "not_only_appended")
      return nil
    }
    return known.stamp.bytes
  }

  // MARK: Loading

  private func facts(_ kept: KeptFile, _ format: SniffedFormat) -> ArtifactFacts {
    ArtifactFacts(
      path: found.path, sha256: kept.sha256, stamp: kept.stamp, mediaType: kept.format.mediaType,
      format: format.format)
  }

  private func load(
    _ kept: KeptFile, mediaType: String, format: String, _ read: SniffedFormat?,
    _ parsed: EventRelay.Waiting?,
    _ open: (@Sendable () throws -> any ByteSource)? = nil
  ) throws {
    var facts = facts(kept, kept.format)
    facts.format = format
    facts.mediaType = mediaType
    let cancelled = intake.options.isCancelled
    let (_, summary) = try intake.catalog.load(
      facts, original: kept.object, register: intake.register, timeZone: intake.timeZone,
      nowMs: intake.nowMs, cache: intake.cache
    ) { loader in
      guard let read, let open else { return }
      if let parsed {
        try EventRelay.load(parsed, into: loader, isCancelled: cancelled, progress: intake.tell)
      } else {
        try EventRelay.run(
          read.family, open: open, into: loader, isCancelled: cancelled, progress: intake.tell)
      }
    }
    intake.outcome.artifacts.taken += 1
    intake.outcome.add(summary, path: found.path)
    if let note = read?.note(recordsRead: summary.records.read) {
      intake.outcome.note(found.path, ArtifactFacts.Status.taken.rawValue, note)
    }
  }
}

extension CollectionOutcome.SourceOutcome {
  /// Adds what an artifact brought in.
  mutating func add(_ summary: ArtifactLoader.Summary, path: String) {
    records += summary.records
    events += summary.events
    references += summary.references
    if summary.records.quarantined > 0 {
      note(
        path, "quarantined", "\(summary.records.quarantined)", detail: summary.firstSetAside)
    }
    if let continuation = summary.continuation {
      note(path, "taken", RecordEnvelope.goesOn(at: continuation))
    }
  }
}

/// The first bytes of a source.
private final class FirstBytes: ByteSource {
  private let source: any ByteSource
  private var left: Int
  private(set) var lastByte: UInt8?

  init(_ source: any ByteSource, length: Int) {
    self.source = source
    left = length
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard left > 0 else { return 0 }
    let part = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(left))
    let count = try source.read(into: part)
    left -= count
    if count > 0 { lastByte = part[count - 1] }
    return count
  }
}
