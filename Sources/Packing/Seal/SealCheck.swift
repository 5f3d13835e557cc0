package import Assessing

/// What a seal says of its maker. Worth only as much as the `SealCheck` it came with.
package struct SealSigner: Sendable, Equatable, Encodable {
  /// Subject of the certificate, as one line.
  package let subject: String
  /// Who issued the certificate, as one line.
  package let issuer: String
  /// Serial number of the certificate, hexadecimal.
  package let serial: String
  /// First moment the certificate holds.
  package let notBefore: Instant
  /// Last moment the certificate holds.
  package let notAfter: Instant
  /// When the seal was made, by the word of the maker's own clock; nil when it does not say.
  package let signedAt: Instant?
  /// Key and digest, such as `P-256 with SHA-256`.
  package let algorithm: String
}

/// What checking a seal gave: a closed list, of which only `trusted` says who vouches for a pack.
package enum SealCheck: Sendable, Equatable {
  /// The seal fits the tag manifest, and its certificate led to a given root at the given time.
  case trusted(SealSigner)
  /// The seal fits the tag manifest; no root was given, so whose it is was not examined.
  case rootNotGiven(SealSigner)
  /// The seal fits the tag manifest, but its certificate cannot be relied on; the text says why.
  case untrusted(SealSigner, String)
  /// The seal does not fit the tag manifest, or is damaged; the text says which.
  case invalid(String)
  /// The seal has a form this program does not check; the text names it.
  case unsupported(String)
  /// This build cannot check seals; the text says what can.
  case notChecked(String)
}

/// Reads the seal of a pack.
package enum SealReader {
  /// What is wrong with the certificates that lie beside a seal: whoever reads them with other tools
  /// must find who sealed. Nil when nothing is, or when this build cannot tell.
  package static func fault(ofChain pem: [UInt8], beside signature: [UInt8]) -> String? {
    #if Seal
      CMSSeal.fault(ofChain: pem, beside: signature)
    #else
      nil
    #endif
  }

  /// Checks a detached CMS signature (RFC 5652, DER or BER) over a tag manifest.
  ///
  /// `roots` are the PEM certificates the reader trusts, had from elsewhere than the pack; nil
  /// when there are none. `time` is the moment the certificates must hold at.
  /// - Throws: `PackingError` with code `sealRoot` when `roots` holds no certificate; whatever is
  ///   wrong with the seal itself is in the result.
  package static func check(
    _ signature: [UInt8], over tagManifest: [UInt8], roots: [UInt8]?, at time: Instant
  ) throws -> SealCheck {
    #if Seal
      try CMSSeal.check(signature, over: tagManifest, roots: roots, at: time)
    #else
      .notChecked(
        "This build of muster cannot check seals (build it with --traits Seal).")
    #endif
  }
}
