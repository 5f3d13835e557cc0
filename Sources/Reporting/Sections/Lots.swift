import Assessing
import Cataloging
import Settings

/// Lots in scope with where their units are, and what was asked for: each leads to its dossier.
enum Lots {
  /// Lots whose pictures stand in the report itself.
  private static let pictured = 2

  static func section(_ context: ReportContext) -> ReportSection {
    let facts = context.dossiers.facts
    let dossiers = context.dossiers.dossiers(context)
    guard !facts.lots.isEmpty else {
      return ReportSection(
        "lots", "Lots and units", isAnnex: true,
        [.paragraph("No lot is in scope.")] + asked(dossiers, facts))
    }
    var blocks: [ReportBlock] = [
      .note(
        "Each lot leads to its dossier. A lot number that only cases or pallets carry holds no "
          + "units of its own and is not listed. Sold are units in a shipment to another owner, "
          + "whatever became of them afterwards; what moves between places of the firm, its group "
          + "and its providers is no sale."),
      .table(table(facts, dossiers)),
    ]
    if facts.lots.count < facts.lotsInScope {
      blocks.append(
        .note(
          "Dossiers for \(Noun.grouped(facts.lots.count)) of "
            + "\(Noun.grouped(facts.lotsInScope)) lots in scope: those asked for, then those a "
            + "finding lists, then by GTIN and lot. “muster trace --lot” tells any other lot."))
    }
    blocks += asked(dossiers, facts) + pictures(facts, dossiers, context)
    for (index, chart) in facts.charts.prefix(12).enumerated() {
      let picture = ControlChartPicture.picture(
        chart, id: "chart-\(index)", frame: frame(context))
      blocks += [.picture(picture), .note(RichText(picture.description))]
    }
    if facts.charts.count > 12 {
      blocks.append(.note("The first 12 of \(facts.charts.count) charts are drawn."))
    }
    return ReportSection("lots", "Lots and units", startsPage: true, isAnnex: true, blocks)
  }

  private static func frame(_ context: ReportContext) -> DossierFrame {
    DossierFrame(evidencePaths: context.evidencePaths, root: "../", names: context.names)
  }

  private static func link(_ dossier: Dossier) -> RichText {
    func place(_ path: String) -> String { String(path.dropFirst("report/".count)) }
    return .link(dossier.title, to: place(dossier.path)) + " ("
      + .link("PDF", to: place(dossier.printed)) + ")"
  }

  private static func table(_ facts: DossierFacts, _ dossiers: [Dossier]) -> ReportTable {
    func sum(_ lot: LotDossier, _ role: LotBalance.Role) -> Int64 {
      lot.balance.steps.filter { $0.role == role && $0.from == "events" }
        .reduce(0) { $0 &+ $1.units }
    }
    let hasMoved = facts.lots.contains { sum($0, .moved) != 0 }
    let roles: [(title: String, role: LotBalance.Role)] =
      [("Sold", .sold)] + (hasMoved ? [("Sent out, owner not stated", .moved)] : [])
      + [("Taken out", .loss), ("Own, with others or on hold", .kept)]
    return ReportTable(
      "Lots of units in scope (\(Noun.grouped(facts.lotsInScope)))",
      [.init("Lot"), .init("Product"), .init("Units", isNumber: true)]
        + roles.map { .init($0.title, isNumber: true) }
        + [.init("In own stock", isNumber: true), .init("Findings", isNumber: true)],
      zip(facts.lots, dossiers).enumerated().sorted {
        // Most findings first; sorting keeps the order of GTIN and lot besides.
        ($1.element.1.findings, $0.offset) < ($0.element.1.findings, $1.offset)
      }.map { _, pair in
        let (lot, dossier) = pair
        return ReportTable.Row(
          [
            link(dossier), RichText(lot.story.product.name ?? lot.story.product.gtin),
            RichText(Noun.grouped(lot.story.commissioned)),
          ] + roles.map { RichText(Noun.grouped(sum(lot, $0.role))) }
            + [
              RichText(Noun.grouped(lot.balance.steps.last?.units ?? 0)),
              RichText(String(dossier.findings)),
            ], facets: ["findings": dossier.findings == 0 ? "none" : "some"])
      }, isWorkList: true)
  }

  private static func asked(_ dossiers: [Dossier], _ facts: DossierFacts) -> [ReportBlock] {
    let units = dossiers.dropFirst(facts.lots.count)
    var blocks: [ReportBlock] = []
    if !units.isEmpty {
      blocks += [
        .heading(3, "Units asked for", id: nil),
        .list(units.map { link($0) + " – findings: \($0.findings)" }, isNumbered: false),
      ]
    }
    if !facts.notFound.isEmpty {
      blocks += [
        .heading(3, "Asked for, not found in the catalog", id: nil),
        .list(facts.notFound.map { RichText($0) }, isNumbered: false),
      ]
    }
    return blocks
  }

  /// The lots with most findings, as examples of what a dossier holds.
  private static func pictures(
    _ facts: DossierFacts, _ dossiers: [Dossier], _ context: ReportContext
  ) -> [ReportBlock] {
    let ranked = zip(facts.lots, dossiers).enumerated()
      .filter { $0.element.1.findings > 0 }
      .sorted {
        ($1.element.1.findings, $0.offset) < ($0.element.1.findings, $1.offset)
      }
    return ranked.prefix(pictured).flatMap { index, pair -> [ReportBlock] in
      let (lot, dossier) = pair
      let name = lot.story.identity.lot ?? ""
      var blocks: [ReportBlock] = [
        .heading(
          3, "Lot \(name), \(Noun.counted(dossier.findings, "finding", "findings"))", id: nil),
        .picture(Waterfall.picture(lot.balance, name, id: "waterfall-\(index)")),
      ]
      if !lot.timeline.isEmpty {
        blocks.append(
          .picture(
            TimelinePicture.picture(
              lot.timeline, name, id: "line-\(index)", frame: frame(context))))
      }
      if let pallet = lot.pallet {
        blocks.append(
          .picture(
            HierarchyPicture.picture(
              pallet, id: "tree-\(index)", isListed: lot.palletIsListed)))
      }
      return blocks
    }
  }
}
