import Foundation

extension StoryBook {
  /// What looks odd and is right: every one must stay silent.
  mutating func tellDecoys() throws {
    try tellPalletBreak()
    try tellCorrectedEvent()
    try tellTwoFormats()
    try tellAutumnNight()
    try tellQualification()
    try tellDoubleScan()
    try tellQuarantineMove()
    if !world.firm.isAmerican { try tellBritishBatch() }
  }

  /// The logistics provider sells cases off a pallet and sends no unpacking.
  private mutating func tellPalletBreak() throws {
    let lot = try StoryLot(
      world, lot: world.storyLot(25), product: world.storyProduct, day: CivilDay(2026, 7, 31))
    let first = try lot.makeCase(leaves: false)
    let second = try lot.makeCase(leaves: false)
    let pallet = world.logistic()
    try lot.commissionLabels([pallet])
    try lot.aggregate(pallet, [first.packed.id, second.packed.id])
    try lot.close()
    try world.transfer([pallet], plan: lot.plan, at: world.at(8, 4, 9))
    try world.storeInQuarantine([pallet], plan: lot.plan, at: world.at(8, 5, 10))
    try world.release([pallet], plan: lot.plan, at: world.at(8, 11, 8))
    let sale = try sell([first.packed.id], to: buyer(0), at: world.at(8, 14, 10))
    world.key.decoy(
      subject: world.name(first.packed.id), at: sale.position,
      "The logistics provider breaks a pallet and sends no unpacking event.")
  }

  /// An event with an error, declared so, with the right event in its place.
  private mutating func tellCorrectedEvent() throws {
    let item = try take().packed.id
    let wrong = world.identifier()
    let right = world.identifier()
    let time = world.at(9, 9, 11)
    var position = Position(file: "", line: 0)
    try world.log(
      "stock-0909", "storing", "damaged", [item], at: time, adjust: { $0.id = wrong })
    try world.log(
      "stock-0909-correction", "storing", "damaged", [item], at: time,
      head: { $0.created = time.after(minutes: 120) },
      adjust: {
        $0.id = wrong
        $0.record = time.after(minutes: 110)
        $0.declaration = Event.Declaration(
          time: time.after(minutes: 100), reason: "incorrect_data", corrective: [right])
      },
      more: { document in
        position = document.lastPosition
        var event = world.observation(
          "storing", "sellable_accessible", [item], at: world.firm.logistics.place, dock: "RACK",
          time: time.after(minutes: 1), world.firm.logistics.zone)
        event.id = right
        event.record = time.after(minutes: 110)
        try document.add(event)
      })
    world.key.decoy(
      subject: world.name(item), at: position,
      "An event was wrong; the error declaration and the right event were both sent.")
  }

  /// The same receipt in both syntaxes, and a file sent again byte for byte.
  private mutating func tellTwoFormats() throws {
    let dispenser = world.firm.dispenser
    let packed = try take()
    let sale = try sell([packed.packed.id], to: dispenser, at: world.at(9, 10, 10))
    let time = sale.event.time.after(minutes: 1500)
    var event = world.observation(
      "receiving", "in_progress", [packed.packed.id], at: dispenser.place, time: time,
      dispenser.zone)
    event.id = world.identifier()
    event.transactions = sale.event.transactions
    event.sources = sale.event.sources
    event.destinations = sale.event.destinations
    for (name, other) in [("receipt-portal", false), ("receipt-portal-2", true)] {
      let head = world.tradeHead(
        "2026-09/\(name)", from: dispenser.place, to: world.firm.owner,
        created: time.after(minutes: 30))
      var position = Position(file: "", line: 0)
      try world.document(head, feed: .receipts, otherSyntax: other) {
        position = try $0.add(event)
      }
      if other {
        world.key.decoy(
          subject: world.name(packed.packed.id), at: position,
          "One receipt arrives as XML and as JSON-LD.")
      }
    }

    let again = try take()
    let sold = try sell([again.packed.id], to: buyer(0), at: world.at(9, 10, 11))
    let copy = sold.document.path.replacing("ASN-", with: "resent-ASN-")
    try FileManager.default.copyItem(
      at: world.root.appendingPathComponent(sold.document.path),
      to: world.root.appendingPathComponent(copy))
    world.key.decoy(
      subject: world.name(again.packed.id), at: Position(file: copy, line: sold.position.line),
      "An identical file was sent a second time.")
  }

