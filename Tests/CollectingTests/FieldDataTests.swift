import Cataloging
import Collecting
import GS1
import Testing

/// One test for each trap real files were seen to set.
@Suite struct FieldDataTests {
  @Test(arguments: ["0", "1", "1.0", "1.1", "1.2", "1.3", "2.0"])
  func reportsTheSchemaVersionAndKeysOnTheNamespace(version: String) throws {
    let sink = try Read.xml(Sample.document(Sample.commission, version: version))
    #expect(sink.faults.isEmpty)
    #expect(sink.headers.first?.schemaVersion == version)
    #expect(sink.headers.first?.namespace == "urn:epcglobal:epcis:xsd:1")
    #expect(sink.epcs == [[Sample.unit1, Sample.unit2]])
  }

  @Test func readsARootWithoutNamespaceAndSaysSo() throws {
    let sink = try Read.xml(
      "<EPCISDocument schemaVersion='1.2'><EPCISBody><EventList>\(Sample.object(Sample.urn1))"
        + "</EventList></EPCISBody></EPCISDocument>")
    #expect(sink.epcs == [[Sample.unit1]])
    #expect(sink.notes.contains { $0.code == .namespaceMissing })
  }

  @Test func readsAnUnusualPrefix() throws {
    let sink = try Read.xml(
      "<ns7:EPCISDocument xmlns:ns7='urn:epcglobal:epcis:xsd:1'><EPCISBody><EventList>"
        + "\(Sample.object(Sample.urn1))</EventList></EPCISBody></ns7:EPCISDocument>")
    #expect(sink.epcs == [[Sample.unit1]])
    #expect(sink.headers.first?.kind == .document)
  }

  @Test func readsAnUndeclaredPrefixAndSaysSo() throws {
    let sink = try Read.xml(
      "<epcis:EPCISDocument><EPCISBody><EventList>\(Sample.object(Sample.urn1))"
        + "</EventList></EPCISBody></epcis:EPCISDocument>")
    #expect(sink.epcs == [[Sample.unit1]])
    let notes = sink.notes + sink.taken.flatMap(\.notes)
    #expect(notes.contains { $0.field == "undeclared_prefix" && $0.raw == "epcis" })
  }

  @Test func readsABodyInTheWrongCaseAndSaysSo() throws {
    let sink = try Read.xml(
      "<epcis:EPCISDocument xmlns:epcis='urn:epcglobal:epcis:xsd:1'><epcisbody><eventlist>"
        + "\(Sample.object(Sample.urn1))</eventlist></epcisbody></epcis:EPCISDocument>")
    #expect(sink.epcs == [[Sample.unit1]])
    #expect(sink.notes.contains { $0.code == .elementCase && $0.field == "EPCISBody" })
  }

  @Test func readsADocumentInsideASOAPEnvelope() throws {
    let document = Sample.document(Sample.commission).split(separator: "\n").dropFirst()
      .joined(separator: "\n")
    let sink = try Read.xml(
      "<soap:Envelope xmlns:soap='http://schemas.xmlsoap.org/soap/envelope/'><soap:Header/>"
        + "<soap:Body>\(document)</soap:Body></soap:Envelope>")
    #expect(sink.epcs == [[Sample.unit1, Sample.unit2]])
    #expect(sink.headers.map(\.kind) == [.soap])
  }

  @Test func quarantinesASOAPEnvelopeWithoutEPCIS() throws {
    let sink = try Read.xml(
      "<soap:Envelope xmlns:soap='http://schemas.xmlsoap.org/soap/envelope/'><soap:Body>"
        + "<Fault>no</Fault></soap:Body></soap:Envelope>")
    #expect(sink.events.isEmpty)
    #expect(sink.faults.map(\.reason) == [.noEPCIS])
  }

