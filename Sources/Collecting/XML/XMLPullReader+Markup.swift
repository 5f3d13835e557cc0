/// References, declarations, comments and CDATA sections.
extension XMLPullReader {
  /// The longest reference that is looked for, with `&` and `;`.
  static let maximumReference = 40

  /// Resolves the reference at the cursor and moves behind it; what is none stays as it is.
  func resolveReference(into scratch: ByteScratch, available: Int) {
    let have = min(available, Self.maximumReference)
    let start = window.base + window.cursor
    var end = 1
    while end < have, start[end] != 0x3B, start[end] == 0x23 || XMLBytes.isName(start[end]) {
      end += 1
    }
    guard end < have, end > 1, start[end] == 0x3B else {
      note(.entity, "&")
      scratch.append(0x26)
      window.cursor += 1
      return
    }
    let body = UnsafeBufferPointer(start: start + 1, count: end - 1)
    if let scalar = Self.predefined(body) {
      scratch.append(scalar)
    } else if body[0] == 0x23 {
      if let scalar = Self.character(body) {
        scratch.append(scalar: scalar)
      } else {
        note(.characterReference, "&" + body.text + ";")
        scratch.append(scalar: "\u{FFFD}")
      }
    } else {
      note(.entity, "&" + body.text + ";")
      scratch.append(start, end + 1)
    }
    window.cursor += end + 1
  }

  private static func predefined(_ body: UnsafeBufferPointer<UInt8>) -> UInt8? {
    if body.equals("lt") { return 0x3C }
    if body.equals("gt") { return 0x3E }
    if body.equals("amp") { return 0x26 }
    if body.equals("quot") { return 0x22 }
    if body.equals("apos") { return 0x27 }
    return nil
  }

  private static func character(_ body: UnsafeBufferPointer<UInt8>) -> Unicode.Scalar? {
    let isHex = body.count > 1 && body[1] == 0x78
    let digits = body.dropFirst(isHex ? 2 : 1)
    guard (1...8).contains(digits.count),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: isHex ? 16 : 10),
      value != 0
    else { return nil }
    return Unicode.Scalar(value)
  }

  /// Reads a comment, CDATA section or DOCTYPE at the cursor.
  func readDeclaration(_ start: UnsafeMutablePointer<UInt8>, _ have: Int) throws(ReadFault) {
    let head = UnsafeBufferPointer(start: start, count: min(have, 9))
    if head.starts(with: Array("<!--".utf8)) {
      try skip(past: "-->", from: 4, what: "comment")
    } else if head.equals("<![CDATA[") {
      guard depthOpen > 0 else {
        throw fault(.notWellFormed, "A CDATA section outside the document.")
      }
      try readCDATA()
    } else if head.equals("<!DOCTYPE") {
      guard depthOpen == 0 else {
        throw fault(.notWellFormed, "A DOCTYPE inside the document.")
      }
      try readDoctype()
    } else if have < 9 {
      throw fault(.truncated, "The text ends inside a declaration.")
    } else {
      throw fault(.notWellFormed, "Something unknown behind <!.")
    }
  }

  /// Moves the cursor behind the next `end`.
  func skip(past end: StaticString, from offset: Int, what: String) throws(ReadFault) {
    let first = end.utf8Start[0]
    let length = end.utf8CodeUnitCount
    let begin = window.place(of: window.cursor)
    var passed = 0
    window.cursor += min(offset, window.limit - window.cursor)
    while true {
      let have = window.ensure(4096)
      guard have >= length else {
        window.cursor = window.limit
        throw ReadFault(
          window.sourceFault == nil ? .truncated : .sourceDamaged, line: begin.line,
          byteOffset: begin.byteOffset,
          detail: window.sourceFault ?? "The text ends inside a \(what) that begins here.")
      }
      let start = window.base + window.cursor
      var index = 0
      while index <= have - length {
        if start[index] == first,
          UnsafeBufferPointer(start: start + index, count: length).equals(end)
        {
          window.cursor += index + length
          return
        }
        index += 1
      }
      window.cursor += index
      passed += index
      guard passed <= Self.maximumSkippedBytes else {
        throw fault(.sizeLimit, "A \(what) longer than \(Self.maximumSkippedBytes) bytes.")
      }
    }
  }

  private func readCDATA() throws(ReadFault) {
    window.cursor += 9
    while true {
      let have = window.ensure(4096)
      guard have >= 3 else {
        throw fault(.truncated, "The text ends inside a CDATA section.")
      }
      let start = window.base + window.cursor
      var index = 0
      while index <= have - 3 {
        if start[index] == 0x5D, start[index + 1] == 0x5D, start[index + 2] == 0x3E {
          textScratch.append(start, index)
          window.cursor += index + 3
          return
        }
        index += 1
      }
      textScratch.append(start, index)
      window.cursor += index
      guard textScratch.count <= Self.maximumTextBytes else {
        throw fault(.sizeLimit, "A CDATA section longer than \(Self.maximumTextBytes) bytes.")
      }
    }
  }

  // A DOCTYPE is harmless unless it refers outside or declares entities (XML 1.0, 2.8 and 4.2).
  private func readDoctype() throws(ReadFault) {
    let have = window.ensure(TextWindow.lookahead)
    let start = window.base + window.cursor
    var index = 9
    var inside = false
    while index < have {
      let rest = UnsafeBufferPointer(start: start + index, count: have - index)
      switch start[index] {
      case 0x22, 0x27:
        let quote = start[index]
        index += 1
        while index < have, start[index] != quote { index += 1 }
      case 0x5B: inside = true
      case 0x5D: inside = false
      case 0x3E where !inside:
        window.cursor += index + 1
        return
      case 0x3C where rest.starts(with: Array("<!--".utf8)):
        index += 4
        while index + 2 < have,
          !(start[index] == 0x2D && start[index + 1] == 0x2D && start[index + 2] == 0x3E)
        { index += 1 }
        index += 2
      case 0x3C where rest.starts(with: Array("<!ENTITY".utf8)):
        window.cursor += index
        throw fault(
          .entityDeclaration, "The DOCTYPE declares an entity; such documents are not read.")
      case 0x25:
        window.cursor += index
        throw fault(.entityDeclaration, "The DOCTYPE uses a parameter entity; it is not read.")
      case 0x53 where !inside && rest.starts(with: Array("SYSTEM".utf8)),
        0x50 where !inside && rest.starts(with: Array("PUBLIC".utf8)):
        if index > 9, start[index - 1].isSpace, namesRoot(start, upTo: index) {
          throw fault(.externalDTD, "The DOCTYPE refers to a DTD outside the file.")
        }
      default: break
      }
      index += 1
    }
    throw have >= TextWindow.lookahead
      ? fault(.sizeLimit, "A DOCTYPE longer than \(TextWindow.lookahead) bytes.")
      : fault(.truncated, "The text ends inside a DOCTYPE.")
  }

  // `<!DOCTYPE SYSTEM>` names a root element called SYSTEM: a name must stand before the keyword.
  private func namesRoot(_ start: UnsafeMutablePointer<UInt8>, upTo index: Int) -> Bool {
    (9..<index).contains { XMLBytes.isName(start[$0]) }
  }
}
