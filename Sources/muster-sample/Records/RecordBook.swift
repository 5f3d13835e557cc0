/// The firm's records beside its events, kept until all stories are told, then written at once.
final class RecordBook {
  /// A record by kind and number.
  struct Place: Hashable {
    var kind: String
    var index: Int
  }

  /// What is planted in or left out of a record.
  struct Plant {
    var checks: [String]
    var subject: String
    var place: Place
    var story: String
  }

  private(set) var rows: [String: [Cell?]] = [:]
  private(set) var plants: [Plant] = []
  private(set) var decoys: [Plant] = []
  /// What stories looked for and the firm does not have.
  private(set) var missing: [String] = []

  /// Adds a record.
  @discardableResult
  func add(_ kind: String, _ record: Cell) -> Place {
    rows[kind, default: []].append(record)
    return Place(kind: kind, index: (rows[kind]?.count ?? 1) - 1)
  }

  /// A record; none when it was left out.
  subscript(place: Place) -> Cell {
    get { holds(place) ? rows[place.kind]?[place.index] ?? .none : .none }
    set { if holds(place) { rows[place.kind]?[place.index] = newValue } }
  }

  private func holds(_ place: Place) -> Bool {
    rows[place.kind]?.indices.contains(place.index) ?? false
  }

  /// The first record of a kind whose fields have these texts.
  func find(_ kind: String, _ fields: KeyValuePairs<String, String>) -> Place? {
    (rows[kind] ?? []).firstIndex { row in
      guard let row else { return false }
      return fields.allSatisfy { row[$0.key].string == $0.value }
    }.map { Place(kind: kind, index: $0) }
  }

  /// The first record whose fields have these texts; without one a place that holds nothing, and a
  /// line in `missing`.
  func need(_ kind: String, _ fields: KeyValuePairs<String, String>) -> Place {
    if let place = find(kind, fields) { return place }
    missing.append(kind + " " + fields.map { $0.key + " " + $0.value }.joined(separator: ", "))
    return Place(kind: kind, index: -1)
  }

  /// Changes the first record whose fields have these texts.
  @discardableResult
  func edit(
    _ kind: String, _ fields: KeyValuePairs<String, String>, _ change: (inout Cell) -> Void
  ) -> Place {
    let place = need(kind, fields)
    change(&self[place])
    return place
  }

  /// Leaves a record out.
  func remove(_ place: Place) { if holds(place) { rows[place.kind]?[place.index] = nil } }

  /// Notes what was planted, once per check it truthfully concerns.
  func gap(_ checks: String..., subject: String, at place: Place, _ story: String) {
    plants.append(Plant(checks: checks, subject: subject, place: place, story: story))
  }

  /// Notes what looks odd and is right.
  func decoy(subject: String, at place: Place, _ story: String) {
    decoys.append(Plant(checks: [], subject: subject, place: place, story: story))
  }
}

extension RecordBook {
  /// All records of a kind whose fields have these texts.
  func all(_ kind: String, _ fields: KeyValuePairs<String, String>) -> [Place] {
    (rows[kind] ?? []).indices.compactMap { index in
      guard let row = rows[kind]?[index], fields.allSatisfy({ row[$0.key].string == $0.value })
      else { return nil }
      return Place(kind: kind, index: index)
    }
  }
}
