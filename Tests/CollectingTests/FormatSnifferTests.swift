import Collecting
import Testing

@Suite struct FormatSnifferTests {
  @Test(arguments: [
    (
      "<?xml version=\"1.0\"?><e:EPCISDocument xmlns:e=\"urn:epcglobal:epcis:xsd:1\"/>",
      "epcis-1.2-xml"
    ),
    ("<e:EPCISDocument xmlns:e=\"urn:epcglobal:epcis:xsd:2\"/>", "epcis-2.0-xml"),
    ("\n <q:x xmlns:q=\"urn:epcglobal:epcis-query:xsd:2\"/>", "epcis-2.0-xml"),
    ("<AGGREGATIONevent>", "epcis-1.2-xml"), ("<note>hello</note>", "xml"),
    ("{\"type\": \"EPCISDocument\", \"eventTime\": 1}", "epcis-2.0-json"),
    ("[{\"a\": \"epcis\"}]", "epcis-2.0-json"), ("[{\"a\": \"EPCIS\"}]", "json"),
    ("\u{FEFF}{}", "json"), ("", "empty"), (" \n", "empty"), ("a;b\n1;2", "text"),
    ("\u{1}\u{2}", "binary"),
  ])
  func tellsAFormatByItsFirstBytes(_ text: String, _ format: String) {
    #expect(FormatSniffer.sniff(Array(text.utf8)).format == format)
  }

  @Test(arguments: [
    "7z\u{BC}", "Rar!\u{1A}\u{07}\u{01}", "BZh91AY", String(repeating: "a", count: 257) + "ustar",
  ])
  func tellsArchivesThatAreNotUnpacked(_ text: String) {
    var head = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    if text.hasPrefix("7z") { head += [0xAF, 0x27, 0x1C] }
    #expect(FormatSniffer.sniff(head).family == .archive)
  }

  @Test func findsSignsInOtherEncodings() {
    let text = "<e:EPCISDocument xmlns:e=\"urn:epcglobal:epcis:xsd:2\"/>"
    let wide: [UInt8] = [0xFF, 0xFE] + text.utf8.flatMap { [$0, 0] as [UInt8] }
    #expect(FormatSniffer.sniff(wide).format == "epcis-2.0-xml")
  }

  @Test(arguments: [[0xFE], [0xFF], [0xEF], [0xEF, 0xBB], [0]] as [[UInt8]])
  func theBeginningOfAMarkIsNoMark(head: [UInt8]) throws {
    _ = FormatSniffer.sniff(head)
    #expect(try !Read.xml(head).faults.isEmpty)
    #expect(try !Read.json(head).faults.isEmpty)
  }
}
