/// One mapping being read strictly: every key asked for is known, all others are errors.
///
/// Methods ask for a key, say what is wrong with its value, and give nil when there is nothing
/// usable; `finish()` then names the keys nobody asked for.
final class Section {
  /// The mapping's name in messages.
  let name: String
  let position: TextPosition
  let sink: DiagnosticSink
  private let entries: [YAMLEntry]
  private var known: [String] = []

  /// Nil when the value is not a mapping, which is then an error.
  init?(_ value: YAMLValue, name: String, sink: DiagnosticSink) {
    guard let entries = value.map else {
      sink.error("\(name) must be a mapping, not \(value.nameOfShape)", at: value.position)
      return nil
    }
    self.name = name
    self.sink = sink
    self.entries = entries
    position = value.position
  }

  /// The value of a key; nil when it is absent or has no value.
  func value(_ key: String) -> YAMLValue? {
    known.append(key)
    guard let value = entries.first(where: { $0.key == key })?.value, !value.isNull else {
      return nil
    }
    return value
  }

  /// True when the key is written, with a value or without.
  func has(_ key: String) -> Bool { entries.contains { $0.key == key } }

  /// The value of a key that must be there.
  func required(_ key: String) -> YAMLValue? {
    if let value = value(key) { return value }
    if let entry = entries.first(where: { $0.key == key }) {
      sink.error("\"\(key)\" has no value", at: entry.position)
    } else {
      sink.error("\(name) has no \"\(key)\"", at: position)
    }
    return nil
  }

  /// Where the value of a key stands, else where the mapping stands.
  func position(of key: String) -> TextPosition {
    entries.first { $0.key == key }?.value.position ?? position
  }

  /// Where each key's value stands.
  var positions: [String: TextPosition] {
    Dictionary(entries.map { ($0.key, $0.value.position) }) { first, _ in first }
  }

  /// Names every key that nobody asked for.
  func finish() {
    for entry in entries where !known.contains(entry.key) {
      sink.error(
        "unknown key \"\(entry.key)\"\(near(entry.key) == nil ? "; known here: \(listed)" : "")",
        at: entry.position, suggestion: near(entry.key))
    }
  }

  private func near(_ key: String) -> String? { Suggestion.nearest(to: key, among: known) }

  private var listed: String { Set(known).sorted().joined(separator: ", ") }

  func text(_ key: String) -> String? { value(key).flatMap { sink.text($0, key) } }

  func requiredText(_ key: String) -> String {
    required(key).flatMap { sink.text($0, key) } ?? ""
  }

  func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
    value(key).flatMap { sink.integer($0, key, in: range) }
  }

  func boolean(_ key: String) -> Bool? { value(key).flatMap { sink.boolean($0, key) } }

  func day(_ key: String) -> CalendarDay? { value(key).flatMap { sink.day($0, key) } }

  func word<Word: RawRepresentable & CaseIterable>(_ key: String, _ type: Word.Type) -> Word?
  where Word.RawValue == String {
    value(key).flatMap { sink.word($0, key, type) }
  }

  func requiredWord<Word: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Word.Type
  ) -> Word? where Word.RawValue == String {
    required(key).flatMap { sink.word($0, key, type) }
  }

  /// The items of a list; empty when the key is absent.
  func list(_ key: String) -> [YAMLValue] {
    guard let value = value(key) else { return [] }
    guard let items = value.list else {
      sink.error("\"\(key)\" must be a list, not \(value.nameOfShape)", at: value.position)
      return []
    }
    return items
  }

  /// A list of texts, each read by `read`.
  func texts(_ key: String) -> [String] { list(key).compactMap { sink.text($0, key) } }

  /// The mapping below a key; nil when absent.
  func section(_ key: String) -> Section? {
    value(key).flatMap { Section($0, name: "\"\(key)\"", sink: sink) }
  }

  /// The mappings of a list.
  func sections(_ key: String) -> [Section] {
    list(key).enumerated().compactMap { index, value in
      Section(value, name: "\(key)[\(index + 1)]", sink: sink)
    }
  }

  /// The entries of the mapping below a key whose keys are free; empty when absent.
  func entries(_ key: String) -> [YAMLEntry] {
    guard let value = value(key) else { return [] }
    guard let entries = value.map else {
      sink.error("\"\(key)\" must be a mapping, not \(value.nameOfShape)", at: value.position)
      return []
    }
    return entries
  }

  /// Texts by free key; scalars of every shape are taken as written.
  func textMap(_ key: String) -> [String: String] {
    var result: [String: String] = [:]
    for entry in entries(key) {
      if let text = sink.scalar(entry.value, entry.key) { result[entry.key] = text }
    }
    return result
  }
}
