import Foundation
import GS1

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// One event of a written sample, free of its spelling.
struct SampleEvent: Hashable {
  var file = ""
  var type = ""
  var fields: [String: String] = [:]
  var epcs: [String] = []
  var places: [String] = []
  var lot: String?
  var ms = 0

  var step: String { fields["bizStep"] ?? "" }
  var parent: String? { fields["parentID"] }

  /// Everything but the file, in one comparable text.
  var facts: String {
    let rows = fields.sorted { $0.key < $1.key }.map { $0.key + "=" + $0.value }
    return ([type] + rows + epcs.sorted() + places.sorted()).joined(separator: "\n")
  }
}

/// Reads the files of a written sample with Foundation's own parsers.
enum SampleFacts {
  static func read(_ root: URL) throws -> [SampleEvent] {
    var events: [SampleEvent] = []
    for path in files(root) where path.hasPrefix("exports/epcis/") {
      let url = root.appendingPathComponent(path)
      var found = path.hasSuffix(".json") ? try json(url) : xml(url)
      for index in found.indices {
        found[index].file = path
        found[index].ms = instant(found[index].fields["eventTime"] ?? "")
      }
      events += found
    }
    return events
  }

  /// Paths of all files below a folder, sorted.
  static func files(_ root: URL) -> [String] {
    let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
    return (names ?? []).filter { name in
      var folder: ObjCBool = false
      _ = FileManager.default.fileExists(
        atPath: root.appendingPathComponent(name).path, isDirectory: &folder)
      return !folder.boolValue
    }.sorted()
  }

  static func canonical(_ text: String) -> String { EPC.parse(text).epc.canonical }

  static func word(_ text: String) -> String {
    text.split(separator: ":").last.map(String.init) ?? text
  }

  private static func instant(_ text: String) -> Int {
    let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    let date = try? format.parse(text)
    return Int(((date?.timeIntervalSince1970 ?? 0) * 1000).rounded())
  }

  private static func json(_ url: URL) throws -> [SampleEvent] {
    let whole = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any]
    let body = whole?["epcisBody"] as? [String: Any]
    return (body?["eventList"] as? [[String: Any]] ?? []).map { event in
      var result = SampleEvent()
      result.type = event["type"] as? String ?? ""
      for name in ["eventTime", "recordTime", "eventTimeZoneOffset", "action", "eventID"] {
        result.fields[name] = event[name] as? String
      }
      for name in ["bizStep", "disposition"] {
        result.fields[name] = (event[name] as? String).map(word)
      }
      result.fields["parentID"] = (event["parentID"] as? String).map(canonical)
      for name in ["readPoint", "bizLocation"] {
        let place = event[name] as? [String: Any]
        result.fields[name] = (place?["id"] as? String).map(canonical)
      }
      for (name, value) in event["ilmd"] as? [String: String] ?? [:] {
        result.fields[word(name)] = value
      }
      let declaration = event["errorDeclaration"] as? [String: Any]
      result.fields["declarationTime"] = declaration?["declarationTime"] as? String
      for name in ["epcList", "childEPCs"] {
        result.epcs += (event[name] as? [String] ?? []).map(canonical)
      }
      for (list, element) in [("sourceList", "source"), ("destinationList", "destination")] {
        for party in event[list] as? [[String: String]] ?? [] {
          result.places.append(
            element + (party["type"] ?? "") + canonical(party[element] ?? ""))
        }
      }
      for row in event["bizTransactionList"] as? [[String: String]] ?? [] {
        result.places.append((row["type"] ?? "") + (row["bizTransaction"] ?? ""))
      }
      result.lot = result.fields["lotNumber"]
      return result
    }
  }

  private static func xml(_ url: URL) -> [SampleEvent] {
    guard let parser = XMLParser(contentsOf: url) else { return [] }
    let reader = Reader()
    parser.delegate = reader
    return parser.parse() ? reader.events : []
  }

  private final class Reader: NSObject, XMLParserDelegate {
    var events: [SampleEvent] = []
    private var current: SampleEvent?
    private var text = ""
    private var type = ""
    private var place = ""

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      text = ""
      if name.hasSuffix("Event") { current = SampleEvent(type: name) }
      if name == "readPoint" || name == "bizLocation" { place = name }
      type = attributes["type"].map(SampleFacts.word) ?? ""
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
      qualifiedName: String?
    ) {
      guard var event = current else { return }
      switch name {
      case "epc": event.epcs.append(SampleFacts.canonical(text))
      case "eventTime", "recordTime", "eventTimeZoneOffset", "action", "eventID",
        "declarationTime":
        event.fields[name] = text
      case "bizStep", "disposition": event.fields[name] = SampleFacts.word(text)
      case "parentID": event.fields[name] = SampleFacts.canonical(text)
      case "id": event.fields[place] = SampleFacts.canonical(text)
      case "cbvmda:lotNumber", "cbvmda:itemExpirationDate":
        event.fields[SampleFacts.word(name)] = text
      case "source", "destination":
        event.places.append(name + type + SampleFacts.canonical(text))
      case "bizTransaction": event.places.append(type + text)
      default: break
      }
      current = event
      guard name == event.type else { return }
      event.lot = event.fields["lotNumber"]
      events.append(event)
      current = nil
    }
  }
}
