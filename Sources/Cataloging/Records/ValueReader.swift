import GS1
import Settings
internal import Foundation

/// What a column gets.
enum StoredValue: Hashable {
  case null
  case integer(Int64)
  case text(String)
}

/// What reading one cell gave: a value for each column that is not a link, and what is wrong.
struct CellReading {
  var values: [StoredValue]
  var faults: [DefectCode] = []
  /// Faults of how the whole column is written: told once per artifact.
  var habits: [DefectCode] = []
}

/// Turns cells into typed values by their field.
final class ValueReader {
  private let format: ValueFormat
  private let year: Int
  private var zones: [String: ZoneOffsets?] = [:]
  private var partners: [String: String?] = [:]

  /// Bytes a text may have; of a longer one the beginning is kept, the original has it whole.
  static let textLimit = 32_768
  /// Characters of that beginning: of up to four bytes each.
  static let keptCharacters = textLimit / 4

  init(format: ValueFormat, currentYear: Int) {
    self.format = format
    year = currentYear
  }

  /// Reads one cell; `site` is the zone of the record's own site.
  func read(_ raw: RawValue?, _ cell: RecordCell, siteZone: String?) -> CellReading {
    let nothing = cell.nothing
    guard let raw else { return CellReading(values: nothing) }
    let text = CellText.trimmed(raw.text)
    if saysNothing(text, cell) { return CellReading(values: nothing) }
    if CellText.isSpreadsheetFault(text) {
      return CellReading(values: nothing, faults: [.spreadsheetError])
    }
    if CellText.isOnlyMarks(text) {
      return CellReading(values: nothing, faults: [.spreadsheetDamage])
    }
    func unread(_ code: DefectCode) -> CellReading { CellReading(values: nothing, faults: [code]) }
    switch cell.kind {
    case .text:
      var reading = Self.shortened(text)
      if raw.form == .number, CellText.isPowerOfTen(text) {
        reading.faults.append(.spreadsheetDamage)
      }
      return reading
    case .person: return isDate(raw) ? unread(.spreadsheetDamage) : Self.shortened(text)
    case .id: return identifier(raw, text, cell, nothing)
    case .integer, .decimal: return number(raw, text, cell, nothing)
    case .boolean:
      return Self.truth(text).map { CellReading(values: [.integer($0)]) }
        ?? unread(.wordUnknown)
    case .word:
      return Self.word(text, cell.field).map { CellReading(values: [.text($0)]) }
        ?? unread(.wordUnknown)
    case .digest:
      return Self.digest(text).map { CellReading(values: [.text($0)]) }
        ?? unread(.digestUnreadable)
    case .date: return date(raw, text, siteZone)
    case .instant: return instant(raw, text, siteZone)
    case .structure, .list: return CellReading(values: nothing)
    }
  }

  private func saysNothing(_ text: String, _ cell: RecordCell) -> Bool {
    if text.isEmpty { return true }
    switch cell.kind {
    case .text: return false
    case .id, .person: return CellText.saysNothing(text) || CellText.holdsAPlace(text)
    // A list may have a word for nothing.
    case .word: return CellText.saysNothing(text) && Self.word(text, cell.field) == nil
    case .date, .instant: return CellText.saysNothing(text) || CellText.isNoDate(text)
    default: return CellText.saysNothing(text)
    }
  }

  private func isDate(_ raw: RawValue) -> Bool {
    if case .excelDate = raw.form { true } else { false }
  }

  private static func shortened(_ text: String) -> CellReading {
    guard text.utf8.count > textLimit else { return CellReading(values: [.text(text)]) }
    return CellReading(
      values: [.text(String(text.prefix(keptCharacters)))], faults: [.valueTooLong])
  }

  // MARK: Identifiers

  /// A number or id without what its field says may stand around it.
  private static func alone(_ text: String, _ field: RecordField) -> String {
    var rest = text[...]
    if let after = field.after, rest.hasPrefix(after) { rest = rest.dropFirst(after.count) }
    if let before = field.before, let end = rest.range(of: before) {
      rest = rest[..<end.lowerBound]
    }
    return rest.isEmpty ? text : CellText.trimmed(String(rest))
  }

