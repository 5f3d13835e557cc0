package import Assessing

/// What verifying is to do besides reading everything.
package struct VerifyOptions: Sendable {
  /// Look at structure and sizes only, and say so.
  package var fast = false
  /// Make the assessment again from what is in the pack, and compare.
  package var reassess = false
  /// Certificates in PEM form the reader trusts, had from elsewhere than the pack. With them a
  /// seal is required.
  package var roots: [UInt8]?
  /// A seal is required, whoever made it.
  package var sealRequired = false
  /// The moment certificates must hold at.
  package var time: Instant

  /// Asks for the full reading, with certificates judged at `time`.
  package init(time: Instant) { self.time = time }
}
