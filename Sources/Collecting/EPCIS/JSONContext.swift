/// What the prefixes of a JSON-LD document stand for.
final class JSONContext {
  private var spaces: [String: String] = [
    "cbvmda": "urn:epcglobal:cbv:mda",
    "gs1ushc": EPCISXMLReader.healthcare,
    "cbv": "https://ref.gs1.org/cbv/",
    "gs1": "https://gs1.org/voc/",
    "epcis": "https://ref.gs1.org/epcis/",
  ]
  /// The contexts named by address, in order; of very many the first.
  private(set) var addresses: [String] = []
  /// Whether a document stated any.
  private(set) var isStated = false

  /// Names already split; events repeat a handful of them.
  private(set) var known: [String: (local: String, namespace: String)] = [:]
  private static let knownLimit = 4096
  private static let addressLimit = 64

  // What prefixes stood for outside of each context that declared some.
  private var outer: [[String: String]] = []

  /// How many contexts that declare prefixes hold.
  var depth: Int { outer.count }

  /// Adds the content of an `@context`; the prefixes a document declares win.
  func add(_ node: OpaqueNode) {
    isStated = true
    let before = spaces
    take(node)
    if spaces == before { return }
    outer.append(before)
    known.removeAll()
  }

  /// Ends the contexts that were added since there were so many.
  func leave(to depth: Int) {
    guard outer.count > depth else { return }
    spaces = outer[depth]
    outer.removeLast(outer.count - depth)
    known.removeAll()
  }

  private func take(_ node: OpaqueNode) {
    switch node {
    case .text(let address):
      if addresses.count < Self.addressLimit, !addresses.contains(address) {
        addresses.append(address)
      }
    case .literal: break
    case .list(let items): for item in items { take(item) }
    case .object(let members):
      for member in members {
        if case .text(let uri) = member.value { spaces[member.name] = uri }
      }
    }
  }

  /// Local name and namespace of a member's name: `prefix:name`, an address, or a bare name.
  func split(_ name: String) -> (local: String, namespace: String) {
    if let found = known[name] { return found }
    let made = divided(name)
    if known.count < Self.knownLimit, name.utf8.count <= XMLPullReader.maximumNameBytes {
      known[name] = made
    }
    return made
  }

  private func divided(_ name: String) -> (local: String, namespace: String) {
    if name.contains("://"), let cut = name.utf8.lastIndex(where: { $0 == 0x2F || $0 == 0x23 }) {
      return (String(name[name.utf8.index(after: cut)...]), String(name[...cut]))
    }
    // A name written out in full: `urn:epcglobal:cbv:mda:lotNumber`.
    if name.hasPrefix("urn:"), let cut = name.utf8.lastIndex(of: 0x3A), spaces["urn"] == nil {
      return (String(name[name.utf8.index(after: cut)...]), String(name[...cut]))
    }
    guard let colon = name.utf8.firstIndex(of: 0x3A) else { return (name, "") }
    let prefix = String(name[..<colon])
    let local = String(name[name.utf8.index(after: colon)...])
    // An undeclared prefix is better kept in place of a namespace than lost.
    return (local, spaces[prefix] ?? prefix)
  }
}
