extension StoryBook {
  /// What lies in what, told wrongly.
  mutating func tellPacking() throws {
    try tellContainment()
    try tellDirectSales()
    let opened = try take()
    let stranger = try take()
    try world.log(
      "unpack-0821", "unpacking", "in_progress", [], at: world.at(8, 21, 10),
      adjust: {
        $0.kind = .aggregation
        $0.action = .delete
        $0.parent = opened.packed.id
        $0.epcs = [stranger.packed.units[0]]
      },
      more: { document in
        world.key.gap(
          "unpacked-from-own-parent", subject: world.name(stranger.packed.units[0]),
          at: document.lastPosition,
          "A unit is unpacked from a case it was never in.")
      })

    let both = try take()
    let sale = try sell(
      [both.packed.id, both.packed.units[0]], to: buyer(2), at: world.at(8, 21, 14))
    world.key.gap(
      "parent-and-child-listed", subject: world.name(both.packed.units[0]), at: sale.position,
      "The shipment lists a case and a unit inside it.")
  }

  private mutating func tellContainment() throws {
    let product = world.storyProduct
    let lot = try StoryLot(
      world, lot: world.storyLot(11), product: product, day: CivilDay(2026, 7, 15))
    let first = try lot.makeCase()
    let shared = first.packed.units[0]
    let second = try lot.makeCase(foreign: [shared])
    world.key.gap(
      "one-open-parent", subject: world.name(shared), at: second.packAt,
      "A unit is packed into a second case and was never taken out of the first.")

    let outer = world.logistic()
    let inner = world.logistic()
    try lot.commissionLabels([outer, inner])
    let content = try lot.makeCase(leaves: false)
    try lot.aggregate(inner, [content.packed.id])
    try lot.aggregate(outer, [inner])
    let circle = try lot.aggregate(inner, [outer])
    world.key.gap(
      "hierarchy-acyclic", subject: world.name(outer), at: circle,
      "Two pallets are recorded inside each other.")
    try lot.finish()
  }

  /// Sales from the plant itself, where every unpacking is recorded.
  private mutating func tellDirectSales() throws {
    let product = world.storyProduct
    let plant = world.firm.plants[0]
    let lot = try StoryLot(
      world, lot: world.storyLot(12), product: product, day: CivilDay(2026, 7, 16))
    let loose = try lot.makeCase(leaves: false)
    let child = try lot.makeCase(leaves: false)
    let pallet = world.logistic()
    let other = try lot.makeCase(leaves: false)
    try lot.commissionLabels([pallet])
    try lot.aggregate(pallet, [child.packed.id, other.packed.id])

    // An empty case: everything was taken out and packed again, the old label was shipped.
    let label = world.logistic()
    let emptied = try lot.makeCase(label: label, leaves: false)
    try lot.aggregate(label, emptied.packed.units, delete: true)
    world.contents[label] = nil
    let again = world.logistic()
    try lot.commissionLabels([again])
    try lot.aggregate(again, emptied.packed.units)
    let unknown = world.logistic()
    try lot.commissionLabels([unknown])
    let hasty = try lot.makeCase(leaves: false)
    let never = try lot.makeCase(leaves: false)
    try lot.close()

    let place = plant.place
    let direct: (inout DocumentHead, inout Event) -> Void = { head, event in
      head.places.append(place)
      event.readPoint = place
      event.location = place
      event.sources = [("owning_party", self.world.firm.owner), ("location", place)]
      event.offset = plant.zone.offset(at: event.time)
    }
    let empty = try sell([label], to: buyer(0), at: world.at(8, 24, 10), adjust: direct)
    world.key.gap(
      "shipped-container-not-empty", subject: world.name(label), at: empty.position,
      "A case was emptied for rework; its old label was sold.")
    let blind = try sell([unknown], to: buyer(1), at: world.at(8, 24, 11), adjust: direct)
    world.key.gap(
      "shipped-container-content-known", subject: world.name(unknown), at: blind.position,
      "A pallet was sold of which no file says what it holds.")
    try tellReceipts(hasty: hasty, never: never, direct: direct)

    let unit = loose.packed.units[0]
    let sale = try sell([unit], to: buyer(0), at: world.at(8, 25, 10), adjust: direct)
    world.key.gap(
      "not-shipped-loose", subject: world.name(unit), at: sale.position,
      "A unit was sold loose while the records keep it in its case at the plant.")

    let first = try sell([child.packed.id], to: buyer(0), at: world.at(8, 25, 11), adjust: direct)
    world.key.gap(
      "not-shipped-loose", subject: world.name(child.packed.id), at: first.position,
      "A case was sold while the records keep it on its pallet at the plant.")
    let second = try sell([pallet], to: buyer(0), at: world.at(8, 28, 11), adjust: direct)
    world.key.gap(
      "not-shipped-again-in-parent", subject: world.name(child.packed.id), at: second.position,
      "The pallet was sold three days after one of its cases, the case still on it in the records.")
  }
}
