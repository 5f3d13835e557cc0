internal import Settings

/// What the sources delivered, as far as verdicts need it: one look per assessment.
struct CatalogFacts {
  /// One source the catalog knows, with what it holds of it.
  struct SourceFacts {
    var name: String
    var kind: String
    var completeThrough: Int64?
    var timeZone: String?
    /// Whether the configuration still names it.
    var isConfigured = true
    var taken = 0
    var excluded = 0
    var unreadable = 0
    var quarantined = 0
    var newestMs: Int64?
    var newestDay: Int64?
    /// Events or records dated after the cut-off.
    var afterAsOf = 0
    /// Files that are gone at the source and still count, and records its files no longer hold.
    var goneFiles = 0
    var goneRecords = 0
    /// Records by day number.
    var days: [Int64: Int] = [:]
    /// Records that bear no date.
    var undated = 0

    /// Last day the source is complete through: declared, else that of its newest record.
    var watermarkDay: Int64? { completeThrough ?? newestDay }

    /// Whether nothing it holds bears a date, so that no month can tell what it delivered.
    var isUndated: Bool { days.isEmpty && (undated > 0 || kind == "document") }
  }

  var sources: [SourceFacts] = []
  var ledger = Ledger()
  /// Records by record kind.
  var records: [String: Int] = [:]
  /// By record kind, the fields its sources have columns for.
  var fields: [String: Set<String>] = [:]
  /// By record kind and name of the source, the same of each source.
  var fieldsOfSource: [String: [String: Set<String>]] = [:]
  /// By record kind and field, how many cells hold something no value could be made of.
  var unread: [String: [String: Int]] = [:]
  /// By record kind and field, how many records state something else than the one that counts of
  /// those with their number.
  var disputed: [String: [String: Int]] = [:]
  /// By record kind, the sentence of the nil return that covers the whole period.
  var nilReturns: [String: String] = [:]
  /// Events and records dated after the cut-off.
  var afterAsOf: Int { sources.reduce(0) { $0 + $1.afterAsOf } }

  /// Days of grace of a source that declares no `complete_through` before a period counts as open.
  static let undeclaredGrace: Int64 = 7

  /// Cells that could not be read among fields a check reads, with the names of those fields.
  func unread(in used: [String: Set<String>]) -> UnreadCells? { Self.cells(unread, in: used) }

  /// Values among fields a check reads that another record of the same number contradicts.
  func disputed(in used: [String: Set<String>]) -> UnreadCells? { Self.cells(disputed, in: used) }

  private static func cells(
    _ counts: [String: [String: Int]], in used: [String: Set<String>]
  ) -> UnreadCells? {
    var cells = UnreadCells()
    for (kind, fields) in used.sorted(by: { $0.key < $1.key }) {
      for (field, count) in (counts[kind] ?? [:]).sorted(by: { $0.key < $1.key })
      // Of a list the whole is read.
      where fields.contains(field) || fields.contains(String(field.prefix { $0 != "." })) {
        cells.count += count
        cells.fields.append("\(kind).\(field)")
      }
    }
    return cells.count > 0 ? cells : nil
  }

  /// How many cells, and of which fields.
  struct UnreadCells: Equatable {
    var count = 0
    var fields: [String] = []
  }

  /// True when the catalog holds anything of a record kind.
  func delivered(_ kind: String) -> Bool {
    if nilReturns[kind] != nil { return true }
    let provider = Self.provider(of: kind)
    if sources.contains(where: { $0.kind == provider && $0.taken > 0 }) { return true }
    return (records[kind] ?? 0) > 0
  }

  /// The nil return that tells why a check over some kinds examined nothing.
  func nilReturn(of kinds: [String]) -> String? {
    kinds.sorted().compactMap { nilReturns[$0] }.first
  }

  /// The sources that deliver a kind.
  func sources(of kind: String) -> [SourceFacts] {
    let provider = Self.provider(of: kind)
    return sources.filter { $0.kind == provider }
  }

  /// The `kind` of a source that delivers a record kind.
  static func provider(of kind: String) -> String {
    ["event", "epcis_document", "master_location", "master_product"].contains(kind)
      ? "epcis" : kind
  }

  /// The earliest watermark of the sources of some kinds, never later than the cut-off: the end of
  /// the day a source declares in its own time zone, else in the firm's.
  func watermark(
    of kinds: [String], asOf: Int64, asOfDay: Int64, zone: String
  ) -> Watermark {
    let declared = kinds.flatMap { sources(of: $0) }.filter { $0.taken > 0 }
      .compactMap { source in
        source.completeThrough.map {
          (day: $0, end: CutOff.end(ofDay: $0, zone: source.timeZone ?? zone))
        }
      }
    return Watermark(
      milliseconds: declared.map(\.end).reduce(asOf, min),
      day: declared.map(\.day).reduce(asOfDay, min))
  }

  /// The first source of some kinds that stops before a day, with the day it reaches.
  func stopsBefore(_ day: Int64, kinds: [String]) -> (source: SourceFacts, through: Int64)? {
    for kind in kinds.sorted() {
      for source in sources(of: kind) where source.taken > 0 {
        guard let through = source.watermarkDay else { continue }
        let grace = source.completeThrough == nil ? Self.undeclaredGrace : 0
        if through + grace < day { return (source, through) }
      }
    }
    return nil
  }

  /// Files or records of some kinds that could not be read.
  func unreadable(kinds: [String]) -> Int {
    Set(kinds.map { Self.provider(of: $0) }).reduce(0) { sum, provider in
      sum + sources.filter { $0.kind == provider }.reduce(0) { $0 + $1.unreadable + $1.quarantined }
    }
  }

  /// The grid source × month, from the first to the last month of the period, and any other month
  /// that has records; no month where nothing bears a date.
  func coverage(from: Int64, to: Int64) -> [SourceCoverage] {
    sources.map { source in
      var counts: [String: Int] = [:]
      for (day, count) in source.days {
        counts[CalendarDay(number: day).month, default: 0] += count
      }
      var months = Set(counts.keys)
      // A period of centuries is no period: the months that have records are enough.
      if to - from < 4000, !source.isUndated {
        var day = from
        while day <= to {
          months.insert(CalendarDay(number: day).month)
          day += 27
        }
        months.insert(CalendarDay(number: to).month)
      }
      let through = source.watermarkDay.map { CalendarDay(number: $0).month } ?? ""
      return SourceCoverage(
        source: source.name, kind: source.kind,
        artifacts: SourceCoverage.ArtifactCounts(
          taken: source.taken, excluded: source.excluded, unreadable: source.unreadable),
        completeThrough: source.watermarkDay.map { CalendarDay(number: $0) },
        declared: source.completeThrough != nil,
        newest: source.newestMs.map { Instant(milliseconds: $0) },
        months: months.sorted().map { month in
          let records = counts[month] ?? 0
          let state: SourceCoverage.Month.State =
            records > 0
            ? .delivered : (month <= through && source.taken > 0 ? .none : .notDelivered)
          return SourceCoverage.Month(month: month, records: records, state: state)
        })
    }
  }
}
