package import GRDB
import GS1

/// A document in which a traced thing was found.
package struct TracedDocument: Codable, Equatable, Sendable {
  /// The artifact, with the first position in it.
  package var record: TraceRecord
  /// The document's header; nil when the events stand without one.
  package var document: TraceDocument?
  /// How many events of the life it holds.
  package var events: Int
}

/// One thing or lot, traced.
package struct TracedSubject: Codable, Equatable, Sendable {
  /// The life of a single thing; nil for a lot.
  package var life: UnitHistory?
  /// Its hierarchies; nil for a lot.
  package var hierarchy: Hierarchy?
  /// Its custody; nil for a lot.
  package var custody: CustodyChain?
  /// The story of a lot; nil for a single thing.
  package var lot: LotStory?
  /// Every document its events stand in, in the order of first mention.
  package var documents: [TracedDocument]
  /// Records of other kinds that name it.
  package var records: [NamingRecords]
}

extension TracedSubject {
  /// The subject, with a remark where the code in hand states another lot or expiry than the records:
  /// a serial that exists on a pack that is not the one it was given to.
  fileprivate func held(against answer: SubjectAnswer) -> TracedSubject {
    guard var life else { return self }
    let known = life.facts?.expiry.flatMap(CivilDay.parseISO)
    let year = known.flatMap { CivilDay.date($0)?.year } ?? 2000
    let scanned = answer.expiry.map { text in
      GS1Date(yymmdd: text, currentYear: year).flatMap { CivilDay.iso($0.day) } ?? text
    }
    var differences: [String] = []
    if let lot = answer.lot, lot != life.facts?.lot {
      differences.append("lot \(lot), the records \(life.facts?.lot ?? "none")")
    }
    if let scanned, scanned != life.facts?.expiry {
      differences.append("expiry \(scanned), the records \(life.facts?.expiry ?? "none")")
    }
    guard !differences.isEmpty else { return self }
    life.remarks.insert(
      LifeRemark(
        code: "scan_differs",
        text: "The code asked for states \(differences.joined(separator: "; ")).",
        subject: life.identity), at: 0)
    var subject = self
    subject.life = life
    return subject
  }
}

/// The answer of a trace: `schema: muster.trace/v1`.
package struct TraceReport: Codable, Equatable, Sendable {
  /// Name of the schema.
  package static let schemaName = "muster.trace/v1"

  /// Always `schemaName`.
  package var schema = TraceReport.schemaName
  /// What was asked.
  package var query: String
  /// What was found.
  package var subjects: [TracedSubject]
  /// Subjects that fit and are not shown, because one question shows fifty at most.
  package var omitted: Int
  /// Why nothing was found, or a remark on what was; empty when there is nothing to say.
  package var note: String

  /// Most subjects one answer shows.
  static let limit = 50

  /// Traces whatever a question finds.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  package static func read(_ db: Database, _ query: SubjectQuery) throws -> TraceReport {
    try read(TraceReader(db), query)
  }

  /// The same with what a reader knows already; records that begin after the cut-off are left out.
  static func read(
    _ reader: TraceReader, _ query: SubjectQuery, cutOff: RecordCutOff? = nil
  ) throws -> TraceReport {
    let answer = try SubjectFinder.resolve(reader, query)
    var note = answer.sentence
    if !answer.subjects.isEmpty, try !Derivation.isCurrent(reader.db) {
      note =
        "Life cycles, shipments and custody are not up to date with the records: a run was "
        + "interrupted. Run 'muster collect' to compute them again."
    }
    let shown = answer.subjects.prefix(limit)
    return TraceReport(
      query: query.text,
      subjects: try shown.map { try subject(reader, $0, cutOff).held(against: answer) },
      omitted: answer.subjects.count - shown.count, note: note)
  }

  private static func subject(
    _ reader: TraceReader, _ subject: TraceSubject, _ cutOff: RecordCutOff?
  ) throws -> TracedSubject {
    func records(_ id: Int64?, _ subject: NamingKinds.Subject) throws -> [NamingRecords] {
      guard let id else { return [] }
      return try NamingRecords.read(
        reader.db, of: id, NamingKinds(reader.db, of: subject, cutOff: cutOff))
    }
    switch subject {
    case .unit(let epc):
      let life = try UnitHistory.read(reader, epc)
      return TracedSubject(
        life: life, hierarchy: try Hierarchy.read(reader, epc),
        custody: try CustodyChain.read(reader, epc), lot: nil,
        documents: documents(life?.events.map(\.event) ?? []),
        records: try records(reader.id(of: epc), .epc))
    case .lot(let lot):
      let story = try LotStory.read(reader, lot)
      return TracedSubject(
        life: nil, hierarchy: nil, custody: nil, lot: story,
        documents: documents(story?.shipments.map(\.event) ?? []),
        records: try records(reader.id(ofLot: lot), .lot))
    }
  }

  static func documents(_ events: [TraceEvent]) -> [TracedDocument] {
    var documents: [TracedDocument] = []
    for event in events {
      let known = documents.firstIndex {
        $0.record.source == event.record.source && $0.record.path == event.record.path
          && $0.record.sha256 == event.record.sha256 && $0.document == event.document
      }
      if let known {
        documents[known].events += 1
      } else {
        documents.append(
          TracedDocument(record: event.record, document: event.document, events: 1))
      }
    }
    return documents
  }
}
