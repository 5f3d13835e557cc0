extension World {
  /// Figures the firm keeps of itself.
  func keepMonitoring() {
    for (period, first, last) in [
      ("2026-Q2", CivilDay(2026, 4, 1), CivilDay(2026, 6, 30)),
      ("2026-Q3", CivilDay(2026, 7, 1), CivilDay(2026, 9, 30)),
    ] {
      keepFigure("on-time-data", period, first, last, "partner", firm.logistics.place.gln, 9950)
      keepFigure("reconciliation-first-time", period, first, last, "site", firm.plants[0].id, 9940)
    }
    for plant in firm.plants { for line in plant.lines { keepChart(plant, line) } }
  }

  private func keepFigure(
    _ id: String, _ period: String, _ first: CivilDay, _ last: CivilDay, _ dimension: String,
    _ subject: String, _ parts: Int
  ) {
    records.add(
      "kpi",
      [
        "kpi_id": text(id), "period": text(period), "period_from": .day(first),
        "period_until": .day(last), "dimension": text(dimension), "dimension_id": text(subject),
        "numerator": number(parts), "denominator": 10_000,
        "value": .decimal(parts * 100, scale: 4), "value_unit": "pct",
        "threshold": .decimal(980_000, scale: 4), "direction": "at_least",
        "source_ref": "repository report 12", "owner": "SE-1",
      ])
  }

  /// No-reads of a line's ordinary lots, around the mean of the baseline.
  private func keepChart(_ plant: Plant, _ line: String) {
    let made = lots.filter {
      !$0.isStory && firm.plants[$0.plan.plant].id == plant.id && $0.plan.line == line
        && $0.commissioned >= 200
    }
    guard !made.isEmpty else { return }
    let chart = "NR-\(crew(plant).mark)-\(line)"
    let before = "BL-\(chart)-25"
    for isNew in [false, true] {
      let year = isNew ? 2026 : 2025
      records.add(
        "spc_baseline",
        [
          "baseline_id": text(isNew ? "BL-" + chart : before), "chart_id": text(chart),
          "characteristic": "no_read", "line": text(line),
          "data_from": date(year - 1, 7, 1), "data_until": date(year, 3, 31),
          "subgroups": isNew ? 24 : 22, "defectives": isNew ? 260 : 251,
          "inspected": isNew ? 120_000 : 110_000,
          "pbar": .decimal(isNew ? 2_166_667 : 2_281_818, scale: 9),
          "sigma_z": .decimal(1_000_000, scale: 6), "unexplained_signals": 0,
          "approved_by": "QA-D2", "valid_from": date(year, 4, 1),
          "valid_until": isNew ? .none : date(2026, 3, 31),
          "replaces": isNew ? text(before) : .none, "change_ref": isNew ? "CHG-26-006" : .none,
        ])
    }
    for (order, lot) in made.enumerated() {
      let mean = lot.commissioned * 260 / 120_000
      records.add(
        "spc_point",
        [
          "chart_id": text(chart), "characteristic": "no_read", "line": text(line),
          "gtin": text(book.products[lot.plan.product].gtin), "lot": text(lot.plan.lot),
          "plotted_at": .at(lot.closed.after(minutes: 30), plant.zone),
          "n": number(lot.commissioned), "d": number(mean + order % 2),
          "baseline_id": text("BL-" + chart),
        ])
    }
  }
}
