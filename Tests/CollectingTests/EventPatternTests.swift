import Archives
import Cataloging
import GRDB
import GS1
import Testing

@testable import Collecting

/// Events that repeat the one before them but for time, EPC and identifier are told by it. They have
/// to come out as they would have been read part by part: which is what a comment of its own in each
/// of them makes the reader do.
@Suite struct EventPatternTests {
  /// Counts how events came.
  private final class Arrivals: EPCISSink {
    var events: [EPCISEvent] = []
    var notes: [ReaderNote] = []
    var faults: [ReadFault] = []
    var variations = 0

    func begin(_ header: EPCISDocumentHeader, at position: SourcePosition) {}
    func element(_ element: EPCISDocumentHeader.VocabularyElement) {}
    func event(_ event: consuming EPCISEvent, notes: [ReaderNote]) {
      events.append(event)
      self.notes += notes
    }
    func event(_ variation: consuming EventVariation) {
      variations += 1
      events.append(variation.event)
    }
    func note(_ note: ReaderNote) { notes.append(note) }
    func quarantine(_ fault: ReadFault) { faults.append(fault) }
    func end(_ header: EPCISDocumentHeader) {}
  }

  /// A line's events, most alike, some odd; each with a comment of its own when `isEachRead`.
  private struct Line {
    private var random: SeededGenerator
    private var lot = "L1"
    private var hasRecordTime = false
    private var hasID = false

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    static func text(seed: UInt64, events: Int, isEachRead: Bool) -> String {
      var line = Line(seed: seed)
      return Sample.document(
        (0..<events).map { line.event($0, comment: isEachRead ? $0 : 0) }.joined(separator: "\n"))
    }

    private mutating func chance(_ one: Int) -> Bool {
      Int.random(in: 0..<one, using: &random) == 0
    }

    private mutating func time(_ number: Int) -> String {
      let odd = [
        "2026-07-01T08:00:00", "2026-07-01 08:00:00Z", "yesterday", "2026-07-01T08:00:00.1235Z",
        "2026-07-01T08:00:00&#90;", "", "2026-07-01T24:00:00Z",
        "<![CDATA[2026-07-01T08:00:00Z]]>",
      ]
      if chance(25) { return odd.randomElement(using: &random) ?? "" }
      return "2026-07-01T08:10:\(10 + number % 50).\(100 + number % 900)-05:00"
    }

    private mutating func epc(_ number: Int) -> String {
      let unit = "urn:epc:id:sgtin:0312345.067890"
      let odd = [
        "\(unit).A%2F\(number)", "https://id.gs1.org/01/00312345678906/21/\(number)",
        "https://example.com/01/00312345678906/21/\(number)",
        "urn:epc:id:sscc:0312345.0000000001", "urn:epc:id:sgtin:0312345.167890.B\(number)",
        "URN:EPC:ID:SGTIN:0312345.067890.c\(number)", "\(unit).A&amp;\(number)",
        "<![CDATA[\(unit).C1]]>", " \(unit).S\(number)\n", "\(unit).A1", "", " ", "lost",
        "urn:epc:id:sgln:0312345.00001.0", "urn:epc:class:lgtin:0312345.067890.L1",
        "\(unit).A1</epc><epc>\(unit).A2",
      ]
      if chance(12) { return odd.randomElement(using: &random) ?? "" }
      return "\(unit).N\(number)"
    }

    mutating func event(_ number: Int, comment: Int) -> String {
      if chance(40) { lot = ["L1", "L2", "L 3", ""].randomElement(using: &random) ?? "" }
      if chance(40) { hasRecordTime.toggle() }
      if chance(40) { hasID.toggle() }
      let extras = [
        "<example:note xmlns:example=\"urn:example\">n\(number)</example:note>",
        "<quantity>5</quantity>", "<action>ADD</action>", "<odd/>", "\r\n",
        "<bizTransactionList><bizTransaction>\(number)</bizTransaction></bizTransactionList>",
        "<errorDeclaration><reason>did_not_occur</reason></errorDeclaration>",
        "<eventTime>2026-07-01T08:00:00Z</eventTime>", "<broken></wrong>",
        "<disposition>no_word</disposition>",
      ]
      let extra = chance(15) ? extras.randomElement(using: &random) ?? "" : ""
      let step = chance(60) ? "packing" : "commissioning"
      let tag = chance(50) ? "ObjectEvent xmlns:cbvmda=\"urn:example\"" : "ObjectEvent"
      var parts = "<\(tag)><!-- \(100_000 + comment) -->\n<eventTime>\(time(number))</eventTime>"
      if hasRecordTime { parts += "<recordTime>\(time(number / 7))</recordTime>" }
      parts += "<eventTimeZoneOffset>-05:00</eventTimeZoneOffset>"
      if hasID { parts += "<baseExtension><eventID>urn:uuid:\(number)</eventID></baseExtension>" }
      return parts + """
        <epcList><epc>\(epc(number))</epc></epcList><action>ADD</action>
        <bizStep>urn:epcglobal:cbv:bizstep:\(step)</bizStep>\
        <readPoint><id>urn:epc:id:sgln:0312345.00001.L1</id></readPoint>\(extra)
        <extension><ilmd><cbvmda:lotNumber>\(lot)</cbvmda:lotNumber></ilmd></extension></ObjectEvent>
        """
    }
  }

