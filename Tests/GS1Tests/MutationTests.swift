import GS1
import Mutation
import Testing

/// Damaged identifiers, times and words: nothing traps, nothing is lost.
@Suite struct MutationTests {
  private static let valid = [
    "urn:epc:id:sgtin:0312345.067890.ABC%2F123", "urn:epc:id:sscc:0312345.1000000001",
    "urn:epc:class:lgtin:0312345.067890.LOT1", "urn:epc:idpat:sgtin:0312345.067890.*",
    "https://id.gs1.org/01/00312345678906/21/ABC?17=281231#x",
    "(01)00312345678906(21)ABC(17)281231",
    "]d2010031234567890621AB\u{1D}1728123110LOT",
    "[)>\u{1E}06\u{1D}9N111234567842\u{1D}1TL1\u{1D}\u{1E}",
    "2026-10-20T12:00:00.123+02:00", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999+14:00",
    "12345-678-90", "281200", "PZN-12345678", "9223372036854775807", "=\"1.23E+13\"",
  ]

  @Test func noDamageTrapsOrLosesTheText() {
    var mutator = Mutator(seed: 2026)
    for _ in 0..<Mutator.count(usual: 4000) {
      let bytes = mutator.mutated(Array((mutator.choice(Self.valid) ?? "").utf8))
      let text = String(decoding: bytes, as: UTF8.self)
      let reference = EPCReference(parsing: text, role: .epc)
      #expect(reference.originalText == text)
      _ = [reference.epc.canonical, reference.epc.digitalLink, reference.epc.elementString]
      for length in 6...12 { _ = reference.epc.urn(companyPrefixLength: length) }
      _ = ElementString.parse(bytes: bytes)
      _ = (GTIN.normalised(text), GLN.parse(text))
      if let instant = Instant.parse(text) {
        let written = Instant.rfc3339(instant.milliseconds(assumingOffset: -840))
        #expect(Instant.parse(written) != nil)
      }
      _ = GS1Date.parse(text, currentYear: 2026)
      _ = NDC.parse(text)?.gtin()
      _ = CBV.word(text, .bizStep)
    }
  }
}
