import Foundation

/// An http or https address, without fragment (RFC 3986).
package struct EndpointAddress: Hashable, Sendable {
  /// The address as it is asked.
  package let text: String
  private let parts: URLComponents

  /// Names of parameters whose value is a secret, lower case.
  static let secretParameters: Set<String> = [
    "access_token", "accesstoken", "api-key", "api_key", "apikey", "auth", "authorization",
    "client_secret", "key", "passwd", "password", "pwd", "secret", "sig", "signature",
    "subscription-key", "token", "x-api-key",
  ]

  /// The address a text is; nil for one that is no http or https address, or that holds a user.
  package init?(_ text: String) {
    guard var parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
      scheme == "http" || scheme == "https", let host = parts.host, !host.isEmpty,
      parts.user == nil, parts.password == nil
    else { return nil }
    parts.fragment = nil
    guard let text = parts.string else { return nil }
    self.parts = parts
    self.text = text
  }

  /// The address a reference leads to from here (RFC 3986, 5.2).
  package func resolving(_ reference: String) -> EndpointAddress? {
    guard let base = URL(string: text), let url = URL(string: reference, relativeTo: base) else {
      return nil
    }
    return EndpointAddress(url.absoluteString)
  }

  /// Scheme, host and port (RFC 6454): what a credential belongs to.
  package var origin: String {
    let scheme = parts.scheme?.lowercased() ?? ""
    let port = parts.port ?? (scheme == "https" ? 443 : 80)
    return "\(scheme)://\(parts.host?.lowercased() ?? ""):\(port)"
  }

  /// Scheme, lower case.
  package var scheme: String { parts.scheme?.lowercased() ?? "" }

  /// The value of a parameter of the query.
  package func parameter(_ name: String) -> String? {
    parts.queryItems?.first { $0.name == name }?.value
  }

  /// The address with a parameter set to a value, in place of what it had.
  package func setting(_ name: String, to value: String) -> EndpointAddress? {
    var changed = parts
    var allowed = CharacterSet.urlQueryAllowed
    allowed.remove(charactersIn: "+&=;?/")
    guard let value = value.addingPercentEncoding(withAllowedCharacters: allowed) else {
      return nil
    }
    let others = (parts.percentEncodedQueryItems ?? []).filter { $0.name != name }
    changed.percentEncodedQueryItems = others + [URLQueryItem(name: name, value: value)]
    return changed.string.flatMap(EndpointAddress.init)
  }

  /// The address to show and keep: values of parameters that look like secrets are left out.
  package var shown: String {
    guard let items = parts.percentEncodedQueryItems,
      items.contains(where: { Self.secretParameters.contains($0.name.lowercased()) })
    else { return text }
    var changed = parts
    changed.percentEncodedQueryItems = items.map { item in
      Self.secretParameters.contains(item.name.lowercased())
        ? URLQueryItem(name: item.name, value: "***") : item
    }
    return changed.string ?? origin
  }
}
