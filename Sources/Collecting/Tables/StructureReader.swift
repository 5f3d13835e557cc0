import Cataloging
import GS1

/// A step through a tree of named values, as JSON and XML both are.
enum StructurePart: Equatable {
  /// An object or element begins; `isItem` in a JSON array, whose name it bears then. The outermost
  /// objects of JSON have the name "".
  case open(String, isItem: Bool)
  /// A value without parts.
  case value(String, RawValue, isItem: Bool)
  /// The innermost object or element ends.
  case close
  case finished
}

/// Reads a tree of named values part by part.
protocol StructureReader: AnyObject {
  /// The next part.
  /// - Throws: a fault behind which nothing more is read, or what the bytes' source throws.
  func next() throws -> StructurePart
  /// Where the part read last begins; line from 1, byte from 0.
  var position: (line: Int, byteOffset: Int) { get }
  /// Everything odd met so far that was not taken yet.
  func takeNotes() -> [TextNote]
}

/// The parts of JSON: objects and the values in them; an array is its items, each with its name, and
/// an empty one a blank value.
final class JSONStructure: StructureReader {
  private let json: JSONPullReader
  private var open: [(name: String, isArray: Bool, isEmpty: Bool)] = []
  private var key = ""

  init(_ json: JSONPullReader) { self.json = json }

  var position: (line: Int, byteOffset: Int) { json.position }

  func takeNotes() -> [TextNote] { json.takeNotes() }

  func next() throws -> StructurePart {
    while true {
      let token = try json.next()
      let (name, isItem) = place
      if token != .endArray, !open.isEmpty { open[open.count - 1].isEmpty = false }
      switch token {
      case .key: key = json.text.text
      case .beginObject:
        open.append((name, false, true))
        return .open(name, isItem: isItem)
      case .beginArray: open.append((name, true, true))
      case .endArray:
        if let last = open.popLast(), last.isEmpty {
          return .value(last.name, RawValue(""), isItem: true)
        }
      case .endObject:
        _ = open.popLast()
        return .close
      case .string: return .value(name, RawValue(json.text.text), isItem: isItem)
      case .number: return .value(name, RawValue(json.text.text, .number), isItem: isItem)
      case .yes: return .value(name, RawValue("true", .boolean), isItem: isItem)
      case .no: return .value(name, RawValue("false", .boolean), isItem: isItem)
      case .null: return .value(name, RawValue(""), isItem: isItem)
      case .finished: return .finished
      }
    }
  }

  private var place: (name: String, isItem: Bool) {
    guard let last = open.last else { return ("", false) }
    return last.isArray ? (last.name, true) : (key, false)
  }
}

/// The parts of XML: elements by their names without prefix, attributes as values, and the text of an
/// element that has attributes or elements as the value `text`.
final class XMLStructure: StructureReader {
  private typealias Place = (line: Int, byteOffset: Int)

  private let xml: XMLPullReader
  private var waiting: [(part: StructurePart, place: Place)] = []
  // An element without attributes is a value until an element is met in it.
  private var leaf: (name: String, text: String, place: Place)?
  private(set) var position = (line: 1, byteOffset: 0)

  init(_ xml: XMLPullReader) { self.xml = xml }

  func takeNotes() -> [TextNote] { xml.takeNotes() }

  func next() throws -> StructurePart {
    while waiting.isEmpty { try step() }
    let first = waiting.removeFirst()
    position = first.place
    return first.part
  }

  private func step() throws {
    let token = try xml.next()
    let place = xml.position
    func add(_ part: StructurePart) { waiting.append((part, place)) }
    switch token {
    case .start:
      openLeaf()
      let name = xml.localName
      let attributes = (0..<xml.attributeCount).filter {
        xml.attributeName($0).namespace != "http://www.w3.org/2001/XMLSchema-instance"
      }
      if attributes.isEmpty {
        leaf = (name, "", place)
        return
      }
      add(.open(name, isItem: false))
      for index in attributes {
        add(
          .value(
            xml.attributeName(index).local, RawValue(xml.attributeValue(index).text), isItem: false)
        )
      }
    case .text:
      if leaf != nil {
        leaf?.text += xml.text.text
      } else if !xml.text.trimmed.isEmpty {
        add(.value("text", RawValue(xml.text.text), isItem: false))
      }
    case .end:
      if let leaf {
        waiting.append((.value(leaf.name, RawValue(leaf.text), isItem: false), leaf.place))
        self.leaf = nil
      } else {
        add(.close)
      }
    case .finished: add(.finished)
    }
  }

  private func openLeaf() {
    guard let leaf else { return }
    waiting.append((.open(leaf.name, isItem: false), leaf.place))
    if leaf.text.utf8.contains(where: { !$0.isSpace }) {
      waiting.append((.value("text", RawValue(leaf.text), isItem: false), leaf.place))
    }
    self.leaf = nil
  }
}
