internal import Cataloging

/// The dossier of a unit, case or pallet.
enum UnitSections {
  /// Identity, life, hierarchy then and now, custody, records, documents, items.
  static func sections(
    _ subject: TracedSubject, _ frame: DossierFrame
  ) -> [ReportSection] {
    guard let life = subject.life else { return [] }
    var sections = [identity(life), self.life(life, frame)]
    if let hierarchy = subject.hierarchy { sections.append(self.hierarchy(hierarchy, frame)) }
    if let custody = subject.custody { sections.append(self.custody(custody, frame)) }
    return sections + [
      RecordSection.section(subject.records, "it", frame),
      DossierWords.documents(subject.documents, "Files its events stand in", frame), frame.items,
    ]
  }

  private static func identity(_ life: UnitHistory) -> ReportSection {
    let facts: [ReportFact?] = [
      ReportFact("Identifier", .code(life.identity.text)),
      ReportFact("GTIN", life.identity.gtin), ReportFact("Serial", life.identity.serial),
      ReportFact("SSCC", life.identity.sscc),
      ReportFact("Product", DossierWords.product(life.product)),
      ReportFact("Lot", life.facts?.lot), ReportFact("Expiry", life.facts?.expiry),
      ReportFact(
        "State",
        life.facts.map { facts in
          facts.state + (DossierWords.clock(facts.stateSince).map { " since \($0)" } ?? "")
        } ?? "no event that counts names it"),
      ReportFact("Disposition", life.facts?.disposition?.replacing("_", with: " ")),
      ReportFact("In", life.facts?.parent?.text),
    ]
    var blocks: [ReportBlock] = [.facts(facts.compactMap(\.self))]
    if !life.remarks.isEmpty {
      blocks.append(
        .list(life.remarks.map { RichText(DossierWords.remark($0)) }, isNumbered: false))
    }
    return ReportSection("identity", "Identity", blocks)
  }

  private static func life(_ life: UnitHistory, _ frame: DossierFrame) -> ReportSection {
    ReportSection(
      "life", "Life",
      [
        .table(
          ReportTable(
            "Every event in order, whether it counts or not",
            ["When", "What", "Where, parties, papers", "Evidence"],
            life.events.prefix(500).map { row($0, frame) }))
      ]
        + (life.events.count > 500
          ? [.note("The first 500 of \(life.events.count) events.")] : []))
  }

  private static func row(_ entry: LifeEntry, _ frame: DossierFrame) -> [RichText] {
    let event = entry.event
    var what: RichText = .strong(event.deed.replacing("_", with: " "))
    if let disposition = event.disposition {
      what += ", " + RichText(disposition.replacing("_", with: " "))
    }
    if !entry.effect.effective { what += RichText([.lineBreak]) + .mark(.open, "does not count") }
    if let text = entry.effect.text { what += RichText([.lineBreak]) + RichText(text) }
    var where_: [String] = []
    if let through = entry.through { where_.append("through \(through.text)") }
    if entry.role == "parent" {
      let children = event.listed - (event.parent == nil ? 0 : 1)
      where_.append("as the container; \(children) listed")
    }
    if let parent = event.parent, entry.role == "child" { where_.append("in \(parent.text)") }
    if let place = DossierWords.party(event.readPoint) ?? DossierWords.party(event.location) {
      where_.append("at \(place)")
    }
    let trade = DossierWords.trade(event, frame)
    if !trade.isEmpty { where_.append(trade) }
    if let lot = event.lot {
      let expiry = event.expiry ?? event.expiryWritten
      where_.append("lot \(lot)" + (expiry.map { ", expiry \($0)" } ?? ""))
    }
    return [
      RichText(event.local ?? event.written ?? "no time"), what,
      RichText(where_.joined(separator: "; ")), frame.place(event.record),
    ]
  }

  private static func hierarchy(
    _ hierarchy: Hierarchy, _ frame: DossierFrame
  ) -> ReportSection {
    ReportSection(
      "hierarchy", "Hierarchy then and now",
      hierarchy.moments.enumerated().flatMap { index, moment -> [ReportBlock] in
        [
          .picture(HierarchyPicture.picture(moment, id: "tree-\(index)"))
        ] + (moment.record.map { [.note("As of " + frame.place($0) + ".")] } ?? [])
      })
  }

  private static func custody(_ custody: CustodyChain, _ frame: DossierFrame) -> ReportSection {
    guard !custody.steps.isEmpty else {
      return ReportSection(
        "custody", "Custody",
        [
          .paragraph("No commissioning, shipment or receipt with a time says who held it.")
        ])
    }
    return ReportSection(
      "custody", "Custody",
      [
        .table(
          ReportTable(
            "Owners and holders, with \(frame.papers) of each step",
            ["From", "Owner, holder", "By", "Ends", "Evidence"],
            custody.steps.map { step in
              var holder: RichText = RichText(
                DossierWords.party(step.owner).map { "owner \($0)" } ?? "owner not stated")
              if let place = DossierWords.party(step.holder) {
                holder += RichText([.lineBreak]) + RichText("at or bound for \(place)")
              }
              var deed = step.event.map { $0.deed } ?? ""
              if let event = step.event {
                let trade = DossierWords.trade(event, frame)
                if !trade.isEmpty { deed += ": \(trade)" }
              }
              if let through = step.through { deed += "; through \(through.text)" }
              return [
                RichText(step.event?.local ?? DossierWords.clock(step.from) ?? ""), holder,
                RichText(deed),
                RichText(
                  DossierWords.clock(step.to).map { "until \($0)" }
                    ?? "open: nothing later in the catalog"),
                step.event.map { frame.place($0.record) } ?? "",
              ]
            }))
      ])
  }
}
