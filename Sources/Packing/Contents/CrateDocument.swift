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
    var identifier: String?
    var hasPart: [Reference]?
    var mentions: [Reference]?
    var encodingFormat: String?
    var contentSize: String?
    var sha256: String?
    var agent: Reference?
    var instrument: Reference?
    var object: [Reference]?
    var result: [Reference]?
    var endTime: String?
    var softwareVersion: String?
    var url: String?

    private enum CodingKeys: String, CodingKey {
      case id = "@id"
      case type = "@type"
      case name, description, datePublished, license, about, conformsTo, publisher, identifier
      case hasPart, mentions, encodingFormat, contentSize, sha256, agent, instrument, object
      case result, endTime, softwareVersion, url
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

  var context: String
  var graph: [Node]

  private enum CodingKeys: String, CodingKey {
    case context = "@context"
    case graph = "@graph"
  }

  /// The files described one by one, with their media types.
  private static let described = [
    ("assessment/assessment.json", "application/json"),
    ("catalog/catalog.sqlite", "application/vnd.sqlite3"),
    ("index.html", "text/html"), ("report/completeness-checklist.html", "text/html"),
    ("report/gap-report.html", "text/html"),
    (
      "report/gap-report.xlsx",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
  ]

  /// Describes the payload: `made` are the files but the originals, `folders` all folders of the
  /// payload's top level and of the evidence.
  init(
    _ description: BagDescription, _ assessment: Assessment, created: String,
    made: [ManifestDocument.Made], folders: [(path: String, name: String)]
  ) {
    let known = Dictionary(uniqueKeysWithValues: made.map { ($0.path, $0) })
    let files = Self.described.compactMap { path, type -> Node? in
      guard let file = known[path] else { return nil }
      var node = Node(path, "File", name: path)
      node.encodingFormat = type
      node.contentSize = String(file.bytes)
      node.sha256 = file.sha256
      return node
    }
    let datasets = folders.map { folder -> Node in
      var node = Node(folder.path, "Dataset", name: folder.name)
      node.description = "Listed file by file in manifest.json."
      return node
    }
    var descriptor = Node("ro-crate-metadata.json", "CreativeWork")
    descriptor.about = Reference("./")
    descriptor.conformsTo = Reference("https://w3id.org/ro/crate/1.2")
    var root = Node("./", "Dataset", name: description.identifier)
    root.description = description.description
    root.datePublished = created
    root.license = Reference("#terms")
    root.publisher = Reference("#organization")
    root.identifier = "urn:uuid:\(description.uuid)"
    root.hasPart = (files + datasets).map { Reference($0.id) }
    root.mentions = [Reference("#packing")]
    var terms = Node("#terms", "CreativeWork", name: "Confidential")
    terms.description = "Confidential records of the publisher; no licence is granted."
    let organization = Node("#organization", "Organization", name: description.organization)
    var tool = Node("#tool", "SoftwareApplication", name: assessment.tool.name)
    tool.softwareVersion = assessment.tool.version
    var packing = Node("#packing", "CreateAction", name: "Assessment and packing")
    packing.agent = Reference("#organization")
    packing.instrument = Reference("#tool")
    packing.object = datasets.filter { $0.id.hasPrefix("evidence/") }.map { Reference($0.id) }
    packing.result = files.map { Reference($0.id) }
    packing.endTime = created
    context = "https://w3id.org/ro/crate/1.2/context"
    graph = [descriptor, root] + files + datasets + [terms, organization, tool, packing]
  }
}
