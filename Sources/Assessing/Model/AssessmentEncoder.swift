internal import Cataloging
internal import Foundation

/// Assessment to bytes and back: UTF-8 JSON, keys sorted, snake_case, no floats, one LF at the end.
package enum AssessmentEncoder {
  /// The canonical bytes: same value, same bytes.
  ///
  /// - Throws: `EncodingError`, which for these types cannot come from data.
  package static func json(_ assessment: Assessment) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try write(assessment) { bytes += $0 }
    return bytes
  }

  /// Hands `sink` the canonical bytes piece by piece: a finding may list every unit there is.
  ///
  /// - Throws: what `sink` throws.
  package static func write(
    _ assessment: Assessment, to sink: (_ piece: [UInt8]) throws -> Void
  ) throws {
    var frame = assessment
    frame.findings = []
    try ListJSON.encode(frame, [.init("findings", assessment.findings)], to: sink)
  }

  /// What the findings of an assessment point to, when it is written as `json` writes it in every
  /// byte; else nil.
  package static func evidence(exactly bytes: [UInt8]) -> [EvidencePointer]? {
    var pointers: Set<EvidencePointer> = []
    let findings = ListJSON.Input("findings") { (finding: Finding) in
      pointers.formUnion(finding.evidence)
    }
    let read: Assessment? = ListJSON.decode(bytes, [findings], exactly: true)
    return read?.schema == Assessment.schemaName ? Array(pointers) : nil
  }

  /// Canonical bytes of any part.
  ///
  /// - Throws: `EncodingError`.
  package static func json(value: some Encodable) throws -> [UInt8] {
    try ListJSON.whole(value)
  }

  /// Reads an assessment written by `json`; `kept` says what is kept of each finding, if anything.
  ///
  /// - Throws: `AssessingError` with code `.assessmentUnreadable` naming the key that does not fit.
  package static func decode(
    _ bytes: [UInt8], name: String, _ kept: @escaping (Finding) -> Finding? = { $0 }
  ) throws -> Assessment {
    var findings: [Finding] = []
    let list = ListJSON.Input("findings") { (finding: Finding) in
      if let finding = kept(finding) { findings.append(finding) }
    }
    let read: Assessment? = ListJSON.decode(bytes, [list], exactly: false)
    if var read, read.schema == Assessment.schemaName {
      read.findings = findings
      return read
    }
    var assessment = try decodeWhole(bytes, name: name)
    assessment.findings = assessment.findings.compactMap(kept)
    return assessment
  }

  /// Reads one laid out otherwise, or says what is wrong with it.
  private static func decodeWhole(_ bytes: [UInt8], name: String) throws -> Assessment {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      let assessment = try decoder.decode(Assessment.self, from: Data(bytes))
      guard assessment.schema == Assessment.schemaName else {
        throw AssessingError(
          .assessmentUnreadable,
          "\(name) is \(assessment.schema); this version reads \(Assessment.schemaName)")
      }
      return assessment
    } catch let error as DecodingError {
      throw AssessingError(
        .assessmentUnreadable,
        "\(name) is no assessment of muster: \(Self.words(error)). Name a pack, or what "
          + "`muster assess --format json` writes.")
    }
  }

  private static func words(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _): "it has no \"\(key.stringValue)\""
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "\"\(context.codingPath.map(\.stringValue).joined(separator: "."))\" is not what it should be"
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      "\"\(context.codingPath.map(\.stringValue).joined(separator: "."))\" is not what it should be"
    default: "it is not JSON"
    }
  }
}
