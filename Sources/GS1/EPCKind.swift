/// What kind of thing an identifier names; raw values are stored in the catalog and never change.
package enum EPCKind: UInt8, Sendable, CaseIterable {
  /// A trade item instance: GTIN and serial.
  case sgtin = 1
  /// A logistics unit.
  case sscc = 2
  /// A place: GLN with optional extension.
  case sgln = 3
  /// A party: GLN.
  case pgln = 4
  /// A lot of a trade item: GTIN and lot.
  case lgtin = 5
  /// A trade item class: GTIN alone.
  case gtinClass = 6
  /// A returnable asset.
  case grai = 7
  /// An individual asset.
  case giai = 8
  /// A service recipient.
  case gsrn = 9
  /// A document.
  case gdti = 10
  /// A component or part.
  case cpi = 11
  /// A piece of a trade item.
  case itip = 12
  /// A trade item unit with third-party serial (tobacco).
  case upui = 13
  /// A service provider.
  case gsrnp = 14
  /// A pack under a Pharmacy Product Number and serial.
  case ppn = 15
  /// Anything else, kept as text.
  case other = 99

  /// The name in files and reports.
  package var name: String {
    switch self {
    case .sgtin: "sgtin"
    case .sscc: "sscc"
    case .sgln: "sgln"
    case .pgln: "pgln"
    case .lgtin: "lgtin"
    case .gtinClass: "gtin"
    case .grai: "grai"
    case .giai: "giai"
    case .gsrn: "gsrn"
    case .gdti: "gdti"
    case .cpi: "cpi"
    case .itip: "itip"
    case .upui: "upui"
    case .gsrnp: "gsrnp"
    case .ppn: "ppn"
    case .other: "other"
    }
  }

  /// Whether this names a class of objects rather than one object.
  package var isClass: Bool { self == .gtinClass || self == .lgtin }

  /// Whether this names a place or a party.
  package var isLocation: Bool { self == .sgln || self == .pgln }

  /// The most characters a decoded serial, lot or extension may have for this kind.
  package var serialLimit: Int {
    switch self {
    case .sscc, .gsrn, .gsrnp: 18
    case .grai: 16
    case .giai: 30
    case .gdti: 17
    case .cpi: 12
    case .upui: 28
    case .pgln, .gtinClass: 0
    case .sgtin, .sgln, .lgtin, .itip, .ppn: 20
    case .other: Int.max
    }
  }
}
