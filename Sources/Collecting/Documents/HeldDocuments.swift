/// The documents there are, by their paths: what a register names is found by the parts that both
/// paths end with.
struct HeldDocuments {
  /// A document there is.
  struct Document {
    var path: String
    var sha256: String
  }

  private var documents: [Document] = []
  private var byPath: [String: Int] = [:]
  /// By path, and by each of its ends, with files in archives as if they lay in folders.
  private var whole: [String: [Int]] = [:]
  private var ends: [String: [Int]] = [:]

  /// Begins with documents in the order in which they are preferred.
  init(_ documents: [Document]) {
    for document in documents { append(document) }
  }

  mutating func append(_ document: Document) {
    let place = documents.count
    documents.append(document)
    if byPath[document.path] == nil { byPath[document.path] = place }
    let path = document.path.replacing("!/", with: "/")
    whole[path, default: []].append(place)
    for end in Self.ends(of: path) { ends[end, default: []].append(place) }
  }

  /// The document at a path as it is written.
  func exactly(_ path: String) -> Document? { byPath[path].map { documents[$0] } }

  /// The documents whose paths end with this one, or with which it ends, part for part.
  func ending(like path: String) -> [Document] {
    var found = ends[path] ?? []
    for end in Self.ends(of: path).dropFirst() { found += whole[end] ?? [] }
    return found.sorted().map { documents[$0] }
  }

  /// `a/b/c`, `b/c`, `c`.
  private static func ends(of path: String) -> [String] {
    var ends = [path]
    var rest = path[...]
    while let slash = rest.firstIndex(of: "/") {
      rest = rest[rest.index(after: slash)...]
      ends.append(String(rest))
    }
    return ends
  }
}
