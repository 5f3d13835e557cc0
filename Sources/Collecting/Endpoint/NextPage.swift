/// What an answer says of the page behind it.
package enum NextPage: Equatable, Sendable {
  /// It is the last one.
  case none
  /// Where the next one is.
  case address(EndpointAddress)
  /// The answer says that there is one, but not in a way that is followed; the text says why.
  case refused(String)

  /// The parameter that asks for a page (EPCIS 2.0, 12.5.2).
  package static let parameter = "nextPageToken"

  /// Reads it from the headers of an answer to `asked`: a `Link` with `rel="next"`, else a header
  /// with the token alone.
  ///
  /// Some repositories write the bare token into `Link`; one behind a proxy writes an address of
  /// its own network, whose token is then put to the address that was asked.
  package static func after(_ asked: EndpointAddress, _ headers: EndpointHeaders) -> NextPage {
    let values = headers.all("link")
    let next = values.flatMap(LinkHeader.links)
      .first { $0.relations.contains("next") && !$0.hasAnchor }
    if let next { return follow(next.target, from: asked) }
    for name in ["nextPageToken", "GS1-Next-Page-Token"] {
      if let token = headers[name].map(trimmed), !token.isEmpty { return take(token, asked) }
    }
    for value in values where !value.contains("<") {
      let text = trimmed(value)
      if isToken(text) { return take(text, asked) }
      if text.lowercased().contains("rel") && text.lowercased().contains("next") {
        return .refused("its Link header cannot be read: \(text.prefix(200))")
      }
    }
    return .none
  }

  private static func follow(_ target: String, from asked: EndpointAddress) -> NextPage {
    guard let address = asked.resolving(target) else {
      return .refused("its Link header leads to no address: \(target.prefix(200))")
    }
    if address.origin == asked.origin { return .address(address) }
    if let token = address.parameter(parameter), !token.isEmpty { return take(token, asked) }
    return .refused("the next page lies at \(address.origin), which muster.yaml does not name")
  }

  private static func take(_ token: String, _ asked: EndpointAddress) -> NextPage {
    asked.setting(parameter, to: token).map { .address($0) }
      ?? .refused("its page token cannot be written into an address")
  }

  /// Whether a header's text can only be a token: no address, no sentence.
  private static func isToken(_ text: String) -> Bool {
    let others = Set("-._~+/=".utf8)
    return (8...2048).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
          || others.contains($0)
      }
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...].drop { $0 == " " || $0 == "\t" || $0 == "\"" }
    while let last = text.last, last == " " || last == "\t" || last == "\"" { text.removeLast() }
    return String(text)
  }
}
