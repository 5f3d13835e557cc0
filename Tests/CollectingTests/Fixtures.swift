import Archives
import Collecting
import GS1

/// Keeps what a reader hands over.
final class RecordingSink: EPCISSink {
  struct Taken {
    var event: EPCISEvent
    var notes: [ReaderNote]
  }

  var headers: [EPCISDocumentHeader] = []
  var begun: [EPCISDocumentHeader] = []
  var elements: [EPCISDocumentHeader.VocabularyElement] = []
  var taken: [Taken] = []
  var notes: [ReaderNote] = []
  var faults: [ReadFault] = []
  var open = 0

  var events: [EPCISEvent] { taken.map(\.event) }
  var epcs: [[String]] { events.map { $0.epcs.map(\.epc.canonical) } }

  func begin(_ header: EPCISDocumentHeader, at position: SourcePosition) throws {
    open += 1
    begun.append(header)
  }
  func element(_ element: EPCISDocumentHeader.VocabularyElement) throws {
    elements.append(element)
  }
  func event(_ event: EPCISEvent, notes: [ReaderNote]) throws {
    taken.append(Taken(event: event, notes: notes))
  }
  func note(_ note: ReaderNote) throws { notes.append(note) }
  func quarantine(_ fault: ReadFault) throws { faults.append(fault) }
  func end(_ header: EPCISDocumentHeader) throws {
    open -= 1
    headers.append(header)
  }
}

/// Gives bytes in small pieces, so that every boundary is met.
final class DrippingSource: ByteSource {
  private let bytes: [UInt8]
  private let step: Int
  private var position = 0

  init(_ bytes: [UInt8], step: Int) {
    self.bytes = bytes
    self.step = step
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = min(step, buffer.count, bytes.count - position)
    for index in 0..<count { buffer[index] = bytes[position + index] }
    position += count
    return count
  }
}

enum Read {
  static func xml(_ text: String) throws -> RecordingSink { try xml(Array(text.utf8)) }

  static func xml(_ bytes: [UInt8], step: Int? = nil) throws -> RecordingSink {
    let sink = RecordingSink()
    let source: any ByteSource = step.map { DrippingSource(bytes, step: $0) } ?? MemorySource(bytes)
    try EPCISXMLReader(source: source).read(into: sink)
    return sink
  }

  static func json(_ text: String) throws -> RecordingSink { try json(Array(text.utf8)) }

  static func json(_ bytes: [UInt8], step: Int? = nil) throws -> RecordingSink {
    let sink = RecordingSink()
    let source: any ByteSource = step.map { DrippingSource(bytes, step: $0) } ?? MemorySource(bytes)
    try EPCISJSONReader(source: source).read(into: sink)
    return sink
  }
}

enum Sample {
  static let namespaces = """
    xmlns:epcis="urn:epcglobal:epcis:xsd:1" xmlns:cbvmda="urn:epcglobal:cbv:mda" \
    xmlns:sbdh="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader" \
    xmlns:gs1ushc="http://epcis.gs1us.org/hc/ns"
    """

  static let commission = """
    <ObjectEvent><eventTime>2026-10-20T12:00:00Z</eventTime>\
    <eventTimeZoneOffset>-04:00</eventTimeZoneOffset>
    <epcList><epc>urn:epc:id:sgtin:0312345.067890.A1</epc>\
    <epc>urn:epc:id:sgtin:0312345.067890.A2</epc></epcList><action>ADD</action>
    <bizStep>urn:epcglobal:cbv:bizstep:commissioning</bizStep>\
    <disposition>urn:epcglobal:cbv:disp:active</disposition>
    <readPoint><id>urn:epc:id:sgln:0312345.00001.L1</id></readPoint>\
    <bizLocation><id>urn:epc:id:sgln:0312345.00001.0</id></bizLocation>
    <extension><ilmd><cbvmda:lotNumber>LOT1</cbvmda:lotNumber>\
    <cbvmda:itemExpirationDate>2028-10-31</cbvmda:itemExpirationDate></ilmd></extension>
    </ObjectEvent>
    """

  static func object(_ epc: String, extra: String = "") -> String {
    """
    <ObjectEvent><eventTime>2026-10-20T12:00:00Z</eventTime>\
    <eventTimeZoneOffset>-04:00</eventTimeZoneOffset>\
    <epcList><epc>\(epc)</epc></epcList><action>OBSERVE</action>\(extra)</ObjectEvent>
    """
  }

  static func document(_ events: String, header: String = "", version: String = "1.2") -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <epcis:EPCISDocument \(namespaces) schemaVersion="\(version)" \
    creationDate="2026-11-02T15:00:00Z">\(header)
    <EPCISBody><EventList>
    \(events)
    </EventList></EPCISBody></epcis:EPCISDocument>
    """
  }

  static let urn1 = "urn:epc:id:sgtin:0312345.067890.A1"
  static let urn2 = "urn:epc:id:sgtin:0312345.067890.A2"
  static let unit1 = "(01)00312345678906(21)A1"
  static let unit2 = "(01)00312345678906(21)A2"
}
