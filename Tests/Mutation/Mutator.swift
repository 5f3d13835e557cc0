import Foundation

/// Damages valid input at random, the same way for the same seed.
///
/// How many inputs a test tries stands in `MUSTER_MUTATIONS`; without it only a few, so that the
/// usual test run stays short.
package struct Mutator {
  private var state: UInt64

  /// A mutator from a seed.
  package init(seed: UInt64) { state = seed }

  /// Inputs to try: `MUSTER_MUTATIONS`, else `usual`.
  package static func count(usual: Int) -> Int {
    ProcessInfo.processInfo.environment["MUSTER_MUTATIONS"].flatMap { Int($0) } ?? usual
  }

  /// Pieces that mean something to some reader.
  private static let words = [
    "&#0;", "&#x110000;", "<![CDATA[", "]]>", "<!--", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "</",
    "/>",
    "\\ud800", "\\u0000", "9223372036854775808", "-1", "1e999", "0000-00-00", "\"\"", "'", ";",
    "\r\n", "\r", "}", "]", "[", "{", "%00", "%", "(01)", "(21", "urn:epc:id:", "&a;", "*a",
    "&a ",
    "<<: ", "!!binary ", "? ", "- ", ": ", "\t", "~", "../", "99999999999999999999",
    "xmlns:a='b'",
    "\u{1D}", "\u{202E}", "9999-12-31T24:00:00Z",
  ]
  private static let bytes: [[UInt8]] = [
    [0], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0x50, 0x4B, 1, 2],
    [0x50, 0x4B, 5, 6], [0x1F, 0x8B, 8], [0x7F, 0xFF, 0xFF, 0xFF],
    [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
  ]
  private static let tokens: [[UInt8]] = words.map { Array($0.utf8) } + bytes

  /// A damaged copy.
  package mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
    var copy = bytes
    for _ in 0...below(3) { damage(&copy) }
    return copy
  }

  /// One of several.
  package mutating func choice<T>(_ of: [T]) -> T? { of.isEmpty ? nil : of[below(of.count)] }

  private mutating func damage(_ bytes: inout [UInt8]) {
    let at = below(bytes.count + 1)
    switch below(8) {
    case 0 where at < bytes.count: bytes[at] ^= 1 << UInt8(below(8))
    case 1 where at < bytes.count: bytes[at] = UInt8(below(256))
    case 2: bytes.insert(contentsOf: choice(Self.tokens) ?? [], at: at)
    case 3: bytes.removeSubrange(at..<min(bytes.count, at + 1 + below(60)))
    case 4 where below(4) == 0: bytes.removeSubrange(at...)
    case 5:
      let from = below(bytes.count + 1)
      bytes.insert(contentsOf: Array(bytes[from..<min(bytes.count, from + 1 + below(200))]), at: at)
    case 6:
      let width = [1, 2, 4, 8][below(4)]
      let value: [UInt8] = below(2) == 0 ? [0, 0, 0, 0, 0, 0, 0, 0x80] : [0xFF, 0xFF, 0xFF, 0xFF]
      for offset in 0..<min(width, bytes.count - at) {
        bytes[at + offset] = value[offset % value.count]
      }
    default:
      bytes.insert(
        contentsOf: [UInt8](repeating: UInt8(below(256)), count: [1, 3, 300][below(3)]), at: at)
    }
  }

  /// A number from 0, below a limit that is above 0.
  private mutating func below(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    value ^= value >> 31
    return Int(value % UInt64(limit))
  }
}
