package import Settings

/// Which column of a table feeds which field of a record kind.
package struct ColumnMapping: Sendable {
  /// One column.
  package struct Column: Sendable, Hashable {
    /// Its place, from 0.
    package var index: Int
    /// Its header; `column 3` when it has none.
    package var header: String
    /// What it feeds; empty when nothing recognised it.
    package var targets: [FieldTarget]
    /// Whether `muster.yaml` says so, not an alias.
    package var isExplicit: Bool
    /// Of fields whose value several columns make together: the place of this one among them.
    package var places: [FieldTarget: Int] = [:]
    /// How surely its header means what it feeds.
    package var sureness: FieldSpellings.Sureness = .alias
    /// The IANA zone its header names for the times in it.
    package var zone: String?
    /// The column that feeds the field this one may mean too, by its header.
    package var behind: String?
    /// Fields it feeds only where a surer header, met in a later record, is not there.
    package var surer: [FieldTarget: String] = [:]
    /// The field it may have meant, for a column nothing recognised.
    package var nearest: FieldTarget?
    /// Fields its header means equally well.
    package var rivals: [FieldTarget] = []
  }

  /// A table that cannot be read as records of the kind.
  package struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The stable word.
    package let code: String
    /// What is wrong, and what to write.
    package let description: String
  }

  /// The spellings of the kind.
  package let spellings: FieldSpellings
  /// The columns, in the order of the table.
  package private(set) var columns: [Column] = []

  /// How often a header was met.
  private var seen: [String: Int] = [:]
  /// Columns nothing recognised whose nearest field was looked for.
  private var searched = 0
  /// Looking for the nearest costs most of all; of a table with very many such columns, the first
  /// ones say what is wrong.
  private static let mostSearched = 100

  private let source: Source
  /// By header, what `muster.yaml` says it feeds.
  private let explicit: [String: [Part]]
  private var owners: [FieldTarget: Int] = [:]
  /// The columns that make a value together.
  private var parts: [Part: Int] = [:]
  /// A field, or of one whose value several columns make together a place among them.
  private struct Part: Hashable {
    let target: FieldTarget
    let place: Int?
  }

  /// Columns that mean one field equally well.
  package private(set) var collisions: [Collision] = []

  /// Two columns that mean one field equally well.
  package struct Collision: Sendable, Hashable {
    /// The field.
    package let target: FieldTarget
    /// The column that came first, from 0.
    package let first: Int
    /// The other, from 0.
    package let second: Int
  }

  /// Begins with what `muster.yaml` says of the source.
  package init(_ source: Source, spellings: FieldSpellings) {
    self.source = source
    self.spellings = spellings
    var explicit: [String: [Part]] = [:]
    for (field, headers) in source.columns.sorted(by: { $0.key < $1.key }) {
      let name = field.replacing(".", with: "_")
      let target = spellings.targets[name] ?? (field.hasPrefix("x_") ? .own(field) : nil)
      guard let target else { continue }
      for (place, header) in headers.enumerated() {
        let part = Part(target: target, place: headers.count == 1 ? nil : place)
        explicit[header, default: []].append(part)
      }
    }
    self.explicit = explicit
  }

  /// Whether a header is one this source is looked up by.
  package func isKnown(_ header: String) -> Bool {
    if explicit[header] != nil { return true }
    let folded = HeaderText.folded(header)
    if !folded.isEmpty, explicit.keys.contains(where: { HeaderText.folded($0) == folded }) {
      return true
    }
    return spellings.target(of: header) != nil
  }

  /// Assigns the columns of a table that were not assigned yet.
  /// - Throws: `Fault` when two columns feed one field.
  package mutating func assign(_ headers: [String]) throws(Fault) {
    guard headers.count > columns.count else { return }
    let new = columns.count..<headers.count
    for index in new {
      let text = headers[index]
      let written = Self.plain(text)
      // A header that stands there again is told from the first by its number.
      let before = seen[written, default: 0]
      seen[written] = before + 1
      columns.append(
        before == 0 || written.isEmpty
          ? column(index, text, meaning: written, among: headers)
          : column(index, "\(written) (\(before + 1))", meaning: written, among: headers))
      columns[index].zone = HeaderZone.of(written)
    }
    // What is said explicitly comes before what a name says, that before what an alias says.
    let order = new.sorted {
      (columns[$1].sureness.rawValue, $0) < (columns[$0].sureness.rawValue, $1)
    }
    for index in order { claim(index) }
    if !collisions.isEmpty { throw collision }
  }

  private mutating func column(
    _ index: Int, _ text: String, meaning written: String, among headers: [String]
  ) -> Column {
    guard !written.isEmpty else {
      return Column(index: index, header: "column \(index + 1)", targets: [], isExplicit: false)
    }
    let header = Self.plain(text)
    if let parts = said(of: text, or: header, among: headers) {
      var column = Column(
        index: index, header: header, targets: parts.map(\.target), isExplicit: true,
        sureness: .said)
      for part in parts { column.places[part.target] = part.place }
      return column
    }
    // What stands around a record may mean something else there: a lot's status is not its step's.
    if !source.format.records.isEmpty, header.hasPrefix("/") {
      return Column(
        index: index, header: header, targets: [], isExplicit: false,
        nearest: spellings.target(of: String(written.split(separator: "/").last ?? "")))
    }
    guard let target = spellings.target(of: written) else {
      let rivals = spellings.rivals(of: written)
      searched += 1
      let near = searched <= Self.mostSearched ? spellings.nearest(to: written) : nil
      return Column(
        index: index, header: header, targets: [], isExplicit: false,
        nearest: rivals.first ?? near, rivals: rivals)
    }
    return Column(
      index: index, header: header, targets: [target], isExplicit: false,
      sureness: spellings.sureness(of: written))
  }

  private static func plain(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  // A header as written, or alike but for case and punctuation when no column has it as written.
  private func said(of text: String, or header: String, among headers: [String]) -> [Part]? {
    if let parts = explicit[text] ?? explicit[header] { return parts }
    let folded = HeaderText.folded(header)
    guard !folded.isEmpty else { return nil }
    let alike = explicit.keys.sorted().filter {
      HeaderText.folded($0) == folded && !headers.contains($0)
    }
    let parts = alike.flatMap { explicit[$0] ?? [] }
    return parts.isEmpty ? nil : parts
  }

  private mutating func claim(_ index: Int) {
    var kept: [FieldTarget] = []
    for target in columns[index].targets {
      if case .list = target {
        kept.append(target)
        continue
      }
      if constant(of: target) != nil, !columns[index].isExplicit { continue }
      if let place = columns[index].places[target] {
        if claimPart(Part(target: target, place: place), index) { kept.append(target) }
        continue
      }
      guard let other = owners[target] else {
        owners[target] = index
        kept.append(target)
        continue
      }
      if columns[index].sureness < columns[other].sureness {
        columns[index].behind = columns[other].header
        columns[index].nearest = target
        continue
      }
      // Met in a later record of JSON: those without it are read as they would be alone.
      if columns[other].sureness < columns[index].sureness {
        columns[other].surer[target] = columns[index].header
        owners[target] = index
        kept.append(target)
        continue
      }
      collisions.append(Collision(target: target, first: other, second: index))
    }
    columns[index].targets = kept
  }

  private mutating func claimPart(_ part: Part, _ index: Int) -> Bool {
    if let other = parts[part] {
      collisions.append(Collision(target: part.target, first: other, second: index))
      return false
    }
    parts[part] = index
    if let other = owners[part.target], columns[other].places[part.target] == nil {
      columns[other].surer[part.target] = columns[index].header
    }
    owners[part.target] = index
    return true
  }

  private var collision: Fault {
    let sentences = collisions.prefix(10).map { found in
      let (name, first, second) =
        (found.target.name, columns[found.first].header, columns[found.second].header)
      return "Two columns mean \(name): \"\(first)\" (column \(found.first + 1)) and "
        + "\"\(second)\" (column \(found.second + 1)). Say which under the source in "
        + "muster.yaml: columns: { \(name): \"\(first)\" } or columns: { \(name): "
        + "\"\(second)\" }; the other is kept beside the record."
    }
    return Fault(code: "columns_collide", description: sentences.joined(separator: " "))
  }

  private func constant(of target: FieldTarget) -> String? {
    if case .column(let path) = target { source.constants[path] } else { nil }
  }

  // MARK: What comes of it

  /// A field that `muster.yaml` feeds from a header the table does not have.
  package struct Missing: Sendable, Hashable {
    /// The field.
    package let field: String
    /// The header that was looked for.
    package let header: String
    /// The header it may be called now.
    package let nearest: String?
    /// Whether other columns make the value of the field together with it.
    package let isPart: Bool
  }

  /// What `muster.yaml` feeds from headers the table does not have; nothing while it shows none, as
  /// lines of JSON without a line.
  package var missing: [Missing] {
    guard !columns.isEmpty else { return [] }
    let fed = Set(
      columns.filter(\.isExplicit).flatMap { column in
        column.targets.map { Part(target: $0, place: column.places[$0]) }
      })
    let headers = Set(columns.map(\.header))
    return explicit.sorted { $0.key < $1.key }.flatMap { header, parts in
      parts.filter { !fed.contains($0) }.map {
        Missing(
          field: $0.target.name, header: header,
          nearest: Suggestion.nearest(to: header, among: headers), isPart: $0.place != nil)
      }
    }
  }

  /// Columns that feed no field.
  package var unrecognised: [Column] { columns.filter { $0.targets.isEmpty } }

  /// Fields the table and the configuration deliver: column paths and names of lists.
  package var delivered: Set<String> {
    var fields = Set(constants.keys)
    for target in columns.flatMap(\.targets) {
      switch target {
      case .column(let path): fields.insert(path)
      case .list(let name), .item(let name, _): fields.insert(name)
      case .own: break
      }
    }
    return fields
  }

  /// Fixed values by column path: the constants, and the source's site where the kind has one.
  package var constants: [String: String] {
    var constants: [String: String] = [:]
    for (field, value) in source.constants {
      let path = field.replacing(".", with: "_")
      if case .column? = spellings.targets[path] { constants[path] = value }
    }
    if let site = source.site, case .column? = spellings.targets["site"],
      constants["site"] == nil, owners[.column("site")] == nil
    {
      constants["site"] = site
    }
    return constants
  }

  /// Never-blank fields that nothing feeds.
  package var unfed: [RecordColumn] {
    let delivered = delivered
    return spellings.kind.columns.filter {
      $0.field.neverBlank == .always && !delivered.contains($0.name)
    }
  }
}
