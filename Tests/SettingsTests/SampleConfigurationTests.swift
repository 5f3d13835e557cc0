import Foundation
import Settings
import Testing

@Suite struct SampleConfigurationTests {
  @Test(arguments: ["us-manufacturer", "eu-manufacturer"])
  func isReadWithoutAWord(_ firm: String) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = root.appending(path: "SampleData/\(firm)/muster.yaml")
    let read = try MusterConfiguration.load(from: file, named: "muster.yaml")
    #expect(read.missingPlaces().map(short) == [])
    #expect(try Library.load().problems(in: read).map(short) == [])
  }
}
