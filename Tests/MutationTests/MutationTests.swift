import Foundation
import Mutation
import Testing

/// Damaged input at every place where bytes come in: an answer, never a trap or an endless loop.
/// `MUSTER_MUTATIONS` says how many each.
@Suite struct MutationTests {
  static let samples = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "SampleData")

  @Test(arguments: EntryPoint.allCases) func noDamageTraps(entry: EntryPoint) throws {
    var mutator = Mutator(seed: 2026)
    let seeds = entry.seeds(from: Self.samples, atMost: 12, bytes: 4000)
    #expect(!seeds.isEmpty)
    for seed in seeds { try entry.read(seed) }
    let usual = [.identifiers, .headers].contains(entry) ? 3000 : 300
    for _ in 0..<Mutator.count(usual: usual) {
      let bytes = mutator.mutated(mutator.choice(seeds) ?? [])
      do {
        try entry.read(bytes)
      } catch {
        Issue.record("\(entry): \(error), given \(Data(bytes).base64EncodedString())")
        return
      }
    }
  }

  @Test(arguments: EntryPoint.allCases) func nothingIsNoTrap(entry: EntryPoint) throws {
    try entry.read([])
    try entry.read([0])
    try entry.read([UInt8](repeating: 0xFF, count: 70_000))
  }
}
