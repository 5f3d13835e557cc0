internal import Assessing

extension VerifierRun {
  /// V109 and V201: is there a seal, does it fit, and who made it.
  mutating func checkSeal(_ options: VerifyOptions) throws {
    let required = options.sealRequired || options.roots != nil
    guard files[BagLayout.signature] != nil else {
      report(
        required ? .sealRefused : .seal,
        "The pack is not sealed: digests alone do not show who made it.")
      return
    }
    guard let signature = document(BagLayout.signature),
      let tagManifest = document(BagLayout.tagManifest)
    else {
      seal = .refused
      return
    }
    let check = try SealReader.check(
      signature, over: tagManifest, roots: options.roots, at: options.time)
    switch check {
    case .trusted(let signer):
      seal = .trusted(signer: signer.subject, signedAt: signer.signedAt?.text)
    case .rootNotGiven(let signer):
      let reason =
        "The seal fits; its certificate says \(signer.subject). Give the sender's root certificate "
        + "with --cert to know whether that is so."
      seal = .notExamined(reason)
      report(.seal, reason)
    case .untrusted(let signer, let reason):
      seal = .refused
      report(.sealRefused, "The seal of \(signer.subject) cannot be relied on: \(reason).")
    case .invalid(let reason):
      seal = .refused
      report(.sealRefused, reason, BagLayout.signature)
    case .unsupported(let reason), .notChecked(let reason):
      // A seal that was not examined is no failure unless one was asked for.
      let text = "\(reason) README.txt has the openssl line."
      seal = .notChecked(text)
      report(required ? .sealRefused : .seal, text)
    }
    if files[BagLayout.chain] == nil {
      report(
        .noted, "\(BagLayout.chain) is not there; the seal holds the certificates too.",
        BagLayout.signature)
    } else if let chain = document(BagLayout.chain),
      let fault = SealReader.fault(ofChain: chain, beside: signature)
    {
      report(.closedWorld, fault, BagLayout.chain)
    }
    if files[BagLayout.timestamp] != nil {
      report(
        .noted, "A time stamp lies beside the seal; README.txt has the openssl line that checks it."
      )
    }
  }
}
