/// Words of closed lists, as people say them.
package enum PlainWord {
  /// `other_lot+other_site` is other lot, other site. Whatever holds more than small letters and what
  /// joins them is kept as it is.
  package static func text(_ word: String) -> String {
    let isWord = word.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
        || byte == UInt8(ascii: "+")
    }
    guard isWord, let first = word.first, let last = word.last, first.isLetter, last.isLetter
    else { return word }
    if let said = short[word] { return said }
    return without(word).replacing("_", with: " ").replacing("+", with: ", ")
  }

  /// Short names and words of ours in closed lists, as a reader who does not know the list says them.
  private static let short = [
    "agg_error": "aggregation errors", "cmo": "contract manufacturer",
    "confusable": "letters that look like digits", "dr_test": "recovery test",
    "fmea": "failure mode and effects analysis", "fta": "fault tree",
    "haccp": "hazard analysis", "ipc": "in-process control",
    "login_fail": "login refused", "mah": "marketing authorisation holder",
    "mbr": "master batch record", "mia": "manufacturing authorisation",
    "nca": "national authority", "pct": "per cent", "pen_test": "penetration test",
    "qa": "quality assurance", "qc": "quality control", "qcu": "quality unit",
    "qp": "qualified person", "ra": "regulatory affairs", "reg_watch": "watch on regulation",
    "sn_invalid": "serial not valid", "wda": "wholesale authorisation",
    "wi": "work instruction", "zeros": "leading zeros",
  ]

  /// `time_zone_missing` and `missing_seconds` are no time zone and no seconds: a report does not
  /// say that something is missing.
  private static func without(_ word: String) -> String {
    if word.hasSuffix("_missing") { return "no_" + word.dropLast("_missing".count) }
    if word.hasPrefix("missing_") { return "no_" + word.dropFirst("missing_".count) }
    return word
  }
}
