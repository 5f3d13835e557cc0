import Foundation
import Settings

/// Guesses by its columns which kind of record a table holds.
///
/// A header that few kinds know says more than one that most know (`Site`, `Lot`); a table whose key
/// is not there, or whose never-blank fields are mostly not, holds something else.
struct KindGuess {
  /// One kind a table may hold.
  struct Candidate {
    /// The kind's id.
    let kind: String
    /// The columns that feed a field.
    let known: Int
    /// Never-blank fields that no column feeds.
    let unfed: [String]
    /// How well it fits, from 0; what is known, weighed, and what is needed.
    let score: Double
    /// Whether every field of the key is fed.
    let hasKey: Bool
  }

  private struct Kind {
    let spellings: FieldSpellings
    let neverBlank: [String]
    let words: Set<String>
  }

  private let kinds: [Kind]

  /// Of the names of file and folders, a kind's own words count as much as two thirds of the columns.
  private static let nameBonus = 0.4
  /// What a kind must reach to be proposed without a question, and by how much it must lead.
  private static let enough = 0.45
  private static let lead = 0.08

  init(_ recordKinds: [String: RecordKind]) {
    kinds = recordKinds.values.sorted { $0.id < $1.id }.map { kind in
      Kind(
        spellings: FieldSpellings(kind),
        neverBlank: kind.columns.filter { $0.field.neverBlank == .always }.map(\.name),
        words: Set(kind.id.split(separator: "_").map(String.init)))
    }
  }

  /// Whether some kind has a field of this header.
  func isKnown(_ header: String) -> Bool {
    kinds.contains { $0.spellings.target(of: header) != nil }
  }

  /// The kinds that know columns of a table, the best first; `path` is that of the file.
  func candidates(_ headers: [String], path: String) -> [Candidate] {
    let headers = headers.filter { !HeaderText.folded($0).isEmpty }
    let weights = headers.map { header in
      let knowing = kinds.count { $0.spellings.target(of: header) != nil }
      return log2(1 + Double(kinds.count) / Double(max(1, knowing)))
    }
    let all = max(weights.reduce(0, +), .leastNonzeroMagnitude)
    let words = Self.words(of: path)
    return kinds.compactMap { kind in
      var fed: Set<String> = []
      var (known, weight) = (0, 0.0)
      for (header, worth) in zip(headers, weights) {
        guard let target = kind.spellings.target(of: header), let name = Self.field(target) else {
          continue
        }
        fed.insert(name)
        known += 1
        weight += kind.spellings.sureness(of: header) == .common ? worth / 2 : worth
      }
      guard known > 0 else { return nil }
      // A site can be said for all rows of a source.
      let needed = kind.neverBlank.filter { $0 != "site" }
      let unfed = needed.filter { !fed.contains($0) }
      let complete = needed.isEmpty ? 1 : 1 - Double(unfed.count) / Double(needed.count)
      let isNamed = kind.words.isSubset(of: words)
      return Candidate(
        kind: kind.spellings.kind.id, known: known, unfed: unfed,
        score: weight / all * (0.4 + 0.6 * complete) + (isNamed ? Self.nameBonus : 0),
        hasKey: kind.spellings.kind.key.allSatisfy { fed.contains($0) || $0 == "site" })
    }
    .sorted { ($1.score, $0.kind) < ($0.score, $1.kind) }
  }

  /// The kind that fits without a question; nil when none or several do.
  func sure(_ candidates: [Candidate]) -> Candidate? {
    let fitting = candidates.filter(\.hasKey)
    guard let best = fitting.first, best.score >= Self.enough,
      best.kind == candidates.first?.kind
        || best.score >= (candidates.first?.score ?? 0) - Self.lead
    else { return nil }
    guard fitting.count > 1, fitting[1].score > best.score - Self.lead else { return best }
    return nil
  }

  private static func field(_ target: FieldTarget) -> String? {
    switch target {
    case .column(let path): path
    case .list(let name), .item(let name, _): name
    case .own: nil
    }
  }

  /// The words of a path in the singular; `quality/2026_Deviations.csv` is quality, 2026, deviation.
  private static func words(of path: String) -> Set<String> {
    let words = path.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    return Set(
      words + words.filter { $0.count > 3 && $0.hasSuffix("s") }.map { String($0.dropLast()) }
        + words.filter { $0.hasSuffix("ies") }.map { $0.dropLast(3) + "y" })
  }
}
