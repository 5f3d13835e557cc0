/// What stands around the events of an EPCIS document.
package struct EPCISDocumentHeader: Hashable, Sendable {
  /// What the outermost element or value is.
  package enum Kind: String, Sendable, CaseIterable {
    /// EPCISDocument.
    case document
    /// EPCISQueryDocument or a query result.
    case queryDocument = "query_document"
    /// One event and nothing around it.
    case bareEvent = "bare_event"
    /// A list of events and nothing around it.
    case array
    /// A document inside a SOAP envelope.
    case soap
    /// Master data alone (EPCISMasterDataDocument).
    case masterData = "master_data"
  }

  /// The statement of DSCSA section 581(27) in a header.
  package struct TransactionStatement: Hashable, Sendable {
    /// The affirmation as written; nil when the element is missing.
    package var affirm: String?
    /// The legal notice as written.
    package var legalNotice: String?
    /// Whether a statement element is there at all.
    package var isPresent: Bool

    /// A statement from its parts.
    package init(affirm: String? = nil, legalNotice: String? = nil, isPresent: Bool = false) {
      self.affirm = affirm
      self.legalNotice = legalNotice
      self.isPresent = isPresent
    }
  }

  /// One element of a master data vocabulary.
  package struct VocabularyElement: Hashable, Sendable {
    /// The vocabulary's type as written.
    package var type: String
    /// The element's identifier as written.
    package var id: String
    /// Attributes in document order.
    package var attributes: [VocabularyAttribute]
    /// Identifiers of its children.
    package var children: [String]
    /// Where it stands.
    package var position: SourcePosition

    /// An element from its parts.
    package init(
      type: String, id: String, attributes: [VocabularyAttribute] = [], children: [String] = [],
      position: SourcePosition = SourcePosition()
    ) {
      self.type = type
      self.id = id
      self.attributes = attributes
      self.children = children
      self.position = position
    }
  }

  /// One attribute of a master data element.
  package struct VocabularyAttribute: Hashable, Sendable {
    /// Its identifier as written.
    package var id: String
    /// Its text, or a JSON text of its children.
    package var value: String

    /// An attribute from its parts.
    package init(id: String, value: String) {
      self.id = id
      self.value = value
    }
  }

  /// What the outermost element or value is.
  package var kind: Kind
  /// Whether the document is `epcis_xml` or `epcis_json`, as the reader calls it.
  package var standard = ""
  /// The schemaVersion attribute as written.
  package var schemaVersion: String?
  /// The namespace of the root element, or the JSON-LD contexts joined by a blank.
  package var namespace = ""
  /// Creation date.
  package var creationDate: ParsedInstant?
  /// Creation date as written.
  package var creationDateText: String?
  /// SBDH sender identifier.
  package var sender: String?
  /// SBDH receiver identifier.
  package var receiver: String?
  /// SBDH instance identifier.
  package var instanceIdentifier: String?
  /// `gs1ushc:guidelineVersion`.
  package var guidelineVersion: String?
  /// `gs1ushc:dropShipment` as written.
  package var dropShipment: String?
  /// The transaction statement.
  package var transactionStatement = TransactionStatement()
  /// Master data.
  package var vocabulary: [VocabularyElement] = []
  /// Other header values.
  package var attributes: [EventAttribute] = []
  /// What is not understood.
  package var unknown: [EPCISEvent.Unknown] = []

  /// A header with nothing in it yet.
  package init(kind: Kind) { self.kind = kind }
}
