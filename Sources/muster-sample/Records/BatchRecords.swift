extension World {
  /// Everything made and kept about a lot from order to release.
  func keepBatches() {
    for lot in lots where !lot.plan.lot.contains("O47") {
      keepBatchRecord(lot)
      keepReconciliations(lot)
      keepLine(lot)
      if let decided = decision(lot) { keepRelease(lot, decided) }
    }
  }

  private func keepBatchRecord(_ lot: LotFacts) {
    let plan = lot.plan
    let plant = firm.plants[plan.plant]
    let zone = plant.zone
    let crew = crew(plant)
    let start = plan.start.after(minutes: -10)
    let end = lot.closed.after(minutes: 4)
    let gtin = text(book.products[plan.product].gtin)
    let reviewed = (decision(lot) ?? lot.closed.after(minutes: 3 * 1440)).after(minutes: -180)
    let made = lot.good + lot.rejected + lot.sampled
    let planned = lot.good + lot.sampled
    var record: Cell = [
      "batch_record_id": text(lot.batchRecord), "kind": "packaging", "gtin": gtin,
      "lot": text(plan.lot), "bulk_lot": text("B" + plan.lot), "expiry": text(plan.expiry),
      "master_record": text("MBR-" + String(book.products[plan.product].item.suffix(5))),
      "master_version": "4", "site": text(plant.id), "line": text(plan.line),
      "order_no": text(lot.order), "started_at": .at(start, zone), "ended_at": .at(end, zone),
      "theoretical": number(planned), "bulk_in": number(made * packSize(plan.product)),
    ]
    record.append([
      "actual_good": number(lot.good), "rejects": number(lot.rejected),
      "samples": number(lot.sampled), "retains": 0, "retains_serialized": true,
      "yield": .decimal(planned > 0 ? lot.good * 10_000 / planned : 0, scale: 2),
      "yield_low": .decimal(9_000, scale: 2), "yield_high": .decimal(10_100, scale: 2),
      "electronic": true, "none_declared": true,
    ])
    record.append([
      "clearance_before": [
        "by": text(crew.packer(plan.line)), "checked_by": text(crew.checker),
        "at": .at(start.after(minutes: -15), zone),
      ],
      "clearance_after": [
        "by": text(crew.packer(plan.line)), "checked_by": text(crew.checker),
        "at": .at(end.after(minutes: 20), zone),
      ],
      "specimens": [
        [
          "ref": "12", "kind": "carton", "shows_lot": true, "shows_expiry": true,
          "shows_code": true,
        ]
      ], "pages_total": 84, "pages_present": 84, "pages_unnumbered": 0,
    ])
    record.append([
      "prod_review": [
        "by": text(crew.supervisor), "at": .at(reviewed.after(minutes: -300), zone),
        "meaning": "reviewed by production",
      ],
      "qa_review": [
        "by": text(crew.quality), "at": .at(reviewed, zone),
        "meaning": "reviewed by the quality unit", "decision": "approved",
      ],
      "audit_trail_review": [
        "by": text(crew.reviewer), "at": .at(reviewed.after(minutes: -60), zone),
        "scope": "packaging order and serialization",
      ],
    ])
    records.add("batch_record", record)
    keepSteps(lot, start: start, end: end)
  }

  /// The steps an inspector reads first.
  private func keepSteps(_ lot: LotFacts, start: Moment, end: Moment) {
    let plan = lot.plan
    let plant = firm.plants[plan.plant]
    let crew = crew(plant)
    var steps: [(String, String, String, Moment, Bool)] = [
      ("010", "Line clearance, code printing and camera", "line_clearance", start, true),
      ("020", "First pack checked against the order", "identity", start.after(minutes: 5), true),
      ("030", "Pack print checked, hourly", "ipc", plan.start.after(minutes: 40), false),
      ("040", "Counters read and written down", "ipc", end.after(minutes: -3), true),
    ]
    if !firm.isAmerican {
      steps.insert(
        (
          "025", "Glue seal of both flaps pulled open", "tamper_device", start.after(minutes: 8),
          true
        ),
        at: 2)
    }
    for (order, step) in steps.enumerated() {
      records.add(
        "batch_step",
        [
          "batch_record_id": text(lot.batchRecord), "step_no": text(step.0),
          "sequence": number(order + 1), "text": text(step.1), "category": text(step.2),
          "significant": .flag(step.4), "sequential": true,
          "performed_by": text(crew.packer(plan.line)), "performed_at": .at(step.3, plant.zone),
          "checked_by": step.4 ? text(crew.checker) : .none,
          "checked_at": step.4 ? .at(step.3.after(minutes: 2), plant.zone) : .none,
          "automated": false, "account": text(crew.packer(plan.line).lowercased()),
          "check_account": step.4 ? text(crew.checker.lowercased()) : .none,
          "terminal": text("T-\(plan.line)"), "equipment": text(camera(plan)),
          "result": "pass", "entered_at": .at(step.3.after(minutes: 3), plant.zone),
        ])
    }
  }

  /// The number of the camera on a lot's line.
  func camera(_ plan: LotPlan) -> String {
    "CAM-\(firm.plants[plan.plant].isContract ? "C" : "D")-\(plan.line)"
  }

  private func keepReconciliations(_ lot: LotFacts) {
    let plan = lot.plan
    let plant = firm.plants[plan.plant]
    let zone = plant.zone
    let crew = crew(plant)
    let product = book.products[plan.product]
    let counted = lot.closed.after(minutes: 90)
    let issued = lot.commissioned + lot.scrapped + lot.returned
    // The contract site gets cartons with lot and expiry printed; what is left over is destroyed.
    let coded = plant.isContract
    var row: Cell = [
      "gtin": text(product.gtin), "lot": text(plan.lot), "level": "unit",
      "order_no": text(lot.order), "site": text(plant.id), "allocated": number(issued),
      "printed": number(lot.commissioned + lot.scrapped), "commissioned": number(lot.commissioned),
      "label_scrapped": number(lot.scrapped), "label_sampled": 0,
      "returned_unused": number(lot.returned), "still_on_line": 0,
      "active_good": number(lot.good), "sampled": number(lot.sampled),
      "destroyed": number(lot.rejected), "decommissioned_other": 0,
    ]
    row.append([
      "l3_good": number(lot.good), "l4_good": number(lot.good),
      "hub_good": firm.isAmerican ? .none : number(lot.good),
      "partner_good": plant.isContract ? number(lot.good) : .none,
      "reported_at": .at(counted, zone), "approved_by": text(crew.quality),
      "approved_at": .at(counted.after(minutes: 1200), zone),
    ])
    records.add("serial_reconciliation", row)
    records.add(
      "label_reconciliation",
      [
        "gtin": text(product.gtin), "lot": text(plan.lot),
        "batch_record_id": text(lot.batchRecord),
        "material_code": text("CTN-" + String(product.item.suffix(5))),
        "material_lot": text("M" + plan.lot), "kind": "carton",
        "issued": number(issued), "used_good": number(lot.good),
        "used_rejected": number(lot.rejected + lot.scrapped), "samples": number(lot.sampled),
        "attached": 0, "returned": number(coded ? 0 : lot.returned),
        "destroyed": number(coded ? lot.returned : 0), "batch_coded": .flag(coded),
        "destruction_record": coded ? text("DR-" + plan.lot) : .none,
        "stated_unaccounted": 0, "limit_value": .decimal(10_000, scale: 3),
        "limit_unit": "pieces", "limit_basis": "SOP PK-021, history of 40 lots",
        "exemption": "none", "counted_by": text(crew.packer(plan.line)),
        "verified_by": text(crew.checker), "reconciled_at": .at(counted, zone),
      ])
    records.add(
      "line_summary",
      [
        "gtin": text(product.gtin), "lot": text(plan.lot), "site": text(plant.id),
        "line": text(plan.line), "order_no": text(lot.order),
        "started_at": .at(plan.start, zone), "ended_at": .at(lot.closed, zone),
        "printed": number(lot.commissioned + lot.scrapped), "good": number(lot.good),
        "rejected": number(lot.scrapped + lot.rejected), "no_read": 0,
        "sampled": number(lot.sampled),
        "manual_removals": 0,
      ])
    records.add(
      "number_pool",
      [
        "pool_id": text("NP-" + plan.lot), "gtin": text(product.gtin), "site": text(plant.id),
        "line": text(plan.line), "order_no": text(lot.order),
        "generator": "repository, random of 60 bits, validated VR-0412",
        "alphabet": "023456789ABCDEFGHJKMNPQRSTUVWXYZ",
        "serial_length": number(firm.isAmerican ? 12 : 16),
        "declared_space": number(1 << 60), "issued": number(issued),
        "issued_at": .at(plan.start.after(minutes: -2 * 1440), zone),
      ])
  }

  private func keepLine(_ lot: LotFacts) {
    let plan = lot.plan
    let plant = firm.plants[plan.plant]
    let zone = plant.zone
    let crew = crew(plant)
    let gtin = text(book.products[plan.product].gtin)
    for (phase, time) in [
      ("start", plan.start.after(minutes: -8)), ("end", lot.closed.after(minutes: 2)),
    ] {
      records.add(
        "challenge_test",
        [
          "gtin": gtin, "lot": text(plan.lot), "line": text(plan.line),
          "order_no": text(lot.order), "phase": text(phase), "test": "wrong lot, unreadable code",
          "tested_at": .at(time, zone), "result": "pass", "by": text(crew.packer(plan.line)),
        ])
    }
    for order in 1...3 {
      records.add(
        "print_quality",
        [
          "gtin": gtin, "lot": text(plan.lot), "line": text(plan.line),
          "graded_at": .at(plan.start.after(minutes: order * plan.minutes / 4), zone),
          "specimen": text("\(order)"),
          "grade": .decimal(30 + (order + plan.sequence) % 9, scale: 1),
          "aperture": "10 mil", "wavelength": "660 nm",
          "verifier_id": text("PV-" + (plant.isContract ? "C" : "D")),
          "calibration_due_on": .day(verifierDue(plan.start.day(zone))),
          "by": text(crew.packer(plan.line)),
        ])
    }
    records.add(
      "sampling_result",
      [
        "plan_id": "SP-20-0", "inspection_lot": text("IL" + plan.lot), "gtin": gtin,
        "lot": text(plan.lot), "stage": "pre_shipment", "n": 20, "ac": 0, "re": 1, "defects": 0,
        "readable": true, "content_match": true, "parent_match": true, "status_active": true,
        "grade_min": .decimal(32, scale: 1), "by": text(crew.reviewer),
        "sampled_at": .at(lot.closed.after(minutes: 60), zone), "decision": "accept",
      ])
  }

  /// The print verifier is calibrated every December.
  func verifierDue(_ day: CivilDay) -> CivilDay { CivilDay(day.year, 12, 31) }

  private func keepRelease(_ lot: LotFacts, _ decided: Moment) {
    let plan = lot.plan
    let plant = firm.plants[plan.plant]
    let zone = firm.plants[0].zone
    let product = book.products[plan.product]
    let markets = markets(plan.product)
    for (order, market) in markets.enumerated() {
      let share = lot.good / markets.count
      let quantity = order == markets.count - 1 ? lot.good - share * order : share
      var row: Cell = [
        "release_id": text("REL-\(plan.lot)" + (markets.count > 1 ? "-" + market : "")),
        "gtin": text(product.gtin), "lot": text(plan.lot), "expiry": text(plan.expiry),
        "market": text(market), "site": text(plant.id), "quantity": number(quantity),
        "decision": "released", "decided_at": .at(decided, zone), "decided_by": text(releaser),
        "role": firm.isAmerican ? "qcu" : "qp", "meaning": "released for distribution",
        "records_reviewed": [text(lot.batchRecord)], "none_open": true,
        "ma_no": firm.isAmerican ? "ANDA 999101" : text("MA-\(market)-99990"),
      ]
      if !firm.isAmerican {
        row.append([
          "register_no": text("QPR-2026-\(digits(lotNumber(plan.lot), 4))"),
          "statement": "Certified in accordance with Annex 16.", "safety_features_ok": true,
          "upload_ack_at": .at(uploadAcknowledged(lot), zone),
        ])
      }
      row.append(["later_status": "none"])
      records.add("release", row)
    }
  }

  /// When the hub acknowledged a lot's packs: the morning after the lot was closed.
  func uploadAcknowledged(_ lot: LotFacts) -> Moment {
    let zone = firm.plants[0].zone
    return Moment(lot.closed.day(zone) + 1, 7, 30, 0, zone)
  }

  /// A number for a lot, unique among the lots.
  func lotNumber(_ lot: String) -> Int { (lotIndex[lot] ?? 0) + 101 }
}

extension Cell {
  /// Adds fields behind those that are there.
  mutating func append(_ more: Cell) {
    guard case .fields(let fields) = self, case .fields(let added) = more else { return }
    self = .fields(fields + added)
  }
}
