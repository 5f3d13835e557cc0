extension StoryBook {
  /// Partners, deliveries, questions and cases.
  func tellTradeRecords() {
    tellStanding()
    tellReturnsAndThefts()
    tellComplaints()
    tellSuspicions()
    tellAlarms()
    if world.firm.isAmerican { tellQuestions() } else { tellRepository() }
  }

  private func tellStanding() {
    let contract = world.firm.plants[1].place.gln
    let logistics = world.firm.logistics.place.gln
    var place = records.edit("quality_agreement", ["qa_id": "QA-CMO-01"]) {
      guard case .list(let clauses) = $0["clauses"] else { return }
      $0["clauses"] = .list(clauses.filter { $0["code"].string != "DATA_RETENTION" })
    }
    records.gap(
      "agreement-clauses", subject: "DATA_RETENTION", at: place,
      "The agreement with the contract packer does not say who keeps the data.")
    place = records.edit("quality_agreement", ["qa_id": "QA-3PL-01"]) {
      $0["review_due_on"] = world.date(2026, 8, 1)
    }
    records.gap(
      "agreement-review-due", subject: "QA-3PL-01", at: place,
      "The review of the agreement with the logistics provider was due in August.")
    place = records.edit("partner_status", ["partner": contract]) {
      $0["valid_until"] = world.date(2026, 8, 31)
    }
    if let late = lot(24), let record = records.find("batch_record", ["lot": late.plan.lot]) {
      records.gap(
        "partner-approved-at-use", subject: late.plan.lot, at: record,
        "The contract packer's approval ended in August; a lot was packed in September.")
    }
    place = records.edit("risk_assessment", ["subject_id": logistics]) {
      $0["review_due_on"] = world.date(2026, 8, 15)
    }
    records.gap(
      "risk-review-current", subject: records[place]["ra_id"].string, at: place,
      "The risk assessment of the logistics provider was due for review.")
    place = copy("risk_assessment", ["subject_id": logistics]) {
      $0["ra_id"] = "RA-DRIFT"
      $0["subject"] = "process"
      $0["subject_id"] = "manual rework"
      $0["review_due_on"] = world.date(2027, 3, 1)
      $0["items"] = [
        [
          "hazard": "pack without identity", "s": 5, "o": 3, "d": 4, "class": "high",
          "control": "", "accepted_by": "QA-D2",
        ]
      ]
    }
    records.gap(
      "high-risk-decided", subject: "RA-DRIFT", at: place, "A high risk has no control.")
    guard world.firm.isAmerican else { return }
    if let clinic = world.morePartners.first(where: { $0.place.reference == "00071" }),
      let sale = world.sales.first(where: { $0.customer.place.gln == clinic.place.gln })
    {
      place = records.edit("licence", ["holder": clinic.place.gln]) {
        $0["valid_until"] = world.date(2026, 8, 19)
      }
      world.key.gap(
        "partner-licence-valid", subject: sale.position.file, at: sale.position,
        "The buyer's licence had run out twelve days before the sale.")
    }
    place = records.edit("licence", ["holder": logistics]) {
      $0["checked_on"] = world.date(2025, 6, 2)
    }
    records.gap(
      "licence-check-current", subject: logistics, at: place,
      "The licence of the logistics provider was last checked in June 2025.")
  }

  private func tellReturnsAndThefts() {
    guard let stolen = world.told["theft"], let returned = world.told["return"] else { return }
    let place = records.add(
      "deviation",
      {
        var row = world.deviation(
          "DEV-26-141", "Packs gone from the cage", nil,
          at: Moment(CivilDay(2026, 8, 13), 11, 0, 0, zone),
          rank: "minor", symptom: "other",
          closed: world.own(8, 22, 11), capa: nil)
        row["theft"] = true
        row["gtin"] = text(world.book.products[world.storyProduct].gtin)
        row["serials"] = [text(world.serial(stolen.packed.units[0]))]
        return row
      }())
    records.gap(
      "theft-still-good", "stolen-pack-flagged", subject: world.name(stolen.packed.units[0]),
      at: place, "A pack reported stolen in August was sold in September.")
    records.add(
      "partner_exception",
      [
        "exception_id": "PX-26-011", "partner": text(buyer(1).place.gln),
        "reported_at": world.own(8, 20), "kind": "missing_data", "quantity": 12,
        "file_status": "asked for",
      ])
    if let open = records.find("partner_exception", ["exception_id": "PX-26-011"]) {
      records.gap(
        "partner-exception-resolved", subject: "PX-26-011", at: open,
        "A wholesaler asked for data in August and has no answer.")
    }
    guard world.firm.isAmerican else { return }
    let id = returned.packed.id
    func back(_ number: String, _ change: (inout Cell) -> Void) -> RecordBook.Place {
      var row: Cell = [
        "return_no": text(number), "item": "000010", "partner": text(buyer(0).place.gln),
        "authorised_at": world.own(8, 31), "received_at": world.own(9, 8),
        "gtin": text(world.book.products[Int(id.product)].gtin),
        "lot": text(world.storyLot(1)), "serial": text(world.book.serial(id)), "quantity": 1,
        "saleable": true, "disposition": "restock", "disposed_at": world.own(9, 9),
        "verified_at": world.own(9, 8, 11),
      ]
      change(&row)
      return records.add("product_return", row)
    }
    let wrong = back("RET-900001") { $0["partner"] = text(buyer(1).place.gln) }
    records.gap(
      "return-links-to-sale", subject: world.name(id), at: wrong,
      "A case came back from a wholesaler it was never sold to.")
    let unverified = back("RET-900002") { $0["verified_at"] = .none }
    records.gap(
      "return-verified-before-resale", subject: world.name(id), at: unverified,
      "A returned case went back to stock and was not verified.")
    let certificate = records.add(
      "destruction",
      [
        "certificate_no": "DC-900001", "gtin": text(world.book.products[world.storyProduct].gtin),
        "lot": text(world.storyLot(2)), "quantity": 1,
        "serials": [text(world.serial(returned.packed.units[1]))],
        "destroyed_at": world.own(9, 22), "handed_over_at": world.own(9, 21),
        "by": text(world.firm.processor.place.name), "witness": "LG-1",
      ])
    records.gap(
      "destruction-matched", subject: world.name(returned.packed.units[1]), at: certificate,
      "A certificate of destruction names a pack that is active in the data.")
  }

  private func tellComplaints() {
    var place = copy("complaint", ["cmp_id": "CMP-26-030"]) {
      $0["cmp_id"] = "CMP-26-031"
      $0["serial"] = text(world.firm.isAmerican ? "QQ0000000001" : "QQ00000000000001")
    }
    records.gap(
      "complaint-serial-known", subject: "CMP-26-031", at: place,
      "The serial on the complained carton was never commissioned.")
    place = copy("complaint", ["cmp_id": "CMP-26-030"]) {
      $0["cmp_id"] = "CMP-26-032"
      $0["no_inv_reason"] = .none
      $0["no_inv_by"] = .none
    }
    records.gap(
      "complaint-investigated", subject: "CMP-26-032", at: place,
      "A complaint has neither an investigation nor a reason for none.")
    place = copy("inspection_request", ["request_no": "RQ-26-001"]) {
      $0["request_no"] = "RQ-26-002"
      $0["provided_at"] = world.own(8, 26, 12)
      $0["receipt_ref"] = "MAIL-0826"
    }
    records.gap(
      "official-request-answered", subject: "RQ-26-002", at: place,
      "An official's request was answered after 26 hours.")
  }

  private func tellSuspicions() {
    guard let lot = lot(10) else { return }
    func cause(_ id: String, _ change: (inout Cell) -> Void) -> RecordBook.Place {
      copy("suspect_case", ["case_id": "SUS-26-004"]) {
        $0["case_id"] = text(id)
        change(&$0)
      }
    }
    var place = cause("SUS-26-005") { $0["quarantine"] = .none }
    records.gap(
      "case-held-in-time", subject: "SUS-26-005", at: place,
      "A suspect pack was decided on and never put on hold.")
    place = cause("SUS-26-006") {
      $0["state"] = "suspect"
      $0["determined_at"] = .none
      $0["determined_by"] = .none
      $0["terminated_at"] = .none
    }
    records.gap(
      "case-open-long", "case-told-to-authority", subject: "SUS-26-006", at: place,
      "A case is open for eight weeks; no authority was told.")
    place = cause("ILL-26-001") {
      $0["state"] = "illegitimate"
      $0["opened_at"] = world.own(9, 1, 8)
      $0["quarantine"] = ["quantity": 1, "location": "cage", "at": world.own(9, 1, 9)]
      $0["lots"] = [text(lot.plan.lot)]
      $0["gtin"] = text(world.book.products[lot.plan.product].gtin)
      $0["determined_at"] = world.own(9, 3, 9)
      $0["fda_notice_at"] = world.own(9, 4, 15)
      $0["partner_notice_at"] = world.own(9, 4, 15)
      $0["form_ref"] = "3911-1"
      $0["terminated_at"] = .none
    }
    records.gap(
      "case-told-to-authority", subject: "ILL-26-001", at: place,
      "A case was decided to be illegitimate; no European authority was told.")
    records.gap(
      "notice-in-24-hours", subject: "ILL-26-001", at: place,
      "The notice went out thirty hours after the decision.")
    records.gap(
      "notices-reach-buyers", subject: "ILL-26-001", at: place,
      "The buyer of the lot was not told.")
  }

  private func tellAlarms() {
    var place = copy("alert", ["alert_id": "AL-L3-1"]) {
      $0["alert_id"] = "AL-L3-11"
      $0["raised_at"] = world.own(7, 28, 10)
      $0["ack"] = ["by": "OP-D1", "at": world.own(7, 28, 10, 50)]
      $0["closed_at"] = world.own(7, 28, 11)
    }
    records.gap(
      "alert-acknowledged", subject: "AL-L3-11", at: place,
      "An alarm was acknowledged after fifty minutes; fifteen are the limit.")
    place = copy("alert", ["alert_id": "AL-L3-1"]) {
      $0["alert_id"] = "AL-L3-12"
      $0["raised_at"] = world.own(7, 29, 10)
      $0["ack"] = ["by": "OP-D1", "at": world.own(7, 29, 10, 4)]
      $0["closed_at"] = .none
      $0["closed_by"] = .none
      $0["cause"] = .none
      $0["outcome"] = .none
    }
    records.gap(
      "alert-closed-with-cause", subject: "AL-L3-12", at: place,
      "An alarm of July is still open.")
  }

  private func tellQuestions() {
    guard let lot = world.ordinary(0) else { return }
    func ask(_ id: String, _ change: (inout Cell) -> Void) -> RecordBook.Place {
      copy("verification_request", ["req_id": "VR-26-301"]) {
        $0["req_id"] = text(id)
        change(&$0)
      }
    }
    var place = ask("VR-26-401") {
      $0["received_at"] = world.own(8, 3, 8, 0)
      $0["responded_at"] = world.own(8, 4, 15, 10)
    }
    records.gap(
      "verification-answered-in-time", subject: "VR-26-401", at: place,
      "A verification request was answered after 31 hours and ten minutes.")
    place = ask("VR-26-402") {
      $0["received_at"] = world.own(8, 5, 8)
      $0["responded_at"] = world.own(8, 5, 8, 1)
      $0["serial"] = "QQ0000000002"
      $0["result"] = "not_verified"
    }
    records.gap(
      "negative-verification-followed",
      subject: "(01)\(world.book.products[lot.plan.product].gtin)(21)QQ0000000002",
      at: place, "An answer of not verified was followed by nothing.")
    place = ask("VR-26-403") {
      $0["received_at"] = world.own(8, 6, 8)
      $0["responded_at"] = world.own(8, 6, 8, 1)
      $0["authorised"] = false
    }
    records.gap(
      "requester-authorised", subject: "VR-26-403", at: place,
      "A requester that is not authorized got an answer.")
    if let dead = lot.rejects.first {
      place = ask("VR-26-404") {
        $0["received_at"] = .at(lot.closed.after(minutes: 9 * 1440), zone)
        $0["responded_at"] = .at(lot.closed.after(minutes: 9 * 1440 + 1), zone)
        $0["serial"] = text(world.serial(dead))
      }
      records.gap(
        "verified-after-end", subject: "VR-26-404", at: place,
        "A serial was answered as verified nine days after it was decommissioned.")
    }
  }
}
