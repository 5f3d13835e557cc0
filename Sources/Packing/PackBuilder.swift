internal import Archives
internal import Assessing
package import Cataloging
internal import Foundation
internal import GRDB
internal import Reporting
internal import Settings

/// Puts the internal pack together: what the catalog holds, what was judged, how it was
/// collected; and writes it as a bag.
package struct PackBuilder {
  /// Above this many units, only `records` of the catalog go in unless asked for otherwise.
  package static let unitsForFullCatalog = 5_000_000

  private let catalog: Catalog
  private let stages: PackStages

  /// Packs from a catalog that nobody writes to meanwhile; `stages` learns how long it took.
  package init(_ catalog: Catalog, stages: PackStages = PackStages()) {
    self.catalog = catalog
    self.stages = stages
  }

  /// Writes the pack.
  ///
  /// `seal` gets the tag manifest's bytes and gives the files for `signatures/`.
  /// - Throws: `PackingError`; GRDB's `DatabaseError`; what `seal` throws.
  package func write(
    _ request: PackRequest, seal: (_ tagManifest: [UInt8]) throws -> [PackFile] = { _ in [] }
  ) throws -> PackSummary {
    let identifier = try PackName.identifier(ofPath: request.output)
    guard let folder = catalog.folder, let vault = catalog.vault else {
      throw PackingError(.catalogUnreadable, "A catalog in memory cannot be packed.")
    }
    let assessment = request.assessment
    let (plan, provenance, units, names, asOfDay) = try stages.time("plan") {
      try catalog.read { db in
        (
          try EvidencePlan(db, vault: vault, assessment: assessment),
          try Provenance(db), try Int.fetchOne(db, sql: "SELECT count(*) FROM all_unit") ?? 0,
          PartyNames(try PartyDirectory.read(db)),
          try CutOffCatalog.day(db, of: assessment.asOf)
        )
      }
    }
    let part =
      request.catalogPart ?? (units > Self.unitsForFullCatalog ? .records : .full)
    let artifacts = plan.keptArtifacts
    let parts = PartFolder(beside: request.output)
    defer { parts.remove() }
    let (extract, written) = try SideBySide.run {
      [catalog, stages] () throws -> CatalogExtract? in
      guard part != .none else { return nil }
      return try stages.time("copy catalog") {
        try CatalogExtract(
          of: catalog, folder: folder, artifacts: artifacts, withUnits: part == .full,
          notes: ["pack": identifier, "pack_part": part.rawValue], beside: request.output)
      }
    } while: {
      try write(request, identifier, plan, provenance, names, asOfDay, part, in: parts)
    }
    return try assemble(
      request, written.description, plan, written.files, part, extract: extract, in: parts,
      seal: seal)
  }

  /// Writes what is made of words: reports, profile, provenance.
  private func write(
    _ request: PackRequest, _ identifier: String, _ plan: EvidencePlan, _ provenance: Provenance,
    _ names: PartyNames, _ asOfDay: Int64, _ part: PackSettings.CatalogPart,
    in parts: PartFolder
  ) throws -> (files: [MadeFile], description: BagDescription) {
    let assessment = request.assessment
    let judgement = try parts.write("assessment/assessment.json") {
      try AssessmentEncoder.write(assessment, to: $0)
    }
    let facts = try stages.time("read dossiers") {
      try CutOffCatalog.read(catalog, asOf: assessment.asOf) { db in
        try DossierFacts.read(
          db,
          DossierSet.request(
            for: assessment, requests: request.requests,
            asOfDay: asOfDay))
      }
    }
    let description = describe(
      request, identifier, digest: judgement.sha256, part: part)
    var context = ReportContext(
      assessment: assessment, packID: identifier, evidencePaths: plan.pathsByArtifact,
      names: names, dossiers: DossierSet(facts, titles: request.fieldTitles))
    let subject = try SignOffSubject(request, plan: plan)
    context.isDraft = request.isDraft
    context.signOffs =
      request.isDraft
      ? SignOffTrail.fitting(provenance.audit, for: subject)
      : try SignOffTrail.current(provenance.audit, for: subject)
    let reports = try stages.time("render reports") {
      ReportSet.render(context) + (try OfficeReports.render(context))
    }
    var files = reports.map { PackFile(path: $0.path, bytes: $0.bytes) }
    files += try ProfileFiles.files(of: request)
    if let text = request.configuration {
      files.append(PackFile(path: "provenance/muster.yaml", bytes: Array(text.utf8)))
    }
    files.append(try run(request, identifier, provenance, part))
    if !assessment.generatedAtFixed && !request.timings.isEmpty {
      files.append(
        PackFile(
          path: "provenance/timings.json",
          bytes: try DocumentEncoder.json(Timings(stages: request.timings))))
    }
    let told = try stages.time("write provenance") {
      try catalog.read { try provenance.files($0, in: parts) }
    }
    return (files.map(MadeFile.init) + [judgement] + told, description)
  }

  /// What a sign-off of this pack would be bound to.
  func subject(of request: PackRequest) throws -> SignOffSubject {
    guard let vault = catalog.vault else {
      throw PackingError(.catalogUnreadable, "A catalog in memory cannot be packed.")
    }
    let plan = try catalog.read { db in
      try EvidencePlan(db, vault: vault, assessment: request.assessment)
    }
    return try SignOffSubject(request, plan: plan)
  }

  private func assemble(
    _ request: PackRequest, _ description: BagDescription, _ plan: EvidencePlan,
    _ files: [MadeFile], _ part: PackSettings.CatalogPart, extract: CatalogExtract?,
    in parts: PartFolder, seal: ([UInt8]) throws -> [PackFile]
  ) throws -> PackSummary {
    let assessment = request.assessment
    let created = assessment.generatedAt.text
    var made = files
    if let extract {
      let item = PackItem(
        path: "catalog/catalog.sqlite",
        content: .file(extract.file, size: extract.size, level: BagWriter.catalogLevel))
      made.append(MadeFile(item, sha256: extract.sha256))
    }
    var listed = made.map {
      ManifestDocument.Made(path: $0.item.path, sha256: $0.sha256, bytes: $0.item.size)
    }
    var items = made.map(\.item)
    items += plan.enclosed.map { PackItem(path: $0.path, content: .vault($0.copy)) }
    listed.sort { $0.path < $1.path }
    let crate = PackFile(
      path: "ro-crate-metadata.json",
      bytes: try DocumentEncoder.verbatim(
        CrateDocument(
          description, assessment, created: created, made: listed, folders: folders(items))))
    listed.append(
      .init(
        path: crate.path, sha256: Digests.sha256(crate.bytes), bytes: UInt64(crate.bytes.count)))
    items.append(PackItem(crate))
    listed.sort { $0.path < $1.path }
    let manifest = try stages.time("list contents") {
      let manifest = try catalog.read { db in
        try ManifestDocument(
          plan, db, packId: description.identifier, assessment: assessment, files: listed)
      }
      return try parts.write("manifest.json") {
        try manifest.write(
          items: ManifestDocument.items(plan), notEnclosed: ManifestDocument.notEnclosed(plan),
          to: $0)
      }
    }
    items.append(manifest.item)
    let summary = try BagWriter.write(
      items, to: request.output, describedAs: description,
      unixSeconds: assessment.generatedAt.milliseconds / 1000, replacing: request.replacing,
      stages: stages, seal: seal)
    // The file of the extract stands until here.
    return withExtendedLifetime(extract) {
      PackSummary(
        path: request.output, identifier: description.identifier, packDigest: summary.packDigest,
        files: summary.files, bytes: summary.payloadBytes, zipBytes: summary.zipBytes,
        enclosed: plan.enclosed.count, notEnclosed: plan.left.count,
        catalogPart: part.rawValue)
    }
  }

  private func folders(_ items: [PackItem]) -> [(path: String, name: String)] {
    var found: Set<String> = []
    for item in items {
      let parts = item.path.split(separator: "/")
      // The files of these two are described one by one.
      guard parts.count > 1, parts[0] != "assessment", parts[0] != "catalog" else { continue }
      found.insert(parts[0] == "evidence" ? parts[0...1].joined(separator: "/") : String(parts[0]))
    }
    return found.sorted().map { (path: "\($0)/", name: $0) }
  }

  private struct Timings: Encodable {
    let schema = "muster.timings/v1"
    let stages: [PackRequest.Timing]
  }

  private func describe(
    _ request: PackRequest, _ identifier: String, digest: String, part: PackSettings.CatalogPart
  ) -> BagDescription {
    let assessment = request.assessment
    let created = assessment.generatedAt.text
    var notes = [
      "Data cut-off: \(assessment.asOf.text). Packed: \(created)"
        + (assessment.generatedAtFixed ? ", a time fixed by SOURCE_DATE_EPOCH." : ".")
    ]
    switch part {
    case .full: break
    case .records:
      notes.append(
        "data/catalog/ holds the records without what is kept per unit, to keep the pack small; "
          + "the originals in data/evidence/ are complete.")
    case .none:
      notes.append("The catalog is not enclosed; the originals in data/evidence/ are complete.")
    }
    let name = "\(assessment.organization.name)\n\(identifier)\n\(digest)"
    return BagDescription(
      identifier: identifier, organization: assessment.organization.name,
      description: "Evidence pack: \(assessment.profile.title), "
        + "\(assessment.scope.from.iso) to \(assessment.scope.to.iso)",
      uuid: PackIdentity.uuid(of: name), packedAt: created,
      group: assessment.purpose?.reference ?? "",
      profile: "\(assessment.profile.id)@\(assessment.profile.edition)",
      assessmentDigest: digest, agent: "\(assessment.tool.name) \(assessment.tool.version)",
      kind: "internal", isDraft: request.isDraft, readmeNotes: notes)
  }

  private func run(
    _ request: PackRequest, _ identifier: String, _ provenance: Provenance,
    _ part: PackSettings.CatalogPart
  ) throws -> PackFile {
    let assessment = request.assessment
    let run = Provenance.Run(
      packId: identifier, kind: "internal", isDraft: request.isDraft, tool: assessment.tool,
      generatedAt: assessment.generatedAt.text,
      generatedAtFixedBySourceDateEpoch: assessment.generatedAtFixed,
      asOf: assessment.asOf.text, organization: assessment.organization,
      purpose: assessment.purpose, scope: assessment.scope, inputs: assessment.inputs,
      catalogPart: part.rawValue, parameters: request.parameters, collects: provenance.collects,
      audit: .init(
        entries: provenance.audit.count, head: provenance.audit.last?.hash ?? AuditTrail.origin))
    return PackFile(path: "provenance/run.json", bytes: try DocumentEncoder.json(run))
  }
}
