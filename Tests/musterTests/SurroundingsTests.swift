import Foundation
import Testing

@testable import muster_sample

/// What whoever starts the program may have closed, removed or set to something odd.
@Suite struct SurroundingsTests {
  /// Runs a line of shell in the folder; `$MUSTER` is the program.
  private func shell(_ line: String, in bench: Workbench) throws -> Workbench.Outcome {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = bench.folder
    var environment = ProcessInfo.processInfo.environment
    environment["MUSTER"] = Workbench.programs.appending(path: "muster").path
    environment["SOURCE_DATE_EPOCH"] = nil
    process.environment = environment
    let err = Pipe()
    process.standardOutput = FileHandle.nullDevice
    process.standardError = err
    try process.run()
    let text = String(decoding: try err.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    return Workbench.Outcome(status: process.terminationStatus, out: "", err: text)
  }

  @Test func whatIsSaidToAClosedStreamEndsUpInNoFile() throws {
    try Workbench.with { bench in
      try bench.firm("firm", .us, .xml, planted: false, units: 200)
      let run = "$MUSTER run -c firm/muster.yaml -o EP-closed.zip --force"
      #expect(try [0, 1].contains(shell("\(run) <&- 2>&-", in: bench).status))
      #expect(try bench.muster("verify", "EP-closed.zip").status == 0)
      // A result that nobody can have is none.
      for closed in ["<&- >&- 2>&-", ">&- 2>&-", ">&-"] {
        #expect(try shell("\(run) \(closed)", in: bench).status == 2)
        #expect(try bench.muster("verify", "EP-closed.zip").status == 0)
        #expect(try bench.muster("status", "--check", "-c", "firm/muster.yaml").status == 0)
      }
    }
  }

  @Test(arguments: ["x", "-1", "1.5", "99999999999999999999", "253402300800"])
  func aFixedClockThatShowsNoTimeIsRefused(text: String) throws {
    try Workbench.with { bench in
      let told = try shell("SOURCE_DATE_EPOCH=\(text) $MUSTER profile list", in: bench)
      #expect(told.status == 2)
      #expect(told.err.contains("SOURCE_DATE_EPOCH is \"\(text)\", which is no time"))
      #expect(try shell("SOURCE_DATE_EPOCH= $MUSTER profile list", in: bench).status == 0)
    }
  }

  @Test func aFolderThatIsGoneIsSaid() throws {
    try Workbench.with { bench in
      for command in ["status", "init", "run -o EP-x.zip", "verify EP-x.zip"] {
        let gone = "mkdir gone && cd gone && rmdir ../gone"
        let told = try shell("\(gone) && $MUSTER \(command)", in: bench)
        #expect([2, 78].contains(told.status))
        #expect(told.err.contains("The folder this was started in is gone"), "\(told.err)")
      }
    }
  }

  @Test func anAssessmentTakesThePlaceOfNothingElse() throws {
    try Workbench.with { bench in
      try bench.firm("firm", .us, .xml, planted: false, units: 200)
      func assess(_ output: String) throws -> Workbench.Outcome {
        try bench.muster("assess", "-c", "firm/muster.yaml", "--quiet", "-o", output)
      }
      #expect(try bench.muster("collect", "-c", "firm/muster.yaml").status == 0)
      for path in ["firm/muster.yaml", "firm/muster-catalog/catalog.sqlite"] {
        let file = bench.folder.appending(path: path)
        let before = try Data(contentsOf: file).prefix(64)
        let refused = try assess(path)
        #expect(refused.status == 2)
        #expect(refused.err.contains("\(path) is there and is no assessment"))
        #expect(try Data(contentsOf: file).prefix(64) == before)
      }
      try Data().write(to: bench.folder.appending(path: "a.json"))
      for _ in 0..<2 { #expect(try [0, 1, 3].contains(assess("a.json").status)) }
    }
  }

  @Test func aFolderInThePlaceOfTheResultIsToldBeforeAnyWork() throws {
    try Workbench.with { bench in
      try bench.firm("firm", .us, .xml, planted: false, units: 200)
      try FileManager.default.createDirectory(
        at: bench.folder.appending(path: "EP-x.zip"), withIntermediateDirectories: false)
      for path in ["EP-x.zip", "EP-y.zip/"] {
        for command in ["run", "assess"] {
          let told = try bench.muster(command, "-c", "firm/muster.yaml", "-o", path)
          #expect(told.status == 2)
          #expect(told.err.contains("\(path) names a folder"), "\(told.err)")
        }
      }
      #expect(
        !FileManager.default.fileExists(
          atPath: bench.folder.appending(path: "firm/muster-catalog").path))
    }
  }
}
