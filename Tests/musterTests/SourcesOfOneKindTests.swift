import Foundation
import Testing

/// Two sites keep the same kind of record in lists with other columns.
@Suite struct SourcesOfOneKindTests {
  private static let configuration = """
    version: 1
    organization: { name: Firm, gln: "9520000000004", roles: [manufacturer], markets: [US] }
    purpose: { kind: internal_audit }
    catalog: catalog
    profiles: [{ id: dscsa-manufacturer }]
    scope: { period: { from: 2026-07-01, to: 2026-09-30 } }
    sites: [{ id: plant, gln: "9520000000011", time_zone: America/New_York }]
    sources:
      - { name: site-a, kind: deviation, path: in/a.csv, complete_through: 2026-09-30 }
      - { name: site-b, kind: deviation, path: in/b.csv, complete_through: 2026-09-30 }

    """

  private func check(_ id: String, _ lists: [String: String]) throws -> [String: Any] {
    try Workbench.with { bench in
      let folder = bench.folder.appending(path: "in")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for (name, text) in lists { try Data(text.utf8).write(to: folder.appending(path: name)) }
      try Data(Self.configuration.utf8).write(to: bench.folder.appending(path: "muster.yaml"))
      #expect(try bench.muster("collect").status == 0)
      let assessed = try bench.muster("assess", "--format", "json").out
      let found = try JSONSerialization.jsonObject(with: Data(assessed.utf8)) as? [String: Any]
      let checks = try #require(found?["checks"] as? [[String: Any]])
      return try #require(checks.first { $0["id"] as? String == id })
    }
  }

  private static let wide = """
    Deviation No,Title,Site,Occurred,Recorded,Recorded by,Closed on,QA approved by,QA approved at,Status
    A-1,Camera,plant,2026-07-01T10:00:00Z,2026-07-01T11:00:00Z,S,2026-07-20T10:00:00Z,W,2026-07-20T09:00:00Z,Closed

    """
  private static let narrow = """
    Deviation No,Title,Site,Occurred,Recorded,Recorded by,Closed on,Status
    B-1,Camera,plant,2026-07-01T10:00:00Z,2026-07-01T11:00:00Z,S,2026-07-20T10:00:00Z,Closed

    """

  /// The list of one site has no column for the approval: that is no deviation without approval.
  @Test func whatTheListOfASiteHasNoColumnForIsNoGap() throws {
    let check = try check(
      "deviation-closed-by-quality", ["a.csv": Self.wide, "b.csv": Self.narrow])
    #expect(check["gaps"] as? Int == 0 && check["not_evaluable"] as? Int == 1, "\(check)")
    #expect(check["verdict"] as? String == "not_assessed")
    let reason = (check["reason"] as? [String: Any])?["text"] as? String ?? ""
    #expect(reason.contains("source site-b has no column for deviation."), "\(check)")
  }

  /// With the column and nothing in it, it is one.
  @Test func aBlankInTheColumnIsAGap() throws {
    let blank = Self.wide.replacing("A-1", with: "B-1")
      .replacing("W,2026-07-20T09:00:00Z", with: ",")
    let check = try check("deviation-closed-by-quality", ["a.csv": Self.wide, "b.csv": blank])
    #expect(check["gaps"] as? Int == 1, "\(check)")
  }
}
