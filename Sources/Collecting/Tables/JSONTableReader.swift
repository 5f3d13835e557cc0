package import Archives
import Cataloging
import GS1
import Settings

/// Records of JSON: one object a line, an array of objects, or an array inside one object.
///
/// A member of a nested object is the column `outer.inner`; arrays become lists.
package final class JSONTableReader: TableReader {
  /// Repeated members of one record that are noted.
  private static let mostRepeated = 100
  /// Broken lines behind which reading starts anew.
  static let maximumRestarts = 64

  /// The columns met so far, in order of appearance.
  package var columns: [String] { growing.names }
  package private(set) var remarks: [String] = []

  private enum Place {
    case top
    case wrapper
    case list(depth: Int, pointer: String)
  }

  private let open: () throws -> any ByteSource
  private let fields: Set<String>
  private let envelope: RecordEnvelope
  private let isKey: (String) -> Bool
  private let known: [String]
  private var json: JSONPullReader
  private var growing: GrowingColumns
  /// By column the record that had a cell there last, counted from 1.
  private var lastFilled: [Int] = []
  private var begun = 0
  private var place = Place.top
  private var isWrapped = false
  private var isOver = false
  private var objects = 0
  private var hasLines = false
  private var elements = 0
  private var number = 0
  private var restarts = 0
  // The member of theirs inside which the records stand, with its dot.
  private var core: String?
  // Whether the first token of a record is being read.
  private var isBetween = false
  // Lines and bytes before those the current reader was given.
  private var lineBase = 0
  private var offsetBase = 0
  private var start = SourcePosition()
  private var bytes = 0

  /// Reads the text `open` gives, which may be asked for more than once.
  ///
  /// `columns` are known beforehand; a member of one of `fields` is never taken for the list of
  /// records, one of `names` (folded) always; an object with a member `isKey` accepts is a record.
  package init(
    columns: [String] = [], fields: Set<String> = [], names: Set<String> = [],
    isKey: @escaping (String) -> Bool = { _ in false },
    open: @escaping () throws -> any ByteSource
  ) throws {
    self.open = open
    self.fields = fields
    envelope = RecordEnvelope(names: names)
    self.isKey = isKey
    growing = GrowingColumns(columns)
    known = columns
    json = JSONPullReader(source: try open())
  }

  /// The next record or unreadable stretch; nil at the end.
  package func next() throws -> TableItem? {
    while !isOver {
      do {
        if let item = try step() { return item }
      } catch let fault as ReadFault {
        return .fault(try recover(from: moved(fault)))
      }
    }
    return nil
  }

  private func step() throws -> TableItem? {
    isBetween = true
    let token = try json.next()
    isBetween = false
    if token == .finished {
      isOver = true
      return nil
    }
    switch place {
    case .top: return try top(token)
    case .wrapper:
      try wrapper(token)
      return nil
    case .list(let depth, let pointer):
      if token == .endArray, json.depth < depth {
        place = isWrapped ? .wrapper : .top
        return nil
      }
      mark(pointer: "\(pointer)/\(elements)")
      elements += 1
      return try record(token)
    }
  }

  private func top(_ token: JSONPullReader.Token) throws -> TableItem? {
    mark(pointer: objects == 0 ? "" : "/\(objects)")
    objects += 1
    // Among records a line each, an array is one damaged line, not the list of the rest.
    if token == .beginArray, !hasLines {
      place = .list(depth: json.depth, pointer: "")
      elements = 0
      return nil
    }
    hasLines = true
    return try record(token)
  }

  private func wrapper(_ token: JSONPullReader.Token) throws {
    guard token == .key else {
      if json.depth == 0 {
        place = .top
        isWrapped = false
      }
      return
    }
    let name = json.text.text
    let value = try json.next()
    bytes = 0
    if envelope.mayWrap(name) {
      if value == .beginObject { return }
      if value == .beginArray { return enterList(name) }
    }
    if value == .beginObject, RecordEnvelope.isPaging(name) { return }
    if value == .beginArray {
      remark(name, try list())
    } else {
      let isGiven = value == .beginObject || (value == .string && !json.text.trimmed.isEmpty)
      if isGiven { remark(name, TableCell("x")) }
      try json.skip(from: value)
    }
  }

  /// Says what beside the list of records may be records too, or may tell of more of them.
  private func remark(_ name: String, _ cell: TableCell) {
    guard remarks.count < Self.mostRemarks else { return }
    if case .items(let items) = cell.content, !items.isEmpty {
      remarks.append(
        "the list \"\(name)\" beside that of the records is not read "
          + "(\(Noun.counted(items.count, "item", "items")))")
    } else if RecordEnvelope.isContinuation(name), !cell.isBlank {
      remarks.append(RecordEnvelope.goesOn(at: name))
    }
  }

  private static let mostRemarks = 20

  private func enterList(_ name: String) {
    place = .list(depth: json.depth, pointer: "/\(name)")
    isWrapped = true
    elements = 0
  }

  private func mark(pointer: String) {
    let position = json.position
    start = SourcePosition(
      line: position.line + lineBase, byteOffset: position.byteOffset + offsetBase,
      pointer: pointer)
  }

  // MARK: Records

  private func record(_ token: JSONPullReader.Token) throws -> TableItem? {
    guard token == .beginObject else {
      try json.skip(from: token)
      return .fault(
        ReadFault(
          .notARecord, line: start.line, byteOffset: start.byteOffset,
          detail: "A value that is no object stands where a record belongs."))
    }
    bytes = 0
    begun += 1
    var row = TableRow(cells: [], number: number + 1, position: start)
    guard try members(prefix: "", into: &row) else { return nil }
    if number == 0 { findCore() }
    number += 1
    for note in json.takeNotes() {
      row.notes.append(
        TableNote(
          code: note.isEncoding
            ? .textEncoding : note.kind == .duplicateKey ? .elementRepeated : .schemaBreach,
          raw: note.raw))
    }
    return .row(row)
  }

  /// Takes the members of the object just begun; false when it turned out to wrap the records.
  private func members(prefix: String, into row: inout TableRow) throws -> Bool {
    var inner: Set<String> = []
    while true {
      let token = try json.next()
      guard token == .key else { return true }
      let name = json.text.text
      let path = prefix + name
      try count(path.utf8.count)
      let value = try json.next()
      if case .top = place, objects == 1, !fields.contains(name),
        isEnvelope(prefix, name), value == .beginArray || (value == .beginObject && path == "d")
      {
        // What stands around the list tells of the export, not of a record.
        for (index, column) in columns.enumerated() {
          remark(column, row[index])
        }
        isWrapped = true
        place = .wrapper
        growing = GrowingColumns(known)
        if value == .beginArray { enterList(name) }
        return false
      }
      if value == .beginObject {
        if !inner.insert(name).inserted { json.note(.duplicateKey, path) }
        guard try members(prefix: path + ".", into: &row) else { return false }
        continue
      }
      try set(path, try cell(value), in: &row)
    }
  }

  // The outermost object, or one inside it that services put around their list: without a key
  // nothing is a record, whatever else the envelope calls by the name of a field.
  private func isEnvelope(_ prefix: String, _ name: String) -> Bool {
    if prefix.isEmpty, envelope.isWrapper(name) { return true }
    let path = prefix.split(separator: ".").map(String.init) + [name]
    return path.allSatisfy(envelope.mayWrap) && !columns.contains(where: isKey)
  }

  // The records stand inside a member of theirs when the first has its key there and none outside.
  // What stands beside it keeps out of the way.
  private func findCore() {
    let new = columns.dropFirst(known.count)
    core = RecordEnvelope.core(of: new, isKey: isKey)
    guard core != nil else { return }
    growing = GrowingColumns(known + new.map { name(of: $0) })
  }

  private func name(of member: String) -> String {
    guard let core else { return member }
    return member.hasPrefix(core) ? String(member.dropFirst(core.count)) : "envelope." + member
  }

  private func cell(_ token: JSONPullReader.Token) throws -> TableCell {
    if token == .beginArray { return try list() }
    return TableCell(.value(try scalar(token) ?? RawValue("")))
  }

  private func scalar(_ token: JSONPullReader.Token) throws -> RawValue? {
    switch token {
    case .string, .number:
      try count(json.text.count)
      return RawValue(json.text.text, token == .number ? .number : .text)
    case .yes: return RawValue("true", .boolean)
    case .no: return RawValue("false", .boolean)
    default: return nil
    }
  }

  /// Adds bytes of the record at work: names count too, and what a value takes that has no text.
  private func count(_ more: Int) throws(ReadFault) {
    bytes += more
    guard bytes <= TableLimits.rowBytes else {
      throw json.fault(.sizeLimit, "A record of more than \(TableLimits.rowBytes) bytes.")
    }
  }

  private func list() throws -> TableCell {
    var values: [RawValue] = []
    var items: [[TableMember]] = []
    while true {
      let token = try json.next()
      guard values.count + items.count < TableLimits.items else {
        throw json.fault(.sizeLimit, "A list of more than \(TableLimits.items) items.")
      }
      switch token {
      case .endArray, .finished:
        guard !items.isEmpty else { return TableCell(.list(values)) }
        return TableCell(.items(items + values.map { [TableMember(path: "value", value: $0)] }))
      case .beginObject:
        var item: [TableMember] = []
        try itemMembers(prefix: "", into: &item)
        items.append(item)
      case .beginArray:
        switch try list().content {
        case .list(let inner): values += inner
        case .items(let inner): items += inner
        case .value(let value): values.append(value)
        }
      default: if let value = try scalar(token) { values.append(value) }
      }
    }
  }

  private func itemMembers(prefix: String, into item: inout [TableMember]) throws {
    var names: Set<String> = []
    while try json.next() == .key {
      let path = prefix + json.text.text
      try count(path.utf8.count + TableLimits.valueBytes)
      if !names.insert(path).inserted { json.note(.duplicateKey, path) }
      let token = try json.next()
      if token == .beginObject {
        try itemMembers(prefix: path + ".", into: &item)
      } else if token == .beginArray {
        let text = RowMapper.text(of: try list(), separator: ";")
        item.append(TableMember(path: path, value: RawValue(text)))
      } else {
        item.append(TableMember(path: path, value: try scalar(token) ?? RawValue("")))
      }
    }
  }

  private func set(_ member: String, _ cell: TableCell, in row: inout TableRow) throws {
    guard let column = growing.index(of: name(of: member)) else {
      throw json.fault(.sizeLimit, "More than \(TableLimits.columns) different members.")
    }
    noteRepeated(column, cell, in: &row)
    row.put(cell, column: column)
  }

  // The last value counts, as in most readers of JSON; the one before it is told.
  private func noteRepeated(_ column: Int, _ cell: TableCell, in row: inout TableRow) {
    while lastFilled.count <= column { lastFilled.append(0) }
    defer { lastFilled[column] = begun }
    guard lastFilled[column] == begun, row.notes.count < Self.mostRepeated else { return }
    let values = [row[column], cell].map { $0.text.map { "\"\($0)\"" } ?? "a list" }
    row.notes.append(
      TableNote(
        code: .elementRepeated, column: column,
        raw: "\(values[0].prefix(200)), then \(values[1].prefix(200))"))
  }

  // MARK: Faults

  private func moved(_ fault: ReadFault) -> ReadFault {
    ReadFault(
      fault.reason, line: fault.line + lineBase, byteOffset: fault.byteOffset + offsetBase,
      detail: fault.detail)
  }

  /// Finds the place to go on at; says the fault with what it costs.
  private func recover(from fault: ReadFault) throws -> ReadFault {
    switch place {
    case .list(let depth, _):
      guard fault.isRecoverable, json.depth > depth, json.resynchronize(depth: depth) else {
        isOver = true
        return ReadFault(
          fault.reason, line: fault.line, byteOffset: fault.byteOffset,
          detail: fault.detail + " The rest of the list is not read.")
      }
      return fault
    case .wrapper:
      isOver = true
      return fault
    case .top:
      if isBetween { mark(pointer: "") }
      guard fault.line > start.line, restarts < Self.maximumRestarts,
        json.window.encoding == .utf8, fault.reason != .sourceDamaged
      else {
        if !fault.isRecoverable || !json.skipLine() { isOver = true }
        return fault
      }
      return try restart(behind: fault)
    }
  }

  /// Goes on with the first line behind the current record's that begins an object: a line that was
  /// cut off must not take the next one with it.
  private func restart(behind fault: ReadFault) throws -> ReadFault {
    restarts += 1
    let rest = try RestOfLines(open(), from: start.byteOffset)
    json = JSONPullReader(source: rest)
    offsetBase = start.byteOffset + rest.skippedBytes
    lineBase = start.line - 1 + rest.skippedLines
    objects = max(objects, 2)
    let lines =
      rest.skippedLines > 1
      ? " Lines \(start.line) to \(lineBase) are set aside." : ""
    return ReadFault(
      fault.reason, line: start.line, byteOffset: start.byteOffset, detail: fault.detail + lines)
  }
}
