/// The letters that systems write behind a local time, `EDT` or `CEST`.
///
/// Those of North America are defined by RFC 5322, section 4.3; those of Europe mean one thing
/// there. Others (`IST`, `BST`) mean several zones and are not read.
struct ZoneAbbreviation: Equatable {
  /// Minutes east of UTC.
  let offset: Int
  /// An IANA zone that has this offset in its half of the year; nil where the letters mean another
  /// zone elsewhere, as `CST` does in China.
  let zone: String?

  /// What letters, all of them, mean; nil for any others.
  init?(_ letters: some Sequence<UInt8>) {
    guard let found = Self.known[String(decoding: Array(letters), as: UTF8.self)] else {
      return nil
    }
    self = found
  }

  private init(_ hours: Int, _ zone: String?) {
    offset = hours * 60
    self.zone = zone
  }

  private static let known = [
    "EST": ZoneAbbreviation(-5, "America/New_York"),
    "EDT": ZoneAbbreviation(-4, "America/New_York"),
    "CST": ZoneAbbreviation(-6, nil), "CDT": ZoneAbbreviation(-5, "America/Chicago"),
    "MST": ZoneAbbreviation(-7, "America/Denver"), "MDT": ZoneAbbreviation(-6, "America/Denver"),
    "PST": ZoneAbbreviation(-8, "America/Los_Angeles"),
    "PDT": ZoneAbbreviation(-7, "America/Los_Angeles"),
    "WET": ZoneAbbreviation(0, "Europe/Lisbon"), "WEST": ZoneAbbreviation(1, "Europe/Lisbon"),
    "CET": ZoneAbbreviation(1, "Europe/Berlin"), "CEST": ZoneAbbreviation(2, "Europe/Berlin"),
    "MEZ": ZoneAbbreviation(1, "Europe/Berlin"), "MESZ": ZoneAbbreviation(2, "Europe/Berlin"),
    "EET": ZoneAbbreviation(2, "Europe/Athens"), "EEST": ZoneAbbreviation(3, "Europe/Athens"),
  ]
}
