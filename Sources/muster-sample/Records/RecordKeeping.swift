extension World {
  /// Keeps the records of a firm in order; stories change them afterwards.
  func keepRecords() {
    guard options.records != .none else { return }
    keepMasters()
    keepBatches()
    keepSystems()
    keepQuality()
    keepPartners()
    keepMonitoring()
    keepPacks()
    keepFreeSamples()
    keepRepository()
    keepTrade()
    keepGovernance()
    keepFacts()
  }

  /// The firm's systems and how each delivers its records.
  var recordSources: [RecordSource] { records.rows.keys.sorted().map(source) }

  /// Folder of the system that keeps a kind.
  private func system(_ kind: String) -> String {
    switch kind {
    case "line_event", "line_summary", "serial_allocation", "number_pool", "challenge_test",
      "print_quality", "serial_reconciliation":
      "level3"
    case "batch_record", "batch_step", "label_reconciliation", "batch_facts", "sample",
      "sampling_result":
      "mes"
    case "deviation", "capa", "investigation", "change", "complaint", "quality_audit", "meeting",
      "risk_assessment", "release":
      "quality"
    case "training", "training_requirement", "person": "training"
    case "delivery", "inventory", "product_return", "file_transfer", "destruction": "logistics"
    case "alert", "alert_case", "recall_flag", "repository_state_report", "repository_status_log",
      "repository_upload", "repository_upload_pack":
      "repository"
    case "account", "access_review", "audit_trail_entry", "audit_trail_review", "system_check",
      "system", "validation_deliverable", "requirement_trace", "equipment", "calibration":
      "systems"
    default: "registers"
    }
  }

  private func source(_ kind: String) -> RecordSource {
    let folder = "exports/\(system(kind))/"
    let file = kind.replacing("_", with: "-")
    let zone = firm.plants[0].zone
    var source = RecordSource(kind: kind, name: file, path: folder + file + ".ndjson")
    func table() {
      source.form = .delimited(",")
      source.path = folder + file + ".csv"
    }
    func sheet() {
      source.form = .sheet
      source.path = folder + file + ".xlsx"
      source.dialect.isLocal = true
      source.zone = zone
    }
    func database() {
      source.form = .database
      source.path = folder + file + ".sqlite"
    }
    switch options.records {
    case .ndjson, .none: return source
    case .csv: table()
    case .xlsx: sheet()
    case .sqlite: database()
    case .mixed:
      switch kind {
      case "line_event":
        table()
        source.dialect.isLocal = true
        source.zone = zone
        if !firm.isAmerican { german(&source) }
      case "serial_allocation", "licence", "partner_status", "equipment", "calibration",
        "repository_upload_pack", "repository_status_log":
        table()
      case "deviation", "capa", "investigation", "change", "complaint", "quality_audit": sheet()
      case "training", "training_requirement": database()
      case "alert", "release":
        if !firm.isAmerican {
          table()
          source.dialect.isLocal = true
          source.zone = zone
          german(&source)
        }
      default: break
      }
    }
    return source
  }

  /// A table as a German system writes it.
  private func german(_ source: inout RecordSource) {
    source.form = .delimited(";")
    source.dialect.dates = .german
    source.dialect.decimalComma = true
    source.dialect.separator = "|"
    source.isWindows = true
    let words = [
      ("gtin", "Artikel-GTIN"), ("lot", "Charge"), ("serial", "Seriennummer"),
      ("expiry", "Verfalldatum"), ("line", "Linie"), ("site", "Werk"), ("market", "Markt"),
      ("order_no", "Auftragsnummer"),
    ]
    source.headers = words.map { (field: $0.0, header: $0.1) }
    switch source.kind {
    case "release":
      source.headers += [
        ("quantity", "Menge"), ("decided_at", "Zertifiziert am"),
        ("decided_by", "Sachkundige Person"), ("register_no", "Register-Nr."),
        ("statement", "Erklärung"),
      ]
    case "alert":
      source.headers += [("message", "Meldung für Hersteller"), ("cause", "Ursache (geprüft)")]
    default: break
    }
  }
}
