/// One page being drawn. Places are in points from the left and the top edge.
struct PDFCanvas {
  /// A place that leads elsewhere.
  struct Link {
    let x: Double
    let y: Double
    let width: Double
    let height: Double
    /// `#anchor` of this document, or a path relative to it.
    let target: String
  }

  let height: Double
  private(set) var operations: [UInt8] = []
  private(set) var links: [Link] = []
  private var fill: PDFColor?

  init(height: Double) { self.height = height }

  /// Draws encoded text with its base line at `y`.
  mutating func text(
    _ bytes: [UInt8], x: Double, y: Double, _ font: PDFFont, size: Double, _ color: PDFColor
  ) {
    setFill(color)
    add("BT /\(font.resource) \(number(size)) Tf \(number(x)) \(number(height - y)) Td (")
    for byte in bytes {
      if byte == 0x28 || byte == 0x29 || byte == 0x5C { operations.append(0x5C) }
      operations.append(byte)
    }
    add(") Tj ET\n")
  }

  /// Fills a box; `y` is its upper edge.
  mutating func box(
    x: Double, y: Double, width: Double, height boxHeight: Double, _ color: PDFColor
  ) {
    setFill(color)
    add(
      "\(number(x)) \(number(height - y - boxHeight)) \(number(width)) \(number(boxHeight)) re f\n")
  }

  /// Draws the edge of a box.
  mutating func frame(
    x: Double, y: Double, width: Double, height boxHeight: Double, _ color: PDFColor
  ) {
    add("\(color.operands) RG 0.6 w [] 0 d \(number(x)) \(number(height - y - boxHeight)) ")
    add("\(number(width)) \(number(boxHeight)) re S\n")
  }

  /// Draws a straight line.
  mutating func line(
    fromX: Double, fromY: Double, toX: Double, toY: Double, _ color: PDFColor,
    width: Double = 0.5, isDashed: Bool = false
  ) {
    add("\(color.operands) RG \(number(width)) w [\(isDashed ? "3 2" : "")] 0 d ")
    add("\(number(fromX)) \(number(height - fromY)) m ")
    add("\(number(toX)) \(number(height - toY)) l S\n")
  }

  /// Fills a closed path of straight lines.
  mutating func shape(_ points: [(x: Double, y: Double)], _ color: PDFColor) {
    setFill(color)
    for (index, point) in points.enumerated() {
      add("\(number(point.x)) \(number(height - point.y)) \(index == 0 ? "m" : "l") ")
    }
    add("f\n")
  }

  /// Fills a circle, of four curves.
  mutating func dot(x: Double, y: Double, radius: Double, _ color: PDFColor) {
    setFill(color)
    let bend = radius * 0.5523
    let (top, middle) = (height - y + radius, height - y)
    func point(_ across: Double, _ up: Double) -> String { "\(number(across)) \(number(up))" }
    add("\(point(x, top)) m ")
    let curves = [
      (x + bend, top, x + radius, middle + bend, x + radius, middle),
      (x + radius, middle - bend, x + bend, middle - radius, x, middle - radius),
      (x - bend, middle - radius, x - radius, middle - bend, x - radius, middle),
      (x - radius, middle + bend, x - bend, top, x, top),
    ]
    for curve in curves {
      add("\(point(curve.0, curve.1)) \(point(curve.2, curve.3)) \(point(curve.4, curve.5)) c ")
    }
    add("f\n")
  }

  /// Makes a box lead somewhere.
  mutating func link(x: Double, y: Double, width: Double, height: Double, to target: String) {
    links.append(Link(x: x, y: y, width: width, height: height, target: target))
  }

  private mutating func setFill(_ color: PDFColor) {
    guard fill != color else { return }
    fill = color
    add("\(color.operands) rg\n")
  }

  private mutating func add(_ text: String) { operations += text.utf8 }

  private func number(_ value: Double) -> String { PDFNumber.text(value) }
}

/// A colour in thousandths of red, green and blue.
struct PDFColor: Equatable {
  let red: Int
  let green: Int
  let blue: Int

  /// From two hexadecimal digits each.
  init(_ hex: Int) {
    red = (hex >> 16 & 255) * 1000 / 255
    green = (hex >> 8 & 255) * 1000 / 255
    blue = (hex & 255) * 1000 / 255
  }

  var operands: String {
    [red, green, blue].map { PDFNumber.text(Double($0) / 1000, places: 3) }.joined(separator: " ")
  }

  static let ink = PDFColor(0x1B1F24)
  static let quiet = PDFColor(0x57606A)
  static let rule = PDFColor(0xC8D0D9)
  static let soft = PDFColor(0xEEF2F6)
  static let link = PDFColor(0x0B4FA0)
  static let white = PDFColor(0xFFFFFF)
}

/// Numbers as a PDF writes them: no exponent, no needless zeros.
enum PDFNumber {
  static func text(_ value: Double, places: Int = 2) -> String {
    let unit = places == 3 ? 1000 : 100
    guard value.isFinite, abs(value) < 1e9 else { return "0" }
    let scaled = Int((value * Double(unit)).rounded())
    let (whole, part) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt(unit))
    var text = scaled < 0 ? "-\(whole)" : "\(whole)"
    guard part > 0 else { return text }
    var digits = String(part)
    digits = String(repeating: "0", count: places - digits.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    text += "." + digits
    return text
  }
}
