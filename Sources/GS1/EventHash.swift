/// The event hash of CBV 2.0, section 8.9.2: one value for an event in whatever spelling and
/// syntax.
///
/// Property order, text forms and sorting were checked against pre-hash texts and hashes published
/// with the reference implementation of the standard's authors (edition CBV 2.0): object,
/// aggregation, transaction and transformation events with quantities, transactions, parties and
/// ILMD. Not taken over: the reference tool also strips zeros from lots that look like numbers,
/// where the standard speaks of quantities only. Not covered: sensor data, nested extensions, keys of
/// kinds this module keeps as text (coupon, consignment, shipment).
package enum EventHash {
  /// The 32 bytes of the digest.
  package static func digest(_ event: EPCISEvent) -> [UInt8] { EventHasher().digest(event) }

  // MARK: Text forms

  static func word(_ word: EventWord, _ vocabulary: CBV.Vocabulary) -> String {
    switch word.spelling {
    case .urn, .webURI, .curie: vocabulary.webPrefix + word.normalised
    case .bare, .foreign: CBV.webURI(word.normalised, vocabulary)
    }
  }

  private static func type(_ word: EventWord?, _ vocabulary: CBV.Vocabulary) -> String {
    word.map { "type=" + self.word($0, vocabulary) } ?? ""
  }

  static func transaction(_ item: BizTransaction) -> String {
    type(item.type, .bizTransactionType) + "bizTransaction=" + canonicalText(item.id)
  }

  /// Instance data, then everything beside the standard fields.
  static func extensions(of event: EPCISEvent, into out: inout PreHash) {
    out.list("ilmd", event.attributes.filter { $0.place == .ilmd }.map(attribute))
    out.list(
      "",
      event.attributes.filter {
        $0.place == .event || $0.place == .extension || $0.place == .vendor
      }
      .map(attribute) + event.unknown.map { $0.name + "=" + $0.json })
  }

  static func party(_ name: String, _ item: SourceOrDestination) -> String {
    type(item.type, .sourceDestinationType) + name + item.party.epc.digitalLink
  }

  /// The key is the namespace in braces and the local name. One vocabulary writes its namespace
  /// with a colon at the end in JSON-LD and without in XML.
  private static func attribute(_ attribute: EventAttribute) -> String {
    let namespace =
      attribute.namespace == "urn:epcglobal:cbv:mda"
      ? "urn:epcglobal:cbv:mda:" : attribute.namespace
    let name = "{" + namespace + "}" + attribute.name
    let path = attribute.path.isEmpty ? "" : attribute.path + "/"
    let value = canonicalText(attribute.value)
    return path + (value.isEmpty ? name : name + "=" + value)
  }

  /// A value that may be an EPC URI or a Digital Link in its canonical link form, else trimmed.
  /// Bare digits stay as they are: an order number is no GTIN.
  static func canonicalText(_ text: String) -> String {
    var copy = text
    let body = copy.withUTF8 { Array($0[ByteText.trimmed($0)]) }
    if ByteText.hasPrefix(body, anyCase: "urn:epc:") || ByteText.hasPrefix(body, anyCase: "http") {
      let epc = EPC.parse(text).epc
      if epc.kind != .other { return epc.digitalLink }
    }
    return ByteText.text(body)
  }

  /// A decimal number without plus sign, leading and trailing zeros; any other text trimmed.
  static func canonicalNumber(_ text: String) -> String {
    var copy = text
    let body = copy.withUTF8 { Array($0[ByteText.trimmed($0)]) }
    var digits = body[...]
    let isNegative = digits.first == 0x2D
    if isNegative || digits.first == 0x2B { digits = digits.dropFirst() }
    let parts = digits.split(separator: 0x2E, maxSplits: 1, omittingEmptySubsequences: false)
    guard !digits.isEmpty, parts.allSatisfy({ ByteText.allDigits($0) }),
      digits.contains(where: { $0.isASCIIDigit })
    else { return ByteText.text(body) }
    let whole = parts[0].drop { $0 == 0x30 }
    var fraction = parts.count > 1 ? Array(parts[1]) : []
    while fraction.last == 0x30 { fraction.removeLast() }
    let number =
      (whole.isEmpty ? "0" : ByteText.text(whole))
      + (fraction.isEmpty ? "" : "." + ByteText.text(fraction))
    return isNegative && number != "0" ? "-" + number : number
  }
}
