extension StoryBook {
  /// Receipts that do not answer the shipment they should.
  func tellReceipts(
    hasty: Made, never: Made, direct: (inout DocumentHead, inout Event) -> Void
  ) throws {
    let dispenser = world.firm.dispenser
    let sold = try sell(
      [hasty.packed.id], to: dispenser, at: world.at(8, 19, 15), adjust: direct)
    let position = try world.receive([hasty.packed.id], by: dispenser, of: sold.event, after: -300)
    world.key.gap(
      "event-order", subject: world.name(hasty.packed.id), at: position,
      "The receipt is stamped five hours before the shipment it answers.")

    var receipt = sold.event
    receipt.transactions = [
      ("po", transaction(dispenser.place, "PO-499001")),
      ("desadv", transaction(world.firm.owner, "ASN-799001")),
    ]
    receipt.time = world.at(8, 19, 9)
    let received = try world.receive([never.packed.id], by: dispenser, of: receipt)
    world.key.gap(
      "received-unit-shipped", subject: world.name(never.packed.id), at: received,
      "The customer confirms a case nobody shipped.")
  }
}
