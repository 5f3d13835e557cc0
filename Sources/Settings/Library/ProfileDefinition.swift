/// One profile: what an inspector expects of one role under one regime.
package struct ProfileDefinition: Sendable {
  /// The id: the file's name.
  package var id: String
  /// The edition, as text.
  package var edition: String
  /// The title.
  package var title: String
  /// Which law.
  package var regime: Regime
  /// The roles it is for.
  package var roles: [TradeRole]
  /// Ids of profiles whose requirements are taken over first.
  package var extends: [String]
  /// Parameters of its own, sorted by name.
  package var parameters: [ParameterDefinition]
  /// Values that replace defaults of its checks' parameters, by name.
  package var overrides: [String: ParameterValue]
  /// The requirements, in file order, those of `extends` first.
  package var requirements: [RequirementDefinition]
  /// Where the file is.
  package var origin: Origin
}

/// Which body of law a profile is about.
package enum Regime: String, Sendable, Hashable, CaseIterable {
  case dscsa, fmd
}

/// One requirement of a profile.
package struct RequirementDefinition: Sendable {
  /// The permanent id.
  package var id: String
  /// A short title.
  package var title: String
  /// What must be true, said positively.
  package var statement: String
  /// Where it stands written.
  package var citations: [String]
  /// How well the citations are confirmed.
  package var mark: ConfidenceMark
  /// Which part of the citations a mark is about, when there are several; nil when it is one.
  package var markNote: String?
  /// What it rests on.
  package var authority: Authority
  /// The severity of absent evidence.
  package var severity: Severity
  /// The clock that runs, as `24 h`; nil for none.
  package var clock: String?
  /// The records expected to exist.
  package var expects: [ExpectedEvidence]
  /// Ids of checks.
  package var checks: [String]
  /// What a person has to look at, for what data does not judge.
  package var lookAt: String
  /// The best judge there can be.
  package var judgedBy: Judge
  /// Facts that must hold for the requirement to apply; empty for always.
  package var appliesWhen: [FactCondition]
  /// The profile file it comes from.
  package var file: String
  /// Where it stands there.
  package var position: TextPosition
  /// Where each of its keys' values stands.
  package var positions: [String: TextPosition]
}

/// Who or what can judge a requirement.
package enum Judge: String, Sendable, Hashable, CaseIterable {
  case data, documents, person
}

/// Records expected for a requirement.
package struct ExpectedEvidence: Sendable, Hashable {
  /// What a record is expected for.
  package enum Grain: String, Sendable, Hashable, CaseIterable {
    case unit, lot, site, line, partner, product, shipment, system, period, firm, person, record
  }
  /// A record kind, `event`, or a kind of document.
  package var evidence: String
  /// One for each of these.
  package var forEach: Grain
  /// The least number; 1 unless stated.
  package var atLeast: Int
  /// For each partner: the roles it is expected of; empty leaves the matching to a person.
  package var roles: [String]
  /// Where it stands.
  package var position: TextPosition
}

/// A fact and the values of which one must hold.
package struct FactCondition: Sendable, Hashable {
  /// The fact's name.
  package var fact: String
  /// The values that fulfil it, sorted.
  package var anyOf: [String]
}
