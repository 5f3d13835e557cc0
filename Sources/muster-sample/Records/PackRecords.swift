extension World {
  /// What the line and its number pool tell of single packs.
  func keepPacks() {
    guard tellsPacks else { return }
    var sequence: [String: Int] = [:]
    var allocated: Set<EPC> = []
    for lot in lots.sorted(by: { $0.plan.start < $1.plan.start }) {
      keepAllocation(lot, &allocated)
      guard !lot.plan.lot.contains("O47") else { continue }
      keepLineLog(lot, &sequence)
      keepSamples(lot)
    }
  }

  private func keepAllocation(_ lot: LotFacts, _ allocated: inout Set<EPC>) {
    let plant = firm.plants[lot.plan.plant]
    for epc in lot.packs where allocated.insert(epc).inserted {
      records.add(
        "serial_allocation",
        [
          "gtin": text(book.products[lot.plan.product].gtin), "serial": text(serial(epc)),
          "pool_id": text("NP-" + lot.plan.lot), "lot": text(lot.plan.lot),
          "site": text(plant.id), "line": text(lot.plan.line),
          "allocated_at": .at(lot.plan.start.after(minutes: -60), plant.zone),
          "status": "printed",
        ])
    }
    if !lot.isStory { keepUnused(lot) }
  }

  /// Numbers of a lot's pool that no pack bears: spoiled in print, or given back.
  private func keepUnused(_ lot: LotFacts) {
    let plant = firm.plants[lot.plan.plant]
    for order in 0..<(lot.scrapped + lot.returned) {
      let printed = order < lot.scrapped
      records.add(
        "serial_allocation",
        [
          "gtin": text(book.products[lot.plan.product].gtin),
          "serial": text(serial(item(lot.plan.product))), "pool_id": text("NP-" + lot.plan.lot),
          "lot": text(lot.plan.lot), "site": text(plant.id), "line": text(lot.plan.line),
          "allocated_at": .at(lot.plan.start.after(minutes: -60), plant.zone),
          "status": printed ? "voided" : "returned",
          "status_at": .at(lot.closed.after(minutes: 60), plant.zone),
        ])
    }
  }

  private func keepLineLog(_ lot: LotFacts, _ sequence: inout [String: Int]) {
    let plan = lot.plan
    let plant = firm.plants[plan.plant]
    guard !plant.isContract else { return }
    let crew = crew(plant)
    let gtin = text(book.products[plan.product].gtin)
    func row(_ type: String, _ time: Moment, _ pack: EPC? = nil, _ more: Cell = [:]) {
      // The small lots of stories may run beside others: they carry no running number.
      let counter = plan.line + (lot.isStory ? " aside" : "")
      let number = (sequence[counter] ?? 0) + 1
      sequence[counter] = number
      var row: Cell = [
        "event_ref": text("\(plan.line)\(lot.isStory ? "S" : "")-\(digits(number, 6))"),
        "seq": lot.isStory ? .none : .integer(number),
        "event_at": .at(time, plant.zone), "recorded_at": .at(time, plant.zone),
        "site": text(plant.id), "line": text(plan.line), "order_no": text(lot.order),
        "equipment": text(camera(plan)), "operator": text(crew.packer(plan.line)),
        "account": text(crew.packer(plan.line).lowercased()), "type": text(type), "gtin": gtin,
        "serial": pack.map { text(serial($0)) } ?? .none, "lot": text(plan.lot),
        "manual": false, "buffered": false, "software_version": "7.2",
      ]
      row.append(more)
      records.add("line_event", row)
    }
    let begin = plan.start
    row("batch_start", begin.after(minutes: -9))
    let span = max(1, min(plan.minutes * 60_000, lot.packs.count * 20_000))
    let tellsReadings = plan.lot == lotWithReadings?.plan.lot
    for (order, pack) in lot.packs.enumerated() {
      let time = Moment(ms: (begin.ms + span * order / max(1, lot.packs.count)) / 1000 * 1000)
      if tellsReadings { row("verified_ok", time, pack, ["read_result": "ok"]) }
      row(
        "commissioned", time, pack,
        [
          "expiry": text(plan.expiry), "prev_state": "encoded", "new_state": "commissioned",
          "read_result": "ok",
        ])
    }
    let end = Moment(ms: begin.ms + span)
    for pack in lot.rejects {
      row(
        "destroyed", end.after(minutes: 1), pack,
        ["prev_state": "commissioned", "new_state": "destroyed", "reason": "rejected by camera"])
    }
    for pack in lot.samples {
      row(
        "sampled", end.after(minutes: 2), pack,
        [
          "prev_state": "commissioned", "new_state": "sampled", "reason": "sample of the order",
        ])
    }
    row("batch_stop", end.after(minutes: 3))
  }

  /// The one order whose log holds each reading of the camera: the smallest of the own plant.
  var lotWithReadings: LotFacts? {
    lots.filter { !$0.isStory && $0.plan.plant == 0 && decision($0) != nil }
      .min { ($0.packs.count, $0.plan.sequence) < ($1.packs.count, $1.plan.sequence) }
  }

  private func keepSamples(_ lot: LotFacts) {
    let zone = firm.plants[lot.plan.plant].zone
    for (order, pack) in lot.samples.enumerated() {
      records.add(
        "sample",
        [
          "sample_id": text("S-\(lot.plan.lot)-\(order + 1)"),
          "gtin": text(book.products[lot.plan.product].gtin), "lot": text(lot.plan.lot),
          "serial": text(serial(pack)), "quantity": 1,
          "purpose": order % 2 == 0 ? "retention" : "qc",
          "taken_at": .at(lot.closed.after(minutes: -2), zone),
          "taken_by": text(crew(firm.plants[lot.plan.plant]).packer(lot.plan.line)),
          "after_upload": false,
        ])
    }
  }
}

extension World {
  /// Free samples: flagged in the repository a day before they are handed over.
  func keepFreeSamples() {
    var lotOf: [EPC: LotFacts] = [:]
    for lot in lots { for epc in lot.packs { lotOf[epc] = lot } }
    let zone = firm.plants[0].zone
    for (order, fact) in statuses.filter({ $0.operation == .freeSample }).enumerated() {
      guard let lot = lotOf[fact.epc] else { continue }
      records.add(
        "sample",
        [
          "sample_id": text("FS-" + digits(order + 1, 4)),
          "gtin": text(book.products[lot.plan.product].gtin), "lot": text(lot.plan.lot),
          "serial": text(serial(fact.epc)), "quantity": 1, "purpose": "free",
          "taken_at": .at(fact.time.after(minutes: 30), zone), "taken_by": "LG-1",
          "after_upload": true, "handed_over_at": .at(fact.time.after(minutes: 1440), zone),
          "handed_over_to": "physician",
        ])
    }
  }
}
