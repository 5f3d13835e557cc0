import ArgumentParser
import Foundation
import Settings

/// `muster init`.
struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a starter configuration that works.",
    discussion: "An existing muster.yaml is never changed.")

  @Argument(help: "The folder, made when it is not there.")
  var folder = "."

  func run() async throws {
    try await ExitStatus.guarding {
      let root = URL(filePath: folder, directoryHint: .isDirectory)
      let exports = root.appending(path: "exports")
      let file = root.appending(path: "muster.yaml")
      guard !FileManager.default.fileExists(atPath: file.path) else {
        Console.error("\(file.relativePath) exists; choose another folder, or edit that file")
        return ExitStatus.failure
      }
      try FileManager.default.createDirectory(
        at: exports, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      try Data(StarterConfiguration.text.utf8).write(to: file, options: .atomic)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
      Console.say(
        """
        Wrote \(file.relativePath).
        1. Put EPCIS exports (XML, JSON, zip, gz) into \(exports.relativePath).
        2. Set the firm, the period and your sites in muster.yaml.
        3. muster run -c \(file.relativePath) -o EP-first.zip
        """)
      return ExitStatus.done
    }
  }
}
