package import Settings

/// What the fields of record kinds are called, so that a dossier does not speak in column names.
package struct FieldTitles: Sendable {
  private var titles: [String: [String: String]] = [:]

  /// Titles of nothing: fields are called by their names.
  package init() {}

  /// The titles of these kinds.
  package init(_ kinds: some Sequence<RecordKind>) {
    for kind in kinds {
      titles[kind.id] = Dictionary(
        kind.columns.map { ($0.name, $0.field.title) }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// What a field is called in the middle of a line.
  func title(_ field: String, of kind: String) -> String {
    guard let title = titles[kind]?[field], title != field else { return Wording.column(field) }
    return Wording.lowered(title)
  }
}
