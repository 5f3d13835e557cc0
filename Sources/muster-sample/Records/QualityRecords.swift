extension World {
  /// Deviations and what follows from them, as a firm with an ordinary quarter has them.
  func keepQuality() {
    keepMinorDeviation()
    keepMajorDeviation()
    keepChange()
    keepComplaint()
  }

  /// An ordinary lot of the own plant, by number among them.
  func ordinary(_ number: Int) -> LotFacts? {
    let own = lots.filter { !$0.isStory && $0.plan.plant == 0 && decision($0) != nil }
    return own.indices.contains(number) ? own[number] : nil
  }

  /// Declares a deviation in the batch record of its lot.
  func declare(_ deviation: String, in lot: LotFacts) {
    records.edit("batch_record", ["lot": lot.plan.lot]) {
      $0["none_declared"] = false
      $0["deviations"] = [text(deviation)]
    }
  }

  /// A minor one, found and closed before its lot was released.
  private func keepMinorDeviation() {
    guard let lot = ordinary(0) else { return }
    let zone = firm.plants[0].zone
    let crew = crew(firm.plants[0])
    let time = lot.plan.start.after(minutes: 70)
    records.add(
      "deviation",
      deviation(
        "DEV-26-101", "Label roll torn at splice", lot, at: time, rank: "minor", symptom: "print",
        closed: .at(time.after(minutes: 3 * 1440), zone), capa: nil))
    _ = crew
    declare("DEV-26-101", in: lot)
  }

  /// A deviation with every field; `lot` nil when no lot is touched.
  func deviation(
    _ id: String, _ title: String, _ lot: LotFacts?, at time: Moment, rank: String,
    symptom: String, closed: Cell, capa: String?
  ) -> Cell {
    let plant = firm.plants[lot?.plan.plant ?? 0]
    let zone = plant.zone
    let crew = crew(plant)
    var row: Cell = [
      "dev_id": text(id), "title": text(title), "occurred_at": .at(time, zone),
      "detected_at": .at(time.after(minutes: 6), zone),
      "recorded_at": .at(time.after(minutes: 55), zone), "recorded_by": text(crew.supervisor),
      "owner": text(crew.engineer), "site": text(plant.id),
      "line": text(lot?.plan.line ?? plant.lines[0]),
    ]
    if let lot {
      row.append([
        "gtin": text(book.products[lot.plan.product].gtin), "lots": [text(lot.plan.lot)],
      ])
    } else {
      row.append(["no_lot_reason": "no lot was running"])
    }
    row.append([
      "process_step": "packaging", "requirement": "SOP-PK-07", "class": text(rank),
      "class_rationale": "no effect on identity or content", "symptom": text(symptom),
      "immediate_action": "line stopped, packs set aside",
      "impact": "packs set aside were rejected",
      "justification": "all packs accounted for", "due_on": .day(time.day(zone) + 30),
      "original_due_on": .day(time.day(zone) + 30),
    ])
    if let capa {
      row.append(["capa": [text(capa)]])
    } else {
      row.append(["no_capa_rationale": "single event, corrected on the spot"])
    }
    if !closed.isNone {
      row.append([
        "category_6m": "materials", "cause": "splice of the roll",
        "qa_approval": ["by": text(crew.quality), "at": closed], "closed_at": closed,
        "state": "closed",
      ])
    } else {
      row.append(["state": "open"])
    }
    return row
  }

  /// A major one, open and assessed at release, with investigation and CAPA.
  private func keepMajorDeviation() {
    guard let lot = ordinary(1), let decided = decision(lot) else { return }
    let zone = firm.plants[0].zone
    let time = lot.plan.start.after(minutes: 110)
    let closed = Cell.at(time.after(minutes: 24 * 1440), zone)
    var row = deviation(
      "DEV-26-102", "Camera read rate low for twelve minutes", lot, at: time, rank: "major",
      symptom: "scan", closed: closed, capa: "CAPA-26-041")
    row["category_6m"] = "machine"
    row["cause"] = "lamp of the camera aged"
    row.append(["investigation": "INV-26-102"])
    records.add("deviation", row)
    declare("DEV-26-102", in: lot)
    for place in records.all("release", ["lot": lot.plan.lot]) {
      records[place]["none_open"] = false
      records[place].append([
        "open_deviations": [
          [
            "dev_id": "DEV-26-102", "assessment_ref": "AS-26-102", "approved_by": "QA-D2",
            "approved_at": .at(decided.after(minutes: -300), zone),
          ]
        ]
      ])
    }
    records.add("investigation", investigation("INV-26-102", "DEV-26-102", lot, at: time))
    records.add("capa", capa("CAPA-26-041", "DEV-26-102", lot, at: time))
  }

  /// A finished investigation; containment took half an hour.
  func investigation(_ id: String, _ deviation: String, _ lot: LotFacts, at time: Moment) -> Cell {
    let zone = firm.plants[0].zone
    let crew = crew(firm.plants[0])
    let detected = time.after(minutes: 6)
    func step(_ name: String, _ minutes: Int, _ by: String) -> Cell {
      [
        "step": text(name), "done_at": .at(detected.after(minutes: minutes), zone), "by": text(by),
        "evidence": text("EV-\(id)-\(name)"),
      ]
    }
    func told(_ person: String, _ function: String) -> Cell {
      [
        "person": text(person), "function": text(function),
        "told_at": .at(detected.after(minutes: 25), zone),
      ]
    }
    let nodes = ["read rate fell", "contrast too low", "lamp at end of life"]
    let tree: [Cell] = nodes.enumerated().map { order, what in
      [
        "node": text("\(order + 1)"), "parent": order == 0 ? .none : text("\(order)"),
        "text": text(what), "category_6m": "machine", "evidence": text("EV-\(id)-N\(order + 1)"),
        "contributory": "yes",
      ]
    }
    var row: Cell = [
      "inv_id": text(id), "source": "deviation", "dev_id": text(deviation),
      "lots": [text(lot.plan.lot)], "gtin": text(book.products[lot.plan.product].gtin),
      "started_at": .at(time.after(minutes: 60), zone), "detection_at": .at(detected, zone),
      "containment": [
        step("stop", 2, crew.packer(lot.plan.line)), step("isolate", 14, crew.supervisor),
        step("notify", 25, crew.supervisor), step("gather", 32, crew.engineer),
      ],
      "notified": [told(crew.quality, "qa"), told("RA-1", "ra"), told("MG-1", "management")],
      "team": [
        ["member": text(crew.engineer), "function": "engineering"],
        ["member": text(crew.reviewer), "function": "quality"],
      ],
    ]
    row.append([
      "method": "five_why", "method_rationale": "one machine, one symptom",
      "rca_nodes": .list(tree), "cause": "lamp of the camera aged", "category_6m": "machine",
      "system_factor_considered": true,
      "other_lots": [
        [
          "lot": text(lot.plan.lot), "gtin": text(book.products[lot.plan.product].gtin),
          "considered": true, "affected": false,
        ]
      ],
      "interviews": [
        [
          "interviewee": text(crew.packer(lot.plan.line)), "interviewer": text(crew.reviewer),
          "held_at": .at(time.after(minutes: 1500), zone), "summary_ref": text("IV-\(id)"),
          "signed": true,
        ]
      ],
    ])
    row.append([
      "evidence": [
        [
          "ref": text("EV-\(id)-1"), "author": text(crew.engineer),
          "made_at": .at(time.after(minutes: 90), zone),
        ]
      ], "scope_conclusion": "isolated", "conclusion": "no pack with a wrong code left the line",
      "followup": "lamp change interval shortened", "target_days": 30,
      "approval": ["by": text(crew.quality), "at": .at(time.after(minutes: 20 * 1440), zone)],
    ])
    return row
  }

  /// A CAPA whose actions are done and whose effectiveness is still to be judged.
  func capa(_ id: String, _ source: String, _ lot: LotFacts, at time: Moment) -> Cell {
    let zone = firm.plants[0].zone
    let crew = crew(firm.plants[0])
    let day = time.day(zone)
    func action(_ number: Int, _ sort: String, _ what: String, _ days: Int) -> Cell {
      [
        "action_id": text("\(id)-\(number)"), "class": text(sort), "kind": "technical",
        "text": text(what), "owner": text(crew.engineer), "due_on": .day(day + days),
        "done_at": .at(Moment(day + (days - 2), 10, 0, 0, zone), zone),
        "evidence": text("WO-\(id)-\(number)"),
      ]
    }
    return [
      "capa_id": text(id), "title": "Camera lamp", "source": "deviation",
      "source_ref": text(source), "site": text(firm.plants[0].id),
      "lots": [text(lot.plan.lot)], "problem": "read rate low", "root_cause_ref": "INV-26-102",
      "owner": text(crew.engineer), "opened_on": .day(day + 5), "due_on": .day(day + 150),
      "actions": [
        action(1, "corrective", "lamp replaced", 12),
        action(2, "preventive", "lamp change interval shortened", 20),
      ], "eff_required": true, "eff_criteria": "no read rate alarm in 20 lots",
      "eff_due_on": .day(day + 140), "state": "effectiveness",
    ]
  }

  /// A change that is done, reviewed and closed.
  private func keepChange() {
    let zone = firm.plants[0].zone
    func at(_ month: Int, _ day: Int) -> Cell {
      .at(Moment(CivilDay(2026, month, day), 10, 0, 0, zone), zone)
    }
    var row: Cell = [
      "chg_id": "CHG-26-011", "title": "Shorter lamp change interval", "object": "equipment",
      "object_id": "CAM-D-L1", "serialization": false, "type": "standard",
      "description": "maintenance plan, interval of the lamp", "rationale": "read rate",
      "impact": [
        "validation": false, "validation_text": "no function changed", "training": false,
        "training_text": "engineers only, told", "documents": true,
        "documents_text": "maintenance plan", "regulatory": false, "regulatory_text": "none",
        "serial_data": false, "serial_data_text": "none", "partners": false,
        "partners_text": "none",
      ], "requested": ["by": "EN-D1", "at": at(7, 20)],
      "approved": ["by": "QA-D2", "at": at(7, 24)],
    ]
    row.append([
      "implemented_at": at(8, 3), "requal_required": false,
      "post_review": ["by": "QA-D1", "at": at(8, 24), "result": "as planned"],
      "due_on": date(2026, 9, 30), "closed_at": at(8, 25), "state": "closed",
    ])
    records.add("change", row)
  }

  private func keepComplaint() {
    guard let lot = ordinary(0) else { return }
    records.add(
      "complaint",
      [
        "cmp_id": "CMP-26-030", "received_at": own(8, 19), "channel": "telephone",
        "country": text(firm.plants[0].place.country),
        "gtin": text(book.products[lot.plan.product].gtin), "lot": text(lot.plan.lot),
        "text": "Carton dented on arrival.", "code_related": false, "suspicion": false,
        "lot_review": "LR-26-030", "no_inv_reason": "transport damage, known cause",
        "no_inv_by": "QA-D2", "class": "minor", "reply_at": own(8, 26), "closed_at": own(8, 27),
        "trend_code": "TRANSPORT",
      ])
  }
}
