extension StoryBook {
  /// Puts a pack set active again back into its case.
  private func packBack(_ packed: Case, at time: Moment) -> (World.OpenDocument) throws -> Void {
    { document in
      var event = self.world.observation(
        "packing", "in_progress", [packed.units[0]], at: self.world.firm.logistics.place,
        dock: "RACK", time: time, self.world.firm.logistics.zone)
      event.kind = .aggregation
      event.action = .add
      event.parent = packed.id
      try document.add(event)
    }
  }

  /// What only European rules know.
  mutating func tellUnion() throws {
    let product = world.storyProduct
    if let export = world.firm.export {
      let lot = try StoryLot(
        world, lot: world.storyLot(30), product: product, day: CivilDay(2026, 8, 6))
      let cases = try (0..<20).map { _ in try lot.makeCase().packed.id }
      try lot.finish()
      let sale = try world.sell(cases, product: product, to: export, at: world.at(9, 8, 10))
      world.key.gap(
        "export-decommissioned", subject: sale.position.file, at: sale.position,
        "480 packs left the Union and no event decommissions them.")
    }

    // A pack reversed eleven days after it was decommissioned, and one reversed elsewhere.
    let place = world.firm.logistics.place
    let zone = world.firm.logistics.zone
    let late = try take().packed
    let moved = try take().packed
    world.named["late"] = late.units[0]
    world.named["moved"] = moved.units[0]
    func decommission(_ unit: EPC, _ name: String, at time: Moment) throws {
      try world.log(
        name, "decommissioning", "inactive", [unit], at: time, adjust: { $0.action = .delete })
    }
    try decommission(late.units[0], "sample-0901", at: world.at(9, 1, 9))
    var position = try world.log(
      "reversal-0911", "commissioning", "active", [late.units[0]], at: world.at(9, 11, 12),
      adjust: {
        $0.action = .add
        $0.readPoint = place.at("RACK")
      }, more: packBack(late, at: world.at(9, 11, 12, 20))
    ).position
    world.key.gap(
      "serial-not-reused", subject: world.name(late.units[0]), at: position,
      "A decommissioned pack was set active again after 243 hours.")
    try decommission(moved.units[0], "sample-0902", at: world.at(9, 2, 9))
    let plant = world.firm.plants[0]
    position = try world.log(
      "reversal-0904", "commissioning", "active", [moved.units[0]], at: world.at(9, 4, 12),
      adjust: {
        $0.action = .add
        $0.readPoint = plant.place.at(plant.lines[0])
        $0.location = plant.place
        $0.offset = zone.offset(at: $0.time)
      }, more: packBack(moved, at: world.at(9, 4, 12, 20))
    ).position
    world.key.gap(
      "serial-not-reused", subject: world.name(moved.units[0]), at: position,
      "A pack decommissioned at the logistics provider was set active again at the plant.")

    let lot = try StoryLot(
      world, lot: world.storyLot(22), product: product, day: CivilDay(2026, 7, 29))
    let twice = world.item(product)
    let made = try lot.makeCase(special: [twice])
    try lot.aggregate(made.packed.id, [twice], delete: true)
    let again = try lot.commission([twice])
    world.unitsMade -= 1
    let label = world.logistic()
    try lot.commissionLabels([label])
    try lot.aggregate(label, [twice])
    try lot.finish()
    world.key.gap(
      "commissioned-once", subject: world.name(twice), at: again,
      "A pack taken out for rework was commissioned a second time, not decommissioned first.")

    // A national number whose check digit is wrong, in the firm's own master data.
    var wrong = world.book.products[product]
    wrong.prefix = "4150999"
    wrong.item = "090238"
    wrong.name = "Eschenal 100 mg Filmtabletten"
    wrong.caseQuantity = 10
    wrong.aggregated = true
    wrong.national = (type: "PZN", value: "99990238")
    let index = world.addProduct(wrong)
    world.configured.append(index)
    world.launched.append(index)
    let misprinted = try StoryLot(
      world, lot: world.storyLot(23), product: index, day: CivilDay(2026, 7, 30))
    let printed = try misprinted.makeCase()
    try misprinted.finish()
    world.key.gap(
      "national-number", subject: wrong.gtin, at: printed.unitsAt,
      "The PZN in the master data fails its check digit; the product code was built from it.")
  }
}
