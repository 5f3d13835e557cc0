internal import Assessing
internal import Cataloging
package import Settings

/// What the fields of record kinds are called, so that a dossier does not speak in column names.
package struct FieldTitles: Sendable {
  private var titles: [String: [String: String]] = [:]
  private var words: [String: Set<String>] = [:]
  private var scales: [String: [String: Int]] = [:]
  private var kinds = [
    "document": "Document", "epcis": "EPCIS event", "event": "EPCIS event",
    "product_master": "Product master data",
  ]

  /// Titles of nothing: fields are called by their names.
  package init() {}

  /// The titles of these kinds.
  package init(_ kinds: some Sequence<RecordKind>) {
    for kind in kinds {
      self.kinds[kind.id] = kind.title
      titles[kind.id] = Dictionary(
        kind.columns.map { ($0.name, $0.field.title) }, uniquingKeysWith: { first, _ in first })
      words[kind.id] = Set(kind.columns.filter { $0.kind == .word }.map(\.name))
      scales[kind.id] = Dictionary(
        kind.columns.filter { $0.kind == .decimal }.map { ($0.name, $0.field.scale) },
        uniquingKeysWith: { first, _ in first })
    }
  }

  /// What a kind of record is called, at the head of a line.
  func kind(_ id: String) -> String { kinds[id] ?? Wording.capitalized(Wording.kind(id)) }

  /// What a line of expected evidence asks for: a document on a topic, or records of a kind.
  func expected(_ line: EvidenceLine) -> String {
    kind(line.kind) + (line.topic.map { " on \($0)" } ?? "")
  }

  /// What a field says: words of closed lists as people say them, decimals with their point.
  func value(_ text: String, of field: String, in kind: String) -> String {
    if let scale = scales[kind]?[field], let number = Int64(text) {
      return RecordText.decimal(number, scale: scale)
    }
    return words[kind]?.contains(field) == true ? PlainWord.text(text) : text
  }

  /// What a field is called in the middle of a line.
  func title(_ field: String, of kind: String) -> String {
    guard let title = titles[kind]?[field], title != field else { return Wording.column(field) }
    return Wording.lowered(title)
  }
}
