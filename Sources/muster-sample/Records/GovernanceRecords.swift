extension World {
  /// Accounts, audit trails, back-ups, meetings and exercises.
  func keepGovernance() {
    keepAccounts()
    for system in systems { keepSystemChecks(system) }
    keepAuditTrails()
    keepMeetings()
    keepExercise()
    keepAlarms()
    keepRequest()
    keepTransfer()
    keepCase()
  }

  private func accounts(
    _ system: (id: String, name: String, kind: String, site: String?, version: String)
  )
    -> [(key: String, function: String, site: String)]
  {
    people.filter { person in
      switch system.kind {
      case "site": system.site == person.site
      case "mes": true
      case "enterprise": ["serialization desk", "engineer"].contains(person.function)
      default: person.function != "operator"
      }
    }
  }

  private func keepAccounts() {
    for system in systems {
      let holders = accounts(system).filter { $0.key != "IT-1" }
      let created = Cell.at(
        Moment(CivilDay(2023, 1, 2), 8, 0, 0, firm.plants[0].zone), firm.plants[0].zone)
      for person in holders {
        records.add(
          "account",
          [
            "account": text(person.key.lowercased()), "system": text(system.id),
            "person": text(person.key), "type": "named", "roles": [text(person.function)],
            "admin_rights": false, "created_at": created, "last_login_at": own(9, 22, 8),
          ])
      }
      records.add(
        "account",
        [
          "account": "it-1", "system": text(system.id), "person": "IT-1", "type": "admin",
          "roles": ["administrator"], "admin_rights": true, "created_at": created,
          "last_login_at": own(9, 21, 8),
        ])
      for (month, day) in [(4, 14), (7, 14)] {
        records.add(
          "access_review",
          [
            "system": text(system.id), "performed_on": date(2026, month, day), "by": "QA-D1",
            "accounts_total": number(holders.count + 1),
            "accounts_reviewed": number(holders.count + 1), "accounts_removed": 0,
            "next_due_on": date(2026, month + 3, 14), "evidence": text("AR-\(system.id)-\(month)"),
          ])
      }
    }
  }

  private func keepSystemChecks(
    _ system: (id: String, name: String, kind: String, site: String?, version: String)
  ) {
    func check(_ kind: String, _ month: Int, _ day: Int, _ more: Cell, next: Cell) {
      var row: Cell = [
        "check_id": text("SC-\(system.id)-\(kind.prefix(2).uppercased())-\(month)"),
        "system": text(system.id), "kind": text(kind), "performed_at": own(month, day, 11),
        "by": "IT-1", "result": "pass",
      ]
      row.append(more)
      row.append(["evidence": text("EV-\(system.id)-\(kind)-\(month)"), "next_due_on": next])
      records.add("system_check", row)
    }
    for month in 7...9 {
      check("backup_job", month, 28, [:], next: date(2026, month + 1, 28))
      check(
        "clock_check", month, 2, ["drift_s": .decimal(400, scale: 3)],
        next: date(2026, month + 1, 2))
    }
    check(
      "restore_test", 6, 10,
      [
        "rpo_target_h": .decimal(2400, scale: 2), "rpo_actual_h": .decimal(900, scale: 2),
        "rto_target_h": .decimal(7200, scale: 2), "rto_actual_h": .decimal(700, scale: 2),
        "records_compared": 2000,
      ], next: date(2027, 6, 10))
    check(
      "dr_test", 3, 5,
      [
        "rpo_target_h": .decimal(2400, scale: 2), "rpo_actual_h": .decimal(900, scale: 2),
        "rto_target_h": .decimal(7200, scale: 2), "rto_actual_h": .decimal(2600, scale: 2),
      ], next: date(2027, 3, 5))
    check("encryption", 2, 12, [:], next: date(2027, 2, 12))
    check("pen_test", 2, 13, [:], next: date(2027, 2, 13))
  }

  private func keepAuditTrails() {
    var entries: [String: Int] = [:]
    func entry(
      _ system: String, _ action: String, _ type: String, _ object: String, _ user: String,
      _ time: Moment, _ lot: LotFacts
    ) {
      let number = (entries[system] ?? 0) + 1
      entries[system] = number
      let zone = firm.plants[lot.plan.plant].zone
      records.add(
        "audit_trail_entry",
        [
          "entry_id": text(digits(number, 7)), "seq": .integer(number), "system": text(system),
          "object_type": text(type), "object_id": text(object),
          "gtin": text(book.products[lot.plan.product].gtin), "lot": text(lot.plan.lot),
          "action": text(action), "user": text(user.lowercased()), "changed_at": .at(time, zone),
          "gmp_data": true,
        ])
    }
    for lot in lots.sorted(by: { $0.plan.start < $1.plan.start })
    where !lot.plan.lot.contains("O47") {
      let crew = crew(firm.plants[lot.plan.plant])
      let packer = crew.packer(lot.plan.line)
      let line = "SYS-L3-" + crew.mark
      entry(line, "create", "order", lot.order, packer, lot.plan.start.after(minutes: -9), lot)
      entry(line, "sign", "order", lot.order, packer, lot.closed.after(minutes: 3), lot)
      entry(
        "SYS-MES", "create", "batch_record", lot.batchRecord, packer,
        lot.plan.start.after(minutes: -9), lot)
      entry(
        "SYS-MES", "sign", "batch_record", lot.batchRecord, crew.supervisor,
        lot.closed.after(minutes: 5), lot)
    }
    for system in systems {
      for month in 7...9 {
        records.add(
          "audit_trail_review",
          [
            "review_id": text("ATR-\(system.id)-\(month)"), "system": text(system.id),
            "scope": "orders, batch records, settings", "period_from": date(2026, month - 1, 1),
            "period_until": .day(CivilDay(2026, month, 1) + -1), "by": "QA-D1",
            "reviewed_at": own(CivilDay(2026, month, 6).workday, 15), "independent": true,
            "next_due_on": date(2026, month + 1, 10),
          ])
      }
    }
  }

  private func keepMeetings() {
    func meeting(
      _ id: String, _ kind: String, _ subject: String, _ month: Int, _ day: Int, next: Cell,
      _ more: Cell = [:]
    ) {
      var row: Cell = [
        "meeting_id": text(id), "kind": text(kind), "subject_id": text(subject),
        "held_at": own(month, day, 14), "participants": ["QA-D2", "SE-1", "MG-1"],
        "inputs": ["kpi", "capa", "audit", "deviation", "complaint"],
        "decisions": ["continue as planned"],
        "actions": [
          [
            "text": "send the list of open points", "owner": "SE-1",
            "due_on": .day(CivilDay(2026, month, day) + 20),
            "closed_at": own(CivilDay(2026, month, day) + 9),
          ]
        ], "minutes": text("MIN-" + id), "minutes_approved_at": own(CivilDay(2026, month, day) + 5),
        "next_due_on": next,
      ]
      row.append(more)
      records.add("meeting", row)
    }
    for (order, partner) in tradingPartners.filter({ ["cmo", "3pl"].contains($0.role) })
      .enumerated()
    {
      for (month, next) in [(4, date(2026, 7, 31)), (7, date(2026, 10, 31))] {
        meeting(
          "VM-\(order + 1)-\(month)", "vendor_review", partner.place.gln, month, 22, next: next)
      }
    }
    meeting("MR-26", "management_review", firm.plants[0].id, 3, 18, next: date(2027, 3, 31))
    meeting("SR-26", "system_review", "SYS-L4", 2, 11, next: date(2027, 2, 28))
    meeting(
      "RW-26-3", "reg_watch", firm.isAmerican ? "DSCSA" : "2016/161", 7, 8,
      next: date(2026, 10, 31),
      ["assessment": "no change of procedure needed", "assessed_at": own(7, 15)])
    meeting("FB-26-3", "feedback", "SYS-L4", 8, 5, next: .none, ["triaged_at": own(8, 10)])
  }

  private func keepExercise() {
    guard let lot = ordinary(0) else { return }
    records.add(
      "traceability_exercise",
      [
        "exercise_id": "TX-26-1", "gtin": text(book.products[lot.plan.product].gtin),
        "lot": text(lot.plan.lot), "market": text(markets(lot.plan.product)[0]),
        "started_at": own(9, 8, 9), "finished_at": own(9, 8, 11, 10), "qty_made": number(lot.good),
        "qty_located": number(lot.good), "unlocated_explained": 0,
        "balance": .decimal(10_000, scale: 2), "result": "pass", "by": "QA-D1",
        "explanation": "all packs located",
      ])
    guard let stock = lots.last(where: { $0.released == nil && !$0.isStory }) else { return }
    records.add(
      "inventory",
      [
        "taken_at": own(9, 30, 17), "location": "logistics",
        "gtin": text(book.products[stock.plan.product].gtin), "lot": text(stock.plan.lot),
        "status": "quarantine", "quantity": number(stock.good), "source": "warehouse system",
      ])
  }

  private func keepAlarms() {
    for (order, lot) in [ordinary(0), ordinary(1)].compactMap({ $0 }).enumerated() {
      let crew = crew(firm.plants[0])
      let zone = firm.plants[0].zone
      let time = lot.plan.start.after(minutes: 80)
      records.add(
        "alert",
        [
          "alert_id": text("AL-L3-\(order + 1)"), "system": "SYS-L3-D", "kind": "line",
          "raised_at": .at(time, zone), "code": "E412", "severity": "low",
          "gtin": text(book.products[lot.plan.product].gtin), "lot": text(lot.plan.lot),
          "site": text(firm.plants[0].id), "line": text(lot.plan.line), "message": "glue low",
          "sla_minutes": 15,
          "ack": ["by": text(crew.packer(lot.plan.line)), "at": .at(time.after(minutes: 3), zone)],
          "closed_by": text(crew.supervisor), "closed_at": .at(time.after(minutes: 20), zone),
          "cause": "glue tank empty", "outcome": "technical",
        ])
    }
    guard !firm.isAmerican, let lot = ordinary(0) else { return }
    for order in 0..<2 {
      guard lot.packs.indices.contains(30 + order) else { continue }
      keepRepositoryAlert(
        "DE-26-\(4101 + order)", "A7", lot, lot.packs[30 + order], at: (8, 10 + order))
    }
  }

  /// An alert of the repository, answered the same day and closed with its cause.
  @discardableResult
  func keepRepositoryAlert(
    _ id: String, _ code: String, _ lot: LotFacts, _ pack: EPC, at day: (Int, Int),
    market: String = "DE"
  ) -> (alert: RecordBook.Place, case: RecordBook.Place) {
    let alert = records.add(
      "alert",
      [
        "alert_id": text(id), "system": "hub", "kind": "repository",
        "raised_at": own(day.0, day.1, 10, 12), "code": text(code), "severity": "5",
        "market": text(market), "gtin": text(book.products[lot.plan.product].gtin),
        "lot": text(lot.plan.lot), "serial": text(serial(pack)), "expiry": text(lot.plan.expiry),
        "location": text(market + "-APO-1187"), "location_kind": "pharmacy",
        "transaction_type": "supply", "message": "pack is not active", "pack_state": "supplied",
        "sla_minutes": 2880,
        "ack": ["by": "SE-1", "at": own(day.0, day.1, 13)], "closed_by": "SE-1",
        "closed_at": own(day.0, day.1, 16), "cause": "pack scanned twice by the pharmacy",
        "outcome": "procedural",
      ])
    let file = records.add(
      "alert_case",
      [
        "case_id": text("AC-" + id), "alert_id": text(id),
        "received_at": own(day.0, day.1, 10, 14), "first_response_at": own(day.0, day.1, 13),
        "status": "closed", "root_cause": "double scan",
        "root_cause_comment": "confirmed by the pharmacy", "root_cause_party": "pharmacy",
        "evidence_ref": text("EV-" + id), "pack_disposition": "supplied", "handled_by": "SE-1",
        "closed_at": own(day.0, day.1, 16),
      ])
    return (alert, file)
  }

  private func keepRequest() {
    records.add(
      "inspection_request",
      [
        "request_no": "RQ-26-001", "line_no": "01", "revision": "0",
        "authority": firm.isAmerican ? "FDA" : "Regierung von Oberbayern",
        "purpose": "verification", "received_at": own(8, 25, 10), "received_from": "inspector",
        "medium": "email", "verbatim": "Please give the life of one pack.", "scope": "one pack",
        "type": "data", "assigned_to": "RA-1", "due_at": own(8, 26, 10),
        "clock_basis": "statutory", "status": "provided", "qc_by": "QA-D2",
        "item_ids": ["RQ-26-001-1"], "provided_at": own(8, 25, 16), "provided_by": "RA-1",
        "copy_count": 1, "receipt_ref": "MAIL-0825",
      ])
  }

  private func keepTransfer() {
    let zone = firm.plants[0].zone
    func at(_ month: Int, _ day: Int) -> Cell {
      .at(Moment(CivilDay(2023, month, day), 10, 0, 0, zone), zone)
    }
    var row: Cell = [
      "transfer_id": "MT-23-01", "giving_site": text(firm.plants[0].id),
      "receiving_site": "contract", "methods": ["code grading"],
      "validation_status": "validated at the giving site", "known_issues": "KI-23-01",
      "gap_analysis": "GA-23-01", "protocol": "TP-23-01", "protocol_approved_at": at(2, 6),
      "design": "comparative", "n_from": 30, "n_to": 30,
      "acceptance": "90 % interval of the difference inside 0.5",
    ]
    row.append([
      "equivalence": [
        "stat": "two one-sided tests", "ci_level": .decimal(9000, scale: 2),
        "ci_low": .decimal(-210_000, scale: 6), "ci_high": .decimal(40_000, scale: 6),
        "limit_low": .decimal(-500_000, scale: 6), "limit_high": .decimal(500_000, scale: 6),
      ], "result": "equivalent", "trained_persons": ["OP-C1"], "support_until": date(2023, 12, 31),
      "compliance_check": "CC-23-01", "report": "TR-23-01", "report_approved_at": at(4, 14),
      "first_gmp_use_at": at(6, 5),
    ])
    records.add("method_transfer", row)
    // A second one, in the quarter.
    row["transfer_id"] = "MT-26-01"
    row["methods"] = ["aggregation check"]
    for (field, name) in [
      ("known_issues", "KI"), ("gap_analysis", "GA"), ("protocol", "TP"),
      ("compliance_check", "CC"), ("report", "TR"),
    ] {
      row[field] = text(name + "-26-01")
    }
    row["protocol_approved_at"] = own(5, 18)
    row["report_approved_at"] = own(7, 20)
    row["first_gmp_use_at"] = own(8, 3)
    row["support_until"] = date(2026, 12, 31)
    records.add("method_transfer", row)
  }

  /// A suspicion that was looked into and cleared.
  private func keepCase() {
    guard let lot = ordinary(0) else { return }
    let zone = firm.plants[0].zone
    var inquiry = investigation(
      "INV-26-110", "", lot, at: Moment(CivilDay(2026, 8, 5), 9, 0, 0, zone))
    inquiry["source"] = "other"
    inquiry["dev_id"] = .none
    inquiry["source_ref"] = "SUS-26-004"
    records.add("investigation", inquiry)
    records.add(
      "suspect_case",
      [
        "case_id": "SUS-26-004", "opened_at": own(8, 5, 9), "source": "customer",
        "state": "cleared", "gtin": text(book.products[lot.plan.product].gtin),
        "lots": [text(lot.plan.lot)], "partners": [text(firm.customers[0].place.gln)],
        "determined_at": own(8, 12, 15), "determined_by": "QA-D2",
        "quarantine": ["quantity": 1, "location": "retained goods room", "at": own(8, 5, 9, 20)],
        "disposition": "returned to stock of the customer", "terminated_at": own(8, 12, 16),
        "termination_consulted": false, "investigation": "INV-26-110",
      ])
  }
}
