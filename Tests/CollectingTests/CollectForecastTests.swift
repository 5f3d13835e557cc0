import Cataloging
import Foundation
import Testing

@testable import Collecting

/// What is said of the disk before files are read, held against what reading them took.
@Suite struct CollectForecastTests {
  /// One event for each of so many serials, or lists of 500.
  private func document(_ serials: Int, inEach: Int) -> String {
    let events = stride(from: 0, to: serials, by: inEach).map { first in
      let epcs = (first..<first + inEach).map {
        "<epc>urn:epc:id:sgtin:0312345.067890.\($0 * 7_368_787 % 99_999_989)</epc>"
      }
      return Sample.commission.replacing(
        "<epc>\(Sample.urn1)</epc><epc>\(Sample.urn2)</epc>", with: epcs.joined())
    }
    return Sample.document(events.joined(separator: "\n"))
  }

  private func size(_ folder: URL) throws -> Int64 {
    let files = FileManager.default.enumerator(
      at: folder, includingPropertiesForKeys: [.fileSizeKey])
    var size: Int64 = 0
    while let file = files?.nextObject() as? URL {
      size += Int64(try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0)
    }
    return size
  }

  @Test(arguments: [1, 500])
  func isNeitherTooLittleNorManyTimesTooMuch(inEach: Int) throws {
    let place = try Workplace()
    let catalog = try place.catalog()
    let before = try size(place.folder.appendingPathComponent("catalog"))
    try place.write("a.xml", document(20_000, inEach: inEach))
    let forecast = try #require(
      try CollectForecast.of(place.configuration(), catalog: catalog))
    try place.collect(catalog)
    let took = try size(place.folder.appendingPathComponent("catalog")) - before
    let told = forecast.needed - CollectForecast.base
    #expect(told > took)
    #expect(told < 4 * took)
    #expect(try CollectForecast.of(place.configuration(), catalog: catalog) == nil)
  }

  @Test func countsTimesTheSizeWhereAFileDoesNotBeginWithEvents() {
    func growth(_ path: String, kind: String = "epcis", _ head: String = "") -> Int64 {
      CollectForecast.growth(of: 1_000, path: path, kind: kind) { Array(head.utf8) }
    }
    #expect(growth("a.csv", kind: "deviation", "id,eventTime\n") == 3_000)
    #expect(growth("a.xml", "<a/>") == 3_000)
    #expect(growth("a.xml.gz", "eventTime") == 30_000)
    #expect(growth("a.pdf", kind: "document") == 1_000)
    #expect(
      CollectForecast.growth(of: Int64.max, path: "a.json", kind: "epcis") {
        Array(#"{"type":"ObjectEvent","eventTime":"x","eventTimeZoneOffset":"y"}"#.utf8)
      } == Int64.max)
  }
}
