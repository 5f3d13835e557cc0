extension World {
  /// Procedures, training, machines, systems and their validation.
  func keepSystems() {
    keepDocuments()
    keepTraining()
    for plant in firm.plants {
      for line in plant.lines { keepMachines(plant, line) }
      keepVerifier(plant)
    }
    for system in systems { keepSystem(system) }
  }

  /// Procedures by number, topic and the role that works by them.
  var procedures: [(id: String, topic: String, role: String, task: String)] {
    [
      ("SOP-PK-07", "line operation", "operator", "line_operation"),
      ("SOP-PK-08", "line clearance", "operator", "line_operation"),
      ("SOP-PK-11", "aggregation", "operator", "manual_aggregation"),
      ("SOP-PK-12", "rework", "operator", "rework"),
      ("SOP-PK-13", "printing checks", "operator", "line_operation"),
      ("SOP-PK-21", "reconciliation", "operator", "line_operation"),
      ("SOP-SER-02", "serialization", "serialization desk", "other"),
      ("SOP-SER-03", "master_data", "serialization desk", "other"),
      ("SOP-SER-05", "error_correction", "serialization desk", "other"),
      ("SOP-SER-01", "serial allocation", "serialization desk", "other"),
      ("SOP-SER-04", "decommissioning", "serialization desk", "other"),
      ("SOP-SER-07", "transmission of events", "serialization desk", "other"),
      ("SOP-SER-31", "verification", "serialization desk", "verification"),
      ("SOP-SER-32", "alert handling", "serialization desk", "alert"),
      ("SOP-SER-33", "exception", "serialization desk", "other"),
      ("SOP-QA-03", "deviation", "quality unit", "other"),
      ("SOP-QA-04", "investigation", "quality unit", "other"),
      ("SOP-QA-05", "batch record review", "quality reviewer", "review"),
      ("SOP-QA-06", "audit trail review", "quality reviewer", "review"),
      ("SOP-QA-09", "release", "release", "release"),
      ("SOP-QA-12", "CAPA", "quality unit", "other"),
      ("SOP-QA-14", "change control", "quality unit", "other"),
      ("SOP-QA-17", "internal audit", "quality unit", "other"),
      ("SOP-QA-20", "complaints", "quality unit", "other"),
      ("SOP-QA-24", "training", "training", "other"),
      ("SOP-QA-30", "suspect product investigation", "quality unit", "other"),
      ("SOP-QA-31", "quarantine", "quality unit", "other"),
      ("SOP-QA-33", "notification", "regulatory affairs", "other"),
      ("SOP-QA-34", "trace_request", "regulatory affairs", "other"),
      ("SOP-QA-40", "recall", "quality unit", "recall"),
      ("SOP-QA-41", "returns", "logistics", "other"),
      ("SOP-QA-44", "authorized trading partners", "quality unit", "other"),
      ("SOP-LG-02", "receiving", "logistics", "other"),
      ("SOP-LG-03", "shipping", "logistics", "other"),
      ("SOP-IT-02", "backup and restore", "system administration", "other"),
      ("SOP-IT-03", "access management", "system administration", "other"),
      ("SOP-QA-50", "records", "document control", "other"),
      ("SOP-QA-51", "document control", "document control", "other"),
    ]
  }

  private func keepDocuments() {
    for procedure in procedures {
      keepDocument(
        procedure.id, "3", title: "Procedure: " + procedure.topic.replacing("_", with: " "),
        kind: "sop",
        topic: procedure.topic)
    }
    for index in firm.packages {
      let item = String(book.products[index].item.suffix(5))
      keepDocument(
        "MBR-" + item, "4", title: "Master packaging record \(book.products[index].name)",
        kind: "mbr", topic: "packaging")
    }
    keepRegister()
  }

  @discardableResult
  func keepDocument(
    _ id: String, _ version: String, title: String, kind: String, topic: String
  ) -> RecordBook.Place {
    let zone = firm.plants[0].zone
    let approved = Cell.at(Moment(CivilDay(2023, 12, 20), 10, 0, 0, zone), zone)
    return records.add(
      "controlled_document",
      [
        "doc_id": text(id), "version": text(version), "title": text(title), "kind": text(kind),
        "topic": text(topic), "owner": "DC-1",
        "approvals": [
          ["by": "DC-1", "approved_at": approved, "role": "author"],
          ["by": "QA-D2", "approved_at": approved, "role": "qa"],
        ], "approved_by_qa": "QA-D2", "approved_at": approved,
        "effective_from": .at(Moment(CivilDay(2024, 1, 15), 0, 0, 0, zone), zone),
        "review_due_on": date(2027, 1, 15), "sites": [text(firm.plants[0].id), "contract"],
        "processes": [text(topic)], "serialization_critical": true,
        "language": firm.isAmerican ? "en" : "de",
      ])
  }

  private func keepTraining() {
    let zone = firm.plants[0].zone
    let done = Cell.at(Moment(CivilDay(2024, 1, 10), 10, 0, 0, zone), zone)
    for procedure in procedures {
      records.add(
        "training_requirement",
        [
          "role": text(procedure.role),
          "task": procedure.task == "other" ? .none : text(procedure.task),
          "requirement": text(procedure.id), "requirement_version": "3",
          "effective_from": date(2024, 1, 15), "grace_days": 0, "updated_at": done,
        ])
      for person in people where person.function == procedure.role {
        records.add(
          "training",
          [
            "person": text(person.key), "requirement": text(procedure.id),
            "requirement_version": "3", "role": text(procedure.role), "type": "assessment",
            "completed_at": done, "score": .decimal(9200, scale: 2), "passed": true,
            "record_created_at": done,
          ])
      }
    }
  }

  private func keepMachines(_ plant: Plant, _ line: String) {
    let mark = crew(plant).mark
    for (sort, type) in [("CAM", "camera"), ("PRN", "printer"), ("SCN", "scanner")] {
      let id = "\(sort)-\(mark)-\(line)"
      keepMachine(id, "\(type) of line \(line)", type, plant, line)
      for year in 2024...2026 {
        keepCalibration(
          id, plant, kind: "verification", on: CivilDay(year, 1, 20),
          due: CivilDay(year + 1, 1, 31))
      }
    }
  }

  private func keepVerifier(_ plant: Plant) {
    let id = "PV-" + crew(plant).mark
    keepMachine(id, "print verifier", "verifier", plant, nil)
    for year in 2023...2025 {
      keepCalibration(
        id, plant, kind: "calibration", on: CivilDay(year, 12, 15), due: CivilDay(year + 1, 12, 31))
    }
  }

  private func keepMachine(
    _ id: String, _ name: String, _ type: String, _ plant: Plant, _ line: String?
  ) {
    let zone = plant.zone
    let start = Cell.at(Moment(CivilDay(2023, 6, 1), 8, 0, 0, zone), zone)
    records.add(
      "equipment",
      [
        "equip_id": text(id), "name": text(name), "type": text(type), "site": text(plant.id),
        "line": line.map { text($0) } ?? .none, "status": "in_service",
        "status_history": [["status": "in_service", "valid_from": start]], "qualified_from": start,
        "calibrated": true, "critical": true, "pm_due_on": date(2026, 12, 31),
        "pm_done_at": .at(Moment(CivilDay(2026, 6, 15), 9, 0, 0, zone), zone),
        "software_version": "7.2",
      ])
  }

  private func keepCalibration(
    _ id: String, _ plant: Plant, kind: String, on day: CivilDay, due: CivilDay
  ) {
    records.add(
      "calibration",
      [
        "cal_id": text("CAL-\(id)-\(day.year)"), "equipment": text(id), "kind": text(kind),
        "calibrated_at": .at(Moment(day, 9, 0, 0, plant.zone), plant.zone), "due_on": .day(due),
        "as_found": "in", "as_left": "in", "standard_ref": "STD-12",
        "certificate": text("CERT-\(id)-\(day.year)"), "performed_by": text(crew(plant).engineer),
      ])
  }

  /// Systems with their kind and site.
  var systems: [(id: String, name: String, kind: String, site: String?, version: String)] {
    var systems: [(String, String, String, String?, String)] = firm.plants.map {
      ("SYS-L3-" + crew($0).mark, "line management", "site", $0.id, "7.2")
    }
    systems.append(("SYS-L4", "serialization repository", "enterprise", nil, "2026.1"))
    systems.append(("SYS-QMS", "quality management system", "qms", nil, "24.2"))
    systems.append(("SYS-MES", "electronic batch record", "mes", firm.plants[0].id, "3.4"))
    return systems
  }

  private func keepSystem(
    _ system: (id: String, name: String, kind: String, site: String?, version: String)
  ) {
    let zone = firm.plants[0].zone
    let serial = system.kind == "site" || system.kind == "enterprise"
    records.add(
      "system",
      [
        "system_id": text(system.id), "name": text(system.name), "kind": text(system.kind),
        "site": system.site.map { text($0) } ?? .none, "supplier": "system vendor",
        "gamp_category": 4, "gxp_critical": true, "serialization": .flag(serial),
        "software_version": text(system.version),
        "time_zone": text(zone.rawValue), "validation_status": "validated",
        "validated_on": date(2023, 5, 20), "last_periodic_review_on": date(2026, 2, 10),
        "owner": "IT-1",
      ])
    for (order, sort) in [
      "vp", "urs", "fs", "ds", "risk", "iq", "oq", "pq", "trace", "summary", "release_cert",
      "periodic_review", "supplier_assessment",
    ].enumerated() {
      let review = sort == "periodic_review"
      let day = review ? CivilDay(2026, 2, 10) : CivilDay(2023, 3, 1) + order * 6
      var row: Cell = [
        "deliverable_id": text("\(system.id)-\(sort.uppercased())"), "doc_version": "1",
        "system_id": text(system.id), "system_name": text(system.name), "gamp_category": 4,
        "gxp_critical": true, "deliverable": text(sort), "software_version": text(system.version),
        "approved": ["by": "QA-D2", "at": .at(Moment(day, 11, 0, 0, zone), zone)],
        "status": "approved", "none_open": true,
      ]
      if sort == "release_cert" {
        row.append(["valid_from": .at(Moment(CivilDay(2023, 6, 1), 0, 0, 0, zone), zone)])
      }
      if review { row.append(["next_review_on": date(2028, 2, 10)]) }
      records.add("validation_deliverable", row)
    }
    if let plant = firm.plants.first(where: { $0.id == system.site }), system.kind == "site" {
      for line in plant.lines {
        records.add(
          "validation_deliverable",
          [
            "deliverable_id": text("\(system.id)-\(line)-RELEASE"), "doc_version": "1",
            "system_id": text(system.id), "system_name": text("line " + line),
            "site": text(plant.id), "line": text(line), "gamp_category": 4, "gxp_critical": true,
            "deliverable": "release_cert", "software_version": text(system.version),
            "approved": [
              "by": "QA-D2", "at": .at(Moment(CivilDay(2023, 5, 25), 9, 0, 0, zone), zone),
            ],
            "status": "approved", "none_open": true,
            "valid_from": .at(Moment(CivilDay(2023, 6, 1), 0, 0, 0, zone), zone),
          ])
      }
    }
    for order in 1...3 {
      records.add(
        "requirement_trace",
        [
          "system_id": text(system.id), "software_version": text(system.version),
          "urs_id": text("URS-\(system.id)-\(order)"), "risk": order == 1 ? "high" : "medium",
          "fs_id": text("FS-\(order)"), "test_id": text("OQ-\(order)"), "result": "pass",
          "evidence": text("EV-\(system.id)-\(order)"),
        ])
    }
  }
}
