/// The ledger of records: `read = taken + unchanged + excluded + quarantined`.
package struct RecordLedger: Equatable, Sendable {
  /// Records now in the catalog.
  package var taken = 0
  /// Records the catalog held already.
  package var unchanged = 0
  /// Records left out by the configuration.
  package var excluded = 0
  /// Records that could not be read.
  package var quarantined = 0
  /// Every record that was met: the sum of the others, so the ledger always adds up.
  package var read: Int { taken + unchanged + excluded + quarantined }

  /// A ledger from its columns.
  package init(taken: Int = 0, unchanged: Int = 0, excluded: Int = 0, quarantined: Int = 0) {
    self.taken = taken
    self.unchanged = unchanged
    self.excluded = excluded
    self.quarantined = quarantined
  }

  /// Adds another ledger's columns.
  package static func += (left: inout RecordLedger, right: RecordLedger) {
    left.taken += right.taken
    left.unchanged += right.unchanged
    left.excluded += right.excluded
    left.quarantined += right.quarantined
  }
}

/// The ledger of artifacts: `seen = taken + unchanged + excluded + unreadable`.
package struct ArtifactLedger: Equatable, Sendable {
  /// Artifacts taken in by this run.
  package var taken = 0
  /// Artifacts the catalog held already.
  package var unchanged = 0
  /// Artifacts left out by the configuration.
  package var excluded = 0
  /// Artifacts that could not be read.
  package var unreadable = 0
  /// Every artifact that was met: the sum of the others, so the ledger always adds up.
  package var seen: Int { taken + unchanged + excluded + unreadable }

  /// A ledger from its columns.
  package init(taken: Int = 0, unchanged: Int = 0, excluded: Int = 0, unreadable: Int = 0) {
    self.taken = taken
    self.unchanged = unchanged
    self.excluded = excluded
    self.unreadable = unreadable
  }

  /// Adds another ledger's columns.
  package static func += (left: inout ArtifactLedger, right: ArtifactLedger) {
    left.taken += right.taken
    left.unchanged += right.unchanged
    left.excluded += right.excluded
    left.unreadable += right.unreadable
  }
}

/// Both ledgers of a run or of a whole catalog.
package struct LedgerTotals: Equatable, Sendable {
  /// The ledger of artifacts.
  package var artifacts: ArtifactLedger
  /// The ledger of records.
  package var records: RecordLedger

  /// Totals from two ledgers.
  package init(
    artifacts: ArtifactLedger = ArtifactLedger(), records: RecordLedger = RecordLedger()
  ) {
    self.artifacts = artifacts
    self.records = records
  }
}
