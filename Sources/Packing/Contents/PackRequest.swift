package import Assessing
package import Reporting
package import Settings

/// What a pack is to hold besides what the catalog gives, and how it is to be called.
package struct PackRequest: Sendable {
  /// A measured time.
  package struct Timing: Sendable, Encodable {
    /// What was measured.
    package let stage: String
    /// Milliseconds.
    package let milliseconds: Int64

    /// Takes a measurement.
    package init(stage: String, milliseconds: Int64) {
      self.stage = stage
      self.milliseconds = milliseconds
    }
  }

  /// Where the zip goes; its name names the pack.
  package var output: String
  /// True to replace a file that is there.
  package var replacing = false
  /// True for an unsealed pack marked as a draft.
  package var isDraft = false
  /// The assessment the pack shows.
  package var assessment: Assessment
  /// Numbered requests; what they name gets a dossier.
  package var requests: [InspectionRequest] = []
  /// The texts the profile was read from, by path below `Profiles/`: the built-in ones or those
  /// of `--profiles`. What the assessment used goes to `profile/`, schemas to `schema/`.
  package var libraryFiles: [(path: String, text: String)] = []
  /// What the fields of records are called in dossiers.
  package var fieldTitles = FieldTitles()
  /// The text of `muster.yaml` the assessment was made with, for `provenance/`; nil leaves it out,
  /// and then the assessment cannot be made again from the pack alone.
  package var configuration: String?
  /// Nil chooses by size: above five million units only `records`.
  package var catalogPart: PackSettings.CatalogPart?
  /// External parameters of the run, by name.
  package var parameters: [String: String] = [:]
  /// Times measured; left out when the clock is fixed, so that the same inputs give the same pack.
  package var timings: [Timing] = []

  /// Asks for a pack of an assessment at a place.
  package init(output: String, assessment: Assessment) {
    self.output = output
    self.assessment = assessment
  }
}

/// What was packed.
package struct PackSummary: Sendable, Encodable, Equatable {
  /// Where the zip is.
  package let path: String
  /// Name of the pack.
  package let identifier: String
  /// SHA-256 of the tag manifest.
  package let packDigest: String
  /// Every file of the zip, as `verify` counts them.
  package let files: Int
  /// Payload bytes, unpacked.
  package let bytes: UInt64
  /// Bytes of the zip.
  package let zipBytes: UInt64
  /// Originals enclosed.
  package let enclosed: Int
  /// Originals of the catalog not enclosed.
  package let notEnclosed: Int
  /// `full`, `records` or `none`.
  package let catalogPart: String
}
