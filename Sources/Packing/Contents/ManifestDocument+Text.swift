internal import Cataloging

/// The document as text, a few originals at a time: a pack may hold a hundred thousand.
extension ManifestDocument {
  /// Hands `sink` what `DocumentEncoder.json` writes of the whole; `items` and `notEnclosed` are
  /// empty in the document.
  func write(
    items: some Sequence<Item>, notEnclosed: some Sequence<NotEnclosed>, to sink: ListJSON.Sink
  ) throws {
    try ListJSON.encode(
      self, [.init("items", items), .init("not_enclosed", notEnclosed)], to: sink)
  }

  /// Reads what `write` wrote; nil when it is written otherwise in any byte. Of originals, what
  /// is told of them besides place and digest is compared and not kept.
  init?(exactly pieces: @escaping ListJSON.Pieces) throws {
    var items: [Item] = []
    var notEnclosed: [NotEnclosed] = []
    let lists = [
      ListJSON.Input("items") { (item: Item) in
        var item = item
        (item.modified, item.collected, item.mediaType, item.format) = (nil, "", nil, nil)
        (item.lots, item.requirements, item.serves) = ([], [], [])
        items.append(item)
      },
      ListJSON.Input("not_enclosed") { (left: NotEnclosed) in notEnclosed.append(left) },
    ]
    let read: Self? = try ListJSON.decode(pieces, lists, exactly: true)
    guard let read else { return nil }
    self = read
    (self.items, self.notEnclosed) = (items, notEnclosed)
  }
}
