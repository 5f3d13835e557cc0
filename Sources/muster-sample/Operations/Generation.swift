import Foundation

/// What a run made.
struct SampleSummary {
  var lots: Int
  var units: Int
  var events: Int
  var references: Int
  var files: Int
  var checks: Int
}

/// Writes one firm below `root`.
///
/// - Throws: `SampleFault` when the firm cannot be made, an error of the file system otherwise.
func generateSample(_ options: SampleOptions, into root: URL) throws -> SampleSummary {
  let world = World(options: options, root: root)
  for plan in world.schedule() {
    try world.distribute(world.produce(plan))
  }
  try world.countShelves()
  if options.gaps == .planted { try StoryBook.write(into: world) }
  world.keepRecords()
  if options.gaps == .planted, options.records != .none { try StoryBook.tellRecords(into: world) }
  try world.writeRecords()
  try world.writeDocuments()
  try world.writeConfiguration()
  if options.gaps == .planted {
    try world.key.write(to: root.appendingPathComponent("key.json"))
  }
  return SampleSummary(
    lots: world.lotsMade, units: world.unitsMade, events: world.events,
    references: world.references, files: world.files, checks: world.key.checks)
}
