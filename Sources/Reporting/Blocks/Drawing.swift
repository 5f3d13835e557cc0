/// A picture as shapes in whole units (1/96 inch), for a page and for paper alike.
struct Drawing: Sendable, Equatable {
  /// How a shape looks; each renderer knows the colours.
  enum Style: String, Sendable {
    /// Text and lines in the colour of text.
    case ink
    /// Thin lines and side remarks.
    case quiet
    /// A light surface.
    case soft
    /// What is there, what is right.
    case good
    /// What went out, what is in between.
    case flow
    /// What a person should look at.
    case attention
    /// What is against what is expected.
    case alarm
    /// What is not known.
    case open
  }

  /// Where a text stands about its point.
  enum Anchor: String, Sendable {
    case start, middle, end
  }

  /// A shape.
  enum Shape: Sendable, Equatable {
    /// A filled box; outlined only when `isHollow`.
    case box(x: Int, y: Int, width: Int, height: Int, Style, isHollow: Bool)
    /// A straight line.
    case line(fromX: Int, fromY: Int, toX: Int, toY: Int, Style, isDashed: Bool)
    /// A dot.
    case dot(x: Int, y: Int, radius: Int, Style)
    /// A diamond, for a decision.
    case diamond(x: Int, y: Int, radius: Int, Style)
    /// One line of text, 12 units high, on its base line.
    case text(x: Int, y: Int, String, Style, Anchor, isStrong: Bool)
  }

  /// Width in units.
  var width: Int
  /// Height in units.
  var height: Int
  /// Shapes, later ones on top.
  private(set) var shapes: [Shape] = []

  /// Adds a filled or outlined box.
  mutating func box(
    _ x: Int, _ y: Int, _ width: Int, _ height: Int, _ style: Style, isHollow: Bool = false
  ) {
    shapes.append(
      .box(
        x: x, y: y, width: max(1, width), height: max(1, height), style, isHollow: isHollow))
  }

  /// Adds a line.
  mutating func line(
    _ fromX: Int, _ fromY: Int, _ toX: Int, _ toY: Int, _ style: Style, isDashed: Bool = false
  ) {
    shapes.append(
      .line(fromX: fromX, fromY: fromY, toX: toX, toY: toY, style, isDashed: isDashed))
  }

  /// Adds a dot.
  mutating func dot(_ x: Int, _ y: Int, _ style: Style, radius: Int = 5) {
    shapes.append(.dot(x: x, y: y, radius: radius, style))
  }

  /// Adds a diamond.
  mutating func diamond(_ x: Int, _ y: Int, _ style: Style) {
    shapes.append(.diamond(x: x, y: y, radius: 7, style))
  }

  /// Adds a line of text, cut with `…` when it is longer than fits in `limit` units.
  mutating func text(
    _ x: Int, _ y: Int, _ text: String, _ style: Style = .ink, _ anchor: Anchor = .start,
    isStrong: Bool = false, limit: Int? = nil
  ) {
    let shown = limit.map { Self.fitted(text, $0) } ?? text
    shapes.append(.text(x: x, y: y, shown, style, anchor, isStrong: isStrong))
  }

  /// Units a text takes, on the safe side: no font is measured.
  static func width(of text: String, isStrong: Bool = false) -> Int {
    text.count * (isStrong ? 9 : 8)
  }

  private static func fitted(_ text: String, _ limit: Int) -> String {
    guard width(of: text) > limit else { return text }
    return String(text.prefix(max(1, limit / 8 - 1))) + "…"
  }
}
