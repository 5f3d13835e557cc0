package import GRDB
import GS1

/// A thing a finding lists, by its natural keys.
package enum ListedKey: Hashable, Sendable {
  /// A unit or case.
  case unit(gtin: String, serial: String)
  /// A logistics unit.
  case sscc(String)
  /// A lot.
  case lot(gtin: String, lot: String)

  var epc: EPC {
    switch self {
    case .unit(let gtin, let serial): .sgtin(gtin: gtin, serial: serial)
    case .sscc(let digits): .sscc(digits)
    case .lot(let gtin, let lot): .lgtin(gtin: gtin, lot: lot)
    }
  }
}

/// What dossiers are asked for.
package struct DossierRequest: Sendable {
  /// First and last day of the period, days since 1970-01-01.
  package var days: ClosedRange<Int64>
  /// GTIN-14s in scope; empty for all.
  package var products: [String]
  /// Lots in scope; empty for all.
  package var lots: [String]
  /// Data cut-off.
  package var cutOff: RecordCutOff
  /// Texts somebody asked about: lots, serials, SSCCs, links.
  package var asked: [SubjectQuery]
  /// What findings list: lots, and units and containers to find the lots of.
  package var listed: [ListedKey]
  /// Most dossiers of lots.
  package var limit: Int

  /// A request from its parts.
  package init(
    days: ClosedRange<Int64>, products: [String], lots: [String],
    cutOff: RecordCutOff, asked: [SubjectQuery], listed: [ListedKey], limit: Int
  ) {
    self.days = days
    self.products = products
    self.lots = lots
    self.cutOff = cutOff
    self.asked = asked
    self.listed = listed
    self.limit = limit
  }
}

/// What dossiers tell: lots in scope, what was asked for, charts.
package struct DossierFacts: Sendable {
  /// Lots with their stories, those with findings first in choosing, by GTIN and lot.
  package var lots: [LotDossier]
  /// Lots in scope, dossier or not.
  package var lotsInScope: Int
  /// Units and containers asked for.
  package var units: [TracedSubject]
  /// What was asked for and not found, with the reason.
  package var notFound: [String]
  /// The lot of each listed unit or container, by canonical text.
  package var lotOf: [String: TraceIdentity]
  /// Control charts.
  package var charts: [ControlChart]

  /// No dossiers.
  package init() {
    lots = []
    lotsInScope = 0
    units = []
    notFound = []
    lotOf = [:]
    charts = []
  }

  /// Reads everything a request asks for.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  package static func read(_ db: Database, _ request: DossierRequest) throws -> DossierFacts {
    let reader = TraceReader(db)
    var facts = DossierFacts()
    var urgent: Set<EPC> = []
    var listed: [EPC: [EPC]] = [:]
    for key in Set(request.listed) {
      let epc = key.epc
      if case .lot = key {
        urgent.insert(epc)
        continue
      }
      guard let lot = try LotDossier.lot(reader, of: epc) else { continue }
      facts.lotOf[epc.canonical] = TraceIdentity(lot)
      listed[lot, default: []].append(epc)
      urgent.insert(lot)
    }
    let inScope = try LotDossier.lots(
      db, from: request.days.lowerBound, to: request.days.upperBound, products: request.products,
      lots: request.lots)
    facts.lotsInScope = inScope.count
    var asked: Set<EPC> = []
    for query in request.asked {
      let answer = try SubjectFinder.resolve(reader, query)
      if answer.subjects.isEmpty { facts.notFound.append("\(query.text): \(answer.sentence)") }
      for subject in answer.subjects.prefix(20) {
        switch subject {
        case .lot(let lot): asked.insert(lot)
        case .unit(let epc):
          facts.units += try TraceReport.read(
            reader, .text(epc.canonical), cutOff: request.cutOff
          ).subjects.filter {
            $0.life?.identity == TraceIdentity(epc)
          }
        }
      }
    }
    let first = inScope.filter { asked.contains($0) } + asked.subtracting(inScope).sorted(by: order)
    let second = inScope.filter { urgent.contains($0) && !asked.contains($0) }
    let rest = inScope.filter { !urgent.contains($0) && !asked.contains($0) }
    let chosen = (first + second + rest).prefix(max(request.limit, first.count)).sorted(by: order)
    let kinds = try NamingKinds(db, of: .lot, cutOff: request.cutOff)
    facts.lots = try chosen.compactMap { lot in
      try LotDossier.read(reader, lot, kinds, listed: (listed[lot] ?? []).sorted(by: order))
    }
    facts.charts = try ControlChart.read(db, to: request.cutOff.ms)
    return facts
  }

  private static func order(_ left: EPC, _ right: EPC) -> Bool {
    (left.key, left.serial) < (right.key, right.serial)
  }
}
