import Foundation

extension ConfigurationReader {
  func site(_ section: Section) -> Site {
    let id = section.required("id").flatMap { sink.name($0, "id") } ?? ""
    let site = Site(
      id: id, name: section.text("name") ?? id,
      gln: section.value("gln").flatMap { sink.gln($0, "gln") },
      timeZone: section.required("time_zone").flatMap { sink.timeZone($0) } ?? "UTC",
      lines: section.texts("lines"), calendar: section.text("calendar"))
    if let calendar = site.calendar, !Site.calendars.contains(calendar) {
      sink.error(
        "\"calendar\" must be one of \(Site.calendars.joined(separator: ", ")), "
          + "not \"\(calendar)\"",
        at: section.position(of: "calendar"),
        suggestion: Suggestion.nearest(to: calendar, among: Site.calendars))
    }
    section.finish()
    return site
  }

  func partner(_ section: Section) -> Partner {
    let carrier = section.word("ts_carried_by", Partner.StatementCarrier.self)
    let other = section.word("statement_by", Partner.StatementCarrier.self)
    if section.has("ts_carried_by"), section.has("statement_by") {
      sink.error(
        "\"ts_carried_by\" and \"statement_by\" mean the same; write one of them",
        at: section.position(of: "statement_by"))
    }
    let partner = Partner(
      gln: section.required("gln").flatMap { sink.gln($0, "gln") } ?? "",
      name: section.requiredText("name"), role: section.word("role", TradeRole.self),
      country: section.value("country").flatMap { sink.country($0, "country") },
      sendsReceipts: section.boolean("sends_receipts") ?? false,
      unpack: section.word("unpack", Partner.Unpacking.self) ?? .recorded,
      statementBy: carrier ?? other ?? .epcis)
    section.finish()
    return partner
  }

  func affiliate(_ section: Section) -> Affiliate {
    let affiliate = Affiliate(
      gln: section.required("gln").flatMap { sink.gln($0, "gln") } ?? "",
      name: section.text("name"))
    section.finish()
    return affiliate
  }

  func product(_ section: Section) -> Product {
    var code: Product.NationalCode?
    if let inner = section.section("national_code") {
      let type = inner.requiredText("type")
      let value = inner.required("value").flatMap { sink.identifier($0, "value") }
      if let value { code = Product.NationalCode(type: type, value: value) }
      inner.finish()
    }
    let product = Product(
      gtin: section.required("gtin").flatMap { sink.gtin($0, "gtin") } ?? "",
      name: section.text("name"), ndc: section.value("ndc").flatMap { sink.identifier($0, "ndc") },
      caseQuantity: section.integer("case_quantity", in: 1...1_000_000),
      aggregated: section.boolean("aggregated"), nationalCode: code,
      markets: section.list("markets").compactMap { sink.country($0, "markets") })
    section.finish()
    return product
  }

  func firmLimit(_ section: Section) -> FirmLimit {
    let limit = FirmLimit(
      parameter: section.requiredText("parameter"),
      value: section.required("value").flatMap { sink.parameterValue($0, "value") } ?? .integer(0),
      procedure: section.requiredText("procedure"), position: section.position(of: "value"))
    section.finish()
    return limit
  }

  func interimMeasure(_ section: Section) -> InterimMeasure {
    let measure = InterimMeasure(
      check: section.requiredText("check"), group: section.textMap("group"),
      capa: section.requiredText("capa"), measure: section.requiredText("measure"),
      until: section.required("until").flatMap { sink.day($0, "until") } ?? CalendarDay(number: 0))
    section.finish()
    return measure
  }

  func request(_ section: Section) -> InspectionRequest {
    let received = section.requiredText("received_at")
    if !received.isEmpty, !InstantText.isWellFormed(received) {
      sink.error(
        "\"received_at\" must be a time with offset, such as 2026-11-02T09:15:00-05:00, not "
          + "\"\(received)\"", at: section.position(of: "received_at"))
    }
    let request = InspectionRequest(
      id: section.required("id").flatMap { sink.name($0, "id") } ?? "", receivedAt: received,
      from: section.requiredText("from"), items: section.sections("items").map(requestItem))
    section.finish()
    return request
  }

  private func requestItem(_ section: Section) -> InspectionRequest.Item {
    let item = InspectionRequest.Item(
      number: section.required("number").flatMap { sink.scalar($0, "number") } ?? "",
      text: section.requiredText("text"),
      lots: section.list("lots").compactMap { sink.identifier($0, "lots") },
      products: section.list("products").compactMap { sink.gtin($0, "products") },
      identifiers: section.list("identifiers").compactMap { sink.identifier($0, "identifiers") },
      records: section.texts("records"))
    section.finish()
    return item
  }

  func pack(_ section: Section) -> PackSettings {
    let settings = PackSettings(catalog: section.word("catalog", PackSettings.CatalogPart.self))
    section.finish()
    return settings
  }

  func seal(_ section: Section) -> SealSettings {
    let settings = SealSettings(
      key: place(section.requiredText("key")),
      certificate: place(section.requiredText("certificate")),
      passphrase: section.section("passphrase").flatMap { secret in
        let reference = self.secret(secret)
        secret.finish()
        return reference
      })
    section.finish()
    return settings
  }

  /// Reads `environment` or `file`, exactly one of them.
  func secret(_ section: Section) -> SecretReference? {
    let environment = section.text("environment")
    let file = section.text("file")
    switch (environment, file) {
    case (let name?, nil): return .environment(name)
    case (nil, let path?): return .file(place(path))
    default:
      sink.error(
        "\(section.name) names a secret by exactly one of \"environment\" and \"file\"",
        at: section.position)
      return nil
    }
  }
}

extension Site {
  /// The business-day calendars Muster knows.
  static let calendars = ["weekdays", "us", "eu", "at", "be", "de", "fr", "ie", "pt"]
}

/// RFC 3339 instants in the configuration.
enum InstantText {
  /// True for a date, `T`, a time and `Z` or an offset.
  static func isWellFormed(_ text: String) -> Bool {
    guard let day = text.split(separator: "T").first, text.utf8.count >= 17,
      CalendarDay(iso: String(day)) != nil, text.utf8.dropFirst(10).first == UInt8(ascii: "T")
    else { return false }
    let format = Date.ISO8601FormatStyle(includingFractionalSeconds: false)
    let fraction = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    return (try? format.parse(text)) != nil || (try? fraction.parse(text)) != nil
  }
}

extension DiagnosticSink {
  /// A parameter's value: whole number, text, date, list of texts or texts by key.
  func parameterValue(_ value: YAMLValue, _ key: String) -> ParameterValue? {
    switch value.content {
    case .null:
      error("\"\(key)\" has no value", at: value.position)
      return nil
    case .scalar(let text, let quoted):
      if !quoted, ScalarShape.isNumber(text) {
        return integer(value, key, in: Int.min...Int.max).map { .integer($0) }
      }
      return CalendarDay(iso: text).map { .day($0) } ?? .text(text)
    case .list(let items):
      return .list(items.compactMap { scalar($0, key) })
    case .map(let entries):
      var map: [String: String] = [:]
      for entry in entries { map[entry.key] = scalar(entry.value, entry.key) }
      return .map(map)
    }
  }
}
