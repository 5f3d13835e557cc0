/// Signatures, sizes and fixed values of the zip format (PKWARE APPNOTE 6.3.10).
enum ZipFormat {
  static let localSignature: UInt32 = 0x0403_4B50
  static let descriptorSignature: UInt32 = 0x0807_4B50
  static let centralSignature: UInt32 = 0x0201_4B50
  static let endSignature: UInt32 = 0x0605_4B50
  static let zip64EndSignature: UInt32 = 0x0606_4B50
  static let zip64LocatorSignature: UInt32 = 0x0706_4B50

  static let localSize = 30
  static let centralSize = 46
  static let endSize = 22
  static let zip64EndSize = 56
  static let zip64LocatorSize = 20
  static let longestComment = 0xFFFF

  static let zip64ExtraID: UInt16 = 0x0001
  /// Stands where a number is in the ZIP64 extra field instead.
  static let inZip64: UInt32 = 0xFFFF_FFFF
  static let inZip64Short: UInt16 = 0xFFFF

  /// Version 2.0, made on Unix.
  static let madeBy: UInt16 = 0x0314
  static let versionDeflate: UInt16 = 20
  static let versionZip64: UInt16 = 45
  /// A regular file, readable by all, writable by its owner.
  static let fileAttributes: UInt32 = 0o100644 << 16
  static let unicodeFlag: UInt16 = 0x0800
}

/// The numbers a ZIP64 extra field stands in for.
struct Zip64Extra {
  /// True when the field held every number asked for.
  var isComplete = true
  /// True when all extra data is one ZIP64 field of just the right length, or there is none.
  var isExact = true
  private var numbers: [UInt64] = []

  /// Looks for the field in `extra` and takes `wanted` 64-bit numbers from it.
  init(_ extra: ArraySlice<UInt8>, wanted: Int) {
    let bytes = Array(extra)
    var place = 0
    var found = false
    while place + 4 <= bytes.count {
      let length = Int(bytes.number16(place + 2))
      guard place + 4 + length <= bytes.count else { break }
      if bytes.number16(place) == ZipFormat.zip64ExtraID {
        isExact = isExact && !found && length == wanted * 8
        if !found {
          for number in 0..<min(wanted, length / 8) {
            numbers.append(bytes.number64(place + 4 + number * 8))
          }
        }
        found = true
      } else {
        isExact = false
      }
      place += 4 + length
    }
    isExact = isExact && place == bytes.count && (wanted > 0) == found
    isComplete = numbers.count == wanted
    numbers.reverse()
  }

  /// The next number in order, or nil when the field did not hold it.
  mutating func next() -> UInt64? { numbers.popLast() }
}
