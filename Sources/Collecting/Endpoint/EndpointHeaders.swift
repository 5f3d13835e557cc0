/// Fields of an HTTP message in their order; names match in any case (RFC 9110, 5.1).
package struct EndpointHeaders: Hashable, Sendable {
  /// Names and values.
  package var fields: [Field]

  /// One field.
  package struct Field: Hashable, Sendable {
    /// Its name as written.
    package var name: String
    /// Its value.
    package var value: String
  }

  /// Fields from pairs.
  package init(_ fields: [(String, String)] = []) {
    self.fields = fields.map { Field(name: $0.0, value: $0.1) }
  }

  /// The first value of a name.
  package subscript(name: String) -> String? { all(name).first }

  /// Every value of a name.
  package func all(_ name: String) -> [String] {
    let folded = name.lowercased()
    return fields.filter { $0.name.lowercased() == folded }.map(\.value)
  }

  /// Fields worth keeping beside a body: what it is, which state of the result it is, where the
  /// next page is, and which versions the repository speaks (EPCIS 2.0, 12.7).
  static let kept = [
    "content-encoding", "content-length", "content-type", "date", "etag", "gs1-cbv-max",
    "gs1-cbv-min", "gs1-cbv-version", "gs1-cbv-xml-format", "gs1-epc-format", "gs1-epcis-max",
    "gs1-epcis-min", "gs1-epcis-version", "gs1-extensions", "gs1-next-page-token",
    "gs1-next-page-token-expires", "gs1-vendor-version", "last-modified", "link", "nextpagetoken",
    "x-total-count",
  ]
}
