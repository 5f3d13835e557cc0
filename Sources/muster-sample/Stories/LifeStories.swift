extension StoryBook {
  /// Lives that do not run the way a unit's life can.
  mutating func tellLife() throws {
    try tellCommissioning()
    try tellEnds()
    try tellHolds()
    try tellOrder()
  }

  private mutating func tellCommissioning() throws {
    let product = world.storyProduct
    let lot = try StoryLot(
      world, lot: world.storyLot(6), product: product, day: CivilDay(2026, 7, 8))
    // One serial at both sites; the own site's pack was sold.
    let twin = world.item(product)
    world.named["twin"] = twin
    let made = try lot.makeCase(special: [twin])

    let reused = world.item(product)
    world.named["reused"] = reused
    try lot.commission([reused])
    try lot.decommission([reused])
    let late = world.item(product)
    try lot.makeCase(foreign: [late])
    let position = try lot.commission([late])
    world.key.gap(
      "commissioned-before-use", subject: world.name(late), at: position,
      "A unit is packed first and commissioned minutes later.")

    let stranger = world.item(product)
    let strange = try lot.makeCase(foreign: [stranger], leaves: false)
    world.key.gap(
      "packed-unit-commissioned", subject: world.name(stranger), at: strange.packAt,
      "The case holds a serial no file commissions.")

    let dead = world.item(product)
    world.named["dead"] = dead
    try lot.commission([dead])
    try lot.decommission([dead])
    let filled = try lot.makeCase(foreign: [dead])
    world.key.gap(
      "not-packed-after-end", subject: world.name(dead), at: filled.packAt,
      "A reject that was decommissioned was put into a case.")

    let double = world.item(product)
    try lot.commission([double])
    try lot.decommission([double])
    let second = try lot.decommission([double]) { $0.time = $0.time.after(minutes: 90) }
    world.key.gap(
      "ended-once", subject: world.name(double), at: second,
      "A reject was decommissioned twice, an hour and a half apart.")
    try lot.finish()

    let other = try StoryLot(
      world, lot: world.storyLot(7), product: product, day: CivilDay(2026, 7, 9), plant: 1)
    let again = try other.commission([twin])
    world.unitsMade -= 1
    try other.makeCase()
    try other.finish()
    world.key.gap(
      "commissioned-once", subject: world.name(twin), at: again, severity: "critical",
      "One serial was commissioned at both sites; the own site's pack was sold.")
    let next = try StoryLot(
      world, lot: world.storyLot(8), product: product, day: CivilDay(2026, 7, 10))
    let reuse = try next.makeCase(special: [reused], leaves: false)
    try next.close()
    world.key.gap(
      "serial-not-reused", subject: world.name(reused), at: reuse.unitsAt,
      "A serial decommissioned on the line came back in the next lot.")
    try sell([made.packed.id], to: buyer(0), at: world.at(7, 29, 10))

    let phantom = world.item(product)
    let sale = try sell([take().packed.id, phantom], to: buyer(1), at: world.at(7, 30, 10))
    world.key.gap(
      "shipped-unit-commissioned", "aggregated-unit-has-parent", subject: world.name(phantom),
      at: sale.position, "A loose unit was sold that no file commissions or packs.")
  }

  private mutating func tellEnds() throws {
    // Retained samples are decommissioned in the records and still lie in the case that is sold.
    let retained = try take()
    let units = Array(retained.packed.units.prefix(2))
    try world.log(
      "retains-0803", "decommissioning", "inactive", units, at: world.at(8, 3, 13),
      adjust: { $0.action = .delete })
    let sale = try sell([retained.packed.id], to: buyer(0), at: world.at(8, 5, 10))
    for unit in units {
      world.key.gap(
        "not-shipped-after-end", subject: world.name(unit), at: sale.position,
        "A retained sample was decommissioned and left in the case that was sold.")
    }

    // A unit supplied to a patient is back on the shelf.
    let dispenser = world.firm.dispenser
    let packed = try take()
    let sold = try sell([packed.packed.id], to: dispenser, at: world.at(8, 6, 10))
    try world.receive([packed.packed.id], by: dispenser, of: sold.event)
    let supplied = world.at(8, 12, 10)
    let head = world.tradeHead(
      "2026-08/supply-shelf", from: dispenser.place, to: world.firm.owner,
      created: supplied.after(minutes: 3000))
    try world.document(head, feed: .receipts) { document in
      try document.add(
        world.unpacking(
          packed.packed.id, packed.packed.units, at: dispenser.place,
          time: supplied.after(minutes: -2000), dispenser.zone))
      var event = world.observation(
        "dispensing", "dispensed", [packed.packed.units[0]], at: dispenser.place, time: supplied,
        dispenser.zone)
      event.action = .delete
      try document.add(event)
      let position = try document.add(
        world.observation(
          "stocking", "sellable_accessible", [packed.packed.units[0]], at: dispenser.place,
          time: supplied.after(minutes: 2900), dispenser.zone))
      world.key.gap(
        "no-event-after-end", subject: world.name(packed.packed.units[0]), at: position,
        "A unit supplied to a patient is stocked again two days later.")
    }
  }

  private mutating func tellHolds() throws {
    let product = world.storyProduct
    let lot = try StoryLot(
      world, lot: world.storyLot(9), product: product, day: CivilDay(2026, 7, 13))
    let first = try lot.makeCase()
    let second = try lot.makeCase()
    try lot.finish()
    try world.log(
      "hold-0811", "holding", "sellable_not_accessible", [first.packed.id],
      at: world.at(8, 11, 10))
    let sale = try sell([second.packed.id], to: buyer(1), at: world.at(8, 12, 10))
    for unit in second.packed.units {
      world.key.gap(
        "lot-held-in-part", subject: world.name(unit), at: sale.position,
        "The hold names case 1; case 2 of the same lot ships the next day.")
    }

    let recalled = try StoryLot(
      world, lot: world.storyLot(10), product: product, day: CivilDay(2026, 7, 14))
    let known = try recalled.makeCase()
    try recalled.finish()
    world.recalls.append(
      RecallFacts(
        lot: recalled.plan.lot, product: product, decided: world.at(8, 17, 9),
        customer: buyer(0)))
    try world.log(
      "recall-0817", "holding", "recalled", [known.packed.id], at: world.at(8, 17, 10))
    let after = try sell([known.packed.id], to: buyer(0), at: world.at(8, 18, 10))
    for epc in [known.packed.id] + known.packed.units {
      gapOfStatement(
        "not-shipped-after-recall", world.name(epc), at: after.position,
        "A case of a recalled lot was sold the day after the recall.")
    }
    world.key.gap(
      "not-sold-after-recall-decision", subject: recalled.plan.lot, at: after.position,
      "A case of a recalled lot was sold the day after the recall.")
  }

  /// A defect that, where a statement travels with the goods, contradicts it too.
  private func gapOfStatement(
    _ check: String, _ subject: String, at position: Position, _ story: String
  ) {
    world.key.gap(check, subject: subject, at: position, story)
    guard world.firm.isAmerican else { return }
    world.key.gap("transaction-statement-contradicted", subject: subject, at: position, story)
  }

  private mutating func tellOrder() throws {
    let dispenser = world.firm.dispenser
    let silent = try sell([take().packed.id], to: dispenser, at: world.at(8, 20, 10))
    world.key.gap(
      "shipped-unit-received", subject: silent.document.path, at: silent.position,
      "A customer that always confirms did not confirm this shipment.")

    let twice = try take()
    try sell([twice.packed.id], to: buyer(0), at: world.at(8, 20, 11))
    let second = try sell([twice.packed.id], to: buyer(0), at: world.at(8, 27, 11))
    world.key.gap(
      "shipped-once-per-owner", subject: world.name(twice.packed.id),
      at: second.position, "One case was sold twice with no return between.")
  }
}
