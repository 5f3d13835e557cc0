/// An event told by what sets it apart from another: systems that write one event a serial repeat
/// all but its time, its identifier and its EPC.
package struct EventVariation: Sendable {
  /// The event others are told by. An object, so that what was worked out for it is known again.
  package final class Model: Sendable {
    /// The event.
    package let event: EPCISEvent

    /// A model of an event.
    package init(_ event: EPCISEvent) { self.event = event }
  }

  /// What everything else is taken from; it names one EPC, in its EPC list, and no quantity.
  package let model: Model
  /// The one EPC.
  package var epc: EPCReference
  /// When it happened; nil when unreadable.
  package var eventTime: ParsedInstant?
  /// When it happened, as written.
  package var eventTimeText: String
  /// When a repository took it; nil when absent or unreadable.
  package var recordTime: ParsedInstant?
  /// When a repository took it, as written; nil when absent.
  package var recordTimeText: String?
  /// The event's identifier as written; nil when absent.
  package var eventID: String?
  /// Where it stands.
  package var position: SourcePosition

  /// The model again, with another EPC at another place.
  package init(of model: Model, epc: EPCReference, position: SourcePosition) {
    self.model = model
    self.epc = epc
    self.position = position
    eventTime = model.event.eventTime
    eventTimeText = model.event.eventTimeText
    recordTime = model.event.recordTime
    recordTimeText = model.event.recordTimeText
    eventID = model.event.eventID
  }

  /// The event as a whole.
  package var event: EPCISEvent {
    var event = model.event
    event.epcs = [epc]
    event.eventTime = eventTime
    event.eventTimeText = eventTimeText
    event.recordTime = recordTime
    event.recordTimeText = recordTimeText
    event.eventID = eventID
    event.position = position
    return event
  }
}