  private func identifier(
    _ raw: RawValue, _ written: String, _ cell: RecordCell, _ nothing: [StoredValue]
  ) -> CellReading {
    let text = Self.alone(written, cell.field)
    let isNumber =
      CellText.isPowerOfTen(text)
      || (cell.stored.references != nil && CellText.isWholeWithDecimal(text))
    if isDate(raw) || isNumber {
      return CellReading(values: nothing, faults: [.spreadsheetDamage])
    }
    var reading = Self.shortened(text)
    switch cell.stored.references {
    case "product": reading.faults += Self.productFaults(text)
    case "partner":
      if let gln = RecordIdentity.gln(text) ?? partner(text) {
        return CellReading(values: [.text(gln)])
      }
      reading.faults += Self.partnerFaults(text)
    case "site": if let id = format.siteID(named: text) { reading.values = [.text(id)] }
    case "lot":
      let lots = CellText.lots(in: text)
      if CellText.namesSeveralLots(text) || lots.count > 1 {
        reading.faults.append(.severalValues)
      } else if let lot = lots.first {
        reading.values = Self.shortened(lot).values
      }
    default: break
    }
    // No character of a GS1 code is a blank: those around one are told and left out.
    if raw.text != written { reading.habits.append(.surroundingWhitespace) }
    return reading
  }

  /// The GLN of a partner by its name; a list repeats few names.
  private func partner(_ name: String) -> String? {
    if let known = partners[name] { return known }
    let found = format.partner(named: name)
    if partners.count < 4096 { partners[name] = found }
    return found
  }

