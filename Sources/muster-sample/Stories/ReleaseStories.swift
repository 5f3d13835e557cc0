extension StoryBook {
  /// Lots released too early, by the wrong person or with something open.
  func tellRelease() {
    guard let early = lot(25), let open = lot(27), let quality = lot(20) ?? lot(22) else { return }
    // Sold three hours and twelve minutes before the decision.
    for place in records.all("release", ["lot": early.plan.lot]) {
      records[place]["decided_at"] = .at(world.at(8, 14, 13, 12), world.firm.logistics.zone)
      records.gap(
        "sold-after-release", subject: early.plan.lot, at: place,
        "A lot was sold three hours and twelve minutes before its release.")
    }
    let time = open.plan.start.after(minutes: 40)
    let late = records.add(
      "deviation",
      world.deviation(
        "DEV-26-151", "Aggregation stopped twice", open, at: time, rank: "minor",
        symptom: "aggregation", closed: .at(time.after(minutes: 26 * 1440), zone), capa: nil))
    records.gap(
      "open-deviation-assessed-at-release", subject: "DEV-26-151", at: late,
      "A deviation was open at release; the release says that none is.")
    if let record = records.find("batch_record", ["lot": open.plan.lot]) {
      records.gap(
        "deviation-declared-in-record", subject: open.batchRecord, at: record,
        "The batch record declares no deviation; one was recorded that day.")
    }
    for place in records.all("release", ["lot": quality.plan.lot]) {
      records[place]["decided_by"] = "SV-D1"
      records.gap(
        "releaser-authorised", "trained-for-decision", subject: quality.plan.lot, at: place,
        "A supervisor released a lot, without training in it.")
    }
    tellTransmissions()
    tellFigures()
  }

  private func tellTransmissions() {
    let sent = records.all("file_transfer", ["direction": "out"])
    guard sent.count > 12 else { return }
    records[sent[4]]["ack"] = "pending"
    records[sent[4]]["ack_at"] = .none
    records.gap(
      "transmission-acknowledged", subject: records[sent[4]]["file_id"].string, at: sent[4],
      "A shipping file was never acknowledged.")
    records[sent[8]]["ack"] = "rejected"
    records[sent[8]]["error_code"] = "E23"
    records.gap(
      "rejected-transmission-sent-again", subject: records[sent[8]]["file_id"].string, at: sent[8],
      "A partner rejected a file; it was not sent again.")
    records.gap(
      "tracing-data-sent-in-time", subject: records[sent[8]]["transaction_ref"].string,
      at: sent[8], "No file of the sale ever reached its buyer.")
  }

  private func tellFigures() {
    var place = records.add(
      "kpi",
      [
        "kpi_id": "verification-in-time", "period": "2026-Q3",
        "period_from": world.date(2026, 7, 1),
        "period_until": world.date(2026, 9, 30), "dimension": "site",
        "dimension_id": text(world.firm.plants[0].id), "numerator": 90, "denominator": 100,
        "value": .decimal(900_000, scale: 4), "value_unit": "pct",
        "threshold": .decimal(990_000, scale: 4), "direction": "at_least",
        "source_ref": "repository report 14", "owner": "SE-1",
      ])
    records.gap(
      "kpi-beyond-threshold-acted-on", subject: "verification-in-time", at: place,
      "A figure is below its threshold and nothing was started.")
    place = records.add(
      "kpi",
      [
        "kpi_id": "upload-right-first-time", "period": "2026-Q3",
        "period_from": world.date(2026, 7, 1), "period_until": world.date(2026, 9, 30),
        "dimension": "site", "dimension_id": text(world.firm.plants[0].id), "numerator": 80,
        "denominator": 100, "value": .decimal(990_000, scale: 4), "value_unit": "pct",
        "threshold": .decimal(980_000, scale: 4), "direction": "at_least",
        "source_ref": "repository report 15", "owner": "SE-1",
      ])
    records.gap(
      "kpi-value-as-computed", subject: "upload-right-first-time", at: place,
      "The figure reported is 99 per cent; its parts give 80.")
    if let baseline = records.find("spc_baseline", ["baseline_id": "BL-NR-D-L2"]) {
      records[baseline]["subgroups"] = 8
      records.gap(
        "chart-baseline-sound", subject: "NR-D-L2", at: baseline,
        "The limits of a chart rest on eight lots.")
    }
    if let point = records.all("spc_point", ["chart_id": "NR-D-L1"]).last {
      records[point]["d"] = 60
      records.gap(
        "chart-point-beyond-limit", subject: "NR-D-L1", at: point,
        "A point lies beyond its limit and nobody reacted.")
    }
    if let fact = records.all("batch_facts", [:]).first {
      records[fact]["checked_by"] = records[fact]["entered_by"]
      records.gap(
        "facts-checked-by-another", subject: records[fact]["document_ref"].string, at: fact,
        "One person read a figure out of a batch record and checked it.")
    }
    if let fact = records.all("batch_facts", ["fact": "good_packs"]).last {
      let good = Int(records[fact]["value"].string) ?? 0
      records[fact]["value"] = text(String(good + 2))
      records.gap(
        "facts-agree-with-reconciliation", subject: records[fact]["lot"].string, at: fact,
        "A figure was typed two packs higher than it stands on the page.")
    }
    for (chart, place) in ["NR-C-P1"].compactMap({ chart in
      records.find("spc_baseline", ["baseline_id": "BL-" + chart]).map { (chart, $0) }
    }) {
      records[place]["change_ref"] = .none
      records.gap(
        "chart-limits-changed-under-control", subject: "BL-" + chart, at: place,
        "The limits of a chart were replaced without a change.")
    }
  }

  /// What a qualified person certified, and what a recall reached.
  func tellCertificates() {
    let flags = records.all("recall_flag", ["recall_id": "RC-26-2"])
    if flags.count > 1, let last = flags.last,
      let recall = records.find("recall", ["recall_id": "RC-26-2"])
    {
      records.remove(last)
      records.gap(
        "recall-flagged-in-each-market", subject: records[recall]["lot"].string, at: recall,
        "A recall was flagged in some of its markets only.")
    }
    if let certified = lot(5), let release = records.find("release", ["lot": certified.plan.lot]) {
      records[release]["safety_features_ok"] = false
      records.gap(
        "safety-features-confirmed", subject: certified.plan.lot, at: release,
        "The certificate does not confirm the safety features.")
    }
    if let certified = lot(6), let release = records.find("release", ["lot": certified.plan.lot]) {
      if case .integer(let quantity) = records[release]["quantity"] {
        records[release]["quantity"] = number(quantity + 40)
      }
      records.gap(
        "released-quantity-supported", "certified-quantity-uploaded", subject: certified.plan.lot,
        at: release,
        "Partial releases add up to forty packs more than are good.")
    }
  }
}
