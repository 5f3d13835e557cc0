/// One file in a zip, as its central directory states it.
package struct ZipMember: Sendable {
  /// How the bytes are packed.
  package enum Method: UInt16, Sendable {
    /// As they are.
    case stored = 0
    /// Raw deflate.
    case deflated = 8
  }

  /// The name as text, with `/` between folders.
  package let name: String
  /// The name as it stands in the file.
  package var rawName: [UInt8] { otherName ?? Array(name.utf8) }
  /// How it is packed, or nil when the method is not supported.
  package let method: Method?
  /// CRC-32 of the unpacked bytes.
  package let crc: UInt32
  /// Packed bytes.
  package let packedSize: UInt64
  /// Unpacked bytes.
  package let size: UInt64
  /// Last change in local time, as DOS date and time.
  package let modified: ZipTime
  /// True when the entry is a folder and holds no bytes.
  package let isDirectory: Bool

  // The rest is for checking.
  /// The bytes of a name whose text does not say them.
  let otherName: [UInt8]?
  let index: Int
  let headerOffset: UInt64
  let madeBy: UInt16
  let versionNeeded: UInt16
  let flags: UInt16
  let methodNumber: UInt16
  let internalAttributes: UInt16
  let externalAttributes: UInt32
  let extraCount: Int
  let hasExactZip64: Bool
  let commentCount: Int

  /// True when the sizes stand behind the data instead of in the header.
  var hasDescriptor: Bool { flags & 0x0008 != 0 }
}

/// A moment as zip headers write it: two-second steps from 1980 to 2107, without a zone.
package struct ZipTime: Sendable, Hashable {
  /// Date and time packed as in the header, date in the upper half.
  package let packed: UInt32

  /// Takes the two header fields.
  package init(date: UInt16, time: UInt16) { packed = UInt32(date) << 16 | UInt32(time) }

  /// The moment in UTC, rounded down to two seconds and held between 1980 and 2107.
  package init(unixSeconds: Int64) {
    let earliest: Int64 = 315_532_800
    let latest: Int64 = 4_354_819_198
    let seconds = min(max(unixSeconds, earliest), latest)
    let days = seconds / 86_400
    let ofDay = seconds % 86_400
    // Days to year, month, day in the Gregorian calendar, years beginning in March.
    let shifted = days + 719_468
    let era = shifted / 146_097
    let ofEra = shifted % 146_097
    let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * ofYear + 2) / 153
    let day = ofYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let date = (year - 1980) << 9 | month << 5 | day
    let time = (ofDay / 3600) << 11 | (ofDay / 60 % 60) << 5 | (ofDay % 60) / 2
    packed = UInt32(truncatingIfNeeded: date << 16 | time)
  }

  var date: UInt16 { UInt16(packed >> 16) }
  var time: UInt16 { UInt16(packed & 0xFFFF) }
}
