import Archives
import Testing

@testable import Collecting

/// An event is in memory as a whole, so that all its parts together may have so many bytes only.
@Suite struct EventSizeTests {
  private static let items = 20_000

  @Test func aWholeThatIsTooLongEndsAndWhatComesBehindIsRead() throws {
    let list = String(repeating: "<epc>urn:epc:id:sgtin:0312345.067890.1</epc>", count: Self.items)
    let reader = XMLPullReader(MemorySource(Array("<a>\(list)</a>".utf8)))
    let whole = "[" + String(repeating: "\"urn:epc:id:sgtin:0312345.067890.1\",", count: Self.items)
    let json = JSONPullReader(source: MemorySource(Array((whole + "0]").utf8)))
    for (window, next) in [
      (reader.window, { try reader.next() == .finished }),
      (json.window, { try json.next() == .finished }),
    ] as [(TextWindow, () throws -> Bool)] {
      window.beginWhole(kept: TextWindow.wholeBytes - 300_000)
      let fault = #expect(throws: ReadFault.self) { while try !next() {} }
      #expect(fault?.reason == .sizeLimit)
      let read = try #require(fault).byteOffset
      #expect((300_000..<600_000).contains(read), "\(read)")
      window.endWhole()
      while try !next() {}
    }
  }
}
