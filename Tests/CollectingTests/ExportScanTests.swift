import Archives
import Foundation
import GS1
import Settings
import Testing

@testable import Collecting

/// A folder of exports nobody has described.
@Suite struct ExportScanTests {
  private func proposals(_ place: Workplace) throws -> SourceProposals {
    let scan = ExportScan(
      folder: place.inbox.path, recordKinds: try Library.load().recordKinds)
    #expect(scan.problem == nil)
    return SourceProposals(scan)
  }

  private static let deviations =
    "Deviation No;Short description;Occurred on;Severity;Batch;Closed\nD-1;x;2026-07-01;major;A1;\n"
  private static let event = "<EPCISDocument xmlns=\"urn:epcglobal:epcis:xsd:1\"/>"

  @Test func theColumnsSayWhatAFileHolds() throws {
    let place = try Workplace()
    try place.write("export-1.csv", Self.deviations)
    try place.write(
      "export-2.ndjson",
      #"{"capa_id":"C-1","title":"x","source":"audit","source_ref":"A-1","problem":"y","owner":"QA-1"}"#
    )
    let found = try proposals(place)
    #expect(found.sure.map(\.content.kind) == ["deviation", "capa"])
    #expect(found.sure.map(\.path) == ["export-1.csv", "export-2.ndjson"])
    #expect(found.sure.map(\.name) == ["deviation", "capa"])
    #expect(found.open.isEmpty)
  }

  @Test func aFolderOfOneKindIsOneSource() throws {
    let place = try Workplace()
    for day in 1...3 {
      try place.write("epcis/2026-07/day-\(day).xml", Self.event)
      try place.write("epcis/2026-08/day-\(day).xml", Self.event)
      try place.write("quality/devs-\(day).csv", Self.deviations)
    }
    try place.write("quality/manual.pdf", "%PDF-1.7\n")
    let found = try proposals(place)
    #expect(found.sure.map(\.path) == ["epcis", "quality/*.csv", "quality/manual.pdf"])
    #expect(found.sure.map(\.content.kind) == ["epcis", "deviation", "document"])
    #expect(found.sure.map(\.files) == [6, 3, 1])
  }

  @Test func twoSourcesOfAKindHaveTwoNames() throws {
    let place = try Workplace()
    for folder in ["dayton", "reno"] {
      try place.write("\(folder)/devs.csv", Self.deviations)
      try place.write("\(folder)/a.xml", Self.event)
    }
    let found = try proposals(place)
    #expect(Set(found.sure.map(\.name)).count == 4)
    #expect(found.sure.count == 4)
  }

  /// What no kind knows, or several alike, is a person's to say.
  @Test func whatIsNotClearIsLeftOpen() throws {
    let place = try Workplace()
    try place.write("colours.csv", "Colour,Hue\nred,1\n")
    try place.write("empty.csv", "")
    try place.write("picture.bin", [0, 1, 2, 3, 0xFF])
    try place.write("lists.csv", "Site,Lot,Status,Date\na,b,c,2026-07-01\n")
    let found = try proposals(place)
    #expect(found.sure.isEmpty)
    #expect(found.open.map(\.path) == ["colours.csv", "empty.csv", "lists.csv", "picture.bin"])
    for proposal in found.open {
      #expect(
        proposal.content.reason != nil || !proposal.content.candidates.isEmpty, "\(proposal.path)")
    }
  }

  @Test func recordsInXMLAreProposedWithTheirPlace() throws {
    let place = try Workplace()
    try place.write(
      "a.xml",
      """
      <Export><Deviation><dev_id>D-1</dev_id><title>x</title><occurred_at>2026-07-01</occurred_at>
      <class>major</class></Deviation><Deviation><dev_id>D-2</dev_id></Deviation></Export>
      """)
    let found = try proposals(place)
    #expect(found.sure.map(\.content.kind) == ["deviation"])
    #expect(found.sure.first?.content.records == "Export/Deviation")
  }

  /// The exports of the sample firms under names that say nothing.
  @Test(arguments: ["us-manufacturer", "eu-manufacturer"])
  func theSampleFirmsTablesAreKnownWithoutTheirNames(firm: String) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "SampleData/\(firm)")
    let configuration = try MusterConfiguration.load(from: root.appending(path: "muster.yaml"))
    let place = try Workplace()
    var expected: [String: String] = [:]
    for (index, source) in configuration.sources.enumerated() {
      guard case .path(let path) = source.place, !["epcis", "document"].contains(source.kind),
        FileManager.default.isReadableFile(atPath: path)
      else { continue }
      let bytes = try Array(Data(contentsOf: URL(filePath: path)))
      let name = "export-\(index).\(path.split(separator: ".").last ?? "")"
      try place.write(name, bytes)
      expected[name] = source.kind
    }
    let found = try proposals(place)
    #expect(expected.count > 50)
    for proposal in found.sure {
      #expect(proposal.content.kind == expected[proposal.path], "\(proposal.path)")
    }
    #expect(found.open.isEmpty, "\(found.open)")
  }
}
