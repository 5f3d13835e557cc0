package import Archives
import Glibc

/// Reads XML piece by piece over bytes that arrive once: memory does not grow with the file.
///
/// It is lenient where meaning is not in doubt (an undeclared prefix, a bare `&`, wrong encoding:
/// each noted) and refuses what a record never needs: entity declarations, DTDs outside the file,
/// nesting and sizes beyond the limits. After a recoverable fault `resynchronize` goes on.
package final class XMLPullReader {
  /// Levels of elements.
  package static let maximumDepth = 256
  /// Bytes of a tag with all its attributes.
  package static let maximumTagBytes = TextWindow.lookahead - 64
  /// Bytes of one name.
  package static let maximumNameBytes = 1024
  /// Attributes of one element.
  package static let maximumAttributes = 256
  /// Bytes of text between two tags.
  package static let maximumTextBytes = 16 * 1024 * 1024
  /// Bytes of a comment, processing instruction or DOCTYPE.
  package static let maximumSkippedBytes = 64 * 1024 * 1024

  /// What was read.
  package enum Token: Sendable {
    /// An element begins; `name`, `space` and the attributes tell which.
    case start
    /// The element that `name` tells ends.
    case end
    /// Text, with references resolved and CDATA sections joined; `text` holds it.
    case text
    /// The document is over.
    case finished
  }

  struct Open {
    var name: Int
    var space: Int
    /// Bindings to keep when the element ends.
    var bindings: Int
    /// The last child's name, as a guess for the next.
    var lastChild: Int
  }

  struct Attribute {
    var name: Int
    var value: Range<Int>
  }

  let window: TextWindow
  let names: XMLNames
  let textScratch = ByteScratch(capacity: 8192)
  let valueScratch = ByteScratch(capacity: 4096)
  /// The elements open now; plain memory, because every tag looks here.
  private let open: UnsafeMutablePointer<Open>
  private(set) var depthOpen = 0
  var attributes: [Attribute] = []
  var pendingEnd = false
  private(set) var leaving = false
  private var rootSeen = false
  private(set) var tokenStart = 0

  // Namespaces: 0 is none; bindings are searched from the newest.
  var spaces: [String] = ["", "http://www.w3.org/XML/1998/namespace"]
  private(set) var bindings: [(prefix: Int, space: Int)] = []
  // The count of `bindings`, without the cost of looking at a class's array.
  private var bindingCount = 1
  private var hasAttributes = false
  var epoch = 0
  private let xmlns: Int
  private let xml: Int

  /// The local name of the current element or the one that just ended, as a number of `names`.
  private(set) var name = -1
  /// The namespace of the current element, as an index of `spaces`.
  private(set) var space = 0

  /// Reads `source`; `known` names get the numbers 0, 1, 2 … in their order.
  package init(_ source: any ByteSource, known: [String] = []) {
    window = TextWindow(source)
    names = XMLNames(known: known)
    xmlns = Self.number(of: "xmlns", in: names)
    xml = Self.number(of: "xml", in: names)
    bindings = [(xml, 1)]
    open = UnsafeMutablePointer<Open>.allocate(capacity: Self.maximumDepth)
  }

  deinit { open.deallocate() }

  private static func number(of name: String, in names: XMLNames) -> Int {
    var text = name
    return text.withUTF8 { names.intern($0.baseAddress, $0.count) } ?? -1
  }

  /// Elements open now, the current one included.
  package var depth: Int { depthOpen }
  /// The text of the last `.text`; still there when the end tag behind it has been read.
  package var text: UnsafeBufferPointer<UInt8> { textScratch.bytes }
  /// The current element's name without prefix.
  package var localName: String { names.text(name) }
  /// The current element's namespace URI, "" for none.
  package var namespace: String { spaces[space] }

  /// Where the current token begins.
  package var position: (line: Int, byteOffset: Int) { window.place(of: tokenStart) }

  /// Where the text whose end tag was just read stands; nil when it is not written as it reads, by
  /// references or in CDATA sections.
  func place(ofText text: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    let start = tokenStart - text.count
    guard let bytes = text.baseAddress, start >= 0,
      memcmp(window.base + start, bytes, text.count) == 0
    else { return nil }
    return start..<tokenStart
  }

  /// Passes over an element behind the one that just ended, together with the white space before it,
  /// when `match` finds it whole in what is there and says its length. Nothing is fetched: near the
  /// end of what is there it is left to `next`.
  func passElement<Found>(
    _ match: (UnsafePointer<UInt8>, _ available: Int) -> (found: Found, length: Int)?
  ) -> Found? {
    var start = window.cursor
    while start < window.limit, window.base[start].isSpace { start += 1 }
    guard let (found, length) = match(window.base + start, window.limit - start) else { return nil }
    let end = start + length
    guard window.ended || window.limit - end >= TextWindow.lookahead else { return nil }
    tokenStart = start
    window.cursor = end
    return found
  }

  /// Everything odd met so far that was not taken yet.
  package func takeNotes() -> [TextNote] { window.takeNotes() }

  func fault(_ reason: ReadFault.Reason, _ detail: String) -> ReadFault {
    window.fault(reason, detail)
  }

  func note(_ kind: TextNote.Kind, _ raw: String) { window.note(kind, raw) }

  /// Reads on to the next token.
  /// - Throws: a fault; after a recoverable one `resynchronize` may be called.
  package func next() throws(ReadFault) -> Token {
    if window.isTooLong { throw window.tooLong() }
    if leaving { leave() }
    if pendingEnd {
      pendingEnd = false
      name = names.entries[open[depthOpen - 1].name].local
      space = open[depthOpen - 1].space
      leaving = true
      return .end
    }
    if let token = try endAtOnce() { return token }
    textScratch.clear()
    while true {
      if try scanText() { return .text }
      let have = window.ensure(TextWindow.lookahead)
      if have == 0 { return try finish() }
      let start = window.base + window.cursor
      guard have >= 2 else { throw fault(.truncated, "The text ends inside a tag.") }
      switch start[1] {
      case 0x2F:  // </
        if !textScratch.bytes.isEmpty { return .text }
        try readEndTag(start, have)
        return .end
      case 0x21:  // <!
        try readDeclaration(start, have)
      case 0x3F:  // <?
        try skip(past: "?>", from: 2, what: "processing instruction")
      default:
        if !textScratch.bytes.isEmpty { return .text }
        tokenStart = window.cursor
        try readStartTag(start, have)
        return .start
      }
    }
  }

  // An end tag right here leaves the text before it in place, so that a leaf's text is still
  // there when its end has been read.
  private func endAtOnce() throws(ReadFault) -> Token? {
    guard window.limit - window.cursor >= 2, window.base[window.cursor] == 0x3C,
      window.base[window.cursor + 1] == 0x2F
    else { return nil }
    let have = window.ensure(TextWindow.lookahead)
    try readEndTag(window.base + window.cursor, have)
    return .end
  }

  private func finish() throws(ReadFault) -> Token {
    if !textScratch.bytes.isEmpty, depthOpen == 0 { textScratch.clear() }
    if let name = window.unsupported {
      throw fault(.unsupportedEncoding, "The text is \(name), which is not read.")
    }
    if let problem = window.sourceFault { throw fault(.sourceDamaged, problem) }
    if depthOpen > 0 {
      let name = names.text(open[depthOpen - 1].name)
      throw fault(.truncated, "The text ends inside the element \(name).")
    }
    if !rootSeen { throw fault(.empty, "There is no element in the text.") }
    return .finished
  }

  func leave() {
    leaving = false
    guard depthOpen > 0 else { return }
    depthOpen -= 1
    let kept = open[depthOpen].bindings
    if bindingCount > kept {
      bindings.removeLast(bindingCount - kept)
      bindingCount = kept
      epoch += 1
    }
  }

  /// Collects text up to the next tag; true when it must be handed over because the text ends.
  private func scanText() throws(ReadFault) -> Bool {
    while true {
      let have = window.ensure(64)
      if have == 0 { return false }
      let start = window.base + window.cursor
      let index = Self.plainBytes(start, have)
      textScratch.append(start, index)
      window.cursor += index
      guard textScratch.count <= Self.maximumTextBytes else {
        throw fault(
          .sizeLimit, "More than \(Self.maximumTextBytes) bytes of text between two tags.")
      }
      guard index < have else { continue }
      switch start[index] {
      case 0x3C:
        if depthOpen == 0 { try outsideText() }
        return false
      case 0x26:
        resolveReference(into: textScratch, available: window.ensure(Self.maximumReference))
      default:
        if window.ensure(2) < 2 || window.base[window.cursor + 1] != 0x0A {
          textScratch.append(0x0A)
        }
        window.cursor += 1
      }
    }
  }

  /// How many bytes stand before the next `<`, `&` or carriage return.
  static func plainBytes(_ start: UnsafePointer<UInt8>, _ have: Int) -> Int {
    var index = 0
    // Eight bytes at a time as long as none of them is one of the three.
    while index + 8 <= have {
      let word = UnsafeRawPointer(start + index).loadUnaligned(as: UInt64.self)
      if holds(word, 0x3C) || holds(word, 0x26) || holds(word, 0x0D) { break }
      index += 8
    }
    while index < have {
      let byte = start[index]
      if byte == 0x3C || byte == 0x26 || byte == 0x0D { break }
      index += 1
    }
    return index
  }

  /// Whether one of eight bytes is `byte`.
  @inline(__always)
  private static func holds(_ word: UInt64, _ byte: UInt8) -> Bool {
    let rest = word ^ (0x0101_0101_0101_0101 &* UInt64(byte))
    return (rest &- 0x0101_0101_0101_0101) & ~rest & 0x8080_8080_8080_8080 != 0
  }

  // Only white space may stand outside the root element.
  private func outsideText() throws(ReadFault) {
    let isBlank = textScratch.bytes.trimmed.isEmpty
    textScratch.clear()
    if !isBlank, rootSeen { throw fault(.notWellFormed, "Text behind the end of the document.") }
    if !isBlank { throw fault(.notWellFormed, "Text before the first element.") }
  }

  // MARK: Tags

  private func readEndTag(_ start: UnsafeMutablePointer<UInt8>, _ have: Int) throws(ReadFault) {
    guard depthOpen > 0 else {
      throw fault(.notWellFormed, "An end tag where no element is open.")
    }
    let last = open[depthOpen - 1]
    guard names.matches(last.name, at: start + 2, available: have - 2) else {
      var end = 2
      while end < have, end < 80, XMLBytes.isName(start[end]) { end += 1 }
      let found = UnsafeBufferPointer(start: start + 2, count: max(0, end - 2)).text
      if end == have { throw fault(.truncated, "The text ends inside an end tag.") }
      throw fault(
        .notWellFormed, "End tag \(found) where \(names.text(last.name)) is open.")
    }
    var index = 2 + names.length(last.name)
    while index < have, start[index].isSpace { index += 1 }
    guard index < have else { throw fault(.truncated, "The text ends inside an end tag.") }
    guard start[index] == 0x3E else {
      throw fault(.notWellFormed, "Something other than > ends an end tag.")
    }
    tokenStart = window.cursor
    window.cursor += index + 1
    name = names.entries[last.name].local
    space = last.space
    leaving = true
  }

  private func readStartTag(_ start: UnsafeMutablePointer<UInt8>, _ have: Int) throws(ReadFault) {
    if depthOpen == 0, rootSeen {
      throw fault(.notWellFormed, "A second root element.")
    }
    let guess = depthOpen == 0 ? -1 : open[depthOpen - 1].lastChild
    var index = 1
    let qualified: Int
    if guess >= 0, names.matches(guess, at: start + 1, available: have - 1) {
      qualified = guess
      index += names.length(guess)
    } else {
      qualified = try readName(start, &index, have)
      if depthOpen > 0 { open[depthOpen - 1].lastChild = qualified }
    }
    if hasAttributes {
      attributes.removeAll(keepingCapacity: true)
      hasAttributes = false
    }
    let bindingsBefore = bindingCount
    var isEmpty = false
    if index < have, start[index] == 0x3E {
      index += 1
    } else {
      valueScratch.clear()
      do {
        isEmpty = try readAttributes(start, &index, have)
      } catch {
        bindings.removeLast(bindingCount - bindingsBefore)
        bindingCount = bindingsBefore
        epoch += 1
        throw error
      }
    }
    guard depthOpen < Self.maximumDepth else {
      throw fault(.depthLimit, "More than \(Self.maximumDepth) levels of elements.")
    }
    space = spaceOfElement(qualified)
    name = names.entries[qualified].local
    rootSeen = true
    (open + depthOpen).initialize(
      to: Open(name: qualified, space: space, bindings: bindingsBefore, lastChild: -1))
    depthOpen += 1
    pendingEnd = isEmpty
    window.cursor += index
  }

  private func readName(
    _ start: UnsafeMutablePointer<UInt8>, _ index: inout Int, _ have: Int
  ) throws(ReadFault) -> Int {
    let from = index
    while index < have, XMLBytes.isName(start[index]) { index += 1 }
    guard index < have else { throw endOfTag(have) }
    guard index > from else {
      throw fault(.notWellFormed, "No name stands behind <, or in a tag.")
    }
    guard index - from <= Self.maximumNameBytes else {
      throw fault(.sizeLimit, "A name longer than \(Self.maximumNameBytes) bytes.")
    }
    guard let number = names.intern(start + from, index - from) else {
      throw fault(.sizeLimit, "More than \(XMLNames.maximumCount) different names.")
    }
    return number
  }

  // The tag does not end within what is there: cut off, or longer than a tag may be.
  private func endOfTag(_ have: Int) -> ReadFault {
    have >= Self.maximumTagBytes
      ? fault(.sizeLimit, "A tag longer than \(Self.maximumTagBytes) bytes.")
      : fault(.truncated, "The text ends inside a tag.")
  }

  /// Reads the attributes up to and with the end of the tag; true for an empty element.
  private func readAttributes(
    _ start: UnsafeMutablePointer<UInt8>, _ index: inout Int, _ have: Int
  ) throws(ReadFault) -> Bool {
    while true {
      while index < have, start[index].isSpace { index += 1 }
      guard index < have else { throw endOfTag(have) }
      if start[index] == 0x3E {
        index += 1
        return false
      }
      if start[index] == 0x2F {
        guard index + 1 < have else { throw endOfTag(have) }
        guard start[index + 1] == 0x3E else {
          throw fault(.notWellFormed, "A / that does not end the tag.")
        }
        index += 2
        return true
      }
      let attribute = try readName(start, &index, have)
      while index < have, start[index].isSpace { index += 1 }
      guard index < have else { throw endOfTag(have) }
      guard start[index] == 0x3D else {
        throw fault(.notWellFormed, "The attribute \(names.text(attribute)) has no value.")
      }
      index += 1
      while index < have, start[index].isSpace { index += 1 }
      guard index < have else { throw endOfTag(have) }
      let quote = start[index]
      guard quote == 0x22 || quote == 0x27 else {
        throw fault(.notWellFormed, "The value of \(names.text(attribute)) is not quoted.")
      }
      index += 1
      let from = valueScratch.count
      try readValue(start, &index, have, quote)
      try keep(attribute, from..<valueScratch.count)
    }
  }

  private func readValue(
    _ start: UnsafeMutablePointer<UInt8>, _ index: inout Int, _ have: Int, _ quote: UInt8
  ) throws(ReadFault) {
    let tag = window.cursor
    while index < have {
      let byte = start[index]
      if byte == quote {
        index += 1
        return
      }
      switch byte {
      case 0x3C: throw fault(.notWellFormed, "A < inside an attribute value.")
      case 0x26:
        // The reference reader works at the cursor; nothing is fetched, so `start` stays valid.
        window.cursor = tag + index
        resolveReference(into: valueScratch, available: have - index)
        index = window.cursor - tag
        window.cursor = tag
      case 0x0A, 0x0D, 0x09:
        valueScratch.append(0x20)
        index += byte == 0x0D && index + 1 < have && start[index + 1] == 0x0A ? 2 : 1
      default:
        valueScratch.append(byte)
        index += 1
      }
    }
    throw endOfTag(have)
  }

  private func keep(_ attribute: Int, _ value: Range<Int>) throws(ReadFault) {
    let entry = names.entries[attribute]
    if attribute == xmlns || entry.prefix == xmlns {
      let prefix = attribute == xmlns ? -1 : entry.local
      bindings.append((prefix, intern(space: valueScratch.slice(value))))
      bindingCount += 1
      epoch += 1
      guard bindings.count <= 4 * Self.maximumDepth else {
        throw fault(.sizeLimit, "More than \(4 * Self.maximumDepth) namespace declarations.")
      }
      return
    }
    if attributes.contains(where: { $0.name == attribute }) {
      note(.duplicateAttribute, names.text(attribute))
      return
    }
    guard attributes.count < Self.maximumAttributes else {
      throw fault(.sizeLimit, "More than \(Self.maximumAttributes) attributes in one tag.")
    }
    hasAttributes = true
    attributes.append(Attribute(name: attribute, value: value))
  }
}
