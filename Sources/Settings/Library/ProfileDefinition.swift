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
  /// Where its law holds, and where another does; of the first profile extended that says so, when
  /// it does not itself. Nil when every product is judged.
  package var markets: ProfileMarkets?
  /// The profiles whose requirements are taken over first.
  package var extends: [ProfileParent]
  /// Requirements taken over that the firm switches off, with the reason.
  package var disabled: [RequirementOverlay]
  /// Requirements taken over that the firm changes.
  package var changes: [RequirementChange]
  /// Parameters of its own, sorted by name.
  package var parameters: [ParameterDefinition]
  /// Values that replace defaults of its checks' parameters, by name.
  package var overrides: [String: ParameterValue]
  /// The requirements, in file order, those of `extends` first; those switched off among them.
  package var requirements: [RequirementDefinition]
  /// Where the file is.
  package var origin: Origin
}

/// The countries of a profile's law and of another one, ISO 3166-1 alpha-2: a product for `others`
/// and none of `own` is left to the profile of that other law.
package struct ProfileMarkets: Sendable, Hashable {
  /// Where the profile's law holds.
  package var own: [String]
  /// Where a law holds that has a profile of its own.
  package var others: [String]
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
  /// Ids of checks: in a library the present ones, whatever earlier id the file names.
  package var checks: [String]
  /// What a person has to look at, for what data does not judge.
  package var lookAt: String
  /// The best judge there can be.
  package var judgedBy: Judge
  /// Facts that must hold for the requirement to apply; empty for always.
  package var appliesWhen: [FactCondition]
  /// Who switched it off and why; nil when it is judged.
  package var disabled: RequirementOverlay?
  /// What overlays changed about it, as sentences.
  package var overlays: [String]
  /// The profile file it comes from.
  package var file: String
  /// Where it stands there.
  package var position: TextPosition
  /// Where each of its keys' values stands.
  package var positions: [String: TextPosition]
}

/// Who or what can judge a requirement.
package enum Judge: String, Codable, Sendable, Hashable, CaseIterable {
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
  /// Of evidence `document`: what the document is about, as the register's `topic` says it.
  package var topic: String?
  /// The population of those nothing is expected for.
  package var except: String?
  /// How old the newest record may be; nil when age says nothing.
  package var newest: Freshness?
  /// Where it stands.
  package var position: TextPosition

  /// Whether another expects the same, wherever it stands.
  func isSame(as other: ExpectedEvidence) -> Bool {
    var moved = other
    moved.position = position
    return moved == self
  }
}

/// A fact and the values of which one must hold.
package struct FactCondition: Sendable, Hashable {
  /// The fact's name.
  package var fact: String
  /// The values that fulfil it, sorted.
  package var anyOf: [String]
}

/// How old the newest record of an instance may be. The limit is a parameter, because only law and
/// the firm itself state one.
package struct Freshness: Sendable, Hashable {
  /// The field that dates a record.
  package var field: String
  /// The profile's parameter that holds the days; 0 means that nobody states a limit.
  package var within: String
}

/// A profile whose requirements another takes over, pinned when a firm builds on it.
package struct ProfileParent: Sendable, Hashable {
  /// Its id.
  package var id: String
  /// The edition it must have; nil when not pinned.
  package var edition: String?
  /// The SHA-256 its file must have; nil when not pinned.
  package var sha256: String?
  /// Where it is named.
  package var position: TextPosition
}

/// A decision of the firm about a requirement it takes over.
package struct RequirementOverlay: Sendable, Hashable {
  /// The requirement's id.
  package var requirement: String
  /// The profile that decides.
  package var profile: String
  /// Why; empty when the decision tightens and needs no reason.
  package var reason: String
  /// Who approved it; nil when not stated.
  package var approvedBy: String?
  /// When it was approved; nil when not stated.
  package var approvedOn: CalendarDay?
  /// Where it stands.
  package var position: TextPosition

  /// The decision in words, after what was done: `by P (reason; approved by X on D)`.
  package var words: String {
    var parts = reason.isEmpty ? [] : [reason]
    if let approvedBy, let approvedOn {
      parts.append("approved by \(approvedBy) on \(approvedOn.iso)")
    }
    return "by \(profile)" + (parts.isEmpty ? "" : " (\(parts.joined(separator: "; ")))")
  }
}

/// What an overlay changes about a requirement; what is not named stays.
package struct RequirementChange: Sendable {
  /// Which requirement, by whom and why.
  package var decision: RequirementOverlay
  /// Another severity of absent evidence; lower ones need a reason and an approval.
  package var severity: Severity?
  /// Checks it gets besides its own.
  package var addChecks: [String]
  /// Records expected besides its own.
  package var addExpects: [ExpectedEvidence]
}
