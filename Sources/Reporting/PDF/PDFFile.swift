internal import Archives
internal import Crypto

/// A PDF 1.4 file (ISO 32000-1 describes all that is used) from finished pages. The same pages and
/// texts give the same bytes; no clock but the one stated is in it.
struct PDFFile {
  /// A bookmark.
  struct Bookmark {
    let title: String
    /// 0 for the outermost.
    let level: Int
    let anchor: String
  }

  /// Where an anchor stands.
  struct Place {
    let page: Int
    /// Points from the top edge.
    let y: Double
  }

  var title: String
  var creator: String
  /// `YYYYMMDDhhmmss` in UTC.
  var created: String
  var width: Double
  var height: Double
  var pages: [PDFCanvas]
  var bookmarks: [Bookmark]
  var anchors: [String: Place]

  private static let catalogNumber = 1
  private static let treeNumber = 2
  private static let infoNumber = 3
  private static let outlineNumber = 4
  private static let fontsStart = 5

  /// The finished file.
  /// - Throws: `ArchiveError` when zlib cannot start.
  func bytes() throws -> [UInt8] {
    var out = Output()
    let fonts = PDFFont.allCases
    let firstPage = Self.fontsStart + fonts.count
    // Each page is two objects, itself and its content.
    let pageNumbers = pages.indices.map { firstPage + $0 * 2 }
    let firstLink = firstPage + pages.count * 2
    var linkNumber = firstLink
    var links: [(number: Int, text: String)] = []
    let shown = bookmarks.filter { anchors[$0.anchor] != nil }
    out.object(
      Self.catalogNumber,
      "<< /Type /Catalog /Pages \(Self.treeNumber) 0 R /Lang (en) "
        + (shown.isEmpty
          ? "" : "/Outlines \(Self.outlineNumber) 0 R /PageMode /UseOutlines ")
        + "/ViewerPreferences << /DisplayDocTitle true >> >>")
    out.object(
      Self.treeNumber,
      "<< /Type /Pages /Count \(pages.count) /MediaBox [0 0 \(PDFNumber.text(width)) "
        + "\(PDFNumber.text(height))] /Kids ["
        + pageNumbers.map { "\($0) 0 R" }.joined(separator: " ") + "] /Resources << /Font << "
        + fonts.enumerated().map { "/\($1.resource) \(Self.fontsStart + $0) 0 R" }
        .joined(separator: " ") + " >> >> >>")
    out.object(
      Self.infoNumber,
      "<< /Title \(Self.string(title)) /Creator \(Self.string(creator)) "
        + "/Producer \(Self.string(creator)) /CreationDate (D:\(created)Z) >>")
    for (index, font) in fonts.enumerated() {
      out.object(
        Self.fontsStart + index,
        "<< /Type /Font /Subtype /Type1 /BaseFont /\(font.baseName) "
          + "/Encoding /WinAnsiEncoding >>")
    }
    for (index, page) in pages.enumerated() {
      var own: [Int] = []
      for link in page.links {
        guard let text = annotation(link, page, pageNumbers) else { continue }
        links.append((linkNumber, text))
        own.append(linkNumber)
        linkNumber += 1
      }
      let list = own.map { "\($0) 0 R" }.joined(separator: " ")
      out.object(
        pageNumbers[index],
        "<< /Type /Page /Parent \(Self.treeNumber) 0 R /Contents \(pageNumbers[index] + 1) 0 R"
          + (own.isEmpty ? "" : " /Annots [\(list)]") + " >>")
      out.stream(pageNumbers[index] + 1, try Self.packed(page.operations))
    }
    for link in links { out.object(link.number, link.text) }
    writeOutline(shown, from: linkNumber, pageNumbers, &out)
    return out.finish(
      root: Self.catalogNumber, info: Self.infoNumber,
      count: linkNumber + (shown.isEmpty ? 0 : shown.count))
  }

  private func annotation(
    _ link: PDFCanvas.Link, _ page: PDFCanvas, _ pageNumbers: [Int]
  ) -> String? {
    let box = [
      link.x, page.height - link.y - link.height, link.x + link.width, page.height - link.y,
    ].map { PDFNumber.text($0) }.joined(separator: " ")
    let start = "<< /Type /Annot /Subtype /Link /Rect [\(box)] /Border [0 0 0] "
    if link.target.hasPrefix("#") {
      guard let place = anchors[String(link.target.dropFirst())] else { return nil }
      return start + "/Dest \(destination(place, pageNumbers)) >>"
    }
    return start + "/A << /S /URI /URI \(Self.string(link.target)) >> >>"
  }

  private func destination(_ place: Place, _ pageNumbers: [Int]) -> String {
    let top = PDFNumber.text(min(height, height - place.y + 6))
    return "[\(pageNumbers[place.page]) 0 R /XYZ 0 \(top) null]"
  }

