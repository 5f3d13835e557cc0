extension World {
  /// Writes all records of the firm, then says in the key where each planted one stands.
  func writeRecords() throws {
    noteExports()
    var places: [RecordBook.Place: Position] = [:]
    var written: [RecordSource] = []
    for source in recordSources {
      guard let rows = records.rows[source.kind], !rows.isEmpty else { continue }
      let lines = try source.write(rows, below: root)
      var source = source
      source.columns = Set(rows.compactMap { $0 }.flatMap { $0.columns.map(\.name) })
      written.append(source)
      for (index, line) in lines.enumerated() {
        places[RecordBook.Place(kind: source.kind, index: index)] = Position(
          file: source.path, line: line ?? 1)
      }
    }
    writtenSources = written
    guard options.gaps == .planted else { return }
    for plant in records.plants {
      guard let position = places[plant.place] else { continue }
      for check in plant.checks {
        key.gap(check, subject: plant.subject, at: position, plant.story)
      }
    }
    for decoy in records.decoys {
      guard let position = places[decoy.place] else { continue }
      key.decoy(subject: decoy.subject, at: position, decoy.story)
    }
  }

  /// Who took which file out of its system, when, with what query, and how many rows.
  private func noteExports() {
    for source in recordSources where source.kind != "export_note" {
      let rows = (records.rows[source.kind] ?? []).count { $0 != nil }
      guard rows > 0 else { continue }
      var note: Cell = [
        "file": text(source.path), "source_name": text(source.name), "system": text(source.name),
        "query": "all records of the quarter and what they refer to",
        "filter": "2026-07-01 to 2026-09-30", "period_from": date(2026, 7, 1),
        "period_until": date(2026, 9, 30), "by": "SE-1", "exported_at": own(9, 30, 20),
        "rows": number(rows), "method": "export", "nature": "original",
      ]
      guard options.gaps == .planted, ["kpi", "licence"].contains(source.kind) else {
        records.add("export_note", note)
        continue
      }
      if source.kind == "kpi" {
        note["method"] = "manual"
        note["query"] = .none
        note["filter"] = .none
        records.gap(
          "export-by-hand-explained", subject: source.path, at: records.add("export_note", note),
          "A table was put together by hand; nobody wrote down from what.")
      } else {
        note["nature"] = "true_copy"
        records.gap(
          "export-copy-certified", subject: source.path, at: records.add("export_note", note),
          "A true copy is offered that nobody certified.")
      }
    }
  }
}
