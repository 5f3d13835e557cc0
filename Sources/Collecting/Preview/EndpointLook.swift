import Archives
import Cataloging
import Foundation
import GS1
import Settings

/// Looks at an endpoint without taking anything: asks for the first page and says what came.
struct EndpointLook {
  private let source: Source
  private let url: String
  private let options: CollectOptions
  private let nowMs: Int64

  init(_ source: Source, _ url: String, _ options: CollectOptions, nowMs: Int64) {
    self.source = source
    self.url = url
    self.options = options
    self.nowMs = nowMs
  }

  func look(_ outcome: inout CollectionOutcome.SourceOutcome) throws {
    var preview = TablePreview(path: EndpointAddress(url)?.shown ?? "", manner: "")
    defer { outcome.previews = [preview] }
    guard let transport = EndpointSupport.transport(options.endpoint) else {
      preview.problem = "This program was built without HTTP: \(EndpointSupport.advice)."
      return
    }
    defer { transport.close() }
    do {
      try ask(transport, &preview)
      outcome.artifacts.taken = 1
      outcome.pages = 1
    } catch let fault as EndpointFault {
      outcome.artifacts.unreadable = 1
      preview.problem = fault.description
    }
  }

  private func ask(_ transport: any EndpointTransport, _ preview: inout TablePreview) throws {
    guard let home = EndpointAddress(url) else {
      throw EndpointFault(.addressNotFound, "\"url\" is no address that can be asked.")
    }
    let secret = try source.credential.map {
      try EndpointSecret($0, environment: options.environment)
    }
    preview.path = secret?.redact(home.shown) ?? home.shown
    let asker = EndpointAsker(
      transport, limits: options.endpoint, secret: secret, folder: NSTemporaryDirectory(),
      nowMs: nowMs, isCancelled: options.isCancelled)
    let page = try asker.page(home)
    var words = ["first page"]
    if let version = page.headers["gs1-epcis-version"] {
      words.append("EPCIS \(secret?.redact(version) ?? version)")
    }
    switch NextPage.after(home, page.headers) {
    case .none: words.append("the only one")
    case .address: words.append("more behind it")
    case .refused(let why): preview.setAside.append(secret?.redact(why) ?? why)
    }
    if page.headers["etag"] != nil { words.append("the repository says what is unchanged") }
    preview.manner = words.joined(separator: ", ")
    guard let body = page.body, let format = page.format else { return }
    let sink = PreviewSink()
    let bytes = try FileByteSource(path: body.path)
    let reader: any EPCISReader =
      format.family == .epcisXML
      ? EPCISXMLReader(source: bytes) : EPCISJSONReader(source: bytes)
    do {
      try reader.read(into: sink)
    } catch is PreviewSink.Enough {
      preview.isPartial = true
    }
    preview.records = sink.events
    preview.setAside += sink.faults
    preview.first = sink.first
  }
}

/// Counts events and shows the first ones.
private final class PreviewSink: EPCISSink {
  /// Thrown when enough was looked at.
  struct Enough: Error {}

  private(set) var events = 0
  private(set) var faults: [String] = []
  private(set) var first: [TablePreview.Record] = []

  func begin(_ header: EPCISDocumentHeader, at position: SourcePosition) throws {}
  func element(_ element: EPCISDocumentHeader.VocabularyElement) throws {}
  func note(_ note: ReaderNote) throws {}
  func end(_ header: EPCISDocumentHeader) throws {}

  func quarantine(_ fault: ReadFault) throws {
    if faults.count < TableLook.listed { faults.append(fault.description) }
  }

  func event(_ event: EPCISEvent, notes: [ReaderNote]) throws {
    guard events < TableLook.searched else { throw Enough() }
    events += 1
    guard first.count < TableLook.shown else { return }
    let cells: [(String, String)] = [
      ("event_type", "\(event.type)"), ("biz_step", event.bizStep?.normalised ?? ""),
      ("disposition", event.disposition?.normalised ?? ""), ("event_time", event.eventTimeText),
      ("read_point", event.readPoint?.raw ?? ""),
      ("epcs", event.epcs.isEmpty ? "" : String(event.epcs.count)),
    ]
    first.append(
      TablePreview.Record(
        place: "line \(event.position.line)",
        cells: cells.filter { !$0.1.isEmpty }.map {
          TablePreview.Record.Cell(field: $0.0, written: $0.1, read: $0.1)
        }, extra: [:]))
  }
}
