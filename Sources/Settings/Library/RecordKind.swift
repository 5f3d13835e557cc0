/// One kind of record, as its file in `Profiles/records/` states it.
package struct RecordKind: Sendable {
  /// The id, snake_case: the file's name, the table's name and the `kind` of a source.
  package var id: String
  /// The title.
  package var title: String
  /// What one record is called.
  package var unit: UnitWords
  /// Names of this kind in the references, as `R09`.
  package var covers: [String]
  /// Where the record is asked for.
  package var citations: [String]
  /// The fields that tell two records apart.
  package var key: [String]
  /// When a record belongs to a period; nil when always.
  package var inPeriod: PeriodRule?
  /// Whether a period may rightly have no such record: deviations, complaints, recalls ….
  package var mayBeNone: Bool
  /// The fields, in file order.
  package var fields: [RecordField]
  /// Where the file is.
  package var origin: Origin
}

/// When a record belongs to a period.
package enum PeriodRule: Sendable, Hashable {
  /// The first of these fields that has a value lies in the period.
  case at([String])
  /// The interval between the fields overlaps the period; an empty end is still open.
  case overlap(from: [String], to: [String])
}

/// One field of a record kind.
package struct RecordField: Sendable, Hashable {
  /// What a value is.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// An opaque key: exact, case-sensitive, never a number.
    case id
    case text
    case integer
    /// An exact decimal, kept as an integer times ten to the minus `scale`.
    case decimal
    /// A calendar date in the site's zone.
    case date
    /// An instant with offset.
    case instant
    /// The key of a person.
    case person
    /// One of a closed list.
    case word
    case boolean
    /// A SHA-256 in lower-case hexadecimal.
    case digest
    /// Fields of its own, as prefixed columns.
    case structure = "struct"
    /// Many values, in a child table.
    case list
  }

  /// The name, snake_case.
  package var name: String
  /// What a value is.
  package var kind: Kind
  /// A title for reports; the name when none is given.
  package var title: String
  /// Header texts by which the column is recognised.
  package var aliases: [String]
  /// When a blank is itself a finding.
  package var neverBlank: BlankRule
  /// The list of words that say as little as a blank, as a dash does.
  package var blankIf: String?
  /// The closed list of a word.
  package var words: [String]
  /// By word of the list: spellings that mean it.
  package var synonyms: [String: [String]]
  /// The unit of a number.
  package var unit: String?
  /// What may stand in front of a number or id, as `#` does of a code in `#A3`.
  package var after: String?
  /// What ends a number or id, as `/` does a print grade in `3.5/06/660`; it need not be there.
  package var before: String?
  /// The greatest number it may be, where that is more than what can be summed safely.
  package var most: Int64?
  /// Digits after the point of a decimal.
  package var scale: Int
  /// What the value points to: `site`, `product`, `lot`, `partner`, `epc` or `kind.field`.
  package var references: String?
  /// The field whose instant or date this one became known at.
  package var knownFrom: String?
  /// What stands between the items in one cell, for a list.
  package var separator: String?
  /// The kind of the items, for a list of plain values.
  package var itemKind: Kind?
  /// The fields of a structure or of a list's items.
  package var fields: [RecordField]
  /// Where it stands.
  package var position: TextPosition
}

/// When a blank is itself a finding.
package enum BlankRule: Sendable, Hashable {
  /// A blank says nothing.
  case mayBeBlank
  /// Never blank.
  case always
  /// Never blank where all of these hold; a condition on no values means "has a value".
  case when([FactCondition])
}
