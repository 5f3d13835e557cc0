import Testing

@testable import Packing

@Suite struct ManifestDocumentTests {
  private func item(_ number: Int) -> ManifestDocument.Item {
    ManifestDocument.Item(
      path: "evidence/epcis/line/\(number).xml", kind: "epcis", source: "line",
      originalPath: "2026/\(number).xml", sha256: String(repeating: "0", count: 64), bytes: 9,
      modified: nil, collected: "2026-10-01T00:00:00.000Z", collectedBy: "qa", mediaType: nil,
      format: nil, status: "taken", enclosedAs: "in_scope", reason: nil,
      lots: [ManifestDocument.Lot(gtin: "00312345678906", lot: "L\n  ]\(number)")],
      requirements: [], serves: ["a", "b"], members: number == 3 ? ["x!/\n    }"] : [],
      duplicateOf: nil, absentAtSource: false)
  }

  private func manifest(_ count: Int) -> ManifestDocument {
    ManifestDocument(
      schema: ManifestDocument.schemaName, packId: "EP-1", created: "", asOf: "", from: "", to: "",
      digestAlgorithm: "sha256", sources: [], items: (0..<count).map(item), notEnclosed: [],
      files: [],
      totals: ManifestDocument.Totals(items: count, bytes: 0, notEnclosed: 0))
  }

  @Test(arguments: [0, 1, 2, 255, 256, 257, 600])
  func isWrittenAndReadInPartsAsItWouldBeWhole(count: Int) throws {
    let manifest = manifest(count)
    let bytes = try manifest.json()
    #expect(bytes == (try DocumentEncoder.json(manifest)))
    let read = try #require(ManifestDocument(exactly: bytes))
    #expect(read.items.map(\.path) == manifest.items.map(\.path))
    #expect(read.items.map(\.members) == manifest.items.map(\.members))
    #expect(read.totals == manifest.totals)
  }

  @Test(arguments: [
    ("\"kind\" : \"epcis\",", "\"kind\" : \"epcis\",\n      \"kind\" : \"epcis\","),
    ("\"members\" : [", "\"members\": ["), ("    },\n    {", "    },\n\n    {"),
    ("\n  ],\n  \"not_enclosed\"", ",\n  ],\n  \"not_enclosed\""),
    ("\"schema\"", "\"more\" : 1,\n  \"schema\""), ("    },\n    {", "    }\n    {"),
    ("\"serves\" : [\n        \"a\",", "\"serves\" : [\n        \"a\",\n"),
  ])
  func isRefusedWhereAByteIsNotAsMusterWritesIt(part: String, forged: String) throws {
    let text = String(decoding: try manifest(300).json(), as: UTF8.self)
    let place = try #require(text.firstRange(of: part))
    #expect(ManifestDocument(exactly: Array(text.replacingCharacters(place, forged).utf8)) == nil)
    #expect(ManifestDocument(exactly: []) == nil)
    #expect(ManifestDocument(exactly: Array(text.utf8.dropLast(4))) == nil)
  }
}

extension String {
  fileprivate func replacingCharacters(_ place: Range<Index>, _ other: String) -> String {
    self[..<place.lowerBound] + other + self[place.upperBound...]
  }
}
