/// Places a page may lead to: anchors in it and files of its pack, nothing else.
enum Link {
  /// The place with everything encoded that a relative reference may not hold (RFC 3986, 4.2).
  static func safe(_ place: String) -> String {
    if place.hasPrefix("#") { return "#" + encoded(place.dropFirst()) }
    let parts = place.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let path = encoded(parts[0][...])
    guard parts.count > 1 else { return path }
    return path + "#" + encoded(parts[1])
  }

  /// An anchor from any text: letters, digits, hyphens and dots stay, the rest is
  /// written by its code, so that two texts never meet.
  static func anchor(_ prefix: String, _ text: String) -> String {
    prefix
      + text.utf8.map { byte in
        isPlain(byte) && byte != UInt8(ascii: "~") && byte != UInt8(ascii: "_")
          ? String(UnicodeScalar(byte)) : "_" + String(byte, radix: 16)
      }.joined()
  }

  private static func encoded(_ text: Substring) -> String {
    text.utf8.map { byte in
      isPlain(byte) || byte == UInt8(ascii: "/")
        ? String(UnicodeScalar(byte))
        : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
