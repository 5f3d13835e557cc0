import GS1
import Testing

@Suite struct CBVTests {
  @Test(arguments: [
    ("urn:epcglobal:cbv:bizstep:shipping", "shipping", WordSpelling.urn),
    ("https://ref.gs1.org/cbv/BizStep-shipping", "shipping", .webURI),
    ("shipping", "shipping", .bare), ("cbv:BizStep-shipping", "shipping", .curie),
    (" urn:epcglobal:cbv:bizstep:shipping\n", "shipping", .urn),
    ("http://example.com/step/x", "http://example.com/step/x", .foreign), ("", "", .foreign),
  ])
  func readsFourSpellings(raw: String, word: String, spelling: WordSpelling) {
    let read = CBV.word(raw, .bizStep)
    #expect(read.normalised == word)
    #expect(read.spelling == spelling)
    #expect(read.raw == raw)
  }

  @Test func knowsWordsByVersion() {
    #expect(CBV.isKnown("sampling", .bizStep))
    #expect(!CBV.isKnown("sampling", .bizStep, in: .v1))
    #expect(CBV.isKnown("in_transit", .disposition, in: .v1))
    #expect(!CBV.isKnown("shiping", .bizStep))
    for vocabulary in CBV.Vocabulary.allCases {
      #expect(CBV.known(vocabulary, in: .v1).isSubset(of: CBV.known(vocabulary, in: .v2)))
      for word in CBV.known(vocabulary, in: .v2) {
        #expect(CBV.word(CBV.webURI(word, vocabulary), vocabulary).normalised == word)
      }
    }
  }
}
