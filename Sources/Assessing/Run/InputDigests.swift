internal import Foundation
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
  ///
  /// - Throws: `EncodingError`, which none of these values gives cause for.
  static func configuration(
    _ configuration: MusterConfiguration, _ profile: String, _ cutOff: CutOff
  ) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func text(_ value: some Encodable) throws -> String {
      String(decoding: try encoder.encode(value), as: UTF8.self)
    }
    var lines: [String] = ["as_of \(cutOff.asOf)", "period \(cutOff.fromDay) \(cutOff.toDay)"]
    lines.append("organization \(try text(configuration.organization))")
    lines.append("purpose \(try text(configuration.purpose))")
    let scope = configuration.scope
    lines.append(
      "scope "
        + (try text([scope.products, scope.lots, scope.sites, scope.partners].map { $0.sorted() })))
    lines += try configuration.facts.map { "fact \($0.key) \(try text($0.value.sorted()))" }
      .sorted()
    lines += try configuration.sites.map { "site \(try text($0))" }.sorted()
    lines += try configuration.partners.map { "partner \(try text($0))" }.sorted()
    lines += try configuration.affiliates.map { "affiliate \(try text($0))" }.sorted()
    lines += try configuration.products.map { "product \(try text($0))" }.sorted()
    lines += configuration.firmLimits.map {
      "limit \($0.parameter) \($0.value.text) \($0.procedure)"
    }.sorted()
    lines += try configuration.interimMeasures.map { measure in
      "interim \(measure.check) \(try text(measure.group)) \(measure.capa) \(measure.measure) "
        + measure.until.iso
    }.sorted()
    for selection in configuration.profiles where selection.id == profile {
      lines += selection.parameters.map { "parameter \($0.key) \($0.value.text)" }.sorted()
    }
    lines += configuration.sources.map {
      "source \($0.name) \($0.kind) \($0.completeThrough?.iso ?? "open")"
    }.sorted()
    return Digest.sha256(lines.joined(separator: "\n"))
  }
}
