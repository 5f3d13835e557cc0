import GS1
import Testing

/// A small generator with a fixed seed, so that a failure can be had again.
private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    var x = state
    x ^= x >> 33
    x &*= 0xFF51_AFD7_ED55_8CCD
    x ^= x >> 33
    return x
  }
}

@Suite struct HostileInputTests {
  private static let seeds = [
    "urn:epc:id:sgtin:0312345.067890.ABC%2F123", "urn:epc:id:sscc:0312345.1000000001",
    "urn:epc:id:sgln:0312345.00001.0", "urn:epc:class:lgtin:0312345.067890.LOT1",
    "urn:epc:idpat:sgtin:0312345.067890.*", "urn:epc:id:itip:0312345.067890.01.02.A",
    "urn:epc:id:cpi:0312345.A1.12", "urn:epc:id:giai:0312345.A1",
    "https://id.gs1.org/01/00312345678906/21/ABC?17=281231#x", "http://a/8006/1/8003/2/253/3/00/4",
    "(01)00312345678906(21)ABC(17)281231(10)L", "]d2010031234567890621AB\u{1D}1728123110LOT",
    "[)>\u{1E}06\u{1D}9N111234567842\u{1D}1TL1\u{1D}D271231\u{1D}SX9\u{1E}\u{04}", "=\"1.23E+13\"",
    "2026-10-20T12:00:00.123+02:00", "1792497600000", "12345-678-90", "+14:00", "281200",
    "cbv:BizStep-shipping", "0100", "00", "PZN-12345678",
  ]

  @Test(arguments: 0..<8)
  func noBytesCrashAParserOrLoseTheText(round: Int) {
    var generator = SeededGenerator(state: UInt64(round) &* 77 &+ 1)
    for _ in 0..<2500 {
      var bytes = Array((Self.seeds.randomElement(using: &generator) ?? "").utf8)
      for _ in 0..<Int.random(in: 0...4, using: &generator) {
        let at = Int.random(in: 0...bytes.count, using: &generator)
        switch Int.random(in: 0...4, using: &generator) {
        case 0 where at < bytes.count: bytes[at] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: at)
        case 2 where at < bytes.count: bytes.remove(at: at)
        case 3: bytes.removeSubrange(at...)
        default: bytes.insert(contentsOf: "%.(/0".utf8, at: at)
        }
      }
      exercise(bytes)
    }
    for length in 0..<60 {
      exercise((0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
  }

  private func exercise(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    bytes.withUnsafeBufferPointer { buffer in
      let reference = EPCReference(parsing: buffer, role: .epc)
      #expect(reference.originalText == text)
      _ = reference.epc.canonical
      _ = reference.epc.digitalLink
      _ = reference.epc.elementString
      for length in 0...14 { _ = reference.epc.urn(companyPrefixLength: length) }
      _ = InstantText.parse(buffer)
    }
    _ = ElementString.parse(bytes: bytes)
    _ = GLN.parse(text)
    _ = GS1Date.parse(text, currentYear: 2026)
    _ = NDC.parse(text)?.digits11
    _ = NDC.parse(text)?.candidates10
    _ = PPN.isValid(text)
    _ = GTIN.isValid(text)
    _ = TimeZoneOffset.minutes(text)
    _ = CBV.word(text, .bizStep)
    var event = EPCISEvent(type: .object)
    event.eventTimeText = text
    event.epcs = [EPCReference(parsing: text, role: .epc)]
    event.quantities = [
      QuantityElement(parsingClass: text, quantityText: text, uom: text, role: .epc)
    ]
    event.readPoint = EventParty(text)
    _ = EventHasher().digest(event)
  }

  @Test func survivesExtremeNumbers() {
    for number in [Int.min, -1, 0, 1, Int.max] {
      _ = CivilDay.iso(number)
      _ = CivilDay.number(year: number, month: number, day: number)
      _ = GS1Date.fullYear(number, currentYear: number)
      _ = InstantText.day(Int64(number), offsetMinutes: number)
      _ = InstantText.rfc3339(Int64(number))
      _ = CheckDigit.gs1(payload: Int64(number))
    }
    _ = TimeZoneOffset.text(Int.max)
  }
}
