/// The people of a site by role code: nobody has a name.
struct Crew {
  let mark: String

  /// Operators of a line, and the second person who checks.
  func packer(_ line: String) -> String { "OP-\(mark)\(line.suffix(1))" }
  var checker: String { "OP-\(mark)9" }
  var supervisor: String { "SV-\(mark)1" }
  var engineer: String { "EN-\(mark)1" }
  var reviewer: String { "QA-\(mark)1" }
  var quality: String { "QA-\(mark)2" }
}

func number(_ value: Int) -> Cell { .integer(value) }
func text(_ value: String) -> Cell { .text(value) }

extension World {
  /// The people of a plant.
  func crew(_ plant: Plant) -> Crew { Crew(mark: plant.isContract ? "C" : "D") }

  /// The person who releases lots.
  var releaser: String { firm.isAmerican ? "QA-R1" : "QP-1" }

  /// A stretch of the period's days at the own plant.
  func own(_ month: Int, _ day: Int, _ hour: Int = 9, _ minute: Int = 0) -> Cell {
    own(CivilDay(2026, month, day), hour, minute)
  }

  func own(_ day: CivilDay, _ hour: Int = 9, _ minute: Int = 0) -> Cell {
    .at(Moment(day, hour, minute, 0, firm.plants[0].zone), firm.plants[0].zone)
  }

  /// A calendar day.
  func date(_ year: Int, _ month: Int, _ day: Int) -> Cell { .day(CivilDay(year, month, day)) }

  /// Packs in a product's own dosage units.
  func packSize(_ product: Int) -> Int {
    let first = firm.products.indices.contains(product) ? firm.products[product].content : ""
    return Int(first.prefix { $0.isNumber }) ?? 1
  }

  /// The serial of a pack.
  func serial(_ epc: EPC) -> String {
    guard epc.kind == .written else { return book.serial(epc) }
    return book.canonical(epc).split(separator: "(21)").last.map(String.init) ?? ""
  }

  /// Markets a product is certified for.
  func markets(_ product: Int) -> [String] {
    guard !firm.isAmerican else { return ["US"] }
    let markets = book.products[product].markets
    // The pack for three markets goes to a hospital in the first as well.
    return markets.isEmpty ? ["DE"] : markets.contains("DE") ? markets : markets + ["DE"]
  }
}

extension LotFacts {
  /// Labels spoiled before a serial was active.
  var scrapped: Int { 3 + plan.lot.utf8.count % 3 }
  /// Numbers given back unused.
  var returned: Int { 25 }
  var batchRecord: String { "BPR-" + plan.lot }
  var order: String { "PO" + plan.lot.filter(\.isNumber) + (plan.lot.contains("X") ? "9" : "1") }
}

extension World {
  /// When a lot is decided on: the afternoon before its stock is booked as saleable.
  func decision(_ lot: LotFacts) -> Moment? {
    let zone = firm.plants[lot.plan.plant].zone
    guard !lot.isUnreleased else { return nil }
    guard let released = lot.released else {
      guard lot.isStory else { return nil }
      return Moment(lot.closed.day(zone) + 2, 15, 0, 0, firm.plants[0].zone)
    }
    return Moment(released.day(zone) + -1, 15, 45, 0, firm.plants[0].zone)
  }
}

extension LotFacts {
  /// Lots that were never meant for the market, or are a slip of the pen for another lot.
  var isUnreleased: Bool {
    plan.lot.hasPrefix("TEST-") || plan.lot.contains("O47") || plan.lot.hasSuffix("X17")
  }
}
