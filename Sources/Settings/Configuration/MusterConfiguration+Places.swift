import Foundation

extension MusterConfiguration {
  /// One message for every source whose file or folder is not there now.
  ///
  /// This is no fault of the configuration: an export may be made later. Endpoints are not asked.
  package func missingPlaces() -> [Diagnostic] {
    let sink = DiagnosticSink(file: file, text: text)
    for source in sources {
      let path: String
      switch source.place {
      case .path(let place): path = Self.fixedPart(of: place)
      case .database(let place, _): path = place
      case .url: continue
      }
      if !FileManager.default.fileExists(atPath: path) {
        sink.warning(
          "source \"\(source.name)\": there is no \(source.placeText)", at: source.placePosition)
      }
    }
    return DiagnosticList(sink.diagnostics).diagnostics
  }

  /// The folders of a path before the first one with a glob sign.
  static func fixedPart(of path: String) -> String {
    let signs: Set<Character> = ["*", "?", "["]
    guard let first = path.firstIndex(where: signs.contains) else { return path }
    guard let slash = path[..<first].lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
