package import Cataloging
import Foundation

/// What a collect did, per source and in total.
package struct CollectionOutcome: Sendable {
  /// What became of one source.
  package struct SourceOutcome: Sendable {
    /// The source's name.
    package var name: String
    /// Its kind.
    package var kind: String
    /// Its place as the configuration writes it.
    package var place: String
    /// Artifacts seen = taken + unchanged + excluded + unreadable.
    package var artifacts = ArtifactLedger()
    /// Records read in this run = taken + unchanged + excluded + quarantined.
    package var records = RecordLedger()
    /// Events taken.
    package var events = 0
    /// Records that an earlier run set aside in artifacts that still count.
    package var setAsideBefore = 0
    /// References to EPCs taken.
    package var references = 0
    /// Files that a register of documents names and that are not there.
    package var filesMissing = 0
    /// Pages read of an endpoint's result; nil for other places.
    package var pages: Int?
    /// Why the source could not be looked at, or was not read whole; nil when it was.
    package var problem: String?
    /// Artifacts not read or only partly read: path and reason, in path order.
    package var troubles: [Trouble] = []
    /// Headers of tables that no field takes, with the field each may mean, sorted.
    package var unrecognised: [UnrecognisedColumn] = []
    /// What its tables will be read as; of a dry run only.
    package var previews: [TablePreview] = []

    /// Whether something at the source was not read.
    package var isIncomplete: Bool {
      problem != nil || artifacts.unreadable > 0 || records.quarantined > 0
        || setAsideBefore > 0 || filesMissing > 0
        || previews.contains { $0.problem != nil || !$0.setAside.isEmpty }
    }
  }

  /// A column of a table that no field takes; what stands in it is kept beside the record.
  package struct UnrecognisedColumn: Sendable, Hashable {
    /// Its header.
    package var header: String
    /// The field whose spelling is nearest.
    package var nearest: String?
    /// The column that feeds that field, by its header; nil when none does.
    package var behind: String?
  }

  /// An artifact that was not read or only partly read.
  package struct Trouble: Sendable, Hashable {
    /// Its path.
    package var path: String
    /// `unreadable`, `excluded` or `quarantined`.
    package var status: String
    /// The reason's code, or the number of records set aside.
    package var reason: String
    /// What is said beside it: of a file read in part, the first stretch set aside.
    package var detail: String?
  }

  /// Sources in the order of the configuration.
  package var sources: [SourceOutcome] = []
  /// Whether the derived tables were computed.
  package var derived = false
  /// Milliseconds spent reading and loading the sources, and deriving.
  package var loadMs: Int64 = 0
  package var deriveMs: Int64 = 0
  /// Whether the run was interrupted.
  package var interrupted = false
  /// Whether nothing was written.
  package var isDryRun = false

  /// Whether anything was taken.
  package var tookAnything: Bool { sources.contains { $0.artifacts.taken > 0 } }
  /// Whether something was not read (exit 3).
  package var isIncomplete: Bool { sources.contains { $0.isIncomplete } }
  /// Both ledgers over all sources.
  package var totals: LedgerTotals {
    sources.reduce(into: LedgerTotals()) {
      $0.artifacts += $1.artifacts
      $0.records += $1.records
    }
  }
}

/// How a collect is done.
package struct CollectOptions: Sendable {
  /// Reads every file, also those whose size and times are unchanged.
  package var rehash = false
  /// Only says what would be taken.
  package var dryRun = false
  /// Names of sources to collect; empty for all.
  package var sources: [String] = []
  /// The command, for the list of runs.
  package var command = "collect"
  /// Who runs it.
  package var user: String?
  /// On which machine.
  package var host: String?
  /// Product and version.
  package var tool: String?
  /// The packs that will be written behind this collect, which are none of its evidence.
  package var outputs: [String] = []
  /// Where credentials that name a variable find it.
  package var environment: [String: String] = ProcessInfo.processInfo.environment
  /// How long and how much is asked of endpoints.
  package var endpoint = EndpointLimits()
  /// How much a query of a database may take.
  package var query = QueryLimits()
  /// Asked between files and batches; true stops the run cleanly.
  package var isCancelled: @Sendable () -> Bool = { false }

  /// The usual way: everything that changed.
  package init() {}
}

/// How far a collect has come.
package struct CollectProgress: Sendable {
  /// The source at work.
  package var source: String
  /// Artifacts of this source done.
  package var done: Int
  /// Artifacts of this source in all.
  package var total: Int
  /// References to EPCs of this source taken.
  package var references: Int
  /// Whether the derived tables are being computed.
  package var isDeriving = false
}
