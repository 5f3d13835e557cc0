import Foundation
@testable import Settings
import Testing

@Suite struct ConfigurationTests {
  /// Every key a configuration may have.
  static let whole = """
    version: 1
    organization:
      name: Quillhaven Pharma
      gln: "0399991000015"
      roles: [manufacturer, mah]
      markets: [US, "NO"]
    purpose: { kind: internal_audit, reference: IA-2026-031, procedure: SOP QA-017 }
    catalog: work/muster-catalog
    facts: { distributes: true, product_types: [rx, otc] }
    profiles:
      - id: dscsa-manufacturer
        parameters: { transit_days: 14, since: 2026-01-01, words: [a, b], codes: { a: b } }
    scope:
      period: { from: 2026-07-01, to: 2026-09-30 }
      products: ["9521234567899"]
      lots: ["0012"]
      sites: [dayton]
      partners: ["0399992000014"]
    sites:
      - { id: dayton, name: Dayton, gln: "0399991000107", time_zone: America/New_York, lines: [L1, L2], calendar: us }
    partners:
      - { gln: "0399992000014", name: Wholesaler A, role: wholesaler, country: US, sends_receipts: true, unpack: inferred, ts_carried_by: letter }
      - { gln: "0399991000015", name: Firm B, statement_by: portal }
    affiliates:
      - { gln: "0399991000107", name: Sister }
    products:
      - { gtin: "09521234567899", name: Tablet, ndc: "12345-678-90", case_quantity: 48, aggregated: true, national_code: { type: pzn, value: "01234562" } }
    firm_limits:
      - { parameter: containment_minutes, value: 60, procedure: SOP QA-031 }
    sources:
      - name: line-events
        kind: epcis
        path: ./exports/epcis/**/*.xml
        exclude: ["**/tmp/*"]
        complete_through: 2026-09-30
        time_zone: Europe/Berlin
        site: dayton
        append: true
      - name: batch-records
        kind: batch_record
        path: /data/batches.csv
        format: { delimiter: ";", encoding: Windows-1252, decimal: ",", dates: ["DD.MM.YYYY"], time_zone: Europe/Berlin, sheet: Tabelle1, header_row: 3, list_separator: "|" }
        columns: { lot: "Charge", gtin: "Artikel-GTIN" }
        values: { decision: { freigegeben: released } }
        constants: { site: dayton, pages: 5 }
      - name: qms
        kind: deviation
        database: exports/qms.sqlite
        query: SELECT * FROM deviations
      - name: repository
        kind: epcis
        url: "http://127.0.0.1:8080/events?GE_eventTime=2026-07-01T00:00:00Z"
        credential: { environment: EPCIS_TOKEN, scheme: bearer }
    interim_measures:
      - { check: shipped-unit-commissioned, group: { seller_gln: "0399991000015" }, capa: CAPA-7, measure: second scan, until: 2026-12-31 }
    requests:
      - id: REQ-1
        received_at: "2026-11-02T09:15:00-05:00"
        from: District office
        items:
          - { number: 1.a, text: The batch record, lots: ["0012"], products: ["09521234567899"], identifiers: ["(01)09521234567899(21)1"], records: [batch_record] }
    pack: { catalog: records }
    seal: { key: keys/seal.pem, certificate: keys/seal.crt, passphrase: { file: keys/pass } }
    """

