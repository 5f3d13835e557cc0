/// A parameter of a run: its value and who stated it.
package struct ResolvedParameter: Sendable, Hashable {
  /// Who stated a value.
  package enum Source: Sendable, Hashable {
    /// The check's file.
    case check
    /// The profile's file.
    case profile
    /// `profiles:` of the configuration.
    case configuration
    /// `firm_limits:` of the configuration, with the procedure.
    case firmLimit(procedure: String)
  }
  /// The definition.
  package var definition: ParameterDefinition
  /// The value used.
  package var value: ParameterValue
  /// Who stated it.
  package var source: Source
}

extension Library {
  /// The parameters of one check under a profile and a configuration, by name.
  ///
  /// Later wins: the check's default, the profile, what `profiles:` selects, a firm limit. Values
  /// out of bounds were refused by `problems(in:)`; here they are passed over.
  package func parameters(
    of check: CheckDefinition, in profile: ProfileDefinition?, selected: [String: ParameterValue],
    firmLimits: [FirmLimit]
  ) -> [String: ResolvedParameter] {
    var result: [String: ResolvedParameter] = [:]
    for own in check.parameters {
      // A parameter the profile defines itself has the profile's bounds and default.
      let shared = profile?.parameters.first { $0.name == own.name }
      let definition = shared ?? own
      result[own.name] = resolved(
        definition, shared: shared != nil, profile: profile, selected: selected,
        firmLimits: firmLimits)
    }
    return result
  }

  /// Later wins: the definition's default, the profile, `profiles:`, a firm limit.
  private func resolved(
    _ definition: ParameterDefinition, shared: Bool, profile: ProfileDefinition?,
    selected: [String: ParameterValue], firmLimits: [FirmLimit]
  ) -> ResolvedParameter {
    var resolved = ResolvedParameter(
      definition: definition, value: definition.defaultValue, source: shared ? .profile : .check)
    let name = definition.name
    if let value = profile?.overrides[name], let accepted = try? definition.acceptOverride(value) {
      resolved.value = accepted
      resolved.source = .profile
    }
    if let value = selected[name], let accepted = try? definition.acceptOverride(value) {
      resolved.value = accepted
      resolved.source = .configuration
    }
    if let limit = firmLimits.last(where: { $0.parameter == name }),
      let accepted = try? definition.acceptOverride(limit.value)
    {
      resolved.value = accepted
      resolved.source = .firmLimit(procedure: limit.procedure)
    }
    return resolved
  }

  /// A parameter the profile defines itself, with its value in force; nil when it defines none of
  /// that name.
  package func parameter(
    named name: String, of profile: ProfileDefinition, selected: [String: ParameterValue],
    firmLimits: [FirmLimit]
  ) -> ResolvedParameter? {
    guard let definition = profile.parameters.first(where: { $0.name == name }) else {
      return nil
    }
    return resolved(
      definition, shared: true, profile: profile, selected: selected, firmLimits: firmLimits)
  }

  /// The checks of a profile's requirements, sorted by id; unknown ids are left out.
  package func checks(of profile: ProfileDefinition) -> [CheckDefinition] {
    Set(profile.requirements.flatMap(\.checks)).sorted().compactMap { check(named: $0) }
  }

  /// The check of an id or of an earlier id.
  package func check(named id: String) -> CheckDefinition? {
    checks[id] ?? checks.values.filter { $0.aliases.contains(id) }.min { $0.id < $1.id }
  }
}
