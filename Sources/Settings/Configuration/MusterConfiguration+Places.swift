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
          "source \"\(source.name)\": there is no \(source.placeText)"
            + Self.hint(source.placeText), at: source.placePosition,
          suggestion: Self.nearest(to: path).map { near in
            source.placeText.replacing(URL(filePath: path).lastPathComponent, with: near)
          })
      }
    }
    return DiagnosticList(sink.diagnostics).diagnostics
  }

  /// What a way of writing paths means elsewhere and not here.
  private static func hint(_ place: String) -> String {
    if place.contains("\\") {
      return "; write / between folders, and the folder a drive or share is mounted at"
    }
    if place.hasPrefix("~") { return "; ~ is not filled in, write the whole path" }
    if place.contains("$") || place.wholeMatch(of: #/.*%\w+%.*/#) != nil {
      return "; variables are not filled in, write the path itself"
    }
    if place.wholeMatch(of: #/[A-Za-z]:.*/#) != nil {
      return "; write the folder the drive is mounted at"
    }
    return ""
  }

  /// A name beside the one that is not there.
  private static func nearest(to path: String) -> String? {
    let place = URL(filePath: path)
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: place.deletingLastPathComponent().path)
    return names.flatMap { Suggestion.nearest(to: place.lastPathComponent, among: $0) }
  }

  /// Warnings about sources that are declared complete through a day that has not come, which would
  /// move the cut-off there.
  package func daysAhead(today: CalendarDay) -> [Diagnostic] {
    let sink = DiagnosticSink(file: file, text: text)
    for source in sources {
      // A day more, because it is tomorrow already elsewhere.
      guard let day = source.completeThrough, day.number > today.number + 1 else { continue }
      sink.warning(
        "source \"\(source.name)\": complete_through \(day) has not come yet; nothing is complete "
          + "through it, and the data cut-off follows it unless --as-of is given",
        at: source.position)
    }
    return DiagnosticList(sink.diagnostics).diagnostics
  }

  /// The file itself.
  package var path: String {
    folder.appending(path: URL(filePath: file).lastPathComponent).path
  }

  /// The files it names as secrets: the key that seals, its passphrase, credentials of sources.
  package var secretFiles: [String] {
    let secrets = [seal?.passphrase] + sources.map { $0.credential?.secret }
    return (seal.map { [$0.key.path] } ?? [])
      + secrets.compactMap { secret -> String? in
        if case .file(let url)? = secret { url.path } else { nil }
      }
  }

  /// Faults of sources that lie in the catalog folder: what Muster writes there would be collected,
  /// and packed, as evidence.
  func sourcesInCatalog() -> [Diagnostic] {
    let sink = DiagnosticSink(file: file, text: text)
    let home = Self.real(catalog.path)
    for source in sources {
      let path: String
      switch source.place {
      case .path(let place): path = Self.real(Self.fixedPart(of: place))
      case .database(let place, _): path = Self.real(place)
      case .url: continue
      }
      guard path == home || path.hasPrefix(home == "/" ? home : home + "/") else { continue }
      sink.error(
        "source \"\(source.name)\" lies in the catalog folder, which holds what muster writes and "
          + "no evidence; give the catalog a folder of its own", at: source.placePosition)
    }
    return sink.diagnostics
  }

  /// A path without links, as far as it is there.
  private static func real(_ path: String) -> String {
    var url = URL(filePath: path).standardizedFileURL
    var rest: [String] = []
    while true {
      if let pointer = realpath(url.path, nil) {
        defer { free(pointer) }
        let found = String(cString: pointer)
        return rest.isEmpty
          ? found : (found == "/" ? "" : found) + "/" + rest.joined(separator: "/")
      }
      guard url.path != "/", !url.lastPathComponent.isEmpty else { return path }
      rest.insert(url.lastPathComponent, at: 0)
      url.deleteLastPathComponent()
    }
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
