import Testing

@testable import Collecting

@Suite struct TextEncodingTests {
  private static let beginnings: [(String, TextEncoding, String?)] = [
    ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>", TextEncoding.utf8, nil),
    ("<?xml version=\"1.0\"?><a encoding=\"latin1\"/>", .utf8, nil),
    (" \r\n\t<?XML version='1.0' ENCODING = 'Windows-1252' ?>", .windows1252, nil),
    ("<?xml version='1.0' encoding='ISO-8859-1' standalone='yes'?>", .latin1, nil),
    (
      "<?xml version=\"1.0\" encoding=\"iso-8859-15\"?>", .windows1252,
      "declared iso-8859-15, read as windows-1252"
    ),
    (
      "<?xml version=\"1.0\" encoding=\"EBCDIC\"?>", .utf8, "declared ebcdic, read as utf-8"
    ),
    ("<?xml version=\"1.0\" encoding=\"latin1", .utf8, nil), ("<?xml encoding?>", .utf8, nil),
    ("{\"encoding\": \"latin1\"}", .utf8, nil), ("", .utf8, nil),
  ]

  @Test(arguments: beginnings)
  func isWhatTheDeclarationNames(text: String, encoding: TextEncoding, note: String?) {
    let found = Array(text.utf8).withUnsafeBytes(TextEncoding.detect)
    #expect(found.encoding == encoding)
    #expect(found.note == note)
    #expect(found.markLength == 0 && found.unsupported == nil)
  }
}
