import Testing

@testable import GS1

/// Expected values: hashes published with the reference implementation of the event hash (CBV 2.0).
@Suite struct EventHashTests {
  private func hash(_ event: EPCISEvent) -> String {
    EventHasher().digest(event).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private func event(
    _ type: EventType, _ time: String, _ offset: String, _ action: EventAction?, _ step: String
  ) -> EPCISEvent {
    var event = EPCISEvent(type: type)
    event.eventTimeText = time
    event.eventTime = InstantText.parse(time)
    event.eventTimeZoneOffset = offset
    event.action = action
    event.bizStep = EventWord(step, .bizStep)
    return event
  }

  private func departure(urns: Bool) throws -> EPCISEvent {
    func spell(_ link: String, _ length: Int) throws -> String {
      urns ? try #require(EPC.parse(link).epc.urn(companyPrefixLength: length)) : link
    }
    var event = event(
      .object, urns ? "2019-10-21T11:00:30.000+01:00" : "2019-10-21T10:00:30Z", "+01:00", .observe,
      urns ? "urn:epcglobal:cbv:bizstep:departing" : "departing")
    event.epcs = [
      EPCReference(
        parsing: try spell("https://id.gs1.org/00/052000011111111461", 7), role: .epc)
    ]
    event.readPoint = EventParty(try spell("https://id.gs1.org/414/5200001999012", 7))
    event.bizTransactions = [
      BizTransaction(
        type: EventWord(urns ? "urn:epcglobal:cbv:btt:inv" : "inv", .bizTransactionType),
        id: "urn:epcglobal:cbv:bt:5200001000008:RE1099"),
      BizTransaction(
        type: EventWord(
          urns ? "urn:epcglobal:cbv:btt:desadv" : "https://ref.gs1.org/cbv/BTT-desadv",
          .bizTransactionType), id: " urn:epcglobal:cbv:bt:5200001000008:4711\n"),
    ]
    func party(_ type: String, _ link: String) throws -> SourceOrDestination {
      SourceOrDestination(
        type: EventWord(urns ? "urn:epcglobal:cbv:sdt:" + type : type, .sourceDestinationType),
        party: EventParty(try spell(link, 7)))
    }
    event.sources = [try party("possessing_party", "https://id.gs1.org/417/5200001000008")]
    event.destinations = [
      try party("possessing_party", "https://id.gs1.org/417/4000001987658"),
      try party("location", "https://id.gs1.org/414/4012345000122"),
    ]
    return event
  }

  @Test(arguments: [true, false])
  func matchesThePublishedValueInBothSpellings(urns: Bool) throws {
    let expected = "253f0178f96349eedc207505b49044a602129605cf692e3d9f1f36c8bd1dfb0d"
    var event = try departure(urns: urns)
    #expect(hash(event) == expected)
    event.eventID = "urn:uuid:1"
    event.recordTimeText = "2026-01-01T00:00:00Z"
    event.errorDeclaration = ErrorDeclaration(time: nil, timeText: "", reason: nil)
    #expect(hash(event) == expected)
    event.disposition = EventWord("in_transit", .disposition)
    #expect(hash(event) != expected)
  }

  @Test func matchesThePublishedValueWithQuantityAndMasterData() {
    for namespace in ["urn:epcglobal:cbv:mda", "urn:epcglobal:cbv:mda:"] {
      var event = event(
        .object, "2019-10-21T14:58:56.000+02:00", "+02:00", .add, "cbv:BizStep-commissioning")
      event.quantities = [
        QuantityElement(
          parsingClass: "urn:epc:class:lgtin:4054739.099914.20160711", quantityText: "600.0",
          uom: "KGM", role: .epc)
      ]
      event.readPoint = EventParty("urn:epc:id:sgln:4054739.00001.0")
      event.attributes = [
        EventAttribute(
          place: .ilmd, namespace: namespace, name: "bestBeforeDate", value: "2019-10-21")
      ]
      #expect(
        hash(event)
          == "5f396ea5cb32fe4d0980cb79f5a5eb9640559e9f5a6cefa5c98a7d6ad554b50b")
    }
  }

