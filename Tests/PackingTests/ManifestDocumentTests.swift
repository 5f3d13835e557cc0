import Archives
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

  private func left(_ number: Int) -> ManifestDocument.NotEnclosed {
    ManifestDocument.NotEnclosed(
      source: "line", originalPath: "2025/\(number)\n  ].xml",
      sha256: String(repeating: "0", count: 64), reason: "outside_scope", detail: nil)
  }

  private func text(_ manifest: ManifestDocument) throws -> [UInt8] {
    var frame = manifest
    (frame.items, frame.notEnclosed) = ([], [])
    var bytes: [UInt8] = []
    try frame.write(items: manifest.items, notEnclosed: manifest.notEnclosed) { bytes += $0 }
    return bytes
  }

  private func read(_ bytes: [UInt8], inPiecesOf size: Int = 1000) throws -> ManifestDocument? {
    try ManifestDocument(exactly: MemorySource(bytes).pieces(limit: bytes.count, ofUpTo: size))
  }

  private func manifest(_ count: Int, left: Int = 0) -> ManifestDocument {
    ManifestDocument(
      schema: ManifestDocument.schemaName, packId: "EP-1", created: "", asOf: "", from: "", to: "",
      digestAlgorithm: "sha256", sources: [], items: (0..<count).map(item),
      notEnclosed: (0..<left).map(self.left), files: [],
      totals: ManifestDocument.Totals(items: count, bytes: 0, notEnclosed: left))
  }

  @Test(arguments: [0, 1, 2, 255, 256, 257, 600])
  func isWrittenAndReadInPartsAsItWouldBeWhole(count: Int) throws {
    let manifest = manifest(count, left: 512 - min(count, 512))
    let bytes = try text(manifest)
    #expect(bytes == (try DocumentEncoder.json(manifest)))
    let read = try #require(try read(bytes))
    #expect(read.items.map(\.path) == manifest.items.map(\.path))
    #expect(read.items.map(\.members) == manifest.items.map(\.members))
    #expect(read.notEnclosed == manifest.notEnclosed)
    #expect(read.totals == manifest.totals)
  }

  @Test(arguments: 1...9)
  func isReadWhereverThePiecesOfItEnd(size: Int) throws {
    let manifest = manifest(4, left: 3)
    let read = try #require(try read(try text(manifest), inPiecesOf: size))
    #expect(read.items.map(\.path) == manifest.items.map(\.path))
    #expect(read.notEnclosed == manifest.notEnclosed)
  }

  @Test func isNotReadBeyondWhatItMayHold() throws {
    let bytes = try text(manifest(300))
    #expect(throws: ArchiveError.self) {
      try ManifestDocument(exactly: MemorySource(bytes).pieces(limit: bytes.count - 1))
    }
  }

  @Test(arguments: [
    ("\"kind\" : \"epcis\",", "\"kind\" : \"epcis\",\n      \"kind\" : \"epcis\","),
    ("\"members\" : [", "\"members\": ["), ("    },\n    {", "    },\n\n    {"),
    ("\n  ],\n  \"not_enclosed\" : [\n", "\n  ],\n  \"not_enclosed\" : [\n\n"),
    ("\n  ],\n  \"not_enclosed\"", ",\n  ],\n  \"not_enclosed\""),
    ("\"schema\"", "\"more\" : 1,\n  \"schema\""), ("    },\n    {", "    }\n    {"),
    ("\"serves\" : [\n        \"a\",", "\"serves\" : [\n        \"a\",\n"),
  ])
  func isRefusedWhereAByteIsNotAsMusterWritesIt(part: String, forged: String) throws {
    let text = String(decoding: try text(manifest(300, left: 1)), as: UTF8.self)
    let place = try #require(text.firstRange(of: part))
    #expect(try read(Array(text.replacingCharacters(place, forged).utf8)) == nil)
    #expect(try read([]) == nil)
    #expect(try read(Array(text.utf8.dropLast(4))) == nil)
  }
}

extension String {
  fileprivate func replacingCharacters(_ place: Range<Index>, _ other: String) -> String {
    self[..<place.lowerBound] + other + self[place.upperBound...]
  }
}
