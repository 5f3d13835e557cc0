extension World {
  /// Licences, approvals, agreements, audits and risk of those the firm works with.
  func keepPartners() {
    for partner in tradingPartners + otherBuyers { keepStanding(partner) }
    keepOwnLicences()
    if firm.isAmerican { keepReports() }
    for plant in firm.plants where plant.isContract {
      keepAgreement(plant.place, "packaging", "QA-CMO-01", ["packaging", "serialization"])
      keepAudit("VA-26-01", plant.place.gln, CivilDay(2026, 3, 10))
    }
    keepAgreement(firm.logistics.place, "logistics", "QA-3PL-01", ["storage", "distribution"])
    keepAudit("VA-26-02", firm.logistics.place.gln, CivilDay(2026, 4, 21))
    keepInternalAudit()
  }

  /// Buyers only stories know.
  private var otherBuyers: [Partner] {
    var known = Set(tradingPartners.map(\.place.gln))
    return (sales.map(\.customer) + morePartners).filter {
      known.insert($0.place.gln).inserted
    }
  }

  private func keepStanding(_ partner: Partner) {
    let place = partner.place
    let role = partner.role
    let kind =
      firm.isAmerican
      ? (role == "dispenser" ? "pharmacy" : role == "3pl" ? "3pl_licence" : "state_licence")
      : (role == "cmo" ? "mia" : "wda")
    var holders = [place]
    if let dock = partner.dock { holders.append(dock) }
    for holder in holders {
      records.add(
        "licence",
        [
          "holder": text(holder.gln), "holder_name": text(holder.name), "own": false,
          "kind": text(kind), "licence_no": text("L-" + holder.gln.suffix(7)),
          "authority": text(
            firm.isAmerican ? "State board, \(holder.state)" : "Authority \(holder.country)"),
          "scope": text(role), "valid_from": date(2023, 1, 1), "valid_until": date(2027, 12, 31),
          "address": text([holder.street, holder.city, holder.postalCode].joined(separator: ", ")),
          "checked_on": date(2026, 6, 15), "evidence": text("LIC-" + holder.gln.suffix(7)),
        ])
    }
    records.add(
      "partner_status",
      [
        "partner": text(place.gln),
        "activities": [text(role == "cmo" ? "packaging" : role == "3pl" ? "storage" : "sale")],
        "status": "approved", "valid_from": date(2023, 1, 1), "approved_by": "QA-D2",
        "licence_evidence": text("LIC-" + place.gln.suffix(7)),
        "atp_evidence": firm.isAmerican ? text("ATP-" + place.gln.suffix(7)) : .none,
        "checked_on": date(2026, 6, 15),
      ])
    guard role == "cmo" || role == "3pl" else { return }
    records.add(
      "risk_assessment",
      [
        "ra_id": text("RA-" + place.gln.suffix(7)), "subject": "partner",
        "subject_id": text(place.gln), "method": "ranking",
        "formality_rationale": "partner of long standing", "team": ["QA-D2", "EN-D1"],
        "scale_id": "SC-1",
        "items": [
          [
            "hazard": "events late", "s": 3, "o": 2, "d": 2, "class": "medium",
            "control": "weekly reconciliation", "residual_s": 3, "residual_o": 1, "residual_d": 2,
            "accepted_by": "QA-D2",
          ]
        ], "class": "medium", "performed_on": date(2026, 3, 1), "review_due_on": date(2027, 3, 1),
        "decision": "continue", "approved": ["by": "QA-D2", "at": own(3, 4)],
      ])
  }

  private func keepOwnLicences() {
    for kind in firm.isAmerican ? ["fda_registration"] : ["mia", "gmp_certificate", "wda"] {
      for plant in firm.plants where !plant.isContract {
        records.add(
          "licence",
          [
            "holder": text(plant.place.gln), "holder_name": text(plant.place.name), "own": true,
            "kind": text(kind), "licence_no": text("OWN-" + kind.uppercased()),
            "authority": firm.isAmerican ? "FDA" : "Regierung von Oberbayern",
            "scope": "manufacture", "valid_from": date(2023, 1, 1),
            "valid_until": date(2027, 12, 31), "checked_on": date(2026, 6, 15),
            "evidence": text("OWN-" + kind.uppercased()),
          ])
      }
    }
  }

  /// What wholesale distributors report to FDA each year, beside their licence.
  private func keepReports() {
    for partner in tradingPartners + otherBuyers where partner.role == "wholesaler" {
      for holder in [partner.place, partner.dock].compactMap({ $0 }) {
        records.add(
          "licence",
          [
            "holder": text(holder.gln), "holder_name": text(holder.name), "own": false,
            "kind": "wdd_report", "licence_no": text("WDD-" + holder.gln.suffix(7)),
            "authority": "FDA", "scope": "wholesaler", "valid_from": date(2026, 1, 1),
            "valid_until": date(2026, 12, 31),
            "address": text(
              [holder.street, holder.city, holder.postalCode].joined(separator: ", ")),
            "checked_on": date(2026, 6, 15), "evidence": text("WDD-" + holder.gln.suffix(7)),
          ])
      }
    }
  }

  /// Clauses a serialization agreement is read for.
  static let clauses = [
    "ROLES", "SERIAL_ALLOC", "SERIAL_RECON", "AGGREGATION", "LABEL_DATA", "DATA_OWNERSHIP",
    "DATA_RETENTION", "TRANSFER_SLA", "DATA_SECURITY", "BREACH_NOTICE", "AUDIT_RIGHT",
    "CHANGE_NOTICE", "DEVIATION_NOTICE_H", "RELEASE", "RECALL", "VERIFY_SUPPORT", "SUBCONTRACT",
    "TRAINING", "VALIDATION", "KPI", "Q10_DSCSA_FMD", "BCP_DR", "EXIT_DATA",
  ]

  private func keepAgreement(_ place: Place, _ kind: String, _ id: String, _ activities: [String]) {
    let zone = firm.plants[0].zone
    let signed = Cell.at(Moment(CivilDay(2023, 2, 14), 10, 0, 0, zone), zone)
    records.add(
      "quality_agreement",
      [
        "qa_id": text(id), "version": "2", "giver": text(firm.owner.gln),
        "acceptor": text(place.gln), "kind": text(kind),
        "sites": [text(kind == "packaging" ? "contract" : "logistics")],
        "gtins": .list(firm.packages.map { text(book.products[$0].gtin) }),
        "activities": .list(activities.map { text($0) }),
        "signed_giver": ["by": "QA-D2", "at": signed],
        "signed_acceptor": ["by": text(kind == "packaging" ? "QA-C2" : "LG-P1"), "at": signed],
        "effective_from": date(2023, 3, 1), "expires_on": date(2028, 2, 29),
        "review_due_on": date(2027, 3, 1),
        "clauses": .list(
          Self.clauses.map {
            [
              "code": text($0), "present": true, "accountable": "both",
              "text_ref": text("section " + String($0.utf8.count)),
            ]
          }),
      ])
  }

  private func keepAudit(_ id: String, _ auditee: String, _ day: CivilDay) {
    records.add("quality_audit", audit(id, "vendor", auditee, day, next: 730))
  }

  /// An audit held in two days and reported two weeks later.
  func audit(
    _ id: String, _ type: String, _ auditee: String, _ day: CivilDay, next days: Int
  ) -> Cell {
    [
      "audit_id": text(id), "type": text(type), "auditee": text(auditee),
      "scope": ["serialization", "records"], "planned_on": .day(day), "actual_from": .day(day),
      "actual_until": .day(day + 1), "lead": "QA-D1", "independent": true,
      "report_id": text("REP-" + id), "report_approved": ["by": "QA-D2", "at": own(day + 14)],
      "risk_class": "medium", "result": "approved", "next_due_on": .day(day + days),
      "findings": [
        [
          "finding_id": text(id + "-1"), "class": "minor",
          "text": "log of visitors not countersigned",
          "requirement": "site procedure", "response_due_on": .day(day + 45),
          "closed_at": own(day + 40),
        ]
      ],
    ]
  }

  private func keepInternalAudit() {
    records.add(
      "quality_audit",
      audit("IA-26-02", "internal", firm.plants[0].id, CivilDay(2026, 5, 12), next: 365))
    // The repository counts as high risk: an audit each quarter; a major finding, answered.
    var row = audit("IA-26-03", "internal", "SYS-L4", CivilDay(2026, 7, 14), next: 92)
    row["risk_class"] = "high"
    row["findings"] = [
      [
        "finding_id": "IA-26-03-1", "class": "major",
        "text": "restore of the log not tested with the release in use",
        "requirement": "SOP-IT-02", "response_due_on": date(2026, 8, 31),
        "closed_at": own(8, 19),
      ]
    ]
    records.add("quality_audit", row)
  }
}
