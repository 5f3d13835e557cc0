internal import Assessing
internal import Cataloging
internal import Foundation
internal import Settings

extension VerifierRun {
  /// Compares what the documents in the pack say of each other. Only sound documents are read.
  mutating func checkAgreement(contentsRead: Bool) {
    guard contentsRead, documentsAreSound, !problems.contains(where: { $0.code == .closedWorld })
    else { return }
    if container.zip != nil, identifier != container.top {
      report(.agreement, "The pack is called otherwise than its top folder.", BagLayout.information)
    }
    switch information["Muster-Pack-Kind"] {
    case "regulator": checkItems()
    case "internal":
      // Taken out of the files and of all lists, nothing else would miss them.
      for path in BagLayout.inEveryPack where files[path] == nil {
        report(.closedWorld, "Every pack has this file; it was taken out.", path)
      }
      guard files[BagLayout.manifest] != nil else { return }
      checkManifest()
      checkAssessment()
      checkCrate()
      checkRun()
    case let other:
      report(
        .documents, "It is a kind of pack not known here: \(other ?? "none is stated").",
        BagLayout.information)
    }
  }

  /// What the pack is called, by its own word: an unzipped folder may be renamed.
  private var identifier: String? { information["Internal-Sender-Identifier"] }

  // V106 and V107: manifest.json against the payload manifest, both ways, and its own sums.
  private mutating func checkManifest() {
    guard let manifest = readManifest() else {
      report(
        .documents, "The document is not \(ManifestDocument.schemaName) as muster writes it.",
        BagLayout.manifest)
      return
    }
    self.manifest = manifest
    func fault(_ message: String) -> PackProblem {
      PackProblem(.agreement, message, path: BagLayout.manifest)
    }
    var faults: [PackProblem] = []
    var stated: Set<String> = []
    var differing: [String] = []
    func compare(_ path: String, _ sha256: String, _ bytes: UInt64) {
      let place = BagLayout.payload + path
      if !stated.insert(place).inserted { faults.append(fault("It lists \(path) twice.")) }
      if payload[place] != sha256 || files[place]?.size != bytes { differing.append(place) }
    }
    for item in manifest.items { compare(item.path, item.sha256, item.bytes) }
    for file in manifest.files { compare(file.path, file.sha256, file.bytes) }
    for path in differing.sorted() {
      faults.append(fault("It states another digest or size of \(path) than the payload has."))
    }
    for path in payload.keys.sorted() where !stated.contains(path) && path != BagLayout.manifest {
      faults.append(fault("It does not list \(path)."))
    }
    for item in manifest.items where !item.path.hasPrefix("evidence/") {
      faults.append(fault("The original \(item.path) stands outside evidence/."))
    }
    if manifest.packId != identifier {
      faults.append(fault("It is the manifest of another pack."))
    }
    faults += Self.countFaults(manifest).map(fault)
    for source in manifest.sources where source.unreadable > 0 {
      let originals = Noun.counted(source.unreadable, "original", "originals")
      report(.noted, "\(originals) of \(source.source) could not be read.")
    }
    for problem in faults { report(problem.code, problem.message, problem.path) }
    checkCatalog(manifest)
  }

  private static func countFaults(_ manifest: ManifestDocument) -> [String] {
    var faults: [String] = []
    for source in manifest.sources {
      let parts = [
        source.enclosed, source.outsideScope, source.superseded, source.excluded,
        source.unreadable,
      ]
      let enclosed = manifest.items.count { $0.source == source.source }
      let left = manifest.notEnclosed.count { $0.source == source.source }
      let sum = parts.reduce(0) { $0 &+ $1 }
      if source.seen != sum || source.enclosed != enclosed || sum != enclosed + left {
        faults.append("The counts of source \(source.source) do not add up.")
      }
    }
    let bytes = manifest.items.reduce(UInt64(0)) { $0 &+ $1.bytes }
    let totals = ManifestDocument.Totals(
      items: manifest.items.count, bytes: bytes, notEnclosed: manifest.notEnclosed.count)
    if manifest.totals != totals { faults.append("The totals do not add up.") }
    return faults
  }

