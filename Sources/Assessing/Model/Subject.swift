internal import Cataloging

/// One listed thing by its natural keys; surrogate ids never leave the catalog.
package struct Subject: Codable, Sendable, Equatable {
  /// What a reader calls it: `(01)09521234567896(21)A1`, `(00)…`, `(01)…(10)L1`, a GLN, a file name.
  package var key: String
  /// GTIN-14 of a unit, case, lot or product.
  package var gtin: String?
  /// Serial, exact.
  package var serial: String?
  /// SSCC-18.
  package var sscc: String?
  /// Lot, exact.
  package var lot: String?
  /// Place or party.
  package var gln: String?
  /// A document: its file, as `source:path`, with its instance identifier when it has one.
  package var document: String?
  /// An event: its eventID, else where it stands.
  package var event: String?
  /// A record of another kind: what one is called, and its key, as `deviation DEV-0123`.
  package var record: String?
  /// An EPC of another scheme, as a URI.
  package var epc: String?
  /// Other subject columns by name.
  package var other: [String: String]?
  /// The row's remaining plain columns, as they read in a table.
  package var values: [String: String]?
  /// Indexes into the finding's `evidence`.
  package var evidence: [Int] = []
}

/// Where something stands in an original.
package struct EvidencePointer: Codable, Sendable, Hashable {
  /// `source:path`, the artifact's name for people.
  package var artifact: String
  /// SHA-256 of the artifact in hex; of the container's original when it is an archive member.
  package var sha256: String
  /// Path at the source; archive members are `container!/path`.
  package var path: String
  /// The configured source.
  package var source: String
  /// Line, element or byte.
  package var position: Position
  /// Record kind: `event`, `document`, ….
  package var record: String
  /// The check's name for it: the column, without `_event` or `_record`.
  package var role: String
  /// What people call the record, as `deviation DEV-0123`, when its kind has a key.
  package var title: String?
  /// eventID, when the record is an event that has one.
  package var eventID: String?
  /// When it happened, when the record is an event.
  package var at: Instant?
  /// Event time as written, with its offset.
  package var written: String?

  private enum CodingKeys: String, CodingKey {
    case artifact, sha256, path, source, position, record, role, title
    case eventID = "eventId"
    case at, written
  }
}

/// A place inside an original; at least one part is set when the format has positions.
package struct Position: Codable, Sendable, Hashable {
  /// Line from 1.
  package var line: Int?
  /// Table row from 1, header counted.
  package var row: Int?
  /// Page from 1.
  package var page: Int?
  /// JSON pointer.
  package var pointer: String?
  /// XML element path.
  package var element: String?
  /// Byte from 0.
  package var byte: Int?
}

extension Position {
  /// The place in a word: `line 12`, `/rows/3`, `byte 9`; of a file in one line `line 1, item 3`.
  package var label: String? {
    if let line {
      let item = line == 1 ? (pointer ?? element).flatMap(TraceRecord.item) : nil
      return "line \(line)" + (item.map { ", item \($0)" } ?? "")
    }
    if let row { return "row \(row)" }
    if let page { return "page \(page)" }
    return pointer ?? element ?? byte.map { "byte \($0)" }
  }

  /// The place of a record as the catalog keeps it, in an original of a format: a sheet and a result
  /// set have rows, a text has lines.
  package init(format: String?, line: Int64?, pointer: String?, byte: Int64?) {
    let hasRows = format.map { $0.hasPrefix("xlsx") || $0.hasPrefix("sqlite") } ?? false
    let isJSON = format?.contains("json") == true
    let line = line.flatMap { Int(exactly: $0) }
    self.init(
      line: hasRows ? nil : line, row: hasRows ? line : nil, pointer: isJSON ? pointer : nil,
      element: isJSON ? nil : pointer, byte: byte.flatMap { Int(exactly: $0) })
  }
}
