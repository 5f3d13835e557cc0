extension Library {
  /// What can be said about checks, populations, lists and profiles without running any SQL.
  ///
  /// Diagnostics are sorted; SQL itself, and the parameters it binds, are judged by the check engine.
  package func lint() -> [Diagnostic] {
    var found: [Diagnostic] = []
    func look<Definition>(
      at definitions: [String: Definition], _ origin: KeyPath<Definition, Origin>,
      _ lint: (DefinitionLint, Definition) -> Void
    ) {
      for (_, definition) in definitions.sorted(by: { $0.key < $1.key }) {
        let linter = DefinitionLint(library: self, origin: definition[keyPath: origin])
        lint(linter, definition)
        found += linter.sink.diagnostics
      }
    }
    look(at: checks, \.origin) { $0.check($1) }
    look(at: populations, \.origin) { $0.population($1) }
    look(at: lists, \.origin) { $0.list($1) }
    look(at: profiles, \.origin) { $0.profile($1) }
    look(at: recordKinds, \.origin) { $0.recordKind($1) }
    return DiagnosticList(found).diagnostics
  }

  /// How many requirements of a profile carry each confidence mark.
  package func markCounts(of profile: ProfileDefinition) -> [(mark: String, count: Int)] {
    var counts: [String: Int] = [:]
    for requirement in profile.requirements { counts[requirement.mark.text, default: 0] += 1 }
    return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

/// Looks one file over.
struct DefinitionLint {
  let library: Library
  let origin: Origin
  let sink: DiagnosticSink

  init(library: Library, origin: Origin) {
    self.library = library
    self.origin = origin
    sink = DiagnosticSink(file: library.named(origin.file), text: origin.text)
  }

  func check(_ check: CheckDefinition) {
    words(
      of: [
        ("title", check.title), ("statement", check.statement), ("message", check.messageOne),
        ("message", check.messageGroup), ("expected", check.expected),
        ("observed", check.observed), ("remedy", check.remedy),
      ], at: origin.position(of:))
    for (key, text) in [
      ("message", check.messageOne), ("message", check.messageGroup),
      ("expected", check.expected), ("observed", check.observed), ("remedy", check.remedy),
    ] {
      placeholders(of: text, at: origin.position(of: key))
    }
    for kind in check.reads where !isKnown(kind: kind) {
      sink.error(
        "\"reads\" names \"\(kind)\", which is no record kind", at: origin.position(of: "reads"),
        suggestion: Suggestion.nearest(to: kind, among: library.recordKinds.keys))
    }
    if case .named(let name) = check.population, library.populations[name] == nil {
      sink.error(
        "there is no population \"\(name)\"", at: origin.position(of: "population"),
        suggestion: Suggestion.nearest(to: name, among: library.populations.keys))
    }
    for alias in check.aliases {
      let others = library.checks.values.filter { $0.id == alias || $0.aliases.contains(alias) }
      if others.contains(where: { $0.id != check.id }) || alias == check.id {
        sink.error(
          "the earlier id \"\(alias)\" is also that of another check or its own",
          at: origin.position(of: "aliases"))
      }
    }
    for row in check.covers where !isReference(row) {
      sink.error(
        "\"\(row)\" is not a row of a reference, such as dscsa/DQ-35",
        at: origin.position(of: "covers"))
    }
    lawIsConfirmed(check, at: origin.position(of: "mark"))
    for regime in check.regimes.keys {
      lawIsConfirmed(check.under(regime), at: origin.position(of: "regimes"))
    }
    examples(of: check)
  }

  private func lawIsConfirmed(_ check: CheckDefinition, at position: TextPosition?) {
    guard check.authority == .law, !check.mark.standsAsLaw else { return }
    sink.warning(
      "a citation marked \(check.mark.text) makes items to review at most; the authority is law",
      at: position)
  }

  func population(_ population: PopulationDefinition) {
    words(of: [("title", population.title)], at: origin.position(of:))
    let isUsed =
      library.checks.values.contains { $0.population == .named(population.id) }
      || library.profiles.values.flatMap(\.requirements).flatMap(\.expects)
        .contains { $0.except == population.id }
    if !isUsed {
      sink.warning("no check and no profile uses this population", at: origin.position(of: "id"))
    }
  }

  func list(_ list: ListDefinition) {
    words(of: [("title", list.title)], at: origin.position(of:))
    let texts =
      library.checks.values.map(\.origin.text) + library.populations.values.map(\.sql)
      + library.recordKinds.values.map(\.origin.text)
    if library.lists(namedIn: texts).allSatisfy({ $0.id != list.id }) {
      sink.warning("no check and no record kind uses this list", at: origin.position(of: "id"))
    }
  }

  func profile(_ profile: ProfileDefinition) {
    words(of: [("title", profile.title)], at: origin.position(of:))
    for requirement in profile.requirements where requirement.file == origin.file {
      self.requirement(requirement)
    }
    for name in profile.overrides.keys.sorted() {
      let known = library.checks(of: profile).flatMap(\.parameters).filter { $0.name == name }
      let at = origin.position(of: "parameters")
      if known.isEmpty {
        sink.error("no check of this profile has a parameter \"\(name)\"", at: at)
      }
      for definition in known {
        guard let value = profile.overrides[name] else { continue }
        do { _ = try definition.acceptOverride(value) } catch { sink.error(error.message, at: at) }
      }
    }
  }

  func recordKind(_ kind: RecordKind) {
    words(of: [("title", kind.title)], at: origin.position(of:))
    var owners: [String: String] = [:]
    for field in kind.fields {
      for alias in field.aliases {
        let folded = alias.lowercased()
        if let other = owners[folded], other != field.name {
          sink.error(
            "the header \"\(alias)\" stands for both \"\(other)\" and \"\(field.name)\"",
            at: field.position)
        }
        owners[folded] = field.name
      }
    }
  }

  private func requirement(_ requirement: RequirementDefinition) {
    let at = requirement.position
    words(
      of: [
        ("title", requirement.title), ("statement", requirement.statement),
        ("look_at", requirement.lookAt),
      ]
    ) { requirement.positions[$0] ?? at }
    for id in requirement.checks where library.check(named: id) == nil {
      sink.error(
        "requirement \"\(requirement.id)\" names the check \"\(id)\", which there is not",
        at: requirement.positions["checks"] ?? at,
        suggestion: Suggestion.nearest(to: id, among: library.checks.keys))
    }
    for expected in requirement.expects { evidence(expected, of: requirement) }
    if requirement.judgedBy == .data, requirement.checks.isEmpty {
      sink.warning(
        "requirement \"\(requirement.id)\" is judged by data but names no check yet", at: at)
    }
    // Two forms seen in the wild that name no law: see the citation rules of the reference.
    for citation in requirement.citations
    where citation.contains("Part 460") || citation.contains("582.1(") {
      sink.error("there is no such citation: \"\(citation)\"", at: at)
    }
  }

  /// Looks at one entry of `expects`: the kind, what tells instances apart, and the freshness.
  private func evidence(_ evidence: ExpectedEvidence, of requirement: RequirementDefinition) {
    let id = requirement.id
    guard isKnown(kind: evidence.evidence) else {
      sink.warning(
        "requirement \"\(id)\" expects \"\(evidence.evidence)\", which is no record kind yet",
        at: evidence.position)
      return
    }
    if (evidence.evidence == "document") != (evidence.topic != nil) {
      sink.warning(
        evidence.topic == nil
          ? "requirement \"\(id)\" expects a document without saying about what (\"topic\")"
          : "only a document has a \"topic\"", at: evidence.position)
    }
    if evidence.evidence == "document", evidence.forEach == .partner, evidence.roles.isEmpty {
      sink.warning(
        "a document for each partner needs \"roles\": of which partners it is expected",
        at: evidence.position)
    }
    if let except = evidence.except {
      if library.populations[except] == nil {
        sink.error(
          "there is no population \"\(except)\"", at: evidence.position,
          suggestion: Suggestion.nearest(to: except, among: library.populations.keys))
      }
      if ![.lot, .product].contains(evidence.forEach) {
        sink.error("\"except\" is for lots and products", at: evidence.position)
      }
    }
    guard let newest = evidence.newest else { return }
    let kind = library.recordKinds[evidence.evidence]
    let dates = (kind?.columns ?? []).filter { $0.kind == .date || $0.kind == .instant }
    if !dates.contains(where: { $0.name == newest.field }) {
      sink.error(
        "\"\(evidence.evidence)\" has no date \"\(newest.field)\"", at: evidence.position,
        suggestion: Suggestion.nearest(to: newest.field, among: dates.map(\.name)))
    }
    let profiles = library.profiles.values.filter { $0.requirements.contains { $0.id == id } }
    for profile in profiles.sorted(by: { $0.id < $1.id })
    where !profile.parameters.contains(where: { $0.name == newest.within && $0.kind == .integer }) {
      sink.error(
        "profile \"\(profile.id)\" defines no whole number \"\(newest.within)\" among its "
          + "parameters", at: evidence.position)
    }
  }

  /// True for events, documents, what EPCIS files carry, and the kinds of `records/`.
  private func isKnown(kind: String) -> Bool {
    ["event", "document", "master_location", "master_product"].contains(kind)
      || library.recordKinds[kind] != nil
  }

  private func isReference(_ row: String) -> Bool {
    let parts = row.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2 && ["dscsa", "fmd", "gmp"].contains(parts[0]) && !parts[1].isEmpty
      && !row.contains(" ")
  }
}
