internal import Cataloging
internal import Collecting

/// What a collect did, for a machine.
struct CollectionReport: Encodable {
  /// One ledger: a total and its parts.
  struct Ledger: Encodable {
    let total: Int
    let taken: Int
    let unchanged: Int
    let excluded: Int
    let refused: Int
  }

  /// A column no field takes.
  struct Column: Encodable {
    let header: String
    let nearest: String?
  }

  /// A file that was not or not wholly read.
  struct Trouble: Encodable {
    let path: String
    let status: String
    let reason: String
    let detail: String?
  }

  /// One source.
  struct Source: Encodable {
    let name: String
    let kind: String
    let place: String
    let artifacts: Ledger
    let records: Ledger
    let events: Int
    let problem: String?
    let troubles: [Trouble]
    let unrecognised: [Column]
    let tables: [TablePreview]
  }

  let dryRun: Bool
  let incomplete: Bool
  let sources: [Source]

  init(_ outcome: CollectionOutcome) {
    dryRun = outcome.isDryRun
    incomplete = outcome.isIncomplete
    sources = outcome.sources.map { source in
      Source(
        name: source.name, kind: source.kind, place: source.place,
        artifacts: Ledger(
          total: source.artifacts.seen, taken: source.artifacts.taken,
          unchanged: source.artifacts.unchanged, excluded: source.artifacts.excluded,
          refused: source.artifacts.unreadable),
        records: Ledger(
          total: source.records.read, taken: source.records.taken,
          unchanged: source.records.unchanged, excluded: source.records.excluded,
          refused: source.records.quarantined),
        events: source.events, problem: source.problem,
        troubles: source.troubles.map {
          Trouble(path: $0.path, status: $0.status, reason: $0.reason, detail: $0.detail)
        },
        unrecognised: source.unrecognised.map { Column(header: $0.header, nearest: $0.nearest) },
        tables: source.previews)
    }
  }
}
