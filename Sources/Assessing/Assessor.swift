package import Cataloging
internal import Foundation
internal import GRDB
package import Settings

/// Judges a catalog against a profile.
package struct Assessor: Sendable {
  private let library: Library
  private let catalog: Catalog
  private let configuration: MusterConfiguration
  /// Subjects listed per finding, smallest keys first; `nil` lists all.
  package var samples: Int?
  /// Virtual-machine steps a statement may take.
  package var stepLimit = StepLimiter.defaultLimit
  /// Told of every check how many steps and how long it took, in order of their ids.
  package var timing: Timing?

  /// A check's id, its virtual-machine steps and its wall-clock time.
  package typealias Timing = @Sendable (_ check: String, _ steps: Int, _ time: Duration) -> Void

  /// What an assessment is compared with.
  package enum Baseline: Sendable {
    /// The newest earlier one in the catalog's folder.
    case newest
    /// Nothing.
    case none
    /// An assessment's bytes and the name they came under.
    case bytes([UInt8], name: String)
  }

  /// The real clock, and whether SOURCE_DATE_EPOCH fixed it.
  package struct Clock: Sendable {
    /// Now.
    package var now: Instant
    /// True when it was fixed.
    package var isFixed: Bool

    /// A clock.
    package init(now: Instant, isFixed: Bool = false) {
      self.now = now
      self.isFixed = isFixed
    }
  }

  /// An assessor that lists up to `samples` subjects per finding, all when `nil`.
  package init(
    library: Library, catalog: Catalog, configuration: MusterConfiguration, samples: Int? = 100
  ) {
    self.library = library
    self.catalog = catalog
    self.configuration = configuration
    self.samples = samples
  }

  /// Where assessments of this catalog are kept; `nil` for a catalog in memory.
  package var store: AssessmentStore? {
    catalog.folder.map { AssessmentStore(folder: $0.path + "/assessments") }
  }

  /// Judges one profile. Nothing in the catalog changes; the result is not kept (`store?.save`).
  ///
  /// - Parameters:
  ///   - id: id of a profile of the library.
  ///   - asOf: data cut-off; by default the newest declared `complete_through` of the event
  ///     sources, else the newest event.
  ///   - baseline: what findings are compared with.
  ///   - clock: the real clock.
  ///   - tool: the program that judges.
  /// - Returns: the assessment, its findings held against the baseline.
  /// - Throws: `AssessingError` (`profileUnknown`, `definitionInvalid`, `baselineUnreadable`) or
  ///   GRDB's `DatabaseError` when the catalog cannot be read.
  package func assess(
    profile id: String, asOf: Instant? = nil, baseline: Baseline = .newest, clock: Clock,
    tool: Assessment.Tool
  ) throws -> Assessment {
    let profile = try library.profile(named: id)
    let connection = try CatalogConnection(catalog)
    return try connection.read { db in
      if let name = try Schema.foreignObject(db) {
        throw CatalogError.damaged(
          "The catalog is damaged: \(name) is not in its schema as this release writes it.")
      }
      try Derivation.requireUsable(db)
      let digest = try CatalogDigest.compute(db)
      try RunShadow.create(db, configuration)
      let isNewer = try RunShadow.isNewerThanCollect(db)
      let choice = try CutOff.choose(db, asked: asOf, configuration: configuration, clock: clock)
      func judge(_ db: Database, _ shared: Catalog?) throws -> Assessment {
        try RunShadow.fill(db, configuration, asOf: choice.asOf)
        return try AssessmentRun(
          db: db, library: library, configuration: configuration, profile: profile,
          cutOff: choice, catalogDigest: digest, samples: samples, stepLimit: stepLimit,
          shared: shared, timing: timing, isConfigurationNewer: isNewer
        ).assessment(clock: clock, tool: tool) { inputs, asOf in
          try compared(baseline, profile: id, asOf: asOf, inputs: inputs)
        }
      }
      guard choice.isBeforeNewest else {
        return try judge(db, catalog.folder == nil ? nil : catalog)
      }
      return try ScratchCatalog.with(copyOf: db, cutOff: choice.asOf, folder: catalog.folder) {
        try judge($0, nil)
      }
    }
  }

  private func compared(
    _ baseline: Baseline, profile: String, asOf: Instant, inputs: Assessment.Inputs
  ) throws -> (assessment: Assessment, sha256: String)? {
    switch baseline {
    case .none: return nil
    case .newest: return try store?.baseline(profile: profile, asOf: asOf, inputs: inputs)
    case .bytes(let bytes, let name):
      return (
        try AssessmentEncoder.decode(bytes, name: name) { $0.forComparison }, Digest.sha256(bytes)
      )
    }
  }
}
