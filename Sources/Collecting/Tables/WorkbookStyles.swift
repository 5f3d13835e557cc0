/// What the formats of a workbook's cells say about their numbers.
struct WorkbookStyles {
  /// What a cell's number is shown as.
  enum Shown: Hashable {
    case number
    /// A number with leading zeros up to so many digits.
    case padded(Int)
    /// Hundred times the number, with `%`.
    case percent
    case date
    /// Month and year without a day, as an expiry is mostly written.
    case month
    case dateTime
  }

  private var shown: [Shown] = []
  /// Longer than any number that is written out; a spreadsheet's format codes end there.
  private static let mostZeros = 255
  /// Formats of cells; Excel itself has fewer.
  private static let mostFormats = 65_536

  init() {}

  /// Reads `styles.xml`.
  init(_ xml: XMLPullReader) throws {
    var codes: [Int: String] = [:]
    var formats: [Int] = []
    var isInCells = false
    loop: while true {
      switch try xml.next() {
      case .finished: break loop
      case .text: continue
      case .end: if xml.localName == "cellXfs" { isInCells = false }
      case .start:
        switch xml.localName {
        case "numFmt":
          if let id = xml.attribute("numFmtId").flatMap({ Int($0) }) {
            codes[id] = xml.attribute("formatCode")
          }
        case "cellXfs": isInCells = true
        case "xf":
          if isInCells { formats.append(xml.attribute("numFmtId").flatMap { Int($0) } ?? 0) }
        default: continue
        }
        guard max(formats.count, codes.count) <= Self.mostFormats else {
          throw Workbook.Fault(
            code: "size_limit",
            description: "The workbook has more than \(Self.mostFormats) formats of cells; save "
              + "the sheet as CSV.")
        }
      }
    }
    shown = formats.map { id in
      codes[id].map(Self.shown(code:)) ?? Self.shown(builtIn: id)
    }
  }

  /// How the cells of a style show their number.
  subscript(style: Int) -> Shown { shown.indices.contains(style) ? shown[style] : .number }

  /// ECMA-376 part 1, 18.8.30: the formats every workbook has, those of East Asia included.
  static func shown(builtIn id: Int) -> Shown {
    switch id {
    case 9, 10: .percent
    case 17: .month
    case 14...16, 27...31, 36, 50...54, 57, 58: .date
    case 18...21, 22, 32...35, 45, 47, 55, 56: .dateTime
    default: .number
    }
  }

  /// What the letters of a format code outside of quotes, escapes and brackets say.
  static func shown(code: String) -> Shown {
    // The first of up to four sections is the one for positive numbers.
    var letters: [UInt8] = []
    var bytes = Array(code.utf8)[...]
    while let byte = bytes.popFirst() {
      switch byte {
      case 0x22: bytes = bytes.drop { $0 != 0x22 }.dropFirst()
      case 0x5C, 0x5F, 0x2A: bytes = bytes.dropFirst()
      case 0x5B:
        let inside = bytes.prefix { $0 != 0x5D }
        bytes = bytes.dropFirst(inside.count + 1)
        // `[h]`, `[mm]` count hours or minutes on: a duration, which stays a number.
        if let first = inside.first, [0x68, 0x6D, 0x73].contains(first | 0x20),
          inside.allSatisfy({ $0 | 0x20 == first | 0x20 })
        {
          return .number
        }
      case 0x3B: bytes = []
      default: letters.append(byte)
      }
    }
    if (2...mostZeros).contains(letters.count), letters.allSatisfy({ $0 == 0x30 }) {
      return .padded(letters.count)
    }
    let folded = letters.map { $0 | 0x20 }
    // `General` holds letters of dates.
    if String(decoding: folded, as: UTF8.self).hasPrefix("general") { return .number }
    if letters.contains(0x25) { return .percent }
    let hasDay = folded.contains(0x64)
    let hasYear = folded.contains(0x79)
    let hasTime = folded.contains { $0 == 0x68 || $0 == 0x73 }
    let hasMonth = folded.contains(0x6D)
    if hasTime { return .dateTime }
    if hasMonth, hasYear, !hasDay { return .month }
    return hasDay || hasMonth || hasYear ? .date : .number
  }
}
