import Archives
import Cataloging
import Settings

extension SourceIntake {
  /// What a collect would do with a source; nothing is written.
  static func preview(
    _ source: Source, tables: TableSource?, _ catalog: Catalog, _ options: CollectOptions,
    own: OwnFiles, nowMs: Int64
  ) throws -> CollectionOutcome.SourceOutcome {
    var outcome = CollectionOutcome.SourceOutcome(
      name: source.name, kind: source.kind, place: source.placeText)
    var look = tables.map { SourceLook($0, nowMs: nowMs, isCancelled: options.isCancelled) }
    switch source.place {
    case .path(let place):
      try preview(place, source, &look, catalog, options, own, into: &outcome)
    case .database(let path, let query):
      try look?.database(path, query: query, limits: options.query)
      if look?.previews.last?.problem == nil {
        outcome.artifacts.taken += 1
      } else {
        outcome.artifacts.unreadable += 1
      }
    case .url(let url):
      try EndpointLook(source, url, options, nowMs: nowMs).look(&outcome)
      return outcome
    }
    outcome.previews = look?.previews ?? []
    return outcome
  }

  private static func preview(
    _ place: String, _ source: Source, _ look: inout SourceLook?, _ catalog: Catalog,
    _ options: CollectOptions, _ own: OwnFiles,
    into outcome: inout CollectionOutcome.SourceOutcome
  ) throws {
    let walk = SourceWalk(place: place, exclude: source.exclude, own: own)
    outcome.problem = walk.problem
    let id = try catalog.read { db in try SourceRegister.find(db, name: source.name) }
    let register = id.map { ArtifactRegister(source: $0, run: 0, nowMs: 0) }
    for found in walk.found {
      switch found.kind {
      case .excluded(let reason):
        outcome.artifacts.excluded += 1
        outcome.note(found.path, "excluded", reason)
      case .unreadable(let reason):
        outcome.artifacts.unreadable += 1
        outcome.note(found.path, "unreadable", reason)
      case .file:
        do {
          let stamp = ArtifactStamp(try FileByteSource(path: found.absolute).status)
          let known = try catalog.read { db in try register?.current(db, path: found.path) }
          let isUnchanged =
            known.map { !options.rehash && ArtifactRegister.isUnchanged($0, stamp) } ?? false
          if !isUnchanged,
            let reason = try OwnContent.reason(ofFile: found.absolute, name: found.path)
          {
            outcome.artifacts.excluded += 1
            outcome.note(found.path, "excluded", reason.rawValue)
            continue
          }
          if let refusal = try look?.file(found.absolute, path: found.path) {
            outcome.artifacts.excluded += 1
            outcome.note(found.path, "excluded", refusal.reason)
            continue
          }
          if let last = look?.previews.last, last.path == found.path, last.problem != nil {
            outcome.artifacts.unreadable += 1
            continue
          }
          if look == nil, source.kind != "document",
            let (status, reason) = try noEvents(found)
          {
            outcome.count(status)
            outcome.note(found.path, status.rawValue, reason)
            continue
          }
          if isUnchanged {
            outcome.artifacts.unchanged += 1
          } else {
            outcome.artifacts.taken += 1
          }
        } catch let error as ArchiveError {
          outcome.artifacts.unreadable += 1
          outcome.note(found.path, "unreadable", Self.reason(of: error, found.absolute))
        }
      }
    }
  }

  /// What becomes of a file that its first bytes show to hold no events; nil when it may hold some.
  private static func noEvents(
    _ found: SourceWalk.Found
  ) throws -> (status: ArtifactFacts.Status, reason: String)? {
    let head = try ArtifactIntake.head(of: FileByteSource(path: found.absolute))
    let format = FormatSniffer.sniff(head, name: found.path)
    let family = format.family
    if family == .empty { return (.unreadable, "empty") }
    if family == .gzip || (family == .zip && !OfficeFile.isNamed(found.path)) { return nil }
    guard !ArtifactIntake.isReadable(family) else { return nil }
    return ArtifactIntake.noEvents(name: found.path, format)
  }
}
