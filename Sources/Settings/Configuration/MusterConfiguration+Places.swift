import Foundation

extension MusterConfiguration {
  /// One message for every source whose file or folder is not there now.
  ///
  /// This is no fault of the configuration: an export may be made later. Endpoints are not asked,
  /// but a credential that would be sent without encryption is told.
  package func missingPlaces() -> [Diagnostic] {
    let sink = DiagnosticSink(file: file, text: text)
    for source in sources {
      let path: String
      switch source.place {
      case .path(let place): path = Self.fixedPart(of: place)
      case .database(let place, _): path = place
      case .url(let url):
        if source.credential != nil, isReadableOnTheWay(url) {
          sink.warning(
            "source \"\(source.name)\": its credential is sent without encryption; write https",
            at: source.placePosition)
        }
        continue
      }
      if !FileManager.default.fileExists(atPath: path) {
        sink.warning(
          "source \"\(source.name)\": there is no \(source.placeText)", at: source.placePosition)
      }
    }
    return DiagnosticList(sink.diagnostics).diagnostics
  }

  /// Whether what is sent there can be read on the way: no encryption, and not this machine.
  private func isReadableOnTheWay(_ url: String) -> Bool {
    guard let parts = URLComponents(string: url), parts.scheme?.lowercased() == "http" else {
      return false
    }
    let host = parts.host ?? ""
    return !(host == "localhost" || host.hasPrefix("127.") || host.contains("::1"))
  }

  /// The folders of a path before the first one with a glob sign.
  static func fixedPart(of path: String) -> String {
    let signs: Set<Character> = ["*", "?", "["]
    guard let first = path.firstIndex(where: signs.contains) else { return path }
    guard let slash = path[..<first].lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