  /// A client that keeps whatever came back keeps answers of this sort as well.
  @Test func tellsOfAnAnswerThatIsAnErrorInPlaceOfEvents() throws {
    let exception =
      "<q:QueryTooLargeException xmlns:q='urn:epcglobal:epcis-query:xsd:1'>\n"
      + "<reason>more than 1000 events</reason></q:QueryTooLargeException>"
    let answers = [
      "<q:EPCISQueryDocument xmlns:q='urn:epcglobal:epcis-query:xsd:1'><EPCISBody>\n\(exception)"
        + "</EPCISBody></q:EPCISQueryDocument>",
      "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault><detail>\n"
        + "\(exception)</detail></s:Fault></s:Body></s:Envelope>",
    ]
    for answer in answers {
      let fault = try #require(try Read.xml(answer).faults.first)
      #expect(fault.reason == .noEPCIS)
      #expect(fault.line == 2)
      #expect(fault.detail.contains("QueryTooLargeException in place of events: more than 1000"))
    }
    let problem = """
      {"type":"epcisException:QueryTooLargeException","title":"Query too large","status":413,"id":"7"}
      """
    let sink = try Read.json(problem)
    #expect(sink.events.isEmpty)
    #expect(sink.faults.map(\.reason) == [.noEPCIS])
    #expect(sink.faults.first?.detail.contains("QueryTooLargeException is no EPCIS event") == true)
    #expect(sink.faults.first?.detail.contains("Query too large") == true)
  }

  @Test func namesTheLineWhereADocumentOfAnotherSortBegins() throws {
    let job =
      "<?xml version='1.0'?>\n<EPCISCaptureJob success='false'>\n<errors/>\n</EPCISCaptureJob>\n"
    #expect(try Read.xml(job).faults.map(\.line) == [2])
    #expect(try Read.json("\n17\n").faults.map(\.line) == [2])
  }

  @Test func namesTextBesideAPlaceForWhatItIs() throws {
    let sink = try Read.xml(
      Sample.document(
        Sample.object(
          Sample.urn1, extra: "<readPoint>a\n<id>urn:epc:id:sgln:0312345.00001.0</id></readPoint>"))
    )
    let event = try #require(sink.taken.first)
    #expect(event.event.readPoint?.epc.key == "0312345000011")
    #expect(event.notes.map(\.code) == [.elementUnexpected])
  }

  @Test func readsABareEvent() throws {
    let sink = try Read.xml(Sample.object(Sample.urn1))
    #expect(sink.epcs == [[Sample.unit1]])
    #expect(sink.headers.map(\.kind) == [.bareEvent])
  }

  @Test func readsQueryDocumentsAndCallbacks() throws {
    let results =
      "<EPCISBody><epcisq:QueryResults><queryName>SimpleEventQuery</queryName><resultsBody>"
      + "<EventList>\(Sample.object(Sample.urn1))</EventList></resultsBody></epcisq:QueryResults>"
      + "</EPCISBody>"
    let query = try Read.xml(
      "<epcisq:EPCISQueryDocument xmlns:epcisq='urn:epcglobal:epcis-query:xsd:1'>\(results)"
        + "</epcisq:EPCISQueryDocument>")
    #expect(query.headers.map(\.kind) == [.queryDocument])
    #expect(query.epcs == [[Sample.unit1]])
    let callback = try Read.xml(
      "<q:QueryResults xmlns:q='urn:epcglobal:epcis-query:xsd:1'><resultsBody><EventList>"
        + "\(Sample.object(Sample.urn1))</EventList></resultsBody></q:QueryResults>")
    #expect(callback.headers.map(\.kind) == [.queryDocument])
    #expect(callback.epcs == [[Sample.unit1]])
  }

  @Test func readsAByteOrderMarkInXMLAndJSON() throws {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let xml = try Read.xml(mark + Array(Sample.document(Sample.commission).utf8))
    #expect(xml.events.count == 1)
    let json = try Read.json(mark + Array(JSONSample.document(JSONSample.commission).utf8))
    #expect(json.events.count == 1)
  }

  @Test func trimsBlanksAroundIdentifiersForComparingAndKeepsThem() throws {
    let raw = "\n   \(Sample.urn1)\t "
    let sink = try Read.xml(
      Sample.document(
        Sample.object(
          raw,
          extra: "<bizStep> urn:epcglobal:cbv:bizstep:shipping\n</bizStep>"
            + "<disposition> in_transit </disposition>"
            + "<readPoint><id> urn:epc:id:sgln:0312345.00001.0 </id></readPoint>")))
    let event = try #require(sink.events.first)
    #expect(event.epcs[0].epc.canonical == Sample.unit1)
    #expect(event.epcs[0].originalText == raw)
    #expect(event.epcs[0].issues.contains(.surroundingWhitespace))
    #expect(event.bizStep?.normalised == "shipping")
    #expect(event.disposition?.normalised == "in_transit")
    #expect(event.readPoint?.epc.key == "0312345000011")
  }