  @Test func readsEveryKey() throws {
    let read = try configuration(Self.whole)
    #expect(read.organization.name == "Quillhaven Pharma")
    #expect(read.organization.gln == "0399991000015")
    #expect(read.organization.roles == [.manufacturer, .marketingAuthorisationHolder])
    #expect(read.organization.markets == ["US", "NO"])
    #expect(
      read.purpose
        == Purpose(kind: .internalAudit, reference: "IA-2026-031", procedure: "SOP QA-017"))
    #expect(read.catalog.path == "/firm/work/muster-catalog")
    #expect(read.facts == ["distributes": ["true"], "product_types": ["otc", "rx"]])
    #expect(
      read.profiles[0].parameters == [
        "transit_days": .integer(14), "since": .day(CalendarDay(number: 20_454)),
        "words": .list(["a", "b"]), "codes": .map(["a": "b"]),
      ])
    #expect(read.scope.period?.lowerBound.iso == "2026-07-01")
    #expect(read.scope.period?.upperBound.iso == "2026-09-30")
    #expect(read.scope.products == ["09521234567899"])
    #expect(read.scope.lots == ["0012"])
    #expect(read.scope.sites == ["dayton"])
    #expect(read.scope.partners == ["0399992000014"])
    #expect(read.interimMeasures[0].group == ["seller_gln": "0399991000015"])
    #expect(read.interimMeasures[0].until.iso == "2026-12-31")
    #expect(read.requests[0].items[0].number == "1.a")
    #expect(read.requests[0].items[0].records == ["batch_record"])
    #expect(read.pack.catalog == .records)
    #expect(read.seal?.key.path == "/firm/keys/seal.pem")
    #expect(read.seal?.certificate.path == "/firm/keys/seal.crt")
    guard case .file(let pass) = read.seal?.passphrase else {
      Issue.record("no passphrase file")
      return
    }
    #expect(pass.path == "/firm/keys/pass")
  }

  @Test func readsParties() throws {
    let read = try configuration(Self.whole)
    #expect(
      read.sites == [
        Site(
          id: "dayton", name: "Dayton", gln: "0399991000107", timeZone: "America/New_York",
          lines: ["L1", "L2"], calendar: "us")
      ])
    #expect(
      read.partners[0]
        == Partner(
          gln: "0399992000014", name: "Wholesaler A", role: .wholesaler, country: "US",
          sendsReceipts: true, unpack: .inferred, statementBy: .letter))
    #expect(
      read.partners[1]
        == Partner(
          gln: "0399991000015", name: "Firm B", role: nil, country: nil, sendsReceipts: false,
          unpack: .recorded, statementBy: .portal))
    #expect(read.affiliates == [Affiliate(gln: "0399991000107", name: "Sister")])
    let product = try #require(read.products.first)
    #expect(product.gtin == "09521234567899")
    #expect(product.ndc == "12345-678-90")
    #expect(product.caseQuantity == 48)
    #expect(product.aggregated == true)
    #expect(product.nationalCode == Product.NationalCode(type: "pzn", value: "01234562"))
    #expect(read.firmLimits[0].value == .integer(60))
    #expect(read.firmLimits[0].procedure == "SOP QA-031")
  }

  @Test func readsSources() throws {
    let sources = try configuration(Self.whole).sources
    #expect(sources.map(\.name) == ["line-events", "batch-records", "qms", "repository"])
    #expect(sources[0].place == .path("/firm/exports/epcis/**/*.xml"))
    #expect(sources[0].placeText == "./exports/epcis/**/*.xml")
    #expect(sources[0].exclude == ["**/tmp/*"])
    #expect(sources[0].completeThrough?.iso == "2026-09-30")
    #expect(sources[0].timeZone == "Europe/Berlin")
    #expect(sources[0].site == "dayton")
    #expect(sources[0].append)
    #expect(sources[1].place == .path("/data/batches.csv"))
    #expect(
      sources[1].format
        == TableFormat(
          delimiter: ";", encoding: "windows-1252", decimal: ",", dates: ["DD.MM.YYYY"],
          timeZone: "Europe/Berlin", sheet: "Tabelle1", headerRow: 3, listSeparator: "|"))
    #expect(sources[1].timeZone == "Europe/Berlin")
    #expect(sources[1].columns == ["lot": ["Charge"], "gtin": ["Artikel-GTIN"]])
    #expect(sources[1].values == ["decision": ["freigegeben": "released"]])
    #expect(sources[1].constants == ["site": "dayton", "pages": "5"])
    #expect(
      sources[2].place
        == .database(path: "/firm/exports/qms.sqlite", query: "SELECT * FROM deviations"))
    #expect(
      sources[3].place
        == .url("http://127.0.0.1:8080/events?GE_eventTime=2026-07-01T00:00:00Z"))
    #expect(
      sources[3].credential
        == Credential(secret: .environment("EPCIS_TOKEN"), scheme: .bearer, name: nil))
  }

  @Test func fillsInDefaults() throws {
    let read = try configuration("version: 1\norganization: { name: Firm }\n")
    #expect(read.catalog.path == "/firm/muster-catalog")
    #expect(read.purpose == nil)
    #expect(read.scope.period == nil)
    #expect(read.sources.isEmpty)
    #expect(read.seal == nil)
  }

  @Test func namesPlacesThatAreNotThereWithoutRefusingThem() throws {
    try withFolder { folder in
      try Data().write(to: folder.appending(path: "there.csv"))
      let text = """
        version: 1
        organization: { name: Firm }
        sources:
          - { name: a, kind: epcis, path: there.csv }
          - { name: b, kind: epcis, path: nowhere/**/*.xml }
          - { name: c, kind: epcis, path: "*.xml" }
          - { name: d, kind: deviation, database: no.sqlite, query: SELECT 1 }
          - { name: e, kind: epcis, url: "http://127.0.0.1:9/events" }
        """
      let read = try MusterConfiguration.parse(text, folder: folder)
      #expect(
        read.missingPlaces().map(short) == [
          "5:35: source \"b\": there is no nowhere/**/*.xml",
          "7:43: source \"d\": there is no no.sqlite",
        ])
    }
  }

  /// Ways of writing a place that mean something elsewhere, and a name that is nearly there.
  @Test(arguments: [
    ("'export/a.xml'", "; write the folder", false),
    ("'D:/exports'", "the drive is mounted at", true),
    ("'C:\\exports'", "; write / between folders", true),
    ("'~/exports'", "~ is not filled in", true),
    ("'$HOME/x'", "variables are not filled in", true), ("'%TEMP%/x'", "variables are not", true),
  ])
  func saysWhatAPlaceThatIsNotThereLacks(place: String, advice: String, isThere: Bool) throws {
    let read = try configuration(
      "version: 1\norganization: { name: F }\nsources: [{ name: a, kind: epcis, path: \(place) }]\n"
    )
    let said = read.missingPlaces().map(short)
    #expect(said.count == 1 && said[0].contains(advice) == isThere, "\(said)")
  }

  @Test func namesThePlaceThatIsNear() throws {
    try withFolder { folder in
      try Data().write(to: folder.appending(path: "batches.csv"))
      let read = try MusterConfiguration.parse(
        "version: 1\norganization: { name: F }\nsources: [{ name: a, kind: epcis, path: lots.csv }, { name: b, kind: epcis, path: batchs.csv }]\n",
        folder: folder)
      #expect(read.missingPlaces().map(\.suggestion) == [nil, "batches.csv"])
    }
  }

  @Test func aPlaceHoldsNoControlCharacter() {
    let said = faults(
      "version: 1\norganization: { name: F }\nsources: [{ name: a, kind: epcis, path: \"C:\\exports\" }]\n"
    )
    #expect(said.count == 1 && said[0].contains("in double quotes a backslash"), "\(said)")
  }

  @Test func warnsOfADayThatHasNotCome() throws {
    let read = try configuration(
      "version: 1\norganization: { name: F }\nsources: [{ name: a, kind: epcis, path: x, complete_through: 2062-09-30 }, { name: b, kind: epcis, path: x, complete_through: 2026-10-02 }]\n"
    )
    let today = try #require(CalendarDay(iso: "2026-10-01"))
    let said = read.daysAhead(today: today).map(short)
    #expect(said.count == 1 && said[0].contains("2062-09-30 has not come yet"), "\(said)")
  }

  /// What Muster writes is no evidence.
  @Test func refusesASourceInTheCatalogFolder() throws {
    try withFolder { folder in
      let files = FileManager.default
      try files.createDirectory(
        at: folder.appending(path: "real/events"), withIntermediateDirectories: true)
      try files.createSymbolicLink(
        at: folder.appending(path: "link"), withDestinationURL: folder.appending(path: "real"))
      let file = folder.appending(path: "muster.yaml")
      func said(_ catalog: String, _ sources: String...) throws -> [String] {
        let lines = sources.enumerated().map { "  - { name: s\($0), \($1) }\n" }.joined()
        try ("version: 1\norganization: { name: Firm }\ncatalog: \(catalog)\nsources:\n" + lines)
          .write(to: file, atomically: true, encoding: .utf8)
        do {
          _ = try MusterConfiguration.load(from: file)
          return []
        } catch {
          return error.diagnostics.map { "\($0.line) \($0.message)" }
        }
      }
      let text =
        " lies in the catalog folder, which holds what muster writes and no evidence; give the "
        + "catalog a folder of its own"
      #expect(
        try said(
          "cat", "kind: epcis, path: cat", "kind: epcis, path: ./cat/../cat/x/*.xml",
          "kind: epcis, path: catalogs", "kind: epcis, path: .",
          "kind: deviation, database: cat/catalog.sqlite, query: SELECT 1")
          == [0, 1, 4].map { "\($0 + 5) source \"s\($0)\"" + text })
      #expect(try said("link", "kind: epcis, path: real/events").count == 1)
      #expect(try said("real", "kind: epcis, path: link/later/*.xml").count == 1)
      #expect(try said(".", "kind: epcis, path: real").count == 1)
      #expect(try said("real/cat", "kind: epcis, path: real").isEmpty)
      #expect(try said("real/cat", "kind: epcis, path: real/cat2").isEmpty)
    }
  }

  @Test func resolvesPathsFromTheFilesFolder() throws {
    try withFolder { folder in
      let url = folder.appending(path: "muster.yaml")
      try Data("version: 1\norganization: { name: Firm }\n".utf8).write(to: url)
      let read = try MusterConfiguration.load(from: url)
      #expect(
        read.catalog.standardizedFileURL.path
          == folder.standardizedFileURL.appending(path: "muster-catalog").path)
      #expect(read.file.hasSuffix("muster.yaml"))
    }
  }
}
