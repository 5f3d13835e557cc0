internal import Assessing
internal import Cataloging
internal import GRDB
internal import Reporting
internal import Settings

/// Gathers what answers one request: files with production numbers, and what is not enclosed.
struct ResponseWriter {
  let db: Database
  let subjects: AskedSubjects
  let request: InspectionRequest
  let stamp: String
  let agent: String
  let made: Instant
  /// What each kind of record is called, by its word in a request or a source.
  let kindTitles: [String: String]
  /// The kinds of record, by id.
  let recordKinds: [String: RecordKind]

  var files: ResponseFiles
  private(set) var answered: [Response.Item] = []

  init(
    _ db: Database, _ subjects: AskedSubjects, vault: Vault, parts: PartFolder,
    request: InspectionRequest,
    stamp: String, agent: String, made: Instant, kindTitles: [String: String],
    recordKinds: [String: RecordKind]
  ) {
    self.db = db
    self.subjects = subjects
    self.request = request
    files = ResponseFiles(db, vault: vault, request: request.id, parts: parts)
    self.stamp = stamp
    self.agent = agent
    self.made = made
    self.kindTitles = kindTitles
    self.recordKinds = recordKinds
  }

  /// Answers every item in its order.
  mutating func answer() throws {
    try subjects.open(request)
    for item in request.items {
      let selection = try subjects.select(item)
      var response = Response.Item(
        number: item.number, text: item.text, selection: selection.words, enclosed: [],
        notEnclosed: selection.unknown)
      if !selection.isRestricted && item.records.isEmpty {
        response.selection = "not looked for in the data"
        response.notEnclosed.append(
          .init(
            what: item.text,
            why: "to be answered by a person; it names no lot, product, "
              + "identifier or kind of record"))
      } else {
        try look(for: item, selection, &response)
      }
      if response.enclosed.isEmpty && response.notEnclosed.isEmpty {
        response.notEnclosed.append(
          .init(
            what: item.text,
            why: "no record found in the systems that search-statement.html names"))
      }
      answered.append(response)
    }
  }

  private mutating func look(
    for item: InspectionRequest.Item, _ selection: AskedSubjects.Selection,
    _ response: inout Response.Item
  ) throws {
    let named = AskedSubjects.kinds(item)
    let events = AskedSubjects.events
    let kinds = (named.contains(events) ? [events] : []) + named.filter { $0 != events }
    response.selection += "; looked for in: \(kinds.map(title).joined(separator: ", "))"
    // Of several kinds one may have no record: nothing beside the others would not say so.
    var empty: [String] = []
    for kind in kinds {
      let before = Self.lines(response)
      response.systems += try systems(holding: kind)
      if kind == events {
        try addEvents(item, selection, to: &response)
        try addUnreadable(kind, inFiles: selection.isRestricted, to: &response)
      } else {
        try addRecords(kind, item, selection, to: &response)
      }
      if Self.lines(response) == before { empty.append(kind) }
    }
    // Of what is nowhere, each kind would say so once more.
    let isNowhere = selection.unknown.count == selection.asked && empty.count == kinds.count
    if kinds.count > 1, Self.lines(response) > 0, !isNowhere || selection.asked == 0 {
      response.notEnclosed += empty.map { kind in
        .init(
          what: title(kind),
          why: "no record of what was asked for was found in the systems that "
            + "search-statement.html names")
      }
    }
  }

  private static func lines(_ response: Response.Item) -> Int {
    response.enclosed.count + response.notEnclosed.count
  }

  func title(_ kind: String) -> String { kindTitles[kind] ?? kind }

  private func systems(holding kind: String) throws -> [String] {
    try String.fetchAll(
      db, sql: "SELECT name FROM source WHERE kind = ? ORDER BY name", arguments: [kind])
  }

  private mutating func addEvents(
    _ item: InspectionRequest.Item, _ selection: AskedSubjects.Selection,
    to response: inout Response.Item
  ) throws {
    guard selection.isRestricted else {
      try addWholeKind(AskedSubjects.events, nil, item, to: &response)
      return
    }
    for (artifact, events) in try subjects.events() {
      guard let original = try files.original(artifact) else { continue }
      let places = events.map(\.place)
      if try subjects.isWholeOpen(artifact) {
        response.enclosed.append(try files.enclose(original, item, positions: places))
        continue
      }
      let production = files.nextNumber()
      let extract = EventExtract(
        db: db,
        subject: .init(
          production: production, stamp: stamp, agent: agent, system: original.system,
          path: original.path, sha256: original.sha256, request: request.id, item: item.number))
      let made = try extract.files(events: events.map(\.id), created: made)
      for (ending, bytes) in [("csv", made.csv), ("epcis.jsonld", made.epcis)] {
        response.enclosed.append(
          try files.add(
            bytes, "extract.\(ending)", production, original, item, positions: places))
      }
    }
  }
}
