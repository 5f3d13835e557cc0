import GS1

/// Who and which documents an event names, as the catalog's columns hold them.
struct EventParties {
  /// A business transaction with the party and number inside its identifier.
  struct Transaction: Equatable {
    var type: String?
    var id: String
    var gln: String?
    /// Nil when the identifier ends before it.
    var number: String?
  }

  private(set) var fromOwner: String?
  private(set) var toOwner: String?
  private(set) var fromPlace: String?
  private(set) var toPlace: String?
  /// Those that name a document.
  private(set) var transactions: [Transaction] = []

  /// The first purchase order.
  var order: Transaction? { transactions.first { $0.type == "po" } }
  /// The first despatch advice.
  var advice: Transaction? { transactions.first { $0.type == "desadv" } }

  init(_ event: EPCISEvent) {
    fromOwner = Self.first(event.sources, "owning_party")
    toOwner = Self.first(event.destinations, "owning_party")
    fromPlace = Self.first(event.sources, "location")
    toPlace = Self.first(event.destinations, "location")
    for item in event.bizTransactions where !ArtifactLoader.isBlank(item.id) {
      transactions.append(Self.transaction(type: item.type?.stored, id: item.id))
    }
  }

  private static func first(_ list: [SourceOrDestination], _ type: String) -> String? {
    list.lazy.filter { $0.type?.normalised == type }.compactMap(\.party.storedKey).first
  }

  /// Splits `urn:epcglobal:cbv:bt:GLN:NUMBER` (CBV 2.0, section 8.5); other texts are the number.
  static func transaction(type: String?, id: String) -> Transaction {
    let text = CellText.trimmed(id)
    let prefix = "urn:epcglobal:cbv:bt:"
    guard text.utf8.count > prefix.utf8.count,
      text.prefix(prefix.count).lowercased() == prefix
    else { return Transaction(type: type, id: id, gln: nil, number: text) }
    let rest = text.dropFirst(prefix.count)
    guard let colon = rest.firstIndex(of: ":") else {
      return Transaction(type: type, id: id, gln: nil, number: decoded(rest))
    }
    let gln = rest[..<colon]
    let number = decoded(rest[rest.index(after: colon)...])
    let isGLN = gln.utf8.count == 13 && gln.utf8.allSatisfy { (0x30...0x39).contains($0) }
    return Transaction(
      type: type, id: id, gln: isGLN ? String(gln) : nil,
      number: ArtifactLoader.given(isGLN ? number : decoded(rest)))
  }

  /// Percent-encoded characters made plain; a `%` without two digits stays.
  private static func decoded(_ text: Substring) -> String {
    guard text.utf8.contains(0x25) else { return String(text) }
    let bytes = Array(text.utf8)
    var out: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == 0x25, index + 2 < bytes.count, let high = digit(bytes[index + 1]),
        let low = digit(bytes[index + 2])
      {
        out.append(high << 4 | low)
        index += 3
      } else {
        out.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
