package import Settings

/// How the cells of a source are written, where a cell does not say it itself.
package struct ValueFormat: Sendable, Hashable {
  /// The mark between whole and broken part.
  package enum DecimalMark: String, Sendable, Hashable {
    case point = "."
    case comma = ","
  }

  /// Date patterns; a cell that fits two of them with different days is ambiguous. ISO 8601 is
  /// always read. Without any, dotted day-first dates and month names are read too.
  package var dates: [DatePattern]
  /// The decimal mark; nil takes a point, and a comma where it cannot be a grouping mark.
  package var decimalMark: DecimalMark?
  /// The IANA zone of times without an offset, as declared.
  package var timeZone: String?
  /// The IANA zone of times without an offset for which none is declared; nil reads them as UTC.
  /// Either is noted as a defect.
  package var assumedZone: String?
  /// IANA zones by site: a record with a field that references `site` has its days counted there,
  /// and its times read there when the source declares no zone.
  package var siteZones: [String: String]
  /// GLNs by the names `muster.yaml` gives the firm and its partners, folded; names of several are
  /// left out. A list of licences or deliveries often has the name alone.
  package var partnerNames: [String: String]
  /// Ids of sites by their names and GLNs in `muster.yaml`, folded.
  package var siteNames: [String: String]

  /// A format from its parts.
  package init(
    dates: [DatePattern] = [], decimalMark: DecimalMark? = nil, timeZone: String? = nil,
    assumedZone: String? = nil, siteZones: [String: String] = [:],
    partnerNames: [String: String] = [:], siteNames: [String: String] = [:]
  ) {
    self.dates = dates
    self.decimalMark = decimalMark
    self.timeZone = timeZone
    self.assumedZone = assumedZone
    self.siteZones = siteZones
    self.partnerNames = partnerNames
    self.siteNames = siteNames
  }

  /// The format a configured source declares. Date patterns that are none are left out; the
  /// configuration reader has reported them.
  package init(_ source: Source, in configuration: MusterConfiguration) {
    let site = configuration.sites.first { $0.id == source.site }
    self.init(
      dates: source.format.dates.compactMap { DatePattern($0) },
      decimalMark: source.format.decimal.flatMap { DecimalMark(rawValue: $0) },
      timeZone: source.timeZone ?? source.format.timeZone ?? site?.timeZone,
      assumedZone: configuration.sharedZone,
      siteZones: Dictionary(
        configuration.sites.map { ($0.id, $0.timeZone) }, uniquingKeysWith: { first, _ in first }),
      partnerNames: Self.partnerNames(configuration), siteNames: Self.siteNames(configuration))
  }

  private static func partnerNames(_ configuration: MusterConfiguration) -> [String: String] {
    let firm = configuration.organization
    let named = [(firm.name, firm.gln)] + configuration.partners.map { ($0.name, $0.gln) }
    var glns: [String: Set<String>] = [:]
    for case (let name, let gln?) in named { glns[foldedName(name), default: []].insert(gln) }
    return glns.compactMapValues { $0.count == 1 ? $0.first : nil }.filter { !$0.key.isEmpty }
  }

  private static func siteNames(_ configuration: MusterConfiguration) -> [String: String] {
    var ids: [String: Set<String>] = [:]
    for site in configuration.sites {
      for name in [site.id, site.name, site.gln].compactMap(\.self) {
        ids[foldedName(name), default: []].insert(site.id)
      }
    }
    return ids.compactMapValues { $0.count == 1 ? $0.first : nil }
  }

  /// The id of the site a record names by its id, name or GLN; nil when it is none of the firm's.
  func siteID(named text: String) -> String? { siteNames[Self.foldedName(text)] }

  /// The IANA zone of the site a record names.
  func zone(ofSite text: String) -> String? {
    siteZones[text] ?? siteID(named: text).flatMap { siteZones[$0] }
  }

  /// The GLN of the partner a record names. Lists leave out the legal form, or write it where
  /// `muster.yaml` does not; two different ones are two firms.
  func partner(named text: String) -> String? {
    let name = Self.foldedName(text)
    if let exact = partnerNames[name] { return exact }
    let (stem, form) = Self.parted(name)
    let found = partnerNames.filter { known, _ in
      let other = Self.parted(known)
      return other.stem == stem && (other.form == form || other.form.isEmpty || form.isEmpty)
    }
    let glns = Set(found.values)
    return glns.count == 1 ? glns.first : nil
  }

  /// A folded name without signs, and the legal form it ended with.
  private static func parted(_ name: String) -> (stem: String, form: String) {
    var words = name.split { !$0.isLetter && !$0.isNumber && $0 != "&" }.map(String.init)
    var form: [String] = []
    while words.count > 1, let last = words.last, legalForms.contains(last) {
      form.insert(words.removeLast(), at: 0)
    }
    return (words.joined(separator: " "), form.joined(separator: " "))
  }

  private static let legalForms: Set<String> = [
    "inc", "incorporated", "llc", "lp", "llp", "corp", "corporation", "co", "company", "ltd",
    "limited", "plc", "gmbh", "ag", "kg", "kgaa", "ohg", "ug", "mbh", "&", "se", "sa", "sas",
    "sarl",
    "srl", "spa", "bv", "nv", "oy", "ab", "as", "aps", "kft", "zrt", "doo", "sro",
  ]

  /// A name without capitals and doubled blanks.
  static func foldedName(_ name: String) -> String {
    name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
