extension StoryBook {
  /// What the repository of a European market and its master data leave open.
  func tellRepository() {
    guard let lot = world.ordinary(0), lot.packs.count > 80 else { return }
    for (order, pack) in [lot.packs[40], lot.packs[43], lot.packs[44]].enumerated() {
      let id = "DE-26-420" + ["1", "4", "5"][order]
      let alarm = world.keepRepositoryAlert(id, "A3", lot, pack, at: (8, 20))
      records[alarm.case]["first_response_at"] = world.own(9, 8)
      records[alarm.case]["closed_at"] = world.own(9, 9)
      records.gap(
        "alert-answered-in-time", subject: id, at: alarm.alert,
        "A cluster of A3 alerts had no answer for 19 days.")
      if order == 2 {
        records.gap(
          "alert-cluster", subject: lot.plan.lot, at: alarm.alert,
          "Three A3 alerts of one lot came on one day.")
      }
    }
    var alarm = world.keepRepositoryAlert("DE-26-4202", "A7", lot, lot.packs[41], at: (8, 24))
    records.remove(alarm.case)
    records.gap(
      "alert-registered", "alert-answered-in-time", subject: "DE-26-4202", at: alarm.alert,
      "An alert of the repository has no case.")
    alarm = world.keepRepositoryAlert("DE-26-4203", "A7", lot, lot.packs[42], at: (8, 25))
    records[alarm.case]["root_cause"] = "scanner error"
    records[alarm.case]["evidence_ref"] = .none
    records.gap(
      "alert-case-cause", subject: "AC-DE-26-4203", at: alarm.case,
      "One identifier in two countries was closed as a scanner error without evidence.")
    let other = world.keepRepositoryAlert(
      "PT-26-0881", "A7", lot, lot.packs[42], at: (8, 25), market: "PT")
    records[other.alert]["raised_at"] = world.own(8, 25, 10, 52)
    records.gap(
      "identifier-in-two-countries", subject: world.name(lot.packs[42]), at: other.alert,
      "One identifier was scanned in Germany and in Portugal forty minutes apart.")
    for number in 1...3 {
      let unknown = world.keepRepositoryAlert(
        "DE-26-430\(number)", "A24", lot, lot.packs[50 + number], at: (9, number))
      records[unknown.case]["root_cause_party"] = "unknown"
      records.gap(
        "alert-unknown-share", subject: "DE-26-430\(number)", at: unknown.case,
        "Three alert cases were closed with an unknown cause.")
    }
    if let fake = world.ordinary(1), let pack = fake.packs.dropFirst(9).first {
      alarm = world.keepRepositoryAlert("DE-26-4401", "A68", fake, pack, at: (9, 8))
      records[alarm.alert]["outcome"] = "suspected_falsified"
      records.gap(
        "alert-escalated", "alert-told-to-authority", subject: "DE-26-4401", at: alarm.alert,
        "An alert was closed as a suspected falsification; no case was opened.")
    }
    tellMarkets()
  }

  private func tellMarkets() {
    let gtin = world.book.products[world.firm.packages[1]].gtin
    var place = records.edit("designated_wholesaler", ["gtin": gtin, "market": "AT"]) {
      $0["valid_until"] = world.date(2026, 7, 31)
    }
    records.gap(
      "designated-wholesaler-contract", subject: "(01)" + gtin, at: place,
      "The contract with a designated wholesaler ended; the repository still lists it.")
    place = records.edit("product_market", ["gtin": gtin, "market": "AT"]) {
      $0["mah_address"] = .none
    }
    records.gap(
      "market-data-complete", subject: "(01)" + gtin, at: place,
      "Master data of a market lack the address of the holder.")
    let vials = world.book.products[world.firm.packages[2]].gtin
    place = records.edit("product_market", ["gtin": vials, "market": "BE"]) {
      $0["ma_valid_until"] = world.date(2026, 6, 30)
    }
    records.gap(
      "withdrawn-product-updated", subject: "(01)" + vials, at: place,
      "The authorisation ended in June; the market is still active in the master data.")
    if let recall = records.find("recall_flag", ["recall_id": "RC-26-1"]),
      let decided = world.recalls.first?.decided
    {
      records[recall]["flagged_at"] = .at(decided.after(minutes: 40 * 60), zone)
      records.gap(
        "recall-flag-in-time", subject: records[recall]["lot"].string, at: recall,
        "One market's recall flag was set forty hours after the decision.")
    }
    let free = records.all("sample", ["purpose": "free"])
    if let first = free.first {
      if case .at(let time, let zone) = records[first]["taken_at"] {
        records[first]["handed_over_at"] = .at(time.after(minutes: -2880), zone)
        records[first]["taken_at"] = .at(time.after(minutes: -3000), zone)
      }
      records.gap(
        "free-sample-flagged-first",
        subject: "(01)" + records[first]["gtin"].string + "(21)" + records[first]["serial"].string,
        at: first, "A free sample was flagged the day after it was handed over.")
    }
    guard let lot = world.ordinary(0) else { return }
    for number in 0..<5 {
      let pack = lot.packs[60 + number]
      let kept = records.add(
        "sample",
        [
          "sample_id": text("RS-\(number)"),
          "gtin": text(world.book.products[lot.plan.product].gtin), "lot": text(lot.plan.lot),
          "serial": text(world.serial(pack)), "quantity": 1, "purpose": "retention",
          "taken_at": world.own(8, 4), "taken_by": "QA-D1", "after_upload": true,
        ])
      records.gap(
        "sample-decommissioned", subject: world.name(pack), at: kept,
        "A retention pack taken after upload is still active.")
    }
  }
}
