/// The GS1 check digit of a payload of decimal digits (weights 3, 1 from the right).
func checkDigit(_ payload: String) -> Int {
  var sum = 0
  for (index, byte) in payload.utf8.reversed().enumerated() {
    sum += (Int(byte) - 48) * (index % 2 == 0 ? 3 : 1)
  }
  return (10 - sum % 10) % 10
}

/// A place or party: a GLN, its company prefix split, and the extension of a place inside it.
struct Place: Hashable {
  var prefix: String
  var reference: String
  var extensionText = "0"
  var name = ""
  var street = ""
  var city = ""
  var state = ""
  var postalCode = ""
  var country = "US"

  init(
    _ prefix: String, _ reference: String, name: String, street: String, city: String,
    state: String = "", postalCode: String, country: String = "US"
  ) {
    self.prefix = prefix
    self.reference = reference
    self.name = name
    self.street = street
    self.city = city
    self.state = state
    self.postalCode = postalCode
    self.country = country
  }

  /// 13 digits.
  var gln: String { prefix + reference + String(checkDigit(prefix + reference)) }
  /// `urn:epc:id:sgln:…`
  var urn: String { "urn:epc:id:sgln:" + prefix + "." + reference + "." + extensionText }
  /// `https://id.gs1.org/414/…`
  var link: String {
    "https://id.gs1.org/414/" + gln + (extensionText == "0" ? "" : "/254/" + extensionText)
  }

  /// A place inside this one.
  func at(_ extensionText: String) -> Place {
    var place = self
    place.extensionText = extensionText
    return place
  }
}

/// A trade item of one packaging level.
struct Product {
  /// Company prefix and indicator + item reference, 13 digits together.
  var prefix: String
  var item: String
  var name: String
  var strength: String
  var form: String
  var content: String
  /// National number with its hyphens, and the code word of the national scheme.
  var ndc: String
  var national: (type: String, value: String)?
  var manufacturer: String
  var shelfMonths = 24
  var caseQuantity = 0
  var casesPerPallet = 20
  var aggregated = true
  /// Index of the case-level item, when cases carry a GTIN.
  var caseItem: Int?
  var markets: [String] = []

  /// 14 digits.
  var gtin: String {
    let body = String(item.prefix(1)) + prefix + String(item.dropFirst())
    return body + String(checkDigit(body))
  }
  /// `urn:epc:idpat:sgtin:…`
  var pattern: String { "urn:epc:idpat:sgtin:" + prefix + "." + item + ".*" }
}

/// One identified object: an item or case of the pool, a logistics unit, or a spelling made by hand.
struct EPC: Hashable {
  enum Kind: UInt8 { case item, logistic, written }
  var kind: Kind
  var product: UInt16 = 0
  var value: UInt64
}

/// Knows how every EPC is spelt.
final class EPCBook {
  private struct Prefixes {
    var urn: [UInt8]
    var link: [UInt8]
    var canonical: String
  }
  private struct Written {
    var urn: String
    var link: String
    var canonical: String
  }
  private(set) var products: [Product] = []
  private var prefixes: [Prefixes] = []
  private var written: [Written] = []
  private let companyPrefix: String
  private let logisticURN: [UInt8]
  private let serialLength: Int

  init(companyPrefix: String, serialLength: Int) {
    self.companyPrefix = companyPrefix
    self.serialLength = serialLength
    logisticURN = Array(("urn:epc:id:sscc:" + companyPrefix + ".").utf8)
  }

  /// Adds a trade item and gives its index.
  func add(_ product: Product) -> Int {
    products.append(product)
    prefixes.append(
      Prefixes(
        urn: Array("urn:epc:id:sgtin:\(product.prefix).\(product.item).".utf8),
        link: Array("https://id.gs1.org/01/\(product.gtin)/21/".utf8),
        canonical: "(01)\(product.gtin)(21)"))
    return products.count - 1
  }

  /// An EPC in spellings of its own: for damaged or unusual identifiers.
  func write(urn: String, link: String? = nil, canonical: String) -> EPC {
    written.append(Written(urn: urn, link: link ?? urn, canonical: canonical))
    return EPC(kind: .written, value: UInt64(written.count - 1))
  }

  /// An item of a trade item with a serial given as text, percent-encoded where a URI needs it.
  func item(_ product: Int, serial: String, encoded: String? = nil) -> EPC {
    let spelling = prefixes[product]
    let tail = encoded ?? serial
    return write(
      urn: String(decoding: spelling.urn, as: UTF8.self) + tail,
      link: String(decoding: spelling.link, as: UTF8.self) + tail,
      canonical: spelling.canonical + serial)
  }

  // No 1, I, L, O: nothing to confuse, and no run that reads like a code inside a serial.
  private let alphabet = Array("023456789ABCDEFGHJKMNPQRSTUVWXYZ".utf8)

  /// Appends the EPC's URI.
  func append(_ epc: EPC, link: Bool, to bytes: inout [UInt8]) {
    switch epc.kind {
    case .item:
      bytes.append(
        contentsOf: link ? prefixes[Int(epc.product)].link : prefixes[Int(epc.product)].urn)
      appendSerial(epc.value, to: &bytes)
    case .logistic:
      if link {
        bytes.append(contentsOf: "https://id.gs1.org/00/".utf8)
        bytes.append(contentsOf: sscc(epc.value).utf8)
      } else {
        bytes.append(contentsOf: logisticURN)
        bytes.append(contentsOf: ssccReference(epc.value).utf8)
      }
    case .written:
      let spelling = written[Int(epc.value)]
      bytes.append(contentsOf: (link ? spelling.link : spelling.urn).utf8)
    }
  }

  private func appendSerial(_ value: UInt64, to bytes: inout [UInt8]) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { serial in
      var rest = value
      for place in 0..<min(serialLength, 24) {
        // After twelve symbols of the value itself the rest is drawn from its scrambling.
        if place == 12 { rest = SplitMix.mix(value) }
        serial[place] = alphabet[Int(rest & 31)]
        rest >>= 5
      }
      bytes.append(contentsOf: serial[..<min(serialLength, 24)])
    }
  }

  /// The spelling of the identity itself: `(01)…(21)…`, `(00)…`.
  func canonical(_ epc: EPC) -> String {
    switch epc.kind {
    case .item: prefixes[Int(epc.product)].canonical + serial(epc)
    case .logistic: "(00)" + sscc(epc.value)
    case .written: written[Int(epc.value)].canonical
    }
  }

  /// The serial of a pool item.
  func serial(_ epc: EPC) -> String {
    var bytes: [UInt8] = []
    appendSerial(epc.value, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func ssccReference(_ value: UInt64) -> String {
    // Extension digit 1, then the running number: prefix + reference make 17 digits.
    "1" + digits(Int(value), 16 - companyPrefix.utf8.count)
  }

  private func sscc(_ value: UInt64) -> String {
    let reference = ssccReference(value)
    let body = String(reference.prefix(1)) + companyPrefix + String(reference.dropFirst())
    return body + String(checkDigit(body))
  }
}
