/// The names of EPCIS that are read, in any namespace of EPCIS and without one.
enum EPCISName: String, CaseIterable {
  // Around events
  case document = "EPCISDocument"
  case queryDocument = "EPCISQueryDocument"
  case masterDataDocument = "EPCISMasterDataDocument"
  case envelope = "Envelope"
  case header = "EPCISHeader"
  case body = "EPCISBody"
  case eventList = "EventList"
  case queryResults = "QueryResults"
  case queryName
  case resultsBody
  case `extension`
  case baseExtension
  // Header
  case businessHeader = "StandardBusinessDocumentHeader"
  case sender = "Sender"
  case receiver = "Receiver"
  case identifier = "Identifier"
  case instanceIdentifier = "InstanceIdentifier"
  case documentType = "Type"
  case creationDateAndTime = "CreationDateAndTime"
  case transactionStatement = "dscsaTransactionStatement"
  case affirm = "affirmTransactionStatement"
  case legalNotice
  case guidelineVersion
  case dropShipment
  case vocabularyList = "VocabularyList"
  case masterData = "EPCISMasterData"
  case vocabulary = "Vocabulary"
  case vocabularyElementList = "VocabularyElementList"
  case vocabularyElement = "VocabularyElement"
  case attribute
  case children
  // Events
  case objectEvent = "ObjectEvent"
  case aggregationEvent = "AggregationEvent"
  case transactionEvent = "TransactionEvent"
  case transformationEvent = "TransformationEvent"
  case associationEvent = "AssociationEvent"
  case quantityEvent = "QuantityEvent"
  // Parts of events
  case eventTime
  case recordTime
  case eventTimeZoneOffset
  case eventID
  case errorDeclaration
  case declarationTime
  case reason
  case correctiveEventIDs
  case correctiveEventID
  case epcList
  case epc
  case parentID
  case childEPCs
  case inputEPCList
  case outputEPCList
  case transformationID
  case action
  case bizStep
  case disposition
  case readPoint
  case bizLocation
  case id
  case bizTransactionList
  case bizTransaction
  case sourceList
  case source
  case destinationList
  case destination
  case quantityList
  case childQuantityList
  case inputQuantityList
  case outputQuantityList
  case quantityElement
  case epcClass
  case quantity
  case uom
  case ilmd
  case persistentDisposition
  case set
  case unset
  case sensorElementList
  case certificationInfo

  /// All names in order; a name's place is its number in `XMLNames`.
  static let all = Array(allCases)

  private static let folded: [String: EPCISName] = Dictionary(
    all.map { ($0.rawValue.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })

  /// The name written in whatever case.
  static func folding(_ text: String) -> EPCISName? { folded[text.lowercased()] }

  /// Whether an event begins with it.
  var isEvent: Bool {
    switch self {
    case .objectEvent, .aggregationEvent, .transactionEvent, .transformationEvent,
      .associationEvent, .quantityEvent:
      true
    default: false
    }
  }
}