  @Test(arguments: [UInt64](1...12))
  func repeatedEventsReadAsIfEachWasReadByItself(seed: UInt64) throws {
    func read(isEachRead: Bool) throws -> Arrivals {
      let arrivals = Arrivals()
      let text = Line.text(seed: seed, events: 700, isEachRead: isEachRead)
      try EPCISXMLReader(source: MemorySource(Array(text.utf8))).read(into: arrivals)
      return arrivals
    }
    let (told, each) = (try read(isEachRead: false), try read(isEachRead: true))
    #expect(told.variations > 150)
    #expect(each.variations == 0)
    #expect(told.events.count > 600)
    #expect(told.events == each.events)
    #expect(told.notes == each.notes)
    #expect(told.faults == each.faults)
  }

  /// Bytes of both are damaged in the same places, in which they say the same.
  @Test(arguments: [UInt64](1...40))
  func damagedEventsReadAsIfEachWasReadByItself(seed: UInt64) throws {
    var told = Array(Line.text(seed: seed, events: 300, isEachRead: false).utf8)
    var each = Array(Line.text(seed: seed, events: 300, isEachRead: true).utf8)
    #expect(told.count == each.count)
    var random = SeededGenerator(seed: seed)
    let bytes = Array("<>&\"'/ \n\r\0A=!-]\u{e9}".utf8)
    for _ in 0..<Int.random(in: 1...60, using: &random) {
      let place = Int.random(in: 0..<told.count, using: &random)
      guard told[place] == each[place], let byte = bytes.randomElement(using: &random) else {
        continue
      }
      (told[place], each[place]) = (byte, byte)
    }
    let (one, other) = (Arrivals(), Arrivals())
    try EPCISXMLReader(source: MemorySource(told)).read(into: one)
    try EPCISXMLReader(source: MemorySource(each)).read(into: other)
    // A damaged comment may stand in what was read or is said.
    func unnumbered(_ found: [some Any]) -> [String] {
      found.map { "\($0)".replacing(/10\d{4}/, with: "") }
    }
    #expect(unnumbered(one.events) == unnumbered(other.events))
    #expect(unnumbered(one.notes) == unnumbered(other.notes))
    #expect(unnumbered(one.faults) == unnumbered(other.faults))
  }

  @Test func hashesOfRepeatedEventsAreThoseOfWholeOnes() throws {
    final class Hashes: EPCISSink {
      let hasher = EventHasher()
      var differing = 0
      var variations = 0
      func begin(_ header: EPCISDocumentHeader, at position: SourcePosition) {}
      func element(_ element: EPCISDocumentHeader.VocabularyElement) {}
      func event(_ event: consuming EPCISEvent, notes: [ReaderNote]) { _ = hasher.digest(event) }
      func event(_ variation: consuming EventVariation) {
        variations += 1
        if hasher.digest(variation) != EventHash.digest(variation.event) { differing += 1 }
      }
      func note(_ note: ReaderNote) {}
      func quarantine(_ fault: ReadFault) {}
      func end(_ header: EPCISDocumentHeader) {}
    }
    let hashes = Hashes()
    for seed in 1...4 as ClosedRange<UInt64> {
      let text = Line.text(seed: seed, events: 700, isEachRead: false)
      try EPCISXMLReader(source: MemorySource(Array(text.utf8))).read(into: hashes)
    }
    #expect(hashes.variations > 600)
    #expect(hashes.differing == 0)
  }

  /// Each table as the text of its rows, but for what is of the file as a whole.
  private func rows(seed: UInt64, isEachRead: Bool) throws -> [String: [String]] {
    let place = try Workplace()
    for file in 0..<2 as Range<UInt64> {
      try place.write(
        "\(file).xml",
        Line.text(seed: seed + 100 * file, events: 400, isEachRead: isEachRead))
    }
    let catalog = try place.catalog()
    try place.collect(catalog)
    let tables = [
      "all_event", "record", "epc", "product", "all_lot", "epc_run", "epc_spelling", "defect",
      "tally", "event_transaction", "event_quantity", "event_correction", "quarantine", "document",
    ]
    return try catalog.read { db in
      try Dictionary(
        uniqueKeysWithValues: tables.map {
          ($0, try Row.fetchAll(db, sql: "SELECT * FROM \($0)").map(\.description))
        })
    }
  }

  @Test(arguments: [UInt64](1...4))
  func repeatedEventsStandInTheCatalogAsIfEachWasReadByItself(seed: UInt64) throws {
    let (told, each) = (
      try rows(seed: seed, isEachRead: false), try rows(seed: seed, isEachRead: true)
    )
    #expect((told["all_event"]?.count ?? 0) > 600)
    for (table, rows) in told { #expect(rows == each[table], "\(table)") }
  }

  /// In another list the same prefix may mean another namespace.
  @Test func whatIsRepeatedInAnotherListIsReadAnew() throws {
    let event = """
      <ObjectEvent><eventTime>2026-07-01T08:00:00Z</eventTime>\
      <epcList><epc>urn:epc:id:sgtin:0312345.067890.A1</epc></epcList>\
      <ilmd><x:lotNumber>L1</x:lotNumber></ilmd></ObjectEvent>
      """
    func list(_ namespace: String) -> String {
      "<EPCISBody><EventList xmlns:x=\"\(namespace)\">\(event)\(event)</EventList></EPCISBody>"
    }
    let sink = try Read.xml(
      "<EPCISDocument>\(list("urn:epcglobal:cbv:mda"))\(list("urn:other"))</EPCISDocument>")
    #expect(
      sink.events.map { $0.attributes.map(\.namespace) } == [
        ["urn:epcglobal:cbv:mda"], ["urn:epcglobal:cbv:mda"], ["urn:other"], ["urn:other"],
      ])
  }
}
