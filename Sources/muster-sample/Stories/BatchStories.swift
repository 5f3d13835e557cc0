extension StoryBook {
  /// Lots whose papers, counts and release do not hold together.
  func tellBatches() {
    tellBatchRecords()
    tellCounts()
    tellLine()
    tellRelease()
    tellEchoes()
    tellLogs()
    guard !world.firm.isAmerican else { return }
    tellCertificates()
    tellUploads()
  }

  /// What other stories left in the events shows in the records too.
  private func tellEchoes() {
    for number in [7, 8, 13] + (world.firm.isAmerican ? [20] : []) {
      guard let lot = self.lot(number),
        let place = records.find("serial_reconciliation", ["lot": lot.plan.lot])
      else { continue }
      records.gap(
        "commissioned-count-matches-events", subject: lot.plan.lot, at: place,
        "The reconciliation counts packs that the events give to no lot or to another one.")
      guard let record = records.find("batch_record", ["lot": lot.plan.lot]) else { continue }
      records.gap(
        "batch-record-good-in-events", subject: lot.plan.lot, at: record,
        "The batch record counts packs that the events give to no lot or to another one.")
    }
    if let lot = self.lot(14), let place = records.find("batch_record", ["lot": lot.plan.lot]) {
      records.gap(
        "expiry-matches-batch-record", subject: lot.plan.lot, at: place,
        "The batch record says 29 February, a part of the codes 28.")
    }
    if let trial = self.lot(17),
      let pool = records.find("number_pool", ["pool_id": "NP-" + trial.plan.lot])
    {
      records.gap(
        "expected-product-master-by-product", "expected-repository-upload-by-product",
        subject: "(01)" + world.book.products[trial.plan.product].gtin, at: pool,
        "The line ran with a GTIN that is in no list of products.")
    }
    guard let long = world.named["long"], let third = self.lot(3),
      let place = records.find("batch_record", ["lot": third.plan.lot])
    else { return }
    records.gap(
      "serial-from-pool", "line-serials-in-events", subject: world.name(long), at: place,
      "A serial too long for its field is in the events and in no list of the line.")
    guard !world.firm.isAmerican, let twin = world.named["twin"], let dead = world.named["dead"],
      let reused = world.named["reused"], let late = world.named["late"],
      let moved = world.named["moved"]
    else { return }
    records.gap(
      "commissioned-pack-uploaded", subject: world.name(long), at: place,
      "A serial too long for the repository was never uploaded.")
    records.gap(
      "commissioned-pack-uploaded", subject: world.name(dead), at: place,
      "A reject that went into a case and was sold is not in the repository.")
    records.gap(
      "upload-lot-and-expiry-match", "pack-uploaded-once", subject: world.name(twin), at: place,
      "The serial of both sites was uploaded twice, under two lots.")
    records.gap(
      "upload-lot-and-expiry-match", subject: world.name(reused), at: place,
      "A serial that came back in the next lot was uploaded under that lot.")
    for (check, pack) in [("reversal-near-ten-days", late), ("reversal-at-same-premises", moved)] {
      guard
        let undo = records.find(
          "repository_status_log", ["serial": world.serial(pack), "operation": "undo"])
      else { continue }
      records.gap(
        check, subject: records[undo]["log_id"].string, at: undo,
        "A status was reversed after ten days, or at other premises than it was set.")
    }
  }

  /// Changes the only record of a kind a lot has.
  @discardableResult
  private func change(
    _ kind: String, of lot: LotFacts, _ adjust: (inout Cell) -> Void
  ) -> RecordBook.Place {
    records.edit(kind, ["lot": lot.plan.lot], adjust)
  }

  private func tellBatchRecords() {
    guard let one = lot(12), let two = lot(13), let three = lot(14), let four = lot(15),
      let contract = lot(7)
    else { return }
    var place = change("batch_record", of: one) { $0["pages_present"] = 82 }
    records.gap(
      "batch-record-pages-complete", subject: one.batchRecord, at: place,
      "Two pages of a batch record are not there.")
    place = change("batch_record", of: two) { $0["clearance_after"]["checked_by"] = .none }
    records.gap(
      "line-clearance-on-record", subject: two.batchRecord, at: place,
      "Nobody checked the line clearance after a lot.")
    place = change("batch_record", of: three) {
      let planned = three.good * 100 / 84
      $0["theoretical"] = number(planned)
      $0["yield"] = .decimal(planned > 0 ? three.good * 10_000 / planned : 0, scale: 2)
    }
    records.gap(
      "yield-within-limits", subject: three.batchRecord, at: place,
      "A yield below its limit was not looked into.")
    place = change("batch_record", of: four) {
      if case .integer(let bulk) = $0["bulk_in"] { $0["bulk_in"] = number(bulk * 113 / 100) }
    }
    records.gap(
      "bulk-and-packs-balance", subject: four.batchRecord, at: place,
      "An eighth of the bulk is in no pack.")
    if let specimen = lot(16) {
      place = change("batch_record", of: specimen) { $0["specimens"] = .none }
      records.gap(
        "printed-specimens-attached", subject: specimen.batchRecord, at: place,
        "No printed carton lies in the batch record.")
    }
    // The contract packer's lot: released, and no batch record in sight.
    if let record = records.find("batch_record", ["lot": contract.plan.lot]),
      let release = records.find("release", ["lot": contract.plan.lot])
    {
      records.remove(record)
      records.gap(
        "released-lot-has-batch-record", "expected-batch-record-by-lot",
        subject: contract.plan.lot, at: release,
        "A lot of the contract packer was released without a batch record.")
    }
    place = records.edit("batch_step", ["batch_record_id": one.batchRecord, "step_no": "010"]) {
      $0["checked_by"] = $0["performed_by"]
    }
    records.gap(
      "step-checked-by-another", subject: one.batchRecord, at: place,
      "One person did a step and checked it.")
    place = records.edit("batch_step", ["batch_record_id": two.batchRecord, "step_no": "020"]) {
      $0["checked_by"] = .none
      $0["checked_at"] = .none
    }
    records.gap(
      "step-doer-and-checker", subject: two.batchRecord, at: place,
      "Nobody checked the first pack of an order.")
    if let open = lot(13),
      let seal = records.find(
        "batch_step", ["batch_record_id": open.batchRecord, "category": "tamper_device"])
    {
      records[seal]["category"] = "ipc"
      records.gap(
        "tamper-device-controlled", subject: open.plan.lot, at: seal,
        "The seal of the flaps was not tested in one order; what was looked at instead is not said."
      )
    }
  }

  private func tellCounts() {
    guard let one = lot(1), let two = lot(2), let three = lot(3), let four = lot(4) else { return }
    var place = change("serial_reconciliation", of: one) {
      if case .integer(let returned) = $0["returned_unused"] {
        $0["returned_unused"] = number(returned - 3)
      }
    }
    records.gap(
      "number-pool-balance", subject: one.plan.lot, at: place,
      "Three numbers of the pool are neither used nor given back.")
    place = change("serial_reconciliation", of: two) { $0["l4_good"] = number(two.good - 2) }
    records.gap(
      "serial-counts-agree", subject: two.plan.lot, at: place,
      "The repository counts two packs fewer than the line.")
    place = change("serial_reconciliation", of: three) {
      $0["destroyed"] = number(three.rejected + 1)
    }
    records.gap(
      "commissioned-balance", subject: three.plan.lot, at: place,
      "One more pack was destroyed than commissioned packs are left.")
    place = change("line_summary", of: four) {
      if case .integer(let printed) = $0["printed"] { $0["printed"] = number(printed + 4) }
    }
    records.gap(
      "printed-balance", subject: four.plan.lot, at: place,
      "Four printed codes are neither good nor rejected.")
    guard let five = lot(5), let six = lot(6) else { return }
    place = change("label_reconciliation", of: five) {
      if case .integer(let issued) = $0["issued"] { $0["issued"] = number(issued + 34) }
      $0["stated_unaccounted"] = 34
    }
    records.gap(
      "label-reconciliation-within-limit", subject: five.plan.lot, at: place,
      "Thirty-four cartons are not accounted for; ten are the limit.")
    place = change("label_reconciliation", of: six) { $0["stated_unaccounted"] = 5 }
    records.gap(
      "label-difference-as-stated", subject: six.plan.lot, at: place,
      "The record states a difference of five cartons; its figures give none.")
  }

  private func tellLine() {
    guard let one = lot(8), let two = lot(9), let three = lot(10) else { return }
    if let end = records.find("challenge_test", ["lot": one.plan.lot, "phase": "end"]),
      let record = records.find("batch_record", ["lot": one.plan.lot])
    {
      records.remove(end)
      records.gap(
        "challenge-tests-complete", subject: one.batchRecord, at: record,
        "The reject function was not tested at the end of a lot.")
    }
    var place = change("print_quality", of: two) { $0["grade"] = .decimal(11, scale: 1) }
    records.gap(
      "print-grade-above-limit", subject: two.plan.lot, at: place,
      "Codes of grade 1.1 were accepted.")
    for made in [lot(11), lot(12), lot(13), lot(14)].compactMap({ $0 }) {
      for place in records.all("print_quality", ["lot": made.plan.lot]) {
        records[place]["verifier_id"] = "PV-D-2"
        records[place]["calibration_due_on"] = world.date(2026, 6, 30)
        records.gap(
          "verifier-calibrated", subject: made.plan.lot, at: place,
          "Codes of four lots were graded with a verifier out of calibration.")
      }
    }
    place = change("sampling_result", of: three) {
      $0["defects"] = 1
      $0["decision"] = "accept"
    }
    records.gap(
      "failed-sample-handled", subject: three.plan.lot, at: place,
      "A sample with a defect was accepted; none is allowed.")
    if let packed = world.lots.first(where: { !$0.isStory && $0.plan.plant == 1 }) {
      let left = records.edit("label_reconciliation", ["lot": packed.plan.lot]) {
        $0["destruction_record"] = .none
      }
      records.gap(
        "coded-labels-destroyed", subject: packed.plan.lot, at: left,
        "Cartons with lot and expiry were left over; no record says that they were destroyed.")
    }
    guard world.tellsPacks, let log = lot(11) else { return }
    if let run = world.lotWithReadings,
      let read = records.all("line_event", ["lot": run.plan.lot, "type": "verified_ok"]).last,
      let made = records.find(
        "line_event",
        [
          "lot": run.plan.lot, "type": "commissioned", "serial": records[read]["serial"].string,
        ])
    {
      records[read]["type"] = "verified_fail"
      records[read]["read_result"] = "no_read"
      records.gap(
        "commissioned-after-good-read",
        subject: "(01)" + records[made]["gtin"].string + "(21)" + records[made]["serial"].string,
        at: made, "A pack was commissioned although the camera had not read its code well.")
    }
    if let first = records.find("line_event", ["lot": log.plan.lot, "type": "commissioned"]) {
      records[first]["operator"] = .none
      records[first]["account"] = .none
      records.gap(
        "line-event-attributed", subject: log.plan.lot, at: first,
        "An event of the line names nobody.")
    }
    if let sold = lot(12),
      let given = records.find("serial_allocation", ["lot": sold.plan.lot])
    {
      records[given]["status"] = "voided"
      records.gap(
        "voided-serial-unused",
        subject: "(01)" + records[given]["gtin"].string + "(21)" + records[given]["serial"].string,
        at: given, "A number was voided and printed all the same.")
    }
  }
}
