internal import Cataloging
internal import Crypto

/// Names a finding across quarters: check and natural group keys, nothing else.
enum Fingerprint {
  /// SHA-256 in hex over `muster.finding/v1`, the check's id and the sorted group keys.
  static func of(check: String, group: [String: String]) -> String {
    var text = "muster.finding/v1\n\(escaped(check))\n"
    for (name, value) in group.sorted(by: { $0.key < $1.key }) {
      text += "\(escaped(name))=\(escaped(value))\n"
    }
    return Digest.sha256(text)
  }

  // A line break inside a value must not look like the next key.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "=": result += "\\="
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}

/// SHA-256 as hex text.
enum Digest {
  static func sha256(_ text: String) -> String { sha256(Array(text.utf8)) }

  static func sha256(_ bytes: [UInt8]) -> String { HexText.of(SHA256.hash(data: bytes)) }
}
