extension World {
  /// Writes all records of the firm, then says in the key where each planted one stands.
  func writeRecords() throws {
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
        key.gap(
          check, subject: plant.subject, at: position, severity: plant.severity, plant.story)
      }
    }
    for decoy in records.decoys {
      guard let position = places[decoy.place] else { continue }
      key.decoy(subject: decoy.subject, at: position, decoy.story)
    }
  }
}
