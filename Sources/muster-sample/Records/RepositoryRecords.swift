extension World {
  /// What was sent to the European repositories and what they hold.
  func keepRepository() {
    guard !firm.isAmerican else { return }
    for lot in lots where decision(lot) != nil { keepUpload(lot) }
    keepStatuses()
  }

  private func keepUpload(_ lot: LotFacts) {
    let zone = firm.plants[0].zone
    let gtin = text(book.products[lot.plan.product].gtin)
    let ack = uploadAcknowledged(lot)
    // One lot went up in two messages.
    let parts = lot.plan.lot == ordinary(3)?.plan.lot ? 2 : 1
    let first = parts == 1 ? lot.good : lot.good / 2
    for market in markets(lot.plan.product) {
      for part in 1...parts {
        let packs = part == 1 ? first : lot.good - first
        records.add(
          "repository_upload",
          [
            "msg_id": text("UP-\(lot.plan.lot)-\(part)"), "gtin": gtin,
            "lot": text(lot.plan.lot), "expiry": text(lot.plan.expiry),
            "expiry_code": text(code(lot.plan.expiry)), "market": text(market),
            "part": number(part), "parts": number(parts), "pack_count": number(packs),
            "acked_count": number(packs), "submitted_at": .at(ack.after(minutes: -12), zone),
            "ack_at": .at(ack, zone), "ack_status": "success", "sender": "OBP-ES",
            "environment": "production", "removal": false,
          ])
      }
    }
    let gone = Set(lot.samples + lot.rejects)
    var sent: Set<EPC> = []
    for epc in lot.packs where !gone.contains(epc) && sent.insert(epc).inserted {
      let message = sent.count <= first ? "UP-\(lot.plan.lot)-1" : "UP-\(lot.plan.lot)-2"
      records.add(
        "repository_upload_pack",
        [
          "msg_id": text(message), "gtin": gtin, "serial": text(serial(epc)),
          "lot": text(lot.plan.lot), "result": "success",
        ])
    }
  }

  /// YYMMDD as in the code.
  func code(_ expiry: String) -> String { String(expiry.filter { $0 != "-" }.suffix(6)) }

  private func keepStatuses() {
    var lotOf: [EPC: String] = [:]
    for lot in lots { for epc in lot.packs { lotOf[epc] = lot.plan.lot } }
    var states: [EPC: String] = [:]
    let becomes: [StatusFacts.Operation: String] = [
      .supply: "supplied", .export: "exported", .sample: "sample", .freeSample: "free_sample",
      .destroy: "destroyed", .undo: "active",
    ]
    for (order, fact) in statuses.sorted(by: { $0.time < $1.time }).enumerated() {
      guard let lot = lotOf[fact.epc], let facts = lots.first(where: { $0.plan.lot == lot }),
        states[fact.epc] != becomes[fact.operation]
      else { continue }
      let zone = firm.plants[0].zone
      let role =
        fact.place.gln == firm.dispenser.place.gln
        ? "pharmacy" : fact.operation == .destroy ? "wholesaler" : "manufacturer"
      records.add(
        "repository_status_log",
        [
          "log_id": text("ST-" + digits(order + 1, 6)),
          "gtin": text(book.products[facts.plan.product].gtin), "serial": text(serial(fact.epc)),
          "lot": text(lot), "market": text(markets(facts.plan.product).first ?? "DE"),
          "operation": text(fact.operation.rawValue),
          "from_state": text(states[fact.epc] ?? "active"),
          "to_state": text(becomes[fact.operation] ?? "active"),
          "performed_at": .at(fact.time.after(minutes: 4), zone), "actor": text(fact.place.gln),
          "role": text(role), "location_id": text(fact.place.gln), "result": "success",
        ])
      states[fact.epc] = becomes[fact.operation]
    }
    keepStateReport(lotOf, states)
  }

  /// Packs by state at the end of the quarter, first market of each lot.
  private func keepStateReport(_ lotOf: [EPC: String], _ states: [EPC: String]) {
    var counts: [String: [String: Int]] = [:]
    for (epc, state) in states where state != "active" {
      counts[lotOf[epc] ?? "", default: [:]][state, default: 0] += 1
    }
    let recalled = Set(recalls.map(\.lot))
    for lot in lots where decision(lot) != nil {
      var left = lot.good
      var rows: [(String, Int)] = []
      for (state, count) in (counts[lot.plan.lot] ?? [:]).sorted(by: { $0.key < $1.key }) {
        rows.append((state, count))
        left -= count
      }
      rows.append((recalled.contains(lot.plan.lot) ? "recalled" : "active", max(0, left)))
      for market in markets(lot.plan.product) {
        for row in rows {
          records.add(
            "repository_state_report",
            [
              "reported_at": own(9, 30, 18), "gtin": text(book.products[lot.plan.product].gtin),
              "lot": text(lot.plan.lot), "market": text(market), "state": text(row.0),
              "packs": number(row.1),
            ])
        }
      }
    }
  }
}
