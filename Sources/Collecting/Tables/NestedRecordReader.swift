package import Archives
import Cataloging
import GS1
import Settings

/// Records that stand deeper in JSON or XML, at the paths `format.records` names, each with the values
/// that stand around it.
///
/// The parts of a record are columns as in flat JSON (`outer.inner`, lists). A value around it is the
/// column `/path/to/value`, wherever it stands, also behind the records: the text is read twice at
/// once, the first reader to the end of an outermost object before the second takes its records.
/// Where several lists are read, `/*` is the name of the record's own.
package final class NestedRecordReader: TableReader {
  /// The columns met so far, in order of appearance.
  package var columns: [String] { growing.names }
  package private(set) var remarks: [String] = []

  /// Bytes kept of what stands around the records of one outermost object.
  private static let maximumAround = 128 << 20
  private static let mostRemarks = 20

  private let written: String
  private let namesLists: Bool
  private let walk: NestedWalk
  private let ahead: NestedWalk
  private let structure: any StructureReader
  private var isAheadOver = false
  private var around: [Int: NamedValues] = [:]
  private var aroundBytes = 0
  private var growing = GrowingColumns()
  private var number = 0
  private var isOver = false

  /// Records of JSON, whose bytes `open` gives from their beginning each time it is asked.
  package static func json(
    paths: [String], open: () throws -> any ByteSource
  ) throws -> NestedRecordReader {
    try NestedRecordReader(paths: paths) { JSONStructure(JSONPullReader(source: try open())) }
  }

  /// Records of XML, whose bytes `open` gives from their beginning each time it is asked.
  package static func xml(
    paths: [String], open: () throws -> any ByteSource
  ) throws -> NestedRecordReader {
    try NestedRecordReader(paths: paths) { XMLStructure(XMLPullReader(try open())) }
  }

  /// Reads the tree `open` gives from its beginning, each time it is asked.
  ///
  /// `paths`: names with `/` between them, `*` for any, from the outermost object of JSON or with the
  /// root element of XML to the records.
  init(paths: [String], open: () throws -> any StructureReader) throws {
    let split = paths.map { $0.split(separator: "/").map(String.init) }
    written = paths.joined(separator: ", ")
    namesLists = paths.count > 1 || split.contains { $0.contains("*") }
    structure = try open()
    walk = NestedWalk(structure, paths: split)
    ahead = NestedWalk(try open(), paths: split)
  }

  /// The next record or unreadable stretch; nil at the end.
  package func next() throws -> TableItem? {
    if isOver { return nil }
    do {
      while true {
        switch try walk.next() {
        case .around: continue
        case .leftRoot: forget()
        case .record(let record):
          try lookAhead(from: record.position)
          return .row(try row(record))
        case .finished:
          isOver = true
          return end()
        }
      }
    } catch let fault as ReadFault {
      isOver = true
      return .fault(
        ReadFault(
          fault.reason, line: fault.line, byteOffset: fault.byteOffset,
          detail: fault.detail + " The rest is not read."))
    }
  }

  private func lookAhead(from place: (line: Int, byteOffset: Int)) throws {
    while !isAheadOver, ahead.rootsLeft <= walk.rootsLeft {
      do {
        switch try ahead.next() {
        case .around(let object, let name, let value, let isItem):
          let before = around[object]?.bytes ?? 0
          around[object, default: NamedValues()].add(name, value, isItem: isItem)
          aroundBytes += (around[object]?.bytes ?? 0) - before
        case .leftRoot:
          // Of an object without records nothing is kept.
          if ahead.rootsLeft <= walk.rootsLeft { forget() }
        case .finished: isAheadOver = true
        case .record: break
        }
      } catch is ReadFault {
        // The reader of records comes to the same place and says it.
        isAheadOver = true
      }
      guard aroundBytes <= Self.maximumAround else {
        throw ReadFault(
          .sizeLimit, line: place.line, byteOffset: place.byteOffset,
          detail: "More than \(Self.maximumAround >> 20) MB stand around the records.")
      }
    }
  }

  private func forget() {
    around = [:]
    aroundBytes = 0
  }

  private func row(_ record: NestedRecord) throws -> TableRow {
    number += 1
    var row = TableRow(
      cells: [], number: number,
      position: SourcePosition(
        line: record.position.line, byteOffset: record.position.byteOffset))
    for (name, cell) in record.values.cells { try set(name, cell, in: &row) }
    if namesLists { try set("/*", TableCell(record.name), in: &row) }
    for object in walk.objects {
      for (name, cell) in around[object]?.cells ?? [] { try set(name, cell, in: &row) }
    }
    row.notes = structure.takeNotes().map {
      TableNote(code: $0.isEncoding ? .textEncoding : .schemaBreach, raw: $0.raw)
    }
    return row
  }

  private func set(_ name: String, _ cell: TableCell, in row: inout TableRow) throws {
    guard let column = growing.index(of: name) else {
      throw ReadFault(
        .sizeLimit, line: row.position.line, byteOffset: row.position.byteOffset,
        detail: "More than \(TableLimits.columns) different names.")
    }
    row.put(cell, column: column)
  }

  // A path of which not even the beginning is there is a slip of the pen, not an empty export.
  private func end() -> TableItem? {
    for (list, count) in walk.passed.sorted(by: { $0.key < $1.key }).prefix(Self.mostRemarks) {
      remarks.append(
        "the list \"\(list)\" beside that of the records is not read "
          + "(\(Noun.counted(count, "item", "items")))")
    }
    guard number == 0 else { return nil }
    let names = walk.otherNames.map { "\"\($0)\"" }.joined(separator: ", ")
    guard walk.deepest == 0, !names.isEmpty else {
      remarks.append("nothing stands at \"\(written)\"")
      return nil
    }
    return .fault(
      ReadFault(
        .notARecord, line: 1, byteOffset: 0,
        detail: "Nothing stands at \"\(written)\", which format.records names; there are \(names).")
    )
  }
}
