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

  /// A format from its parts.
  package init(
    dates: [DatePattern] = [], decimalMark: DecimalMark? = nil, timeZone: String? = nil,
    assumedZone: String? = nil, siteZones: [String: String] = [:]
  ) {
    self.dates = dates
    self.decimalMark = decimalMark
    self.timeZone = timeZone
    self.assumedZone = assumedZone
    self.siteZones = siteZones
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
        configuration.sites.map { ($0.id, $0.timeZone) }, uniquingKeysWith: { first, _ in first }))
  }
}
