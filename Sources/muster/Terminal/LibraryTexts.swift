internal import Foundation
internal import Settings

extension ConfigurationOptions {
  /// The texts the library was read from, by path below `Profiles/`: built in, or of `--profiles`,
  /// and the firm's own.
  func libraryTexts(
    for configuration: MusterConfiguration
  ) throws -> [(path: String, text: String)] {
    var files = LibraryFiles.builtIn
    if let profiles {
      files = try texts(in: URL(filePath: profiles, directoryHint: .isDirectory))
      // Whatever the folder holds, a pack has the schemas of its documents.
      let own = Set(files.map(\.path))
      files += LibraryFiles.builtIn.filter {
        $0.path.hasPrefix("schemas/") && !own.contains($0.path)
      }
    }
    if let own = configuration.ownProfiles { files += try texts(in: own) }
    return files.sorted { $0.path < $1.path }
  }

  private func texts(in root: URL) throws -> [(path: String, text: String)] {
    var files: [(path: String, text: String)] = []
    let walker = FileManager.default.enumerator(atPath: root.path)
    while let path = walker?.nextObject() as? String {
      guard ["yaml", "yml", "json"].contains((path as NSString).pathExtension) else { continue }
      files.append(
        (path: path, text: try String(contentsOf: root.appending(path: path), encoding: .utf8)))
    }
    return files
  }
}
