import GS1
import Testing

@Suite struct KeysTests {
  @Test func computesPublishedCheckDigits() {
    #expect(GTIN.make(payload: "0415012345678") == "04150123456782")
    #expect(PPN.isValid("111234567842"))
    #expect(!PPN.isValid("111234567843"))
    #expect(GTIN.isValid("00312345678906"))
    #expect(!GTIN.isValid("00312345678907"))
    #expect(!GTIN.isValid("0031234567890"))
    #expect(CheckDigit.gs1(of: "10312345000000001") == 8)
    #expect(GLN.isValid("0312345000011"))
    #expect(!GLN.isValid("0000000000000"))
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
    #expect(NDC.parse("12345067890")?.candidates10 == ["1234567890"])
    #expect(NDC.parse("12-345") == nil)
    #expect(NDC.parse("") == nil)
  }

  private func scan(_ text: String) -> ScannedCode { ElementString.parse(bytes: Array(text.utf8)) }

  private func elements(_ code: ScannedCode) -> [String] {
    code.elements.map { $0.ai + "=" + $0.value }
  }

  @Test func readsScans() {
    let scan = scan("]d2010031234567890621ABC\u{1D}1728120010LOT1")
    #expect(elements(scan) == ["01=00312345678906", "21=ABC", "17=281200", "10=LOT1"])
    #expect(scan.issues == .dayZero)
    let ppn = self.scan(
      "[)>\u{1E}06\u{1D}9N111234567842\u{1D}1TL1\u{1D}D271231\u{1D}SX9\u{1E}\u{04}")
    #expect(ppn.epc == EPC(kind: .ppn, key: "111234567842", serial: "X9"))
    #expect(elements(ppn) == ["9N=111234567842", "1T=L1", "D=271231", "S=X9"])
    #expect(self.scan("(9N)111234567842(S)X9").epc == ppn.epc)
  }

  @Test func repairsALostSeparatorOnlyWhenOneReadingIsLeft() {
    let lost = scan("010031234567890621ABCDEFGHIJ1728123110LOT1234")
    #expect(lost.issues.contains(.missingSeparator))
    #expect(elements(lost).contains("21=ABCDEFGHIJ"))
    #expect(elements(lost).contains("10=LOT1234"))
    let short = scan("010031234567890621AB17281231")
    #expect(short.issues.contains(.missingSeparator))
    #expect(elements(short).contains("21=AB17281231"))
  }
}
