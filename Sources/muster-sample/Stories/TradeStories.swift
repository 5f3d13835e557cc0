extension StoryBook {
  /// Sales whose parties or papers do not fit; both firms.
  mutating func tellTrade() throws {
    var sale = try sell([take().packed.id], to: buyer(0), at: world.at(8, 26, 10)) { _, event in
      event.transactions = []
    }
    world.key.gap(
      "purchase-order-present", subject: sale.document.path, at: sale.position,
      "A sale names neither purchase order nor despatch advice.")

    sale = try sell([take().packed.id], to: buyer(1), at: world.at(8, 26, 11)) { _, event in
      event.sources.removeAll { $0.type == "owning_party" }
      event.destinations.removeAll { $0.type == "owning_party" }
    }
    world.key.gap(
      "owning-parties-present", subject: sale.document.path, at: sale.position,
      "A shipment to a wholesaler names places and no owners.")

    let wrong = buyer(0).place
    sale = try sell([take().packed.id], to: buyer(1), at: world.at(8, 26, 12)) { head, event in
      event.destinations = event.destinations.map {
        $0.type == "owning_party" ? ($0.type, wrong) : $0
      }
      head.receiver = wrong
      head.places.append(wrong)
    }
    world.key.gap(
      "buyer-matches-purchase-order", subject: sale.document.path, at: sale.position,
      "Sold to one wholesaler, as the order says; the owner's GLN is another's.")

    sale = try sell([take().packed.id], to: buyer(0), at: world.at(8, 26, 13)) { head, _ in
      head.receiver = self.buyer(2).place
    }
    world.key.gap(
      "document-parties", subject: sale.document.path, at: sale.document.mark("receiver"),
      "The header addresses a wholesaler that is not a party to the sale.")

    let owner = world.firm.owner
    sale = try sell([take().packed.id], to: buyer(1), at: world.at(8, 26, 14)) { _, event in
      event.destinations = event.destinations.map {
        $0.type == "owning_party" ? ($0.type, owner) : $0
      }
    }
    world.key.gap(
      "seller-differs-from-buyer",
      subject: sale.document.path, at: sale.position,
      "An ordered shipment to a wholesaler names the seller as the new owner.")

    try tellParties()

    // A wholesaler passes on a case that the records say another one owns.
    let moved = try take()
    try sell([moved.packed.id], to: buyer(0), at: world.at(8, 27, 10))
    let dispenser = world.firm.dispenser
    let stranger = buyer(1)
    let time = world.at(9, 1, 10)
    var head = world.tradeHead(
      "2026-09/onward-sale", from: stranger.place, to: dispenser.place,
      created: time.after(minutes: 30), statement: world.firm.statement,
      products: world.levels(of: world.storyProduct),
      places: [stranger.place, stranger.dock ?? stranger.place, dispenser.place])
    head.guideline = world.firm.guideline
    var position = Position(file: "", line: 0)
    let event = world.shipping(
      [moved.packed.id], seller: stranger.place, from: stranger.dock ?? stranger.place,
      buyer: dispenser.place, to: dispenser.place, at: time, stranger.zone, order: "PO-410077",
      advice: "DN-55012")
    try world.document(head, feed: .receipts) { position = try $0.add(event) }
    try world.receive([moved.packed.id], by: dispenser, of: event)
    world.key.gap(
      "ownership-chain", subject: world.name(moved.packed.id), at: position,
      "A wholesaler passes on a case that was sold to another one.")
  }

  private mutating func tellParties() throws {
    let template = buyer(0)
    var nameless = template
    nameless.dock = nil
    nameless.place = Place(
      template.place.prefix, "00071", name: "Clinic Buying Group", street: "", city: "",
      state: template.place.state, postalCode: template.place.postalCode,
      country: template.place.country)
    nameless.guideline = world.firm.guideline
    world.addPartner(nameless)
    let bare = try sell([take().packed.id], to: nameless, at: world.at(8, 31, 10))
    world.key.gap(
      "party-name-and-address", subject: nameless.place.gln,
      at: bare.document.mark(nameless.place.gln),
      "The buyer's master data hold no street and no city.")

    var unknown = nameless
    unknown.place = Place(
      template.place.prefix, "00072", name: "Regional Distributor", street: "18 Depot Street",
      city: template.place.city, state: template.place.state,
      postalCode: template.place.postalCode, country: template.place.country)
    let stray = try sell([take().packed.id], to: unknown, at: world.at(8, 31, 11))
    world.key.gap(
      "party-known", subject: unknown.place.gln, at: stray.position,
      "A sale to a GLN that is in no partner list.")

    let gln = buyer(1).place.gln
    let moved = try sell([take().packed.id], to: buyer(1), at: world.at(8, 31, 12)) { head, _ in
      head.edit = { key, attribute, value in
        key == gln && attribute == "postalCode" ? "00000" : value
      }
    }
    world.key.gap(
      "party-address-consistent", subject: gln, at: moved.document.mark(gln),
      "One document gives the buyer another postal code than all others.")
  }
}
