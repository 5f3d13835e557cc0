/// One link of a `Link` header.
package struct WebLink: Hashable, Sendable {
  /// Where it leads, as written.
  package var target: String
  /// Its relation types, lower case.
  package var relations: [String]
  /// Whether it says something about another resource than the one asked for.
  package var hasAnchor = false
}

/// Reads `Link` headers (RFC 8288, appendix B.2).
package enum LinkHeader {
  /// The links of one header value; what is no link is passed over.
  package static func links(_ value: String) -> [WebLink] {
    var rest = Substring(value)
    var links: [WebLink] = []
    while let open = rest.firstIndex(of: "<") {
      rest = rest[rest.index(after: open)...]
      guard let close = rest.firstIndex(of: ">") else { break }
      var link = WebLink(target: trimmed(rest[..<close]), relations: [])
      rest = rest[rest.index(after: close)...]
      var hasRelation = false
      while let (name, value) = parameter(&rest) {
        if name == "rel", !hasRelation {
          hasRelation = true
          link.relations = value.lowercased().split(separator: " ").map(String.init)
        } else if name == "anchor" {
          link.hasAnchor = true
        }
      }
      links.append(link)
    }
    return links
  }

  /// The next `; name=value`; nil at the comma before the next link, or at the end.
  private static func parameter(_ rest: inout Substring) -> (name: String, value: String)? {
    rest = rest.drop { $0 == " " || $0 == "\t" }
    guard rest.first == ";" else { return nil }
    rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
    let name = rest.prefix { $0 != "=" && $0 != ";" && $0 != "," }
    rest = rest[name.endIndex...]
    guard rest.first == "=" else { return (trimmed(name).lowercased(), "") }
    rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
    guard rest.first == "\"" else {
      let value = rest.prefix { $0 != ";" && $0 != "," }
      rest = rest[value.endIndex...]
      return (trimmed(name).lowercased(), trimmed(value))
    }
    rest = rest.dropFirst()
    var value = ""
    while let character = rest.popFirst(), character != "\"" {
      if character == "\\", let escaped = rest.popFirst() {
        value.append(escaped)
      } else {
        value.append(character)
      }
    }
    return (trimmed(name).lowercased(), value)
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return String(text)
  }
}
