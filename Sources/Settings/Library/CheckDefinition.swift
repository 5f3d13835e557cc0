/// One check, as its file in `Profiles/checks/` states it.
package struct CheckDefinition: Sendable {
  /// The permanent id: the file's name.
  package var id: String
  /// Earlier ids.
  package var aliases: [String]
  /// A short title.
  package var title: String
  /// Reference rows covered, as `dscsa/DQ-35`.
  package var covers: [String]
  /// What must be true.
  package var statement: String
  /// What the check rests on.
  package var authority: Authority
  /// The citation in the check's own words.
  package var basis: String
  /// How well that citation is confirmed.
  package var mark: ConfidenceMark
  /// What it rests on instead under another regime.
  package var regimes: [Regime: Ground]
  /// The severity of a gap unless its row says otherwise.
  package var severity: Severity
  /// Where to look first.
  package var lookFirst: LookFirst
  /// Record kinds read; `event` for EPCIS events.
  package var reads: [String]
  /// Kinds, as `deviation`, and fields, as `deviation.closed_by`, it does without when no source
  /// delivers them.
  package var optional: [String]
  /// The parameters, sorted by name.
  package var parameters: [ParameterDefinition]
  /// What is examined.
  package var population: PopulationReference
  /// The reason given when nothing was examined.
  package var empty: EmptyReason
  /// The SELECT of what does not hold.
  package var gaps: String
  /// The columns that identify a listed thing.
  package var subjects: [String]
  /// The columns findings are grouped by; empty for one finding.
  package var groupBy: [String]
  /// What one examined thing is called.
  package var unit: UnitWords
  /// The text for one gap.
  package var messageOne: String
  /// The text for a group.
  package var messageGroup: String
  /// What was expected.
  package var expected: String
  /// What was observed.
  package var observed: String
  /// What to do.
  package var remedy: String
  /// Which part of a report its findings stand in.
  package var section: ReportSection
  /// Whether a person has to decide on its gaps the same day.
  package var decideToday: Bool
  /// Small worked cases.
  package var examples: [ExampleDefinition]
  /// Where the file is and what stands where in it.
  package var origin: Origin

  /// What a check rests on under one regime.
  package struct Ground: Sendable, Hashable {
    /// What it rests on.
    package var authority: Authority
    /// The citation in the check's own words.
    package var basis: String
    /// How well that citation is confirmed.
    package var mark: ConfidenceMark
  }

  /// The check as it stands under a regime.
  package func under(_ regime: Regime) -> CheckDefinition {
    var check = self
    guard let ground = regimes[regime] else {
      check.basis = Citations.of(regime, in: basis)
      return check
    }
    check.authority = ground.authority
    check.basis = ground.basis
    check.mark = ground.mark
    return check
  }
}

/// What a requirement or check rests on; only law and firm make gaps.
package enum Authority: String, Codable, Sendable, Hashable, CaseIterable {
  case law, guidance, firm, practice
}

/// How grave a gap is, in data; people see the priorities A, B, C.
package enum Severity: String, Codable, Sendable, CaseIterable, Comparable {
  case critical, major, minor, info

  /// 0 for the gravest.
  package var rank: Int {
    switch self {
    case .critical: 0
    case .major: 1
    case .minor: 2
    case .info: 3
    }
  }

  /// The gravest comes first.
  package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}

/// Where to look first: the six kinds of cause.
package enum LookFirst: String, Sendable, Hashable, CaseIterable {
  case people, method, machine, materials, measurement, environment
}

/// The part of a report the findings of a check stand in.
package enum ReportSection: String, Sendable, Hashable, CaseIterable {
  /// Items for action about records.
  case records
  /// Corrected in the period, for information.
  case corrected
  /// Questions about mapping, zones and columns.
  case setup
}

/// Why a population can be empty, as a reason code.
package enum EmptyReason: String, Sendable, Hashable, CaseIterable {
  case noPopulation = "no_population"
  case nothingOccurred = "nothing_occurred"
}

/// How well a citation is confirmed: marks `c, c2, k, u+, u, u-`, joined by `/`.
package struct ConfidenceMark: Sendable, Hashable, CustomStringConvertible {
  /// The mark as written, e.g. `c/k`.
  package let text: String

  /// Reads a mark; nil when a part is not one of the six.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard !parts.isEmpty, parts.allSatisfy(Self.known.contains) else { return nil }
    self.text = text
  }

  /// The six marks.
  static let known = ["c", "c2", "k", "u+", "u", "u-"]

  /// True when the citation may stand as law: no part is `u` or `u-`.
  package var standsAsLaw: Bool {
    !text.split(separator: "/").contains { $0 == "u" || $0 == "u-" }
  }

  /// The mark as written.
  package var description: String { text }
}

/// What one thing and many are called.
package struct UnitWords: Sendable, Hashable {
  /// The word for one.
  package var one: String
  /// The word for any other number.
  package var many: String
}

/// What a check examines.
package enum PopulationReference: Sendable, Hashable {
  /// The id of a population file.
  case named(String)
  /// A SELECT of one key column.
  case sql(String)
}

/// Where a definition comes from.
package struct Origin: Sendable, Hashable {
  /// The path below `Profiles/`, or of the file given.
  package var file: String
  /// The text of the file, as it goes into a pack.
  package var text: String
  /// Where each top-level key's value stands.
  package var positions: [String: TextPosition]

  /// The position of a key's value, else the start of the file.
  package func position(of key: String) -> TextPosition { positions[key] ?? .start }
}

/// One parameter of a check or profile, with its bounds.
package struct ParameterDefinition: Sendable, Hashable {
  /// What a value may be.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case integer, text, day, list, map
  }
  /// Which way a legal limit may be moved.
  package enum Tightening: String, Sendable, Hashable, CaseIterable {
    case lower, higher
  }
  /// The name, bound as `:name`.
  package var name: String
  /// What a value may be.
  package var kind: Kind
  /// The unit of an integer, as printed.
  package var unit: String?
  /// The value when nobody states another.
  package var defaultValue: ParameterValue
  /// The least integer.
  package var min: Int?
  /// The greatest integer.
  package var max: Int?
  /// The texts that may be used; nil for any.
  package var oneOf: [String]?
  /// True when the default is the law's: it may only be tightened.
  package var law: Bool
  /// Which way is tighter, for a legal limit.
  package var tighten: Tightening
  /// Why the default is what it is.
  package var why: String
}

/// A small worked case of a check.
package struct ExampleDefinition: Sendable, Hashable {
  /// What the case shows.
  package var name: String
  /// The records given.
  package var given: YAMLValue
  /// The gaps expected, as written: a list of mappings of column to value, a number, or `any`.
  package var expect: YAMLValue
  /// The number of gaps expected; nil when any number from one on will do.
  package var expectedCount: Int?
  /// The population expected; nil when not stated.
  package var population: Int?
  /// How many of it cannot be judged; nil when not stated.
  package var notEvaluable: Int?
  /// Where the example stands.
  package var position: TextPosition
}

/// One population, as its file in `Profiles/populations/` states it.
package struct PopulationDefinition: Sendable {
  /// The id: the file's name.
  package var id: String
  /// A short title.
  package var title: String
  /// What one member is called.
  package var unit: UnitWords
  /// A SELECT of one key column.
  package var sql: String
  /// Where the file is.
  package var origin: Origin
}
