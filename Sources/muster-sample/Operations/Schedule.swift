extension World {
  /// First lot number of the year's running number used in the quarter.
  static let firstLotNumber = 41

  /// The lots of the quarter: products in turn, spread over the plants' lines.
  func schedule() -> [LotPlan] {
    // What a story takes is a small part; the rest is ordinary production.
    let units = max(options.units, 1)
    // Planted firms make eight ordinary lots; the stories' lots come on top.
    let most = options.gaps == .planted ? 8 : 12
    let count = units <= 30_000 ? min(most, max(1, units / 500)) : max(12, units / 20_000)
    var shares: [Int] = []
    for index in 0..<count {
      let product = firm.products[firm.packages[productTurn(index)]]
      shares.append(count < 4 ? 4 : product.aggregated ? product.caseQuantity == 48 ? 8 : 4 : 1)
    }
    let total = shares.reduce(0, +)
    let first = CivilDay(2026, 7, 1)
    let days = 66
    let slotsPerDay = max(1, (count + days - 1) / days)
    var plans: [LotPlan] = []
    var left = units
    for index in 0..<count {
      let lotUnits = index == count - 1 ? left : units * shares[index] / total
      left -= lotUnits
      guard lotUnits > 0 else { continue }
      // A source that falls silent for a month is a finding: few lots, one contract lot.
      var day = first + index * days / count
      if slotsPerDay == 1 { day = day.workday }
      // In a planted firm the contract site's events stop in July.
      let silent = options.gaps == .planted && day > CivilDay(2026, 7, 17)
      let contract = count < 12 ? index == 2 : index % 5 == 2 && !silent
      let plant = contract ? 1 : 0
      let site = firm.plants[plant]
      let slot = index % slotsPerDay
      let window = 14 * 60 / slotsPerDay
      let minutes = max(4, min(window - 10, 200 + lotUnits / 40) - 30)
      let start = Moment(day, 6, 0, index * 13 % 50, site.zone).after(minutes: slot * window)
      let product = firm.packages[productTurn(index)]
      plans.append(
        LotPlan(
          lot: lotNumber(index, contract: contract), product: product, plant: plant,
          line: site.lines[index % site.lines.count], units: lotUnits, start: start,
          minutes: minutes,
          expiry: day.monthEnd(after: firm.products[product].shelfMonths).text, sequence: index))
    }
    return plans
  }

  private func productTurn(_ index: Int) -> Int {
    // The sample product is made once in twelve lots.
    [0, 1, 2, 0, 1, 2, 3, 0, 1, 2, 0, 1][index % 12]
  }

  private func lotNumber(_ index: Int, contract: Bool) -> String {
    let number = Self.firstLotNumber + index
    let stem = firm.isAmerican ? (contract ? "QC26" : "Q26") : (contract ? "EC26" : "E26")
    return stem + digits(number, number < 1000 ? 3 : 6)
  }
}
