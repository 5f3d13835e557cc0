package import GRDB

/// The data cut-off as records see it: an instant, and the day it is at the site, for what is
/// written without a time.
package struct RecordCutOff: Sendable {
  /// UTC milliseconds.
  package var ms: Int64
  /// Days since 1970-01-01.
  package var day: Int64

  /// A cut-off.
  package init(ms: Int64, day: Int64) {
    self.ms = ms
    self.day = day
  }

  /// True, in SQL over `v`, when a record begins after the cut-off: the first of the cells that
  /// date it which has a value does.
  package func begins(_ layout: RecordLayout, _ columns: Set<String>) -> String {
    var earlier = ""
    var parts: [String] = []
    for path in layout.begins {
      guard let cell = layout.cells.first(where: { $0.path == path }),
        let later = later(cell, columns)
      else { continue }
      parts.append("((\(later))\(earlier))")
      earlier += " AND v.\(RecordTables.quoted(cell.presence)) IS NULL"
    }
    return parts.isEmpty ? "1 = 0" : parts.joined(separator: " OR ")
  }

  /// True, in SQL over `v`, when a record says anything that became known after the cut-off.
  package func hidesAny(_ layout: RecordLayout, _ columns: Set<String>) -> String {
    let names = Set(layout.cells.compactMap(\.knownFrom)).sorted()
    let parts = names.compactMap { path in
      layout.cells.first { $0.path == path }.flatMap { later($0, columns) }
    }
    return parts.isEmpty ? "1 = 0" : parts.map { "(\($0))" }.joined(separator: " OR ")
  }

  /// Whether a row's field became known after the cut-off.
  package func hides(
    _ cell: RecordLayout.Cell, of layout: RecordLayout, _ row: Row
  ) -> Bool {
    guard let cell = cell.knownFrom.flatMap({ path in layout.cells.first { $0.path == path } })
    else { return false }
    if let part = cell.columns.first(where: { $0.part == .ms }),
      let found = row[part.name] as Int64?
    {
      return found > ms
    }
    guard let part = cell.columns.first(where: { $0.part == .day }),
      let found = row[part.name] as Int64?
    else { return false }
    return found > day
  }

  /// Whether an item of a list is dated after the cut-off: the first of its instants that has a value
  /// dates it.
  func hides(item row: Row, of list: RecordLayout.List) -> Bool {
    for cell in list.cells where cell.kind == "instant" {
      if let part = cell.columns.first(where: { $0.part == .ms }),
        let found = row[part.name] as Int64?
      {
        return found > ms
      }
      if let found = row[cell.presence] as Int64? { return found > day }
    }
    return false
  }

  /// True, in SQL over `v`, when a list of the record has an item dated after the cut-off.
  package func hidesItem(_ layout: RecordLayout) -> String {
    let parts = layout.lists.compactMap { list -> String? in
      let instants = list.cells.filter { $0.kind == "instant" }
      guard !instants.isEmpty else { return nil }
      var earlier = ""
      let later = instants.map { cell -> String in
        let names = Set(cell.columns.map(\.name))
        defer { earlier += " AND v.\(RecordTables.quoted(cell.presence)) IS NULL" }
        return "((\(self.later(cell, names) ?? "0"))\(earlier))"
      }.joined(separator: " OR ")
      // The items are called as the record is, whose row they are tied to by its id.
      return """
        v.record_id IN (SELECT v.record_id FROM \(RecordTables.quoted(list.table)) v WHERE \(later))
        """
    }
    return parts.isEmpty ? "1 = 0" : parts.joined(separator: " OR ")
  }

  private func later(_ cell: RecordLayout.Cell, _ columns: Set<String>) -> String? {
    let dayPart = cell.columns.first { $0.part == .day && columns.contains($0.name) }
    let late = dayPart.map { "coalesce(v.\(RecordTables.quoted($0.name)) > \(day), 0)" }
    guard let part = cell.columns.first(where: { $0.part == .ms && columns.contains($0.name) })
    else { return late }
    let name = "v.\(RecordTables.quoted(part.name))"
    return "coalesce(\(name) > \(ms), 0)" + (late.map { " OR (\(name) IS NULL AND \($0))" } ?? "")
  }
}
