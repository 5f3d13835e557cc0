package import Settings

/// What the fields of record kinds are called, so that a dossier does not speak in column names.
package struct FieldTitles: Sendable {
  private var titles: [String: [String: String]] = [:]
  private var words: [String: Set<String>] = [:]

  /// Titles of nothing: fields are called by their names.
  package init() {}

  /// The titles of these kinds.
  package init(_ kinds: some Sequence<RecordKind>) {
    for kind in kinds {
      titles[kind.id] = Dictionary(
        kind.columns.map { ($0.name, $0.field.title) }, uniquingKeysWith: { first, _ in first })
      words[kind.id] = Set(kind.columns.filter { $0.kind == .word }.map(\.name))
    }
  }

  /// What a field says: words of closed lists as people say them.
  func value(_ text: String, of field: String, in kind: String) -> String {
    words[kind]?.contains(field) == true ? PlainWord.text(text) : text
  }

  /// What a field is called in the middle of a line.
  func title(_ field: String, of kind: String) -> String {
    guard let title = titles[kind]?[field], title != field else { return Wording.column(field) }
    return Wording.lowered(title)
  }
}
