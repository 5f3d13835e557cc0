package import Assessing

/// An answer to numbered requests, as its recipient is to see it. It holds records and where they
/// come from, and nothing that was judged.
package struct Response: Sendable {
  /// One request.
  package struct Request: Sendable {
    /// Its number.
    package var id: String
    /// Who asked.
    var from: String
    /// When it was received, as written.
    var receivedAt: String
    /// What was asked, in its order and numbering.
    package var items: [Item]

    /// A request from its parts.
    package init(id: String, from: String, receivedAt: String, items: [Item]) {
      self.id = id
      self.from = from
      self.receivedAt = receivedAt
      self.items = items
    }
  }

  /// One thing asked for, with what answers it.
  package struct Item: Sendable {
    /// Its number in the request.
    package var number: String
    /// The request's words.
    var text: String
    /// How it was looked for, in words.
    package var selection: String
    /// Names of the systems it was looked for in.
    package var systems: [String] = []
    /// What is enclosed.
    package var enclosed: [Enclosure]
    /// What is not, and why.
    package var notEnclosed: [NotEnclosed]

    /// An item from its parts.
    package init(
      number: String, text: String, selection: String, enclosed: [Enclosure],
      notEnclosed: [NotEnclosed]
    ) {
      self.number = number
      self.text = text
      self.selection = selection
      self.enclosed = enclosed
      self.notEnclosed = notEnclosed
    }
  }

  /// A file handed over.
  package struct Enclosure: Sendable {
    /// Production number.
    var production: String
    /// Below `data/`.
    package var path: String
    /// `whole original` or `extract`.
    package var what: String
    /// The system it comes from.
    var system: String
    /// Its path there.
    var originalPath: String
    /// SHA-256 of the original.
    var originalSHA256: String
    /// SHA-256 of the file handed over.
    var sha256: String
    /// Its bytes.
    var bytes: UInt64
    /// Where in the original stands what answers the item; empty when all of it does.
    package var positions: [String]
    /// Records in the file.
    var records: Int

    /// A file from its parts.
    package init(
      production: String, path: String, what: String, system: String, originalPath: String,
      originalSHA256: String, sha256: String, bytes: UInt64, positions: [String], records: Int
    ) {
      self.production = production
      self.path = path
      self.what = what
      self.system = system
      self.originalPath = originalPath
      self.originalSHA256 = originalSHA256
      self.sha256 = sha256
      self.bytes = bytes
      self.positions = positions
      self.records = records
    }
  }

  /// Something asked for that is not handed over.
  package struct NotEnclosed: Sendable, Hashable {
    /// What.
    package var what: String
    /// Why.
    package var why: String

    /// A line from its parts.
    package init(what: String, why: String) {
      self.what = what
      self.why = why
    }
  }

  /// A system that was searched.
  package struct System: Sendable {
    /// Its name.
    package var name: String
    /// What it holds.
    var kind: String
    /// Where it was read from: a folder pattern, an address, a database with its query.
    var place: String
    /// Last day it is complete through, as far as declared or known.
    var dataThrough: String
    /// Files read from it.
    var files: Int

    /// A system from its parts.
    package init(name: String, kind: String, place: String, dataThrough: String, files: Int) {
      self.name = name
      self.kind = kind
      self.place = place
      self.dataThrough = dataThrough
      self.files = files
    }
  }

  /// Name of the pack.
  var packID: String
  /// Whose records these are.
  var organization: String
  /// When it was made.
  var generatedAt: Instant
  /// True when SOURCE_DATE_EPOCH fixed that time.
  var generatedAtFixed: Bool
  /// The requests answered.
  package var requests: [Request]
  /// The systems searched.
  package var systems: [System]
  /// True for a draft, which every page and table then says.
  package var isDraft = false
  /// Data cut-off, when one was asked for.
  package var asOf: Instant?

  /// An answer from its parts.
  package init(
    packID: String, organization: String, generatedAt: Instant, generatedAtFixed: Bool,
    requests: [Request], systems: [System]
  ) {
    self.packID = packID
    self.organization = organization
    self.generatedAt = generatedAt
    self.generatedAtFixed = generatedAtFixed
    self.requests = requests
    self.systems = systems
  }

  /// The mark every page and table made for the answer carries.
  package var stamp: String {
    (isDraft ? "DRAFT, not for handing over. " : "")
      + "CONFIDENTIAL. Contains confidential commercial information of \(organization)."
  }

  /// The pages and tables beside the records.
  package func files() -> [ReportFile] {
    [
      ReportFile(
        path: "index.html", mediaType: "text/html", title: "Cover letter",
        bytes: ResponsePages.letter(self)),
      ReportFile(
        path: "items.csv", mediaType: "text/csv", title: "Every file with its digest",
        bytes: ResponseTables.items(self)),
      ReportFile(
        path: "not-enclosed.csv", mediaType: "text/csv", title: "What is not enclosed, and why",
        bytes: ResponseTables.notEnclosed(self)),
      ReportFile(
        path: "search-statement.html", mediaType: "text/html", title: "Search statement",
        bytes: ResponsePages.search(self)),
    ]
  }
}
