package import Assessing
package import Settings

/// What an answer to an authority's requests is to hold.
package struct RegulatorPackRequest: Sendable {
  /// Where the zip goes; its name names the pack.
  package var output: String
  /// True to replace a file that is there.
  package var replacing = false
  /// True for an unsealed pack marked as a draft.
  package var isDraft = false
  /// Whose records these are.
  package var organization: String
  /// The requests answered, in order.
  package var requests: [InspectionRequest]
  /// The real time, or the one SOURCE_DATE_EPOCH fixes.
  package var generatedAt: Instant
  /// True when SOURCE_DATE_EPOCH fixed it.
  package var generatedAtFixed: Bool
  /// Data cut-off: nothing dated after it is handed over; nil for all that was collected.
  package var asOf: Instant?
  /// JSON Schemas of the documents an answer may hold, by file name.
  package var schemas: [(name: String, text: String)] = []
  /// Program and version.
  package var agent: String
  /// The query each database source was read with, by name of the source.
  package var queries: [String: String] = [:]
  /// What each kind of record is called, by the word a request or a source names it with.
  package var kindTitles: [String: String] = [:]
  /// The kinds of record the library has, by id: what their fields are called and how they are written.
  package var recordKinds: [String: RecordKind] = [:]

  /// Asks for an answer at a place.
  package init(
    output: String, organization: String, requests: [InspectionRequest], generatedAt: Instant,
    generatedAtFixed: Bool, agent: String
  ) {
    self.output = output
    self.organization = organization
    self.requests = requests
    self.generatedAt = generatedAt
    self.generatedAtFixed = generatedAtFixed
    self.agent = agent
  }
}

/// What was packed for an authority.
package struct RegulatorPackSummary: Sendable, Encodable, Equatable {
  /// What is said of a lot, product or identifier that nothing in the catalog names.
  package static let notFound = "not found in the systems that search-statement.html names"

  /// Where the zip is.
  package let path: String
  /// Name of the pack.
  package let identifier: String
  /// SHA-256 of the tag manifest.
  package let packDigest: String
  /// Originals enclosed whole.
  package let originals: Int
  /// Extracts.
  package let extracts: Int
  /// What is not enclosed, and why, with the request and item.
  package let notEnclosed: [String]
}
