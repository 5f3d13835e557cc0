internal import Settings

/// Digests of what an assessment is a function of, the catalog's own apart.
enum InputDigests {
  /// Over the texts of the profile, its checks, their populations, the record kinds of these ids
  /// that are there, and the lists that any of them names.
  static func profile(
    _ profile: ProfileDefinition, kinds: Set<String>, _ library: Library
  ) -> String {
    var parts = [profile.origin.text]
    var bases: Set<String> = []
    var wanted = profile.extends.map(\.id)
    while let next = wanted.popLast() {
      guard bases.insert(next).inserted else { continue }
      wanted += library.profiles[next]?.extends.map(\.id) ?? []
    }
    for base in bases.sorted() { parts.append(library.profiles[base]?.origin.text ?? base) }
    for id in Set(profile.requirements.flatMap(\.checks)).sorted() {
      guard let check = library.checks[id] else { continue }
      parts.append(check.origin.text)
      if case .named(let name) = check.population {
        parts.append(library.populations[name]?.origin.text ?? name)
      }
    }
    let exceptions = Set(profile.requirements.flatMap(\.expects).compactMap(\.except))
    parts += exceptions.sorted().map { library.populations[$0]?.origin.text ?? $0 }
    parts += kinds.sorted().compactMap { library.recordKinds[$0]?.origin.text }
    parts += library.lists(namedIn: parts).map(\.origin.text)
    return Digest.sha256(parts.joined(separator: "\u{0}"))
  }

  /// Over the parts of the configuration that can reach a verdict; places, keys and the pack's
  /// settings are left out, so that a moved folder changes nothing.
  static func configuration(
    _ configuration: MusterConfiguration, _ profile: String, _ cutOff: CutOff
  ) -> String {
    var lines: [String] = ["as_of \(cutOff.asOf)", "period \(cutOff.fromDay) \(cutOff.toDay)"]
    lines.append("organization \(configuration.organization)")
    lines.append("purpose \(String(describing: configuration.purpose))")
    lines.append(
      "scope \(configuration.scope.products.sorted()) \(configuration.scope.lots.sorted()) "
        + "\(configuration.scope.sites.sorted()) \(configuration.scope.partners.sorted())")
    lines += configuration.facts.map { "fact \($0.key) \($0.value.sorted())" }.sorted()
    lines += configuration.sites.map { "site \($0)" }.sorted()
    lines += configuration.partners.map { "partner \($0)" }.sorted()
    lines += configuration.affiliates.map { "affiliate \($0)" }.sorted()
    lines += configuration.products.map { "product \($0)" }.sorted()
    lines += configuration.firmLimits.map {
      "limit \($0.parameter) \($0.value.text) \($0.procedure)"
    }.sorted()
    lines += configuration.interimMeasures.map { measure in
      let group = measure.group.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      return "interim \(measure.check) \(group) \(measure.capa) \(measure.measure) \(measure.until)"
    }.sorted()
    for selection in configuration.profiles where selection.id == profile {
      lines += selection.parameters.map { "parameter \($0.key) \($0.value.text)" }.sorted()
    }
    lines += configuration.sources.map {
      "source \($0.name) \($0.kind) \(String(describing: $0.completeThrough))"
    }.sorted()
    return Digest.sha256(lines.joined(separator: "\n"))
  }
}
