import Archives
import ArgumentParser
import Assessing
import Packing

/// `muster verify`.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Reads everything in a pack and says whether it is whole.",
    discussion: """
      Closed world: what no list names is a problem too. Works on the zip and on the unzipped folder, \
      and on bags of other makers, of which only the bag is verified. Nothing of the pack is left on \
      disk.

        muster verify EP-2026Q3.zip
        muster verify EP-2026Q3.zip --cert firm-root.pem --at 2026-10-02
        muster verify EP-2026Q3.zip --reassess

      Exit codes: 0 valid; 4 integrity failure; 5 contents whole, but the seal is absent though \
      required, invalid or untrusted; 2 could not read it; 78 what --cert names holds no certificate.
      """)

  @Argument(help: "The pack, a zip or an unzipped folder.")
  var pack: String

  @Option(help: "Root certificates (PEM) you trust, had from elsewhere than the pack.")
  var cert: String?

  @Option(help: "The time certificates must hold at: a date or an instant; now when not given.")
  var at: String?

  @Flag(help: "A pack without a seal is not valid; --cert asks for one anyway.")
  var requireSeal = false

  @Flag(help: "Judge the catalog in the pack again and compare with its assessment.")
  var reassess = false

  @Flag(help: "Look at structure and sizes only; the last line says so.")
  var fast = false

  @Flag(help: "Print JSON instead of text.")
  var json = false

  func validate() throws {
    if let at, AssessmentOptions.instant(at) == nil {
      throw ValidationError("--at takes 2026-09-30 or 2026-09-30T23:59:59Z, not \(at)")
    }
    if at != nil && cert == nil {
      throw ValidationError("--at is the time the certificates of --cert must hold at; give both")
    }
    if fast && reassess {
      throw ValidationError("--reassess reads everything; leave out --fast")
    }
  }

  func run() async throws {
    try await ExitStatus.guarding {
      var options = VerifyOptions(time: Instant(milliseconds: Clock.wall()))
      if let time = at.flatMap(AssessmentOptions.instant) { options.time = time }
      options.fast = fast
      options.reassess = reassess
      options.sealRequired = requireSeal
      options.roots = try cert.map { try FileByteSource(path: $0).readAll(limit: 1 << 20) }
      let result = try PackVerifier.verify(path: pack, options)
      if json {
        Console.out(bytes: try result.json())
      } else {
        Console.out(result.text)
      }
      return result.exitCode
    }
  }
}
