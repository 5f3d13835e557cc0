internal import GRDB
internal import Settings

/// What running one check gave, before verdicts and baseline.
struct CheckOutcome {
  var population = 0
  var open = 0
  var notEvaluable = 0
  /// Cells among the fields it reads that hold something no value could be made of.
  var unread: CatalogFacts.UnreadCells?
  /// Values among the fields it reads that another record of the same number contradicts.
  var disputed: CatalogFacts.UnreadCells?
  var steps = 0
  /// Wall-clock time it took; differs from run to run, so no result states it.
  var time = Duration.zero
  /// Distinct subjects over all groups.
  var total = 0
  var groups: [Group] = []
  /// The records its rows point to, where its plan keeps them.
  var records: Set<Int64> = []
  /// By row and column the texts a cell may be written as; only where examples are run.
  var rows: [[String: Set<String>]] = []
  /// What SQLite says of the disk or the file: nothing can be judged then, by no check.
  var storageFault: DatabaseError?
  /// Why nothing or not everything could be judged.
  var failure: Reason?
  /// A kind its population is made of that delivered no record and no nil return.
  var silentKind: String?
  /// The kinds its population is made of, whose nil return says that nothing occurred; `nil` when
  /// nobody asked.
  var populationKinds: [String]?
  /// Where its population is empty: records that lack a value which tells whether they belong to it,
  /// and values of that sort no value could be made of.
  var unsorted = 0
  var unsortedCells: CatalogFacts.UnreadCells?
  /// Fields its empty population is told by and no record has a value of.
  var blankFields: [String] = []
  /// What events leave open that it needs, in words.
  var leftOpen: String?
  /// What it reads and no source delivers: a kind, or fields of one.
  var undelivered: Reason?

  /// A check nobody ran: never met, never left out.
  static var notRun: CheckOutcome {
    var outcome = CheckOutcome()
    outcome.failure = Reason(.checkError, "The check was not run.")
    return outcome
  }

  /// One group, resolved for reading.
  struct Group {
    var kind: Finding.Kind
    /// Why it is a review item.
    var reviewReason: Reason?
    var severity: Severity
    var group: [String: String]
    var count: Int
    var message: String
    var subjects: [Subject]
    var evidence: [EvidencePointer]
    var pattern: Finding.Pattern?
  }
}