  @Test func takesFieldsInAnyOrder() throws {
    let sink = try Read.xml(
      Sample.document(
        "<ObjectEvent><action>ADD</action><epcList><epc>\(Sample.urn1)</epc></epcList>"
          + "<eventTimeZoneOffset>+02:00</eventTimeZoneOffset>"
          + "<eventTime>2026-10-20T12:00:00Z</eventTime></ObjectEvent>"))
    #expect(sink.events.first?.action == .add)
    #expect(sink.events.first?.eventTime?.milliseconds == 1_792_497_600_000)
  }

  @Test func keepsTimesWithoutZoneWithoutSecondsAndInMilliseconds() throws {
    let times = ["2026-10-20T12:00:00", "2026-10-20T12:00Z", "1792497600000"]
    let sink = try Read.xml(
      Sample.document(
        times.map { "<ObjectEvent><eventTime>\($0)</eventTime></ObjectEvent>" }.joined()))
    #expect(sink.events.map(\.eventTimeText) == times)
    #expect(sink.events[0].eventTime?.issues.contains(.missingZone) == true)
    #expect(sink.events[1].eventTime?.issues.contains(.missingSeconds) == true)
    #expect(sink.events[2].eventTime?.issues.contains(.epochMilliseconds) == true)
  }

  @Test func acceptsAHarmlessDoctype() throws {
    let document = Sample.document(Sample.commission).replacing(
      "<epcis:EPCISDocument", with: "<!DOCTYPE project>\n<epcis:EPCISDocument", maxReplacements: 1)
    #expect(try Read.xml(document).events.count == 1)
    let inner = document.replacing("<!DOCTYPE project>", with: "<!DOCTYPE a [<!ELEMENT a ANY>]>")
    #expect(try Read.xml(inner).events.count == 1)
  }

  @Test func findsLotAndExpiryInILMDInsideOrOutsideTheExtension() throws {
    let ilmd =
      "<ilmd><cbvmda:lotNumber>L 7</cbvmda:lotNumber>"
      + "<cbvmda:itemExpirationDate>2028-01-31</cbvmda:itemExpirationDate></ilmd>"
    for extra in ["<extension>\(ilmd)</extension>", ilmd] {
      let sink = try Read.xml(Sample.document(Sample.object(Sample.urn1, extra: extra)))
      let found = try #require(sink.events.first?.attributes)
      #expect(found.map(\.name) == ["lotNumber", "itemExpirationDate"])
      #expect(found.map(\.value) == ["L 7", "2028-01-31"])
      #expect(found.allSatisfy { $0.place == .ilmd })
    }
  }

