package import Settings

/// One gap, or one group of alike gaps of one check.
package struct Finding: Codable, Sendable, Equatable {
  /// SHA-256 in hex of check and natural group keys: the same across quarters.
  package var fingerprint: String
  /// The check's id.
  package var check: String
  /// Whether the finding counts as a gap or waits for a person.
  package var kind: Kind
  /// What the check rests on.
  package var authority: Authority
  /// The citation in the check's own words, when it has one.
  package var basis: String?
  /// Footnote of the citation's mark, when it needs one.
  package var footnote: String?
  /// The requirements of the profile that name the check, sorted.
  package var requirements: [String]
  /// The row's own severity, else the check's.
  package var severity: Severity
  /// Where to look first (6M): a suggestion, never a cause.
  package var lookFirst: String
  /// Part of a report it stands in: `records`, `corrected` or `setup`.
  package var section: String
  /// A person has to decide the same day.
  package var decideToday: Bool
  /// The check's title.
  package var title: String
  /// The sentence a person reads, figures filled in.
  package var message: String
  /// How many subjects are concerned, all of them.
  package var count: Int
  /// How many were examined.
  package var population: Int
  /// The unit of both figures, `one` and `many`.
  package var unit: CountWords
  /// Natural keys of the group by column name; empty when the check does not group.
  package var group: [String: String]
  /// The listed subjects, sorted by key; all of them when `listed == count`.
  package var subjects: [Subject]
  /// How many of `count` are listed here; the rest needs `--samples all`.
  package var listed: Int
  /// What the rule expects.
  package var expected: String
  /// What the records show instead.
  package var observed: String
  /// Where in the originals it is to be seen; subjects point into this list.
  package var evidence: [EvidencePointer]
  /// What to do.
  package var remedy: String
  /// Instant of the first assessment that listed this fingerprint.
  package var firstSeen: Instant
  /// How it stands against the baseline.
  package var since: Change
  /// Set when the pattern asks for a look at the set-up before anything else.
  package var pattern: Pattern?
  /// An interim measure under a CAPA that stands beside the finding; it changes no verdict.
  package var interim: InterimNote?

  /// What a finding counts as.
  package enum Kind: String, Codable, Sendable {
    case gap, review
  }

  /// "All" or "most" of what was examined is listed: set-up or process.
  package struct Pattern: Codable, Sendable, Equatable {
    /// `most_of_population` or `all_from_one_source`.
    package var mark: Mark
    /// The listed ones.
    package var count: Int
    /// Of how many.
    package var of: Int
    /// The source all of them come from, when it is one.
    package var source: String?
    /// The sentence for a reader.
    package var text: String

    /// The two marks.
    package enum Mark: String, Codable, Sendable {
      case mostOfPopulation = "most_of_population"
      case allFromOneSource = "all_from_one_source"
    }
  }

  /// How a finding stands against the baseline.
  package struct Change: Codable, Sendable, Equatable {
    /// The state.
    package var status: Status
    /// Subjects at the baseline, when it had the finding.
    package var previousCount: Int?
    /// Listed subjects that the baseline did not list; only when both list all.
    package var joined: Int?
    /// Subjects the baseline listed that are gone; only when both list all.
    package var left: Int?

    /// The states of a finding that is listed now.
    package enum Status: String, Codable, Sendable {
      /// There is no baseline to compare with.
      case noBaseline = "no_baseline"
      case new
      case continuing
      /// The check was added or changed since, so that this may have been there before.
      case checkAddedOrChanged = "check_added_or_changed"
      /// Scope, profile or the check's state differ.
      case notComparable = "not_comparable"
    }
  }
}

/// What one thing and several things of a population are called.
package struct CountWords: Codable, Sendable, Equatable {
  /// Singular.
  package var one: String
  /// Plural.
  package var many: String

  /// The word that fits a number.
  package func word(for count: Int) -> String { Noun.fitting(count, one, many) }
}

/// A measure under a CAPA, with an end, that stands beside a finding; never beside one of law.
package struct InterimNote: Codable, Sendable, Equatable {
  /// The CAPA's number.
  package var reference: String
  /// What is done meanwhile.
  package var measure: String
  /// Last day it holds.
  package var until: CalendarDay
  /// False once the cut-off lies past `until`.
  package var inForce: Bool
}
