extension StoryBook {
  /// The transaction statement and the product attributes that travel with it.
  mutating func tellAmericanTrade() throws {
    let dispenser = world.firm.dispenser
    let packed = try take()
    var sale = try sell(
      [packed.packed.id], to: dispenser, at: world.at(9, 1, 11), statement: false)
    try world.receive([packed.packed.id], by: dispenser, of: sale.event)
    world.key.gap(
      "transaction-statement-present", subject: sale.document.path, at: sale.position,
      "A sale to a pharmacy without a transaction statement; no letter is agreed.")

    sale = try sell([take().packed.id], to: buyer(0), at: world.at(9, 1, 12)) { head, _ in
      head.statement?.affirmed = false
    }
    world.key.gap(
      "transaction-statement-affirmed", subject: sale.document.path,
      at: sale.document.mark("affirm"), "The transaction statement is there and says false.")

    sale = try sell([take().packed.id], to: buyer(1), at: world.at(9, 1, 13)) { head, _ in
      head.statement?.text = "Seller has complied with section 582 of the Act."
    }
    world.key.gap(
      "transaction-statement-text", subject: sale.document.path, at: sale.document.mark("notice"),
      "The statement's text names another section than 581(27).")

    sale = try sell([take().packed.id], to: buyer(0), at: world.at(9, 1, 14)) { head, _ in
      head.edit = { key, attribute, value in
        key.hasPrefix("5") && attribute == "additionalTradeItemIdentificationTypeCode"
          ? "US_FDA_NDC" : value
      }
    }
    world.key.gap(
      "guideline-release", subject: sale.document.path, at: sale.document.mark("root"),
      "One document uses the number types of both guideline releases.")
    // The outbound file was opened after sending and saved with another text.
    var instance = ""
    var name = ""
    var sent = Event("shipping", "in_transit", at: world.at(9, 1, 15), .central)
    try sell([take().packed.id], to: buyer(0), at: world.at(9, 1, 15)) { head, event in
      instance = head.instance
      name = head.path
      sent = event
    }
    sale = try sell(sent.epcs, to: buyer(0), at: sent.time) { head, event in
      event = sent
      head.path = name + "-resaved"
      head.instance = instance
      head.statement?.text += " Checked on file."
    }
    world.key.gap(
      "document-instance-once", subject: instance, at: sale.document.mark("instance"),
      "The outbound file was saved again after it was sent, with another statement text.")
    try tellAttributes()
  }

  private mutating func tellAttributes() throws {
    let tablets = world.firm.packages[0]
    let vials = world.firm.packages[1]
    let tablet = world.book.products[tablets].gtin
    let vial = world.book.products[vials].gtin
    let injector = world.book.products[world.storyProduct].gtin

    var sale = try sell([take().packed.id], to: buyer(1), at: world.at(9, 2, 11)) { head, _ in
      head.products = [tablets] + head.products
      head.edit = { key, attribute, value in
        key == tablet && attribute == "additionalTradeItemIdentification" ? "99991010230" : value
      }
    }
    world.key.gap(
      "ndc-matches-gtin", "product-attributes-consistent", subject: tablet,
      at: sale.document.mark(tablet), "The NDC of another presentation stands beside the GTIN.")

    sale = try sell([take().packed.id], to: buyer(0), at: world.at(9, 2, 12)) { head, _ in
      head.products = [vials] + head.products
      head.edit = { key, attribute, value in
        key == vial && attribute == "additionalTradeItemIdentification" ? "9999-20201" : value
      }
    }
    world.key.gap(
      "ndc-format", "product-attributes-consistent", subject: vial, at: sale.document.mark(vial),
      "The NDC lost a digit.")

    sale = try sell([take().packed.id], to: buyer(1), at: world.at(9, 2, 13)) { head, _ in
      head.edit = { key, attribute, value in
        key == injector && attribute == "strengthDescription" ? "40 mg/0.4 mL" : value
      }
    }
    world.key.gap(
      "product-attributes-consistent", subject: injector, at: sale.document.mark(injector),
      "One document states another strength than all others.")

    var bare = world.book.products[world.firm.packages[0]]
    bare.item = "010110"
    bare.ndc = "99991-101-10"
    bare.name = "Quillatab 10 mg Tablets"
    bare.strength = ""
    bare.caseItem = nil
    bare.caseQuantity = 12
    let index = world.addProduct(bare)
    world.launched.append(index)
    let lot = try StoryLot(
      world, lot: world.storyLot(19), product: index, day: CivilDay(2026, 7, 24))
    let made = try lot.makeCase()
    try lot.finish()
    let sold = try sell([made.packed.id], to: buyer(0), at: world.at(9, 3, 10)) { head, _ in
      head.products = [index]
    }
    world.key.gap(
      "product-attributes-present", subject: "(01)" + bare.gtin, at: sold.document.mark(bare.gtin),
      "The product was sold and no document states its strength.")
  }

  /// Cases with a GTIN of their own.
  mutating func tellCases() throws {
    let product = world.storyProduct
    let lot = try StoryLot(
      world, lot: world.storyLot(20), product: product, day: CivilDay(2026, 7, 28))
    let other = try StoryLot(
      world, lot: world.storyLot(21), product: product, day: CivilDay(2026, 7, 27))

    let unitLabel = world.item(product)
    let same = try lot.makeCase(label: unitLabel)
    world.key.gap(
      "case-gtin-differs", subject: world.name(unitLabel), at: same.packAt,
      "A case carries the GTIN of the package inside it.")

    let foreign = world.item(product)
    try other.commission([foreign])
    let mixed = try lot.makeCase(foreign: [foreign])
    let full = try other.makeCase(quantity: 13)
    let short = try lot.makeCase(quantity: 9)
    try lot.makeCase(quantity: 10)
    let wrongLabel = world.item(world.firm.packages[1] + 1)
    let borrowed = try lot.makeCase(label: wrongLabel, leaves: false)
    world.key.gap(
      "case-hierarchy-defined", subject: world.name(wrongLabel), at: borrowed.packAt,
      "Auto-injectors lie in a case that carries the case GTIN of the vials.")
    let mislabelled = try other.makeCase(outer: { $0.lot = lot.plan.lot })
    try other.finish()
    try lot.finish()

    var sale = try sell([mixed.packed.id], to: buyer(0), at: world.at(9, 8, 10))
    world.key.gap(
      "case-content-uniform", subject: world.name(mixed.packed.id), at: sale.position,
      "A case of one lot holds a unit of another.")
    sale = try sell([full.packed.id], to: buyer(1), at: world.at(9, 8, 11))
    world.key.gap(
      "case-quantity", subject: world.name(full.packed.id), at: sale.position,
      "A case for twelve was sold with thirteen.")
    sale = try sell([short.packed.id], to: buyer(0), at: world.at(9, 8, 12))
    world.key.gap(
      "case-quantity", subject: world.name(short.packed.id), at: sale.position,
      "Nine units were sold under the GTIN of the full case, and the lot's last case is partial too."
    )
    sale = try sell([mislabelled.packed.id], to: buyer(1), at: world.at(9, 8, 13))
    world.key.gap(
      "case-lot-matches-content", subject: world.name(mislabelled.packed.id), at: sale.position,
      "The case was commissioned under another lot than its units.")
  }
}
