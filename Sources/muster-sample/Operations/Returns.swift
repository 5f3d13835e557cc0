/// Goods that come back: to be sold again, to be destroyed, or because of a recall.
extension World {
  /// A saleable return: shipped back, received, inspected, restocked, and sold again.
  func returnSaleable(
    _ packed: Case, from customer: Partner, plan: LotPlan, sold: Event, again: Bool = true
  ) throws {
    guard let back = workingMoment(sold.time.day(customer.zone) + 6, hour: 11),
      let checked = workingMoment(back.day(customer.zone) + 3, hour: 10)
    else { return }
    try sendBack(
      packed, from: customer, to: firm.logistics, plan: plan, at: back, statement: true)
    let place = firm.logistics.place
    let zone = firm.logistics.zone
    let head = tradeHead(
      "\(checked.day(zone).monthText)/return-\(orderNumber())", from: place, to: firm.owner,
      created: checked.after(minutes: 240))
    try document(head, feed: .returns) { document in
      var received = observation(
        "receiving", "returned", [packed.id], at: place, dock: "RETURNS", time: checked, zone)
      received.sources = [("owning_party", customer.place)]
      received.destinations = [("owning_party", firm.owner)]
      try document.add(received)
      try document.add(
        observation(
          "inspecting", "conformant", [packed.id], at: place, dock: "RETURNS",
          time: checked.after(minutes: 90), zone))
      try document.add(
        observation(
          "storing", "sellable_accessible", [packed.id], at: place, dock: "RACK",
          time: checked.after(minutes: 180), zone))
    }
    returns.append(
      ReturnFacts(
        number: 500_001 + returns.count, packed: packed, customer: customer, plan: plan,
        received: checked,
        restocked: checked.after(minutes: 180)))
    guard again, let resale = workingMoment(checked.day(zone) + 5, hour: 14) else { return }
    let choices = wholesalers(for: plan.product)
    try sell(
      [packed.id], product: plan.product, to: choices[(plan.sequence + 1) % choices.count],
      at: resale)
  }

  /// The shipment back, in a document of the customer.
  @discardableResult
  func sendBack(
    _ packed: Case, from customer: Partner, to receiver: Partner, plan: LotPlan, at time: Moment,
    statement: Bool
  ) throws -> Position {
    let number = orderNumber()
    var head = tradeHead(
      "\(time.day(customer.zone).monthText)/RMA-\(number)", from: customer.place, to: firm.owner,
      created: time.after(minutes: 25), guideline: customer.guideline,
      statement: statement ? firm.statement : nil, products: levels(of: plan.product),
      places: [customer.place, customer.dock ?? customer.place, firm.owner, receiver.place])
    head.guideline = firm.isAmerican ? customer.guideline : .none
    var event = shipping(
      [packed.id], seller: customer.place, from: customer.dock ?? customer.place,
      buyer: firm.owner, to: receiver.place, at: time, customer.zone, order: nil,
      advice: "RET-\(number)", disposition: "returned")
    event.transactions.append(("rma", transaction(firm.owner, "RMA-\(number)")))
    var position = Position(file: "", line: 0)
    try document(head, feed: .returns) { position = try $0.add(event) }
    return position
  }

  /// A return that is not saleable goes to the processor and is destroyed; no statement is due.
  func returnForDestruction(
    _ packed: Case, from customer: Partner, plan: LotPlan, sold: Event
  ) throws {
    guard let back = workingMoment(sold.time.day(customer.zone) + 9, hour: 12),
      let arrived = workingMoment(back.day(customer.zone) + 4, hour: 9),
      let burnt = workingMoment(arrived.day(.central) + 3, hour: 15)
    else { return }
    let position = try sendBack(
      packed, from: customer, to: firm.processor, plan: plan, at: back, statement: false)
    let place = firm.processor.place
    let zone = firm.processor.zone
    let head = tradeHead(
      "\(burnt.day(zone).monthText)/destruction-\(orderNumber())", from: place, to: firm.owner,
      created: burnt.after(minutes: 60))
    try document(head, feed: .returns) { document in
      var received = observation(
        "receiving", "returned", [packed.id], at: place, time: arrived, zone)
      received.sources = [("owning_party", customer.place)]
      received.destinations = [("owning_party", firm.owner)]
      try document.add(received)
      try document.add(
        unpacking(packed.id, packed.units, at: place, time: burnt.after(minutes: -90), zone))
      var destroyed = observation(
        "destroying", "destroyed", packed.units + [packed.id], at: place, time: burnt, zone)
      destroyed.action = .delete
      try document.add(destroyed)
    }
    returns.append(
      ReturnFacts(
        number: 500_001 + returns.count, packed: packed, customer: customer, plan: plan,
        received: arrived,
        destroyed: burnt))
    if options.gaps == .planted {
      key.decoy(
        subject: book.canonical(packed.id), at: position,
        "A return that is not saleable goes to the processor; no statement is due.")
    }
  }

  /// A pallet is sold, the lot recalled, the stock held, and the pallet sent to the processor.
  func sellAndRecall(_ pallet: Pallet, plan: LotPlan, at time: Moment) throws {
    let customer = wholesalers(for: plan.product)[0]
    let sale = try sell([pallet.id], product: plan.product, to: customer, at: time)
    guard let recall = workingMoment(World.lastDay + -12, hour: 16) else { return }
    let zone = firm.logistics.zone
    recalls.append(
      RecallFacts(
        lot: plan.lot, product: plan.product, decided: recall.after(minutes: -60),
        customer: customer))
    let head = tradeHead(
      "\(recall.day(zone).monthText)/recall-\(plan.lot)", from: firm.owner, to: customer.place,
      created: recall.after(minutes: 20))
    try document(head, feed: .returns) { document in
      try document.add(
        observation("holding", "recalled", [pallet.id], at: firm.owner, time: recall, zone))
    }
    var shipped = sale.event
    shipped.time = Moment(ms: max(shipped.time.ms, recall.ms - 8 * 86_400_000))
    guard let back = workingMoment(recall.day(zone) + 3, hour: 12),
      let arrived = workingMoment(back.day(zone) + 3, hour: 9)
    else { return }
    let packed = Case(id: pallet.id, units: pallet.cases.map(\.id))
    try sendBack(
      packed, from: customer, to: firm.processor, plan: plan, at: back, statement: false)
    let received = tradeHead(
      "\(arrived.day(zone).monthText)/recall-receipt-\(plan.lot)", from: firm.processor.place,
      to: firm.owner, created: arrived.after(minutes: 30))
    try document(received, feed: .returns) { document in
      try document.add(
        observation(
          "receiving", "returned", [pallet.id], at: firm.processor.place, time: arrived,
          firm.processor.zone))
    }
  }
}
