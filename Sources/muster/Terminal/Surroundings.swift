internal import Foundation

/// What whoever starts the program may have taken away.
enum Surroundings {
  /// Fills the places of standard streams that are closed, so that no file of ours gets their
  /// numbers and what is said ends up in it. Writing there fails as it does on a closed one.
  static func fillClosedStreams() {
    while true {
      let number = open("/dev/null", O_RDONLY | O_CLOEXEC)
      if number > 2 { close(number) }
      if number < 0 || number > 2 { return }
    }
  }

  /// A sentence when the folder the program was started in is gone: names without a beginning lead
  /// nowhere then.
  static var missingFolder: String? {
    FileManager.default.currentDirectoryPath.isEmpty
      ? "The folder this was started in is gone or may not be entered. Go to a folder that is there "
        + "and run again, or give every path from the root."
      : nil
  }
}
