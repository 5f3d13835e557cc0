#if Seal
  import Assessing
  import Foundation
  import Packing
  import Settings
  import Testing

  @Suite(.enabled(if: SealPKI.shared != nil)) struct SealTests {
    let pki: SealPKI
    let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1000)
    let year: Int64 = 366 * 86_400_000

    init() throws { pki = try #require(SealPKI.shared) }

    private func sealer(
      key: String, certificate: String, passphrase: SecretReference? = nil, after: Int64 = 0
    ) throws -> Sealer {
      try Sealer(
        key: pki.url(key), certificate: pki.url(certificate), passphrase: passphrase,
        at: Instant(milliseconds: now.milliseconds + after))
    }

    private func check(
      _ signature: [UInt8], _ content: [UInt8], root: String? = "root.pem", after: Int64 = 0
    ) throws -> SealCheck {
      try SealReader.check(
        signature, over: content, roots: root.map { try pki.bytes($0) },
        at: Instant(milliseconds: now.milliseconds + after))
    }

    @Test(arguments: ["ec", "rsa"])
    func makesSealsThatPlainOpenSSLVerifies(name: String) throws {
      let folder = try ScratchFolder()
      let sealer = try sealer(key: "\(name).key", certificate: "\(name).crt")
      _ = try BagWriter.write(
        Sample.items(folder), to: folder.file("EP-1.zip"), describedAs: Sample.description(),
        unixSeconds: Sample.time
      ) { try sealer.files(over: $0, at: now) }
      let pack = try Unpacked(folder.file("EP-1.zip"))
      try pack.write(into: folder)
      let openssl = try #require(Tool("openssl"))
      let line = [
        "cms", "-verify", "-binary", "-inform", "DER", "-in",
        "signatures/tagmanifest-sha256.txt.p7s", "-content", "tagmanifest-sha256.txt", "-CAfile",
      ]
      let end = ["-out", "/dev/null"]
      let good = try openssl.run(line + [pki.file("root.pem")] + end, in: folder.file("EP-1"))
      #expect(good.status == 0, "\(good.output)")
      #expect(
        try openssl.run(line + [pki.file("other.pem")] + end, in: folder.file("EP-1")).status == 4)
      let signature = try folder.bytes("EP-1/signatures/tagmanifest-sha256.txt.p7s")
      let content = try folder.bytes("EP-1/tagmanifest-sha256.txt")
      guard case .trusted(let signer) = try check(signature, content) else {
        Issue.record("\(try check(signature, content))")
        return
      }
      #expect(signer.subject.contains("CN=\(name)"))
      #expect(signer.signedAt == now)
      #expect(signer.algorithm == (name == "ec" ? "P-256 with SHA-256" : "RSA-3072 with SHA-256"))
      try tellsWhatIsWrong(signature, content)
      try verifies(folder.file("EP-1.zip"), name)
      try holdsTheCertificatesBesideTheSealAgainstIt(folder)
    }

    /// Other tools read from them who sealed.
    private func holdsTheCertificatesBesideTheSealAgainstIt(_ folder: ScratchFolder) throws {
      let path = "EP-1/signatures/chain.pem"
      func codes() throws -> Set<PackRule> {
        let options = VerifyOptions(time: now)
        return Set(
          try PackVerifier.verify(path: folder.file("EP-1"), options).problems.map(\.code))
      }
      #expect(try codes() == [.seal])
      for other in [Array("withdrawn".utf8), try pki.bytes("other.pem")] {
        try folder.write(path, other)
        #expect(try codes() == [.seal, .closedWorld])
      }
      try FileManager.default.removeItem(atPath: folder.file(path))
      #expect(try codes() == [.seal, .noted])
    }

    /// What `muster verify` says of the sealed pack.
    private func verifies(_ path: String, _ name: String) throws {
      var options = VerifyOptions(time: now)
      let unknown = try PackVerifier.verify(path: path, options)
      #expect(unknown.exitCode == 0)
      guard case .notExamined = unknown.seal else {
        Issue.record("\(unknown.seal)")
        return
      }
      options.roots = try pki.bytes("root.pem")
      let good = try PackVerifier.verify(path: path, options)
      #expect(good.exitCode == 0)
      #expect(good.verdictLine.contains("sealed by") && good.verdictLine.contains("CN=\(name)"))
      options.time = Instant(milliseconds: now.milliseconds + year)
      #expect(try PackVerifier.verify(path: path, options).exitCode == 5)
      options.time = now
      options.roots = try pki.bytes("other.pem")
      #expect(try PackVerifier.verify(path: path, options).exitCode == 5)
    }

    private func tellsWhatIsWrong(_ signature: [UInt8], _ content: [UInt8]) throws {
      guard case .rootNotGiven = try check(signature, content, root: nil),
        case .untrusted(_, let other) = try check(signature, content, root: "other.pem"),
        case .untrusted(_, let ended) = try check(signature, content, after: year),
        case .untrusted(_, let early) = try check(signature, content, after: -year),
        case .invalid = try check(signature, content + [0x0A])
      else {
        Issue.record("a fault was not told from another")
        return
      }
      #expect(other.contains("does not lead to the root"))
      #expect(ended.contains("ended on"))
      #expect(early.contains("begins only"))
      #expect(throws: PackingError.self) { try check(signature, content, root: "ec.key") }
      // Some bytes say nothing (an unused attribute, a name); none may turn into another answer.
      for place in stride(from: 0, to: signature.count, by: 7) {
        var bytes = signature
        bytes[place] ^= 0x20
        if case .trusted(let signer) = try check(bytes, content) {
          #expect(signer.subject.contains("Quillhaven"))
        }
      }
    }

    @Test(arguments: [
      "-signer ec.crt -inkey ec.key", "-signer rsa.crt -inkey rsa.key",
      "-signer ec.crt -inkey ec.key -cades", "-signer rsa.crt -inkey rsa.key -md sha384",
      "-signer ec.crt -inkey ec.key -noattr", "-signer rsa.crt -inkey rsa.key -noattr -md sha512",
    ])
    func readsSealsMadeByOpenSSL(options: String) throws {
      let name = "by-openssl-\(UUID().uuidString)"
      try Data("abc\n".utf8).write(to: pki.url(name))
      try pki.openssl(
        "cms -sign -binary -outform DER -in \(name) -out \(name).p7s -certfile root.pem \(options)")
      let result = try check(pki.bytes("\(name).p7s"), Array("abc\n".utf8))
      guard case .trusted = result else {
        Issue.record("\(result)")
        return
      }
    }

    @Test(arguments: [
      ("-signer rsa.crt -inkey rsa.key -keyopt rsa_padding_mode:pss", "RSA-PSS"),
      ("-signer ec.crt -inkey ec.key -nocerts", "no certificate"),
      ("-signer ec.crt -inkey ec.key -keyid", "key identifier"),
      ("-signer rsa.crt -inkey rsa.key -md sha1", "digest other than"),
      ("-signer ec.crt -inkey ec.key -signer rsa.crt -inkey rsa.key", "2 signers"),
    ])
    func namesFormsItDoesNotCheck(options: String, word: String) throws {
      let name = "not-checked-\(UUID().uuidString)"
      try Data("abc\n".utf8).write(to: pki.url(name))
      try pki.openssl("cms -sign -binary -outform DER -in \(name) -out \(name).p7s \(options)")
      let result = try check(pki.bytes("\(name).p7s"), Array("abc\n".utf8))
      guard case .unsupported(let reason) = result else {
        Issue.record("\(result)")
        return
      }
      #expect(reason.contains(word))
    }

    @Test func callsDamagedWhatIsNoSeal() throws {
      for bytes in [[], [0x30], [0x30, 0x80, 0, 0], Array("-----BEGIN CMS-----".utf8)] {
        guard case .invalid = try check(bytes, []) else {
          Issue.record("\(bytes)")
          continue
        }
      }
    }

    @Test(arguments: [
      "pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256", "pkcs8 -topk8 -v2 aes-128-cbc",
      "pkcs8 -topk8 -v2 aes-192-cbc -v2prf hmacWithSHA512", "pkcs8 -topk8 -v2prf hmacWithSHA1",
      "pkcs8 -topk8 -v2 aes-256-cbc -iter 100000",
    ])
    func opensEncryptedKeys(conversion: String) throws {
      for key in ["ec", "rsa"] {
        let name = "\(key)-\(UUID().uuidString)"
        try pki.openssl("\(conversion) -in \(key).key -out \(name) -passout file:pass")
        let good = try sealer(
          key: name, certificate: "\(key).crt", passphrase: .file(pki.url("pass")))
        #expect(try good.files(over: [1], at: now).count == 2)
        for (phrase, word) in [
          (SecretReference.file(pki.url("wrong-pass")), "look at the file or variable"),
          (nil, "name its passphrase"), (.environment("MUSTER_NO_SUCH_VARIABLE"), "is not set"),
          (.file(pki.url("no-such-file")), "no-such-file"),
        ] {
          let error = #expect(throws: PackingError.self) {
            try sealer(key: name, certificate: "\(key).crt", passphrase: phrase)
          }
          #expect(error?.code == .sealPassphrase)
          #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
        }
      }
    }

    @Test(arguments: [
      ("ec -in ec.key -aes256", "traditional form"),
      ("rsa -in rsa.key -aes128 -traditional", "traditional form"),
      ("pkcs8 -topk8 -scrypt -in ec.key", "another key derivation"),
      ("pkcs8 -topk8 -v2 des3 -in ec.key", "another cipher"),
    ])
    func refusesOtherEncryptionWithTheLineThatConverts(conversion: String, word: String) throws {
      let name = "refused-\(UUID().uuidString)"
      try pki.openssl("\(conversion) -out \(name) -passout file:pass")
      let error = #expect(throws: PackingError.self) {
        try sealer(key: name, certificate: "ec.crt", passphrase: .file(pki.url("pass")))
      }
      #expect(error?.code == .sealKey)
      #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
      #expect(error?.message.contains("openssl pkcs8 -topk8 -v2 aes-256-cbc") == true)
      // The line does what it says.
      try pki.openssl(
        "pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -in \(name) -out \(name).new "
          + "-passin file:pass -passout file:pass-again")
      let certificate = conversion.hasPrefix("rsa") ? "rsa.crt" : "ec.crt"
      _ = try sealer(
        key: "\(name).new", certificate: certificate, passphrase: .file(pki.url("pass")))
    }

    @Test(arguments: [
      ("ec.key", "rsa.crt", Int64(0), PackingError.Code.sealCertificate, "does not belong"),
      ("ec.key", "ec.key", 0, .sealCertificate, "no certificate"),
      ("ec.key", "ec.crt", 400 * 86_400_000, .sealCertificate, "ended on"),
      ("ec.key", "ec.crt", -400 * 86_400_000, .sealCertificate, "begins only on"),
      ("ec.key", "agree.crt", 0, .sealCertificate, "not meant for signing"),
      ("ed.key", "ed.crt", 0, .sealKey, "Ed25519"),
      ("ec.crt", "ec.crt", 0, .sealKey, "no private key"),
      ("none.key", "ec.crt", 0, .sealKey, "none.key"),
      ("ec.key", "none.crt", 0, .sealCertificate, "none.crt"),
    ])
    func refusesKeysAndCertificatesByName(
      key: String, certificate: String, after: Int64, code: PackingError.Code, word: String
    ) throws {
      let error = #expect(throws: PackingError.self) {
        try sealer(key: key, certificate: certificate, after: after)
      }
      #expect(error?.code == code)
      #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: ["\r\n", "\n", "", "\r\nmore", "\r"])
    func takesTheFirstLineOfAPassphraseFile(end: String) throws {
      let name = UUID().uuidString
      try pki.openssl(
        "pkcs8 -topk8 -v2 aes-256-cbc -in ec.key -out \(name).key -passout pass:right")
      try Data("right\(end)".utf8).write(to: pki.url("\(name).pass"))
      _ = try sealer(
        key: "\(name).key", certificate: "ec.crt", passphrase: .file(pki.url("\(name).pass")))
    }

    @Test func saysHowToTakeTheKeyOutOfOtherFiles() throws {
      func message(_ key: String) -> String {
        let error = #expect(throws: PackingError.self) {
          try sealer(key: key, certificate: "ec.crt", passphrase: .file(pki.url("pass")))
        }
        #expect(error?.code == .sealKey)
        return error?.message ?? ""
      }
      try pki.openssl("pkcs12 -export -inkey ec.key -in ec.crt -out ec.p12 -passout file:pass")
      try pki.openssl("pkey -in ec.key -outform DER -out ec.der")
      #expect(message("ec.p12").contains("openssl pkcs12 -in"))
      #expect(message("ec.der").contains("openssl pkey -inform DER"))
      #expect(message("ec.crt").contains("exchanged"))
      // The line does what it says.
      try pki.openssl(
        "pkcs12 -in ec.p12 -nocerts -aes256 -out from.p12.key -passin file:pass "
          + "-passout file:pass-again")
      _ = try sealer(key: "from.p12.key", certificate: "ec.crt", passphrase: .file(pki.url("pass")))
    }

    @Test func takesKeysInTheOlderPlainForms() throws {
      try pki.openssl("ec -in ec.key -out ec-sec1.key")
      try pki.openssl("rsa -in rsa.key -traditional -out rsa-pkcs1.key")
      try pki.openssl("ecparam -name prime256v1 -out parameters.pem")
      let both = try pki.bytes("parameters.pem") + pki.bytes("ec-sec1.key")
      try Data(both).write(to: pki.url("ec-parameters.key"))
      for (key, certificate) in [
        ("ec-sec1", "ec"), ("rsa-pkcs1", "rsa"), ("ec-parameters", "ec"),
      ] {
        _ = try sealer(key: "\(key).key", certificate: "\(certificate).crt")
      }
    }

    @Test func saysWhenOpenSSLNeedsToBeToldThePurpose() throws {
      let sealer = try sealer(key: "ec.key", certificate: "code.crt")
      #expect(sealer.notes.contains { $0.contains("-purpose any") })
      let files = try sealer.files(over: [1, 2], at: now)
      let signature = try #require(files.first { $0.path.hasSuffix(".p7s") })
      guard case .trusted = try check(signature.bytes, [1, 2]) else {
        Issue.record("not trusted")
        return
      }
    }

    @Test func sealsAFinishedPackWithoutPackingAnythingAnew() throws {
      let folder = try ScratchFolder()
      let sealer = try sealer(key: "ec.key", certificate: "ec.crt")
      let summary = try Sample.write(folder)
      let before = try folder.bytes("EP-1.zip")
      let digest = try PackSealer.seal(folder.file("EP-1.zip"), with: sealer, at: now)
      #expect(digest == summary.packDigest)
      let after = try folder.bytes("EP-1.zip")
      let entries = try #require(before.lastRange(of: Array("EP-1/zip-sha256.txt".utf8)))
      let first = try #require(before.firstRange(of: Array("EP-1/zip-sha256.txt".utf8)))
      #expect(first != entries)
      #expect(after.starts(with: before[..<(first.lowerBound - 30)]))
      #expect(try Pack.failures(folder.file("EP-1.zip")) == [])
      let error = #expect(throws: PackingError.self) {
        try PackSealer.seal(folder.file("EP-1.zip"), with: sealer, at: now)
      }
      #expect(error?.code == .notSealable)
      if let unzip = Tool("unzip") {
        #expect(try unzip.run(["-tqq", "EP-1.zip"], in: folder.path).status == 0)
      }
    }

    @Test func findsAForgeryWhoseListsWereAllWrittenAnew() throws {
      let folder = try ScratchFolder()
      let sealer = try sealer(key: "ec.key", certificate: "ec.crt")
      func bag(_ text: String, _ seal: @escaping ([UInt8]) throws -> [PackFile]) throws {
        let items = [
          PackItem(path: "index.html", content: .bytes(Array(text.utf8))), Sample.list,
        ]
        _ = try BagWriter.write(
          items, to: folder.file("EP-1.zip"), describedAs: Sample.description(),
          unixSeconds: Sample.time, replacing: true, seal: seal)
      }
      var signatures: [PackFile] = []
      try bag("12 items") { tags in
        signatures = try sealer.files(over: tags, at: now)
        return signatures
      }
      var options = VerifyOptions(time: now)
      options.roots = try pki.bytes("root.pem")
      #expect(try PackVerifier.verify(path: folder.file("EP-1.zip"), options).exitCode == 0)
      // The forger keeps the seal and makes everything else fit the new text.
      try bag("no items") { _ in signatures }
      let result = try PackVerifier.verify(path: folder.file("EP-1.zip"), options)
      #expect(result.exitCode == 5)
      #expect(result.failures.map(\.code) == [.sealRefused])
      options.roots = nil
      #expect(try PackVerifier.verify(path: folder.file("EP-1.zip"), options).exitCode == 5)
    }

    @Test func doesNotSealDraftsNorWhatIsNotWhole() throws {
      let folder = try ScratchFolder()
      let sealer = try sealer(key: "ec.key", certificate: "ec.crt")
      var description = Sample.description("EP-2")
      description.isDraft = true
      _ = try BagWriter.write(
        Sample.items(folder), to: folder.file("EP-2.zip"), describedAs: description,
        unixSeconds: Sample.time)
      try Sample.write(folder)
      var bytes = try folder.bytes("EP-1.zip")
      bytes[200] ^= 1
      try folder.write("EP-1.zip", bytes)
      for name in ["EP-1.zip", "EP-2.zip"] {
        let before = try folder.bytes(name)
        let error = #expect(throws: PackingError.self) {
          try PackSealer.seal(folder.file(name), with: sealer, at: now)
        }
        #expect(error?.code == .notSealable)
        #expect(try folder.bytes(name) == before)
      }
    }
  }
#endif
