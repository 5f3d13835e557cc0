internal import GS1

/// One list of words, as its file in `Profiles/lists/` states it. SQL reads it as `list_<id>`, with
/// one column `value`.
package struct ListDefinition: Sendable {
  /// The id, snake_case: the file's name.
  package var id: String
  /// The title.
  package var title: String
  /// Where the list is from.
  package var basis: String
  /// The words, in file order.
  package var values: [String]
  /// Where the file is.
  package var origin: Origin

  /// The name under which SQL reads it.
  package var view: String { "list_" + id }
}

extension Library {
  /// The lists these texts name, sorted by id.
  package func lists(namedIn texts: [String]) -> [ListDefinition] {
    let names = texts.reduce(into: Set<String>()) { $0.formUnion(ListNames.all(in: $1)) }
    return names.sorted().compactMap { lists[$0] }
  }
}

/// How definitions name lists: `list_<id>` in SQL, `blank_if: <id>` at a field.
package enum ListNames {
  private static let marks: [StaticString] = ["list_", "blank_if: "]

  /// The ids a text names.
  package static func all(in text: String) -> Set<String> {
    var text = text
    return text.withUTF8 { bytes in
      var names: Set<String> = []
      for mark in marks {
        var rest = bytes
        while let start = ByteSearch.first(mark, in: rest) {
          rest = UnsafeBufferPointer(rebasing: rest[(start + mark.utf8CodeUnitCount)...])
          names.insert(String(decoding: rest.prefix(while: SQLText.isNameByte), as: UTF8.self))
        }
      }
      return names
    }
  }
}

extension DefinitionReader {
  func list(_ root: Section) -> ListDefinition {
    let list = ListDefinition(
      id: id(root, separator: "_"), title: root.requiredText("title"),
      basis: root.requiredText("basis"), values: root.texts("values"), origin: origin(root))
    if list.values.isEmpty {
      sink.error("a list needs its \"values\"", at: root.position(of: "values"))
    }
    var seen: Set<String> = []
    for value in list.values where !seen.insert(value).inserted {
      sink.error("\"\(value)\" stands twice in the list", at: root.position(of: "values"))
    }
    return list
  }
}
