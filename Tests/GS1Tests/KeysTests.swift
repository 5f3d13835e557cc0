import GS1
import Testing

@Suite struct KeysTests {
  @Test func computesPublishedCheckDigits() {
    #expect(GTIN.make(payload: "0415012345678") == "04150123456782")
    #expect(PZN.ntin("12345678") == "04150123456782")
    #expect(CheckDigit.pzn(of: "1234567".utf8) == 8)
    #expect(PZN.ppn("12345678") == "111234567842")
    #expect(PPN.isValid("111234567842"))
    #expect(!PPN.isValid("111234567843"))
    #expect(PPN.pzn("111234567842") == "12345678")
    #expect(PZN.isValid("PZN-12345678"))
    #expect(GTIN.isValid("00312345678906"))
    #expect(!GTIN.isValid("00312345678907"))
    #expect(!GTIN.isValid("0031234567890"))
    #expect(SSCC.make(payload: "10312345000000001") == "103123450000000018")
    #expect(GLN.make(payload: "031234500001") == "0312345000011")
    #expect(!GLN.isValid("0000000000000"))
    #expect(NTIN.national("04150123456782")?.number == "12345678")
    for payload in stride(from: Int64(1), to: 9_000_000_000_000, by: 123_456_789_123) {
      #expect(
        CheckDigit.gs1(payload: payload) == CheckDigit.gs1(of: String(payload)).map(Int64.init))
    }
  }

  @Test func convertsNDC() {
    #expect(NDC.parse("12345-678-90")?.digits11 == "12345067890")
    #expect(NDC.parse("1234-5678-90")?.digits11 == "01234567890")
    #expect(NDC.parse("12345-6789-0")?.digits11 == "12345678900")
    #expect(NDC.parse("1234567890")?.digits11 == nil)
    #expect(NDC.parse("12345-678-90")?.gtin() == "00312345678906")
    #expect(NDC.parse("12345067890")?.agrees(withGTIN: "00312345678906") == true)
    #expect(NDC.parse("12345-678-91")?.agrees(withGTIN: "00312345678906") == false)
    #expect(NDC.parse("12-345") == nil)
    #expect(NDC.parse("") == nil)
  }

  @Test func readsScans() {
    let scan = ElementString.parse("]d2010031234567890621ABC\u{1D}1728120010LOT1")
    #expect(scan.gtin == "00312345678906")
    #expect(scan.serial == "ABC")
    #expect(scan.lot == "LOT1")
    #expect(scan.expiry(currentYear: 2026)?.iso == "2028-12-31")
    #expect(scan.issues == .dayZero)
    let ppn = ElementString.parse(
      "[)>\u{1E}06\u{1D}9N111234567842\u{1D}1TL1\u{1D}D271231\u{1D}SX9\u{1E}\u{04}")
    #expect(ppn.epc == EPC(kind: .ppn, key: "111234567842", serial: "X9"))
    #expect(ppn.lot == "L1")
    #expect(ElementString.parse("(9N)111234567842(S)X9").epc == ppn.epc)
  }

  @Test func repairsALostSeparatorOnlyWhenOneReadingIsLeft() {
    let lost = ElementString.parse("010031234567890621ABCDEFGHIJ1728123110LOT1234")
    #expect(lost.issues.contains(.missingSeparator))
    #expect(lost.serial == "ABCDEFGHIJ")
    #expect(lost.lot == "LOT1234")
    let short = ElementString.parse("010031234567890621AB17281231")
    #expect(short.issues.contains(.missingSeparator))
    #expect(short.serial == "AB17281231")
  }
}
