#if Seal
  import Foundation
  import Mutation
  import Testing

  /// Damaged seals, certificates and keys: refused or read, never a trap. `MUSTER_MUTATIONS` says how
  /// many.
  @Suite(.enabled(if: SealPKI.shared != nil)) struct SealMutationTests {
    let pki: SealPKI

    init() throws { pki = try #require(SealPKI.shared) }

    @Test func noDamagedSealOrCertificateTraps() throws {
      let name = "mutated-\(UUID().uuidString)"
      try Data("abc\n".utf8).write(to: pki.url(name))
      var seeds = [try pki.bytes("root.pem"), try pki.bytes("ec.crt")]
      for signer in ["ec", "rsa"] {
        try pki.openssl(
          "cms -sign -binary -outform DER -in \(name) -out \(name).\(signer) -certfile root.pem "
            + "-signer \(signer).crt -inkey \(signer).key")
        seeds.append(try pki.bytes("\(name).\(signer)"))
      }
      try damage(seeds, at: .seal)
    }

    @Test func noDamagedKeyTraps() throws {
      let locked = "locked-\(UUID().uuidString)"
      try pki.openssl(
        "pkcs8 -topk8 -v2 aes-256-cbc -iter 1000 -passout pass:p -in ec.key -out \(locked)")
      let seeds = try [("ec.key", "ec.crt"), ("rsa.key", "rsa.crt"), (locked, "ec.crt")].map {
        try pki.bytes($0.0) + pki.bytes($0.1)
      }
      try damage(seeds, at: .key)
    }

    private func damage(_ seeds: [[UInt8]], at entry: EntryPoint) throws {
      var mutator = Mutator(seed: 17)
      for seed in seeds { try entry.read(seed) }
      for _ in 0..<Mutator.count(usual: 400) {
        try entry.read(mutator.mutated(mutator.choice(seeds) ?? []))
      }
    }
  }
#endif
