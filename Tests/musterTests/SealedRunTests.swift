import Foundation
import Testing

@testable import muster_sample

/// What cannot be sealed is said before any work.
@Suite("Sealing through the program") struct SealedRunTests {
  @Test func refusesAKeyThatCannotBeUsedBeforeCollecting() throws {
    try Workbench.with { bench in
      try bench.firm("firm", .us, .xml, planted: false, units: 200)
      let file = bench.folder.appending(path: "firm/muster.yaml")
      let text = try String(contentsOf: file, encoding: .utf8)
      try (text + "\nseal: { key: none.pem, certificate: none.crt }\n").write(
        to: file, atomically: true, encoding: .utf8)
      let run = try bench.muster("run", "-c", "firm/muster.yaml", "-o", "EP-1.zip")
      #expect(run.status == 78, "\(run.err)")
      #expect(run.err.contains("none.pem") || run.err.contains("--traits Seal"))
      let catalog = bench.folder.appending(path: "firm/muster-catalog").path
      #expect(!FileManager.default.fileExists(atPath: catalog))
      let draft = try bench.muster("run", "-c", "firm/muster.yaml", "-o", "EP-1.zip", "--draft")
      #expect(draft.status == 0, "\(draft.err)")
    }
  }

  @Test func saysWhereTheKeyComesFromWhenThereIsNoConfiguration() throws {
    try Workbench.with { bench in
      let outcome = try bench.muster("seal", "EP-1.zip")
      #expect(outcome.status == 78)
      #expect(outcome.err.contains("-c, or give --key and --certificate"))
    }
  }

  @Test func keepsSignOffsThroughTheProgram() throws {
    try Workbench.with { bench in
      try bench.firm("firm", .us, .xml, planted: true, units: 500)
      #expect(try bench.muster("collect", "-c", "firm/muster.yaml").status == 0)
      let signed = try bench.muster(
        "signoff", "-c", "firm/muster.yaml", "--as", "reviewed", "--name", "Head of Quality")
      #expect(signed.status == 0, "\(signed.err)")
      #expect(signed.out.contains("reviewed by Head of Quality"))
      let same = try bench.muster("pack", "-c", "firm/muster.yaml", "-o", "EP-1.zip")
      #expect(same.status == 1, "\(same.err)")
      // Another cut-off is another assessment.
      let other = try bench.muster(
        "pack", "-c", "firm/muster.yaml", "-o", "EP-2.zip", "--as-of", "2026-08-15")
      #expect(other.status == 2, "\(other.err)")
      #expect(other.err.contains("reviewed by Head of Quality"))
      #expect(
        !FileManager.default.fileExists(atPath: bench.folder.appending(path: "EP-2.zip").path))
    }
  }
}
