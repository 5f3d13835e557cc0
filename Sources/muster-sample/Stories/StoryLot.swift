/// A case made for a story, and where its events stand.
struct Made {
  var packed: Case
  var unitsAt: Position
  var caseAt: Position
  var packAt: Position
}

/// A small lot whose cases are made one by one, each as its story wants it.
final class StoryLot {
  let plan: LotPlan
  private let world: World
  private let document: World.OpenDocument
  private var clock: Moment
  private var outer: [EPC] = []

  /// Opens the lot's file; the lot runs on `day` from ten o'clock.
  init(
    _ world: World, lot: String, product: Int, day: CivilDay, plant: Int = 0,
    expiry: String? = nil, start: Moment? = nil, feed: Feed? = nil
  ) throws {
    self.world = world
    let site = world.firm.plants[plant]
    let life = world.book.products[product].shelfMonths
    plan = LotPlan(
      lot: lot, product: product, plant: plant, line: site.lines[0], units: 0,
      start: start ?? Moment(day, 10, 0, 0, site.zone), minutes: 300,
      expiry: expiry ?? day.monthEnd(after: life).text, sequence: 0)
    clock = plan.start
    let known = product < world.firm.products.count ? world.levels(of: product) : []
    let head = world.exportHead(
      "\(day.monthText)/\(lot)-line", created: clock.after(minutes: 600), products: known,
      places: [world.firm.owner, site.place])
    document = try world.open(head, feed: feed ?? world.feed(plan))
    world.begin(
      LotFacts(plan: plan, closed: plan.start.after(minutes: 420), isStory: true))
    world.lotsMade += 1
  }

  var site: Plant { world.firm.plants[plan.plant] }

  /// An event of the line, a little later than the one before.
  func event(_ step: String, _ disposition: String, minutes: Int = 1) -> Event {
    clock = clock.after(minutes: minutes)
    var event = Event(step, disposition, at: clock, site.zone)
    event.readPoint = site.place.at(plan.line)
    event.location = site.place
    event.record = plan.start.after(minutes: 420)
    return event
  }

  @discardableResult
  func write(_ event: Event) throws -> Position { try document.add(event) }

  /// Commissions items of the lot.
  @discardableResult
  func commission(_ epcs: [EPC], adjust: (inout Event) -> Void = { _ in }) throws -> Position {
    var event = event("commissioning", "active")
    event.action = .add
    event.epcs = epcs
    event.lot = plan.lot
    event.expiry = plan.expiry
    adjust(&event)
    world.unitsMade += epcs.count
    if epcs.first.map({ $0.kind != .item || $0.product == UInt16(plan.product) }) ?? false {
      world.note(plan.lot) {
        $0.commissionings += epcs.count
        if world.tellsPacks { $0.packs += epcs }
      }
    }
    return try write(event)
  }

  /// Commissions logistics units: no lot, no expiry.
  @discardableResult
  func commissionLabels(_ epcs: [EPC]) throws -> Position {
    var event = event("commissioning", "active")
    event.action = .add
    event.epcs = epcs
    return try write(event)
  }

  @discardableResult
  func decommission(_ epcs: [EPC], adjust: (inout Event) -> Void = { _ in }) throws -> Position {
    var event = event("decommissioning", "inactive")
    event.action = .delete
    event.epcs = epcs
    adjust(&event)
    world.note(plan.lot) {
      $0.scrappings += epcs.count
      $0.rejects += epcs
    }
    return try write(event)
  }

  @discardableResult
  func aggregate(
    _ parent: EPC, _ children: [EPC], delete: Bool = false,
    adjust: (inout Event) -> Void = { _ in }
  ) throws -> Position {
    var event = event(delete ? "unpacking" : "packing", "in_progress")
    event.kind = .aggregation
    event.action = delete ? .delete : .add
    event.parent = parent
    event.epcs = children
    adjust(&event)
    return try write(event)
  }

