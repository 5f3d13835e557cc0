internal import Foundation
internal import Settings

extension ConfigurationOptions {
  /// The texts the library was read from, by path below `Profiles/`: built in, or of `--profiles`.
  func libraryTexts() throws -> [(path: String, text: String)] {
    guard let profiles else { return LibraryFiles.builtIn }
    let root = URL(filePath: profiles, directoryHint: .isDirectory)
    var files: [(path: String, text: String)] = []
    let walker = FileManager.default.enumerator(atPath: root.path)
    while let path = walker?.nextObject() as? String {
      guard ["yaml", "yml", "json"].contains((path as NSString).pathExtension) else { continue }
      files.append(
        (path: path, text: try String(contentsOf: root.appending(path: path), encoding: .utf8)))
    }
    // Whatever the folder holds, a pack has the schemas of its documents.
    let own = Set(files.map(\.path))
    files += LibraryFiles.builtIn.filter { $0.path.hasPrefix("schemas/") && !own.contains($0.path) }
    return files.sorted { $0.path < $1.path }
  }
}
