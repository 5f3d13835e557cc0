package import Settings

/// Counts of an assessment; denominators, no score.
package struct Summary: Codable, Sendable, Equatable {
  /// Requirements in the profile.
  package var requirements = 0
  /// Met, judged on data.
  package var metByData = 0
  /// Met, judged on documents.
  package var metByDocuments = 0
  /// With a gap.
  package var gap = 0
  /// For a person.
  package var review = 0
  /// Not assessed, what only a person can judge included.
  package var notAssessed = 0
  /// Of these not assessed because only a person can judge them (`manual_pending`).
  package var forPerson = 0
  /// Not applicable.
  package var notApplicable = 0
  /// Findings that are gaps, by severity.
  package var gapFindings: [String: Int] = [:]
  /// Findings that wait for a person, by severity.
  package var reviewFindings: [String: Int] = [:]
  /// Facts dated after the cut-off, which were left out.
  package var afterAsOf = 0
  /// Units (items and containers) in scope.
  package var units = 0
  /// Lots in scope.
  package var lots = 0
  /// Events in scope.
  package var events = 0
}

extension Summary {
  /// Reads one; those written before `for_person` was counted have none.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func count(_ key: CodingKeys) throws -> Int { try values.decode(Int.self, forKey: key) }
    requirements = try count(.requirements)
    metByData = try count(.metByData)
    metByDocuments = try count(.metByDocuments)
    gap = try count(.gap)
    review = try count(.review)
    notAssessed = try count(.notAssessed)
    forPerson = try values.decodeIfPresent(Int.self, forKey: .forPerson) ?? 0
    notApplicable = try count(.notApplicable)
    gapFindings = try values.decode([String: Int].self, forKey: .gapFindings)
    reviewFindings = try values.decode([String: Int].self, forKey: .reviewFindings)
    afterAsOf = try count(.afterAsOf)
    units = try count(.units)
    lots = try count(.lots)
    events = try count(.events)
  }
}

/// What a source delivered.
package struct SourceCoverage: Codable, Sendable, Equatable {
  /// Name in the configuration.
  package var source: String
  /// Record kind.
  package var kind: String
  /// Artifacts by state, summing up to what was seen.
  package var artifacts: ArtifactCounts
  /// Last day it is complete through: declared, else the newest record.
  package var completeThrough: CalendarDay?
  /// True when the configuration declares `completeThrough`.
  package var declared: Bool
  /// Newest record.
  package var newest: Instant?
  /// Records per calendar month of the period, and of any other month that has some; empty where
  /// no date decides to which month a record belongs, as of documents, training and equipment.
  package var months: [Month]

  /// Artifacts of a source.
  package struct ArtifactCounts: Codable, Sendable, Equatable {
    /// In the catalog and current.
    package var taken: Int
    /// Left out by rule.
    package var excluded: Int
    /// Could not be read.
    package var unreadable: Int
  }

  /// Records of one month.
  package struct Month: Codable, Sendable, Equatable {
    /// `YYYY-MM`.
    package var month: String
    /// How many.
    package var records: Int
    /// `delivered`, `none` (source reaches past it, nothing in it) or `not_delivered`.
    package var state: State

    /// States of a cell.
    package enum State: String, Codable, Sendable {
      case delivered, none
      case notDelivered = "not_delivered"
    }
  }
}

/// The two ledgers summed; the right-most of either makes the run incomplete.
package struct Ledger: Codable, Sendable, Equatable {
  /// Artifacts in the catalog.
  package var artifacts = 0
  /// Of these left out by rule.
  package var excluded = 0
  /// Of these not readable.
  package var unreadable = 0
  /// Records read.
  package var records = 0
  /// Records taken.
  package var taken = 0
  /// Records that could not be split into fields.
  package var quarantined = 0
  /// Defects noted while reading.
  package var defects = 0

  /// True when something could not be read (exit 3).
  package var incomplete: Bool { unreadable > 0 || quarantined > 0 }
}

/// The assessment against its baseline.
package struct Since: Codable, Sendable, Equatable {
  /// `as_of` of the baseline, `nil` without one.
  package var asOf: Instant?
  /// Listed now, not then.
  package var new = 0
  /// Listed then and now.
  package var continuing = 0
  /// Listed now by a check that was added or changed since.
  package var checkAddedOrChanged = 0
  /// Listed then, not now, by the same check over comparable records.
  package var noLongerSeen: [Past] = []
  /// Listed then, of which nothing can be said now; those listed now, of which nothing could be said
  /// then, carry the status `not_comparable` themselves.
  package var notComparable: [Past] = []

  /// A finding of the baseline that is not listed now.
  package struct Past: Codable, Sendable, Equatable {
    /// Its fingerprint.
    package var fingerprint: String
    /// Its check.
    package var check: String
    /// Its title.
    package var title: String
    /// Its sentence then.
    package var message: String
    /// Its count then.
    package var count: Int
    /// When it was first listed.
    package var firstSeen: Instant
    /// Why it cannot be compared, else `nil`.
    package var reason: String?

    /// A finding of the baseline.
    package init(_ finding: Finding, reason: String? = nil) {
      fingerprint = finding.fingerprint
      check = finding.check
      title = finding.title
      message = finding.message
      count = finding.count
      firstSeen = finding.firstSeen
      self.reason = reason
    }
  }
}