  private mutating func checkAssessment() {
    guard files[BagLayout.assessment] != nil, let bytes = document(BagLayout.assessment) else {
      return
    }
    if information["Muster-Assessment-Digest"] != "sha256:\(Digests.sha256(bytes))" {
      report(
        .agreement, "bag-info.txt speaks of another assessment.", BagLayout.assessment)
    }
    if let evidence = AssessmentEncoder.evidence(exactly: bytes) { return checkCitations(evidence) }
    do {
      _ = try AssessmentEncoder.decode(bytes, name: BagLayout.assessment)
      report(.documents, "The document is not written as muster writes it.", BagLayout.assessment)
    } catch {
      report(.documents, "The document cannot be read: \(error)", BagLayout.assessment)
    }
  }

  // Whatever a finding points to is enclosed: an original, or a member of an archive that is one.
  private mutating func checkCitations(_ evidence: [EvidencePointer]) {
    let enclosed = Set(payload.filter { $0.key.hasPrefix(BagLayout.evidence) }.values)
    var members: Set<String> = []
    for item in manifest?.items ?? [] where enclosed.contains(item.sha256) {
      members.formUnion(item.members.map { "\(item.source):\($0)" })
    }
    var missing: Set<String> = []
    for pointer in evidence
    where !enclosed.contains(pointer.sha256)
      && !members.contains("\(pointer.source):\(pointer.path)")
    {
      missing.insert(pointer.artifact)
    }
    for artifact in missing.sorted() {
      report(.agreement, "A finding points to \(artifact), which is not enclosed.")
    }
  }

  private mutating func checkCrate() {
    guard files[BagLayout.crate] != nil, let bytes = document(BagLayout.crate) else { return }
    guard let crate = try? JSONDecoder().decode(CrateDocument.self, from: Data(bytes)) else {
      report(.documents, "The document is no RO-Crate as muster writes it.", BagLayout.crate)
      return
    }
    for node in crate.graph {
      let place = BagLayout.payload + node.id
      let isThere =
        node.type == "File"
        ? payload[place] == node.sha256
        : node.type != "Dataset" || node.id == "./"
          || payload.keys.contains { $0.hasPrefix(place) }
      if !isThere {
        report(.agreement, "It describes \(node.id) otherwise than it is.", BagLayout.crate)
      }
    }
  }

  // What is said of the run is said of this pack.
  private mutating func checkRun() {
    guard files[BagLayout.run] != nil, let bytes = document(BagLayout.run) else { return }
    struct Run: Decodable {
      let packId: String
      let generatedAt: String
      let asOf: String
      let catalogPart: String
      let audit: Provenance.AuditHead
    }
    guard let run = try? DocumentEncoder.decode(Run.self, bytes) else {
      report(.documents, "The document is not as muster writes it.", BagLayout.run)
      return
    }
    if run.packId != identifier {
      report(.agreement, "run.json speaks of another pack.", BagLayout.run)
    }
    if let manifest, run.asOf != manifest.asOf || run.generatedAt != manifest.created {
      report(
        .agreement, "run.json states another cut-off or time of packing than manifest.json.",
        BagLayout.run)
    }
    if (run.catalogPart == "none") != (files[BagLayout.catalog] == nil) {
      report(
        .agreement, "run.json says that of the catalog \(run.catalogPart) is enclosed.",
        BagLayout.run)
    }
    checkAuditTrail(run.audit)
  }

  // The trail is a chain: each entry carries the hash of the one before.
  private mutating func checkAuditTrail(_ head: Provenance.AuditHead) {
    let path = BagLayout.auditTrail
    guard files[path] != nil, let bytes = document(path) else { return }
    var previous = AuditTrail.origin
    var count = 0
    for line in bytes.split(separator: 0x0A) {
      count += 1
      guard let entry = try? DocumentEncoder.decode(Provenance.AuditEntry.self, Array(line)) else {
        report(.documents, "Line \(count) is no entry of an audit trail.", path)
        return
      }
      if entry.auditId != count || entry.previous != previous || entry.hash != entry.computedHash {
        report(
          .agreement, "Entry \(count) was changed, or does not follow the one before it.", path)
      }
      previous = entry.hash
    }
    if head.entries != count || head.head != previous {
      report(.agreement, "run.json speaks of another audit trail.", path)
    }
  }
}