  @Test func findsLotAndExpiryInTheOlderUSStyle() throws {
    let sink = try Read.xml(
      Sample.document(
        Sample.object(
          Sample.urn1,
          extra: "<gs1ushc:lotNumber>L7</gs1ushc:lotNumber>"
            + "<gs1ushc:itemExpirationDate>2028-01-31</gs1ushc:itemExpirationDate>")))
    let found = try #require(sink.events.first?.attributes)
    #expect(found.map(\.name) == ["lotNumber", "itemExpirationDate"])
    #expect(
      found.allSatisfy { $0.place == .event && $0.namespace == "http://epcis.gs1us.org/hc/ns" })
  }

  @Test(arguments: [
    "<v:attr xmlns:v='urn:v'><v:name>LOTNO</v:name><v:value>L7</v:value></v:attr>",
    "<v:list xmlns:v='urn:v'><v:attr><v:key>LOTNO</v:key><v:val>L7</v:val></v:attr></v:list>",
    "<v:obj xmlns:v='urn:v'><LOTNO>L7</LOTNO></v:obj>",
    "<v:LOTNO xmlns:v='urn:v'>L7</v:LOTNO>",
    "<v:attr xmlns:v='urn:v' name='LOTNO'>L7</v:attr>",
  ])
  func findsTheLotInVendorAttributes(extra: String) throws {
    let sink = try Read.xml(
      Sample.document(Sample.object(Sample.urn1, extra: "<extension>\(extra)</extension>")))
    let vendor = sink.events.first?.attributes.filter { $0.place == .vendor } ?? []
    #expect(vendor.map(\.name) == ["LOTNO"])
    #expect(vendor.map(\.value) == ["L7"])
  }

  /// A kind of job, a status and a mode may be the word BATCH: what stands beside it is no lot.
  @Test(arguments: [
    "<v:status><v:code>BATCH</v:code><v:text>done</v:text></v:status>",
    "<v:mode v:kind='BATCH'>nightly</v:mode>",
    "<v:job><v:type>BATCH</v:type><v:id>JOB77</v:id></v:job>",
    "<v:job><v:name>BATCH</v:name><v:started>2026-10-20</v:started></v:job>",
  ])
  func takesNoLotFromWhatOnlyNamesABatch(extra: String) throws {
    let sink = try Read.xml(
      Sample.document(Sample.object(Sample.urn1, extra: extra))
        .replacing("<EPCISBody>", with: "<EPCISBody xmlns:v='urn:v'>"))
    #expect(sink.events.first?.attributes.contains { $0.place == .vendor } == false)
  }

  /// Line software and exchanges put lot and expiry beside the event in words of their own.
  @Test(arguments: [
    (
      "<v:extension name='BATCH'>L7</v:extension><v:extension name='EXPIRY'>20280131</v:extension>"
        + "<v:extension name='PACKAGING_LEVEL'>1</v:extension>", ["BATCH", "EXPIRY"]
    ),
    (
      "<v:commonAttributes><v:line>lot</v:line><v:itemDetail><v:lot>L7</v:lot>"
        + "<v:expiry>20280131</v:expiry></v:itemDetail></v:commonAttributes>", ["lot", "expiry"]
    ),
    (
      "<v:itemDetail><v:lot>L7</v:lot><v:expiry>20280131</v:expiry></v:itemDetail>",
      ["lot", "expiry"]
    ),
    ("<v:material><v:lot>L7</v:lot><v:expiry>20280131</v:expiry></v:material>", []),
    ("<v:lot>L7</v:lot>", []),
  ])
  func findsLotAndExpiryInTheWordsOfAVendor(extra: String, names: [String]) throws {
    let sink = try Read.xml(
      Sample.document(Sample.object(Sample.urn1, extra: extra))
        .replacing("<EPCISBody>", with: "<EPCISBody xmlns:v='urn:v'>"))
    let vendor = sink.events.first?.attributes.filter { $0.place == .vendor } ?? []
    #expect(vendor.map(\.name) == names)
    #expect(vendor.map(\.value) == (names.isEmpty ? [] : ["L7", "20280131"]))
  }

  @Test func readsTheTransactionStatementFromTheHeader() throws {
    let header = """
      <EPCISHeader><sbdh:StandardBusinessDocumentHeader>
      <sbdh:Sender><sbdh:Identifier Authority="GLN">0399991000013</sbdh:Identifier></sbdh:Sender>
      <sbdh:Receiver><sbdh:Identifier Authority="GLN">0399992000012</sbdh:Identifier>\
      </sbdh:Receiver>
      <sbdh:DocumentIdentification><sbdh:InstanceIdentifier>M-1</sbdh:InstanceIdentifier>\
      <sbdh:Type>Events</sbdh:Type>\
      <sbdh:CreationDateAndTime>2026-11-02T15:00:00Z</sbdh:CreationDateAndTime>\
      </sbdh:DocumentIdentification></sbdh:StandardBusinessDocumentHeader>
      <extension><EPCISMasterData><VocabularyList>\
      <Vocabulary type="urn:epcglobal:epcis:vtype:EPCClass"><VocabularyElementList>\
      <VocabularyElement id="urn:epc:idpat:sgtin:0312345.067890.*">\
      <attribute id="urn:epcglobal:cbv:mda#regulatedProductName">Exemplin &amp; Co</attribute>\
      <attribute id="x"><a>1</a><b>2</b></attribute>\
      <children><id>urn:c1</id></children></VocabularyElement>\
      </VocabularyElementList></Vocabulary></VocabularyList></EPCISMasterData></extension>
      <gs1ushc:guidelineVersion>GS1 US DSCSA R1.3</gs1ushc:guidelineVersion>
      <gs1ushc:dropShipment>false</gs1ushc:dropShipment>
      <gs1ushc:dscsaTransactionStatement>
      <gs1ushc:affirmTransactionStatement>true</gs1ushc:affirmTransactionStatement>
      <gs1ushc:legalNotice>Seller has complied.</gs1ushc:legalNotice>
      </gs1ushc:dscsaTransactionStatement></EPCISHeader>
      """
    let sink = try Read.xml(Sample.document(Sample.commission, header: header))
    let found = try #require(sink.headers.first)
    #expect(found.transactionStatement.isPresent)
    #expect(found.transactionStatement.affirm == "true")
    #expect(found.transactionStatement.legalNotice == "Seller has complied.")
    #expect(found.sender == "0399991000013")
    #expect(found.receiver == "0399992000012")
    #expect(found.instanceIdentifier == "M-1")
    #expect(found.guidelineVersion == "GS1 US DSCSA R1.3")
    #expect(found.dropShipment == "false")
    let element = try #require(sink.elements.first)
    #expect(element.type == "urn:epcglobal:epcis:vtype:EPCClass")
    #expect(element.attributes.map(\.value) == ["Exemplin & Co", #"{"a":"1","b":"2"}"#])
    #expect(element.children == ["urn:c1"])
    #expect(sink.events.count == 1)
  }

  @Test func readsFourPartiesAndNeverCountsIndirectPurchasesAsShipped() throws {
    let extra = """
      <bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep>
      <bizTransactionList><bizTransaction type="urn:epcglobal:cbv:btt:po">\
      urn:epcglobal:cbv:bt:0399992000012:PO-77</bizTransaction></bizTransactionList>
      <extension><sourceList>\
      <source type="urn:epcglobal:cbv:sdt:owning_party">urn:epc:id:sgln:0312345.00001.0</source>\
      <source type="urn:epcglobal:cbv:sdt:location">urn:epc:id:sgln:0312345.00002.0</source>\
      </sourceList><destinationList>\
      <destination type="urn:epcglobal:cbv:sdt:owning_party">urn:epc:id:pgln:0312345.00003\
      </destination>\
      <destination type="urn:epcglobal:cbv:sdt:location">urn:epc:id:sgln:0312345.00004.0\
      </destination></destinationList></extension>
      <gs1ushc:indirectPurchaseEPCs><epc>\(Sample.urn2)</epc></gs1ushc:indirectPurchaseEPCs>
      """
    let sink = try Read.xml(Sample.document(Sample.object(Sample.urn1, extra: extra)))
    let event = try #require(sink.events.first)
    #expect(event.epcs.map(\.epc.canonical) == [Sample.unit1])
    #expect(event.sources.map { $0.type?.normalised } == ["owning_party", "location"])
    #expect(event.destinations.map(\.party.epc.key) == ["0312345000035", "0312345000042"])
    #expect(event.bizTransactions.first?.type?.normalised == "po")
    #expect(event.bizTransactions.first?.id == "urn:epcglobal:cbv:bt:0399992000012:PO-77")
    #expect(event.attributes.map(\.name) == ["indirectPurchaseEPCs"])
  }

  @Test func keepsADissolvingAggregationWithoutChildren() throws {
    let sink = try Read.xml(
      Sample.document(
        "<AggregationEvent><eventTime>2026-10-20T12:30:00Z</eventTime>"
          + "<parentID>urn:epc:id:sscc:0312345.1000000001</parentID><childEPCs/>"
          + "<action>DELETE</action></AggregationEvent>"))
    let event = try #require(sink.events.first)
    #expect(event.type == .aggregation)
    #expect(event.action == .delete)
    #expect(event.parent?.epc.serial == "103123450000000018")
    #expect(event.epcs.count == 1)
  }

  @Test func readsErrorDeclarationsInTheBaseExtension() throws {
    let sink = try Read.xml(
      Sample.document(
        Sample.object(
          Sample.urn1,
          extra: "<baseExtension><eventID>urn:uuid:1</eventID><errorDeclaration>"
            + "<declarationTime>2026-10-21T00:00:00Z</declarationTime>"
            + "<reason>urn:epcglobal:cbv:er:incorrect_data</reason><correctiveEventIDs>"
            + "<correctiveEventID>urn:uuid:2</correctiveEventID>"
            + "<correctiveEventID>urn:uuid:3</correctiveEventID></correctiveEventIDs>"
            + "</errorDeclaration></baseExtension><disposition>x</disposition>")))
    let event = try #require(sink.events.first)
    #expect(event.eventID == "urn:uuid:1")
    #expect(event.errorDeclaration?.reason?.normalised == "incorrect_data")
    #expect(event.errorDeclaration?.correctiveEventIDs == ["urn:uuid:2", "urn:uuid:3"])
    #expect(event.disposition?.normalised == "x")
  }

  @Test func readsTransformationsInsideTheListsExtension() throws {
    let sink = try Read.xml(
      Sample.document(
        Sample.object(Sample.urn1)
          + "<extension><TransformationEvent><eventTime>2026-10-20T12:30:00Z</eventTime>"
          + "<inputEPCList><epc>\(Sample.urn1)</epc></inputEPCList>"
          + "<inputQuantityList><quantityElement>"
          + "<epcClass>urn:epc:class:lgtin:0312345.067890.L1</epcClass><quantity>10</quantity>"
          + "<uom>KGM</uom></quantityElement></inputQuantityList>"
          + "<outputEPCList><epc>\(Sample.urn2)</epc></outputEPCList>"
          + "<transformationID>T1</transformationID></TransformationEvent></extension>"
          + Sample.object(Sample.urn2)))
    #expect(sink.faults.isEmpty)
    #expect(sink.events.map(\.type) == [.object, .transformation, .object])
    #expect(sink.events[1].epcs.map(\.role) == [.input, .output])
    #expect(sink.events[1].quantities.map(\.quantityText) == ["10"])
    #expect(sink.events[1].quantities.first?.uom == "KGM")
    #expect(sink.events[1].transformationID == "T1")
  }

  @Test func keepsUnknownElementsAndSensorsAsJSON() throws {
    let sink = try Read.xml(
      Sample.document(
        Sample.object(
          Sample.urn1,
          extra: "<surprise a='1'>x<b>2</b></surprise>"
            + "<e:own xmlns:e='urn:e'>kept</e:own>"
            + "<sensorElementList><sensorElement><sensorReport type='T' value='2'/>"
            + "</sensorElement></sensorElementList>")))
    let event = try #require(sink.events.first)
    #expect(event.unknown == [.init(name: "surprise", json: ##"{"#text":"x","@a":"1","b":"2"}"##)])
    #expect(event.attributes.map(\.value) == ["kept"])
    #expect(
      event.sensorElements
        == #"{"sensorElement":{"sensorReport":{"@type":"T","@value":"2"}}}"#)
  }

  @Test func readsAnAssociationAndADeprecatedQuantityEvent() throws {
    let sink = try Read.xml(
      Sample.document(
        "<AssociationEvent><parentID>urn:epc:id:grai:0312345.00001.7</parentID>"
          + "<childEPCs><epc>\(Sample.urn1)</epc></childEPCs><action>ADD</action>"
          + "<persistentDisposition><set>completeness_verified</set><unset>active</unset>"
          + "</persistentDisposition></AssociationEvent>"
          + "<QuantityEvent><epcClass>urn:epc:idpat:sgtin:0312345.067890.*</epcClass>"
          + "<quantity>12</quantity></QuantityEvent>"))
    #expect(sink.events.map(\.type) == [.association, .object])
    #expect(sink.events[0].persistentDisposition?.set.first?.normalised == "completeness_verified")
    #expect(sink.events[1].quantities.map(\.quantityText) == ["12"])
  }

  @Test func tellsLineByteAndElementOfEachEvent() throws {
    let text = Sample.document(Sample.object(Sample.urn1) + "\n" + Sample.object(Sample.urn2))
    let sink = try Read.xml(text)
    let bytes = Array(text.utf8)
    for event in sink.events {
      #expect(bytes[event.position.byteOffset...].starts(with: Array("<ObjectEvent".utf8)))
      let lines = bytes[..<event.position.byteOffset].count { $0 == 0x0A }
      #expect(event.position.line == lines + 1)
    }
    #expect(
      sink.events.map(\.position.pointer) == [
        "/EPCISDocument/EPCISBody/EventList/*[1]", "/EPCISDocument/EPCISBody/EventList/*[2]",
      ])
    let headed = try Read.xml(
      Sample.document(Sample.object(Sample.urn1), header: "<EPCISHeader><x/></EPCISHeader>"))
    #expect(
      headed.events.map(\.position.pointer) == ["/EPCISDocument/EPCISBody/EventList/*[1]"])
  }
}
