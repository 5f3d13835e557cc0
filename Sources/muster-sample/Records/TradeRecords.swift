extension World {
  /// Deliveries, transmissions, returns and recalls, as the systems around the events tell them.
  func keepTrade() {
    for sale in sales { keepSale(sale) }
    for row in returns { keepReturn(row) }
    for (order, recall) in recalls.enumerated() { keepRecall(recall, order) }
    keepVerifications()
    keepException()
    keepRejects()
  }

  /// The rejects of two orders, destroyed by the disposal firm.
  private func keepRejects() {
    for (order, lot) in [ordinary(0), ordinary(1)].compactMap({ $0 }).enumerated()
    where !lot.rejects.isEmpty {
      records.add(
        "destruction",
        [
          "certificate_no": text("DC-26-\(101 + order)"),
          "gtin": text(book.products[lot.plan.product].gtin), "lot": text(lot.plan.lot),
          "quantity": number(lot.rejects.count),
          "serials": .list(lot.rejects.map { text(serial($0)) }),
          "destroyed_at": own(lot.closed.day(firm.plants[0].zone) + 12, 11),
          "handed_over_at": own(lot.closed.day(firm.plants[0].zone) + 11, 14),
          "by": text(firm.processor.place.name), "witness": "QA-D1",
        ])
    }
  }

  private func keepSale(_ sale: SaleFacts) {
    let zone = firm.logistics.zone
    let name = sale.path.split(separator: "/").last.map(String.init) ?? ""
    records.add(
      "file_transfer",
      [
        "file_id": text(name),
        "message_type": firm.isAmerican ? "EPCIS shipping" : "despatch advice",
        "direction": "out", "counterparty": text(sale.customer.place.gln),
        "sent_at": .at(sale.time.after(minutes: 24), zone),
        "ack_at": .at(sale.time.after(minutes: 41), zone), "ack": "accepted",
        "transaction_ref": text("ASN-\(sale.number)"), "records": 1, "retries": 0,
      ])
    // A file saved again is no second delivery.
    guard !name.hasSuffix("-resaved"), let packs = packs(in: sale.epcs) else { return }
    for (order, part) in packs.enumerated() {
      guard let lot = lotIndex[part.lot].map({ lots[$0] }) else { continue }
      records.add(
        "delivery",
        [
          "delivery_no": text("ASN-\(sale.number)"), "item": text(digits(order * 10 + 10, 6)),
          "direction": "out", "partner": text(sale.customer.place.gln),
          "country": text(sale.customer.place.country),
          "gtin": text(book.products[lot.plan.product].gtin), "lot": text(part.lot),
          "quantity": number(part.packs), "goods_issue_at": .at(sale.time, zone),
          "po_no": text("PO-\(sale.number - 300_000)"), "free_sample": false,
        ])
    }
  }

  private func keepReturn(_ row: ReturnFacts) {
    let zone = firm.logistics.zone
    let saleable = row.restocked != nil
    let id = row.packed.id
    let isCase = id.kind == .item
    let verification = "VR-R\(row.number)"
    var record: Cell = [
      "return_no": text("RET-\(row.number)"), "item": "000010",
      "partner": text(row.customer.place.gln),
      "authorised_at": .at(row.received.after(minutes: -5 * 1440), zone),
      "received_at": .at(row.received, zone),
      "gtin": text(book.products[isCase ? Int(id.product) : row.plan.product].gtin),
      "lot": text(row.plan.lot), "serial": isCase ? text(book.serial(id)) : .none,
      "quantity": number(isCase ? 1 : row.packed.units.count), "saleable": .flag(saleable),
    ]
    if saleable, let restocked = row.restocked {
      record.append([
        "verified_at": .at(row.received.after(minutes: 40), zone), "disposition": "restock",
        "disposed_at": .at(restocked, zone),
      ])
      if firm.isAmerican { record.append(["verification_ref": text(verification)]) }
    } else {
      record.append(["disposition": "destroy"])
      if let destroyed = row.destroyed { record.append(["disposed_at": .at(destroyed, zone)]) }
    }
    records.add("product_return", record)
    if firm.isAmerican, saleable, isCase {
      keepVerification(
        verification, row.packed.units[0], lot: row.plan, by: firm.logistics.place,
        at: row.received.after(minutes: 38))
    }
    guard let destroyed = row.destroyed else { return }
    records.add(
      "destruction",
      [
        "certificate_no": text("DC-\(row.number)"),
        "gtin": text(book.products[row.plan.product].gtin), "lot": text(row.plan.lot),
        "quantity": number(row.packed.units.count),
        "serials": .list(row.packed.units.map { text(serial($0)) }),
        "destroyed_at": .at(destroyed, firm.processor.zone),
        "handed_over_at": .at(row.received, firm.processor.zone),
        "by": text(firm.processor.place.name), "witness": "LG-1",
      ])
  }

  func keepVerification(
    _ id: String, _ pack: EPC, lot: LotPlan, by place: Place, at time: Moment
  ) {
    let zone = firm.plants[0].zone
    records.add(
      "verification_request",
      [
        "req_id": text(id), "channel": "vrs", "received_at": .at(time, zone),
        "requester": text(place.gln), "authorised": true,
        "gtin": text(book.products[lot.product].gtin), "serial": text(serial(pack)),
        "lot": text(lot.lot), "expiry": text(lot.expiry), "reason": "saleable_return",
        "test": false, "responded_at": .at(time.after(seconds: 3), zone), "result": "verified",
        "answered_by": "SE-1",
      ])
  }

  /// Customers ask after packs they want to sell again.
  private func keepVerifications() {
    guard firm.isAmerican, let lot = ordinary(0), let decided = decision(lot) else { return }
    let wholesalers = firm.customers.filter { $0.role == "wholesaler" }
    for (order, pack) in lot.packs.dropFirst(60).prefix(3).enumerated() {
      keepVerification(
        "VR-26-\(301 + order)", pack, lot: lot.plan,
        by: wholesalers[order % wholesalers.count].place,
        at: decided.after(minutes: (4 + order) * 1440))
    }
  }

  private func keepRecall(_ recall: RecallFacts, _ order: Int) {
    let zone = firm.plants[0].zone
    let id = "RC-26-\(order + 1)"
    let gtin = text(book.products[recall.product].gtin)
    let markets = markets(recall.product)
    records.add(
      "recall",
      [
        "recall_id": text(id), "kind": "recall", "class": "2", "gtin": gtin,
        "lot": text(recall.lot), "markets": .list(markets.map { text($0) }),
        "decided_at": .at(recall.decided, zone), "decided_by": "QA-D2",
        "reason": "leaflet of another strength",
      ])
    records.add(
      "notification",
      [
        "notice_id": text("NT-\(id)"), "direction": "out", "kind": "recall",
        "counterparty": text(recall.customer.place.gln), "recall_id": text(id), "gtin": gtin,
        "lots": [text(recall.lot)], "sent_at": .at(recall.decided.after(minutes: 80), zone),
        "ack_at": .at(recall.decided.after(minutes: 300), zone),
        "stock_checked_at": .at(recall.decided.after(minutes: 900), zone),
        "reference": text("LET-\(id)"),
      ])
    guard !firm.isAmerican else { return }
    for market in markets {
      records.add(
        "recall_flag",
        [
          "recall_id": text(id), "gtin": gtin, "lot": text(recall.lot), "market": text(market),
          "flagged_at": .at(recall.decided.after(minutes: 45), zone), "ack_status": "success",
          "message_id": text("RF-\(id)-\(market)"),
        ])
    }
  }

  /// A customer's report, answered.
  private func keepException() {
    guard let sale = sales.first(where: { $0.customer.role == "wholesaler" }) else { return }
    let zone = firm.logistics.zone
    records.add(
      "partner_exception",
      [
        "exception_id": "PX-26-007", "partner": text(sale.customer.place.gln),
        "reported_at": .at(sale.time.after(minutes: 3 * 1440), zone), "kind": "damaged",
        "delivery_no": text("ASN-\(sale.number)"),
        "gtin": text(book.products[sale.product].gtin), "quantity": 1,
        "hold_at": .at(sale.time.after(minutes: 3 * 1440 + 20), zone), "file_status": "complete",
        "resolution": "carton replaced by the carrier, pack sold",
        "resolved_at": .at(sale.time.after(minutes: 5 * 1440), zone),
      ])
  }
}
