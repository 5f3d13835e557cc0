internal import Cataloging
internal import GRDB
internal import Settings

/// One document as its register states it, at the cut-off.
struct RegisterEntry {
  var record: Int64
  /// What it is about: its topic and the processes it serves, folded.
  var topics: Set<String>
  /// First day it is in force.
  var from: Int64?
  /// First day it no longer is; nil while it is.
  var until: Int64?
  /// First day of the time it speaks of, when it states one.
  var coverFrom: Int64?
  /// Day after the time it speaks of; nil when that is open.
  var coverEnd: Int64?
  var isApproved: Bool
  /// The register names a file that was not collected.
  var lacksFile: Bool
  /// The file collected has another digest than the register states.
  var hasOtherFile: Bool
  /// Values of the lists `products`, `sites`, `systems`, `partners`, by list.
  var subjects: [String: Set<DatabaseValue>]

  /// A topic without regard to case, blanks, hyphens and underscores.
  static func folded(_ topic: String) -> String {
    String(topic.lowercased().map { $0 == "_" || $0 == "-" ? " " : $0 })
      .split(separator: " ").joined(separator: " ")
  }

  /// Whether the topic or one of the processes is this one.
  func isAbout(_ topic: String) -> Bool { topics.contains(Self.folded(topic)) }

  /// Whether it is in force on a day.
  func isValid(on day: Int64) -> Bool {
    (from.map { $0 <= day } ?? false) && (until.map { $0 > day } ?? true)
  }

  /// Whether a day lies within the time it speaks of.
  func covers(_ day: Int64) -> Bool {
    (coverFrom.map { $0 <= day } ?? false) && (coverEnd.map { $0 > day } ?? true)
  }

  /// Whether it is about a product, site, system or partner. One that names no site holds for all.
  func names(_ key: DatabaseValue, of grain: ExpectedEvidence.Grain) -> Bool {
    switch grain {
    case .product: subjects["products"]?.contains(key) ?? false
    case .system: subjects["systems"]?.contains(key) ?? false
    case .partner: subjects["partners"]?.contains(key) ?? false
    case .site: subjects["sites"]?.contains(key) ?? true
    default: true
    }
  }

  /// The register's documents; columns a kind does not have read as blank.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  static func all(
    _ db: Database, _ layout: RecordLayout, lastDay: Int64
  ) throws -> [RegisterEntry] {
    let paths = Set(layout.cells.map(\.path))
    func day(_ path: String) -> String { paths.contains(path) ? "d.\(path)_day" : "NULL" }
    func text(_ path: String) -> String { paths.contains(path) ? "d.\(path)" : "NULL" }
    var approval = ["(\(day("approved_at")) IS NOT NULL AND \(day("approved_at")) <= \(lastDay))"]
    if layout.lists.contains(where: { $0.name == "approvals" }) {
      approval.append(
        "EXISTS (SELECT 1 FROM \(layout.kind)__approvals a WHERE a.record_id = d.record_id "
          + "AND a.approved_at_day <= \(lastDay))")
    }
    let sql = """
      SELECT d.record_id, \(text("topic")), \(day("effective_from")), \(day("superseded_at")),
        \(day("valid_until")), \(day("covers_from")), \(day("covers_until")),
        \(approval.joined(separator: " OR ")),
        EXISTS (SELECT 1 FROM main.defect f WHERE f.record_id = d.record_id
          AND f.code = 'file_missing'),
        EXISTS (SELECT 1 FROM main.defect f WHERE f.record_id = d.record_id
          AND f.code = 'digest_mismatch')
      FROM temp.all_\(layout.kind) d ORDER BY d.record_id
      """
    var entries: [RegisterEntry] = []
    var positions: [Int64: Int] = [:]
    for row in try Row.fetchAll(db, sql: sql) {
      let ends = [row[3] as Int64?, (row[4] as Int64?).map { $0 &+ 1 }].compactMap { $0 }
      let coverEnd = (row[6] as Int64?).map { $0 &+ 1 }
      let topic: String? = row[1]
      positions[row[0]] = entries.count
      entries.append(
        RegisterEntry(
          record: row[0], topics: Set([topic.map(folded)].compactMap { $0 }), from: row[2],
          until: ends.min(), coverFrom: row[5] ?? row[2], coverEnd: coverEnd ?? ends.min(),
          isApproved: row[7], lacksFile: row[8], hasOtherFile: row[9], subjects: [:]))
    }
    for list in layout.lists {
      guard ["processes", "products", "sites", "systems", "partners"].contains(list.name),
        let cell = list.cells.first, cell.path == "value"
      else { continue }
      let column = cell.columns.first(where: \.isLink)?.name ?? cell.presence
      for row in try Row.fetchAll(
        db,
        sql: """
          SELECT c.record_id, c.\(column.quotedDatabaseIdentifier) FROM \(list.table) c
          WHERE c.\(column.quotedDatabaseIdentifier) IS NOT NULL
          """)
      {
        guard let position = positions[row[0]] else { continue }
        let value: DatabaseValue = row[1]
        if list.name == "processes" {
          if let text = String.fromDatabaseValue(value) {
            entries[position].topics.insert(folded(text))
          }
        } else {
          entries[position].subjects[list.name, default: []].insert(value)
        }
      }
    }
    return entries
  }
}
