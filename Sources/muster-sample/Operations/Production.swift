/// A case as packed.
struct Case {
  var id: EPC
  var units: [EPC]
  var partial = false
}

/// A pallet as built.
struct Pallet {
  var id: EPC
  var cases: [Case]
}

/// What is to be made.
struct LotPlan {
  var lot: String
  var product: Int
  var plant: Int
  var line: String
  var units: Int
  var start: Moment
  /// Run time on the line.
  var minutes: Int
  var expiry: String
  var sequence: Int
}

/// What a lot left in stock at the line.
struct LotStock {
  var plan: LotPlan
  var pallets: [Pallet] = []
  /// Items without a parent, of a product that is not aggregated.
  var loose: [EPC] = []
  var samples: [EPC] = []
  var closed: Moment
  /// Where the lot's first commissioning stands.
  var first = Position(file: "", line: 1)
}

extension World {
  /// The feed a plant's line exports go to.
  func feed(_ plan: LotPlan) -> Feed { firm.plants[plan.plant].isContract ? .contract : .line }

  /// A head without parties: a system's own export.
  func exportHead(_ path: String, created: Moment, products: [Int] = [], places: [Place] = [])
    -> DocumentHead
  {
    var head = DocumentHead(path: path, created: created, instance: instance())
    head.guideline = firm.guideline
    head.products = products
    head.places = places
    return head
  }

  /// Makes one lot: commissioning, rejects, samples, cases, pallets, and one reworked case in three
  /// lots. Two files, as line systems export them at lot close.
  func produce(_ plan: LotPlan) throws -> LotStock {
    let plant = firm.plants[plan.plant]
    let product = firm.products[plan.product]
    let closed = plan.start.after(minutes: plan.minutes + 25)
    let month = plan.start.day(plant.zone).monthText
    let head = exportHead(
      "\(month)/\(plan.lot)-commissioning", created: closed.after(minutes: 10),
      products: levels(of: plan.product), places: [firm.owner, plant.place])
    let serials = try open(head, feed: feed(plan))
    var stock = LotStock(plan: plan, closed: closed)
    var packing: OpenDocument?
    if product.aggregated {
      packing = try open(
        exportHead("\(month)/\(plan.lot)-packing", created: closed.after(minutes: 12)),
        feed: feed(plan))
    }
    begin(LotFacts(plan: plan, closed: closed))
    var run = LineRun(world: self, plan: plan, plant: plant, product: product, closed: closed)
    try run.make(serials: serials, packing: packing, stock: &stock)
    try serials.close()
    try packing?.close()
    lotsMade += 1
    unitsMade += plan.units
    return stock
  }
}

/// One lot running down one line.
private struct LineRun {
  let world: World
  let plan: LotPlan
  let plant: Plant
  let product: Product
  let closed: Moment
  var pallet: [Case] = []

  private func event(_ step: String, _ disposition: String, at time: Moment) -> Event {
    var event = Event(step, disposition, at: time, plant.zone)
    event.readPoint = plant.place.at(plan.line)
    event.location = plant.place
    event.record = closed.after(minutes: 5)
    return event
  }

  private func commission(
    _ epcs: [EPC], at time: Moment, lot: Bool, in document: World.OpenDocument
  ) throws {
    if lot, epcs.first?.product == UInt16(plan.product) {
      world.note(plan.lot) {
        $0.commissionings += epcs.count
        if world.tellsPacks { $0.packs += epcs }
      }
    }
    var event = event("commissioning", "active", at: time)
    event.action = .add
    if lot {
      event.lot = plan.lot
      event.expiry = plan.expiry
    }
    guard world.options.events == .single else {
      event.epcs = epcs
      try document.add(event)
      return
    }
    for (order, epc) in epcs.enumerated() {
      event.epcs = [epc]
      event.time = Moment(ms: time.ms + order * 2)
      try document.add(event)
    }
  }

  private func decommission(_ epcs: [EPC], at time: Moment, in document: World.OpenDocument) throws
  {
    var event = event("decommissioning", "inactive", at: time)
    event.action = .delete
    event.epcs = epcs
    try document.add(event)
  }

  @discardableResult
  private func aggregate(
    _ parent: EPC, _ children: [EPC], at time: Moment, delete: Bool = false,
    in document: World.OpenDocument
  ) throws -> Position {
    var event = event(delete ? "unpacking" : "packing", "in_progress", at: time)
    event.kind = .aggregation
    event.action = delete ? .delete : .add
    event.parent = parent
    event.epcs = children
    return try document.add(event)
  }

