internal import Assessing
package import Cataloging
internal import GRDB
package import Reporting

/// Sign-offs in the audit trail. The newest of each step counts.
package enum SignOffTrail {
  /// Word of the entries in the audit trail.
  static let entry = "signoff"

  /// Writes that somebody prepared, reviewed or approved what `request` would pack.
  /// - Throws: `PackingError` when the catalog cannot be packed; GRDB's `DatabaseError`.
  package static func record(
    _ signOff: SignOff, of request: PackRequest, in catalog: Catalog
  ) throws -> SignOffSubject {
    let subject = try PackBuilder(catalog).subject(of: request)
    try catalog.write { db in
      _ = try AuditTrail.append(
        db, atMs: signOff.at.milliseconds, who: signOff.account, what: entry,
        why: signOff.comment,
        detail: .object([
          "as": .string(signOff.step.rawValue), "as_of": .string(subject.asOf),
          "assessment_sha256": .string(subject.assessment), "from": .string(subject.from),
          "name": .string(signOff.name), "payload_sha256": .string(subject.payload),
          "profile": .string(subject.profile), "to": .string(subject.to),
        ]))
    }
    return subject
  }

  /// The other steps the same account signed of the same contents, in the order of work.
  /// - Throws: GRDB's `DatabaseError`.
  package static func others(
    of signOff: SignOff, for subject: SignOffSubject, in catalog: Catalog
  ) throws -> [SignOff.Step] {
    let trail = try catalog.read { db in try Provenance(db).audit }
    return fitting(trail, for: subject)
      .filter { $0.account == signOff.account && $0.step != signOff.step }.map(\.step)
  }

  /// The sign-offs of a profile and period, in the order of work.
  /// - Throws: `signOffOutdated` when one of them is of another assessment or other records.
  static func current(_ trail: [Provenance.AuditEntry], for subject: SignOffSubject) throws
    -> [SignOff]
  {
    let newest = newest(trail, for: subject)
    let outdated = newest.filter { entry in
      entry.detail.assessment != subject.assessment || entry.detail.payload != subject.payload
    }
    guard outdated.isEmpty else {
      let names = outdated.map { "\($0.signOff.step.rawValue) by \($0.signOff.name)" }
      let changed =
        outdated.contains { $0.detail.payload != subject.payload } ? "records" : "assessment"
      throw PackingError(
        .signOffOutdated,
        "This was \(names.joined(separator: ", ")), but the \(changed) changed since. Make a draft "
          + "(muster pack --draft), look at it and sign off again (muster signoff).")
    }
    return newest.map(\.signOff)
  }

  /// The sign-offs as they are, for a draft: those of other contents are left out.
  static func fitting(_ trail: [Provenance.AuditEntry], for subject: SignOffSubject) -> [SignOff] {
    newest(trail, for: subject).filter { entry in
      entry.detail.assessment == subject.assessment && entry.detail.payload == subject.payload
    }.map(\.signOff)
  }

  private struct Detail: Decodable {
    let step: String
    let name: String
    let profile: String
    let from: String
    let to: String
    let assessment: String
    let payload: String

    private enum CodingKeys: String, CodingKey {
      case step = "as"
      case name, profile, from, to
      case assessment = "assessment_sha256"
      case payload = "payload_sha256"
    }
  }

  private static func newest(
    _ trail: [Provenance.AuditEntry], for subject: SignOffSubject
  ) -> [(signOff: SignOff, detail: Detail)] {
    var newest: [SignOff.Step: (signOff: SignOff, detail: Detail)] = [:]
    for entry in trail where entry.what == Self.entry {
      guard
        let detail = try? DocumentEncoder.decodeVerbatim(Detail.self, Array(entry.detail.utf8)),
        let step = SignOff.Step(rawValue: detail.step), detail.profile == subject.profile,
        detail.from == subject.from, detail.to == subject.to
      else { continue }
      newest[step] = (
        SignOff(
          step: step, name: detail.name, account: entry.who,
          at: Instant(milliseconds: entry.atMs), comment: entry.why), detail
      )
    }
    return newest.sorted { $0.key < $1.key }.map(\.value)
  }
}
