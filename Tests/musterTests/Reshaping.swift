import Foundation

/// Tells the events of a written firm in other files: one document in several, several in one.
enum Reshaping {
  /// One written document: the lines above its events, its events, the lines below.
  private struct Document {
    var head: [String]
    var events: [String]
    var foot: [String]
    let isJSON: Bool

    init?(_ text: String, isJSON: Bool) {
      self.isJSON = isJSON
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      guard
        let begin = lines.firstIndex(where: { $0.contains(isJSON ? "eventList" : "<EventList>") }),
        let end = isJSON
          ? lines.lastIndex(of: "]}") : lines.firstIndex(of: "</EventList>"), begin < end
      else { return nil }
      head = Array(lines[...begin])
      foot = Array(lines[end...])
      events = []
      var current: [String] = []
      for line in lines[(begin + 1)..<end] {
        let begins =
          isJSON
          ? line.hasPrefix("{\"type\"")
          : line.hasPrefix("<") && line.hasSuffix("Event>") && !line.hasPrefix("</")
        if begins, !current.isEmpty {
          events.append(Self.event(current))
          current = []
        }
        current.append(line)
      }
      if !current.isEmpty { events.append(Self.event(current)) }
    }

    /// In JSON the comma between two events stands alone at the end of the first.
    private static func event(_ lines: [String]) -> String {
      var text = lines.joined(separator: "\n")
      if text.hasSuffix(",") { text.removeLast() }
      return text
    }

    func text(_ chosen: [String]) -> String {
      (head + [chosen.joined(separator: isJSON ? ",\n" : "\n")] + foot).joined(separator: "\n")
    }
  }

  /// Splits every line and contract document of more than one event into up to three files; says
  /// how many were split. They carry no instance identifier, so nothing else changes.
  static func split(_ root: URL) throws -> Int {
    var count = 0
    for path in SampleFacts.files(root) {
      guard path.contains("/line/") || path.contains("/contract/"), !path.contains("transfer")
      else { continue }
      let url = root.appending(path: path)
      let text = try String(contentsOf: url, encoding: .utf8)
      guard let document = Document(text, isJSON: path.hasSuffix(".json")),
        document.events.count > 1
      else { continue }
      let size = max(1, (document.events.count + 2) / 3)
      for start in stride(from: 0, to: document.events.count, by: size) {
        let part = document.events[start..<min(start + size, document.events.count)]
        let name = url.deletingPathExtension().lastPathComponent + "-part\(start / size)."
        try document.text(Array(part)).write(
          to: url.deletingLastPathComponent().appending(path: name + url.pathExtension),
          atomically: true, encoding: .utf8)
      }
      try FileManager.default.removeItem(at: url)
      count += 1
    }
    return count
  }

  /// Joins the logistics provider's receipts and releases of a month into one document each;
  /// files in `kept` stay as they are. Says how many files went into others.
  static func merge(_ root: URL, kept: Set<String>) throws -> Int {
    var groups: [String: [String]] = [:]
    for path in SampleFacts.files(root) where path.contains("/logistics/") && !kept.contains(path) {
      let name = path.split(separator: "/").last ?? ""
      guard path.hasSuffix(".xml"), let stem = name.split(separator: "-").first,
        ["receipt", "release"].contains(stem)
      else { continue }
      let folder = path.dropLast(name.count)
      groups[folder + String(stem), default: []].append(path)
    }
    var count = 0
    for (_, paths) in groups.sorted(by: { $0.key < $1.key }) where paths.count > 1 {
      var events: [String] = []
      var documents: [Document] = []
      for path in paths {
        let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
        guard let document = Document(text, isJSON: false) else { continue }
        documents.append(document)
        events += document.events
      }
      guard let first = documents.first, documents.count == paths.count else { continue }
      for path in paths.dropFirst() {
        try FileManager.default.removeItem(at: root.appending(path: path))
      }
      try first.text(events).write(
        to: root.appending(path: paths[0]), atomically: true, encoding: .utf8)
      count += paths.count - 1
    }
    return count
  }
}
