extension StoryBook {
  /// A month in which a source says nothing although others move its goods.
  mutating func tellCoverage() throws {
    let pallet = world.logistic()
    let place = world.firm.logistics.place
    let number = world.orderNumber()
    let time = world.at(8, 18, 9)
    let head = world.tradeHead(
      "2026-08/receipt-contract-\(number)", from: place, to: world.firm.owner,
      created: time.after(minutes: 40))
    var event = world.observation(
      "receiving", "in_progress", [pallet], at: place, dock: "DOCK1", time: time,
      world.firm.logistics.zone)
    event.transactions = [("desadv", transaction(world.firm.owner, "TRF-\(number)"))]
    var position = Position(file: "", line: 0)
    try world.document(head, feed: .logistics) { position = try $0.add(event) }
    world.key.gap(
      "received-unit-shipped", subject: world.name(pallet), at: position,
      "A pallet of the contract site was received; the site's events of that month never came.")

    // The source's next event closes the silence.
    let lot = try StoryLot(
      world, lot: world.storyLot(24), product: world.storyProduct, day: CivilDay(2026, 9, 14),
      plant: 1)
    let made = try lot.makeCase()
    try lot.finish()
    world.key.gap(
      "event-coverage", subject: "contract-events", at: made.unitsAt,
      "The contract site's events of a whole month are absent though its goods were received.")
  }
}
