import Archives
import Collecting
import Foundation
import GS1
import Testing

/// Repeats an event until a size is reached, without ever holding the whole.
final class EndlessDocument: ByteSource {
  private let head: [UInt8]
  private let event: [UInt8]
  private let tail: [UInt8]
  private var left: Int
  private var piece: [UInt8]
  private var position = 0
  private var isTail = false

  init(head: String, event: String, tail: String, bytes: Int) {
    self.head = Array(head.utf8)
    self.event = Array(event.utf8)
    self.tail = Array(tail.utf8)
    left = bytes / self.event.count
    piece = self.head
  }

  var events: Int { left }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if position == piece.count {
      position = 0
      if left > 0 {
        left -= 1
        piece = event
      } else if !isTail {
        isTail = true
        piece = tail
      } else {
        return 0
      }
    }
    let count = min(buffer.count, piece.count - position)
    piece.withUnsafeBytes { bytes in
      buffer.copyMemory(
        from: UnsafeRawBufferPointer(rebasing: bytes[position..<position + count]))
    }
    position += count
    return count
  }
}

/// Counts and forgets.
final class CountingSink: EPCISSink {
  var events = 0
  var references = 0
  var faults: [ReadFault] = []

  func begin(_ header: EPCISDocumentHeader, at position: SourcePosition) throws {}
  func element(_ element: EPCISDocumentHeader.VocabularyElement) throws {}
  func event(_ event: EPCISEvent, notes: [ReaderNote]) throws {
    events += 1
    references += event.epcs.count
  }
  func note(_ note: ReaderNote) throws {}
  func quarantine(_ fault: ReadFault) throws { faults.append(fault) }
  func end(_ header: EPCISDocumentHeader) throws {}
}

/// The memory of a process is measured, so nothing else may run in it: `.ci/run` runs these alone.
/// `MUSTER_MEMORY_BYTES` makes the texts longer, up to a gigabyte and more.
@Suite(
  .serialized, .enabled(if: ProcessInfo.processInfo.environment["MUSTER_MEMORY_TESTS"] != nil))
struct MemoryTests {
  /// Bytes of text a run goes through; more than what may stay in memory. An unoptimised build is
  /// some thirty times slower.
  #if DEBUG
    private static let usual = 60_000_000
    private static let growth = 40_000_000
  #else
    private static let usual = 200_000_000
    private static let growth = 80_000_000
  #endif
  private static let bytes =
    ProcessInfo.processInfo.environment["MUSTER_MEMORY_BYTES"].flatMap { Int($0) } ?? usual

  private static func resident() -> Int {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
      return 0
    }
    let fields = text.split(separator: " ")
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4096 : 0
  }

  @Test func memoryDoesNotGrowWithAnXMLFile() throws {
    let list = (0..<500).map { "<epc>urn:epc:id:sgtin:0312345.067890.S\($0)</epc>\n" }.joined()
    let source = EndlessDocument(
      head: "<EPCISDocument><EPCISBody><EventList>",
      event: "<ObjectEvent><epcList>\(list)</epcList></ObjectEvent>\n",
      tail: "</EventList></EPCISBody></EPCISDocument>", bytes: Self.bytes)
    let expected = source.events
    let before = Self.resident()
    let sink = CountingSink()
    try EPCISXMLReader(source: source).read(into: sink)
    #expect(sink.events == expected)
    #expect(sink.references == expected * 500)
    #expect(sink.faults.isEmpty)
    #expect(Self.resident() - before < Self.growth)
  }

  @Test func memoryDoesNotGrowWithAJSONFile() throws {
    let list = (0..<500).map { "\"urn:epc:id:sgtin:0312345.067890.S\($0)\"" }
      .joined(separator: ",\n")
    let source = EndlessDocument(
      head: #"{"type":"EPCISDocument","epcisBody":{"eventList":["#,
      event: #"{"type":"ObjectEvent","action":"ADD","epcList":["# + list + "]},\n",
      tail: #"{"type":"ObjectEvent","action":"OBSERVE","epcList":["x"]}]}}"#, bytes: Self.bytes)
    let expected = source.events
    let before = Self.resident()
    let sink = CountingSink()
    try EPCISJSONReader(source: source).read(into: sink)
    #expect(sink.events == expected + 1)
    #expect(sink.references == expected * 500 + 1)
    #expect(sink.faults.isEmpty)
    #expect(Self.resident() - before < Self.growth)
  }

  @Test func memoryDoesNotGrowWithTextThatIsNoJSON() throws {
    // Brackets, a string, a number and a name that never end.
    for event in ["[[[[[[[[[[[[[[[[[[[[[[[[[[[", "xxxxxxxxxxxxxxxxxxxxx", "9999999999999999999"] {
      for head in [#"{"epcisBody":{"eventList":["#, #"{"epcisBody":{"eventList":[{"a":""#, "[9"] {
        let source = EndlessDocument(head: head, event: event, tail: "", bytes: Self.bytes / 4)
        let before = Self.resident()
        let sink = CountingSink()
        try EPCISJSONReader(source: source).read(into: sink)
        #expect(!sink.faults.isEmpty, "\(head)\(event)")
        #expect(Self.resident() - before < Self.growth)
      }
    }
  }

  @Test func memoryDoesNotGrowWithTextThatIsNoXML() throws {
    // One tag that never ends, then one text that never ends: both stop at their limits.
    for event in ["<a b='xxxxxxxxxxxxxxxxxxxxxxxx' ", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxx"] {
      let source = EndlessDocument(
        head: "<EPCISDocument><EPCISBody><EventList>", event: event, tail: "", bytes: Self.bytes)
      let before = Self.resident()
      let sink = CountingSink()
      try EPCISXMLReader(source: source).read(into: sink)
      #expect(!sink.faults.isEmpty)
      #expect(Self.resident() - before < Self.growth)
    }
  }
}