  /// What is wrong with a GTIN; national codes and a firm's own numbers are left alone.
  private static func productFaults(_ text: String) -> [DefectCode] {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return [] }
    if GTIN.normalised(text) != nil {
      return GTIN.isValid(text) ? [] : [.badCheckDigit]
    }
    if RecordIdentity.restoredGTIN(text) != nil { return [.leadingZerosLost] }
    return text.utf8.count == 10 || text.utf8.count == 11 ? [] : [.wrongDigitCount]
  }

  private static func partnerFaults(_ text: String) -> [DefectCode] {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return [] }
    if text.utf8.count == 13 { return GLN.isValid(text) ? [] : [.badCheckDigit] }
    guard (8..<13).contains(text.utf8.count) else { return [.wrongDigitCount] }
    let filled = text.zeroPadded(to: 13)
    return GLN.isValid(filled) ? [.leadingZerosLost] : [.wrongDigitCount]
  }

  // MARK: Words

  private static func truth(_ text: String) -> Int64? {
    switch text.lowercased() {
    case "true", "t", "1", "1.0", "yes", "y", "x", "ja", "j", "wahr", "oui", "vrai", "sí", "si",
      "sì", "vero",
      "verdadero", "sim", "tak", "✓", "✔", "☑", "✅":
      1
    case "false", "f", "0", "0.0", "no", "n", "nein", "falsch", "non", "faux", "falso", "nee",
      "não", "nie",
      "✗", "☐", "❌":
      0
    default: nil
    }
  }

  /// The word of the list a text means: itself or a synonym, whatever the case, the blanks and a
  /// vendor's ending `__c`.
  static func word(_ text: String, _ field: RecordField) -> String? {
    if field.words.contains(text) { return text }
    let ending = text.range(of: "__", options: .backwards)
      .flatMap { text[$0.upperBound...].utf8.count <= 3 ? $0.lowerBound : nil }
    let folded = folded(String(text[..<(ending ?? text.endIndex)]))
    return field.words.first { word in
      Self.folded(word) == folded
        || (field.synonyms[word] ?? []).contains { Self.folded($0) == folded }
    }
  }

  private static func folded(_ text: String) -> String {
    text.lowercased().split(whereSeparator: { $0 == " " || $0 == "_" || $0 == "-" })
      .joined(separator: " ")
  }

  private static func digest(_ text: String) -> String? {
    let lower = text.lowercased()
    let isHex = lower.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
    }
    return lower.utf8.count == 64 && isHex ? lower : nil
  }

  // MARK: Numbers

  private func number(
    _ raw: RawValue, _ text: String, _ cell: RecordCell, _ nothing: [StoredValue]
  ) -> CellReading {
    if isDate(raw) { return CellReading(values: nothing, faults: [.spreadsheetDamage]) }
    let isPlain = raw.form == .number || raw.form == .percent
    if !isPlain, CellText.isPowerOfTen(text) {
      return CellReading(values: nothing, faults: [.spreadsheetDamage])
    }
    let text = Self.alone(text, cell.field)
    // A field of another unit takes the share itself; one without a unit what is shown, as of a text.
    let isShare = raw.form == .percent && ![nil, "%"].contains(cell.field.unit)
    let isDecimal = cell.kind == .decimal
    let outcome = NumberText.read(
      isDecimal ? text : Self.withoutPieces(text, unit: cell.field.unit),
      scale: isDecimal ? cell.field.scale : 0, mark: format.decimalMark, isPlain: isPlain,
      unit: isShare || (isDecimal && cell.field.unit == nil) ? "%" : cell.field.unit,
      shift: isShare ? -2 : 0)
    switch outcome {
    case .value(_, isRounded: true) where cell.kind == .integer:
      return CellReading(values: nothing, faults: [.numberUnreadable])
    case .value(let value, _) where value.magnitude > UInt64(clamping: cell.field.most ?? Self.most):
      return CellReading(values: nothing, faults: [.numberUnreadable])
    case .value(let value, let isRounded):
      return CellReading(values: [.integer(value)], faults: isRounded ? [.numberRounded] : [])
    case .ambiguous: return CellReading(values: nothing, faults: [.numberAmbiguous])
    case .unreadable: return CellReading(values: nothing, faults: [.numberUnreadable])
    }
  }

  /// SQL sums whole numbers of 64 bits and makes an error of two that are too great together: the
  /// digits that a spreadsheet keeps are enough for what is counted.
  private static let most: Int64 = 999_999_999_999_999

  /// `480 EA` is 480 where pieces are counted.
  private static func withoutPieces(_ text: String, unit: String?) -> String {
    guard unit.map(pieces.contains) ?? true, let blank = text.lastIndex(of: " "),
      pieces.contains(text[text.index(after: blank)...].lowercased())
    else { return text }
    return CellText.trimmed(String(text[..<blank]))
  }

  private static let pieces: Set<String> = [
    "ea", "st", "stk", "stück", "pc", "pcs", "pce", "pieces", "pack", "packs", "units", "unit",
  ]

  // MARK: Times

  private enum TimeOutcome {
    case time(WrittenTime)
    case ambiguous
    case unreadable
  }

  private func written(_ raw: RawValue, _ text: String, _ siteZone: String?) -> TimeOutcome {
    let outcome = written(raw, text)
    guard case .time(let time) = outcome, let letters = time.abbreviation, let clock = time.time
    else { return outcome }
    // `EST` in July is an hour off, or of a place without summer time: the zone declared decides.
    let ms = Self.utc(time, clock, letters.offset)
    let zones = [format.timeZone, siteZone, letters.zone].compactMap { $0 }
    return zones.contains { offset($0, atUTC: ms) == letters.offset } ? outcome : .unreadable
  }

  private func written(_ raw: RawValue, _ text: String) -> TimeOutcome {
    if case .excelDate(let serial) = raw.form {
      return ExcelDate.written(serial).map { .time($0) } ?? .unreadable
    }
    if let time = Self.unixMilliseconds(text) { return .time(time) }
    let bytes = Array(text.utf8)
    guard bytes.count <= 64 else { return .unreadable }
    func readings(_ patterns: [DatePattern]) -> [WrittenTime] {
      var found: [WrittenTime] = []
      for pattern in patterns {
        if let time = pattern.read(bytes, year: year), !found.contains(time) { found.append(time) }
      }
      return found
    }
    let declared = readings(format.dates)
    if declared.count > 1 { return .ambiguous }
    if let only = declared.first { return .time(only) }
    if let iso = InstantText.parse(text) { return .time(WrittenTime(iso)) }
    // A year first is no guess: what follows may be a day 00, AM or PM, UTC, or an offset behind a
    // blank.
    if let yearFirst = readings(DatePattern.isoDays).first { return .time(yearFirst) }
    let customary = DatePattern.customary.filter { usual in
      !format.dates.contains { $0.isLike(usual) }
    }
    if let customary = readings(customary).first { return .time(customary) }
    guard format.dates.isEmpty else { return .unreadable }
    let slashed = readings(DatePattern.slashes)
    if slashed.count > 1 { return .ambiguous }
    return slashed.first.map { .time($0) } ?? .unreadable
  }

  /// A time as services of OData write it in JSON: `/Date(1782892800000)/`, milliseconds of UTC.
  private static func unixMilliseconds(_ text: String) -> WrittenTime? {
    guard text.hasPrefix("/Date("), text.hasSuffix(")/"),
      let ms = Int64(text.dropFirst(6).dropLast(2).prefix { $0 == "-" || $0.isNumber }),
      (0...253_402_300_799_999).contains(ms)
    else { return nil }
    var time = WrittenTime(day: InstantText.day(ms), offset: 0)
    time.time = ms - Int64(time.day) * 86_400_000
    return time
  }

  /// What stands beside a time: the text, or the beginning of one that is none.
  private static func kept(_ text: String) -> StoredValue {
    .text(text.utf8.count <= 200 ? text : String(text.prefix(200)))
  }

  private func date(_ raw: RawValue, _ text: String, _ siteZone: String?) -> CellReading {
    let kept = Self.kept(text)
    switch written(raw, text, siteZone) {
    case .ambiguous: return CellReading(values: [.null, kept], faults: [.dateAmbiguous])
    case .unreadable:
      let fault: DefectCode = Self.isDayNumber(text) ? .dateAsNumber : .dateUnreadable
      return CellReading(values: [.null, kept], faults: [fault])
    case .time(let time) where Self.isNoDay(time.day):
      return CellReading(values: [.null, .null])
    case .time(let time) where time.day < Self.firstDay:
      return CellReading(values: [.null, kept], faults: [.dateUnreadable])
    case .time(let time):
      var day = time.day
      // Midnight of a place, written in UTC, is the evening before.
      if let offset = time.offset, let clock = time.time,
        let zone = siteZone ?? format.timeZone,
        let local = self.offset(zone, atUTC: Self.utc(time, clock, offset))
      {
        day = InstantText.day(Self.utc(time, clock, offset), offsetMinutes: local)
      }
      return CellReading(
        values: [.integer(Int64(day)), kept], faults: time.isDayZero ? [.dayZero] : [])
    }
  }

  /// Whether a day is one that programs count from and write where they have none: in the year 1,
  /// 1899-12-30, 1899-12-31, 1900-01-01, 1904-01-01, 1970-01-01.
  private static func isNoDay(_ day: Int) -> Bool {
    day <= -718_798 || (-25_569 ... -25_567).contains(day) || day == -24_107 || day == 0
  }

  /// 1900-01-01: no record is older, and 03.07.0026 is a slip.
  private static let firstDay = -25_567

  /// Whether a text is a day of the years 1954 to 2118 as a spreadsheet counts them, perhaps with a
  /// fraction for the time. Which of two calendars it counts by the text does not say.
  private static func isDayNumber(_ text: String) -> Bool {
    let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) {
      $0 == "." || $0 == ","
    }
    guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } }),
      parts[0].utf8.count == 5, let day = Int(parts[0])
    else { return false }
    return (20_000..<80_000).contains(day)
  }

  private static func utc(_ time: WrittenTime, _ clock: Int64, _ offset: Int) -> Int64 {
    Int64(time.day) * 86_400_000 + clock - Int64(offset) * 60_000
  }

  private func instant(_ raw: RawValue, _ text: String, _ siteZone: String?) -> CellReading {
    let kept = Self.kept(text)
    switch written(raw, text, siteZone) {
    case .ambiguous: return CellReading(values: [.null, .null, kept], faults: [.dateAmbiguous])
    case .unreadable:
      let fault: DefectCode = Self.isDayNumber(text) ? .dateAsNumber : .timeUnreadable
      return CellReading(values: [.null, .null, kept], faults: [fault])
    case .time(let time) where Self.isNoDay(time.day):
      return CellReading(values: [.null, .null, .null])
    case .time(let time) where time.day < Self.firstDay:
      return CellReading(values: [.null, .null, kept], faults: [.timeUnreadable])
    case .time(let time):
      var reading = CellReading(values: [.null, .integer(Int64(time.day)), kept])
      if time.isDayZero { reading.faults.append(.dayZero) }
      guard let clock = time.time else {
        reading.habits.append(.dateOnly)
        return reading
      }
      let local = Int64(time.day) * 86_400_000 + clock
      var ms = local
      if let offset = time.offset {
        ms = local - Int64(offset) * 60_000
      } else {
        let declared = raw.zone ?? format.timeZone ?? siteZone
        if declared == nil { reading.habits.append(.timeZoneMissing) }
        if let zone = declared ?? format.assumedZone, let found = resolve(local, in: zone) {
          ms = local - Int64(found.minutes) * 60_000
          if let fault = found.fault { reading.faults.append(fault) }
        }
      }
      var day = InstantText.day(local)
      if let zone = siteZone ?? format.timeZone, let minutes = offset(zone, atUTC: ms) {
        day = InstantText.day(ms, offsetMinutes: minutes)
      }
      reading.values[0] = .integer(ms)
      reading.values[1] = .integer(Int64(day))
      return reading
    }
  }

  private func offset(_ zone: String, atUTC ms: Int64) -> Int? {
    if zones[zone] == nil { zones[zone] = .some(ZoneOffsets(identifier: zone)) }
    return zones[zone]??.minutes(atUTC: ms)
  }

  /// The offset of a local time. In the hour that occurs twice it is the earlier of the two
  /// instants, in the hour that is skipped the offset before the change; both are told.
  private func resolve(_ local: Int64, in zone: String) -> (minutes: Int, fault: DefectCode?)? {
    guard let before = offset(zone, atUTC: local - 86_400_000),
      let after = offset(zone, atUTC: local + 86_400_000)
    else { return nil }
    if before == after { return (before, nil) }
    func holds(_ minutes: Int) -> Bool {
      offset(zone, atUTC: local - Int64(minutes) * 60_000) == minutes
    }
    switch (holds(before), holds(after)) {
    case (true, true): return (before, .timeTwice)
    case (true, false): return (before, nil)
    case (false, true): return (after, nil)
    case (false, false): return (before, .timeSkipped)
    }
  }
}

