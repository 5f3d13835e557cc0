extension DefinitionReader {
  func recordKind(_ root: Section) -> RecordKind {
    let fields = root.required("fields")?.map ?? []
    let kind = RecordKind(
      id: id(root, separator: "_"), title: root.requiredText("title"), unit: unit(root),
      covers: root.texts("covers"), citations: root.texts("citations"),
      key: root.texts("key"), inPeriod: root.section("in_period").flatMap(periodRule),
      mayBeNone: root.boolean("may_be_none") ?? false,
      fields: fields.compactMap { field($0, depth: 0) }, origin: origin(root))
    if kind.fields.isEmpty {
      sink.error("a record kind needs a mapping of fields", at: root.position(of: "fields"))
    }
    if kind.key.isEmpty {
      sink.error("\"key\" names no field", at: root.position(of: "key"))
    }
    let columns = Set(kind.columns.map(\.name))
    func known(_ names: [String], _ key: String) {
      for name in names where !columns.contains(name) {
        sink.error(
          "\"\(key)\" names \"\(name)\", which is not a field", at: root.position(of: key),
          suggestion: Suggestion.nearest(to: name, among: columns))
      }
    }
    known(kind.key, "key")
    switch kind.inPeriod {
    case .at(let names): known(names, "in_period")
    case .overlap(let from, let to): known(from + to, "in_period")
    case nil: break
    }
    func check(_ fields: [RecordField], among columns: [RecordColumn]) {
      func known(_ name: String) -> RecordColumn? {
        if let column = columns.first(where: { $0.name == name }) { return column }
        sink.error(
          "\"fields\" names \"\(name)\", which is not a field", at: root.position(of: "fields"),
          suggestion: Suggestion.nearest(to: name, among: columns.map(\.name)))
        return nil
      }
      for field in fields {
        _ = field.knownFrom.flatMap(known)
        if case .when(let conditions) = field.neverBlank {
          for condition in conditions {
            guard let column = known(condition.fact) else { continue }
            self.check(values: condition.anyOf, of: column, for: field)
          }
        }
        switch field.kind {
        case .structure: check(field.fields, among: columns)
        case .list: check(field.fields, among: RecordKind.columns(ofList: field))
        default: break
        }
      }
    }
    check(kind.fields, among: kind.columns)
    return kind
  }

  /// A value its field never has would keep the rule from ever asking.
  private func check(values: [String], of column: RecordColumn, for field: RecordField) {
    let words: [String]
    switch column.kind {
    case .boolean: words = TruthWord.known
    case .word: words = column.field.words
    default: return
    }
    for value in values where !words.contains(value) {
      sink.error(
        "field \"\(field.name)\": never_blank_when asks for \"\(value)\" of \"\(column.name)\", "
          + "which is one of: \(words.joined(separator: ", "))", at: field.position,
        suggestion: column.kind == .boolean
          ? TruthWord.meant(by: value) : Suggestion.nearest(to: value, among: words))
    }
  }

  private func periodRule(_ section: Section) -> PeriodRule? {
    func names(_ key: String) -> [String] {
      guard let value = section.value(key) else { return [] }
      return (value.list ?? [value]).compactMap { sink.text($0, key) }
    }
    let at = names("at")
    let from = names("from")
    let to = names("to")
    section.finish()
    if !at.isEmpty, from.isEmpty, to.isEmpty { return .at(at) }
    if at.isEmpty, !from.isEmpty { return .overlap(from: from, to: to) }
    sink.error("\"in_period\" has either \"at\" or \"from\" with \"to\"", at: section.position)
    return nil
  }

  private func field(_ entry: YAMLEntry, depth: Int) -> RecordField? {
    guard let section = Section(entry.value, name: "field \"\(entry.key)\"", sink: sink) else {
      return nil
    }
    if !SQLText.isName(entry.key) || entry.key.hasPrefix("x_") {
      sink.error(
        "a field's name is made of a-z, 0-9 and \"_\" and does not begin with x_, not "
          + "\"\(entry.key)\"", at: entry.position)
    }
    if depth > 1 {
      sink.error("a field may hold fields, but no deeper", at: entry.position)
      return nil
    }
    var words: [String] = []
    var synonyms: [String: [String]] = [:]
    if let value = section.value("words") {
      // Either a list of words, or a mapping of word to the spellings that mean it.
      for word in value.map ?? [] {
        words.append(word.key)
        synonyms[word.key] = (word.value.list ?? []).compactMap { sink.scalar($0, word.key) }
      }
      for word in value.list ?? [] { words += [sink.text(word, "words")].compactMap { $0 } }
    }
    let kind = section.requiredWord("type", RecordField.Kind.self)
    let inner = section.entries("fields")
    let field = RecordField(
      name: entry.key, kind: kind ?? .text, title: section.text("title") ?? entry.key,
      aliases: section.texts("aliases"), neverBlank: blankRule(section),
      blankIf: section.text("blank_if"), words: words,
      synonyms: synonyms.filter { !$0.value.isEmpty }, unit: section.text("unit"),
      after: section.text("after"), before: section.text("before"),
      most: section.integer("most", in: 1...Int.max).map { Int64($0) },
      scale: section.integer("scale", in: 0...9) ?? 0,
      references: section.text("references"),
      knownFrom: section.text("known_from"), separator: section.text("separator"),
      itemKind: section.word("of", RecordField.Kind.self),
      fields: inner.compactMap { self.field($0, depth: depth + 1) }, position: entry.position)
    section.finish()
    if let kind { check(field, kind, at: entry.position) }
    return field
  }

  private func check(_ field: RecordField, _ kind: RecordField.Kind, at position: TextPosition) {
    func say(_ message: String) { sink.error("field \"\(field.name)\": \(message)", at: position) }
    switch kind {
    case .word where field.words.isEmpty: say("a word needs its list of \"words\"")
    case .structure where field.fields.isEmpty: say("a struct needs \"fields\"")
    case .list where field.fields.isEmpty == (field.itemKind == nil):
      say("a list needs either \"of\" or \"fields\"")
    case .list, .structure, .word: break
    default:
      if !field.fields.isEmpty { say("only a struct or list holds fields") }
      if !field.words.isEmpty { say("only a word has \"words\"") }
    }
    if kind != .list, field.itemKind != nil || field.separator != nil {
      say("only a list has \"of\" or \"separator\"")
    }
    if kind != .decimal, field.scale != 0 { say("only a decimal has a scale") }
    if ![.decimal, .integer, .id].contains(kind), field.before != nil || field.after != nil {
      say("only a number or an id stands \"before\" or \"after\" something")
    }
    if kind != .text, field.blankIf != nil { say("only a text is blank by a list") }
  }

  private func blankRule(_ section: Section) -> BlankRule {
    let always = section.boolean("never_blank") ?? false
    let conditions = conditions(section, "never_blank_when")
    if always, !conditions.isEmpty {
      sink.error(
        "write either \"never_blank\" or \"never_blank_when\"",
        at: section.position(of: "never_blank_when"))
    }
    return always ? .always : conditions.isEmpty ? .mayBeBlank : .when(conditions)
  }
}
