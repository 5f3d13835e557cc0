/// A drawing on paper: units of 1/96 inch become points, scaled down where the page is narrower.
struct PDFDrawing {
  private let drawing: Drawing
  private let scale: Double

  init(_ drawing: Drawing, room: Double, tallest: Double) {
    self.drawing = drawing
    let natural = 0.75
    scale = min(
      natural, room / Double(max(1, drawing.width)), tallest / Double(max(1, drawing.height)))
  }

  var height: Double { Double(drawing.height) * scale }

  func draw(on flow: inout PDFFlow) {
    let (left, top) = (flow.left, flow.y)
    for shape in drawing.shapes { draw(shape, left, top, &flow) }
  }

  private func draw(
    _ shape: Drawing.Shape, _ left: Double, _ top: Double, _ flow: inout PDFFlow
  ) {
    func across(_ x: Int) -> Double { left + Double(x) * scale }
    func down(_ y: Int) -> Double { top + Double(y) * scale }
    func long(_ length: Int) -> Double { Double(length) * scale }
    switch shape {
    case .box(let x, let y, let width, let height, let style, let isHollow):
      flow.draw { page in
        let color = Self.color(style)
        if isHollow {
          page.frame(
            x: across(x), y: down(y), width: long(width), height: long(height), color)
        } else {
          page.box(
            x: across(x), y: down(y), width: long(width), height: long(height), color)
        }
      }
    case .line(let fromX, let fromY, let toX, let toY, let style, let isDashed):
      flow.draw {
        $0.line(
          fromX: across(fromX), fromY: down(fromY), toX: across(toX), toY: down(toY),
          Self.color(style), width: 0.7, isDashed: isDashed)
      }
    case .dot(let x, let y, let radius, let style):
      flow.draw {
        $0.dot(x: across(x), y: down(y), radius: long(radius), Self.color(style))
      }
    case .diamond(let x, let y, let radius, let style):
      flow.draw {
        $0.shape(
          [
            (across(x), down(y - radius)), (across(x + radius), down(y)),
            (across(x), down(y + radius)), (across(x - radius), down(y)),
          ], Self.color(style))
      }
    case .text(let x, let y, let text, let style, let anchor, let isStrong):
      let encoded = WinAnsi(text)
      flow.isChanged = flow.isChanged || encoded.isChanged
      let font: PDFFont = isStrong ? .bold : .regular
      let size = 12 * scale
      let width = font.width(encoded.bytes, size: size)
      let shift = anchor == .start ? 0 : anchor == .middle ? width / 2 : width
      flow.draw {
        $0.text(
          encoded.bytes, x: across(x) - shift, y: down(y), font, size: size,
          Self.textColor(style))
      }
    }
  }

  private static func color(_ style: Drawing.Style) -> PDFColor {
    switch style {
    case .ink: .ink
    case .quiet: PDFColor(0x8A949E)
    case .soft: PDFColor(0xE6EBF0)
    case .good: PDFColor(0x3C8D5A)
    case .flow: PDFColor(0x4A7FB5)
    case .attention: PDFColor(0xD39A2D)
    case .alarm: PDFColor(0xB3372F)
    case .open: PDFColor(0xB7BFC8)
    }
  }

  private static func textColor(_ style: Drawing.Style) -> PDFColor {
    switch style {
    case .quiet: .quiet
    case .alarm: PDFColor(0x8F1D1D)
    case .good: PDFColor(0x1F6B3A)
    case .attention: PDFColor(0x7A5200)
    default: .ink
    }
  }
}
