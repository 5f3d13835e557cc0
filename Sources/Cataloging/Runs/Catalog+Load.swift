import GRDB

extension Catalog {
  /// Loads one artifact in one transaction: its row, its vault row and its records, or nothing.
  ///
  /// The original must be whole in the vault. `body` hands the records to the loader; `finish` is
  /// called after it. Says the artifact's id and what it brought in.
  package func load(
    _ facts: ArtifactFacts, original object: VaultObject?, register: ArtifactRegister,
    timeZone: String?, nowMs: Int64, cache: LoadCache,
    _ body: (ArtifactLoader) throws -> Void
  ) throws -> (id: Int64, summary: ArtifactLoader.Summary) {
    do {
      let original = object.flatMap { vault?.path(of: $0.sha256) }
      return try write(after: original.map { [$0] } ?? []) { db in
        try object?.insert(db)
        try Derivation.markStale(db)
        let id = try register.add(db, facts)
        let loader = try ArtifactLoader(
          db, artifact: id, timeZone: timeZone, nowMs: nowMs, cache: cache)
        try body(loader)
        return (id, try loader.finish())
      }
    } catch {
      // Ids given inside a transaction that was rolled back are not in the catalog.
      cache.forget()
      throw error
    }
  }
}
