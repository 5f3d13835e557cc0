internal import Cataloging

/// The document as text, a few originals at a time: a pack may hold a hundred thousand.
extension ManifestDocument {
  /// What `DocumentEncoder.json` writes of the whole.
  func json() throws -> [UInt8] {
    var frame = self
    frame.items = []
    return try ListJSON.encode(frame, "items", items)
  }

  /// Reads what `json` wrote; nil when it is written otherwise in any byte. Of originals, what lots
  /// and requirements they serve is compared and not kept.
  init?(exactly bytes: [UInt8]) {
    let read: (document: Self, members: [Item])? = ListJSON.decode(bytes, "items", exactly: true) {
      item in
      var item = item
      item.lots = []
      item.requirements = []
      item.serves = []
      return item
    }
    guard let read else { return nil }
    self = read.document
    items = read.members
  }
}