  /// Ten cases' worth of items at a time, so that memory follows the lot's stock only.
  mutating func make(
    serials: World.OpenDocument, packing: World.OpenDocument?, stock: inout LotStock
  ) throws {
    let quantity = max(product.caseQuantity, 1)
    let chunk = product.aggregated ? quantity * 10 : 500
    let sampled = min(8, plan.units / 40)
    let good = plan.units - sampled
    let steps = max(1, (good + chunk - 1) / chunk)
    var made = 0
    let reworked = plan.sequence % 3 == 1 ? steps / 2 : -1
    for step in 0..<steps {
      let count = min(chunk, good - made)
      let begin = Moment(ms: plan.start.ms + plan.minutes * 60_000 * step / steps)
      let width = plan.minutes * 60_000 / steps
      var units: [EPC] = []
      units.reserveCapacity(count + 8)
      for _ in 0..<count { units.append(world.item(plan.product)) }
      // Samples leave the line at the start, in the middle and at the end.
      let pulls = step == 0 || step == steps / 2 || step == steps - 1
      if pulls, stock.samples.count < sampled {
        let want =
          step == steps - 1
          ? sampled - stock.samples.count : min(3, sampled - stock.samples.count)
        for _ in 0..<want { stock.samples.append(world.item(plan.product)) }
        units.append(contentsOf: stock.samples.suffix(want))
      }
      var rejects: [EPC] = []
      for _ in 0..<world.random.pick(0...2) {
        rejects.append(world.item(plan.product))
        units.append(rejects[rejects.count - 1])
      }
      try commission(units, at: begin, lot: true, in: serials)
      if step == 0 { stock.first = serials.lastPosition }
      let goods = Array(units[0..<count])
      made += count
      if let packing {
        try pack(
          goods, from: begin, width: width, rework: step == reworked, serials: serials,
          packing: packing, stock: &stock)
      } else {
        stock.loose.append(contentsOf: goods)
      }
      if !rejects.isEmpty {
        world.note(plan.lot) {
          $0.scrappings += rejects.count
          $0.rejects += rejects
        }
        try decommission(rejects, at: Moment(ms: begin.ms + width * 9 / 10), in: serials)
      }
    }
    if let packing { try closePallet(at: closed.after(minutes: -8), in: packing, stock: &stock) }
    world.note(plan.lot) {
      $0.sampled += stock.samples.count
      $0.samples += stock.samples
    }
    if !stock.samples.isEmpty { try decommission(stock.samples, at: closed, in: serials) }
  }

  private mutating func pack(
    _ units: [EPC], from begin: Moment, width: Int, rework: Bool, serials: World.OpenDocument,
    packing: World.OpenDocument, stock: inout LotStock
  ) throws {
    let quantity = product.caseQuantity
    var cases: [Case] = []
    var first = 0
    while first < units.count {
      let last = min(first + quantity, units.count)
      let partial = last - first < quantity
      // A partial case is a logistics unit: the case GTIN stands for the full quantity.
      let id =
        partial || product.caseItem == nil
        ? world.logistic() : world.item(product.caseItem ?? plan.product)
      cases.append(Case(id: id, units: Array(units[first..<last]), partial: partial))
      first = last
    }
    let items = cases.filter { $0.id.kind == .item }.map(\.id)
    let numbers = cases.filter { $0.id.kind == .logistic }.map(\.id)
    let labelled = Moment(ms: begin.ms + width / 20)
    if !items.isEmpty { try commission(items, at: labelled, lot: true, in: serials) }
    if !numbers.isEmpty { try commission(numbers, at: labelled, lot: false, in: serials) }
    for (order, packed) in cases.enumerated() {
      let time = Moment(ms: begin.ms + width / 10 + width * 7 / 10 * order / cases.count)
      let position = try aggregate(packed.id, packed.units, at: time, in: packing)
      if packed.partial, plan.sequence == 0, world.options.gaps == .planted {
        world.key.decoy(
          subject: world.book.canonical(packed.id), at: position,
          "The last case of a packaging order is partial and carries an SSCC.")
      }
      world.hold([ContentFacts(lot: plan.lot, packs: packed.units.count)], in: packed.id)
      pallet.append(packed)
    }
    let done = Moment(ms: begin.ms + width * 82 / 100)
    if rework, let opened = pallet.last, opened.units.count > 4 {
      pallet.removeLast()
      try self.rework(opened, at: done, serials: serials, packing: packing)
    }
    if pallet.count >= product.casesPerPallet {
      try closePallet(at: Moment(ms: begin.ms + width * 95 / 100), in: packing, stock: &stock)
    }
  }

  /// A case with a scuffed label: opened, two packs scrapped, the rest packed again as a partial.
  private mutating func rework(
    _ opened: Case, at time: Moment, serials: World.OpenDocument, packing: World.OpenDocument
  ) throws {
    try aggregate(opened.id, opened.units, at: time, delete: true, in: packing)
    world.note(plan.lot) {
      $0.scrappings += 2
      $0.rejects += opened.units.prefix(2)
    }
    let minute = Moment(ms: time.ms + 4000)
    try decommission(Array(opened.units.prefix(2)) + [opened.id], at: minute, in: serials)
    let id = world.logistic()
    let rest = Array(opened.units.dropFirst(2))
    try commission([id], at: Moment(ms: time.ms + 8000), lot: false, in: serials)
    try aggregate(id, rest, at: Moment(ms: time.ms + 12_000), in: packing)
    world.hold([ContentFacts(lot: plan.lot, packs: rest.count)], in: id)
    pallet.append(Case(id: id, units: rest, partial: true))
  }

  private mutating func closePallet(
    at time: Moment, in packing: World.OpenDocument, stock: inout LotStock
  ) throws {
    guard !pallet.isEmpty else { return }
    let id = world.logistic()
    try commission([id], at: time, lot: false, in: packing)
    try aggregate(id, pallet.map(\.id), at: Moment(ms: time.ms + 30_000), in: packing)
    world.hold(pallet.flatMap { world.contents[$0.id] ?? [] }, in: id)
    stock.pallets.append(Pallet(id: id, cases: pallet))
    pallet = []
  }
}