extension WrittenTime {
  /// An ISO time as local day and clock.
  init(_ parsed: ParsedInstant) {
    let local = parsed.milliseconds + Int64(parsed.offsetMinutes ?? 0) * 60_000
    let day = InstantText.day(local)
    self.init(day: day, offset: parsed.isDateOnly ? nil : parsed.offsetMinutes)
    if !parsed.isDateOnly { time = local - Int64(day) * 86_400_000 }
  }
}

/// A spreadsheet's date in the 1900 system.
enum ExcelDate {
  /// Day and time of a serial; nil for the day that never was (1900-02-29) and before 1900.
  static func written(_ serial: Double) -> WrittenTime? {
    guard serial.isFinite, serial >= 1, serial < 2_958_466, !(60..<61).contains(serial) else {
      return nil
    }
    let whole = serial.rounded(.down)
    // Serials carry about ten digits behind the point: a second is whole within a hundredth.
    var ms = ((serial - whole) * 86_400_000).rounded()
    let second = (ms / 1000).rounded() * 1000
    if abs(ms - second) <= 20 { ms = second }
    var day = Int(whole) - 25_569 + (whole < 60 ? 1 : 0)
    if ms >= 86_400_000 {
      day += 1
      ms = 0
    }
    return WrittenTime(day: day, time: serial == whole ? nil : Int64(ms))
  }
}
