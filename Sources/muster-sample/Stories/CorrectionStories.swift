extension StoryBook {
  /// Sales whose event said something wrong: declared so to the buyer, or to nobody outside.
  mutating func tellSaleCorrections() throws {
    let silent = try correctSale(on: 15, told: false)
    world.key.gap(
      "correction-reaches-partner", subject: silent.file, at: silent.at,
      "The shipping event of a sale was corrected in the firm's own system; the buyer never got it."
    )
    let told = try correctSale(on: 16, told: true)
    world.key.decoy(
      subject: told.file, at: told.at,
      "A sale's event was wrong; its error declaration and the right event went to the buyer.")
  }

  /// A sale, its error declaration two hours later, and the event that holds instead.
  private mutating func correctSale(
    on day: Int, told: Bool
  ) throws -> (file: String, at: Position) {
    let packed = try take().packed
    let right = world.identifier()
    let customer = buyer(0)
    let wrong = world.identifier()
    let sale = try sell([packed.id], to: customer, at: world.at(9, day, 10)) { $1.id = wrong }
    let time = sale.event.time
    let owner = world.firm.owner
    let dock = customer.dock ?? customer.place
    let head = world.tradeHead(
      "2026-09/correction-09\(day)", from: owner, to: told ? customer.place : owner,
      created: time.after(minutes: 120), guideline: customer.guideline,
      statement: world.firm.statement, products: world.levels(of: world.storyProduct),
      places: [owner, world.firm.logistics.place, customer.place, dock])
    var position = Position(file: "", line: 0)
    try world.document(head, feed: told ? .distribution : .logistics) { document in
      var declared = sale.event
      declared.record = time.after(minutes: 110)
      declared.declaration = Event.Declaration(
        time: time.after(minutes: 100), reason: "incorrect_data", corrective: [right])
      position = try document.add(declared)
      var event = sale.event
      event.id = right
      event.time = time.after(minutes: 1)
      event.record = time.after(minutes: 110)
      try document.add(event)
    }
    return (position.file, position)
  }
}
