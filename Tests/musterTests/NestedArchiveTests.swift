import Archives
import Assessing
import Foundation
import Packing
import Testing

@testable import muster_sample

/// Exports that come as a zip in a zip, as mail gateways and archives of archives leave them.
@Suite(.serialized) struct NestedArchiveTests {
  private static let folder = "us/exports/epcis/distribution"

  /// Puts the files of a folder into a zip that lies in a zip.
  private static func nest(_ bench: Workbench) throws {
    let place = bench.folder.appending(path: folder)
    let inner = bench.folder.appending(path: "inner.zip")
    let names = SampleFacts.files(place)
    try zip(names.map { ($0, place.appending(path: $0)) }, into: inner)
    try FileManager.default.removeItem(at: place)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    try zip([("inner.zip", inner)], into: place.appending(path: "outer.zip"))
    let file = bench.folder.appending(path: "us/muster.yaml")
    try String(contentsOf: file, encoding: .utf8)
      .replacing("distribution/**/*.xml", with: "distribution/*.zip")
      .write(to: file, atomically: true, encoding: .utf8)
  }

  private static func zip(_ files: [(name: String, file: URL)], into place: URL) throws {
    let writer = try ZipWriter(
      path: place.path, modified: ZipTime(unixSeconds: 1_790_000_000), workers: 1)
    for (name, file) in files.sorted(by: { $0.name < $1.name }) {
      try writer.add(name, bytes: Array(try Data(contentsOf: file)))
    }
    try writer.finish()
  }

  @Test func judgesAndPacksThemAsFilesThatLieOpen() throws {
    try Workbench.with { bench in
      try bench.firm("us", .us, .xml, planted: true, units: 2000)
      let open = try bench.assessment(of: "us")
      try FileManager.default.removeItem(at: bench.folder.appending(path: "us/muster-catalog"))
      try Self.nest(bench)
      let nested = try bench.assessment(of: "us")
      #expect(Judgement(nested) == Judgement(open))
      let inside = nested.findings.flatMap(\.evidence).filter { $0.path.contains("inner.zip!/") }
      #expect(!inside.isEmpty)
      let outer = try Data(
        contentsOf: bench.folder.appending(path: "\(Self.folder)/outer.zip"))
      let digest = Digests.sha256(Array(outer))
      #expect(inside.allSatisfy { $0.sha256 == digest }, "the original that is enclosed")

      #expect(
        [0, 1].contains(try bench.muster("pack", "-c", "us/muster.yaml", "-o", "A.zip").status))
      let checked = try bench.muster("verify", "A.zip", "--reassess")
      #expect(checked.status == 0, "\(checked.out)")
    }
  }

  @Test(arguments: [
    ("lots: [Q26X01]", true), ("period: { from: 2027-01-01, to: 2027-03-31 }", false),
  ])
  func aPackOfAScopeHoldsTheArchiveOnlyWhenWhatIsInItCounts(scope: String, isIn: Bool) throws {
    try Workbench.with { bench in
      // A finding would cite it whatever the scope.
      try bench.firm("us", .us, .xml, planted: isIn, units: 2000)
      try Self.nest(bench)
      try bench.narrow("us", to: scope)
      let run = try bench.muster("run", "-c", "us/muster.yaml", "-o", "A.zip")
      #expect([0, 1, 3].contains(run.status), "\(run.err)")
      let checked = try bench.muster("verify", "A.zip", "--reassess")
      #expect(checked.status == 0, "\(checked.out)")
      let pack = try ZipReader(RandomAccessFile(path: bench.folder.appending(path: "A.zip").path))
      #expect(pack.members.contains { $0.name.hasSuffix("outer.zip") } == isIn)
    }
  }
}
