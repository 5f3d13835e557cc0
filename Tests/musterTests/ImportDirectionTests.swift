import Foundation
import Testing

/// Data flows one way: a stage imports only the stages before it.
@Suite struct ImportDirectionTests {
  /// What each target may import of ours.
  static let allowed: [String: Set<String>] = [
    "GS1": [],
    "Archives": ["CZlib"],
    "Settings": ["GS1", "ProfileData"],
    "Cataloging": ["GS1", "Archives", "Settings"],
    "Collecting": ["GS1", "Archives", "Settings", "Cataloging"],
    "Assessing": ["GS1", "Settings", "Cataloging"],
    "Reporting": ["Archives", "Settings", "Cataloging", "Assessing"],
    "Packing": ["Archives", "Settings", "Cataloging", "Assessing", "Reporting"],
    "muster-sample": ["GS1"],
    "muster-bench": [],
  ]

  static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

  @Test(arguments: allowed.keys.sorted())
  func importsOnlyWhatStandsBeforeIt(target: String) throws {
    let ours = Set(Self.allowed.keys).union(["CZlib", "ProfileData"])
    let may = try #require(Self.allowed[target])
    let folder = Self.sources.appending(path: target)
    let walker = try #require(FileManager.default.enumerator(atPath: folder.path))
    for case let path as String in walker where path.hasSuffix(".swift") {
      let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
      for line in text.split(separator: "\n") where line.contains("import ") {
        let words = line.split(separator: " ").map(String.init)
        guard let at = words.firstIndex(of: "import"), words.indices.contains(at + 1),
          words[..<at].allSatisfy({
            ["internal", "package", "private", "public", "@testable"].contains($0)
              || $0.hasPrefix("@")
          })
        else { continue }
        let module = words[at + 1]
        #expect(
          !ours.contains(module) || may.contains(module), "\(target)/\(path) imports \(module)")
      }
    }
  }
}
