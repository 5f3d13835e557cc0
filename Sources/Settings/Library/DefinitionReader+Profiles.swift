extension DefinitionReader {
  func profile(_ root: Section) -> ProfileDefinition {
    let (definitions, overrides) = profileParameters(root)
    let profile = ProfileDefinition(
      id: id(root, separator: "-"), edition: root.requiredText("edition"),
      title: root.requiredText("title"),
      regime: root.requiredWord("regime", Regime.self) ?? .dscsa,
      roles: root.list("roles").compactMap { sink.word($0, "roles", TradeRole.self) },
      extends: root.texts("extends"), parameters: definitions, overrides: overrides,
      requirements: root.sections("requirements").map(requirement), origin: origin(root))
    if profile.requirements.isEmpty, profile.extends.isEmpty {
      sink.error("a profile without a requirement", at: root.position(of: "requirements"))
    }
    return profile
  }

  /// A mapping with `type` defines a parameter, anything else sets one of a check.
  private func profileParameters(
    _ root: Section
  ) -> ([ParameterDefinition], [String: ParameterValue]) {
    var definitions: [YAMLEntry] = []
    var overrides: [String: ParameterValue] = [:]
    for entry in root.entries("parameters") {
      if entry.value["type"] != nil {
        definitions.append(entry)
      } else {
        overrides[entry.key] = sink.parameterValue(entry.value, entry.key)
      }
    }
    return (parameters(definitions), overrides)
  }

  private func requirement(_ section: Section) -> RequirementDefinition {
    let clock = section.text("clock")
    let requirement = RequirementDefinition(
      id: section.requiredText("id"), title: section.requiredText("title"),
      statement: section.requiredText("statement"), citations: section.texts("citations"),
      mark: mark(section), markNote: section.text("mark_note"),
      authority: section.requiredWord("authority", Authority.self) ?? .practice,
      severity: section.requiredWord("severity", Severity.self) ?? .minor,
      clock: clock == "none" ? nil : clock, expects: section.sections("expects").map(evidence),
      checks: section.texts("checks"), lookAt: section.requiredText("look_at"),
      judgedBy: section.requiredWord("judged_by", Judge.self) ?? .person,
      appliesWhen: conditions(section, "applies_when"), file: path, position: section.position,
      positions: section.positions)
    if requirement.citations.isEmpty {
      sink.error("the requirement cites nothing", at: section.position(of: "citations"))
    }
    section.finish()
    return requirement
  }

  private func evidence(_ section: Section) -> ExpectedEvidence {
    let evidence = ExpectedEvidence(
      evidence: section.requiredText("evidence"),
      forEach: section.requiredWord("for_each", ExpectedEvidence.Grain.self) ?? .period,
      atLeast: section.integer("at_least", in: 1...1_000_000) ?? 1,
      roles: section.texts("roles"), position: section.position)
    section.finish()
    return evidence
  }
}
