import Foundation
import GRDB
import Packing
import Testing

@Suite struct HostileNamesTests {
  static let names = [
    "../../x", "/etc/passwd", "a/../../b", "50%.xml", "a%2e%2e%2fb.xml", "%0A.xml",
    "\u{202E}lmx.exe", "a\u{200F}b\u{2066}.xml", String(repeating: "ä", count: 300) + ".xml",
    String(repeating: "n", count: 300), "Case.xml", "case.xml", "CASE.XML", "cafe\u{301}.xml",
    "caf\u{E9}.xml", "line\nbreak.xml", "tab\t.xml", "back\\slash.xml", "C:drive.xml", "NUL",
    "nul.xml", "com1.xml", " lead.xml", "trail. ", "...", "-rf", "=cmd|'/C calc'!A0.csv",
    "<script>.html", "manifest.json", "日本.xml",
  ]

  private func catalog() throws -> SampleCatalog {
    let sample = try SampleCatalog()
    for (index, name) in Self.names.enumerated() {
      try sample.add(id: 100 + Int64(index), path: name, text: "original \(index)")
    }
    return sample
  }

  @Test func packsOriginalsWhateverTheyAreCalled() throws {
    let sample = try catalog()
    let summary = try PackBuilder(sample.catalog).write(sample.request())
    #expect(try Pack.failures(summary.path) == [])
    let pack = try Unpacked(summary.path)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let index = try #require(pack.index("data/manifest.json"))
    let manifest = try decoder.decode(ManifestDocument.self, from: Data(pack.files[index].bytes))
    for (index, name) in Self.names.enumerated() {
      let item = try #require(
        manifest.items.first { $0.originalPath.utf8.elementsEqual(name.utf8) })
      let place = try #require(pack.index("EP-1/data/\(item.path)"))
      #expect(pack.files[place].bytes.starts(with: Array("original \(index)".utf8)))
    }
    let paths = pack.files.map(\.path)
    #expect(Set(paths.map { $0.lowercased() }).count == paths.count)
    for path in paths {
      #expect(path.utf8.count <= 150)
      let segments = path.split(separator: "/", omittingEmptySubsequences: false)
      for segment in segments {
        #expect(segment.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]*/) != nil, "\(path)")
        #expect(!segment.hasSuffix("."), "\(path)")
      }
    }
  }

  @Test(.enabled(if: Tool.exists("unzip", "python3", "sha256sum")))
  func othersUnpackThemWithoutHarm() throws {
    let sample = try catalog()
    let summary = try PackBuilder(sample.catalog).write(sample.request())
    let folder = sample.folder.path
    let unzip = try #require(Tool("unzip")).run(["-q", summary.path, "-d", "out"], in: folder)
    #expect(unzip.status == 0, "\(unzip.output)")
    let sums = try #require(Tool("sha256sum")).run(
      ["--quiet", "-c", "manifest-sha256.txt"], in: folder + "/out/EP-1")
    #expect(sums.status == 0, "\(sums.output)")
    let python = try #require(Tool("python3")).run(
      [
        "-c",
        "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); sys.exit(z.testzip() is not None)",
        summary.path,
      ], in: folder)
    #expect(python.status == 0, "\(python.output)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder + "/out") == ["EP-1"])
  }
}
