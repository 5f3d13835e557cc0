import Foundation
import Testing

@testable import muster_sample

/// The same catalog gives the same pack wherever, whenever and under whatever settings it is made.
@Suite("Same catalog, same bytes") struct SameBytesTests {
  /// Runs the program under other settings of the machine.
  private func pack(
    _ bench: Workbench, _ firm: String, to output: String, in folder: String,
    _ settings: [String: String], umask: String
  ) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    let program = Workbench.programs.appending(path: "muster").path
    process.arguments = [
      "-c", "umask \(umask); exec \"$0\" \"$@\"", program, "pack", "-c", firm, "-o", output,
      "--baseline", "none", "--as-of", "2026-09-30",
    ]
    let place = bench.folder.appending(path: folder)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    process.currentDirectoryURL = place
    process.environment = ProcessInfo.processInfo.environment
      .merging(["SOURCE_DATE_EPOCH": "1790812800"]) { $1 }.merging(settings) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect([0, 1].contains(process.terminationStatus))
    return try Data(contentsOf: place.appending(path: output))
  }

  @Test func underOtherSettingsAndInAnotherFolder() throws {
    try Workbench.with { bench in
      try bench.firm("firm", .us, .mixed, planted: true, units: 1000)
      #expect(try bench.muster("collect", "-c", "firm/muster.yaml").status == 0)
      let manager = FileManager.default
      try manager.createDirectory(
        at: bench.folder.appending(path: "deep/er"), withIntermediateDirectories: true)
      try manager.copyItem(
        at: bench.folder.appending(path: "firm"),
        to: bench.folder.appending(path: "deep/er/other name"))
      let first = try pack(
        bench, "../firm/muster.yaml", to: "EP-1.zip", in: "a",
        ["TZ": "UTC", "LANG": "C", "LC_ALL": "C"], umask: "022")
      let second = try pack(
        bench, "../../deep/er/other name/muster.yaml", to: "EP-1.zip", in: "b/c",
        ["TZ": "Asia/Kathmandu", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"], umask: "077")
      #expect(first == second)
    }
  }

  @Test func fromFilesWrittenInAnotherOrder() throws {
    try Workbench.with { bench in
      try bench.firm("one", .eu, .mixed, planted: true, units: 1000)
      // The same files, made in reverse order and so found in another.
      let manager = FileManager.default
      let names =
        (manager.enumerator(atPath: bench.folder.appending(path: "one").path)?
        .allObjects ?? []).compactMap { $0 as? String }.sorted().reversed()
      for name in names {
        let from = bench.folder.appending(path: "one/\(name)")
        let to = bench.folder.appending(path: "two/\(name)")
        try manager.createDirectory(
          at: to.deletingLastPathComponent(), withIntermediateDirectories: true)
        if !manager.fileExists(atPath: to.path) {
          let isFolder = try from.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true
          if isFolder {
            try manager.createDirectory(at: to, withIntermediateDirectories: true)
          } else {
            try Data(contentsOf: from).write(to: to)
          }
        }
      }
      var lists: [[Substring]] = []
      for firm in ["one", "two"] {
        #expect(try bench.muster("collect", "-c", "\(firm)/muster.yaml").status == 0)
        _ = try pack(
          bench, "../\(firm)/muster.yaml", to: "EP-\(firm).zip", in: "out",
          ["TZ": firm == "one" ? "UTC" : "Pacific/Apia"], umask: "022")
        let manifest = try bench.muster("verify", "out/EP-\(firm).zip")
        #expect(manifest.status == 0, "\(manifest.out)")
        lists.append(try bench.manifest("out/EP-\(firm).zip", top: "EP-\(firm)"))
      }
      let kept = ["data/evidence/", "data/assessment/", "data/profile/"]
      let digests = lists.map { list in
        list.filter { line in kept.contains { line.contains("  \($0)") } }
      }
      #expect(digests[0].count > 20)
      #expect(digests[0] == digests[1])
    }
  }
}

extension Workbench {
  /// The lines of a pack's payload manifest.
  func manifest(_ pack: String, top: String) throws -> [Substring] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/unzip")
    process.arguments = ["-p", pack, "\(top)/manifest-sha256.txt"]
    process.currentDirectoryURL = folder
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\n")
  }
}
