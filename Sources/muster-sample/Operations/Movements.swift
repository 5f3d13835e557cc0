/// The business transaction URI of a party's number.
func transaction(_ party: Place, _ number: String) -> String {
  "urn:epcglobal:cbv:bt:" + party.gln + ":" + number
}

extension World {
  /// A shipping event: owner and location on both sides, order and despatch advice.
  func shipping(
    _ epcs: [EPC], seller: Place, from: Place, buyer: Place, to: Place, at time: Moment,
    _ zone: Zone, order: String?, advice: String?, disposition: String = "in_transit"
  ) -> Event {
    var event = Event("shipping", disposition, at: time, zone)
    event.inUTC = firm.isAmerican
    event.id = identifier()
    event.epcs = epcs
    event.readPoint = from
    event.location = from
    event.record = time.after(minutes: 6)
    if let order { event.transactions.append(("po", transaction(buyer, order))) }
    if let advice { event.transactions.append(("desadv", transaction(seller, advice))) }
    event.sources = [("owning_party", seller), ("location", from)]
    event.destinations = [("owning_party", buyer), ("location", to)]
    return event
  }

  /// An observation by a partner at its own place.
  func observation(
    _ step: String, _ disposition: String, _ epcs: [EPC], at place: Place, dock: String? = nil,
    time: Moment, _ zone: Zone
  ) -> Event {
    var event = Event(step, disposition, at: time, zone)
    event.epcs = epcs
    event.readPoint = dock.map { place.at($0) } ?? place
    event.location = place
    event.record = time.after(minutes: 9)
    return event
  }

  /// A head between two parties.
  func tradeHead(
    _ path: String, from sender: Place, to receiver: Place, created: Moment,
    guideline: DocumentHead.Guideline? = nil, statement: (affirmed: Bool, text: String)? = nil,
    products: [Int] = [], places: [Place] = []
  ) -> DocumentHead {
    var head = DocumentHead(path: path, created: created, instance: instance())
    head.sender = sender
    head.receiver = receiver
    head.guideline = firm.isAmerican ? guideline ?? .release12 : .none
    head.statement = statement
    head.products = products
    var seen: Set<String> = []
    head.places = places.filter { seen.insert($0.gln).inserted }
    return head
  }

  /// One sale: a document of its own with statement, master data and the shipping event.
  @discardableResult
  func sell(
    _ epcs: [EPC], product: Int, to customer: Partner, at time: Moment,
    statement: Bool = true, adjust: (inout DocumentHead, inout Event) -> Void = { _, _ in }
  ) throws -> (document: OpenDocument, position: Position, event: Event) {
    let number = orderNumber()
    let from = firm.logistics.place
    let destination = customer.dock ?? customer.place
    let day = time.day(firm.logistics.zone)
    var head = tradeHead(
      "\(day.monthText)/ASN-\(number)", from: firm.owner, to: customer.place,
      created: time.after(minutes: 20), guideline: customer.guideline,
      statement: statement ? firm.statement : nil, products: levels(of: product),
      places: [firm.owner, from, customer.place, destination])
    var event = shipping(
      epcs, seller: firm.owner, from: from, buyer: customer.place, to: destination, at: time,
      firm.logistics.zone, order: "PO-\(number - 300_000)", advice: "ASN-\(number)")
    adjust(&head, &event)
    var position = Position(file: "", line: 0)
    let document = try document(head, feed: .distribution) { position = try $0.add(event) }
    sales.append(
      SaleFacts(
        number: number, customer: customer, product: product, epcs: event.epcs, time: event.time,
        path: head.path, position: position))
    return (document, position, event)
  }

  /// Moves stock to the own logistics provider: no change of owner, so no order and no statement.
  @discardableResult
  func transfer(_ epcs: [EPC], plan: LotPlan, at time: Moment) throws -> Position {
    let plant = firm.plants[plan.plant]
    note(plan.lot) { $0.moved = $0.moved ?? time }
    let number = orderNumber()
    let head = tradeHead(
      "\(time.day(plant.zone).monthText)/transfer-\(plan.lot)", from: firm.owner,
      to: firm.logistics.place, created: time.after(minutes: 20),
      products: levels(of: plan.product), places: [plant.place, firm.logistics.place])
    let event = shipping(
      epcs, seller: firm.owner, from: plant.place, buyer: firm.owner, to: firm.logistics.place,
      at: time, plant.zone, order: nil, advice: "TRF-\(number)")
    var position = Position(file: "", line: 0)
    try document(head, feed: feed(plan)) { position = try $0.add(event) }
    return position
  }

  /// The logistics provider books stock in, into quarantine.
  func storeInQuarantine(_ epcs: [EPC], plan: LotPlan, at time: Moment) throws {
    let place = firm.logistics.place
    let zone = firm.logistics.zone
    let head = tradeHead(
      "\(time.day(zone).monthText)/receipt-\(plan.lot)", from: place, to: firm.owner,
      created: time.after(minutes: 40))
    try document(head, feed: .logistics) { document in
      try document.add(
        observation("receiving", "in_progress", epcs, at: place, dock: "DOCK1", time: time, zone))
      try document.add(
        observation(
          "storing", "sellable_not_accessible", epcs, at: place, dock: "QUAR",
          time: time.after(minutes: 30), zone))
    }
  }

  /// The logistics provider books released stock as saleable.
  func release(_ epcs: [EPC], plan: LotPlan, at time: Moment) throws {
    note(plan.lot) { $0.released = $0.released ?? time }
    let zone = firm.logistics.zone
    let head = tradeHead(
      "\(time.day(zone).monthText)/release-\(plan.lot)", from: firm.logistics.place,
      to: firm.owner, created: time.after(minutes: 15))
    try document(head, feed: .logistics) { document in
      try document.add(
        observation(
          "storing", "sellable_accessible", epcs, at: firm.logistics.place, dock: "RACK",
          time: time, zone))
    }
  }

  /// Opens a pallet at the logistics provider.
  func unpacking(_ parent: EPC, _ children: [EPC], at place: Place, time: Moment, _ zone: Zone)
    -> Event
  {
    var event = observation("unpacking", "in_progress", children, at: place, time: time, zone)
    event.kind = .aggregation
    event.action = .delete
    event.parent = parent
    return event
  }

  /// A receipt a partner sends back for what it was shipped.
  @discardableResult
  func receive(
    _ epcs: [EPC], by partner: Partner, of shipment: Event, after minutes: Int = 1500
  ) throws -> Position {
    let time = shipment.time.after(minutes: minutes)
    let place = partner.dock ?? partner.place
    let head = tradeHead(
      "\(time.day(partner.zone).monthText)/receipt-\(orderNumber())", from: partner.place,
      to: firm.owner, created: time.after(minutes: 30))
    var event = observation("receiving", "in_progress", epcs, at: place, time: time, partner.zone)
    event.id = identifier()
    event.transactions = shipment.transactions
    event.sources = shipment.sources
    event.destinations = shipment.destinations
    var position = Position(file: "", line: 0)
    try document(head, feed: .receipts) { position = try $0.add(event) }
    return position
  }
}
