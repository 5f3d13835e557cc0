extension DefinitionReader {
  func profile(_ root: Section) -> ProfileDefinition {
    let (definitions, overrides) = profileParameters(root)
    let profile = ProfileDefinition(
      id: id(root, separator: "-"), edition: root.requiredText("edition"),
      title: root.requiredText("title"),
      regime: root.requiredWord("regime", Regime.self) ?? .dscsa,
      roles: root.list("roles").compactMap { sink.word($0, "roles", TradeRole.self) },
      markets: root.section("markets").map(markets),
      extends: root.list("extends").compactMap(parent),
      disabled: root.sections("disable").map { disabled($0, by: root.text("id") ?? "") },
      changes: root.sections("change").map { change($0, by: root.text("id") ?? "") },
      parameters: definitions, overrides: overrides,
      requirements: root.sections("requirements").map(requirement), origin: origin(root))
    if profile.requirements.isEmpty, profile.extends.isEmpty {
      sink.error("a profile without a requirement", at: root.position(of: "requirements"))
    }
    return profile
  }

  private func markets(_ section: Section) -> ProfileMarkets {
    func countries(_ key: String) -> [String] {
      section.list(key).compactMap { sink.country($0, key) }
    }
    let markets = ProfileMarkets(own: countries("own"), others: countries("others"))
    for country in Set(markets.own).intersection(markets.others).sorted() {
      sink.error(
        "\(country) stands under \"own\" and under \"others\"", at: section.position(of: "others"))
    }
    section.finish()
    return markets
  }

  /// `id` alone, or a mapping that pins edition and digest.
  private func parent(_ value: YAMLValue) -> ProfileParent? {
    guard value.map != nil else {
      return sink.text(value, "extends").map {
        ProfileParent(id: $0, edition: nil, sha256: nil, position: value.position)
      }
    }
    guard let section = Section(value, name: "\"extends\"", sink: sink) else { return nil }
    let parent = ProfileParent(
      id: section.requiredText("id"), edition: section.text("edition"),
      sha256: section.text("sha256")?.lowercased(), position: value.position)
    section.finish()
    return parent
  }

  private func decision(_ section: Section, by profile: String) -> RequirementOverlay {
    RequirementOverlay(
      requirement: section.requiredText("requirement"), profile: profile,
      reason: section.text("reason") ?? "", approvedBy: section.text("approved_by"),
      approvedOn: section.day("approved_on"), position: section.position)
  }

  private func disabled(_ section: Section, by profile: String) -> RequirementOverlay {
    let decision = decision(section, by: profile)
    section.finish()
    mustBeApproved(decision, "to switch a requirement off")
    return decision
  }

  /// Says what a decision that takes something away lacks.
  func mustBeApproved(_ decision: RequirementOverlay, _ what: String) {
    if decision.reason.isEmpty || decision.approvedBy == nil || decision.approvedOn == nil {
      sink.error(
        "\(what), state \"reason\", \"approved_by\" and \"approved_on\"", at: decision.position)
    }
  }

  private func change(_ section: Section, by profile: String) -> RequirementChange {
    let change = RequirementChange(
      decision: decision(section, by: profile),
      severity: section.word("severity", Severity.self), addChecks: section.texts("add_checks"),
      addExpects: section.sections("add_expects").map(evidence))
    section.finish()
    return change
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
      appliesWhen: conditions(section, "applies_when"), disabled: nil, overlays: [], file: path,
      position: section.position,
      positions: section.positions)
    // No configuration can give such an answer: it states true or false.
    for condition in requirement.appliesWhen {
      for word in condition.anyOf {
        guard let meant = TruthWord.spellings[word] else { continue }
        sink.error(
          "the fact \"\(condition.fact)\" is asked for as true or false, not \"\(word)\"",
          at: section.position(of: "applies_when"), suggestion: meant)
      }
    }
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
      roles: section.texts("roles"), topic: section.text("topic"),
      except: section.text("except"), newest: section.section("newest").map(freshness),
      position: section.position)
    section.finish()
    return evidence
  }

  private func freshness(_ section: Section) -> Freshness {
    let freshness = Freshness(
      field: section.requiredText("by"), within: section.requiredText("within"))
    section.finish()
    return freshness
  }
}
