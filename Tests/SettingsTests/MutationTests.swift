import Foundation
import Mutation
import Settings
import Testing

/// Damaged YAML: a tree or sentences with places, never a trap.
@Suite struct MutationTests {
  @Test func noDamagedConfigurationOrProfileTraps() throws {
    var mutator = Mutator(seed: 9)
    let bomb = (0..<9).reduce("a0: &a0 [x]\n") { text, level in
      text + "a\(level + 1): &a\(level + 1) [*a\(level), *a\(level), *a\(level), *a\(level)]\n"
    }
    let texts = [StarterConfiguration.text, bomb] + LibraryFiles.builtIn.prefix(40).map { $0.text }
    for _ in 0..<Mutator.count(usual: 300) {
      let bytes = mutator.mutated(Array((mutator.choice(texts) ?? "").utf8))
      let text = String(decoding: bytes, as: UTF8.self)
      do {
        _ = try YAMLReader.read(text, file: "f.yaml")
      } catch {
        #expect(!error.diagnostics.isEmpty)
      }
      _ = try? MusterConfiguration.parse(
        text, file: "f.yaml", folder: URL(filePath: "/nowhere", directoryHint: .isDirectory))
      _ = try? Library.parse(files: [("checks/x.yaml", text), ("records/y.yaml", text)])
    }
  }

  @Test func refusesWhatIsNoRegularFile() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "muster-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let pipe = folder.appending(path: "muster.yaml")
    #expect(mkfifo(pipe.path, 0o600) == 0)
    for place in [pipe, URL(filePath: "/dev/zero"), URL(filePath: "/dev/null")] {
      let error = #expect(throws: DiagnosticList.self) {
        _ = try YAMLReader.text(of: place, named: "muster.yaml")
      }
      #expect(error?.diagnostics.map(\.message) == ["this is no regular file"])
    }
  }
}
