internal import Cataloging
internal import GRDB
internal import Settings

/// Documents a requirement expects by topic. The register (kind `controlled_document`) says whether
/// each exists, is approved, is valid on the date and covers the period; a file alone says nothing
/// of that.
struct ExpectedDocuments {
  /// What one expected document is like.
  enum State: String, CaseIterable, Comparable {
    case absent, file, digest, approval, validity, period, inOrder = "in_order"

    static func < (left: State, right: State) -> Bool {
      allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
    }

    /// What the register does not show, after "document on …".
    var words: String {
      switch self {
      case .absent: "not found in the register"
      case .file: "its file is not among those collected"
      case .digest: "the file collected has another digest than the register states"
      case .approval: "no approval stated"
      case .validity: "not valid on the last day of the period"
      case .period: "valid, but not for the whole period"
      case .inOrder: "in order"
      }
    }
  }

  /// One document that has to be there.
  struct Instance {
    /// The lot, product, site …, as a reader knows it; empty for the whole firm.
    var subject: String
    var state: State
    /// The entry that comes nearest.
    var record: Int64?
  }

  /// What was found for one entry of `expects`.
  struct Line {
    var topic: String
    var instances: [Instance]
    /// Why nothing can be said; nil when the register says it.
    var reason: Reason?

    /// What the instances are like.
    var states: Set<State> { Set(instances.map(\.state)) }

    /// What was found, for a reader.
    var sentence: String {
      if let reason { return reason.text }
      if instances.isEmpty { return "There is nothing a document on \(topic) is expected for." }
      let parts = State.allCases.compactMap { state -> String? in
        let these = instances.filter { $0.state == state }
        guard !these.isEmpty else { return nil }
        let names = these.map(\.subject).filter { !$0.isEmpty }
        if instances.count == 1 && names.isEmpty { return state.words }
        let more = names.count > 6 ? " and \(names.count - 6) more" : ""
        let list =
          state == .inOrder || names.isEmpty
          ? "" : " (\(names.prefix(6).joined(separator: ", "))\(more))"
        return "\(these.count) \(state.words)\(list)"
      }
      return "Document on \(topic): \(parts.joined(separator: "; "))."
    }
  }

  /// The kind of record that is the register.
  static let kind = "controlled_document"

  private let entries: [RegisterEntry]
  private let delivered: Set<String>
  private let isDelivered: Bool
  private let db: Database
  private let facts: CatalogFacts
  private let firstDay: Int64
  private let lastDay: Int64

