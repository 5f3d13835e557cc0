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
    seal = .notExamined("The seal was not checked.")
    report(.seal, "There is a signature; README.txt says how to check it with openssl.")
  }
}
