import GS1
import Testing

@Suite struct EPCParsingTests {
  @Test(arguments: [
    ("urn:epc:id:sgtin:0312345.067890.ABC123", "sgtin", "00312345678906", "ABC123"),
    ("urn:epc:id:sgtin:0312345.567890.C0001", "sgtin", "50312345678901", "C0001"),
    ("https://id.gs1.org/01/00312345678906/21/ABC123", "sgtin", "00312345678906", "ABC123"),
    (
      "https://example.com/x/01/y/gtin/00312345678906/ser/ABC123", "sgtin", "00312345678906",
      "ABC123"
    ),
    ("(01)00312345678906(21)ABC123", "sgtin", "00312345678906", "ABC123"),
    ("010031234567890621ABC123", "sgtin", "00312345678906", "ABC123"),
    ("]d2010031234567890621ABC123\u{1D}1728123110LOT1", "sgtin", "00312345678906", "ABC123"),
    ("urn:epc:id:sscc:0312345.1000000001", "sscc", "", "103123450000000018"),
    ("https://id.gs1.org/00/103123450000000018", "sscc", "", "103123450000000018"),
    ("103123450000000018", "sscc", "", "103123450000000018"),
    ("00103123450000000018", "sscc", "", "103123450000000018"),
    ("urn:epc:id:sgln:0312345.00001.0", "sgln", "0312345000011", ""),
    ("urn:epc:id:sgln:0312345.00001.DOCK-1", "sgln", "0312345000011", "DOCK-1"),
    ("https://id.gs1.org/414/0312345000011", "sgln", "0312345000011", ""),
    ("https://id.gs1.org/414/0312345000011/254/DOCK-1", "sgln", "0312345000011", "DOCK-1"),
    ("urn:epc:id:pgln:0312345.00001", "pgln", "0312345000011", ""),
    ("https://id.gs1.org/417/0312345000011", "pgln", "0312345000011", ""),
    ("urn:epc:idpat:sgtin:0312345.067890.*", "gtin", "00312345678906", ""),
    ("https://id.gs1.org/01/00312345678906", "gtin", "00312345678906", ""),
    ("312345678906", "gtin", "00312345678906", ""),
    ("urn:epc:class:lgtin:0312345.067890.LOT1", "lgtin", "00312345678906", "LOT1"),
    ("https://id.gs1.org/01/00312345678906/10/LOT1", "lgtin", "00312345678906", "LOT1"),
    ("urn:epc:id:sgtin:0312345.067890.A%2FB", "sgtin", "00312345678906", "A/B"),
    ("urn:epc:id:grai:0312345.00001.7", "grai", "0312345000011", "7"),
    ("urn:epc:id:giai:0312345.A12", "giai", "", "0312345A12"),
  ])
  func readsEverySpellingToOneIdentity(text: String, kind: String, key: String, serial: String) {
    let parsed = EPC.parse(text)
    #expect(parsed.epc.kind.name == kind)
    #expect(parsed.epc.key == key)
    #expect(parsed.epc.serial == serial)
    #expect(parsed.issues == [], "\(parsed.issues.codes)")
    if let again = parsed.epc.text(spelled: parsed.spelling) { #expect(again == text) }
    let reference = EPCReference(parsing: text, role: .epc)
    #expect(reference.originalText == text)
  }

  @Test func prefixSplitDoesNotChangeIdentity() {
    let one = EPC.parse("urn:epc:id:sgtin:0312345.067890.A")
    let two = EPC.parse("urn:epc:id:sgtin:031234.0567890.A")
    #expect(one.epc == two.epc)
    #expect(one.spelling != two.spelling)
    #expect(one.epc.urn(companyPrefixLength: 6) == "urn:epc:id:sgtin:031234.0567890.A")
  }

  @Test(arguments: [
    ("010031234567890721ABC", IdentifierIssue.badCheckDigit, "00312345678907"),
    (" urn:epc:id:sgtin:0312345.067890.A\n", .surroundingWhitespace, "00312345678906"),
    ("URN:EPC:ID:SGTIN:0312345.067890.A", .caseDamaged, "00312345678906"),
    ("urn:epc:id:sgtin:0312345.067890.", .serialEmpty, "00312345678906"),
    ("urn:epc:id:sgtin:0312345.067890.123456789012345678901", .serialTooLong, "00312345678906"),
    ("urn:epc:id:sgtin:0312345.067890.A B", .badSerialCharacter, "00312345678906"),
    ("urn:epc:id:sgtin:0312345.067890.A/B", .badPercentEncoding, "00312345678906"),
    ("urn:epc:id:sgtin:0312345.067890.A%2", .badPercentEncoding, "00312345678906"),
    ("urn:epc:id:sgtin:03123.45067890.A", .companyPrefixLength, "00312345506789"),
    ("\"00312345678906\"", .spreadsheetDamage, "00312345678906"),
    ("=\"00312345678906\"", .spreadsheetDamage, "00312345678906"),
    ("'00312345678906", .spreadsheetDamage, "00312345678906"),
    ("312345678906.0", .spreadsheetDamage, "00312345678906"),
    ("urn:epc:id:sgtin:0312345.967890.A", .variableMeasure, ""),
    ("(01)00312345678906(21)A(01)00312345678906(21)B", .contradictoryElements, "00312345678906"),
  ])
  func namesWhatIsWrongAndKeepsTheIdentity(
    text: String, issue: IdentifierIssue, key: String
  ) {
    let reference = EPCReference(parsing: text, role: .epc)
    #expect(reference.issues.contains(issue), "\(reference.issues.codes)")
    #expect(reference.originalText == text)
    if key == "00312345678906" || key == "00312345678907" {
      #expect(reference.epc.key == key)
    }
  }

  @Test(arguments: [
    ("urn:epc:id:sgtin:0312345.67890.A", IdentifierIssue.wrongDigitCount),
    ("1.23E+13", .spreadsheetDamage), ("hello", .unknownScheme), ("", .emptyIdentifier),
    ("urn:uuid:5f9e", .unknownScheme), ("https://example.com/a/b", .unknownScheme),
    ("urn:epc:", .unknownScheme), ("http://", .unknownScheme), ("'", .unknownScheme),
  ])
  func keepsWhatItCannotReadAsText(text: String, issue: IdentifierIssue) {
    let parsed = EPC.parse(text)
    #expect(parsed.epc.kind == .other)
    #expect(parsed.epc.key == text)
    #expect(parsed.issues.contains(issue), "\(parsed.issues.codes)")
    #expect(EPCReference(parsing: text, role: .epc).originalText == text)
  }

  @Test func flagsClassesAndPlacesInTheEPCList() {
    #expect(
      EPCReference(parsing: "urn:epc:idpat:sgtin:0312345.067890.*", role: .epc).issues
        .contains(.classInEPCList))
    #expect(
      EPCReference(parsing: "urn:epc:id:sgln:0312345.00001.0", role: .epc).issues
        .contains(.unexpectedKind))
    #expect(EventParty("0312345000011").epc == .sgln(gln: "0312345000011"))
  }

  @Test func quickPathAgreesWithTheLongPath() throws {
    for length in 6...12 {
      for epc in [
        EPC.sgtin(gtin: "50312345678901", serial: "x.1-2"), .sscc("103123450000000018"),
        .sgln(gln: "0312345000011"), .sgln(gln: "0312345000011", extension: "A.1"),
        EPC(kind: .pgln, key: "0312345000011", serial: ""),
      ] {
        let text = try #require(epc.urn(companyPrefixLength: length))
        var copy = text
        copy.withUTF8 { bytes in
          let fast = EPC.parseURNFast(bytes)
          #expect(fast != nil, "\(text)")
          if let fast { #expect(EPC(fast, in: bytes) == epc, "\(text)") }
        }
        // A blank in front forces the long path.
        #expect(EPC.parse(" " + text).epc == epc, "\(text)")
        #expect(EPC.parse(text).spelling.companyPrefixLength == length)
      }
    }
  }

  @Test(arguments: [
    ("https://id.gs1.org/01/50312345678901/21/x.1-2", true),
    ("https://id.gs1.org/00/103123450000000018", true),
    ("https://id.gs1.org/01/50312345678901/21/12345678901234567890", true),
    // A path in front of the key, no serial, a serial too long, a bad check digit, an indicator of
    // variable measure, something behind the key, an escape, zeros only.
    ("https://id.gs1.org/x/01/50312345678901/21/A", false),
    ("https://id.gs1.org/01/50312345678901/21/", false),
    ("https://id.gs1.org/01/50312345678901/21/123456789012345678901", false),
    ("https://id.gs1.org/01/50312345678906/21/A", false),
    ("https://id.gs1.org/01/90312345678909/21/A", false),
    ("https://id.gs1.org/01/50312345678901/21/A?17=291231", false),
    ("https://id.gs1.org/01/50312345678901/10/A", false),
    ("https://id.gs1.org/01/50312345678901/21/A%2FB", false),
    ("https://id.gs1.org/00/000000000000000000", false),
    ("https://id.gs1.org/00/103123450000000018/", false),
    ("https://id.gs1.org/00/10312345000000001", false),
  ])
  func quickPathReadsCleanLinksAsTheLongPathDoes(text: String, isQuick: Bool) {
    var copy = text
    copy.withUTF8 { bytes in
      let fast = EPC.parseLinkFast(bytes)
      #expect((fast != nil) == isQuick)
      guard let fast else { return }
      // A blank in front forces the long path.
      var long = EPC.parse(" " + text)
      long.issues.remove(.surroundingWhitespace)
      long.spelling.isExact = true
      #expect(EPC.parse(text) == long)
      #expect(EPC(fast, in: bytes).text(spelled: fast.spelling) == text)
    }
  }

  @Test(arguments: [
    ("https://id.pharma.example", "/01/50312345678901/21/x.1-2"),
    ("https://id.pharma.example", "/00/103123450000000018"),
    ("http://localhost:8080", "/01/50312345678901/21/A"),
    ("http://id.gs1.org", "/01/50312345678901/21/A"),
    // As in a QR code of capitals: of scheme and domain the case says nothing.
    ("HTTPS://ID.GS1.ORG", "/01/50312345678901/21/A"), ("https://x.eu", "/00/103123450000000018"),
  ])
  func linksOnADomainOfTheFirmAreMadeAgainFromIt(origin: String, path: String) {
    let text = origin + path
    let reference = EPCReference(parsing: text, role: .epc)
    #expect(reference.origin == origin)
    #expect(reference.raw == nil)
    #expect(reference.issues == [], "\(reference.issues.codes)")
    #expect(reference.originalText == text)
    // A blank in front forces the long path.
    var long = EPC.parse(" " + text)
    long.issues.remove(.surroundingWhitespace)
    #expect(EPC.parse(text) == long)
    #expect(reference.epc == long.epc)
    #expect(reference.spelling == long.spelling)
  }

  @Test(arguments: [
    "https://id.pharma.example/x/01/50312345678901/21/A",
    "https://a@b.example/01/50312345678901/21/A",
    "https://id.pharma.example/01/50312345678901/21/A?17=291231", "https:///01/50312345678901/21/A",
    "https://id.pharma.example/01/50312345678906/21/A", "https://id.pharma.example/00/1",
    "https://a",
    "https://id.pharma.example/01/", "ftp://id.pharma.example/01/50312345678901/21/A",
  ])
  func linksThatDifferInMoreAreKeptWhole(text: String) {
    let reference = EPCReference(parsing: text, role: .epc)
    #expect(reference.origin == nil)
    #expect(reference.originalText == text)
  }

  @Test func characterMasksAreTheSet82() {
    let expected = Set(
      "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz".utf8)
    #expect(expected.count == 82)
    let reserved = Set("\"%&/<>?".utf8)
    for byte in UInt8.min...UInt8.max {
      #expect(GS1Characters.isSet82(byte) == expected.contains(byte))
      #expect(
        GS1Characters.isURNLiteral(byte) == (expected.contains(byte) && !reserved.contains(byte)))
    }
  }

  @Test func issueCodesAreClosedAndUnique() {
    let codes = IdentifierIssue.list.map { $0.code }
    #expect(Set(codes).count == codes.count)
    #expect(IdentifierIssue.list.map { $0.issue.rawValue } == codes.indices.map { UInt32(1) << $0 })
  }

  @Test func aListIsReadAsItsMembersAre() {
    let texts = [
      "urn:epc:id:sgtin:0312345.067890.ABC123", "urn:epc:id:sgtin:0312345.067890.ABC124",
      "urn:epc:id:sgtin:0312345.567890.C0001", "https://id.gs1.org/01/00312345678906/21/ABC123",
      "urn:epc:id:sscc:0614141.1234567890", " urn:epc:id:sgtin:0312345.067890.ABC%2F3 ",
      "urn:epc:id:sgln:0614141.12345.0", "urn:epc:id:sgtin:0312345.067890.ABC125", "rubbish", "",
      "https://id.pharma.example/01/00312345678906/21/ABC126",
      "https://id.pharma.example/01/00312345678906/21/ABC127",
      "http://id.other.example/01/00312345678906/21/ABC127", "urn:epc:id:sgtin:0312345.067890.A1",
    ]
    var list = EPCListReader()
    for text in texts {
      var copy = text
      let read = copy.withUTF8 { list.reference($0, role: .child) }
      #expect(read == EPCReference(parsing: text, role: .child))
    }
  }
}
