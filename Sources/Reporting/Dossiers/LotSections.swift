internal import Cataloging
internal import Settings

/// The dossier of a lot.
enum LotSections {
  /// Identity, balance, timeline, hierarchy, custody, records, documents, items.
  static func sections(
    _ lot: LotDossier, _ documents: [TracedDocument], _ frame: DossierFrame
  ) -> [ReportSection] {
    var sections = [
      identity(lot), balance(lot), timeline(lot, frame), custody(lot, frame),
    ]
    if let pallet = lot.pallet {
      sections.insert(hierarchy(pallet, isListed: lot.palletIsListed, frame), at: 3)
    }
    sections += [
      RecordSection.section(lot.records, "the lot", frame),
      DossierWords.documents(documents, "Files of its shipments", frame),
      frame.items,
    ]
    return sections
  }

  private static func identity(_ lot: LotDossier) -> ReportSection {
    let story = lot.story
    var facts = [
      ReportFact("Lot", .code(story.identity.lot ?? "")),
      ReportFact("GTIN", .code(story.product.gtin)),
    ]
    facts += [ReportFact("Product", DossierWords.product(story.product))].compactMap(\.self)
    facts += story.expiries.map {
      ReportFact(
        "Expiry",
        RichText(
          "\($0.name), stated by "
            + Noun.counted($0.units, "commissioning", "commissionings")))
    }
    facts.append(
      ReportFact(
        "Units",
        RichText(
          story.units == 0
            ? "none: no event gives a unit this lot under this product code"
            : "\(DossierWords.units(story.units)), \(Noun.grouped(story.commissioned)) with a "
              + "commissioning event")))
    if !story.variants.isEmpty {
      facts.append(
        ReportFact(
          "Spelled alike",
          RichText(story.variants.compactMap(\.lot).joined(separator: ", "))))
    }
    if story.quantityEvents > 0 {
      facts.append(
        ReportFact(
          "By quantity",
          RichText(
            Noun.counted(story.quantityEvents, "event names", "events name")
              + " the lot without serials")))
    }
    var blocks: [ReportBlock] = [.facts(facts)]
    if !story.remarks.isEmpty {
      blocks.append(
        .list(
          story.remarks.map { remark in
            let shown = remark.listed.prefix(5).map(\.subject.text).joined(separator: ", ")
            let rest = Int(remark.units) - min(5, remark.listed.count)
            return RichText(
              "\(DossierWords.units(remark.units)): \(remark.text) \(shown)"
                + (rest > 0 ? " and \(rest) more." : "."))
          }, isNumbered: false))
    }
    return ReportSection("identity", "Identity", blocks)
  }

  private static func balance(_ lot: LotDossier) -> ReportSection {
    ReportSection(
      "reconciliation", "Reconciliation",
      [.picture(Waterfall.picture(lot.balance, lot.story.identity.lot ?? "", id: "waterfall"))])
  }

  private static func timeline(_ lot: LotDossier, _ frame: DossierFrame) -> ReportSection {
    guard !lot.timeline.isEmpty else {
      return ReportSection(
        "timeline", "Timeline", [.paragraph("No event or record with a time names the lot.")])
    }
    return ReportSection(
      "timeline", "Timeline",
      [
        .picture(
          TimelinePicture.picture(
            lot.timeline, lot.story.identity.lot ?? "", id: "line", frame: frame))
      ])
  }

  private static func hierarchy(
    _ moment: HierarchyMoment, isListed: Bool, _ frame: DossierFrame
  ) -> ReportSection {
    ReportSection(
      "hierarchy",
      isListed
        ? "Hierarchy around a listed unit" : "Hierarchy of the first shipment in a container",
      [
        .picture(HierarchyPicture.picture(moment, id: "tree", isListed: isListed)),
        .note(
          "As of \(moment.local ?? "that shipment")"
            + (moment.record.map { ": " + frame.place($0) } ?? "") + "."),
      ])
  }

  private static func custody(_ lot: LotDossier, _ frame: DossierFrame) -> ReportSection {
    let story = lot.story
    guard !story.shipments.isEmpty else {
      let quantity =
        story.quantityEvents == 0
        ? ""
        : " \(Noun.counted(story.quantityEvents, "event names", "events name")) the lot by quantity "
          + "alone; none of them is a shipment that stands."
      return ReportSection(
        "custody", "Custody",
        [.paragraph(RichText("No shipment in the catalog carried units of it.\(quantity)"))])
    }
    var blocks: [ReportBlock] = [
      .table(
        ReportTable(
          "Shipments, with \(frame.papers) of each",
          ["When", "What", "Parties and papers", "Evidence"],
          story.shipments.prefix(300).map { shipment in
            [
              RichText(shipment.event.local ?? "no time"),
              RichText(
                DossierWords.units(shipment.units) + (shipment.isReturn ? ", return" : "")
                  + (shipment.isVoided ? ", voided" : "")),
              RichText(DossierWords.trade(shipment.event, frame)),
              frame.place(shipment.event.record),
            ]
          }))
    ]
    if story.shipments.count > 300 {
      blocks.append(.note("The first 300 of \(story.shipments.count) shipments."))
    }
    if !story.consignees.isEmpty {
      blocks.append(
        .table(
          ReportTable(
            "Consignees, returns and voided shipments aside",
            [
              .init("New owner"), .init("Ship-to"), .init("Shipments", isNumber: true),
              .init("Units", isNumber: true),
            ],
            story.consignees.map { consignee in
              ReportTable.Row([
                RichText(DossierWords.party(consignee.owner) ?? "owner not stated"),
                RichText(DossierWords.party(consignee.shipTo) ?? "not stated"),
                RichText(Noun.grouped(consignee.shipments)),
                RichText(Noun.grouped(consignee.units)),
              ])
            })))
    }
    return ReportSection("custody", "Custody", blocks)
  }
}
