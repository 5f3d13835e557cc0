internal import Foundation

/// Names inside a pack: plain ASCII that every file system and every bag tool takes the same way.
package enum PackName {
  /// Longest path in a pack, its top folder included.
  package static let longestPath = 150
  /// Longest name of one file or folder.
  package static let longestSegment = 100
  /// Longest name of a pack.
  package static let longestIdentifier = 48

  /// The pack's name, from where it is to be written: the file name without `.zip`.
  /// - Throws: `nameRefused`, saying which names will do.
  package static func identifier(ofPath path: String) throws -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? ""
    let name = file.hasSuffix(".zip") ? String(file.dropLast(4)) : ""
    guard isIdentifier(name) else {
      throw PackingError(
        .nameRefused,
        "\"\(file)\" cannot name a pack: use letters, digits, '.', '_' and '-', begin with a "
          + "letter or digit, at most \(longestIdentifier) of them, then \".zip\".")
    }
    return name
  }

  /// True for what may name a pack and its top folder.
  package static func isIdentifier(_ name: String) -> Bool {
    guard let first = name.utf8.first, isAlphanumeric(first), name.utf8.last != dot,
      name.utf8.count <= longestIdentifier
    else { return false }
    return name.utf8.allSatisfy { isAlphanumeric($0) || marks.contains($0) } && !isReserved(name)
  }

  /// The nearest safe name of at most `limit` characters; never empty.
  package static func safe(_ original: String, limit: Int = longestSegment) -> String {
    let folded = original.folding(
      options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive], locale: nil
    ).lowercased()
    var name: [UInt8] = []
    for scalar in folded.unicodeScalars {
      let byte = UInt8(truncatingIfNeeded: scalar.value)
      let keep = scalar.isASCII && (isAlphanumeric(byte) || marks.contains(byte))
      if keep {
        name.append(byte)
      } else if name.last != dash {
        name.append(dash)
      }
    }
    name = Array(name.drop { !isAlphanumeric($0) })
    if isReserved(String(decoding: name, as: UTF8.self)) { name = Array("x-".utf8) + name }
    name = shortened(name, limit: limit)
    while let last = name.last, !isAlphanumeric(last) { name.removeLast() }
    if name.isEmpty { return "unnamed" }
    let text = String(decoding: name, as: UTF8.self)
    // Shortened, or without its last marks, it may be one after all.
    return isReserved(text) ? "x-\(text.prefix(max(1, limit - 2)))" : text
  }

  /// `name` with `mark` before its extension, still within `limit`.
  package static func marked(_ name: String, _ mark: String, limit: Int = longestSegment) -> String
  {
    let (stem, ending) = split(Array(name.utf8))
    let kept = stem.prefix(max(1, limit - ending.count - mark.utf8.count - 1))
    return String(decoding: kept, as: UTF8.self) + "-" + mark
      + String(decoding: ending, as: UTF8.self)
  }

  private static func shortened(_ name: [UInt8], limit: Int) -> [UInt8] {
    guard name.count > limit else { return name }
    let (stem, ending) = split(name)
    return stem.prefix(max(1, limit - ending.count)) + ending
  }

  private static func split(_ name: [UInt8]) -> (stem: [UInt8], ending: [UInt8]) {
    guard let place = name.lastIndex(of: dot), place > 0, name.count - place <= 12 else {
      return (name, [])
    }
    return (Array(name[..<place]), Array(name[place...]))
  }

  // Names Windows keeps for devices, with or without an extension (RFC 8493, 6.1.3).
  private static func isReserved(_ name: String) -> Bool {
    let stem = name.lowercased().split(separator: ".", omittingEmptySubsequences: false)[0]
    if ["con", "prn", "aux", "nul"].contains(stem) { return true }
    return stem.utf8.count == 4 && (stem.hasPrefix("com") || stem.hasPrefix("lpt"))
      && stem.utf8.last.map { (0x31...0x39).contains($0) } ?? false
  }

  private static let dot = UInt8(ascii: ".")
  private static let dash = UInt8(ascii: "-")
  private static let marks: [UInt8] = [dot, dash, UInt8(ascii: "_")]

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
  }
}
