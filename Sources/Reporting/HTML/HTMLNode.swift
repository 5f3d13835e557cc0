/// A piece of a page: built as a tree so that every value is escaped where it is written.
indirect enum HTMLNode: Sendable {
  /// An element with attributes in the order given.
  case element(String, [(String, String)], [HTMLNode])
  /// Text, escaped when rendered.
  case text(String)
  /// Several nodes in a row.
  case group([HTMLNode])
  /// Content of a `style` or `script` element of our own; never anything from outside.
  case verbatim(String)

  /// The page text of this node.
  var rendered: String {
    var out = ""
    write(into: &out, isolating: true)
    return out
  }

  /// Elements whose text cannot hold elements.
  private static let texts: Set<String> = ["title", "option", "text", "tspan", "desc", "textarea"]

  private static let void: Set<String> = ["br", "hr", "img", "input", "link", "meta"]

  func write(into out: inout String, isolating: Bool) {
    switch self {
    case .text(let value):
      if isolating, value.unicodeScalars.contains(where: HTMLNode.isFromRight) {
        HTMLNode.isolated(value, into: &out)
      } else {
        HTMLNode.escape(value, into: &out)
      }
    case .group(let nodes):
      for node in nodes { node.write(into: &out, isolating: isolating) }
    case .verbatim(let value):
      out += value
    case .element(let name, let attributes, let children):
      out += "<\(name)"
      for (key, value) in attributes {
        out += " \(key)=\""
        HTMLNode.escape(value, into: &out)
        out += "\""
      }
      out += ">"
      if HTMLNode.void.contains(name) { return }
      let holdsElements = isolating && !HTMLNode.texts.contains(name)
      for child in children { child.write(into: &out, isolating: holdsElements) }
      out += "</\(name)>"
      if HTMLNode.blocks.contains(name) { out += "\n" }
    }
  }

  private static let blocks: Set<String> = [
    "p", "tr", "table", "section", "h1", "h2", "h3", "h4", "li", "ul", "ol", "div", "header",
    "footer", "nav", "main", "thead", "tbody", "head", "body", "details", "summary", "article",
    "figure", "figcaption", "svg", "dl", "dd", "style", "script",
  ]

  // Letters of scripts that are written from right to left.
  private static func isFromRight(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
      true
    default: false
    }
  }

  /// Writes a text with its stretches from right to left kept to themselves: what stands beside
  /// them, a date or a serial, would change places with them else.
  private static func isolated(_ value: String, into out: inout String) {
    var rest = value.unicodeScalars[...]
    while let first = rest.firstIndex(where: isFromRight) {
      escape(String(rest[..<first]), into: &out)
      let next = rest[first...].firstIndex { $0.properties.isAlphabetic && !isFromRight($0) }
      let stretch = rest[first..<(next ?? rest.endIndex)]
      let end = stretch.lastIndex(where: isFromRight).map(rest.index(after:)) ?? stretch.endIndex
      out += "<bdi>"
      escape(String(rest[first..<end]), into: &out)
      out += "</bdi>"
      rest = rest[end...]
    }
    escape(String(rest), into: &out)
  }

  /// Escapes for text and for quoted attributes alike; control characters become U+FFFD and
  /// characters that turn the direction of text are shown by their code.
  private static func escape(_ value: String, into out: inout String) {
    for scalar in value.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      case "\n", "\t": out.unicodeScalars.append(scalar)
      case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{200E}", "\u{200F}":
        out += "[U+\(String(scalar.value, radix: 16, uppercase: true))]"
      case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}": out += "\u{FFFD}"
      default: out.unicodeScalars.append(scalar)
      }
    }
  }
}

/// An element from its name, attributes and children.
func element(
  _ name: String, _ attributes: [(String, String)] = [], @HTMLBuilder _ children: () -> [HTMLNode]
) -> HTMLNode {
  .element(name, attributes, children())
}

/// An element that holds one text.
func element(_ name: String, _ attributes: [(String, String)] = [], text: String) -> HTMLNode {
  .element(name, attributes, [.text(text)])
}

/// Collects nodes and texts written one after the other.
@resultBuilder
enum HTMLBuilder {
  static func buildExpression(_ node: HTMLNode) -> [HTMLNode] { [node] }
  static func buildExpression(_ nodes: [HTMLNode]) -> [HTMLNode] { nodes }
  static func buildExpression(_ text: String) -> [HTMLNode] { [.text(text)] }
  static func buildBlock(_ parts: [HTMLNode]...) -> [HTMLNode] { parts.flatMap { $0 } }
  static func buildOptional(_ part: [HTMLNode]?) -> [HTMLNode] { part ?? [] }
  static func buildEither(first: [HTMLNode]) -> [HTMLNode] { first }
  static func buildEither(second: [HTMLNode]) -> [HTMLNode] { second }
  static func buildArray(_ parts: [[HTMLNode]]) -> [HTMLNode] { parts.flatMap { $0 } }
}
