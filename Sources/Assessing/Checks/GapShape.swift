/// The columns of a check's `gaps` and what each is for.
struct GapShape {
  var columns: [(name: String, role: GapColumn)]
  /// Positions of the columns that identify a listed thing.
  var subjects: [Int]
  /// Positions of the columns findings are grouped by.
  var groupBy: [Int]
  var severity: Int?
  var due: (index: Int, isDay: Bool)?
  var notEvaluable: Int?
  /// Position of a single subject that is a record id (an event or a document).
  var recordSubject: Int?
  /// Positions of the columns that hold a record's id.
  var records: [Int]
  /// Columns named in `subjects` or `group_by` that `gaps` does not return.
  var unknown: [String]

  init(columns names: [String], subjects: [String], groupBy: [String]) {
    let roles = names.map { (name: $0, role: GapColumn(name: $0)) }
    columns = roles
    unknown = (subjects + groupBy).filter { !names.contains($0) }
    self.subjects = subjects.compactMap { names.firstIndex(of: $0) }
    self.groupBy = groupBy.compactMap { names.firstIndex(of: $0) }
    records = names.indices.filter { names[$0] == "record" || names[$0].hasSuffix("_record") }
    severity = roles.firstIndex { $0.role == .severity }
    notEvaluable = roles.firstIndex { $0.role == .notEvaluable }
    for (index, column) in roles.enumerated() {
      if case .due(let isDay) = column.role { due = (index, isDay) }
    }
    if self.subjects.count == 1, let only = self.subjects.first {
      switch roles[only].role {
      case .pointer, .key(.document): recordSubject = only
      default: break
      }
    }
  }

  /// A cell as a reader sees it: natural keys for ids, dates for days.
  func text(
    _ value: CellValue, at index: Int, keys: NaturalKeys, evidence: EvidenceLookup
  ) throws -> String {
    switch value {
    case .none: return "not stated"
    case .text(let text): return text
    case .integer(let number):
      switch columns[index].role {
      case .key(let kind):
        return try keys.key(number, kind)?.text ?? "not stated"
      case .pointer(let role):
        guard let pointer = try evidence.pointer(number, role: role) else { return "not stated" }
        return pointer.eventID ?? pointer.title ?? pointer.artifact
          + (pointer.position.label.map { "#\($0)" } ?? "")
      default:
        return GapColumn.text(number, column: columns[index].name)
      }
    }
  }
}
