internal import Cataloging
internal import Reporting

/// The story of a lot as readable text.
enum LotText {
  static func lines(_ story: LotStory) -> [String] {
    var lines = [TextColumns.heading("Identity")]
    lines += TextColumns.field("Lot", story.identity.lot)
    lines += TextColumns.field("GTIN", story.product.gtin)
    lines += TextColumns.field("Product", TraceText.product(story.product))
    for expiry in story.expiries {
      lines += TextColumns.field("Expiry", "\(expiry.name), \(units(expiry.units))")
    }
    if !story.variants.isEmpty {
      let others = story.variants.compactMap(\.lot).joined(separator: ", ")
      lines += TextColumns.field("Spelled alike", others)
    }
    lines += ["", TextColumns.heading("Life")]
    let total = "\(units(story.units)), \(story.commissioned) with a commissioning event"
    lines += TextColumns.field("Units", total)
    lines += TextColumns.field("Commissioned", span(story))
    for state in story.states {
      lines += TextColumns.field(
        state.name.replacing("_", with: " "), "\(state.units) of \(story.units)")
    }
    if story.quantityEvents > 0 {
      lines += TextColumns.field(
        "By quantity",
        Wording.counted(story.quantityEvents, "event names", "events name")
          + " the lot without serials")
    }
    for remark in story.remarks {
      lines += TextColumns.field("Remark", "\(units(remark.units)): \(remark.text)")
      for listed in remark.listed {
        let record = listed.record.map { "  \($0.text)" } ?? ""
        lines += TextColumns.field("", listed.subject.text + record)
      }
      let rest = Int(remark.units) - Set(remark.listed.map(\.subject)).count
      if rest > 0 { lines += TextColumns.field("", "… and \(rest) more, not listed") }
    }
    lines += ["", TextColumns.heading("Custody")]
    for shipment in story.shipments { lines += self.shipment(shipment) }
    if story.shipments.isEmpty { lines.append("  No shipment in the catalog carried it.") }
    if !story.consignees.isEmpty { lines += ["", "  Consignees"] }
    for consignee in story.consignees {
      let owner = TraceText.party(consignee.owner) ?? "owner not stated"
      let place = TraceText.party(consignee.shipTo).map { ", ship-to \($0)" } ?? ""
      let count =
        "\(units(consignee.units)) in "
        + Wording.counted(consignee.shipments, "shipment", "shipments")
      lines += TextColumns.field(count, owner + place, indent: 4, column: 36)
    }
    return lines
  }

  private static func units(_ count: Int64) -> String { Wording.counted(count, "unit", "units") }

  private static func span(_ story: LotStory) -> String? {
    guard let first = story.firstCommissioned else { return nil }
    guard let last = story.lastCommissioned, last != first else { return first }
    return "\(first) to \(last)"
  }

  private static func shipment(_ shipment: LotShipment) -> [String] {
    var text = units(shipment.units)
    if shipment.isReturn { text += ", return" }
    if shipment.isVoided { text += ", voided" }
    let trade = TraceText.trade(shipment.event)
    if !trade.isEmpty { text += "; " + trade }
    let time = shipment.event.local ?? "no time"
    return TextColumns.field(time, text, column: 30)
      + TextColumns.field("", shipment.event.record.text, column: 30)
  }
}
