import Collecting
import GS1
import Testing

/// What headers say counts where senders put it, not only where the schema has it.
@Suite struct HeaderPlaceTests {
  private static let statement = """
    <gs1ushc:dscsaTransactionStatement>\
    <gs1ushc:affirmTransactionStatement>true</gs1ushc:affirmTransactionStatement>\
    <gs1ushc:legalNotice>Seller has complied.</gs1ushc:legalNotice>\
    </gs1ushc:dscsaTransactionStatement>
    """

  private static let business = """
    <sbdh:StandardBusinessDocumentHeader>\
    <sbdh:Sender><sbdh:Identifier>S</sbdh:Identifier></sbdh:Sender>\
    <sbdh:Receiver><sbdh:Identifier>R</sbdh:Identifier></sbdh:Receiver>\
    <sbdh:DocumentIdentification><sbdh:InstanceIdentifier>DOC-1</sbdh:InstanceIdentifier>\
    <sbdh:Type>Events</sbdh:Type></sbdh:DocumentIdentification>\
    <sbdh:BusinessScope><sbdh:Scope><sbdh:Type>T</sbdh:Type>\
    <sbdh:InstanceIdentifier>SCOPE-9</sbdh:InstanceIdentifier></sbdh:Scope></sbdh:BusinessScope>\
    </sbdh:StandardBusinessDocumentHeader>
    """

  private static let document = Sample.document(Sample.commission)
    .replacing(#"<?xml version="1.0" encoding="UTF-8"?>"#, with: "")

  @Test(arguments: [
    document.replacing("<EPCISBody>", with: statement + "<EPCISBody>"),
    document.replacing("</EPCISBody>", with: "</EPCISBody>" + statement),
    document.replacing("</EPCISBody>", with: "</EPCISBody><extension>\(statement)</extension>"),
  ])
  func aTransactionStatementBesideTheBodyIsRead(text: String) throws {
    let sink = try Read.xml(text)
    let found = try #require(sink.headers.first).transactionStatement
    #expect(found.isPresent)
    #expect(found.affirm == "true")
    #expect(found.legalNotice == "Seller has complied.")
    #expect(sink.epcs == [[Sample.unit1, Sample.unit2]])
    #expect(sink.faults.isEmpty)
  }

  @Test func theIdentifierOfAScopeIsNotTheDocuments() throws {
    let header = "<EPCISHeader>\(Self.business)\(Self.statement)</EPCISHeader>"
    let sink = try Read.xml(Sample.document(Sample.commission, header: header))
    #expect(sink.headers.map(\.instanceIdentifier) == ["DOC-1"])
    #expect(sink.headers.map(\.transactionStatement.isPresent) == [true])
  }

  @Test func aHeaderAroundTheDocumentIsItsHeader() throws {
    let space = "xmlns:sbdh='http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader'"
    let soap = "http://schemas.xmlsoap.org/soap/envelope/"
    for text in [
      "<sbdh:StandardBusinessDocument \(space)>\(Self.business)\(Self.document)"
        + "</sbdh:StandardBusinessDocument>",
      "<s:Envelope xmlns:s='\(soap)' \(space)><s:Header>\(Self.business)</s:Header>"
        + "<s:Body>\(Self.document)</s:Body></s:Envelope>",
    ] {
      let sink = try Read.xml(text)
      #expect(sink.headers.map(\.sender) == ["S"])
      #expect(sink.headers.map(\.receiver) == ["R"])
      #expect(sink.headers.map(\.instanceIdentifier) == ["DOC-1"])
      #expect(sink.epcs == [[Sample.unit1, Sample.unit2]])
      #expect(sink.faults.isEmpty)
      let own = "<EPCISHeader>\(Self.business)</EPCISHeader><EPCISBody>"
        .replacing("DOC-1", with: "DOC-2").replacing(">S<", with: ">T<")
      let both = try Read.xml(text.replacing("<EPCISBody>", with: own))
      #expect(both.headers.map(\.sender) == ["T"])
      #expect(both.headers.map(\.instanceIdentifier) == ["DOC-2"])
    }
  }

  @Test(arguments: ["<![CDATA[DOCUMENT]]>", "ESCAPED"])
  func aDocumentAsTextInAnEnvelopeIsCalledThat(form: String) throws {
    let escaped = Self.document.replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    let payload = form.replacing("DOCUMENT", with: Self.document)
      .replacing("ESCAPED", with: escaped)
    let sink = try Read.xml(
      "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>"
        + "<payload>\(payload)</payload></s:Body></s:Envelope>")
    #expect(sink.faults.map(\.reason) == [.noEPCIS])
    #expect(sink.faults[0].detail.contains("payload holds a document as text"))
  }
}
