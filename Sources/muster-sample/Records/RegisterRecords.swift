import Crypto

extension World {
  /// Enters the documents an inspector asks for by topic into the register, and keeps their pages.
  func keepRegister() {
    let made = (firm.packages + launched).map { book.products[$0] }
    for document in firm.documents(for: made) {
      let title = "\(document.id) \(document.title)"
      let page = document.page(firm: firm.owner.name)
      let place = keepDocument(
        document.id, "2", title: document.title, kind: document.kind, topic: document.topic)
      for field in ["processes", "sites"] { records[place][field] = .none }
      records[place]["serialization_critical"] = false
      records[place].append([
        "products": document.products.isEmpty
          ? .none : .list(document.products.map { text($0.gtin) }),
        "valid_until": document.validUntil.map { .day($0) } ?? .none, "path": text(document.path),
        "sha256": text(digest(title, page)),
      ])
      pages.append((documentFolder + document.path, title, [page]))
    }
  }

  /// Folder of the firm's documents.
  var documentFolder: String { "exports/documents/" }

  /// SHA-256 of a document of one page, in lower-case hexadecimal.
  private func digest(_ title: String, _ page: [String]) -> String {
    SHA256.hash(data: PageFile.bytes(title: title, pages: [page])).map {
      ($0 < 16 ? "0" : "") + String($0, radix: 16)
    }.joined()
  }
}
