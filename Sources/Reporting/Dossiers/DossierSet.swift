package import Assessing
package import Cataloging
package import Settings

/// A dossier as a file of the pack.
struct Dossier: Sendable {
  /// Path relative to `data/`.
  var path: String
  /// What it is about.
  var title: String
  /// The report.
  var document: ReportDocument
  /// How many findings list the subject.
  var findings: Int
  /// Path of the same for print, relative to `data/`.
  var printed: String { "\(path.dropLast("html".count))pdf" }
}

/// The dossiers of a pack: which there are, and how many lots have none.
package struct DossierSet: Sendable {
  /// Most dossiers of lots in one pack; what was asked for always gets one.
  static let limit = 200

  /// What was read of the catalog.
  var facts: DossierFacts
  /// What the fields of records are called.
  var titles: FieldTitles

  /// A set from what was read.
  package init(
    _ facts: DossierFacts = DossierFacts(), titles: FieldTitles = FieldTitles()
  ) {
    self.facts = facts
    self.titles = titles
  }

  /// What an assessment and its requests need dossiers for; `asOfDay` is the cut-off's day at the
  /// site, since 1970-01-01.
  package static func request(
    for assessment: Assessment, requests: [InspectionRequest], asOfDay: Int64
  ) -> DossierRequest {
    var listed: [ListedKey] = []
    for subject in assessment.findings.flatMap(\.subjects) {
      if let gtin = subject.gtin, let serial = subject.serial {
        listed.append(.unit(gtin: gtin, serial: serial))
      } else if let sscc = subject.sscc {
        listed.append(.sscc(sscc))
      }
      if let gtin = subject.gtin, let lot = subject.lot {
        listed.append(.lot(gtin: gtin, lot: lot))
      }
    }
    let items = requests.flatMap(\.items)
    var asked = items.flatMap { item in
      item.lots.map { lot in
        SubjectQuery.lot(lot, gtin: item.products.count == 1 ? item.products[0] : nil)
      }
    }
    asked += items.flatMap(\.identifiers).map(SubjectQuery.text)
    let scope = assessment.scope
    return DossierRequest(
      days: scope.from.number...max(scope.from.number, scope.to.number),
      products: scope.products, lots: scope.lots,
      cutOff: RecordCutOff(ms: assessment.asOf.milliseconds, day: asOfDay),
      asked: asked, listed: listed, limit: limit)
  }

  /// The files, in the order of the table of lots, then units.
  func dossiers(_ context: ReportContext) -> [Dossier] {
    let findings = FindingsBySubject(context.assessment.findings, facts)
    func frame(_ findings: [Finding]) -> DossierFrame {
      DossierFrame(
        evidencePaths: context.evidencePaths, root: "../../", findings: findings,
        report: "../gap-report.html",
        names: context.names, titles: titles,
        expectsStatements: context.assessment.profile.regime == "dscsa")
    }
    var found = facts.lots.enumerated().map { index, lot in
      let identity = lot.story.identity
      let own = findings.of(lot)
      return dossier(
        "lot", index, identity.lot ?? "", "Lot \(identity.lot ?? "")",
        DossierWords.product(lot.story.product) ?? "GTIN \(lot.story.product.gtin)",
        LotSections.sections(lot, lot.documents, frame(own)), own.count, context)
    }
    found += facts.units.enumerated().map { index, unit in
      let identity = unit.life?.identity
      let own = identity.map { findings.of($0) } ?? []
      return dossier(
        "unit", index, identity?.serial ?? identity?.sscc ?? "", identity?.text ?? "",
        DossierWords.product(unit.life?.product) ?? "",
        UnitSections.sections(unit, frame(own)), own.count, context)
    }
    return found
  }

  private func dossier(
    _ kind: String, _ index: Int, _ key: String, _ title: String, _ subtitle: String,
    _ sections: [ReportSection], _ findings: Int, _ context: ReportContext
  ) -> Dossier {
    // The number keeps apart what a file system that ignores case would not.
    let number = String(String(index + 10_001).dropFirst())
    let name = key.utf8.prefix(40).map { byte -> Character in
      let scalar = UnicodeScalar(byte)
      return scalar.isASCII && (scalar.properties.isAlphabetic || (48...57).contains(byte))
        ? Character(scalar) : "-"
    }
    return Dossier(
      path: "report/dossiers/\(kind)-\(number)-\(String(name)).html", title: title,
      document: context.document("Dossier: \(title)", subtitle, sections), findings: findings)
  }
}

/// Which findings concern which lot or unit.
struct FindingsBySubject {
  private let findings: [Finding]
  private var lots: [String: [Int]] = [:]
  private var units: [String: [Int]] = [:]
  private var places: [Place: [Int]] = [:]

  init(_ findings: [Finding], _ facts: DossierFacts) {
    self.findings = findings
    for (index, finding) in findings.enumerated() {
      for subject in finding.subjects {
        units[subject.key, default: []].append(index)
        if let gtin = subject.gtin, let lot = subject.lot {
          lots["(01)\(gtin)(10)\(lot)", default: []].append(index)
        }
        if let lot = facts.lotOf[subject.key]?.text { lots[lot, default: []].append(index) }
      }
      for pointer in finding.evidence {
        let position = pointer.position
        places[Place(pointer.artifact, position.line ?? position.row, position.byte), default: []]
          .append(index)
      }
    }
  }

  /// Findings that list the lot or a unit of it, or whose evidence is one of its shipments or a
  /// record that names it.
  func of(_ lot: LotDossier) -> [Finding] {
    var found = Set(lots[lot.story.identity.text] ?? [])
    let records =
      lot.story.shipments.map(\.event.record) + lot.records.flatMap { $0.entries.map(\.record) }
    for record in records { found.formUnion(places[Place(record)] ?? []) }
    return found.sorted().map { findings[$0] }
  }

  func of(_ identity: TraceIdentity) -> [Finding] {
    Set(units[identity.text] ?? []).sorted().map { findings[$0] }
  }

  /// Where a record stands: rows of a workbook or database have a line and no byte.
  private struct Place: Hashable {
    var artifact: String
    var line: Int?
    var byte: Int?

    init(_ artifact: String, _ line: Int?, _ byte: Int?) {
      self.artifact = artifact
      self.line = line
      self.byte = byte
    }

    init(_ record: TraceRecord) {
      self.init(
        "\(record.source):\(record.path)", record.line.map { Int($0) },
        record.byte.map { Int($0) })
    }
  }
}
