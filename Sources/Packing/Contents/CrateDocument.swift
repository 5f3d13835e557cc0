internal import Assessing

/// `data/ro-crate-metadata.json`: the pack described in RO-Crate 1.2, for tools that know nothing
/// of ours. Folders are datasets; only the documents a reader opens are listed as files.
struct CrateDocument: Codable {
  /// One node of the flat graph; which fields are set depends on its type.
  struct Node: Codable {
    var id: String
    var type: String
    var name: String?
    var description: String?
    var datePublished: String?
    var license: Reference?
    var about: Reference?
    var conformsTo: Reference?
    var publisher: Reference?
    var identifier: Reference?
    var hasPart: References?
    var mentions: Reference?
    var propertyID: String?
    var value: String?
    var encodingFormat: String?
    var contentSize: String?
    var sha256: String?
    var agent: Reference?
    var instrument: Reference?
    var object: References?
    var result: References?
    var endTime: String?
    var version: String?
    var url: String?

    private enum CodingKeys: String, CodingKey {
      case id = "@id"
      case type = "@type"
      case name, description, datePublished, license, about, conformsTo, publisher, identifier
      case hasPart, mentions, encodingFormat, contentSize, sha256, agent, instrument, object
      case result, endTime, version, url, propertyID, value
    }

    init(_ id: String, _ type: String, name: String? = nil) {
      self.id = id
      self.type = type
      self.name = name
    }
  }

  /// A link to another node.
  struct Reference: Codable, Equatable {
    let id: String

    private enum CodingKeys: String, CodingKey {
      case id = "@id"
    }

    init(_ id: String) { self.id = id }
  }

  /// Links, written as JSON-LD wants them: one alone, several as a list.
  struct References: Codable {
    let all: [Reference]

    init(_ all: [Reference]) { self.all = all }

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      all =
        try (try? container.decode([Reference].self)) ?? [container.decode(Reference.self)]
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      if all.count == 1, let only = all.first {
        try container.encode(only)
      } else {
        try container.encode(all)
      }
    }
  }

  var context: String
  var graph: [Node]

  private enum CodingKeys: String, CodingKey {
    case context = "@context"
    case graph = "@graph"
  }

  /// What the best known files are, for people.
  private static let descriptions = [
    "assessment/assessment.json": "The assessment as data.",
    "catalog/catalog.sqlite": "The records read from the originals.",
    "index.html": "The front page.",
    "provenance/audit-trail.jsonl": "Who did what, when; each entry carries the hash before it.",
    "provenance/collection-log.jsonl": "Every file seen, with what became of it.",
    "provenance/quarantine.jsonl": "What could not be split into records.",
    "provenance/muster.yaml": "The configuration it was run with.",
    "provenance/run.json": "What was run, on what, with which parameters.",
    "provenance/timings.json": "How long the stages took.",
    "report/completeness-checklist.csv": "The completeness checklist as a table.",
    "report/findings.csv": "Every item of the gap report, with what it lists.",
    "report/gap-report-full.pdf": "All of the gap report for print.",
    "report/completeness-checklist.html":
      "Every requirement with its status and the records that serve it.",
    "report/gap-report.html": "What the records do not show.",
    "report/gap-report.pdf": "The gap report for print.",
    "report/gap-report.xlsx": "The gap report as a workbook.",
  ]

  private static let types = [
    "csv": "text/csv", "html": "text/html", "json": "application/json",
    "jsonl": "application/jsonl", "pdf": "application/pdf",
    "sqlite": "application/vnd.sqlite3", "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "yaml": "application/yaml",
  ]

  private static func description(of path: String) -> String {
    if let known = descriptions[path] { return known }
    if path.hasPrefix("schema/") { return "The form a document of this name has." }
    if path.hasPrefix("report/dossiers/") { return "All that is known of one lot or identifier." }
    return "Made for this pack."
  }

  /// Folders whose files are described one by one; of the others, manifest.json is the list.
  private static let open = ["assessment", "catalog", "provenance", "report", "schema"]

  private static func isDescribed(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    return parts.count == 1 || open.contains(String(parts[0]))
  }

  /// Describes the payload: `made` are the files but the originals, `folders` all folders of the
  /// payload's top level and of the evidence.
  init(
    _ description: BagDescription, _ assessment: Assessment, created: String,
    made: [ManifestDocument.Made], folders: [(path: String, name: String)]
  ) {
    let files = made.filter { Self.isDescribed($0.path) }.map { file in
      var node = Node(file.path, "File", name: file.path)
      let ending = file.path.split(separator: ".").last.map(String.init) ?? ""
      node.encodingFormat = Self.types[ending] ?? "application/octet-stream"
      node.description = Self.description(of: file.path)
      node.contentSize = String(file.bytes)
      node.sha256 = file.sha256
      return node
    }
    let datasets = folders.map { folder -> Node in
      var node = Node(folder.path, "Dataset", name: folder.name)
      let parts = files.filter { $0.id.hasPrefix(folder.path) }
      if parts.isEmpty {
        node.description = "Listed file by file in manifest.json."
      } else {
        node.description = "Listed here file by file."
        node.hasPart = References(parts.map { Reference($0.id) })
      }
      return node
    }
    let loose = files.filter { file in !folders.contains { file.id.hasPrefix($0.path) } }
    var descriptor = Node("ro-crate-metadata.json", "CreativeWork")
    descriptor.about = Reference("./")
    descriptor.conformsTo = Reference("https://w3id.org/ro/crate/1.2")
    var root = Node("./", "Dataset", name: description.identifier)
    root.description = description.description
    root.datePublished = created
    root.license = Reference("#terms")
    root.publisher = Reference("#organization")
    root.identifier = Reference("#identifier")
    root.hasPart = References((loose + datasets).map { Reference($0.id) })
    root.mentions = Reference("#packing")
    var terms = Node("#terms", "CreativeWork", name: "Confidential")
    terms.description = "Confidential records of the publisher; no licence is granted."
    let organization = Node("#organization", "Organization", name: description.organization)
    var tool = Node("#tool", "SoftwareApplication", name: assessment.tool.name)
    tool.version = assessment.tool.version
    tool.url = "urn:x-muster:tool"
    var identifier = Node("#identifier", "PropertyValue", name: "Pack identifier")
    identifier.propertyID = "https://registry.identifiers.org/registry/uuid"
    identifier.value = "urn:uuid:\(description.uuid)"
    var packing = Node("#packing", "CreateAction", name: "Assessment and packing")
    packing.agent = Reference("#organization")
    packing.instrument = Reference("#tool")
    packing.object = References(
      datasets.filter { $0.id.hasPrefix("evidence/") }.map { Reference($0.id) })
    packing.result = References(files.map { Reference($0.id) })
    packing.endTime = created
    context = "https://w3id.org/ro/crate/1.2/context"
    graph =
      [descriptor, root] + files + datasets + [terms, organization, tool, identifier, packing]
  }
}
