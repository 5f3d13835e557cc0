import Foundation

/// A header with brackets: what stands in them, and what is left without them.
struct HeaderBrackets {
  /// The header without brackets and what is in them.
  let rest: String
  /// What stands in each.
  let contents: [String]

  /// Nil for a header without brackets.
  init?(_ header: String) {
    guard header.utf8.contains(where: Self.marks.contains) else { return nil }
    var rest = ""
    var contents: [String] = []
    var depth = 0
    for character in header {
      switch character {
      case "(", "[", "{":
        depth += 1
        if depth == 1 { contents.append("") }
      case ")", "]", "}": depth = max(0, depth - 1)
      default:
        if depth == 0 {
          rest.append(character)
        } else {
          contents[contents.count - 1].append(character)
        }
      }
    }
    self.rest = rest
    self.contents = contents
  }

  private static let marks = Set("()[]{}".utf8)

  /// Whether the header means without its brackets what it means with them.
  var sayOnlyHowItIsWritten: Bool {
    contents.allSatisfy { content in
      let folded = HeaderText.folded(content)
      return Self.manners.contains(folded) || Self.isDatePattern(folded)
        || HeaderZone.named(content) != nil
    }
  }

  /// Endings of a plural, the local zone, and what forms say of a field.
  private static let manners: Set<String> = [
    "", "s", "es", "e", "en", "n", "er", "local", "localtime", "lokal", "ortszeit", "lokalzeit",
    "cet", "cest", "mez", "mesz", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "et",
    "ct",
    "required", "optional", "mandatory", "pflichtfeld", "pflicht", "date", "datum", "text",
  ]

  private static func isDatePattern(_ folded: String) -> Bool {
    let letters =
      ["ampm", "am", "pm"].first(where: folded.hasSuffix)
      .map { folded.dropLast($0.count) } ?? folded[...]
    return letters.count >= 4 && letters.allSatisfy("dmyjthsz".contains)
  }

  /// Whether the brackets hold the unit in which a field is counted.
  func hold(unit: String) -> Bool {
    let known = Self.units.first { $0.contains(unit) } ?? [unit]
    return contents.allSatisfy { content in
      known.contains { HeaderText.folded($0) == HeaderText.folded(content) }
    }
  }

  /// Spellings of one unit each.
  private static let units: [[String]] = [
    ["%", "percent", "pct", "Prozent"], ["s", "sec", "seconds", "Sekunden"],
    ["min", "mins", "minutes", "Minuten"], ["h", "hr", "hrs", "hours", "Stunden", "Std"],
    ["d", "days", "Tage"], ["months", "month", "mo", "Monate"],
    [
      "packs", "pack", "units", "unit", "pieces", "pcs", "pc", "pce", "ea", "each", "st", "stk",
      "Stück", "Packungen", "Packung", "unités", "unidades", "pezzi",
    ],
  ]
}

/// A zone that a header names for the times below it: `Created (UTC)`, `Zeit [Europe/Berlin]`.
enum HeaderZone {
  /// The zone of a header, by its IANA name; nil where it names none.
  static func of(_ header: String) -> String? {
    if let brackets = HeaderBrackets(header) {
      return brackets.contents.lazy.compactMap(named).first
    }
    let last = header.split { !$0.isLetter && !$0.isNumber }.last
    return last.flatMap { isUTC($0) ? "UTC" : nil }
  }

  /// The zone that a text is the name of. Letters of other zones than UTC tell summer from winter and
  /// are left to what is declared.
  static func named(_ text: String) -> String? {
    if isUTC(text) { return "UTC" }
    return text.contains("/") && TimeZone(identifier: text) != nil ? text : nil
  }

  private static func isUTC(_ text: some StringProtocol) -> Bool {
    ["utc", "gmt", "zulu"].contains(text.lowercased())
  }
}
