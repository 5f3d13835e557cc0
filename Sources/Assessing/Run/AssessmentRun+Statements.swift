internal import GRDB
internal import Settings

/// What an assessment says of itself: counts, scope, firm and purpose.
extension AssessmentRun {
  /// Counts with their denominators.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  func summary(
    _ requirements: [RequirementResult], _ findings: [Finding], _ facts: CatalogFacts
  ) throws -> Summary {
    var summary = Summary()
    summary.requirements = requirements.count
    for requirement in requirements {
      switch requirement.verdict {
      case .met where requirement.metBy == .data: summary.metByData += 1
      case .met: summary.metByDocuments += 1
      case .gap: summary.gap += 1
      case .review: summary.review += 1
      case .notAssessed:
        summary.notAssessed += 1
        if requirement.isForPerson { summary.forPerson += 1 }
      case .notApplicable: summary.notApplicable += 1
      }
    }
    for finding in findings {
      if finding.kind == .gap {
        summary.gapFindings[finding.severity.rawValue, default: 0] += 1
      } else {
        summary.reviewFindings[finding.severity.rawValue, default: 0] += 1
      }
    }
    summary.afterAsOf = facts.afterAsOf
    summary.units = try Int.fetchOne(db, sql: "SELECT count(*) FROM temp.unit") ?? 0
    summary.lots = try Int.fetchOne(db, sql: SessionSchema.packedLots) ?? 0
    summary.events = try Int.fetchOne(db, sql: "SELECT count(*) FROM temp.event") ?? 0
    return summary
  }

  /// Sentences on lots and products the scope selects and nothing collected knows; read in a session.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  func unknownSubjects() throws -> Set<String> {
    let scope = configuration.scope
    let lots = try String.fetchSet(
      db,
      sql: """
        SELECT l.lot FROM temp.scope_lot s JOIN main.all_lot l ON l.lot_id = s.lot_id
        """)
    let products = try String.fetchSet(db, sql: "SELECT gtin FROM main.product WHERE scheme = 1")
    let unknown =
      Set(scope.lots).subtracting(lots).map { "lot \($0)" }
      + Set(scope.products).subtracting(products).map { "GTIN \($0)" }
    return Set(
      unknown.map {
        "The scope selects \($0), which no event collected names: nothing was judged of it."
      })
  }

  /// Sentences on sites and partners the scope selects events by and no event collected names.
  ///
  /// - Throws: `DatabaseError` when the catalog is not one.
  func unknownPlaces() throws -> Set<String> {
    let scope = configuration.scope
    func named(_ columns: [String]) throws -> Set<String> {
      try String.fetchSet(
        db,
        sql: columns.map {
          """
          SELECT \($0) FROM main.all_event WHERE \($0) IS NOT NULL AND artifact_id NOT IN (
            SELECT artifact_id FROM main.artifact WHERE superseded_by IS NOT NULL)
          """
        }.joined(separator: " UNION "))
    }
    var sentences: Set<String> = []
    if !scope.sites.isEmpty {
      let places = try named(["read_point_gln", "location_gln", "from_gln", "to_gln"])
      for site in configuration.sites where scope.sites.contains(site.id) {
        if let gln = site.gln {
          guard !places.contains(gln) else { continue }
          sentences.insert(
            "The scope selects site \(site.id), whose GLN \(gln) no event collected names: no event "
              + "was judged of it.")
        } else {
          sentences.insert(
            "The scope selects site \(site.id), for which no GLN is declared: events are not selected "
              + "by it.")
        }
      }
    }
    if !scope.partners.isEmpty {
      let owners = try named(["from_owner_gln", "to_owner_gln"])
      for gln in Set(scope.partners).subtracting(owners) {
        sentences.insert(
          "The scope selects partner \(gln), which no event collected names as an owner: no event was "
            + "judged of it.")
      }
    }
    return sentences
  }

  /// Sentences on interim measures for a group no finding of their check is of.
  func idleMeasures(_ judged: Judged) -> [String] {
    configuration.interimMeasures.compactMap { measure in
      let id = library.check(named: measure.check)?.id ?? measure.check
      let isIdle = !judged.findings.contains { finding in
        finding.check == id && measure.group.allSatisfy { finding.group[$0.key] == $0.value }
      }
      guard isIdle, !measure.group.isEmpty, judged.checks.contains(where: { $0.id == id }) else {
        return nil
      }
      let group = measure.group.sorted { $0.key < $1.key }.map { "\($0.key) \"\($0.value)\"" }
      return "The interim measure under \(measure.capa) is for \(group.joined(separator: ", ")) of "
        + "check \(id), and no finding of that check is of it: the measure stands beside nothing."
    }
  }

  /// What was selected.
  func scopeStatement(_ left: [LeftMarkets.Product]) -> Assessment.Scope {
    Assessment.Scope(
      from: CalendarDay(number: cutOff.fromDay), to: CalendarDay(number: cutOff.toDay),
      products: configuration.scope.products.sorted(), lots: configuration.scope.lots.sorted(),
      sites: configuration.scope.sites.sorted(), partners: configuration.scope.partners.sorted(),
      left: left.isEmpty ? nil : left.map(\.statement))
  }

  /// Whose records these are.
  func organization() -> Assessment.Organization {
    Assessment.Organization(
      name: configuration.organization.name, gln: configuration.organization.gln,
      roles: configuration.organization.roles.map(\.rawValue),
      markets: configuration.organization.markets)
  }

  /// Why they are judged.
  func purpose() -> Assessment.Purpose? {
    configuration.purpose.map {
      Assessment.Purpose(
        kind: $0.kind.rawValue, reference: $0.reference, procedure: $0.procedure)
    }
  }
}
