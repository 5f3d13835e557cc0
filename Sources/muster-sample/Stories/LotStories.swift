extension StoryBook {
  /// Lot, expiry, and the arithmetic of a lot.
  mutating func tellLots() throws {
    try tellExpiries()
    try tellLotNames()
    try tellExpiredReturn()
  }

  private mutating func tellExpiries() throws {
    let product = world.storyProduct
    var lot = try StoryLot(
      world, lot: world.storyLot(13), product: product, day: CivilDay(2026, 7, 17),
      expiry: "2028-01-31")
    var made = try lot.makeCase(units: { $0.lot = nil })
    world.key.gap(
      "commissioning-lot-present", subject: made.unitsAt.file, at: made.unitsAt,
      "A commissioning event has no lot number.")
    made = try lot.makeCase(units: { $0.expiry = nil })
    world.key.gap(
      "commissioning-expiry-present", subject: made.unitsAt.file, at: made.unitsAt,
      "A commissioning event has no expiry date.")
    made = try lot.makeCase(units: { $0.expiry = "2028-01-00" })
    world.key.gap(
      "expiry-day-zero", subject: made.unitsAt.file, at: made.unitsAt,
      "Day 00 in the expiry: the line writes month and year only.")
    made = try lot.makeCase(units: { $0.expiry = "2028-02-30" })
    world.key.gap(
      "expiry-valid", subject: made.unitsAt.file, at: made.unitsAt,
      "The expiry 30 February is no date.")
    try lot.makeCase()
    let lost = [world.item(product), world.item(product), world.item(product)]
    let loose = try lot.commission(lost)
    world.key.gap(
      "lot-accounted-for", subject: lot.plan.lot, at: loose,
      "Three units were commissioned and never packed, rejected or sampled.")
    try lot.finish()

    lot = try StoryLot(
      world, lot: world.storyLot(14), product: product, day: CivilDay(2026, 7, 20),
      expiry: "2028-02-29")
    try lot.makeCase()
    made = try lot.makeCase(
      units: { $0.expiry = "2028-02-28" }, outer: { $0.expiry = "2028-02-28" })
    world.key.gap(
      "one-expiry-per-lot", subject: lot.plan.lot, at: made.unitsAt,
      "After a restart the line took 28 for the last day of February 2028, a leap year.")
    if world.firm.products[product].shelfMonths < 19 {
      world.key.gap(
        "expiry-plausible", subject: lot.plan.lot, at: made.unitsAt,
        "The end of February 2028 is a month further away than the registered shelf life.")
    }
    try lot.finish()

    lot = try StoryLot(
      world, lot: world.storyLot(15), product: product, day: CivilDay(2026, 7, 21),
      expiry: "2082-07-31")
    made = try lot.makeCase()
    world.key.gap(
      "expiry-plausible", subject: lot.plan.lot, at: made.unitsAt,
      "Expiry 2082 for 2028: two digits of the year were swapped.")
    try lot.finish()

    let stored = try take()
    let position = try world.log(
      "stock-0825", "storing", "sellable_accessible", [stored.packed.id], at: world.at(8, 25, 11),
      adjust: {
        $0.lot = world.storyLot(1)
        $0.expiry =
          CivilDay(2026, 7, 1).monthEnd(
            after: world.firm.products[product].shelfMonths
          ).text
      }
    ).position
    world.key.gap(
      "ilmd-on-commissioning-only", subject: position.file, at: position,
      "A stock movement repeats lot and expiry as master data.")
  }

  private mutating func tellLotNames() throws {
    let product = world.storyProduct
    let long = try StoryLot(
      world, lot: world.storyLot(16) + "-REWORK-LINE-ONE", product: product,
      day: CivilDay(2026, 7, 22))
    let made = try long.makeCase()
    world.key.gap(
      "lot-format", subject: long.plan.lot, at: made.unitsAt,
      "The lot number with its rework suffix has more than 20 characters.")
    try long.finish()

    // The letter O for the digit 0, typed at the second line's terminal.
    let plan = world.schedule().first { $0.lot.hasSuffix("26047") && !$0.lot.contains("C") }
    if let plan, !world.firm.products[plan.product].aggregated {
      let day = plan.start.day(world.firm.plants[plan.plant].zone)
      let typo = try StoryLot(
        world, lot: plan.lot.replacing("047", with: "O47"), product: plan.product, day: day,
        expiry: plan.expiry)
      let units = (0..<6).map { _ in world.item(plan.product) }
      let position = try typo.commission(units)
      try typo.close()
      world.key.gap(
        "lot-spelling-variant", subject: typo.plan.lot, at: position,
        "The letter O stands for the digit 0 in the lot number of six units.")
    }

    var product10 = world.firm.products[product]
    product10.item = String(product10.item.first ?? "0") + "90990"
    product10.name = "Trial label stock"
    product10.caseItem = nil
    let index = world.addProduct(product10)
    let trial = try StoryLot(
      world, lot: world.storyLot(17), product: index, day: CivilDay(2026, 7, 23))
    let case10 = try trial.makeCase(leaves: false)
    try trial.close()
    world.key.gap(
      "product-in-master-data", subject: "(01)" + product10.gtin, at: case10.unitsAt,
      "The line ran with a GTIN that is in no master data.")
  }

  /// A lot close to its expiry: sold, returned as saleable, and sold again when expired.
  private mutating func tellExpiredReturn() throws {
    let product = world.storyProduct
    let lot = try StoryLot(
      world, lot: world.storyLot(18), product: product, day: CivilDay(2025, 3, 4),
      expiry: "2026-08-31", feed: .archive)
    let made = try lot.makeCase(leaves: false)
    try lot.close()
    try world.log(
      "stock-legacy", "storing", "sellable_accessible", [made.packed.id],
      at: Moment(CivilDay(2025, 3, 10), 9, 0, 0, world.firm.logistics.zone), feed: .archive)
    let sale = try sell([made.packed.id], to: buyer(1), at: world.at(7, 8, 10))
    try world.returnSaleable(
      made.packed, from: buyer(1), plan: lot.plan, sold: sale.event, again: false)
    let again = try sell([made.packed.id], to: buyer(0), at: world.at(9, 2, 10))
    world.key.gap(
      "not-shipped-after-expiry", subject: lot.plan.lot, at: again.position,
      "A saleable return was sold again two days after its expiry.")
  }
}
