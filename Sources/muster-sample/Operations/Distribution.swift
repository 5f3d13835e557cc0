extension World {
  /// The last day events may fall on.
  static let lastDay = CivilDay(2026, 9, 30)

  /// A working moment at the logistics provider, or nil when it lies beyond the period.
  func workingMoment(_ day: CivilDay, hour: Int, minute: Int = 0) -> Moment? {
    let day = day.workday
    guard day < Self.lastDay else { return nil }
    return Moment(day, hour, minute, 0, firm.logistics.zone)
  }

  /// Takes one lot from the line to its customers, with the returns that follow.
  func distribute(_ stock: LotStock) throws {
    let plan = stock.plan
    let outer = stock.pallets.map(\.id) + stock.loose
    let closedDay = stock.closed.day(firm.plants[plan.plant].zone)
    guard let out = workingMoment(closedDay + 1, hour: 10, minute: plan.sequence * 7 % 50),
      let booked = workingMoment(out.day(firm.logistics.zone) + 1, hour: 8, minute: 30)
    else { return }
    try transfer(outer, plan: plan, at: out)
    try storeInQuarantine(outer, plan: plan, at: booked)
    guard let released = workingMoment(closedDay + 8 + plan.sequence % 4, hour: 7, minute: 45)
    else { return }
    try release(outer, plan: plan, at: released)
    let releasedDay = released.day(firm.logistics.zone)
    if !firm.products[plan.product].aggregated {
      if options.gaps == .planted {
        key.decoy(
          subject: plan.lot,
          at: stock.first,
          "The product is not aggregated: its units have no parent.")
      }
      try handOverSamples(stock, from: releasedDay)
      return
    }
    let exported = firm.export != nil && plan.sequence % 5 == 3
    let recalled = plan.sequence == 4
    // Big lots leave several pallets at a time; one pallet in a lot, or in three, is opened.
    let group = max(1, stock.pallets.count / 8)
    var order = 0
    while order < stock.pallets.count {
      let pallet = stock.pallets[order]
      let opened =
        order % 3 == 1 && (group == 1 || order == 1)
        || stock.pallets.count == 1 && !exported
      let single = opened || order == 0
      let leaving = Array(
        stock.pallets[order..<(single ? order + 1 : min(order + group, stock.pallets.count))])
      let kept = leaving.count == 1 && order == stock.pallets.count - 1 && order > 0
      if kept && plan.sequence % 2 == 0 { break }
      let minute = random.pick(0...59)
      guard
        let time = workingMoment(
          releasedDay + 1 + order * 30 / max(stock.pallets.count, 1) + random.pick(0...4),
          hour: 9 + order % 7, minute: minute)
      else { break }
      if recalled, order == 0 {
        try sellAndRecall(pallet, plan: plan, at: time)
      } else if opened {
        try breakPallet(pallet, plan: plan, at: time)
      } else if exported, let export = firm.export {
        try exportPallets(leaving, plan: plan, to: export, at: time)
      } else {
        let choices = wholesalers(for: plan.product)
        try sell(
          leaving.map(\.id), product: plan.product, to: choices[order % choices.count], at: time)
      }
      order += leaving.count
    }
  }

  /// Wholesalers of the markets a product is meant for.
  func wholesalers(for product: Int) -> [Partner] {
    let markets = firm.products[product].markets
    return firm.customers.filter {
      $0.role == "wholesaler" && (markets.isEmpty || markets.contains($0.place.country))
    }
  }

  /// Promotional samples go to the firm's own stock at the agent: no sale.
  private func handOverSamples(_ stock: LotStock, from day: CivilDay) throws {
    guard let time = workingMoment(day + 3, hour: 13) else { return }
    let plan = stock.plan
    let given = Array(stock.loose.prefix(stock.loose.count / 2))
    let agent = firm.dispenser
    let number = orderNumber()
    let place = firm.logistics.place
    if firm.isAmerican {
      let head = tradeHead(
        "\(time.day(firm.logistics.zone).monthText)/samples-\(number)", from: firm.owner,
        to: agent.place, created: time.after(minutes: 20),
        products: levels(of: plan.product), places: [firm.owner, place, agent.place])
      let event = shipping(
        given, seller: firm.owner, from: place, buyer: firm.owner, to: agent.place, at: time,
        firm.logistics.zone, order: nil, advice: "SMP-\(number)")
      var position = Position(file: "", line: 0)
      try document(head, feed: .distribution) { position = try $0.add(event) }
      if options.gaps == .planted {
        key.decoy(
          subject: plan.lot, at: position,
          "Promotional samples move to an agent without a statement: the owner stays the same.")
      }
    } else {
      // Free samples are decommissioned before they are handed over.
      let head = tradeHead(
        "\(time.day(firm.logistics.zone).monthText)/samples-\(number)", from: firm.logistics.place,
        to: firm.owner, created: time.after(minutes: 20))
      try document(head, feed: .logistics) { document in
        var event = observation(
          "decommissioning", "inactive", given, at: place, dock: "RACK", time: time,
          firm.logistics.zone)
        event.action = .delete
        try document.add(event)
      }
      restate(given, as: .freeSample)
    }
  }

  /// A pallet opened: cases to the customer that sends receipts and to a wholesaler; some come back.
  private func breakPallet(_ pallet: Pallet, plan: LotPlan, at time: Moment) throws {
    let zone = firm.logistics.zone
    let place = firm.logistics.place
    let head = tradeHead(
      "\(time.day(zone).monthText)/unpack-\(orderNumber())", from: place, to: firm.owner,
      created: time.after(minutes: -10))
    try document(head, feed: .logistics) {
      try $0.add(
        unpacking(
          pallet.id, pallet.cases.map(\.id), at: place, time: time.after(minutes: -40), zone))
    }
    let full = pallet.cases.filter { !$0.partial }
    guard let first = full.first else { return }
    let choices = wholesalers(for: plan.product)
    let market = firm.products[plan.product].markets
    if market.isEmpty || market.contains(firm.dispenser.place.country) {
      let sale = try sell([first.id], product: plan.product, to: firm.dispenser, at: time)
      try receive([first.id], by: firm.dispenser, of: sale.event)
      try dispense(first, after: sale.event)
    }
    guard full.count >= 4 else { return }
    let customer = choices[plan.sequence % choices.count]
    let lot = Array(full[1..<max(3, full.count / 2)])
    let sale = try sell(
      lot.map(\.id), product: plan.product, to: customer, at: time.after(minutes: 55))
    let receipts = market.isEmpty || market.contains(firm.dispenser.place.country)
    switch receipts ? plan.sequence % 3 : 0 {
    case 0: try returnSaleable(lot[0], from: customer, plan: plan, sold: sale.event)
    case 2: try returnForDestruction(lot[1], from: customer, plan: plan, sold: sale.event)
    default: break
    }
  }

  /// The customer opens the case and supplies half of it to patients.
  private func dispense(_ packed: Case, after shipment: Event) throws {
    let partner = firm.dispenser
    let opened = shipment.time.after(minutes: 1600)
    let supplied = shipment.time.after(minutes: 3 * 1440)
    guard supplied.day(partner.zone) < Self.lastDay else { return }
    let head = tradeHead(
      "\(supplied.day(partner.zone).monthText)/supply-\(orderNumber())", from: partner.place,
      to: firm.owner, created: supplied.after(minutes: 30))
    try document(head, feed: .receipts) { document in
      try document.add(
        unpacking(packed.id, packed.units, at: partner.place, time: opened, partner.zone))
      var event = observation(
        "dispensing", "dispensed", Array(packed.units.prefix(packed.units.count / 2)),
        at: partner.place, time: supplied, partner.zone)
      event.action = .delete
      try document.add(event)
    }
    shelf.append((supplied, Array(packed.units.dropFirst(packed.units.count / 2))))
  }

  /// The customer counts what it still holds of the case it opened last, twice a month.
  func countShelves() throws {
    let partner = firm.dispenser
    for day in [
      CivilDay(2026, 7, 31), CivilDay(2026, 8, 14), CivilDay(2026, 8, 31), CivilDay(2026, 9, 15),
    ] {
      let time = Moment(day, 17, 30, 0, partner.zone)
      guard let held = shelf.filter({ $0.since < time }).max(by: { $0.since < $1.since }) else {
        continue
      }
      let head = tradeHead(
        "\(day.monthText)/count-\(day.text)", from: partner.place, to: firm.owner,
        created: time.after(minutes: 30))
      try document(head, feed: .receipts) { document in
        try document.add(
          observation(
            "stock_taking", "sellable_accessible", held.epcs, at: partner.place, time: time,
            partner.zone))
      }
    }
  }

  /// Goods for a customer outside the market: every pack is decommissioned before it leaves.
  private func exportPallets(
    _ pallets: [Pallet], plan: LotPlan, to customer: Partner, at time: Moment
  ) throws {
    let zone = firm.logistics.zone
    let head = tradeHead(
      "\(time.day(zone).monthText)/export-\(orderNumber())", from: firm.logistics.place,
      to: firm.owner, created: time.after(minutes: -20))
    try document(head, feed: .logistics) { document in
      var event = observation(
        "decommissioning", "inactive", pallets.flatMap(\.cases).flatMap(\.units),
        at: firm.logistics.place,
        dock: "EXPORT", time: time.after(minutes: -60), zone)
      event.action = .delete
      try document.add(event)
    }
    try sell(pallets.map(\.id), product: plan.product, to: customer, at: time)
  }
}
