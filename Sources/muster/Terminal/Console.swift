internal import Archives
internal import Foundation
internal import Reporting

/// stdout is the result, stderr is talk; a reader that went away is a quiet end. Nothing in a text
/// steers the terminal: names in it come from files.
enum Console {
  /// Writes the result.
  static func out(_ text: String) { out(bytes: Array(TextColumns.plainLines(text).utf8)) }

  /// Writes the result as bytes. A result that cannot be written whole is no result: the program
  /// ends with exit code 2. A reader that went away has seen what it wanted.
  static func out(bytes: [UInt8]) {
    guard let number = write(bytes, to: 1), number != EPIPE else { return }
    error(
      "The result cannot be written to standard output (\(systemReason(number))). Free some space or write it "
        + "elsewhere, then run again.")
    TemporaryFiles.removeAll()
    _exit(ExitStatus.failure)
  }

  /// Says something, unless told to be quiet.
  static func say(_ text: String, quiet: Bool = false) {
    guard !quiet else { return }
    write(TextColumns.plainLines(text) + "\n", to: 2)
  }

  /// Says what went wrong.
  static func error(_ text: String) {
    let prefix = text.contains(": error: ") ? "" : "muster: "
    let text = TextColumns.plainLines(text)
    write(prefix + text + (text.hasSuffix("\n") ? "" : "\n"), to: 2)
  }

  /// Writes over the current line of the terminal.
  static func line(_ text: String) { write(text, to: 2) }

  /// True when stderr is a terminal, so that progress makes sense.
  static var isTerminal: Bool { isatty(2) == 1 }

  private static func write(_ text: String, to descriptor: Int32) {
    _ = write(Array(text.utf8), to: descriptor)
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    bytes.withUnsafeBytes { writeAll($0, to: descriptor) }
  }
}
