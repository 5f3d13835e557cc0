import Cataloging

/// A manifest read line by line, as strictly as it was written.
struct ManifestReader {
  /// Digest of each path.
  private(set) var digests: [String: String] = [:]
  private(set) var problems: [PackProblem] = []

  /// Reads `<digest>  <path>` lines with digests of `width` characters. `known` gives a path that is
  /// kept already in the same words, so that several lists of many files keep each path once.
  init(
    _ bytes: [UInt8], named name: String, width: Int, known: (String) -> String = { $0 }
  ) {
    var number = 0
    var rest = bytes[...]
    while !rest.isEmpty {
      number += 1
      guard let end = rest.firstIndex(of: 0x0A) else {
        report(name, number, "does not end")
        return
      }
      let line = rest[rest.startIndex..<end]
      rest = rest[(end + 1)...]
      let text = String(validating: line, as: UTF8.self) ?? ""
      let digest = text.prefix(width)
      let path = String(text.dropFirst(width + 2))
      guard HexText.isHex(digest, count: width), !path.isEmpty,
        text.dropFirst(width).hasPrefix("  "), !path.hasPrefix(" "), !path.contains("\r")
      else {
        report(name, number, "is not a digest, two blanks and a path")
        continue
      }
      if digests.updateValue(String(digest), forKey: known(path)) != nil {
        report(name, number, "lists a path for the second time")
      }
    }
    if number == 0 { problems.append(PackProblem(.bagForm, "The manifest is empty.", path: name)) }
  }

  private mutating func report(_ name: String, _ number: Int, _ fault: String) {
    problems.append(PackProblem(.bagForm, "Line \(number) \(fault).", path: name))
  }
}