  /// The night the clocks go back: packed at an earlier wall-clock time than commissioned.
  private mutating func tellAutumnNight() throws {
    let zone = world.firm.plants[0].zone
    let day = world.firm.isAmerican ? CivilDay(2025, 11, 2) : CivilDay(2025, 10, 26)
    let hour = world.firm.isAmerican ? 1 : 2
    let lot = try StoryLot(
      world, lot: world.storyLot(26), product: world.storyProduct, day: day,
      start: Moment(day, hour, 57, 30, zone), feed: .archive)
    let made = try lot.makeCase(leaves: false)
    try lot.close()
    try sell([made.packed.id], to: buyer(1), at: world.at(7, 9, 10))
    world.key.decoy(
      subject: world.name(made.packed.id), at: made.packAt,
      "Packed two minutes after commissioning, in the night the clocks went back: the wall clock "
        + "reads 58 minutes earlier.")
  }

  /// A qualification lot with test serials that never leaves the plant.
  private mutating func tellQualification() throws {
    let lot = try StoryLot(
      world, lot: "TEST-PQ-02", product: world.storyProduct, day: CivilDay(2026, 7, 29))
    let test = world.book.item(world.storyProduct, serial: "TEST0001")
    let made = try lot.makeCase(special: [test], leaves: false)
    try lot.close()
    world.key.decoy(
      subject: lot.plan.lot, at: made.unitsAt,
      "A qualification lot with test serials; it was never shipped.")
  }

  /// A customer scans one pack twice within a minute.
  private mutating func tellDoubleScan() throws {
    let dispenser = world.firm.dispenser
    let packed = try take()
    let sale = try sell([packed.packed.id], to: dispenser, at: world.at(9, 11, 10))
    try world.receive([packed.packed.id], by: dispenser, of: sale.event)
    let time = sale.event.time.after(minutes: 5 * 1440)
    let head = world.tradeHead(
      "2026-09/supply-scan", from: dispenser.place, to: world.firm.owner,
      created: time.after(minutes: 30))
    try world.document(head, feed: .receipts) { document in
      try document.add(
        world.unpacking(
          packed.packed.id, packed.packed.units, at: dispenser.place,
          time: time.after(minutes: -600), dispenser.zone))
      var event = world.observation(
        "dispensing", "dispensed", [packed.packed.units[0]], at: dispenser.place, time: time,
        dispenser.zone)
      event.action = .delete
      try document.add(event)
      event.time = time.after(seconds: 40)
      let position = try document.add(event)
      world.key.decoy(
        subject: world.name(packed.packed.units[0]), at: position,
        "The customer scans one pack twice, forty seconds apart.")
    }
  }

  /// Goods on hold move to the firm's own stock at the logistics provider before release.
  private mutating func tellQuarantineMove() throws {
    let lot = try StoryLot(
      world, lot: world.storyLot(27), product: world.storyProduct, day: CivilDay(2026, 8, 3))
    let made = try lot.makeCase(leaves: false)
    var hold = lot.event("holding", "sellable_not_accessible", minutes: 60)
    hold.epcs = [made.packed.id]
    try lot.write(hold)
    try lot.close()
    let position = try world.transfer([made.packed.id], plan: lot.plan, at: world.at(8, 5, 9))
    try world.storeInQuarantine([made.packed.id], plan: lot.plan, at: world.at(8, 6, 10))
    try world.release([made.packed.id], plan: lot.plan, at: world.at(8, 12, 8))
    world.key.decoy(
      subject: world.name(made.packed.id), at: position,
      "Quarantined goods move to the firm's own stock at the logistics provider before release.")
  }

  /// A batch certified and sold to Great Britain before 2025: no decommissioning was due.
  private mutating func tellBritishBatch() throws {
    let zone = world.firm.plants[0].zone
    let lot = try StoryLot(
      world, lot: world.storyLot(28), product: world.storyProduct, day: CivilDay(2024, 10, 8),
      feed: .archive)
    let made = try lot.makeCase(leaves: false)
    try lot.close()
    var partner = buyer(0)
    partner.dock = nil
    partner.place = Place(
      buyer(0).place.prefix, "00073", name: "Wholesaler GB", street: "5 Mill Lane", city: "Leeds",
      postalCode: "LS1 1AA", country: "GB")
    world.addPartner(partner)
    let time = Moment(CivilDay(2024, 11, 5), 10, 0, 0, zone)
    let from = world.firm.logistics.place
    let head = world.tradeHead(
      "2024-11/ASN-611204", from: world.firm.owner, to: partner.place,
      created: time.after(minutes: 20), products: world.levels(of: world.storyProduct),
      places: [world.firm.owner, from, partner.place])
    let event = world.shipping(
      [made.packed.id], seller: world.firm.owner, from: from, buyer: partner.place,
      to: partner.place, at: time, zone, order: "PO-311204", advice: "ASN-611204")
    var position = Position(file: "", line: 0)
    try world.document(head, feed: .archive) { position = try $0.add(event) }
    world.key.decoy(
      subject: lot.plan.lot, at: position,
      "A batch certified and sold to Great Britain before 2025 needed no decommissioning.")
  }
}
