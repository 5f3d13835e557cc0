#if Seal
  internal import Assessing
  internal import Foundation
  internal import SwiftASN1
  @_spi(CMS) @_spi(FixedExpiryValidationTime) internal import X509

  /// CMS (RFC 5652) through swift-certificates. Its CMS interface is not a promised one, so nothing
  /// outside this file uses it.
  enum CMSSeal {
    /// A detached signature with its signing time, DER.
    static func sign(
      _ bytes: [UInt8], with identity: SealIdentity, at time: Instant
    ) throws -> [UInt8] {
      try CMS.sign(
        bytes, signatureAlgorithm: identity.algorithm,
        additionalIntermediateCertificates: Array(identity.chain.dropFirst()),
        certificate: identity.certificate, privateKey: identity.key,
        signingTime: Date(timeIntervalSince1970: Double(time.milliseconds / 1000)),
        detached: true)
    }

    static func check(
      _ signature: [UInt8], over tagManifest: [UInt8], roots: [UInt8]?, at time: Instant
    ) throws -> SealCheck {
      let trusted = try roots.map(certificates)
      let form: SealForm
      switch SealForm.read(signature) {
      case .readable(let found): form = found
      case .damaged(let reason): return .invalid(reason)
      case .unsupported(let reason): return .unsupported(reason)
      }
      guard let parsed = try? CMSSignature(berEncoded: form.bytes),
        let signer = try? parsed.signers.first
      else {
        return .invalid("The seal does not carry the certificate of the key that made it.")
      }
      let about = SealSigner(signer.certificate, signedAt: signer.signingTime, form.digestName)
      let moment = Date(timeIntervalSince1970: Double(time.milliseconds) / 1000)
      let outcome = RunHere.value { [bytes = form.bytes] in
        await CMS.isValidSignature(
          dataBytes: tagManifest, signatureBytes: bytes,
          trustRoots: CertificateStore(trusted ?? [])
        ) {
          RFC5280Policy(fixedExpiryValidationTime: moment)
          SealUsagePolicy()
        }
      }
      switch outcome {
      case .success: return .trusted(about)
      case .failure(.invalidCMSBlock):
        return .invalid("The seal does not fit the tag manifest: it was made over other bytes.")
      case .failure(.unableToValidateSigner(let failure)):
        guard trusted != nil else { return .rootNotGiven(about) }
        let reasons = failure.policyFailures.map { "\($0.policyFailureReason)" }
        return .untrusted(about, about.fault(at: time, reasons))
      }
    }

    /// What is wrong with certificates that lie beside a signature.
    static func fault(ofChain pem: [UInt8], beside signature: [UInt8]) -> String? {
      guard case .readable(let form) = SealForm.read(signature) else { return nil }
      var written = DER.Serializer()
      guard let first = try? PEMText.certificates(pem).first,
        (try? written.serialize(first)) != nil
      else { return "It holds no certificate, though the seal was made with one." }
      return form.certificates.contains(written.serializedBytes)
        ? nil
        : "Its first certificate, \(BagTexts.oneLine("\(first.subject)")), is not in the seal."
    }

    private static func certificates(_ pem: [UInt8]) throws -> [Certificate] {
      do {
        let found = try PEMText.certificates(pem)
        if !found.isEmpty { return found }
      } catch {}
      throw PackingError(
        .sealRoot, "The root given holds no certificate in PEM form (BEGIN CERTIFICATE).")
    }
  }

  /// What a certificate may be used for, when it says so: only signing counts for a seal.
  struct SealUsagePolicy: VerifierPolicy {
    static let fault = "its certificate is not meant for signing documents"

    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [
      .X509ExtensionID.extendedKeyUsage, .X509ExtensionID.keyUsage,
    ]

    func chainMeetsPolicyRequirements(
      chain: UnverifiedCertificateChain
    ) -> PolicyEvaluationResult {
      Self.allows(chain.leaf)
        ? .meetsPolicy : .failsToMeetPolicy(reason: Self.fault)
    }

    /// Document signing is RFC 9336; the others are RFC 5280, 4.2.1.12.
    static func allows(_ certificate: Certificate) -> Bool {
      let usages: [ExtendedKeyUsage.Usage] = [
        .emailProtection, .codeSigning, .any, .init(oid: [1, 3, 6, 1, 5, 5, 7, 3, 36]),
      ]
      do {
        if let usage = try certificate.extensions.keyUsage,
          !usage.digitalSignature && !usage.nonRepudiation
        {
          return false
        }
        guard let extended = try certificate.extensions.extendedKeyUsage else { return true }
        return usages.contains { extended.contains($0) }
      } catch {
        return false
      }
    }
  }

  extension SealSigner {
    init(_ certificate: Certificate, signedAt: Date?, _ digestName: String) {
      self.init(
        subject: BagTexts.oneLine("\(certificate.subject)"),
        issuer: BagTexts.oneLine("\(certificate.issuer)"), serial: "\(certificate.serialNumber)",
        notBefore: Instant(certificate.notValidBefore),
        notAfter: Instant(certificate.notValidAfter), signedAt: signedAt.map { Instant($0) },
        algorithm: "\(SealIdentity.keyName(certificate.publicKey)) with \(digestName)")
    }

    /// Why the certificate cannot be relied on at a time.
    func fault(at time: Instant, _ reasons: [String]) -> String {
      if time > notAfter {
        return "the certificate ended on \(notAfter.text); give the time it was used with --at"
      }
      if time < notBefore {
        return "the certificate begins only on \(notBefore.text)"
      }
      if reasons.contains(SealUsagePolicy.fault) { return SealUsagePolicy.fault }
      return "the certificate, issued by \(issuer), does not lead to the root given"
    }
  }

  extension Instant {
    /// Whole seconds of a date; dates beyond any calendar become the nearest that is not.
    init(_ date: Date) {
      let seconds = date.timeIntervalSince1970.rounded(.down)
      self.init(milliseconds: Int64(min(max(seconds, -62_135_596_800), 253_402_300_799)) * 1000)
    }
  }
#endif
