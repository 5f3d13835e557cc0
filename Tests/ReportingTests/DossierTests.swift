import Assessing
import Foundation
import Testing

@testable import Cataloging
@testable import Reporting

@Suite struct DossierTests {
  @Test func aSheetHasRowsAndATextHasLines() {
    let frame = DossierFrame(evidencePaths: ["qms:d.xlsx": "d.xlsx", "mes:b.csv": "b.csv"])
    func place(_ source: String, _ path: String) -> String {
      frame.place(
        TraceRecord(source: source, path: path, sha256: "00", line: 7, byte: nil, pointer: nil)
      ).plain
    }
    #expect(place("qms", "d.xlsx") == "d.xlsx, row 7")
    #expect(place("mes", "b.csv") == "b.csv, line 7")
  }

  static let hostile = "<b onclick=x>\u{202E}=1+1"

  static func identity(_ kind: String, _ text: String, lot: String? = nil) throws -> TraceIdentity {
    let fields = ["kind": kind, "text": text, "lot": lot].compactMapValues(\.self)
    return try JSONDecoder().decode(
      TraceIdentity.self, from: JSONEncoder().encode(fields))
  }

  static func lot(_ name: String = "Q26X20", losses: Int64 = 3) throws -> LotDossier {
    let record = TraceRecord(
      source: "line", path: "a.xml", sha256: "00", line: 7, byte: 12, pointer: nil)
    var event = TraceEvent(type: "ObjectEvent", record: record)
    event.step = "shipping"
    event.local = "2026-07-30 10:20:00 -04:00"
    event.toOwner = TraceParty(gln: "0399992000014", extension: nil, name: hostile)
    event.ms = 1_785_421_200_000
    let own = try identity("lgtin", "(01)00399991303024(10)\(name)", lot: name)
    let story = LotStory(
      identity: own,
      product: TraceProduct(gtin: "00399991303024", name: hostile, ndc: nil),
      expiries: [LotCount(name: "2028-01-31", units: 33)], units: 33, commissioned: 33,
      firstCommissioned: nil, lastCommissioned: nil,
      states: [LotCount(name: "shipped", units: 30)],
      shipments: [LotShipment(units: 30, isReturn: false, isVoided: false, event: event)],
      consignees: [LotConsignee(owner: event.toOwner, shipTo: nil, shipments: 1, units: 30)],
      quantityEvents: 0, variants: [], remarks: [])
    let steps: [LotBalance.Step] = [
      .init(name: "Commissioned", units: 33, role: .level, from: "events"),
      .init(name: "Decommissioned, \(hostile)", units: losses, role: .loss, from: "events"),
      .init(name: "Sold", units: 18, role: .sold, from: "events"),
      .init(name: "With a logistics provider, not sold", units: 12, role: .kept, from: "events"),
      .init(name: "In own stock", units: 0, role: .level, from: "events"),
    ]
    let unit = HierarchyNode(
      identity: try identity("sgtin", "(01)00399991303024(21)A1"), isSubject: false,
      isListed: false, children: 0, items: 1, content: [], omitted: 0, alsoIn: [])
    let pallet = HierarchyNode(
      identity: try identity("sscc", "(00)103999910260000326"), isSubject: true, isListed: true,
      children: 12, items: 12, content: [unit], omitted: 11, alsoIn: [])
    return LotDossier(
      story: story, balance: LotBalance(steps: steps),
      timeline: [
        LotMoment(
          track: "packaging", name: "First commissioning", instant: "2026-07-28T14:01:00Z",
          record: nil, ms: 1_785_247_260_000),
        LotMoment(
          track: "shipment", name: "Shipment", instant: "2026-07-30T14:20:00Z", record: record,
          ms: 1_785_421_200_000),
      ],
      pallet: HierarchyMoment(
        occasion: "shipped", instant: nil, local: "2026-07-30", record: record, root: pallet),
      palletIsListed: false,
      records: [
        NamingRecords(
          kind: "deviation", count: 12,
          entries: [.init(values: [["dev_id", "DEV-1"], ["title", hostile]], record: record)])
      ])
  }

  static func context() throws -> ReportContext {
    var facts = DossierFacts()
    facts.lots = [try lot(), try lot("q26x20")]
    facts.lotsInScope = 5
    facts.notFound = ["serial 7: \(hostile)"]
    facts.charts = [
      ControlChart(
        id: "P1", characteristic: "no_read", line: "L1",
        points: (0..<25).map {
          .init(
            lot: "L\($0)", instant: "2026-07-01T00:00:00Z", n: 1000, d: $0 == 9 ? 90 : 10,
            record: TraceRecord(
              source: "spc", path: "p.csv", sha256: "0", line: 2, byte: nil, pointer: nil))
        })
    ]
    var context = try Sample.context(message: "m")
    context.evidencePaths = ["line:a.xml": "evidence/epcis/line/a.xml"]
    context.assessment.findings[0].subjects[0].gtin = "00399991303024"
    context.assessment.findings[0].subjects[0].lot = "Q26X20"
    context.dossiers = DossierSet(facts)
    return context
  }

