internal import Cataloging
internal import GRDB
internal import Settings

/// Reads the rows of one check's `gaps` as they come and sorts them into groups.
final class GapCollector {
  private let shape: GapShape
  private let keys: NaturalKeys
  private let evidence: EvidenceLookup
  private let watermark: Watermark
  private let severity: Severity
  private let sampleLimit: Int?
  private var groupIndex: [[CellValue]: Int] = [:]
  private var textIndex: [[String]: Int] = [:]
  private(set) var groups: [GapGroup] = []
  /// Rows whose time has not come.
  private(set) var open = 0
  /// Rows a blank value keeps from being judged.
  private(set) var notEvaluable = 0
  /// Distinct subjects over all groups.
  private(set) var total = 0
  /// The records that rows listed point to, where somebody asks which.
  private(set) var records: Set<Int64> = []
  private let keepsRecords: Bool
  /// Sources whose records lack a column the check needs.
  private let thinSources: Set<String>
  private var seen = SubjectSet()
  private var seenOpen = SubjectSet()
  private var seenBlank = SubjectSet()

  init(
    shape: GapShape, keys: NaturalKeys, evidence: EvidenceLookup, watermark: Watermark,
    severity: Severity, sampleLimit: Int?, keepsRecords: Bool = false,
    thinSources: Set<String> = []
  ) {
    self.keepsRecords = keepsRecords
    self.thinSources = thinSources
    self.shape = shape
    self.keys = keys
    self.evidence = evidence
    self.watermark = watermark
    self.severity = severity
    self.sampleLimit = sampleLimit
  }

  /// Takes one row.
  ///
  /// - Throws: `DatabaseError` when a look-up fails.
  func take(_ row: Row) throws {
    if isOpen(row) {
      if isNew(row, in: &seenOpen) { open += 1 }
      return
    }
    if try isBlank(row) || isThin(row) {
      if isNew(row, in: &seenBlank) { notEvaluable += 1 }
      return
    }
    if keepsRecords { records.formUnion(shape.records.compactMap { Self.integer(row, $0) }) }
    let position = try group(of: row)
    let rank = rowSeverity(row)
    if rank < groups[position].severity { groups[position].severity = rank }
    guard isNew(row, in: &groups[position].seen) else { return }
    if isNew(row, in: &seen) { total += 1 }
    groups[position].count += 1
    if let index = shape.recordSubject, let record: Int64 = row[index],
      let source = try evidence.source(of: record)
    {
      groups[position].sources[source, default: 0] += 1
    }
    let key = try shape.subjects.map { try text(row, $0) }.joined(separator: " · ")
    guard groups[position].lists(key, limit: sampleLimit) else { return }
    let values = (0..<shape.columns.count).map { Self.cell(row, $0) }
    groups[position].list(GapGroup.Sample(key: key, row: values), limit: sampleLimit)
  }

  /// Puts every group's samples in order once all rows are in.
  func finish() {
    guard sampleLimit == nil else { return }
    for index in groups.indices { groups[index].sort() }
  }

  private func isOpen(_ row: Row) -> Bool {
    guard let due = shape.due, let value: Int64 = row[due.index] else { return false }
    return due.isDay ? value > watermark.day : value > watermark.milliseconds
  }

  private func isBlank(_ row: Row) -> Bool {
    shape.notEvaluable.map { (row[$0] as Int64?) == 1 } ?? false
  }

  private func isThin(_ row: Row) throws -> Bool {
    if thinSources.isEmpty { return false }
    return try shape.records.contains { index in
      guard let record = Self.integer(row, index) else { return false }
      return try evidence.source(of: record).map(thinSources.contains) ?? false
    }
  }

  private func rowSeverity(_ row: Row) -> Severity {
    guard let index = shape.severity, let text: String = row[index],
      let value = Severity(rawValue: text)
    else { return severity }
    return value
  }

  private func isNew(_ row: Row, in set: inout SubjectSet) -> Bool {
    if shape.subjects.count == 1, let id = Self.integer(row, shape.subjects[0]) {
      return set.insert(id)
    }
    return set.insert(shape.subjects.map { "\(Self.cell(row, $0))" }.joined(separator: "\u{1F}"))
  }

  private func group(of row: Row) throws -> Int {
    let raw = shape.groupBy.map { Self.cell(row, $0) }
    if let known = groupIndex[raw] { return known }
    let texts = try shape.groupBy.map { try text(row, $0) }
    // Two ids may read alike, e.g. two documents of one file: one cause, one finding.
    if let known = textIndex[texts] {
      groupIndex[raw] = known
      return known
    }
    let names = shape.groupBy.map { shape.columns[$0].name }
    groups.append(
      GapGroup(
        group: Dictionary(zip(names, texts)) { first, _ in first }, severity: rowSeverity(row)))
    groupIndex[raw] = groups.count - 1
    textIndex[texts] = groups.count - 1
    return groups.count - 1
  }

  /// A cell as a reader sees it.
  func text(_ row: Row, _ index: Int) throws -> String {
    try shape.text(Self.cell(row, index), at: index, keys: keys, evidence: evidence)
  }

  static func cell(_ row: Row, _ index: Int) -> CellValue {
    let value: DatabaseValue = row[index]
    switch value.storage {
    case .int64(let number): return .integer(number)
    case .string(let text): return .text(text)
    case .null: return .none
    case .double(let number): return .text("\(number)")
    case .blob(let data): return .text(HexText.of(data))
    }
  }

  private static func integer(_ row: Row, _ index: Int) -> Int64? {
    if case .integer(let number) = cell(row, index) { return number }
    return nil
  }
}
