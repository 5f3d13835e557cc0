/// A drawing as inline SVG with title and description.
extension ReportPicture {
  /// The `svg` element; styles come from the style sheet.
  var svg: HTMLNode {
    let area = "0 0 \(drawing.width) \(drawing.height)"
    return element(
      "svg",
      [
        ("viewBox", area), ("width", "\(drawing.width)"), ("height", "\(drawing.height)"),
        ("role", "img"), ("aria-labelledby", "\(id)-t \(id)-d"),
      ]
    ) {
      element("title", [("id", "\(id)-t")], text: title)
      element("desc", [("id", "\(id)-d")], text: description)
      for shape in drawing.shapes { Self.node(shape) }
    }
  }

  private static func node(_ shape: Drawing.Shape) -> HTMLNode {
    switch shape {
    case .box(let x, let y, let width, let height, let style, let isHollow):
      element(
        "rect",
        [
          ("class", (isHollow ? "h-" : "f-") + style.rawValue), ("x", "\(x)"), ("y", "\(y)"),
          ("width", "\(width)"), ("height", "\(height)"),
        ]
      ) {}
    case .line(let fromX, let fromY, let toX, let toY, let style, let isDashed):
      element(
        "line",
        [
          ("class", "h-\(style.rawValue)" + (isDashed ? " dashed" : "")), ("x1", "\(fromX)"),
          ("y1", "\(fromY)"), ("x2", "\(toX)"), ("y2", "\(toY)"),
        ]
      ) {}
    case .dot(let x, let y, let radius, let style):
      element(
        "circle",
        [("class", "f-\(style.rawValue)"), ("cx", "\(x)"), ("cy", "\(y)"), ("r", "\(radius)")]
      ) {}
    case .diamond(let x, let y, let radius, let style):
      element(
        "path",
        [
          ("class", "f-\(style.rawValue)"),
          (
            "d",
            "M\(x) \(y - radius)l\(radius) \(radius)l-\(radius) \(radius)l-\(radius) -\(radius)z"
          ),
        ]
      ) {}
    case .text(let x, let y, let text, let style, let anchor, let isStrong):
      element(
        "text",
        [("x", "\(x)"), ("y", "\(y)")]
          + (anchor == .start ? [] : [("text-anchor", anchor.rawValue)])
          + [("class", "t-\(style.rawValue)" + (isStrong ? " strong" : ""))], text: text)
    }
  }
}
