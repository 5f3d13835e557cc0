internal import Cataloging
internal import GRDB
internal import Settings

/// One assessment being made on one connection.
struct AssessmentRun {
  let db: Database
  let library: Library
  let configuration: MusterConfiguration
  let profile: ProfileDefinition
  let cutOff: CutOff
  let catalogDigest: String
  let samples: Int?
  let stepLimit: Int
  /// The catalog in its folder, of which a second connection can be had; nil for a copy or one in
  /// memory.
  var shared: Catalog?
  var timing: Assessor.Timing?
  /// Whether the catalog was derived from what an earlier configuration declared.
  var isConfigurationNewer = false

  /// Last day that can be judged: of the period, or that of the cut-off when it is earlier.
  var lastDay: Int64 { min(cutOff.toDay, cutOff.asOfDay) }

  /// What a session looks at when `left` are the products of another market.
  func window(without left: [LeftMarkets.Product]) -> Window {
    let sites = configuration.scope.sites
    return Window(
      asOf: cutOff.asOf, asOfDay: cutOff.asOfDay, fromDay: cutOff.fromDay, toDay: cutOff.toDay,
      products: configuration.scope.products, lots: configuration.scope.lots, sites: sites,
      siteGLNs: configuration.sites.filter { sites.contains($0.id) }.compactMap(\.gln),
      partnerGLNs: configuration.scope.partners, leftProducts: left.map(\.id))
  }

  /// The products this profile leaves to that of another market.
  private func leftProducts() throws -> [LeftMarkets.Product] {
    let markets = LeftMarkets(profile.markets, configuration)
    guard markets.mayLeave else { return [] }
    let session = try Session(
      db, window: window(without: []), inspection: try Inspection([]),
      kinds: Array(library.recordKinds.values), lists: library.lists.values)
    defer { try? session.close() }
    return try markets.products(db, library.recordKinds)
  }

  /// Runs every check, rolls up every requirement and compares with the baseline.
  ///
  /// - Throws: `AssessingError`; `CatalogError` when the disk or the file failed meanwhile;
  ///   `DatabaseError`; what `baseline` throws.
  func assessment(
    clock: Assessor.Clock, tool: Assessment.Tool,
    baseline: (Assessment.Inputs, Instant) throws -> (assessment: Assessment, sha256: String)?
  ) throws -> Assessment {
    let left = try leftProducts()
    let window = window(without: left)
    let session = try Session(
      db, window: window,
      inspection: try Inspection(library.recordKinds.values, lists: library.lists.values),
      kinds: Array(library.recordKinds.values), lists: library.lists.values, stepLimit: stepLimit)
    defer { try? session.close() }
    var facts = try CatalogFacts(db, asOf: cutOff.asOf, kinds: library.recordKinds)
    let configured = Set(configuration.sources.map(\.name))
    for index in facts.sources.indices {
      facts.sources[index].isConfigured = configured.contains(facts.sources[index].name)
    }
    let nilReturns = try NilReturns(
      from: cutOff.fromDay, to: lastDay, db, kinds: library.recordKinds)
    facts.nilReturns = nilReturns.sentences
    let asOf = Instant(milliseconds: cutOff.asOf)
    let expected = ExpectedRecords(library: library, facts: facts, lastDay: lastDay)
    try expected.prepare(db, sites: configuration.sites)
    let documents = try ExpectedDocuments(
      db, library: library, facts: facts, firstDay: cutOff.fromDay, lastDay: lastDay)
    var judged = try judge(session, facts, expected, documents)
    let remarks = try remarks(judged, nilReturns)
    let requirements = try requirements(
      judged, facts: facts,
      counter: EvidenceCount(
        db: db, facts: facts, window: window, kinds: library.recordKinds, expected: expected,
        documents: documents))
    // Those a pack encloses (`ProfileFiles`): made again from it, the digest is the same.
    let kinds = Set(judged.checks.flatMap(\.reads) + facts.sources.map(\.kind))
    var inputs = try Assessment.Inputs(
      catalog: catalogDigest, profile: InputDigests.profile(profile, kinds: kinds, library),
      configuration: InputDigests.configuration(configuration, profile.id, cutOff),
      baseline: nil)
    let earlier = try baseline(inputs, asOf)
    inputs.baseline = earlier?.sha256
    let scope = scopeStatement(left)
    let since = BaselineComparison.apply(
      to: &judged.findings, checks: judged.checks, scope: scope, profile: profile.id,
      baseline: earlier?.assessment)
    return Assessment(
      schema: Assessment.schemaName, tool: tool, generatedAt: clock.now,
      generatedAtFixed: clock.isFixed, asOf: asOf, organization: organization(),
      purpose: purpose(),
      profile: Assessment.Profile(
        id: profile.id, title: profile.title, edition: profile.edition,
        regime: profile.regime.rawValue, sha256: inputs.profile, parameters: judged.parameters),
      scope: scope, inputs: inputs,
      summary: try summary(requirements, judged.findings, facts),
      coverage: facts.coverage(from: cutOff.fromDay, to: cutOff.toDay), ledger: facts.ledger,
      limitations: [Limitations.otherRoles(profile, configuration.organization.roles)]
        .compactMap { $0 }
        + Limitations.sentences(
          facts: facts, checks: judged.checks, scope: scope, remarks: remarks),
      requirements: requirements, checks: judged.checks, findings: judged.findings, since: since)
  }

  /// Sentences on what the configuration and the nil returns leave open, sorted.
  private func remarks(_ judged: Judged, _ nilReturns: NilReturns) throws -> [String] {
    var remarks = nilReturns.contradicted
    remarks += try unknownSubjects()
    remarks += try unknownPlaces()
    remarks += idleMeasures(judged)
    if isConfigurationNewer {
      remarks.append(
        "Partners, sites, products or sources were declared otherwise at the last collect; who held "
          + "what, and which version of a record counts, is as declared then. Collect again.")
    }
    return Set(remarks).sorted()
  }
}
