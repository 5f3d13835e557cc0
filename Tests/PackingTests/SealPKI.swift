#if Seal
  import Foundation

  /// A root, keys and certificates as a firm would have them, made by openssl.
  final class SealPKI: Sendable {
    struct Fault: Error {
      let arguments: [String]
      let output: String
    }

    let path: String

    /// One for all tests; nil without openssl.
    static let shared: SealPKI? = try? SealPKI()

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func url(_ name: String) -> URL { URL(filePath: file(name)) }

    func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: url(name))) }

    /// Runs openssl in the folder of the keys.
    func openssl(_ line: String) throws {
      guard let tool = Tool("openssl") else { throw Fault(arguments: [], output: "no openssl") }
      let arguments = line.split(separator: " ").map(String.init)
      let result = try tool.run(arguments, in: path)
      guard result.status == 0 else { throw Fault(arguments: arguments, output: result.output) }
    }

    private init() throws {
      path =
        FileManager.default.temporaryDirectory.appending(path: "pki-\(UUID().uuidString)").path
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for root in ["root", "other"] {
        try openssl(
          "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout \(root).key "
            + "-out \(root).pem -days 3650 -subj /O=Quillhaven/CN=\(root)")
      }
      try Data("keyUsage=critical,digitalSignature\n".utf8).write(to: url("plain.ext"))
      try Data("keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,codeSigning\n".utf8)
        .write(to: url("code.ext"))
      try Data("keyUsage=critical,keyAgreement\n".utf8).write(to: url("agree.ext"))
      try openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.key")
      try openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out rsa.key")
      try openssl("genpkey -algorithm ED25519 -out ed.key")
      try certify("ec", "ec", "plain")
      try certify("rsa", "rsa", "plain")
      try certify("ed", "ed", "plain")
      try certify("code", "ec", "code")
      try certify("agree", "ec", "agree")
      try Data("correct horse\nsecond line\n".utf8).write(to: url("pass"))
      try Data("wrong\n".utf8).write(to: url("wrong-pass"))
      // openssl takes the second line of a file named for both.
      try Data("correct horse\n".utf8).write(to: url("pass-again"))
    }

    private func certify(_ name: String, _ key: String, _ extensions: String) throws {
      try openssl("req -new -key \(key).key -subj /O=Quillhaven/CN=\(name) -out \(name).csr")
      try openssl(
        "x509 -req -in \(name).csr -CA root.pem -CAkey root.key -CAcreateserial -days 365 "
          + "-extfile \(extensions).ext -out \(name).crt")
    }
  }
#endif
