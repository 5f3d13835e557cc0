internal import Cataloging
internal import GS1
internal import Settings

/// The records of one kind an example gives, as a table's reader would hand them on.
///
/// `_source`, `_file` and `_exported` in a record say where it comes from; else it stands in
/// `<kind>.csv` of a source named like the kind. `_defect` is a code that collecting the record noted.
struct ExampleRecords {
  /// One file.
  struct File {
    var name: String
    var source: String
    var exported: Int64?
    var records: [RawRecord] = []
    /// What collecting noted, by the line of the record.
    var defects: [(line: Int, code: String)] = []
  }

  let kind: RecordKind
  private(set) var files: [File] = []
  /// Fields the sources deliver.
  let delivered: [String]

  /// Reads the records of a kind; `delivered` lists fields, all when nil.
  ///
  /// - Throws: `ExampleFault` at an unknown kind or field.
  init(_ entry: YAMLEntry, library: Library, delivered: YAMLValue?) throws {
    guard let kind = library.recordKinds[entry.key] else {
      throw ExampleFault(at: entry.position, "there is no record kind \(entry.key)")
    }
    self.kind = kind
    let layout = RecordLayout(kind)
    let fields = layout.cells.map(\.path) + layout.lists.map(\.name)
    if let delivered {
      var chosen: [String] = []
      for item in try delivered.items("delivered") {
        let name = try item.word("a field")
        // A structure stands for its columns.
        let meant = fields.filter { $0 == name || $0.hasPrefix(name + "_") }
        if meant.isEmpty { throw ExampleFault(item, "\(kind.id) has no field \(name)") }
        chosen += meant
      }
      self.delivered = chosen
    } else {
      self.delivered = fields
    }
    for item in try entry.value.items(kind.id) {
      let name = try item["_file"]?.word("_file") ?? kind.id + ".csv"
      let source = try item["_source"]?.word("_source") ?? kind.id
      let exported = try item["_exported"].map { value in
        guard let parsed = InstantText.parse(try value.word("_exported")) else {
          throw ExampleFault(value, "_exported is an instant, e.g. 2026-08-01T00:00:00Z")
        }
        return parsed.milliseconds
      }
      let record = try Self.record(item, kind)
      let known = files.firstIndex { $0.name == name && $0.source == source }
      let index = known ?? files.count
      if known == nil { files.append(File(name: name, source: source, exported: exported)) }
      files[index].records.append(record)
      if let code = try item["_defect"]?.word("_defect") {
        files[index].defects.append((item.position.line, code))
      }
    }
    if files.isEmpty { files = [File(name: kind.id + ".csv", source: kind.id)] }
  }

  private static func record(_ value: YAMLValue, _ kind: RecordKind) throws -> RawRecord {
    guard let map = value.map else {
      throw ExampleFault(value, "a record is a mapping, not \(value.nameOfShape)")
    }
    var record = RawRecord(
      position: SourcePosition(line: value.position.line, byteOffset: 0, pointer: ""))
    for entry in map where !entry.key.hasPrefix("_") {
      if entry.key.hasPrefix("x_") {
        record.extra[entry.key] = try entry.value.word(entry.key)
        continue
      }
      guard let field = kind.fields.first(where: { $0.name == entry.key }) else {
        let known = kind.fields.map(\.name).joined(separator: ", ")
        throw ExampleFault(
          at: entry.position, "\(kind.id) has no field \(entry.key); it has \(known)")
      }
      if field.kind == .list {
        record.lists[field.name] = try entry.value.items(field.name).map { item in
          if field.itemKind != nil {
            return ["value": RawValue(try item.word(field.name))]
          }
          var cells: [String: RawValue] = [:]
          try put(item, field.fields, prefix: "", in: field.name, &cells)
          return cells
        }
      } else {
        try put(entry.value, field, path: field.name, &record.values)
      }
    }
    return record
  }

  private static func put(
    _ value: YAMLValue, _ field: RecordField, path: String, _ cells: inout [String: RawValue]
  ) throws {
    if value.isNull { return }
    if field.kind == .structure {
      try put(value, field.fields, prefix: path + "_", in: path, &cells)
    } else {
      cells[path] = RawValue(try value.word(path))
    }
  }

  private static func put(
    _ value: YAMLValue, _ fields: [RecordField], prefix: String, in place: String,
    _ cells: inout [String: RawValue]
  ) throws {
    for entry in try value.entries(Set(fields.map(\.name)), in: place) {
      guard let field = fields.first(where: { $0.name == entry.key }) else { continue }
      try put(entry.value, field, path: prefix + entry.key, &cells)
    }
  }
}
