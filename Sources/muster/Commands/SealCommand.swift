import ArgumentParser
import Assessing
import Foundation
import Packing
import Settings

/// `muster seal`.
struct SealCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seal",
    abstract: "Seals a final pack that was made without a seal.",
    discussion: """
      Verifies the pack in full, writes the sealed zip beside it without compressing anything again, \
      and gives it the name when it is whole. The pack digest stays the same. Without --key the \
      configuration's seal section is used.

      Exit codes: 0 sealed; 2 could not finish; 78 key, certificate or passphrase cannot be used.
      """)

  @Argument(help: "The pack, a zip.")
  var pack: String

  @Option(name: [.customShort("c"), .customLong("config")], help: "The configuration file.")
  var config = ConfigurationOptions.usual

  @Option(
    help: "The private key, PEM, PKCS #8: P-256 or RSA-3072; P-384 and RSA from 2048 bits too.")
  var key: String?

  @Option(help: "Its certificate, PEM, followed by those that lead to the root.")
  var certificate: String?

  @Option(help: "A file whose first line is the passphrase of the key.")
  var passphraseFile: String?

  @Option(help: "The environment variable that holds the passphrase of the key.")
  var passphraseEnvironment: String?

  func validate() throws {
    if (key == nil) != (certificate == nil) {
      throw ValidationError("--key and --certificate go together")
    }
    if key == nil, passphraseFile != nil || passphraseEnvironment != nil {
      throw ValidationError("a passphrase goes with --key")
    }
    if passphraseFile != nil, passphraseEnvironment != nil {
      throw ValidationError("name the passphrase by a file or by an environment variable, not both")
    }
  }

  func run() async throws {
    try await ExitStatus.guarding {
      let now = Instant(milliseconds: Clock.wall())
      let sealer = try sealer(at: now)
      let digest = try PackSealer.seal(pack, with: sealer, at: now)
      for note in sealer.notes { Console.say(note) }
      Console.out(
        "\(pack): sealed by \(sealer.signer.subject), pack digest \(digest)\n")
      return ExitStatus.done
    }
  }

  private func sealer(at time: Instant) throws -> Sealer {
    if let key, let certificate {
      let passphrase =
        passphraseFile.map { SecretReference.file(URL(filePath: $0)) }
        ?? passphraseEnvironment.map { SecretReference.environment($0) }
      return try Sealer(
        key: URL(filePath: key), certificate: URL(filePath: certificate), passphrase: passphrase,
        at: time)
    }
    guard FileManager.default.fileExists(atPath: config) else {
      throw PackingError(
        .sealKey,
        "There is no \(config) here; name the configuration with -c, or give --key and --certificate."
      )
    }
    guard let settings = try MusterConfiguration.load(from: URL(filePath: config)).seal else {
      throw PackingError(
        .sealKey, "\(config) has no seal section; add one, or give --key and --certificate.")
    }
    return try Sealer(settings, at: time)
  }
}
