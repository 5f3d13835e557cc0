internal import Assessing
internal import Cataloging
internal import GRDB
internal import Settings

/// What a sign-off is bound to: the judgement and the records and rules it rests on.
package struct SignOffSubject: Sendable, Equatable {
  /// Profile id.
  package let profile: String
  /// First day of the period.
  package let from: String
  /// Last day of the period.
  package let to: String
  /// Data cut-off.
  package let asOf: String
  /// SHA-256 of the assessment, the time it was generated at left out.
  package let assessment: String
  /// SHA-256 over a line `<sha256>  <path>` for every original enclosed and every definition used.
  package let payload: String

  init(_ request: PackRequest, plan: EvidencePlan) throws {
    var judgement = request.assessment
    judgement.generatedAt = judgement.asOf
    judgement.generatedAtFixed = false
    var lines = plan.enclosed.map { "\($0.copy.digests.sha256)  \($0.path)\n" }
    lines += try ProfileFiles.files(of: request).map { "\(Digests.sha256($0.bytes))  \($0.path)\n" }
    lines.sort()
    profile = judgement.profile.id
    from = judgement.scope.from.iso
    to = judgement.scope.to.iso
    asOf = judgement.asOf.text
    assessment = try Digests.sha256 { try AssessmentEncoder.write(judgement, to: $0) }
    payload = Digests.sha256 { sink in for line in lines { sink(Array(line.utf8)) } }
  }
}
