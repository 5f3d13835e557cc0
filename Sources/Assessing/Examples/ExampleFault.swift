internal import Settings

/// What is wrong with an example, with the place in its file.
struct ExampleFault: Error, Equatable {
  var position: TextPosition
  var message: String

  init(_ value: YAMLValue, _ message: String) {
    position = value.position
    self.message = message
  }

  init(at position: TextPosition, _ message: String) {
    self.position = position
    self.message = message
  }
}

extension YAMLValue {
  /// The entries of a mapping whose keys are all known.
  ///
  /// - Throws: `ExampleFault` at a key that is not, or when this is no mapping.
  func entries(_ known: Set<String>, in place: String) throws -> [YAMLEntry] {
    if isNull { return [] }
    guard let map else { throw ExampleFault(self, "\(place) is a mapping, not \(nameOfShape)") }
    for entry in map where !known.contains(entry.key) {
      throw ExampleFault(
        at: entry.position,
        "\(place) has no key \"\(entry.key)\"; it has \(known.sorted().joined(separator: ", "))")
    }
    return map
  }

  /// The items of a list; nothing written is none.
  func items(_ place: String) throws -> [YAMLValue] {
    if isNull { return [] }
    guard let list else { throw ExampleFault(self, "\(place) is a list, not \(nameOfShape)") }
    return list
  }

  /// Text or a number as text.
  func word(_ place: String) throws -> String {
    guard let text else { throw ExampleFault(self, "\(place) is text, not \(nameOfShape)") }
    return text
  }
}
