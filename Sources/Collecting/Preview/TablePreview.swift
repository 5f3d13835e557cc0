/// What a table will be read as: for a person who sets a source up.
package struct TablePreview: Sendable, Encodable {
  /// One column of the table.
  package struct Column: Sendable, Hashable, Encodable {
    /// Its header.
    package var header: String
    /// Its place, from 1.
    package var number: Int
    /// The fields it feeds; empty when no field takes it and its cells are only kept.
    package var fields: [String]
    /// Whether `muster.yaml` names it.
    package var named: Bool
    /// For one that no field takes: the field it may mean.
    package var nearest: String?
    /// For one that no field takes: fields it means equally well.
    package var rivals: [String]
    /// For one that no field takes: the column that feeds the field it may mean, by its header.
    package var behind: String?
  }

  /// A header that `muster.yaml` names and the table does not have.
  package struct MissingColumn: Sendable, Hashable, Encodable {
    /// The field it should feed.
    package var field: String
    /// The header.
    package var header: String
    /// The header that comes nearest.
    package var nearest: String?
    /// Whether other columns make the value of the field together with it.
    package var isPart: Bool
  }

  /// A text in a field of words that is none of them.
  package struct UnknownWord: Sendable, Hashable, Encodable {
    /// The field.
    package var field: String
    /// The text.
    package var found: String
    /// In how many records it stands.
    package var records: Int
    /// The word that comes nearest.
    package var nearest: String?
    /// The words of the field.
    package var words: [String]
  }

  /// Something wrong with cells of a field.
  package struct Trouble: Sendable, Hashable, Encodable {
    /// The field.
    package var field: String
    /// The stable word.
    package var code: String
    /// It in words.
    package var text: String
    /// One cell where it is so.
    package var example: String
    /// In how many records.
    package var records: Int
    /// What to do.
    package var remedy: String
  }

  /// One record as it will be read.
  package struct Record: Sendable, Hashable, Encodable {
    /// One of its cells.
    package struct Cell: Sendable, Hashable, Encodable {
      /// The field.
      package var field: String
      /// What stands there.
      package var written: String
      /// What it is read as; nil when it is not read.
      package var read: String?
    }
    /// Where it stands: `line 7`, `Batches!A7`.
    package var place: String
    /// Its cells that hold something.
    package var cells: [Cell]
    /// What no field takes.
    package var extra: [String: String]
  }

  /// What comes first in dates with the year behind.
  package enum DayOrder: String, Sendable, Hashable, Encodable {
    /// The day.
    case day
    /// The month.
    case month
  }

  /// The artifact.
  package var path: String
  /// How it is written: `semicolon, windows-1252`.
  package var manner: String
  /// The row of the headers, from 1.
  package var headerRow: Int?
  /// Other artifacts of the source with the same columns.
  package var alike: [String] = []
  /// Why it is not read; the rest is empty then.
  package var problem: String?
  /// The columns.
  package var columns: [Column] = []
  /// Headers that are named and not there.
  package var missing: [MissingColumn] = []
  /// Fields that are never blank and that nothing feeds.
  package var unfed: [String] = []
  /// Texts that are none of a field's words, the most frequent first.
  package var unknownWords: [UnknownWord] = []
  /// What else is wrong with cells.
  package var troubles: [Trouble] = []
  /// Records looked at.
  package var records = 0
  /// Whether there are more than were looked at.
  package var isPartial = false
  /// Stretches that cannot be split into cells, with their place.
  package var setAside: [String] = []
  /// Other sheets of the workbook with cells, which are not read.
  package var otherSheets: [String] = []
  /// The sheet that has columns of the kind, where the first one has none.
  package var sheet: String?
  /// What was passed over beside the records.
  package var remarks: [String] = []
  /// Rows that lack what others would name them by, in a sentence; nil when there are none.
  package var keyless: String?
  /// How dates with the year behind are written where only some of them show it.
  package var dayOrder: DayOrder?
  /// The decimal mark that numbers of the table show.
  package var decimal: String?
  /// The zones of the configuration's sites.
  package var zones: [String] = []
  /// The first records.
  package var first: [Record] = []
}
