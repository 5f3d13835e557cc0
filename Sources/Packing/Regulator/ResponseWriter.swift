internal import Assessing
internal import Cataloging
internal import GRDB
internal import Reporting
internal import Settings

/// Gathers what answers one request: files with production numbers, and what is not enclosed.
struct ResponseWriter {
  let db: Database
  let subjects: AskedSubjects
  let vault: String
  let request: InspectionRequest
  let stamp: String
  let agent: String
  let made: Instant
  /// What each kind of record is called, by its word in a request or a source.
  let kindTitles: [String: String]

  private(set) var items: [PackItem] = []
  private(set) var answered: [Response.Item] = []
  private var number = 0
  /// Originals enclosed already, by artifact.
  private var originals: [Int64: Response.Enclosure] = [:]

  init(
    _ db: Database, _ subjects: AskedSubjects, vault: String, request: InspectionRequest,
    stamp: String, agent: String, made: Instant, kindTitles: [String: String]
  ) {
    self.db = db
    self.subjects = subjects
    self.vault = vault
    self.request = request
    self.stamp = stamp
    self.agent = agent
    self.made = made
    self.kindTitles = kindTitles
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
        let kinds = item.records.filter { !Self.eventKinds.contains($0) }
        let asksForEvents = item.records.isEmpty || kinds.count < item.records.count
        response.selection += "; " + looked(for: asksForEvents ? ["epcis"] + kinds : kinds)
        if asksForEvents {
          response.systems += try systems(holding: "epcis")
          try addEvents(item, selection, to: &response)
        }
        for kind in kinds {
          response.systems += try systems(holding: kind)
          try addRecords(kind, item, selection, to: &response)
        }
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

  private static let eventKinds: Set<String> = ["event", "epcis"]

  private func title(_ kind: String) -> String { kindTitles[kind] ?? kind }

  private func looked(for kinds: [String]) -> String {
    "looked for in: \(kinds.map(title).joined(separator: ", "))"
  }

  private func systems(holding kind: String) throws -> [String] {
    try String.fetchAll(
      db, sql: "SELECT name FROM source WHERE kind = ? ORDER BY name", arguments: [kind])
  }

  private mutating func addEvents(
    _ item: InspectionRequest.Item, _ selection: AskedSubjects.Selection,
    to response: inout Response.Item
  ) throws {
    guard selection.isRestricted else {
      try addWholeKind("epcis", item, to: &response)
      return
    }
    for (artifact, events) in try subjects.events() {
      guard let original = try original(artifact) else { continue }
      let places = events.map(\.place)
      if try subjects.isWholeOpen(artifact) {
        try enclose(original, item, positions: places, records: places.count, to: &response)
        continue
      }
      let production = nextNumber()
      let extract = EventExtract(
        db: db,
        subject: .init(
          production: production, stamp: stamp, agent: agent, system: original.system,
          path: original.path, sha256: original.sha256, request: request.id, item: item.number))
      let files = try extract.files(events: events.map(\.id), created: made)
      for (ending, bytes) in [("csv", files.csv), ("epcis.jsonld", files.epcis)] {
        add(
          bytes, "extract.\(ending)", production, original, item, positions: places,
          to: &response)
      }
    }
  }

  private mutating func addRecords(
    _ kind: String, _ item: InspectionRequest.Item, _ selection: AskedSubjects.Selection,
    to response: inout Response.Item
  ) throws {
    let sources =
      try Int.fetchOne(
        db, sql: "SELECT count(*) FROM source WHERE kind = ?", arguments: [kind]) ?? 0
    let table = try RecordTable.all(db).first { $0.kind == kind }
    guard sources > 0 || table != nil else {
      response.notEnclosed.append(
        .init(what: title(kind), why: "no system that holds such records was read"))
      return
    }
    guard selection.isRestricted else {
      try addWholeKind(kind, item, to: &response)
      return
    }
    if let table { try addRows(of: table, item, to: &response) }
    // What was not read into rows is handed over whole or not at all.
    let unread = try Row.fetchAll(
      db,
      sql: """
        SELECT a.path FROM artifact a JOIN source s ON s.source_id = a.source_id
        WHERE s.kind = ? AND a.status = 'taken' AND a.superseded_by IS NULL
        AND a.container_id IS NULL AND NOT EXISTS (SELECT 1 FROM record r
          JOIN artifact m ON m.artifact_id = r.artifact_id
          WHERE m.artifact_id = a.artifact_id OR m.container_id = a.artifact_id)
        ORDER BY s.name, a.path, a.artifact_id
        """, arguments: [kind])
    for row in unread {
      response.notEnclosed.append(
        .init(
          what: "\(title(kind)) \(row["path"] as String)",
          why: "documents are handed over whole or not at all; which lots it is about has to be "
            + "looked at by a person"))
    }
  }

  private mutating func addRows(
    of table: RecordTable, _ item: InspectionRequest.Item, to response: inout Response.Item
  ) throws {
    guard table.isTied else {
      response.notEnclosed.append(
        .init(
          what: title(table.kind),
          why: "they name no lot or unit; ask for all of them or by number"))
      return
    }
    let name = "\(table.kind)_version".quotedDatabaseIdentifier
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT v.*, r.line AS "at line", r.pointer AS "at pointer",
          coalesce(a.container_id, a.artifact_id) AS "at artifact"
        FROM \(name) v JOIN record r ON r.record_id = v.record_id
        JOIN artifact a ON a.artifact_id = r.artifact_id
        WHERE v.is_current = 1 AND (\(table.condition("asked")))
          AND \(table.visible(subjects.cutOff))
        ORDER BY coalesce(a.container_id, a.artifact_id), a.path, r.line, v.record_id
        """)
    for artifact in Set(rows.map { $0["at artifact"] as Int64 }).sorted() {
      guard let original = try original(artifact) else { continue }
      let own = rows.filter { $0["at artifact"] == artifact }
      let places = own.map { RecordPlace.text($0, besideFields: true) }
      if try subjects.isWholeOpen(artifact) {
        try enclose(original, item, positions: places, records: own.count, to: &response)
        continue
      }
      let production = nextNumber()
      var csv = CSVText(
        headers: [
          "production_number", "kind", "system", "original_path", "original_sha256", "place",
        ] + table.fields + ["confidentiality"])
      for (row, place) in zip(own, places) {
        let start = [
          production, "EXTRACT", original.system, original.path, original.sha256, place,
        ]
        let hidden = table.hidden(row, subjects.cutOff)
        let cells = table.fields.map { field -> String in
          if hidden.contains(field) { return "" }
          let value: DatabaseValue = row[field]
          return DatabaseValue.text(value)
        }
        csv.add(start + cells + [stamp])
      }
      add(csv.bytes, "extract.csv", production, original, item, positions: places, to: &response)
    }
  }

  // Everything of a kind was asked for, so that every original of it is open.
  private mutating func addWholeKind(
    _ kind: String, _ item: InspectionRequest.Item, to response: inout Response.Item
  ) throws {
    let artifacts = try Row.fetchAll(
      db,
      sql: """
        SELECT a.artifact_id, (SELECT count(*) FROM record r
          JOIN artifact m ON m.artifact_id = r.artifact_id
          WHERE m.artifact_id = a.artifact_id OR m.container_id = a.artifact_id) AS records
        FROM artifact a JOIN source s ON s.source_id = a.source_id
        WHERE s.kind = ? AND a.status = 'taken' AND a.superseded_by IS NULL
        AND a.container_id IS NULL ORDER BY s.name, a.path, a.artifact_id
        """, arguments: [kind])
    for row in artifacts {
      guard let original = try original(row["artifact_id"]) else { continue }
      if try subjects.isLate(original.id) {
        response.notEnclosed.append(
          .init(
            what: "\(original.system) \(original.path)",
            why: "also holds records after the data cut-off; ask by lot, product or identifier for "
              + "an extract"))
        continue
      }
      try enclose(original, item, positions: [], records: row["records"], to: &response)
    }
  }

  private struct Original {
    let id: Int64
    let system: String
    let path: String
    let sha256: String
  }

  private func original(_ artifact: Int64) throws -> Original? {
    try Row.fetchOne(
      db,
      sql: """
        SELECT s.name, a.path, a.sha256 FROM artifact a JOIN source s ON s.source_id = a.source_id
        WHERE a.artifact_id = ?
        """, arguments: [artifact]
    ).map { Original(id: artifact, system: $0["name"], path: $0["path"], sha256: $0["sha256"]) }
  }

  private mutating func enclose(
    _ original: Original, _ item: InspectionRequest.Item, positions: [String], records: Int,
    to response: inout Response.Item
  ) throws {
    if var known = originals[original.id] {
      known.positions = positions
      known.records = records
      response.enclosed.append(known)
      return
    }
    guard let copy = try VaultCopy(db, sha256: original.sha256, vault: vault) else {
      throw PackingError(
        .evidenceDamaged,
        "The original of \(original.system):\(original.path) is not in the vault. Collect its "
          + "source again.")
    }
    let production = nextNumber()
    let path = place(item, production, Self.fileName(original.path))
    items.append(PackItem(path: path, content: .vault(copy)))
    let enclosure = Response.Enclosure(
      production: production, path: path, what: "whole original", system: original.system,
      originalPath: original.path, originalSHA256: original.sha256, sha256: original.sha256,
      bytes: copy.size, positions: positions, records: records)
    originals[original.id] = enclosure
    response.enclosed.append(enclosure)
  }

  private mutating func add(
    _ bytes: [UInt8], _ ending: String, _ production: String, _ original: Original,
    _ item: InspectionRequest.Item, positions: [String], to response: inout Response.Item
  ) {
    let path = place(item, production, "\(Self.fileName(original.path)).\(ending)")
    items.append(PackItem(path: path, content: .bytes(bytes)))
    response.enclosed.append(
      Response.Enclosure(
        production: production, path: path, what: "extract", system: original.system,
        originalPath: original.path, originalSHA256: original.sha256,
        sha256: Digests.sha256(bytes), bytes: UInt64(bytes.count), positions: positions,
        records: positions.count))
  }

  private mutating func nextNumber() -> String {
    number += 1
    let digits = String(number)
    return "\(request.id)-\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"
  }

  private func place(
    _ item: InspectionRequest.Item, _ production: String, _ name: String
  ) -> String {
    let folder =
      "requests/\(PackName.safe(request.id, limit: 24))/\(PackName.safe(item.number, limit: 12))"
    let room = PackName.longestPath - PackName.longestIdentifier - "/data/\(folder)/".utf8.count
    let limit = min(PackName.longestSegment, room)
    return "\(folder)/\(PackName.safe("\(production)-\(name)", limit: limit))"
  }

  private static func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}

/// Where a record stands, from the columns line and pointer; beside the fields of a kind, which may
/// be called so too, from `at line` and `at pointer`.
enum RecordPlace {
  static func text(_ row: Row, besideFields: Bool = false) -> String {
    let start = besideFields ? "at " : ""
    if let line = row["\(start)line"] as Int64? { return "line \(line)" }
    let pointer: String? = row["\(start)pointer"]
    return pointer ?? "somewhere"
  }
}

extension DatabaseValue {
  /// A cell as text; blank for NULL.
  static func text(_ value: DatabaseValue) -> String {
    switch value.storage {
    case .null, .blob: ""
    case .int64(let number): "\(number)"
    case .double(let number): "\(number)"
    case .string(let text): text
    }
  }
}
