import Cataloging
import Settings

/// The balance of a lot as a waterfall: every loss has its row and its name.
enum Waterfall {
  private static let (left, span, row) = (260, 420, 26)

  static func picture(_ balance: LotBalance, _ lot: String, id: String) -> ReportPicture {
    let title = "Reconciliation of lot \(lot)"
    return ReportPicture(
      id: id, title: title, description: description(balance), drawing: drawing(balance),
      table: ReportTable(
        title, [.init("Step"), .init("Units", isNumber: true), .init("What it is"), .init("From")],
        balance.steps.map {
          ReportTable.Row([
            RichText($0.name), RichText(Noun.grouped($0.units)), RichText(word($0.role)),
            RichText($0.from),
          ])
        }))
  }

  private static func word(_ role: LotBalance.Role) -> String {
    switch role {
    case .level: "stands at"
    case .loss: "taken out"
    case .sold: "sold"
    case .moved: "gone on"
    case .kept: "the firm's own"
    case .difference: "difference"
    }
  }

  private static func description(_ balance: LotBalance) -> String {
    balance.steps.map { "\($0.name): \(DossierWords.units($0.units)), \(word($0.role))." }
      .joined(separator: " ")
  }

  private static func drawing(_ balance: LotBalance) -> Drawing {
    let most = max(1, balance.steps.filter { $0.role == .level }.map(\.units).max() ?? 1)
    func place(_ units: Int64) -> Int {
      Int(Double(min(max(0, units), most)) / Double(most) * Double(span))
    }
    var drawing = Drawing(width: left + span + 90, height: balance.steps.count * row + 8)
    var stands: Int64 = 0
    for (index, step) in balance.steps.enumerated() {
      let y = index * row + 4
      drawing.text(
        left - 10, y + 15, step.name, .ink, .end, isStrong: step.role == .level, limit: left - 14)
      let (from, to, style): (Int64, Int64, Drawing.Style)
      switch step.role {
      case .level:
        (from, to, style) = (0, step.units, .flow)
        stands = step.units
      case .loss:
        (from, to, style) = (stands &- step.units, stands, .attention)
        stands &-= step.units
      case .sold, .moved, .kept:
        let isKept = step.role == .kept
        (from, to, style) = (stands &- step.units, stands, isKept ? .flow : .good)
        stands &-= step.units
      case .difference:
        (from, to, style) = (
          min(stands, stands &+ step.units), max(stands, stands &+ step.units), .alarm
        )
        stands &+= step.units
      }
      let x = left + place(from)
      drawing.box(x, y + 2, place(to) - place(from), row - 8, style)
      let sign = step.role == .level ? "" : step.role == .difference && step.units > 0 ? "+" : "−"
      drawing.text(
        left + span + 80, y + 15, sign + Noun.grouped(step.units.magnitude), .ink, .end,
        isStrong: step.role == .level)
      if index + 1 < balance.steps.count {
        let at = left + place(stands)
        drawing.line(at, y + row - 6, at, y + row + 4, .quiet, isDashed: true)
      }
    }
    return drawing
  }
}