  // ISO 32000-1, 12.3.3: parents, siblings and children as linked lists.
  private func writeOutline(
    _ shown: [Bookmark], from first: Int, _ pageNumbers: [Int], _ out: inout Output
  ) {
    guard !shown.isEmpty else {
      out.object(Self.outlineNumber, "<< /Type /Outlines /Count 0 >>")
      return
    }
    var parent = [Int?](repeating: nil, count: shown.count)
    var open: [Int] = []
    for index in shown.indices {
      while let last = open.last, shown[last].level >= shown[index].level { open.removeLast() }
      parent[index] = open.last
      open.append(index)
    }
    var children: [Int?: [Int]] = [:]
    for index in shown.indices { children[parent[index], default: []].append(index) }
    func number(_ index: Int) -> Int { first + index }
    let top = children[nil] ?? []
    out.object(
      Self.outlineNumber,
      "<< /Type /Outlines /First \(number(top.first ?? 0)) 0 R "
        + "/Last \(number(top.last ?? 0)) 0 R /Count \(top.count) >>")
    for (index, bookmark) in shown.enumerated() {
      guard let place = anchors[bookmark.anchor] else { continue }
      let family = children[parent[index]] ?? []
      let position = family.firstIndex(of: index) ?? 0
      var text = "<< /Title \(Self.string(bookmark.title)) "
      text += "/Parent \(parent[index].map(number) ?? Self.outlineNumber) 0 R "
      if position > 0 { text += "/Prev \(number(family[position - 1])) 0 R " }
      if position + 1 < family.count { text += "/Next \(number(family[position + 1])) 0 R " }
      if let own = children[index], let head = own.first, let tail = own.last {
        // A negative count: closed, so that the list opens at its chapters.
        text += "/First \(number(head)) 0 R /Last \(number(tail)) 0 R /Count -\(own.count) "
      }
      out.object(number(index), text + "/Dest \(destination(place, pageNumbers)) >>")
    }
  }

  /// A string object: ASCII as it is, anything else in UTF-16 with its mark.
  static func string(_ text: String) -> String {
    let plain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    if plain {
      return "("
        + text.map { "()\\".contains($0) ? "\\\($0)" : String($0) }.joined() + ")"
    }
    let digits = Array("0123456789ABCDEF")
    var hex = "<FEFF"
    for unit in text.utf16 {
      for shift in [12, 8, 4, 0] { hex.append(digits[Int(unit >> UInt16(shift)) & 15]) }
    }
    return hex + ">"
  }

  // FlateDecode is deflate in a zlib wrapper (RFC 1950).
  private static func packed(_ bytes: [UInt8]) throws -> [UInt8] {
    var out: [UInt8] = [0x78, 0x9C]
    var deflater = try Deflater()
    try bytes.withUnsafeBytes { input in
      try deflater.write(input, flush: .finish) { out.append(contentsOf: $0) }
    }
    var low: UInt32 = 1
    var high: UInt32 = 0
    for byte in bytes {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    for part in [high >> 8, high, low >> 8, low] { out.append(UInt8(truncatingIfNeeded: part)) }
    return out
  }

  /// Objects with their places, then the table of places.
  private struct Output {
    private var bytes: [UInt8] = Array(
      "%PDF-1.4\n%\u{E2}\u{E3}\u{CF}\u{D3}\n".unicodeScalars.map {
        UInt8(truncatingIfNeeded: $0.value)
      })
    private var places: [Int: Int] = [:]

    mutating func object(_ number: Int, _ text: String) {
      places[number] = bytes.count
      bytes += "\(number) 0 obj\n\(text)\nendobj\n".utf8
    }

    mutating func stream(_ number: Int, _ packed: [UInt8]) {
      places[number] = bytes.count
      bytes += "\(number) 0 obj\n<< /Length \(packed.count) /Filter /FlateDecode >>\nstream\n".utf8
      bytes += packed
      bytes += "\nendstream\nendobj\n".utf8
    }

    mutating func finish(root: Int, info: Int, count: Int) -> [UInt8] {
      var hash = SHA256()
      hash.update(data: bytes)
      let digest = hash.finalize().prefix(16).map {
        ($0 < 16 ? "0" : "") + String($0, radix: 16)
      }.joined()
      let start = bytes.count
      bytes += "xref\n0 \(count)\n0000000000 65535 f \n".utf8
      for number in 1..<count {
        let place = String(places[number] ?? 0)
        let state = places[number] == nil ? "65535 f" : "00000 n"
        bytes += (String(repeating: "0", count: 10 - place.count) + "\(place) \(state) \n").utf8
      }
      bytes += "trailer\n<< /Size \(count) /Root \(root) 0 R /Info \(info) 0 R ".utf8
      bytes += "/ID [<\(digest)> <\(digest)>] >>\nstartxref\n\(start)\n%%EOF\n".utf8
      return bytes
    }
  }
}
