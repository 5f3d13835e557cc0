/// `data/manifest.json`: every original with where it came from, and every file made for the pack
/// (`muster.manifest/v1`). Lists are sorted by path, instants are RFC 3339 UTC.
package struct ManifestDocument: Codable, Sendable, Equatable {
  /// Name of the format.
  package static let schemaName = "muster.manifest/v1"

  /// An original.
  package struct Item: Codable, Sendable, Equatable {
    /// Below `data/`.
    package var path: String
    /// Record kind of its source.
    package var kind: String
    /// Name of its source in the configuration.
    package var source: String
    /// Path at the source, as it was.
    package var originalPath: String
    /// SHA-256 of its bytes.
    package var sha256: String
    /// Its bytes.
    package var bytes: UInt64
    /// When the file was last changed at the source.
    package var modified: String?
    /// When it was collected.
    package var collected: String
    /// Account that collected it.
    package var collectedBy: String?
    /// Media type, when known.
    package var mediaType: String?
    /// Format it was read as.
    package var format: String?
    /// `taken` or `unreadable`.
    package var status: String
    /// Why it is enclosed: `in_scope`, `cited` or `unreadable`.
    package var enclosedAs: String
    /// Why it could not be read.
    package var reason: String?
    /// Lots its events name.
    package var lots: [Lot]
    /// Requirements whose findings point into it.
    package var requirements: [String]
    /// Requirements that expect records of its kind.
    package var serves: [String]
    /// Files inside, when it is an archive.
    package var members: [String]
    /// Path of an earlier item with the same bytes.
    package var duplicateOf: String?
    /// True when the source no longer had it at the last collect.
    package var absentAtSource: Bool
  }

  /// A lot of a product.
  package struct Lot: Codable, Sendable, Equatable {
    /// GTIN-14.
    package var gtin: String
    /// Lot, exact.
    package var lot: String
  }

  /// An original that is in the catalog but not in the pack.
  package struct NotEnclosed: Codable, Sendable, Equatable {
    /// Name of its source.
    package var source: String
    /// Path at the source.
    package var originalPath: String
    /// SHA-256 of its bytes.
    package var sha256: String
    /// `outside_scope`, `superseded`, `excluded` or `unreadable`.
    package var reason: String
    /// The catalog's words.
    package var detail: String?
  }

  /// What a source delivered: `seen = enclosed + outside_scope + superseded + excluded + unreadable`.
  package struct SourceCount: Codable, Sendable, Equatable {
    /// Name in the configuration.
    package var source: String
    /// Record kind.
    package var kind: String
    /// Where it stands, as configured.
    package var place: String
    /// Originals in the catalog.
    package var seen: Int
    /// Of these in the pack.
    package var enclosed: Int
    /// Of these about nothing in scope.
    package var outsideScope: Int
    /// Of these replaced by a later state of the same file.
    package var superseded: Int
    /// Of these left out by rule.
    package var excluded: Int
    /// Of these not to be had.
    package var unreadable: Int
  }

  /// A file made for the pack.
  package struct Made: Codable, Sendable, Equatable {
    /// Below `data/`.
    package var path: String
    /// SHA-256 of its bytes.
    package var sha256: String
    /// Its bytes.
    package var bytes: UInt64
  }

  /// Sums.
  package struct Totals: Codable, Sendable, Equatable {
    /// Originals in the pack.
    package var items: Int
    /// Their bytes.
    package var bytes: UInt64
    /// Originals not in the pack.
    package var notEnclosed: Int
  }

  /// `muster.manifest/v1`.
  package var schema: String
  /// Name of the pack.
  package var packId: String
  /// When it was packed.
  package var created: String
  /// Data cut-off of the assessment.
  package var asOf: String
  /// First day of the period.
  package var from: String
  /// Last day of the period.
  package var to: String
  /// `sha256`.
  package var digestAlgorithm: String
  /// One line per source, sorted by name.
  package var sources: [SourceCount]
  /// Originals enclosed, sorted by path.
  package var items: [Item]
  /// Originals not enclosed, sorted by source and path.
  package var notEnclosed: [NotEnclosed]
  /// What else is below `data/` (but this file), sorted by path.
  package var files: [Made]
  /// Sums.
  package var totals: Totals
}
