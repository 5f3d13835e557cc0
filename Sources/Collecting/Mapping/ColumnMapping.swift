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

  private let source: Source
  private let explicit: [String: [FieldTarget]]
  private var owners: [FieldTarget: Int] = [:]

  /// Begins with what `muster.yaml` says of the source.
  package init(_ source: Source, spellings: FieldSpellings) {
    self.source = source
    self.spellings = spellings
    var explicit: [String: [FieldTarget]] = [:]
    for (field, header) in source.columns.sorted(by: { $0.key < $1.key }) {
      let name = field.replacing(".", with: "_")
      let target = spellings.targets[name] ?? (field.hasPrefix("x_") ? .own(field) : nil)
      if let target { explicit[header, default: []].append(target) }
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
    for index in new { columns.append(column(index, headers[index], among: headers)) }
    // What is said explicitly comes before what an alias says.
    for isExplicit in [true, false] {
      for index in new where columns[index].isExplicit == isExplicit {
        try claim(index)
      }
    }
  }

  private func column(_ index: Int, _ text: String, among headers: [String]) -> Column {
    let header = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard !header.isEmpty else {
      return Column(index: index, header: "column \(index + 1)", targets: [], isExplicit: false)
    }
    if let targets = said(of: text, or: header, among: headers) {
      return Column(index: index, header: header, targets: targets, isExplicit: true)
    }
    guard let target = spellings.target(of: header) else {
      let rivals = spellings.rivals(of: header)
      return Column(
        index: index, header: header, targets: [], isExplicit: false,
        nearest: rivals.first ?? spellings.nearest(to: header), rivals: rivals)
    }
    return Column(index: index, header: header, targets: [target], isExplicit: false)
  }

  // A header as written, or alike but for case and punctuation when no column has it as written.
  private func said(of text: String, or header: String, among headers: [String]) -> [FieldTarget]? {
    if let targets = explicit[text] ?? explicit[header] { return targets }
    let folded = HeaderText.folded(header)
    guard !folded.isEmpty else { return nil }
    let alike = explicit.keys.sorted().filter {
      HeaderText.folded($0) == folded && !headers.contains($0)
    }
    let targets = alike.flatMap { explicit[$0] ?? [] }
    return targets.isEmpty ? nil : targets
  }

  private mutating func claim(_ index: Int) throws(Fault) {
    var kept: [FieldTarget] = []
    for target in columns[index].targets {
      if case .list = target {
        kept.append(target)
        continue
      }
      if constant(of: target) != nil, !columns[index].isExplicit { continue }
      guard let other = owners[target] else {
        owners[target] = index
        kept.append(target)
        continue
      }
      if columns[other].isExplicit, !columns[index].isExplicit { continue }
      throw Fault(
        code: "columns_collide",
        description: "Two columns mean \(target.name): "
          + "\"\(columns[other].header)\" (column \(other + 1)) and "
          + "\"\(columns[index].header)\" (column \(index + 1)). Say which in muster.yaml, such as "
          + "columns: { \(target.name): \"\(columns[other].header)\" }.")
    }
    columns[index].targets = kept
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
  }

  /// What `muster.yaml` feeds from headers the table does not have.
  package var missing: [Missing] {
    let fed = Set(columns.filter(\.isExplicit).flatMap(\.targets))
    let headers = Set(columns.map(\.header))
    return explicit.sorted { $0.key < $1.key }.flatMap { header, targets in
      targets.filter { !fed.contains($0) }.map {
        Missing(
          field: $0.name, header: header, nearest: Suggestion.nearest(to: header, among: headers))
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
