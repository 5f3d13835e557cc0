package import Settings

/// What a column of a table feeds.
package enum FieldTarget: Hashable, Sendable, Comparable {
  /// A column of the kind, by its path: `lot`, `qa_approval_by`.
  case column(String)
  /// A list, its items in one cell or one of several alike columns.
  case list(String)
  /// One field of a list's items, the items side by side in one cell.
  case item(list: String, field: String)
  /// A field of the firm's own, `x_…`.
  case own(String)

  /// The name by which `muster.yaml` and people call it.
  package var name: String {
    switch self {
    case .column(let path): path
    case .list(let name): name
    case .item(let list, let field): list + "_" + field
    case .own(let name): name
    }
  }

  /// In the order of names.
  package static func < (left: FieldTarget, right: FieldTarget) -> Bool { left.name < right.name }
}

/// The spellings by which the columns of tables are recognised as fields of one record kind.
package struct FieldSpellings: Sendable {
  /// The kind.
  package let kind: RecordKind
  /// Everything a column may feed, by its name in `muster.yaml`.
  package let targets: [String: FieldTarget]
  private var exact: [String: FieldTarget] = [:]
  private var titles: Set<String> = []
  private var phrases: [(words: Set<String>, target: FieldTarget)] = []
  private var loose: [String: Set<FieldTarget>] = [:]
  /// Units of fields that count or measure.
  private var units: [FieldTarget: String] = [:]

  /// How surely a header means a field; of two columns for one field the surer one feeds it.
  package enum Sureness: Int, Comparable, Sendable {
    /// An alias that is a word of many tables: `Name`, `Status`.
    case common
    /// An alias.
    case alias
    /// The field's own name or title.
    case name
    /// `muster.yaml` says so.
    case said

    /// The surer one is the greater.
    package static func < (left: Sureness, right: Sureness) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  /// Words, folded, that head columns of any table and say little by themselves.
  static let commonWords: Set<String> = [
    "art", "at", "beginn", "benutzer", "beschreibung", "bis", "category", "code", "comment", "date",
    "datum", "description", "end", "ende", "fall", "from", "grund", "id", "item", "kategorie",
    "kommentar", "location", "name", "no", "nr", "number", "nummer", "ort", "owner", "position",
    "process", "quelle", "reason", "reference", "referenz", "source", "start", "state", "status",
    "system", "text", "time", "timestamp", "titel", "title", "type", "typ", "until", "user",
    "value", "version", "von", "vorgang", "wert", "zeit", "zeitstempel",
  ]

  /// Gathers names, titles and aliases of a kind.
  package init(_ kind: RecordKind) {
    self.kind = kind
    var targets: [String: FieldTarget] = [:]
    for column in kind.columns { targets[column.name] = .column(column.name) }
    for list in kind.lists {
      for column in RecordKind.columns(ofList: list) where list.itemKind == nil {
        let target = FieldTarget.item(list: list.name, field: column.name)
        targets[target.name] = targets[target.name] ?? target
      }
      targets[list.name] = .list(list.name)
    }
    self.targets = targets
    for field in kind.fields { add(field) }
    for column in kind.columns where column.kind == .integer || column.kind == .decimal {
      let pieces = column.kind == .integer ? "pieces" : nil
      units[.column(column.name)] = column.field.unit ?? pieces
    }
  }

  private mutating func add(_ field: RecordField) {
    switch field.kind {
    case .structure: addParts(of: field) { .column(field.name + "_" + $0) }
    case .list:
      name(field.name, .list(field.name))
      titles.insert(HeaderText.folded(field.title))
      for text in [field.title] + field.aliases { alias(text, .list(field.name)) }
      if field.itemKind == nil {
        addParts(of: field) { .item(list: field.name, field: $0) }
      }
    default:
      name(field.name, .column(field.name))
      titles.insert(HeaderText.folded(field.title))
      for text in [field.title] + field.aliases { alias(text, .column(field.name)) }
    }
  }

  // A part is called by its owner and its own name together; its aliases stand for themselves too.
  private mutating func addParts(of owner: RecordField, _ target: (String) -> FieldTarget) {
    for part in owner.fields {
      let target = target(part.name)
      name(owner.name + "_" + part.name, target)
      for first in [owner.name, owner.title] + owner.aliases {
        for second in [part.name, part.title] + part.aliases {
          alias(first + " " + second, target)
        }
      }
      for text in part.aliases { alias(text, target) }
    }
  }

  private mutating func name(_ text: String, _ target: FieldTarget) {
    let folded = HeaderText.folded(text)
    if exact[folded] == nil { exact[folded] = target }
    phrase(text, target)
  }

  private mutating func alias(_ text: String, _ target: FieldTarget) {
    for reading in HeaderText.readings(text).prefix(2) {
      loose[reading, default: []].insert(target)
    }
    phrase(text, target)
  }

  private mutating func phrase(_ text: String, _ target: FieldTarget) {
    let words = HeaderGlossary.words(of: text)
    if !words.isEmpty { phrases.append((words, target)) }
  }

  /// What a header text means; nil when it means nothing, or two fields alike.
  package func target(of header: String) -> FieldTarget? {
    if header.hasPrefix("x_"), header.utf8.count > 2 { return .own(header) }
    let readings = readings(of: header)
    for reading in readings {
      if let found = exact[reading] { return found }
      if let found = loose[reading], found.count == 1 { return found.first }
    }
    // `Lot 1`, `Lot_2`: items of a list in columns side by side.
    for reading in readings {
      let stem = String(reading.reversed().drop { $0.isNumber }.reversed())
      guard stem != reading, !stem.isEmpty else { continue }
      for text in [stem, stem + "s"] {
        if case .list(let name)? = exact[text] ?? only(text) { return .list(name) }
      }
    }
    return nil
  }

  /// The foldings of a header. What stands in brackets is left out where it says no more than the
  /// field does: its unit, or another of its names.
  private func readings(of header: String) -> [String] {
    let readings = HeaderText.readings(header)
    guard let brackets = HeaderBrackets(header) else { return readings }
    let bare = HeaderText.folded(brackets.rest)
    guard !readings.contains(bare), let target = exact[bare] ?? only(bare) else { return readings }
    if let unit = units[target], brackets.hold(unit: unit) { return readings + [bare] }
    let isNamed = brackets.contents.allSatisfy { content in
      let folded = HeaderText.folded(content)
      return (exact[folded] ?? only(folded)) == target
    }
    return isNamed ? readings + [bare] : readings
  }

  /// How surely a header means what `target(of:)` says.
  package func sureness(of header: String) -> Sureness {
    for reading in readings(of: header) {
      if exact[reading] != nil { return .name }
      if only(reading) != nil {
        if titles.contains(reading) { return .name }
        return Self.commonWords.contains(reading) ? .common : .alias
      }
    }
    return .alias
  }

  private func only(_ reading: String) -> FieldTarget? {
    loose[reading].flatMap { $0.count == 1 ? $0.first : nil }
  }

  /// The fields a header text means equally well; empty when it is clear or means nothing.
  package func rivals(of header: String) -> [FieldTarget] {
    for reading in HeaderText.readings(header) {
      if exact[reading] != nil { return [] }
      if let found = loose[reading], found.count > 1 { return found.sorted() }
    }
    return []
  }

  /// The field whose spelling comes nearest to a header text nobody recognises.
  package func nearest(to header: String) -> FieldTarget? {
    let spellings = Set(exact.keys).union(loose.filter { $0.value.count == 1 }.keys)
    for reading in HeaderText.readings(header) {
      if let near = Suggestion.nearest(to: reading, among: spellings) {
        return exact[near] ?? only(near)
      }
    }
    return likest(header) ?? containing(header, among: spellings)
  }

  // The field that says most of what the header says, in whatever language; half of it at least.
  private func likest(_ header: String) -> FieldTarget? {
    let words = HeaderGlossary.words(of: header)
    guard !words.isEmpty else { return nil }
    var best: (likeness: Int, target: FieldTarget)?
    for (other, target) in phrases {
      let likeness = HeaderGlossary.likeness(words, other)
      guard likeness >= 500 else { continue }
      if let before = best,
        (before.likeness, target.name) >= (likeness, before.target.name)
      {
        continue
      }
      best = (likeness, target)
    }
    return best?.target
  }

  // `Date of release decision` against `release decision`: the longest spelling inside the header,
  // else the shortest one the header stands inside.
  private func containing(_ header: String, among spellings: Set<String>) -> FieldTarget? {
    guard let folded = HeaderText.readings(header).first, folded.count >= 3 else { return nil }
    let inside = spellings.filter { $0.count >= 3 && folded.contains($0) }
      .max { ($0.count, $1) < ($1.count, $0) }
    let around = spellings.filter { folded.count >= 4 && $0.contains(folded) }
      .min { ($0.count, $0) < ($1.count, $1) }
    return (inside ?? around).flatMap { exact[$0] ?? only($0) }
  }
}
