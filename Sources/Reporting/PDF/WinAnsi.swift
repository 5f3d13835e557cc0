internal import Foundation

/// Text in WinAnsiEncoding. What it has no place for is written in Latin letters by a fixed table
/// (accents dropped, Greek and Cyrillic letter by letter), anything else by its code: `[U+4E2D]`.
/// Identifiers are ASCII by GS1's rules and come through as they are.
struct WinAnsi {
  /// The encoded text.
  private(set) var bytes: [UInt8] = []
  /// True when a character was written in other letters.
  private(set) var isChanged = false

  /// Encodes a text; control characters become blanks.
  init(_ text: String) {
    for scalar in text.unicodeScalars { append(scalar) }
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    if let byte = Self.code(of: scalar) {
      bytes.append(byte)
      return
    }
    if scalar.properties.generalCategory == .control {
      bytes.append(0x20)
      return
    }
    isChanged = true
    if let letters = Self.letters[scalar] {
      bytes += letters.utf8
      return
    }
    let parts = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars
    let base = parts.filter { $0.properties.generalCategory != .nonspacingMark }
    if parts.count > 1, !base.isEmpty,
      base.allSatisfy({ Self.code(of: $0) != nil || Self.letters[$0] != nil })
    {
      for part in base {
        if let byte = Self.code(of: part) {
          bytes.append(byte)
        } else {
          bytes += (Self.letters[part] ?? "").utf8
        }
      }
      return
    }
    bytes += "[U+\(String(scalar.value, radix: 16, uppercase: true))]".utf8
  }

  private static func code(of scalar: Unicode.Scalar) -> UInt8? {
    switch scalar.value {
    case 0x20...0x7E, 0xA1...0xAC, 0xAE...0xFF: UInt8(truncatingIfNeeded: scalar.value)
    case 0xA0, 0x202F, 0x2009: 0x20
    default: upper[scalar]
    }
  }

  private static let upper: [Unicode.Scalar: UInt8] = [
    "€": 0x80, "‚": 0x82, "ƒ": 0x83, "„": 0x84, "…": 0x85, "†": 0x86, "‡": 0x87, "ˆ": 0x88,
    "‰": 0x89, "Š": 0x8A, "‹": 0x8B, "Œ": 0x8C, "Ž": 0x8E, "‘": 0x91, "’": 0x92, "“": 0x93,
    "”": 0x94, "•": 0x95, "–": 0x96, "—": 0x97, "˜": 0x98, "™": 0x99, "š": 0x9A, "›": 0x9B,
    "œ": 0x9C, "ž": 0x9E, "Ÿ": 0x9F,
  ]

  private static let letters: [Unicode.Scalar: String] = {
    var all: [Unicode.Scalar: String] = [
      "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ħ": "h", "Ħ": "H", "ı": "i", "ĸ": "k", "ŋ": "ng",
      "Ŋ": "NG", "ŧ": "t", "Ŧ": "T", "ẞ": "SS", "−": "-", "‐": "-", "‑": "-", "→": "->",
      "←": "<-", "≤": "<=", "≥": ">=", "≠": "not =", "≈": "about ", "✓": "ok", "✗": "x", "✘": "x",
      "●": "*", "○": "o", "▲": "^", "▼": "v", "′": "'", "″": "\"", "№": "No.", "ѓ": "gj",
      "ќ": "kj", "џ": "dz", "ј": "j", "љ": "lj", "њ": "nj", "ђ": "dj", "ћ": "c", "є": "ye",
      "і": "i", "ґ": "g", "ς": "s",
    ]
    let greek = zip(
      "αβγδεζηθικλμνξοπρστυφχψω".unicodeScalars,
      "a b g d e z i th i k l m n x o p r s t y f ch ps o".split(separator: " "))
    let cyrillic = zip(
      "абвгдежзийклмнопрстуфхцчшщъыьэюя".unicodeScalars,
      "a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sht a y y e yu ya"
        .split(separator: " "))
    for (letter, latin) in Array(greek) + Array(cyrillic) {
      all[letter] = String(latin)
      let capital = String(letter).uppercased().unicodeScalars
      if let first = capital.first, capital.count == 1 {
        all[first] = latin.prefix(1).uppercased() + latin.dropFirst()
      }
    }
    return all
  }()
}