  @Test func matchesThePublishedValueOfAnAggregation() {
    var event = event(.aggregation, "2019-10-21T09:58:56.591Z", "+02:00", .add, "packing")
    event.epcs = [
      EPCReference(parsing: "https://id.gs1.org/00/040470231111111229", role: .parent)
    ]
    event.epcs += ["98", "107", "97", "109"].map {
      EPCReference(parsing: "https://id.gs1.org/01/04047023775511/21/" + $0, role: .child)
    }
    event.readPoint = EventParty("https://id.gs1.org/414/4047023000125")
    #expect(
      hash(event)
        == "c941e6486c561c2be83c28dc228c150eaef9a6befb1015e6cc563982fb7414b6")
  }

  @Test func matchesThePublishedValueOfATransformation() {
    var event = event(
      .transformation, "2019-10-21T12:58:56.591Z", "+02:00", nil, "commissioning")
    event.epcs = [
      ("https://id.gs1.org/01/04012345111224/21/25", EventRole.input),
      ("https://id.gs1.org/01/04000001654321/21/99886655", .input),
      ("https://id.gs1.org/01/04012345778892/21/28", .output),
      ("https://id.gs1.org/01/04012345778892/21/25", .output),
      ("https://id.gs1.org/01/04012345778892/21/26", .output),
      ("https://id.gs1.org/01/04012345778892/21/27", .output),
    ].map { EPCReference(parsing: $0.0, role: $0.1) }
    event.quantities = [
      QuantityElement(
        parsingClass: "https://id.gs1.org/01/04012345111118/10/4444", quantityText: "10",
        uom: "KGM", role: .input),
      QuantityElement(
        parsingClass: "https://id.gs1.org/01/00614141777778/10/987", quantityText: "30", uom: nil,
        role: .input),
      QuantityElement(
        parsingClass: "https://id.gs1.org/01/04012345666663", quantityText: "220", uom: nil,
        role: .input),
    ]
    event.readPoint = EventParty("https://id.gs1.org/414/4012345000016")
    event.attributes = [
      EventAttribute(
        place: .ilmd, namespace: "https://ns.example.com/epcis/", name: "bestBeforeDate",
        value: "2015-11-10"),
      EventAttribute(
        place: .ilmd, namespace: "https://ns.example.com/epcis/", name: "batch", value: "XYZ"),
    ]
    #expect(
      hash(event)
        == "36ab2ba0e3eac03d14a630148c63c31da00b8c4f1c311f501eb459e89a6e6350")
  }

  @Test func aLinkEscapesAllButWhatGS1LeavesAsItIs() {
    let left = Set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-._~';=".utf8)
    for byte in UInt8.min ... .max {
      #expect(GS1Characters.isLinkLiteral(byte) == left.contains(byte))
    }
  }

  /// Units of several products, serials that a link escapes, and logistics units in one list.
  @Test func aMixedListIsHashedInTheOrderOfItsLinks() {
    let texts = [
      "urn:epc:id:sgtin:0614141.812345.B2", "urn:epc:id:sgtin:0614141.812345.A10",
      "urn:epc:id:sgtin:0614141.812345.A%2F9", "urn:epc:id:sscc:0614141.1234567890",
      "urn:epc:id:sgtin:0614141.712345.B2", "urn:epc:id:sgtin:0614141.812345.A1",
      "urn:epc:id:sgtin:0614141.812345.A10000009", "urn:epc:id:sgtin:0614141.812345.A10000008",
    ]
    for list in [texts, Array(texts.prefix(2)), [texts[6], texts[7], texts[1], texts[5]]] {
      var event = event(.object, "2026-01-02T03:04:05Z", "+00:00", .add, "commissioning")
      event.epcs = list.map { EPCReference(parsing: $0, role: .epc) }
      let links = event.epcs.map { Array(("epc=" + $0.epc.digitalLink).utf8) }
        .sorted { $0.lexicographicallyPrecedes($1) }
      let text = String(decoding: EventHasher().text(event), as: UTF8.self)
      #expect(text.contains("epcList" + String(decoding: links.joined(), as: UTF8.self) + "action"))
    }
  }

  @Test func roundsTimesToMillisecondsAndReordersLists() {
    var one = event(.object, "2026-01-01T00:00:00.1234567Z", "+00:00", .observe, "storing")
    var two = event(.object, "2026-01-01T00:00:00.123Z", "+00:00", .observe, "storing")
    #expect(hash(one) == hash(two))
    two = event(.object, "2026-01-01T00:00:00.1239Z", "+00:00", .observe, "storing")
    #expect(String(decoding: EventHasher().text(two), as: UTF8.self).contains("00.124Z"))
    one.epcs = (0..<300).map {
      EPCReference(parsing: "(01)00312345678906(21)" + String($0 * 7919 % 300), role: .epc)
    }
    var shuffled = one
    shuffled.epcs.reverse()
    #expect(hash(one) == hash(shuffled))
  }
}
