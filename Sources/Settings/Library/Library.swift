/// Everything in `Profiles/`: record kinds, checks, populations, lists and profiles, by id.
package struct Library: Sendable {
  /// Record kinds by id.
  package var recordKinds: [String: RecordKind]
  /// Checks by id.
  package var checks: [String: CheckDefinition]
  /// Populations by id.
  package var populations: [String: PopulationDefinition]
  /// Lists by id.
  package var lists: [String: ListDefinition] = [:]
  /// Profiles by id, each with the requirements of what it extends.
  package var profiles: [String: ProfileDefinition]
  /// Where it was read from: a folder, or `Profiles` for what is built in; begins file names.
  package let place: String
  /// The folder of the firm's own files, by path below it; all others are below `place`.
  package var ownPlaces: [String: String] = [:]

  /// A file as the user knows it.
  package func named(_ path: String) -> String { "\(ownPlaces[path] ?? place)/\(path)" }
}
