extension StoryBook {
  /// Documents and events that are formed wrongly, repeated, or corrected without effect.
  mutating func tellDocuments() throws {
    try tellForms()
    try tellTimes()
    try tellRepeats()
    try tellCorrections()
  }

  private mutating func tellForms() throws {
    let old = try world.log(
      "stock-0727", "storing", "sellable_accessible", [take().packed.id],
      at: world.at(7, 27, 11),
      head: { $0.schemaVersion = "1.0" })
    world.key.gap(
      "epcis-version", subject: old.document.path, at: old.document.mark("root"),
      "An old handheld still announces version 1.0.")

    var position = try world.log(
      "stock-0728", "storing", "sellable_accessible", [take().packed.id],
      at: world.at(7, 28, 11),
      adjust: { $0.step = nil }
    ).position
    world.key.gap(
      "event-dimensions", subject: position.file, at: position,
      "A stock movement does not say which business step it was.")

    position = try world.log(
      "stock-0729", "shelving", "sellable_accessible", [take().packed.id],
      at: world.at(7, 29, 11)
    ).position
    world.key.gap(
      "vocabulary-known", subject: "shelving", at: position,
      "The warehouse system uses a business step the vocabulary does not know.")

    let lot = try StoryLot(
      world, lot: world.storyLot(4), product: world.storyProduct, day: CivilDay(2026, 7, 6))
    let rejects = (0..<18).map { _ in world.item(world.storyProduct) }
    try lot.makeCase()
    try lot.commission(rejects)
    position = try lot.decommission([rejects[0]]) { $0.action = .observe }
    world.key.gap(
      "action-matches-step", subject: position.file, at: position,
      "A reject is decommissioned with action OBSERVE.")
    position = try lot.decommission([rejects[1]]) { $0.disposition = "active" }
    world.key.gap(
      "disposition-matches-step", subject: position.file, at: position,
      "A reject is decommissioned and called active in the same event.")
    try lot.decommission(Array(rejects.dropFirst(2)))
    try lot.finish()
  }

  private mutating func tellTimes() throws {
    var position = try world.log(
      "stock-0730", "storing", "sellable_accessible", [take().packed.id],
      at: world.at(7, 30, 11),
      adjust: { $0.offsetText = "" }
    ).position
    world.key.gap(
      "time-zone-offset", subject: "logistics-events", at: position,
      "A stock movement comes without eventTimeZoneOffset.")

    position = try world.log(
      "stock-0917", "storing", "sellable_accessible", [take().packed.id],
      at: world.at(9, 17, 11),
      adjust: {
        $0.time = $0.time.after(minutes: 1440)
      }
    ).position
    world.key.gap(
      "event-not-in-future", subject: position.file, at: position,
      "A terminal's calendar was a day ahead: the event is later than its own record time.")

    position = try world.log(
      "stock-clock", "storing", "sellable_accessible", [take().packed.id],
      at: world.at(7, 31, 9),
      feed: .archive,
      adjust: { event in
        event.time = Moment(CivilDay(2001, 1, 1), 0, 0, 0, world.firm.logistics.zone)
        event.offset = world.firm.logistics.zone.offset(at: event.time)
        event.record = nil
      }
    ).position
    world.key.gap(
      "event-date-plausible", subject: position.file, at: position,
      "A scanner that lost its clock stamped an event 1 January 2001.")

    // Eleven Friday files arrive a day and two hours after the event: one cause, one finding.
    var day = CivilDay(2026, 7, 17)
    let counted = try take().packed.id
    for _ in 0..<11 {
      let time = Moment(day, 15, 30, 0, world.firm.logistics.zone)
      position = try world.log(
        "friday-\(day.text)", "cycle_counting", "sellable_accessible", [counted], at: time,
        head: { $0.created = time.after(minutes: 26 * 60 + 5) },
        adjust: { $0.record = time.after(minutes: 26 * 60) }
      ).position
      world.key.gap(
        "record-time-lag", subject: position.file, at: position,
        "The logistics provider's Friday file arrives 26 hours after the event.")
      day = day + 7
    }
  }

  private mutating func tellRepeats() throws {
    let first = try take().packed.id
    let second = try take().packed.id
    var instance = ""
    try world.log(
      "stock-0803", "storing", "sellable_accessible", [first], at: world.at(8, 3, 11),
      head: { instance = $0.instance })
    let again = try world.log(
      "stock-0804", "storing", "sellable_accessible", [second], at: world.at(8, 4, 11),
      head: { $0.instance = instance })
    world.key.gap(
      "document-instance-once", subject: instance, at: again.document.mark("instance"),
      "Two different files carry one instance identifier.")

    let identifier = world.identifier()
    try world.log(
      "stock-0805", "storing", "sellable_accessible", [first], at: world.at(8, 5, 11),
      adjust: { $0.id = identifier })
    var position = try world.log(
      "stock-0806", "storing", "sellable_accessible", [second], at: world.at(8, 6, 11),
      adjust: { $0.id = identifier }
    ).position
    world.key.gap(
      "event-id-once", subject: identifier, at: position,
      "Two different events carry one eventID.")

    let time = world.at(8, 7, 11)
    position = Position(file: "", line: 0)
    try world.log(
      "stock-0807", "storing", "sellable_accessible", [first, second], at: time,
      more: { document in
        position = try document.add(
          world.observation(
            "storing", "sellable_accessible", [first, second], at: world.firm.logistics.place,
            dock: "RACK", time: time, world.firm.logistics.zone))
      })
    world.key.gap(
      "duplicate-event", subject: position.file, at: position,
      "One file tells one event twice.")
  }

  private mutating func tellCorrections() throws {
    let item = try take().packed.id
    var position = try world.log(
      "stock-0810", "storing", "sellable_accessible", [item], at: world.at(8, 10, 11),
      adjust: { event in
        event.id = world.identifier()
        event.declaration = Event.Declaration(
          time: event.time.after(minutes: 15), reason: "incorrect_data",
          corrective: [world.identifier()])
      }
    ).position
    world.key.gap(
      "correction-resolves", subject: position.file, at: position,
      "An error declaration names an event and a correction; neither ever arrived.")

    let lot = try StoryLot(
      world, lot: world.storyLot(5), product: world.storyProduct, day: CivilDay(2026, 7, 7))
    let unit = world.item(world.storyProduct)
    let identifier = world.identifier()
    var declared = lot.event("commissioning", "active")
    declared.action = .add
    declared.epcs = [unit]
    declared.lot = lot.plan.lot
    declared.expiry = lot.plan.expiry
    declared.id = identifier
    world.unitsMade += 1
    try lot.write(declared)
    let made = try lot.makeCase(foreign: [unit])
    declared.declaration = Event.Declaration(
      time: lot.plan.start.after(minutes: 400), reason: "did_not_occur")
    position = try lot.write(declared)
    try lot.finish()
    try sell([made.packed.id], to: buyer(1), at: world.at(7, 27, 10))
    world.key.gap(
      "corrected-event-relied-on", "packed-unit-commissioned",
      subject: world.name(unit), at: position,
      "The unit's commissioning was declared not to have happened; the unit was sold all the same.")
  }
}
