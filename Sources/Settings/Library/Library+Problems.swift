extension Library {
  /// What a configuration says that only the library can judge: profiles, parameters, record kinds.
  ///
  /// Diagnostics point into the configuration's file. An error means the run cannot begin.
  package func problems(in configuration: MusterConfiguration) -> [Diagnostic] {
    let sink = DiagnosticSink(file: configuration.file, text: configuration.text)
    // What is blank was told when the file was read.
    for selection in configuration.profiles where !selection.id.isEmpty {
      guard let profile = profiles[selection.id] else {
        sink.error(
          "there is no profile \"\(selection.id)\"; known: \(listed(profiles.keys))",
          at: selection.position,
          suggestion: Suggestion.nearest(to: selection.id, among: profiles.keys))
        continue
      }
      check(selection, of: profile, sink: sink)
    }
    checkFirmLimits(configuration, sink: sink)
    checkInterimMeasures(configuration, sink: sink)
    checkFacts(configuration, sink: sink)
    checkSources(configuration, sink: sink)
    return sink.diagnostics
  }

  /// A fact no requirement asks for does nothing; mostly it is misspelt. One that is asked for as yes
  /// or no and answered with another word would read as no, and what it decides as not applicable.
  private func checkFacts(_ configuration: MusterConfiguration, sink: DiagnosticSink) {
    let conditions = profiles.values.flatMap(\.requirements).flatMap(\.appliesWhen)
    let asked = Dictionary(grouping: conditions, by: \.fact).mapValues { $0.flatMap(\.anyOf) }
    for entry in configuration.tree["facts"]?.map ?? [] {
      guard let answers = asked[entry.key] else {
        sink.warning(
          "no requirement asks for the fact \"\(entry.key)\"; known: \(listed(asked.keys))",
          at: entry.position, suggestion: Suggestion.nearest(to: entry.key, among: asked.keys))
        continue
      }
      guard !answers.isEmpty, answers.allSatisfy(TruthWord.known.contains) else { continue }
      let given = entry.value.list ?? [entry.value]
      let word = given.count == 1 ? given.first?.text : nil
      if let word, TruthWord.known.contains(word) { continue }
      let found = word.map { "\"\($0)\"" } ?? entry.value.nameOfShape
      sink.error(
        "the fact \"\(entry.key)\" must be true or false, not \(found)", at: entry.value.position,
        suggestion: word.flatMap(TruthWord.meant))
    }
  }

  /// What a configuration says of its sources that only the record kinds can judge.
  package func problemsOfSources(in configuration: MusterConfiguration) -> [Diagnostic] {
    let sink = DiagnosticSink(file: configuration.file, text: configuration.text)
    checkSources(configuration, sink: sink)
    return sink.diagnostics
  }

  private func checkSources(_ configuration: MusterConfiguration, sink: DiagnosticSink) {
    let trees = items(of: "sources", in: configuration)
    for (index, source) in configuration.sources.enumerated() {
      check(source, tree: trees[safe: index], sink: sink)
    }
  }

  /// The mappings of a list, one for each value that was made of it.
  private func items(of key: String, in configuration: MusterConfiguration) -> [YAMLValue] {
    (configuration.tree[key]?.list ?? []).filter { $0.map != nil }
  }

  private func listed(_ words: some Sequence<String>) -> String {
    let sorted = words.sorted()
    return sorted.isEmpty ? "none" : sorted.joined(separator: ", ")
  }

  /// The definitions a name has in a profile: its own, else those of its checks.
  private func definitions(
    of name: String, in profile: ProfileDefinition
  ) -> [ParameterDefinition] {
    let own = profile.parameters.filter { $0.name == name }
    if !own.isEmpty { return own }
    return checks(of: profile).flatMap(\.parameters).filter { $0.name == name }
  }

  private func check(
    _ selection: ProfileSelection, of profile: ProfileDefinition, sink: DiagnosticSink
  ) {
    for (name, value) in selection.parameters.sorted(by: { $0.key < $1.key }) {
      let position = selection.parameterPositions[name]
      let known = definitions(of: name, in: profile)
      if known.isEmpty {
        let names = Set(
          profile.parameters.map(\.name) + checks(of: profile).flatMap(\.parameters).map(\.name))
        sink.error(
          "profile \"\(profile.id)\" has no parameter \"\(name)\"; known: \(listed(names))",
          at: position, suggestion: Suggestion.nearest(to: name, among: names))
      }
      report(value, against: known, at: position, sink: sink)
    }
  }

  private func checkFirmLimits(_ configuration: MusterConfiguration, sink: DiagnosticSink) {
    let all = checks.values.flatMap(\.parameters) + profiles.values.flatMap(\.parameters)
    let names = Set(all.map(\.name))
    let trees = items(of: "firm_limits", in: configuration)
    for (index, limit) in configuration.firmLimits.enumerated() where !limit.parameter.isEmpty {
      guard names.contains(limit.parameter) else {
        // A limit of a check that is not written yet does no harm, but it also does nothing.
        sink.warning(
          "no check uses the limit \"\(limit.parameter)\"; known: \(listed(names))",
          at: trees[safe: index]?["parameter"]?.position,
          suggestion: Suggestion.nearest(to: limit.parameter, among: names))
        continue
      }
      let known = all.filter { $0.name == limit.parameter }
      report(limit.value, against: known, at: limit.position, sink: sink)
    }
  }

  /// An interim measure stands beside a finding of a check there is, and never beside the law.
  private func checkInterimMeasures(_ configuration: MusterConfiguration, sink: DiagnosticSink) {
    let regimes = Set(configuration.profiles.compactMap { profiles[$0.id]?.regime })
    let trees = items(of: "interim_measures", in: configuration)
    for (index, measure) in configuration.interimMeasures.enumerated()
    where !measure.check.isEmpty {
      let tree = trees[safe: index]
      // Ids of checks the engine makes itself are no files.
      let isMade = ["expected-", "complete-", "fresh-"].contains { measure.check.hasPrefix($0) }
      guard let check = check(named: measure.check) else {
        if isMade { continue }
        sink.error(
          "there is no check \"\(measure.check)\"", at: tree?["check"]?.position,
          suggestion: Suggestion.nearest(to: measure.check, among: checks.keys))
        continue
      }
      // What is law in the US may be good practice in the EU: a measure stands beside that.
      let grounds = regimes.isEmpty ? [check] : regimes.map { check.under($0) }
      if grounds.allSatisfy({ $0.authority == .law }) {
        sink.error(
          "check \"\(measure.check)\" rests on law, and no interim measure stands beside the law; "
            + "keep the CAPA in the quality system", at: tree?["check"]?.position)
      }
      for entry in tree?["group"]?.map ?? [] where !check.groupBy.contains(entry.key) {
        sink.error(
          "check \"\(measure.check)\" does not group what it finds by \"\(entry.key)\"; it groups by: "
            + listed(check.groupBy), at: entry.position,
          suggestion: Suggestion.nearest(to: entry.key, among: check.groupBy))
      }
    }
  }

  private func report(
    _ value: ParameterValue, against known: [ParameterDefinition], at position: TextPosition?,
    sink: DiagnosticSink
  ) {
    for definition in known {
      do {
        _ = try definition.acceptOverride(value)
      } catch {
        sink.error(error.message, at: position)
      }
    }
  }

  /// The field one of whose titles or headers a word is, or comes near.
  private func meant(by word: String, in kind: RecordKind) -> String? {
    var spellings: [String: String] = [:]
    for column in kind.columns {
      for spelling in [column.field.title] + column.field.aliases
      where spellings[spelling] == nil {
        spellings[spelling] = column.name
      }
    }
    let text = word.replacing("_", with: " ")
    return spellings[text]
      ?? Suggestion.nearest(to: text, among: spellings.keys).flatMap { spellings[$0] }
  }

  private func check(_ source: Source, tree: YAMLValue?, sink: DiagnosticSink) {
    guard !source.kind.isEmpty, source.kind != "epcis", source.kind != "document" else { return }
    guard let kind = recordKinds[source.kind] else {
      let known = ["document", "epcis"] + recordKinds.keys
      // The list is long; where one word is near, it is enough.
      let near = Suggestion.nearest(to: source.kind, among: known)
      sink.error(
        "there is no record kind \"\(source.kind)\""
          + (near == nil ? "; known: \(listed(known))" : ""),
        at: tree?["kind"]?.position, suggestion: near)
      return
    }
    let names =
      kind.columns.map(\.name)
      + kind.lists.flatMap { list in
        [list.name] + list.fields.map { "\(list.name)_\($0.name)" }
      }
    for entry in tree?["columns"]?.map ?? [] where (entry.value.list?.count ?? 0) > 1 {
      guard names.contains(entry.key), !kind.columns.contains(where: { $0.name == entry.key }),
        !kind.lists.contains(where: { $0.name == entry.key })
      else { continue }
      sink.error(
        "\"\(entry.key)\" is a part of the items of a list; write one header, of the "
          + "column that has it",
        at: entry.value.position)
    }
    for key in ["columns", "values", "constants"] {
      for entry in tree?[key]?.map ?? []
      where !names.contains(entry.key) && !entry.key.hasPrefix("x_") {
        if key == "columns", let field = entry.value.text, names.contains(field) {
          sink.error(
            "the field stands first, the header behind it; write \(field): \"\(entry.key)\"",
            at: entry.position)
          continue
        }
        sink.error(
          "record kind \"\(kind.id)\" has no field \"\(entry.key)\"; a field of your own begins "
            + "with x_", at: entry.position,
          suggestion: Suggestion.nearest(to: entry.key, among: names)
            ?? meant(by: entry.key, in: kind))
      }
    }
    let lists = kind.lists.map(\.name)
    for entry in tree?["details"]?.map ?? [] where !lists.contains(entry.key) {
      sink.error(
        "record kind \"\(kind.id)\" has no list \"\(entry.key)\"; known: \(listed(lists))",
        at: entry.position, suggestion: Suggestion.nearest(to: entry.key, among: lists))
    }
    for entry in tree?["values"]?.map ?? [] {
      guard let column = kind.columns.first(where: { $0.name == entry.key }) else { continue }
      guard column.kind == .word else { continue }
      for word in entry.value.map ?? [] {
        guard let text = word.value.text, !column.field.words.contains(text) else { continue }
        sink.error(
          "\"\(text)\" is not a word of \"\(entry.key)\"; known: \(listed(column.field.words))",
          at: word.value.position,
          suggestion: Suggestion.nearest(to: text, among: column.field.words))
      }
    }
  }
}

extension Array {
  /// The element of an index; nil outside.
  subscript(safe index: Int) -> Element? {
    indices.contains(index) ? self[index] : nil
  }
}
