internal import Cataloging
internal import Reporting

/// A trace as readable text.
enum TraceText {
  private static let column = 30

  static func text(_ report: TraceReport) -> String {
    var lines: [String] = []
    for subject in report.subjects {
      if !lines.isEmpty { lines += ["", String(repeating: "=", count: TextColumns.width), ""] }
      if let life = subject.life { lines += unit(life, subject) }
      if let lot = subject.lot { lines += LotText.lines(lot) }
      lines += documents(subject.documents)
    }
    if report.omitted > 0 {
      lines += ["", "\(report.omitted) more fit; give --gtin with --serial or --lot to narrow it."]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func unit(_ life: UnitHistory, _ subject: TracedSubject) -> [String] {
    var lines = [TextColumns.heading("Identity")]
    lines += TextColumns.field("Identifier", life.identity.text)
    lines += TextColumns.field("GTIN", life.identity.gtin)
    lines += TextColumns.field("Serial", life.identity.serial)
    lines += TextColumns.field("SSCC", life.identity.sscc)
    lines += TextColumns.field("Product", product(life.product))
    if let facts = life.facts {
      lines += TextColumns.field("Lot", facts.lot)
      lines += TextColumns.field("Expiry", facts.expiry)
      let since = facts.stateSince.map { " since \($0)" } ?? ""
      lines += TextColumns.field("State", facts.state + since)
      lines += TextColumns.field("Disposition", facts.disposition)
      lines += TextColumns.field("In", facts.parent?.text)
    } else {
      lines += TextColumns.field("State", "no event that counts names it")
    }
    for remark in life.remarks { lines += TextColumns.field("Remark", text(remark)) }
    lines += ["", TextColumns.heading("Life")]
    for entry in life.events { lines += event(entry) }
    if let hierarchy = subject.hierarchy {
      lines += ["", TextColumns.heading("Hierarchy then and now")]
      for moment in hierarchy.moments { lines += self.moment(moment) }
    }
    if let custody = subject.custody {
      lines += ["", TextColumns.heading("Custody")]
      for step in custody.steps { lines += self.step(step) }
      if custody.steps.isEmpty {
        lines.append("  No commissioning, shipment or receipt with a time says who held it.")
      }
    }
    return lines
  }

  static func product(_ product: TraceProduct?) -> String? {
    guard let product, product.name != nil || product.ndc != nil else { return nil }
    return [product.name, product.ndc.map { "NDC \($0)" }].compactMap(\.self)
      .joined(separator: ", ")
  }

  static func text(_ remark: LifeRemark) -> String {
    [
      remark.text, remark.note.map { "(\($0.replacing("_", with: " ")))" },
      remark.other.map { "Other: \($0.text)." }, remark.record.map { "See \($0.text)." },
      remark.against.map { "Against \($0.text)." },
    ].compactMap(\.self).joined(separator: " ")
  }

  // MARK: Life

  private static func event(_ entry: LifeEntry) -> [String] {
    let event = entry.event
    let deed = TextColumns.padded(event.deed, 20) + (event.disposition ?? "")
    let time = event.local ?? event.written ?? "no time"
    var lines = row((entry.effect.effective ? "  " : "x ") + time, deed)
    if let through = entry.through { lines += row("", "through \(through.text)") }
    if entry.role == "parent" { lines += row("", "as the container; \(event.listed) listed") }
    if let parent = event.parent, entry.role == "child" { lines += row("", "in \(parent.text)") }
    if let place = party(event.readPoint) ?? party(event.location) {
      lines += row("", "at \(place)")
    }
    lines += row("", trade(event))
    if let lot = event.lot {
      let expiry = event.expiry ?? event.expiryWritten
      lines += row("", "lot \(lot)" + (expiry.map { ", expiry \($0)" } ?? ""))
    }
    if let text = entry.effect.text {
      lines += row("", (entry.effect.effective ? "" : "does not count: ") + text)
    }
    lines += row("", event.record.text)
    return lines
  }

  /// Parties, papers and statement of an event in one line; empty when it names none.
  static func trade(_ event: TraceEvent) -> String {
    var parts: [String] = []
    let (from, to) = (party(event.fromOwner), party(event.toOwner))
    if let from { parts.append("from \(from)") }
    if let to { parts.append("to \(to)") }
    if let place = party(event.shipTo), place != to { parts.append("ship-to \(place)") }
    parts += event.transactions.map { "\($0.type ?? "document") \($0.number)" }
    if event.step == "shipping", let document = event.document {
      parts.append(statement(document.statement))
    }
    return parts.joined(separator: "; ")
  }

  static func statement(_ statement: TraceStatement) -> String {
    guard statement.present else { return "no transaction statement in the document" }
    switch statement.affirmed {
    case true: return "transaction statement, affirmed"
    case false: return "transaction statement, not affirmed"
    default: return "transaction statement, affirmation not stated"
    }
  }

  static func party(_ party: TraceParty?) -> String? {
    party.map { party in
      party.gln + (party.extension.map { ".\($0)" } ?? "")
        + (party.name.map { " \($0)" } ?? "")
    }
  }

  private static func row(_ first: String, _ text: String) -> [String] {
    if text.isEmpty { return [] }
    return TextColumns.wrapped(text, at: TextColumns.width - column).enumerated().map {
      TextColumns.padded($0 == 0 ? first : "", column) + $1
    }
  }

  // MARK: Hierarchy

  private static func moment(_ moment: HierarchyMoment) -> [String] {
    let when = [moment.occasion, moment.local].compactMap(\.self).joined(separator: " ")
    let record = moment.record.map { "  (\($0.text))" } ?? ""
    return TextColumns.wrapped(when + record, at: TextColumns.width - 2).map { "  " + $0 }
      + node(moment.root, depth: 0)
  }

  private static func node(_ node: HierarchyNode, depth: Int) -> [String] {
    var text = node.identity.text
    if node.isSubject { text += "  <- asked for" }
    if node.isListed { text += "  [listed in the shipment]" }
    if node.children > 0 {
      text += "  \(node.children) inside, \(Wording.counted(node.items, "unit", "units")) in all"
    }
    if !node.alsoIn.isEmpty {
      text += "  also in \(node.alsoIn.map(\.text).joined(separator: ", "))"
    }
    let indent = String(repeating: " ", count: 4 + 2 * depth)
    var lines = TextColumns.wrapped(text, at: TextColumns.width - indent.count).map { indent + $0 }
    for child in node.content { lines += self.node(child, depth: depth + 1) }
    if node.omitted > 0 { lines.append(indent + "  … and \(node.omitted) more, not listed") }
    return lines
  }

  // MARK: Custody and documents

  private static func step(_ step: CustodyStep) -> [String] {
    let owner = party(step.owner) ?? "owner not stated"
    var lines = row("  " + (step.event?.local ?? step.from), "owner \(owner)")
    if let holder = party(step.holder) { lines += row("", "at or bound for \(holder)") }
    if let through = step.through { lines += row("", "through \(through.text)") }
    if let event = step.event {
      let trade = self.trade(event)
      lines += row("", event.deed + (trade.isEmpty ? "" : ": " + trade))
      lines += row("", event.record.text)
    }
    lines += row("", step.to.map { "until \($0)" } ?? "open: nothing later in the catalog")
    return lines
  }

  private static func documents(_ documents: [TracedDocument]) -> [String] {
    var lines = ["", TextColumns.heading("Documents")]
    for traced in documents {
      lines += row(
        "  " + Wording.counted(traced.events, "event", "events"),
        "\(traced.record.source)/\(traced.record.path)")
      if let document = traced.document {
        lines += row("", document.instance.map { "instance \($0)" } ?? "")
        lines += row("", party(document.sender).map { "sender \($0)" } ?? "")
        lines += row("", party(document.receiver).map { "receiver \($0)" } ?? "")
        lines += row("", statement(document.statement))
      }
      lines += row("", "SHA-256 \(traced.record.sha256)")
    }
    if documents.isEmpty { lines.append("  None.") }
    return lines
  }
}
