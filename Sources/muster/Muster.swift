import ArgumentParser

/// The command line: one file per command, all work in the stages.
@main
struct Muster: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "muster",
    abstract: "Gathers serialization evidence, holds it against DSCSA or FMD, packs one zip.",
    discussion: ExitStatus.help,
    version: version,
    subcommands: [
      RunCommand.self, InitCommand.self, CollectCommand.self, AssessCommand.self,
      PackCommand.self, SignoffCommand.self, SealCommand.self, VerifyCommand.self,
      DiffCommand.self, ExplainCommand.self, TraceCommand.self, ProfileCommand.self,
      StatusCommand.self,
    ])

  static func main() async {
    Surroundings.fillClosedStreams()
    await main(nil)
  }
}