  /// Makes one case. `special` units take the place of ordinary ones and are commissioned with them;
  /// `foreign` units go in without being commissioned here.
  @discardableResult
  func makeCase(
    quantity: Int? = nil, special: [EPC] = [], foreign: [EPC] = [], label: EPC? = nil,
    leaves: Bool = true, units adjustUnits: (inout Event) -> Void = { _ in },
    outer adjustCase: (inout Event) -> Void = { _ in }
  ) throws -> Made {
    let product = world.book.products[plan.product]
    let count = max(0, (quantity ?? max(product.caseQuantity, 4)) - special.count - foreign.count)
    var units: [EPC] = []
    for _ in 0..<count { units.append(world.item(plan.product)) }
    let unitsAt = try commission(units + special, adjust: adjustUnits)
    let id =
      label ?? (product.caseItem.map { world.item($0) })
      ?? world.logistic()
    let caseAt: Position
    if id.kind == .logistic {
      caseAt = try commissionLabels([id])
    } else {
      caseAt = try commission([id], adjust: adjustCase)
      world.unitsMade -= 1
    }
    let content = units + special + foreign
    let packAt = try aggregate(id, content)
    if foreign.isEmpty {
      world.hold([ContentFacts(lot: plan.lot, packs: content.count)], in: id)
    }
    if leaves { outer.append(id) }
    clock = clock.after(minutes: 2)
    return Made(
      packed: Case(id: id, units: content), unitsAt: unitsAt, caseAt: caseAt, packAt: packAt)
  }

  /// Closes the lot's file; what leaves goes to the logistics provider, is booked in and released.
  func finish() throws {
    try document.close()
    guard !outer.isEmpty else { return }
    let day = plan.start.day(site.zone)
    guard let out = world.workingMoment(day + 2, hour: 9, minute: 20),
      let booked = world.workingMoment(out.day(.central) + 1, hour: 10),
      let released = world.workingMoment(day + 9, hour: 8)
    else { return }
    try world.transfer(outer, plan: plan, at: out)
    try world.storeInQuarantine(outer, plan: plan, at: booked)
    try world.release(outer, plan: plan, at: released)
  }

  /// Closes the file and leaves the goods where they are.
  func close() throws { try document.close() }
}

extension World {
  /// A day of the quarter and an hour at the logistics provider.
  func at(_ month: Int, _ day: Int, _ hour: Int, _ minute: Int = 0) -> Moment {
    Moment(CivilDay(2026, month, day), hour, minute, 0, firm.logistics.zone)
  }

  /// One observation at the logistics provider in a document of its own.
  @discardableResult
  func log(
    _ name: String, _ step: String, _ disposition: String, _ epcs: [EPC], at time: Moment,
    feed: Feed = .logistics, head adjustHead: (inout DocumentHead) -> Void = { _ in },
    adjust: (inout Event) -> Void = { _ in }, more: (OpenDocument) throws -> Void = { _ in }
  ) throws -> (position: Position, document: OpenDocument) {
    var head = tradeHead(
      "\(time.day(firm.logistics.zone).monthText)/\(name)", from: firm.logistics.place,
      to: firm.owner, created: time.after(minutes: 25))
    adjustHead(&head)
    var event = observation(
      step, disposition, epcs, at: firm.logistics.place, dock: "RACK", time: time,
      firm.logistics.zone)
    adjust(&event)
    var position = Position(file: "", line: 0)
    let document = try document(head, feed: feed) { document in
      position = try document.add(event)
      try more(document)
    }
    return (position, document)
  }

  /// The canonical spelling of an EPC.
  func name(_ epc: EPC) -> String { book.canonical(epc) }

  /// A lot name of the story lots.
  func storyLot(_ number: Int) -> String { (firm.isAmerican ? "Q26X" : "E26X") + digits(number, 2) }

  /// The package item stories are made of.
  var storyProduct: Int { firm.isAmerican ? 4 : 2 }
}