  @Test func everyLotHasAPageThatLeadsToItsFilesAndFindings() throws {
    let context = try Self.context()
    let files = ReportSet.render(context).filter { $0.path.contains("/dossiers/") }
    #expect(Set(files.map { $0.path.lowercased() }).count == 2, "also where case is ignored")
    let page = String(decoding: try #require(files.first).bytes, as: UTF8.self)
    #expect(page.contains("href=\"../../evidence/epcis/line/a.xml\""))
    #expect(page.contains("href=\"../gap-report.html#f-"))
    for words in [
      "Reconciliation of lot Q26X20", "Timeline of lot Q26X20", "listed in the shipment",
      "DEV-1", "The first 1 of 12; the catalog has all.", "no transaction statement",
      "role=\"img\"",
    ] where words != "no transaction statement" { #expect(page.contains(words), "\(words)") }
    #expect(!page.contains("<b onclick"))
    #expect(!page.contains("\u{202E}"))
  }

  @Test func theReportLinksEveryDossierAndSaysHowManyLotsHaveNone() throws {
    let report = Sample.page(try Self.context())
    #expect(report.contains("href=\"dossiers/lot-0001-Q26X20.html\""))
    #expect(report.contains("Dossiers for 2 of 5 lots in scope"))
    #expect(report.contains("Asked for, not found in the catalog"))
    #expect(report.contains("Outside three-sigma limits: L9."))
    Sample.expectQuietWords(report, "gap report with lots")
  }

  /// Few lots make no limits of their own; the firm's baseline does, as the findings use it.
  @Test func aChartIsHeldAgainstTheBaselineOfTheFirm() throws {
    func point(_ lot: String, _ d: Int64, _ baseline: Bool) -> ControlChart.Point {
      .init(
        lot: lot, instant: "2026-07-01T00:00:00Z", n: 770, d: d,
        baseline: baseline
          ? .init(
            id: "BL-1", defectives: 260, inspected: 120_000, sigma: 1000, isBeyond: d > 20) : nil,
        record: TraceRecord(
          source: "spc", path: "p.csv", sha256: "0", line: 2, byte: nil, pointer: nil))
    }
    func words(_ points: [ControlChart.Point]) -> String {
      ControlChartPicture.picture(
        ControlChart(id: "P1", characteristic: "no_read", line: "L1", points: points), id: "c",
        frame: DossierFrame()
      ).description
    }
    #expect(
      words([point("L1", 3, true), point("L2", 60, true), point("L3", 1, false)])
        .hasPrefix(
          "Outside the three-sigma limits of the firm's own baseline BL-1: L2. 1 lot has no "
            + "baseline."))
    #expect(words([point("L1", 3, true)]).hasPrefix("No lot outside the three-sigma limits of"))
    #expect(
      words([point("L1", 3, false), point("L2", 60, false)])
        .hasPrefix("2 lots; limits need 20, or a baseline of the firm."))
  }

  @Test func theTableOfLotsTellsSoldFromTheFirmsOwn() throws {
    let report = Sample.page(try Self.context())
    for title in ["Sold", "Own, with others or on hold", "In own stock"] {
      #expect(report.contains("<th scope=\"col\" class=\"n\">\(title)</th>"), "\(title)")
    }
    #expect(report.contains("<td class=\"n\">18</td><td class=\"n\">3</td><td class=\"n\">12</td>"))
    #expect(!report.contains("Sent out, owner not stated"))
    var context = try Self.context()
    var facts = context.dossiers.facts
    facts.lots[0].balance.steps[2].role = .moved
    context.dossiers = DossierSet(facts)
    #expect(Sample.page(context).contains("Sent out, owner not stated"))
  }

  @Test func everyPictureHasTitleDescriptionAndTheSameFiguresAsATable() throws {
    let lot = try Self.lot()
    let picture = Waterfall.picture(lot.balance, "L", id: "w")
    #expect(picture.table?.rows.count == lot.balance.steps.count)
    for step in lot.balance.steps { #expect(picture.description.contains(step.name)) }
    let svg = picture.svg.rendered
    #expect(svg.contains("aria-labelledby=\"w-t w-d\""))
    #expect(svg.contains("<title id=\"w-t\">") && svg.contains("<desc id=\"w-d\">"))
  }

  @Test func aTerminalReadsTheSameSections() throws {
    let text = BlockText.text(LotSections.sections(try Self.lot(), [], DossierFrame()))
    for words in [
      "Identity", "Reconciliation of lot Q26X20", "Commissioned", "Timeline",
      "(00)103999910260000326",
      "Consignees", "DEV-1", "line/a.xml:7",
    ] { #expect(text.contains(words), "\(words)") }
    #expect(!text.contains("\u{202E}"))
    let widest = text.split(separator: "\n").map(\.count).max() ?? 0
    #expect(widest <= TextColumns.width)
  }

  @Test func callsOnlyAnAmericanCodeNDC() {
    #expect(DossierWords.code("99991-303-02") == "NDC 99991-303-02")
    #expect(DossierWords.code("99990120") == "national code 99990120")
    #expect(DossierWords.code("3400999901208") == "national code 3400999901208")
  }

  @Test func drawingsOfExtremeFiguresStayInsideTheirFrame() {
    let steps: [LotBalance.Step] = [
      .init(name: "Commissioned", units: .max, role: .level, from: "events"),
      .init(name: "Difference", units: -5, role: .difference, from: "events"),
      .init(name: "In stock", units: 0, role: .level, from: "events"),
    ]
    let drawing = Waterfall.picture(LotBalance(steps: steps), "L", id: "w").drawing
    for case .box(let x, _, let width, _, _, _) in drawing.shapes {
      #expect(x >= 0 && x + width <= drawing.width)
    }
  }
}
