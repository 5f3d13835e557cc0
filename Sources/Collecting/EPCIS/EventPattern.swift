import GS1
import Glibc

/// The text of an event, and where in it stands what the events behind it mostly differ in. An event
/// that is the same text but for that need not be read part by part.
struct EventPattern {
  /// A part that may differ.
  enum Part { case eventTime, recordTime, eventID, epc }

  /// A part and where its text stands, unresolved.
  struct Hole {
    var part: Part
    var range: Range<Int>
  }

  /// The texts found in the place of the pattern's own, and how long the whole is.
  struct Match {
    fileprivate(set) var length = 0
    fileprivate(set) var eventTime: UnsafeBufferPointer<UInt8>?
    fileprivate(set) var recordTime: UnsafeBufferPointer<UInt8>?
    fileprivate(set) var eventID: UnsafeBufferPointer<UInt8>?
    fileprivate(set) var epc = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  }

  /// Longer events are read part by part: what they spend on these parts is little.
  private static let mostBytes = 16 * 1024

  /// The event itself.
  let model: EventVariation.Model
  private let text: [UInt8]
  private let holes: [Hole]

  /// A pattern of `event`, which is `text`; nil unless it names one EPC, in an EPC list, and no
  /// quantity, and `holes`, in their order, has its place.
  init?(_ event: EPCISEvent, text: UnsafeBufferPointer<UInt8>, holes: [Hole]) {
    guard text.count <= Self.mostBytes, event.epcs.count == 1, event.epcs[0].role == .epc,
      event.quantities.isEmpty, holes.contains(where: { $0.part == .epc })
    else { return nil }
    model = EventVariation.Model(event)
    self.text = Array(text)
    self.holes = holes
  }

  /// The event that begins at `start`, where it is the pattern again; nil for any other text.
  func match(_ start: UnsafePointer<UInt8>, available: Int) -> Match? {
    text.withUnsafeBufferPointer { text -> Match? in
      guard let own = text.baseAddress else { return nil }
      var match = Match()
      var from = 0
      func passes(to end: Int) -> Bool {
        let count = end - from
        guard available - match.length >= count,
          memcmp(own + from, start + match.length, count) == 0
        else { return false }
        match.length += count
        return true
      }
      for hole in holes {
        guard passes(to: hole.range.lowerBound) else { return nil }
        from = hole.range.upperBound
        let rest = available - match.length
        let count = XMLPullReader.plainBytes(start + match.length, rest)
        // A reference or a line end that has to be resolved is for the reader, and so is an
        // identifier that may be nothing but blanks.
        guard count > 0, count < rest, start[match.length + count] == 0x3C,
          hole.part != .epc || start[match.length] > 0x20
        else { return nil }
        let value = UnsafeBufferPointer(start: start + match.length, count: count)
        match.length += count
        switch hole.part {
        case .eventTime: match.eventTime = value
        case .recordTime: match.recordTime = value
        case .eventID: match.eventID = value
        case .epc: match.epc = value
        }
      }
      return passes(to: text.count) ? match : nil
    }
  }
}
