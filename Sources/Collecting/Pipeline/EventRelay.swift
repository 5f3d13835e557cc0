import Archives
import Cataloging
import Foundation
import GS1

/// Parses on a thread of its own while the caller loads what was parsed.
enum EventRelay {
  /// What the parsing thread found.
  enum Item: Sendable {
    case begin(EPCISDocumentHeader, SourcePosition)
    case element(EPCISDocumentHeader.VocabularyElement)
    case event(ReadEvent)
    case variation(EventVariation, hash: [UInt8])
    case note(ReaderNote)
    case quarantine(ReadFault)
    case end(EPCISDocumentHeader)
  }

  /// An event on its way. An object: as a value it would be copied, its two dozen parts counted,
  /// each time it is handed on.
  final class ReadEvent: Sendable {
    let event: EPCISEvent
    let notes: [ReaderNote]
    let hash: [UInt8]

    init(_ event: consuming EPCISEvent, _ notes: [ReaderNote], _ hash: [UInt8]) {
      self.event = event
      self.notes = notes
      self.hash = hash
    }
  }

  /// Items and EPCs that travel together, and the bytes of text they stand in.
  private static let batchItems = 256
  private static let batchReferences = 8192
  private static let batchBytes = 4 << 20
  /// Batches that may wait.
  private static let waiting = 8

  /// What is parsed and waits to be loaded.
  typealias Waiting = BoundedQueue<[Item]>

  /// Reads an artifact on a thread of its own and hands everything in it to `loader`; `open` opens
  /// the bytes there. `isCancelled` and `progress` as for `load`.
  ///
  /// - Throws: `CollectingError.cancelled`, what loading throws, or what opening throws.
  static func run(
    _ family: SniffedFormat.Family, open: @escaping @Sendable () throws -> any ByteSource,
    into loader: ArtifactLoader, isCancelled: @Sendable () -> Bool,
    progress: (Int) -> Void = { _ in }
  ) throws {
    let queue = Waiting(capacity: waiting)
    ReadingThread.start { read(family, open: open, into: queue) }
    try load(queue, into: loader, isCancelled: isCancelled, progress: progress)
  }

  /// An empty queue for `read` to fill.
  static func queue() -> Waiting { Waiting(capacity: waiting) }

  /// Reads an artifact to its end into `queue`, waiting while it is full, and finishes it.
  static func read(
    _ family: SniffedFormat.Family, open: @escaping () throws -> any ByteSource,
    into queue: Waiting
  ) {
    let sink = QueueSink(queue)
    do {
      let source = try open()
      let reader: any EPCISReader =
        switch family {
        case .epcisJSON, .json, .lines:
          EPCISJSONReader(source: source, mayBeBlank: family == .lines, reopened: open)
        default: EPCISXMLReader(source: source)
        }
      try reader.read(into: sink)
      try sink.flush()
      queue.finish()
    } catch {
      queue.finish(error)
    }
  }

  /// Hands everything that comes through `queue` to `loader`; `isCancelled` is asked and `progress`
  /// told the references so far between batches. When it throws, nobody reads any more.
  static func load(
    _ queue: Waiting, into loader: ArtifactLoader, isCancelled: @Sendable () -> Bool,
    progress: (Int) -> Void = { _ in }
  ) throws {
    var target = LoadTarget(loader: loader)
    do {
      while let batch = try queue.pop() {
        if isCancelled() { throw CollectingError.cancelled }
        for item in batch { try target.take(item) }
        progress(target.references)
      }
    } catch {
      queue.abandon()
      queue.waitUntilFinished()
      throw error
    }
  }

  /// Gathers what a reader finds into batches.
  private final class QueueSink: EPCISSink {
    private let queue: BoundedQueue<[Item]>
    private var batch: [Item] = []
    private var references = 0
    /// Where the batch begins in the text: what is in it takes memory by what it is written in.
    private var begins = 0
    private let hasher = EventHasher()

    init(_ queue: BoundedQueue<[Item]>) { self.queue = queue }

    func begin(_ header: EPCISDocumentHeader, at position: SourcePosition) throws {
      try add(.begin(header, position))
    }

    func element(_ element: EPCISDocumentHeader.VocabularyElement) throws {
      try makeRoom(at: element.position)
      try add(.element(element))
    }

    func event(_ event: consuming EPCISEvent, notes: [ReaderNote]) throws {
      try makeRoom(at: event.position)
      references += event.epcs.count
      let hash = hasher.digest(event)
      try add(.event(ReadEvent(event, notes, hash)))
    }

    func event(_ variation: consuming EventVariation) throws {
      try makeRoom(at: variation.position)
      references += 1
      let hash = hasher.digest(variation)
      try add(.variation(variation, hash: hash))
    }

    func note(_ note: ReaderNote) throws { try add(.note(note)) }

    func quarantine(_ fault: ReadFault) throws { try add(.quarantine(fault)) }

    func end(_ header: EPCISDocumentHeader) throws { try add(.end(header)) }

    /// Sends off a batch that has grown long in its text.
    private func makeRoom(at position: SourcePosition) throws {
      if position.byteOffset - begins >= batchBytes { try flush() }
      if batch.isEmpty { begins = position.byteOffset }
    }

    private func add(_ item: Item) throws {
      batch.append(item)
      if batch.count >= batchItems || references >= batchReferences { try flush() }
    }

    func flush() throws {
      guard !batch.isEmpty else { return }
      let full = batch
      batch = []
      batch.reserveCapacity(min(full.count, 64))
      references = 0
      try queue.push(full)
    }
  }

  /// Puts items into the catalog.
  private struct LoadTarget {
    let loader: ArtifactLoader
    private var document: Int64?
    private var begun: EPCISDocumentHeader?
    private(set) var references = 0

    init(loader: ArtifactLoader) { self.loader = loader }

    mutating func take(_ item: Item) throws {
      switch item {
      case .begin(let header, let position):
        document = try loader.document(header, position: position)
        begun = header
      case .element(let element): try loader.masterData(element, document: document)
      case .event(let read):
        let id = try loader.event(read.event, document: document, hash: read.hash)
        references += read.event.epcs.count
        for note in read.notes { add(note, record: id) }
      case .variation(let variation, let hash):
        try loader.event(variation, document: document, hash: hash)
        references += 1
      case .note(let note): add(note, record: document)
      case .quarantine(let fault):
        try loader.quarantine(
          reason: fault.reason.rawValue,
          position: SourcePosition(line: fault.line, byteOffset: fault.byteOffset),
          detail: fault.detail)
      case .end(let header):
        if let document, let begun, begun != header {
          try loader.amend(document: document, header: header)
        }
        document = nil
        begun = nil
      }
    }

    private func add(_ note: ReaderNote, record: Int64?) {
      loader.defect(
        note.code, field: note.field, raw: note.raw, position: note.position, record: record)
    }
  }
}
