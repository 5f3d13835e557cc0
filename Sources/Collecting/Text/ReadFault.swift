/// Why a stretch of an artifact could not be read; it becomes a quarantine row, never a crash.
package struct ReadFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of fault; the raw value is the stable code of quarantine rows.
  package enum Reason: String, Sendable, CaseIterable {
    /// The text breaks the grammar of its format.
    case notWellFormed = "not_well_formed"
    /// The text ends before it is complete.
    case truncated
    /// The bytes underneath could not be had or are damaged (a gzip checksum, a disk fault).
    case sourceDamaged = "source_damaged"
    /// More levels of nesting than the limit.
    case depthLimit = "depth_limit"
    /// A tag, name, attribute, key or text longer than its limit.
    case sizeLimit = "size_limit"
    /// The document declares an entity, which is refused.
    case entityDeclaration = "entity_declaration"
    /// The document refers to a DTD outside itself, which is refused.
    case externalDTD = "external_dtd"
    /// The encoding is not one that is read.
    case unsupportedEncoding = "unsupported_encoding"
    /// The document is well-formed but holds no EPCIS.
    case noEPCIS = "no_epcis"
    /// A member of an event list that is no event.
    case notAnEvent = "not_an_event"
    /// A row of a table whose cells do not fit its headers.
    case raggedRow = "ragged_row"
    /// A member of a list of records that is no object.
    case notARecord = "not_a_record"
    /// The file holds nothing.
    case empty
  }

  /// The kind of fault.
  package let reason: Reason
  /// Line, from 1.
  package let line: Int
  /// Offset of the byte, from 0.
  package let byteOffset: Int
  /// What was found, in one sentence.
  package let detail: String

  /// A fault from its parts.
  package init(_ reason: Reason, line: Int, byteOffset: Int, detail: String) {
    self.reason = reason
    self.line = line
    self.byteOffset = byteOffset
    self.detail = detail
  }

  /// Whether reading may go on behind it.
  package var isRecoverable: Bool {
    switch reason {
    case .notWellFormed, .depthLimit, .sizeLimit, .notAnEvent, .raggedRow, .notARecord: true
    default: false
    }
  }

  /// Place, code and sentence.
  package var description: String {
    "line \(line), byte \(byteOffset): \(reason.rawValue): \(detail)"
  }
}

/// Something odd that was read all the same; it becomes a defect row.
package struct TextNote: Hashable, Sendable {
  /// What was odd; raw values are stable words for the `field` of defect rows.
  package enum Kind: String, Sendable, CaseIterable {
    /// Bytes that are no UTF-8; each run was read as U+FFFD.
    case invalidBytes = "invalid_bytes"
    /// A NUL, read as U+FFFD.
    case nul
    /// The text is in another encoding than it says, or says nothing of one that is not UTF-8.
    case otherEncoding = "other_encoding"
    /// Half of a surrogate pair, read as U+FFFD.
    case loneSurrogate = "lone_surrogate"
    /// `&` or an unknown entity, kept as it stands.
    case entity
    /// A character reference to something that is no character, read as U+FFFD.
    case characterReference = "character_reference"
    /// A prefix that no `xmlns:` declares.
    case undeclaredPrefix = "undeclared_prefix"
    /// A second attribute of the same name, left out.
    case duplicateAttribute = "duplicate_attribute"
    /// A second member of the same name in a JSON object.
    case duplicateKey = "duplicate_key"
  }

  /// What was odd.
  package let kind: Kind
  /// What stood there, or how it was read.
  package let raw: String
  /// Line, from 1.
  package let line: Int
  /// Offset of the byte, from 0.
  package let byteOffset: Int
  /// How many alike were met in the same stretch.
  package let count: Int

  /// Notes that may wait to be taken; what comes after is counted on the last one.
  static let waitingLimit = 4096

  /// The same note, met once more.
  var again: TextNote {
    TextNote(kind: kind, raw: raw, line: line, byteOffset: byteOffset, count: count + 1)
  }

  /// Whether it belongs to the defect `text_encoding`; the others are faults of structure.
  package var isEncoding: Bool {
    switch kind {
    case .undeclaredPrefix, .duplicateAttribute, .duplicateKey: false
    default: true
    }
  }
}
