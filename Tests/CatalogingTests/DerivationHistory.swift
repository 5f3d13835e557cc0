/// A seeded source of numbers (SplitMix64).
struct Seeded {
  var state: UInt64

  mutating func next(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var x = state
    x = (x ^ (x >> 30)) &* 0xBF58_476D_1CE4_E5B9
    x = (x ^ (x >> 27)) &* 0x94D0_49BB_1331_11EB
    x ^= x >> 31
    return Int(x % UInt64(bound))
  }

  mutating func pick<T>(_ values: [T]) -> T { values[next(values.count)] }

  mutating func shuffled<T>(_ values: [T]) -> [T] {
    var values = values
    for index in values.indices.reversed() { values.swapAt(index, next(index + 1)) }
    return values
  }
}

extension Story {
  /// A random history in several files: packs and re-packs, shipments, voids, returns, holds,
  /// ends of life, repackaging, copies of events in other files, error declarations, many of
  /// them at one instant.
  static func random(seed: Int) -> Story {
    var random = Seeded(state: UInt64(seed) &+ 77)
    let story = Story()
    let files = ["a.xml", "b.xml", "c.json", "d.xml", "e.xml"]
    story.sources = ["a.xml": "line", "b.xml": "line", "c.json": "cmo", "d.xml": "3pl"]
    story.partners.append((gln: "3PLX", role: "3pl", infers: true, own: false))
    let units = (1...8).map { "A\($0)" }
    let cases = ["C1", "C2", "K1"]
    let pallets = ["P1", "P2"]
    let places = ["OWN", "3PL", "3PLX", "W1", "W2"]
    func some(_ names: [String]) -> [String] {
      Array(random.shuffled(names).prefix(1 + random.next(3)))
    }
    for number in 0..<(10 + random.next(50)) {
      story.file = random.pick(files)
      let at = Int64(random.next(number < 12 ? 6 : 40)) * (random.next(4) == 0 ? minute : hour)
      let place = random.pick(places)
      let all = units + cases + pallets
      switch random.next(22) {
      case 0...3:
        story.commission(
          some(units), lot: random.pick(["L1", "L2", "l1"]),
          expiry: random.pick([21_000, 21_001]), at: at, place: random.pick(["OWN", "CMO"]))
      case 4: story.commission(some(cases), lot: nil, expiry: nil, at: at)
      case 5...7: story.pack(some(units), into: random.pick(cases), at: at, place: place)
      case 8, 9: story.pack(some(cases), into: random.pick(cases + pallets), at: at, place: place)
      case 10: story.unpack(some(units + cases), from: random.pick(cases + pallets), at: at)
      case 11: story.unpack([], from: random.pick(cases + pallets), at: at)
      case 12, 13, 14:
        story.ship(
          some(all), from: random.pick(places), to: random.pick(places), at: at,
          po: random.pick(["PO1", "PO2"]), returned: random.next(5) == 0)
      case 15:
        story.void(
          some(all), by: random.pick(["OWN", "W1"]), to: random.pick([nil, "W1", "W2"]), at: at,
          po: random.pick([nil, "PO1"]))
      case 16: story.receive(some(all), at: at, place: place, returned: random.next(3) == 0)
      case 17:
        let status = random.pick([
          "sellable_not_accessible", "recalled", "sellable_accessible", "stolen",
        ])
        story.act(
          status == "stolen" ? "stock_taking" : "holding", some(all), disposition: status, at: at)
      case 18: story.decommission(some(all), at: at)
      case 19:
        if random.next(2) == 0 {
          story.destroy(some(all), at: at)
        } else {
          story.act(
            random.pick(["sampling", "dispensing", "inspecting"]), some(all), at: at,
            place: place)
        }
      case 20:
        story.tell {
          ($0.type, $0.step, $0.at) = ("transformation", "repackaging", at)
          ($0.inputs, $0.outputs) = (Array(random.shuffled(all).prefix(2)), ["B1"])
          $0.lot = "R1"
        }
      default:
        guard !story.events.isEmpty else { continue }
        var copy = random.pick(story.events)
        if random.next(2) == 0 { copy.declared = at }
        copy.uri = random.next(2) == 0 ? nil : "urn:\(random.next(3))"
        story.tell(copy)
      }
      if random.next(12) == 0, !story.events.isEmpty {
        story.events[random.next(story.events.count)].uri = "urn:\(random.next(3))"
      }
      if random.next(8) == 0, !story.events.isEmpty {
        let last = story.events.count - 1
        story.events[last].quantityLots = [random.pick(["L1", "L2", "l1", "L9"])]
        story.events[last].quantity = random.pick(["1", "9", "kg"])
        story.events[last].quantityGTIN = Story.gtin(random.pick(["A", "C"]))
      }
      if random.next(30) == 0 { story.events[story.events.count - 1].at = nil }
    }
    return story
  }
}
