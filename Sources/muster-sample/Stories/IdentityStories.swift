extension StoryBook {
  /// Identifiers that are wrong, damaged or spelt in two ways.
  mutating func tellIdentity() throws {
    try tellSpellings()
    try tellSerials()
    try tellOddPlaces()
  }

  /// Stock counts of the logistics provider that name units in damaged spellings.
  private mutating func tellSpellings() throws {
    let book = world.book
    let product = book.products[world.storyProduct]
    let counted = try take().packed.units
    let known = counted[0]
    let serial = String(book.canonical(known).split(separator: ")")[2])

    let wrong = wrongCheckDigit(product.gtin)
    let misread = book.write(
      urn: "https://id.gs1.org/01/\(wrong)/21/\(serial)", canonical: "(01)\(wrong)(21)\(serial)")
    var position = try world.log(
      "count-0716", "storing", "sellable_accessible", [misread], at: world.at(7, 16, 11)
    ).position
    world.key.gap(
      "gtin-check-digit", "product-in-master-data", subject: "(01)" + wrong, at: position,
      "A hand-typed GTIN in a stock count fails its check digit, so it is in no master data.")

    let label = world.logistic()
    let digits = String(book.canonical(label).dropFirst(4))
    let bad = wrongCheckDigit(digits)
    let misprint = book.write(
      urn: "https://id.gs1.org/00/\(bad)", canonical: "(00)\(bad)")
    position = try world.log(
      "count-0717", "storing", "sellable_accessible", [misprint], at: world.at(7, 17, 11)
    ).position
    world.key.gap(
      "sscc-check-digit", subject: "(00)\(bad)", at: position,
      "An SSCC typed from a torn label fails its check digit.")

    let all = product.prefix + product.item.dropFirst()
    let other = book.write(
      urn:
        "urn:epc:id:sgtin:\(all.prefix(6)).\(product.item.prefix(1))\(all.dropFirst(6)).\(serial)",
      canonical: book.canonical(known))
    // The scanner writes URNs in a file of either syntax: a Digital Link has no split.
    let others = counted.dropFirst().prefix(3).map { epc in
      book.write(
        urn: "urn:epc:id:sgtin:\(product.prefix).\(product.item).\(book.serial(epc))",
        canonical: book.canonical(epc))
    }
    position = try world.log(
      "count-0720", "storing", "sellable_accessible", others + [other], at: world.at(7, 20, 11)
    ).position
    world.key.gap(
      "company-prefix-split", subject: book.canonical(known), at: position,
      "The handheld scanner splits the GTIN after six digits; the company prefix has seven.")

    let short = book.write(
      urn: "urn:epc:id:sgtin:\(product.prefix).\(product.item.dropLast()).\(serial)",
      canonical: "urn:epc:id:sgtin:\(product.prefix).\(product.item.dropLast()).\(serial)")
    position = try world.log(
      "count-0721", "storing", "sellable_accessible", [short], at: world.at(7, 21, 11)
    ).position
    world.key.gap(
      "epc-digit-count", subject: book.canonical(short), at: position,
      "The scanner's EPC has twelve digits where prefix and item reference need thirteen.")

    let pasted = String(book.canonical(world.logistic()).dropFirst(4))
    let damaged = book.write(urn: pasted + ".0", canonical: "(00)" + pasted)
    position = try world.log(
      "count-0722", "storing", "sellable_accessible", [damaged], at: world.at(7, 22, 11)
    ).position
    world.key.gap(
      "spreadsheet-damage", subject: pasted + ".0", at: position,
      "A stock count passed through a spreadsheet; the SSCC came back with a decimal place.")
  }

  private func wrongCheckDigit(_ digits: String) -> String {
    let last = digits.utf8.last.map { Int($0) - 48 } ?? 0
    return String(digits.dropLast()) + String((last + 3) % 10)
  }

  /// Serials a label system should not have issued.
  private mutating func tellSerials() throws {
    let lot = try StoryLot(
      world, lot: world.storyLot(3), product: world.storyProduct, day: CivilDay(2026, 7, 3))
    let product = world.storyProduct

    let hash = world.book.item(product, serial: "K5#20PM4XR", encoded: "K5%2320PM4XR")
    var made = try lot.makeCase(special: [hash])
    world.key.gap(
      "serial-characters", subject: world.name(hash), at: made.unitsAt,
      "The number pool issued a serial with a sign outside the GS1 set of 82.")

    let long = world.book.item(product, serial: "ZK40Q8MW5R2V9T3X6B7C8D")
    world.named["long"] = long
    made = try lot.makeCase(special: [long])
    world.key.gap(
      "serial-length", subject: world.name(long), at: made.unitsAt,
      "A serial of 22 characters; 20 is the limit.")

    let test = world.book.item(product, serial: "TEST0042")
    made = try lot.makeCase(special: [test])
    let shipped = made.packed.id

    let zeros = world.book.item(product, serial: "00H82KXVZP4M")
    let bare = world.book.item(product, serial: "H82KXVZP4M")
    let opened = try lot.makeCase(special: [zeros])

    let gtin = world.book.products[product].gtin
    let residue = world.book.item(product, serial: String(gtin.dropFirst()) + "A5KX")
    made = try lot.makeCase(special: [residue])
    world.key.gap(
      "identifier-residue", subject: world.name(residue), at: made.unitsAt,
      "The camera read past the separator: the serial holds the GTIN.")
    try lot.finish()

    let sale = try sell([shipped], to: buyer(0), at: world.at(7, 22, 10))
    world.key.gap(
      "test-data-in-live-set", subject: world.name(test), at: sale.position,
      "A unit with a test serial was left in a case and sold.")

    let dispenser = world.firm.dispenser
    let sold = try sell([opened.packed.id], to: dispenser, at: world.at(7, 23, 10))
    try world.receive([opened.packed.id], by: dispenser, of: sold.event)
    let supplied = world.at(7, 28, 10)
    let head = world.tradeHead(
      "2026-07/supply-zeros", from: dispenser.place, to: world.firm.owner,
      created: supplied.after(minutes: 30))
    try world.document(head, feed: .receipts) { document in
      try document.add(
        world.unpacking(
          opened.packed.id, opened.packed.units, at: dispenser.place,
          time: supplied.after(minutes: -2000), dispenser.zone))
      var event = world.observation(
        "dispensing", "dispensed", [bare], at: dispenser.place, time: supplied, dispenser.zone)
      event.action = .delete
      let position = try document.add(event)
      world.key.gap(
        "serial-spelling-variant", subject: world.name(bare), at: position,
        "The pharmacy's system drops leading zeros of serials when it reports supply.")
    }
  }

  /// The right identifier in the wrong place, and a party with a mistyped number.
  private mutating func tellOddPlaces() throws {
    let place = world.firm.logistics.place
    let written = world.book.write(
      urn: place.urn, link: place.link, canonical: "(414)\(place.gln)")
    var position = try world.log(
      "count-0723", "storing", "sellable_accessible", [take().packed.id, written],
      at: world.at(7, 23, 11)
    ).position
    world.key.gap(
      "identifier-kind", subject: place.gln, at: position,
      "The rack's own location number was scanned into the list of objects.")

    let gln = wrongCheckDigit(world.firm.logistics.place.gln)
    let booked = try world.log(
      "count-0724", "storing", "sellable_accessible", [take().packed.id],
      at: world.at(7, 24, 11),
      head: { $0.senderText = gln })
    position = booked.document.mark("sender")
    world.key.gap(
      "gln-check-digit", subject: gln, at: position,
      "The sender's GLN in the header fails its check digit.")
  }
}