  /// Reads the register as it was at the cut-off.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  init(
    _ db: Database, library: Library, facts: CatalogFacts, firstDay: Int64, lastDay: Int64
  ) throws {
    self.db = db
    self.facts = facts
    self.firstDay = firstDay
    self.lastDay = lastDay
    delivered = facts.fields[Self.kind] ?? []
    let kind = library.recordKinds[Self.kind]
    isDelivered = kind != nil && (facts.records[Self.kind] ?? 0) > 0
    entries = try kind.map { try RegisterEntry.all(db, RecordLayout($0), lastDay: lastDay) } ?? []
  }

  /// The documents of one entry of `expects`; nil when it names no topic.
  ///
  /// - Throws: `DatabaseError` when a look-up fails.
  func line(_ expected: ExpectedEvidence) throws -> Line? {
    guard expected.evidence == "document", let topic = expected.topic else { return nil }
    var line = Line(topic: topic, instances: [], reason: reasonForSilence(topic))
    if line.reason != nil { return line }
    let about = entries.filter { $0.isAbout(topic) }
    let subjects = try subjects(expected)
    guard expected.forEach == .firm || expected.forEach == .period || !subjects.isEmpty else {
      return line
    }
    guard let field = Self.field(expected.forEach) else {
      line.instances = [judge(about, subject: "")]
      return line
    }
    if !delivered.contains(field) {
      // Without the column nobody can say of which instance a document speaks.
      if about.isEmpty {
        line.instances = [Instance(subject: "", state: .absent, record: nil)]
      } else {
        line.reason = Reason(
          .fieldNotDelivered,
          "The register has documents on \(topic), but no column for the \(field) each is about: "
            + "a person has to match them.")
      }
      return line
    }
    line.instances = subjects.map { subject in
      judge(about.filter { $0.names(subject.key, of: expected.forEach) }, subject: subject.name)
    }
    return line
  }

  /// Why the register says nothing of a topic; nil when it does.
  private func reasonForSilence(_ topic: String) -> Reason? {
    guard isDelivered else {
      let files = facts.sources(of: "document").reduce(0) { $0 + $1.taken }
      if files > 0 {
        return Reason(
          .manualPending,
          "\(Noun.counted(files, "document was", "documents were")) delivered, but no register that states which is approved: a "
            + "person has to look at the document on \(topic).")
      }
      return Reason(.sourceNotDelivered, "No source delivered a register of documents.")
    }
    if !delivered.contains("topic"), !delivered.contains("processes") {
      return Reason(
        .fieldNotDelivered, "No source has a column for controlled_document.topic.")
    }
    // Who approved without when says nothing of the cut-off.
    if delivered.isDisjoint(with: ["approved_at", "approvals"]) {
      let what =
        delivered.contains("approved_by_qa")
        ? "When a document was approved is not stated" : "Approval is not stated"
      return Reason(
        .fieldNotDelivered, "\(what): the register of documents has no column for it.")
    }
    return nil
  }

  /// The register's list that says what a document is about; nil where it need not say it.
  private static func field(_ grain: ExpectedEvidence.Grain) -> String? {
    switch grain {
    case .product: "products"
    case .site: "sites"
    case .system: "systems"
    case .partner: "partners"
    default: nil
    }
  }

  private func subjects(
    _ expected: ExpectedEvidence
  ) throws -> [(key: DatabaseValue, name: String)] {
    let sql: String
    switch expected.forEach {
    case .product:
      sql = """
        SELECT p.product_id, p.gtin FROM main.product p
        WHERE EXISTS (SELECT 1 \(ExpectedRecords.packs)) ORDER BY p.gtin
        """
    case .site: sql = "SELECT site, site FROM run_site ORDER BY site"
    case .system where facts.delivered("system"):
      sql = "SELECT system_id, system_id FROM temp.system ORDER BY system_id"
    case .partner where !expected.roles.isEmpty:
      let roles = expected.roles.map { "'\($0.replacing("'", with: "''"))'" }
      // Two places of one firm may go by one name.
      sql = """
        SELECT p.gln, CASE WHEN (SELECT count(*) FROM run_partner o WHERE o.name = p.name) > 1
         THEN p.name || ' (' || p.gln || ')' ELSE coalesce(p.name, p.gln) END
        FROM run_partner p WHERE p.own = 0
        AND p.role IN (\(roles.joined(separator: ", "))) ORDER BY p.gln
        """
    default: return []
    }
    return try Row.fetchAll(db, sql: sql).map { (key: $0[0], name: $0[1] ?? "not stated") }
  }

  // MARK: Judging

  private func judge(_ all: [RegisterEntry], subject: String) -> Instance {
    let newest = all.max { ($0.from ?? .min, $0.record) < ($1.from ?? .min, $1.record) }
    func instance(_ state: State, _ record: Int64?) -> Instance {
      Instance(subject: subject, state: state, record: record)
    }
    let whole = all.filter { !$0.lacksFile && !$0.hasOtherFile }
    let approved = whole.filter(\.isApproved)
    let valid = approved.filter { $0.isValid(on: lastDay) }
    if all.isEmpty { return instance(.absent, nil) }
    if whole.isEmpty {
      return instance(newest?.lacksFile == false ? .digest : .file, newest?.record)
    }
    if approved.isEmpty { return instance(.approval, newest?.record) }
    guard let inForce = valid.first else { return instance(.validity, newest?.record) }
    return instance(coversPeriod(approved) ? .inOrder : .period, inForce.record)
  }

  /// Whether every day of the period lies within one of the documents' spans: its first day does,
  /// and wherever one ends another goes on.
  private func coversPeriod(_ documents: [RegisterEntry]) -> Bool {
    var day = firstDay
    while day <= lastDay {
      let reach = documents.filter { $0.covers(day) }.map { $0.coverEnd ?? .max }.max()
      guard let reach else { return false }
      if reach > lastDay { return true }
      day = reach
    }
    return true
  }
}
