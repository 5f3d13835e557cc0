/// A profile in words, for people who do not read YAML.
package struct ProfileDocument: Sendable {
  private let profile: ProfileDefinition
  private let library: Library

  /// Prepares the document of one profile.
  package init(_ profile: ProfileDefinition, in library: Library) {
    self.profile = profile
    self.library = library
  }

  /// How many requirements data, documents and people can judge, in this order.
  package var judges: [(judge: Judge, count: Int)] {
    Judge.allCases.map { judge in
      (judge, profile.requirements.count { $0.judgedBy == judge })
    }
  }

  /// A page as plain text: counts, then one short paragraph a requirement.
  package var text: String {
    var lines = ["\(profile.title) (\(profile.id), edition \(profile.edition))", ""]
    lines += summary
    for requirement in profile.requirements {
      lines += ["", "\(requirement.id)  \(requirement.title)"]
      lines.append("  \(requirement.statement)")
      lines.append("  \(source(of: requirement))")
      if !requirement.expects.isEmpty {
        lines.append("  Expects: \(expectations(requirement)).")
      }
      lines += (conditions(requirement) + notes(requirement)).map { "  \($0)" }
      lines.append("  Judged by \(words(for: requirement.judgedBy)). \(requirement.lookAt)")
      if !requirement.checks.isEmpty {
        lines.append("  Checks: \(requirement.checks.joined(separator: ", "))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The same as Markdown, with every check described once at the end.
  package var markdown: String {
    var lines = ["# \(profile.title)", ""]
    lines.append("Profile `\(profile.id)`, edition \(profile.edition).")
    lines.append("")
    lines += summary
    lines += ["", "## Requirements"]
    for requirement in profile.requirements {
      lines += ["", "### \(requirement.id): \(requirement.title)", "", requirement.statement, ""]
      lines.append("- \(source(of: requirement))")
      if let clock = requirement.clock { lines.append("- Clock: \(clock)") }
      if !requirement.expects.isEmpty { lines.append("- Expects: \(expectations(requirement))") }
      lines.append("- Judged by \(words(for: requirement.judgedBy)).")
      lines += (conditions(requirement) + notes(requirement)).map { "- \($0)" }
      for id in requirement.checks { lines.append("- Check: [\(id)](#\(id))") }
      lines.append("- What a person looks at: \(requirement.lookAt)")
    }
    lines += ["", "## Checks"]
    for check in library.checks(of: profile) { lines += describe(check.under(profile.regime)) }
    return lines.joined(separator: "\n") + "\n"
  }

  private var summary: [String] {
    let total = profile.requirements.count
    let parts = judges.map { "\($0.count) by \(words(for: $0.judge))" }
    let marks = library.markCounts(of: profile).map { "\($0.mark) \($0.count)" }
    let open = profile.requirements.count { $0.judgedBy == .data && $0.checks.isEmpty }
    let asked =
      open == 0
      ? "each requirement that data can judge has one"
      : "\(Noun.counted(open, "requirement", "requirements")) that data can judge without one"
    let off = profile.requirements.count { $0.disabled != nil }
    let parents = profile.extends.map { parent in
      "\(parent.id)\(parent.edition.map { ", edition \($0)" } ?? "")"
    }
    return
      (parents.isEmpty
      ? []
      : [
        "Built on \(parents.joined(separator: "; ")); \(Noun.counted(off, "requirement is", "requirements are")) switched off."
      ])
      + [
        "\(Noun.counted(total, "requirement", "requirements")): \(parts.joined(separator: ", ")).",
        "\(Noun.counted(library.checks(of: profile).count, "check", "checks")); \(asked).",
        "Confidence marks of the citations: \(marks.joined(separator: ", ")).",
        "A requirement whose mark contains u or u- makes items to review at most. For all others the "
          + "paragraph is to be compared with the official text.",
      ]
  }

  private func words(for judge: Judge) -> String {
    switch judge {
    case .data: "data"
    case .documents: "documents"
    case .person: "a person"
    }
  }

  private func source(of requirement: RequirementDefinition) -> String {
    let note = requirement.markNote.map { " (\($0))" } ?? ""
    return "\(requirement.citations.joined(separator: "; ")); mark \(requirement.mark)\(note); "
      + "authority \(requirement.authority.rawValue)"
  }

  private func conditions(_ requirement: RequirementDefinition) -> [String] {
    if requirement.appliesWhen.isEmpty { return [] }
    let facts = requirement.appliesWhen.map {
      "\($0.fact) is \($0.anyOf.joined(separator: " or "))"
    }
    return ["Applies when \(facts.joined(separator: " and "))."]
  }

  /// What overlays did to it.
  private func notes(_ requirement: RequirementDefinition) -> [String] {
    (requirement.disabled.map { ["Switched off \($0.words)."] } ?? []) + requirement.overlays
  }

  private func expectations(_ requirement: RequirementDefinition) -> String {
    requirement.expects.map { evidence in
      let kind = library.recordKinds[evidence.evidence]
      let one = kind?.unit.one ?? evidence.evidence.replacing("_", with: " ")
      let many = kind?.unit.many ?? one
      var text = evidence.atLeast == 1 ? one : "at least \(evidence.atLeast) \(many)"
      if let topic = evidence.topic { text += " on \(topic)" }
      switch evidence.forEach {
      case .firm: text += " of the firm"
      case .period: text += " in the period"
      case .partner where !evidence.roles.isEmpty:
        text += " for each partner that is \(evidence.roles.joined(separator: " or "))"
      default: text += " for each \(evidence.forEach.rawValue)"
      }
      if let title = evidence.except.flatMap({ library.populations[$0]?.title }) {
        text += ", but for \(title.prefix(1).lowercased() + title.dropFirst())"
      }
      return text + (evidence.newest.map { freshness($0) } ?? "")
    }.joined(separator: ", ")
  }

  private func freshness(_ newest: Freshness) -> String {
    let limit = profile.parameters.first { $0.name == newest.within }
    if let limit, case .integer(let days) = limit.defaultValue, days > 0 {
      return " not older than \(days) days"
    }
    return " not older than the firm states (\(newest.within))"
  }

  private func describe(_ check: CheckDefinition) -> [String] {
    var lines = ["", "### \(check.id)", "", "\(check.title). \(check.statement)", ""]
    lines.append(
      "- Basis: \(check.basis); mark \(check.mark); authority \(check.authority.rawValue)")
    if !check.covers.isEmpty { lines.append("- Covers: \(check.covers.joined(separator: ", "))") }
    lines.append("- Where to look first: \(check.lookFirst.rawValue)")
    for parameter in check.parameters {
      let unit = parameter.unit.map { " \($0)" } ?? ""
      var bounds: [String] = []
      if let min = parameter.min { bounds.append("from \(min)") }
      if let max = parameter.max { bounds.append("to \(max)") }
      let range = bounds.isEmpty ? "" : " (\(bounds.joined(separator: " ")))"
      lines.append(
        "- Parameter `\(parameter.name)`: \(parameter.defaultValue.text)\(unit)\(range); "
          + parameter.why)
    }
    lines.append("- What to do: \(check.remedy)")
    return lines
  }
}
