package import Settings

extension Library {
  /// The profile of an id.
  ///
  /// - Throws: `AssessingError` with code `profileUnknown`, which names those there are.
  package func profile(named id: String) throws -> ProfileDefinition {
    if let profile = profiles[id] { return profile }
    let known = profiles.keys.sorted().joined(separator: ", ")
    throw AssessingError(
      .profileUnknown, "There is no profile \(id). Known profiles: \(known).")
  }
}
