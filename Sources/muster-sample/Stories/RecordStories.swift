/// How stories change what the firm keeps: a record edited, or a changed copy beside it, and the
/// gap that makes.
extension StoryBook {
  var records: RecordBook { world.records }
  /// The plant's own zone.
  var zone: Zone { world.firm.plants[0].zone }

  /// A small lot of a story, by number.
  func lot(_ number: Int) -> LotFacts? {
    let name = world.storyLot(number)
    return world.lots.first { $0.plan.lot.hasPrefix(name) }
  }

  /// Notes a gap at a record, when there is one.
  @discardableResult
  func planted(
    _ place: RecordBook.Place, _ gap: String?, of subject: String, _ story: String
  ) -> RecordBook.Place {
    if let gap { records.gap(gap, subject: subject, at: place, story) }
    return place
  }

  /// Changes the first record that fits, which makes a gap.
  func edit(
    _ kind: String, _ fields: KeyValuePairs<String, String>, gap: String, of subject: String,
    _ story: String, _ change: (inout Cell) -> Void
  ) {
    planted(records.edit(kind, fields, change), gap, of: subject, story)
  }

  /// A changed copy of the first record that fits, which may make a gap.
  @discardableResult
  func copy(
    _ kind: String, _ fields: KeyValuePairs<String, String>, gap: String? = nil,
    of subject: String = "", _ story: String = "", _ change: (inout Cell) -> Void
  ) -> RecordBook.Place {
    var row = records[records.need(kind, fields)]
    change(&row)
    return planted(records.add(kind, row), gap, of: subject, story)
  }
}
