import Foundation
import Testing

/// A newcomer's first hour: a table nobody described, and what `collect --dry-run` says of it.
@Suite struct DryRunTests {
  private static let headers = [
    "Abweichungs-Nr.", "Datum", "Klasse", "Kurztxt", "Geschlossen", "Freitext 7",
  ]

  /// A starter firm with one table of deviations.
  private func write(_ bench: Workbench, mapping: [String] = []) throws {
    let folder = bench.folder.appending(path: "audit")
    if !FileManager.default.fileExists(atPath: folder.path) { try bench.muster("init", "audit") }
    let file = folder.appending(path: "muster.yaml")
    let start = try String(contentsOf: file, encoding: .utf8)
      .components(separatedBy: "\n  - name: deviations")[0]
    let source = ["  - name: deviations", "    kind: deviation", "    path: dev.csv"]
    try Data((start + "\n" + (source + mapping).joined(separator: "\n") + "\n").utf8).write(
      to: file)
    try Data(
      """
      \(Self.headers.joined(separator: ";"))
      D-1;03.07.2026;kritisch;Etikett;;a
      D-2;04.07.2026;gering;Drucker;05.07.2026;b

      """.utf8
    ).write(to: folder.appending(path: "dev.csv"))
  }

  @Test func namesEveryColumnWithAFieldOrASuggestion() throws {
    try Workbench.with { bench in
      try write(bench)
      let preview = try bench.muster("collect", "-c", "audit/muster.yaml", "--dry-run")
      #expect(preview.status == 0, "\(preview.err)")
      let lines = preview.out.split(separator: "\n").map(String.init)
      for header in Self.headers {
        let line = try #require(lines.first { $0.hasPrefix("  \(header) ") }, "\(header)")
        let says = ["dev_id", "class", "; perhaps ", "a name of its own: x_", "not clear: "]
        #expect(says.contains { line.contains($0) }, "\(line)")
      }
      #expect(preview.out.contains("D-1") && preview.out.contains("D-2"))
      #expect(!FileManager.default.fileExists(atPath: bench.folder.path + "/audit/.muster"))
    }
  }

  /// Two columns that may mean one field are both named, and none is chosen for the reader.
  @Test func leavesTheChoiceBetweenTwoColumnsToTheReader() throws {
    try Workbench.with { bench in
      try write(bench)
      let preview = try bench.muster("collect", "-c", "audit/muster.yaml", "--dry-run")
      let guesses = preview.out.matches(of: #/(?m)^  (\S.*?) +no field; .*perhaps (\w+)\?$/#)
      let alike = Dictionary(grouping: guesses) { String($0.2) }.filter { $0.value.count > 1 }
      for (field, columns) in alike {
        let line = try #require(
          preview.out.split(separator: "\n").first { $0.contains("# \(field): which is it, ") })
        #expect(columns.allSatisfy { line.contains("\"\($0.1)\"") }, "\(line)")
      }
      #expect(!alike.isEmpty, "\(preview.out)")
    }
  }

  @Test func whatItProposesCanBePasted() throws {
    try Workbench.with { bench in
      try write(bench)
      let preview = try bench.muster("collect", "-c", "audit/muster.yaml", "--dry-run")
      let parts = preview.out.components(separatedBy: "  To settle this, write under source")
      let block = try #require(parts.last).components(separatedBy: "\n").dropFirst(2)
        .prefix(while: { !$0.isEmpty })
      try write(bench, mapping: block.map { String($0.dropFirst(2)) })
      let again = try bench.muster("collect", "-c", "audit/muster.yaml", "--dry-run")
      #expect(again.status == 0, "\(again.err)\n\(block.joined(separator: "\n"))")
      #expect(again.out.contains("(as muster.yaml says)"), "\(again.out)")
    }
  }
}
