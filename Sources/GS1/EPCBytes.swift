/// What the quick path reads from a clean EPC URI or Digital Link: numbers and a place in the buffer, no text.
package struct EPCBytes: Sendable {
  /// sgtin, sscc, sgln or pgln; the other kinds take the long path.
  package var kind: EPCKind
  /// GTIN-14, SSCC-18 or GLN-13 as a number, check digit included.
  package var number: Int64
  /// Where the serial or extension stands in the buffer; empty for none and for extension `0`.
  package var serial: Range<Int>
  /// Digits of the company prefix, 6 to 12; 0 in a Digital Link, which does not tell.
  package var companyPrefixLength: UInt8
  /// Scheme and domain of a Digital Link on another domain than GS1's; empty for all else.
  package var origin: Range<Int> = 0..<0

  /// How the text is spelt; it can be made again from it, or from it and `origin`.
  package var spelling: EPCSpelling {
    companyPrefixLength == 0
      ? EPCSpelling(scheme: .digitalLink, isExact: origin.isEmpty)
      : EPCSpelling(scheme: .urn, companyPrefixLength: companyPrefixLength)
  }
}

extension EPC {
  /// Reads a clean URI of kind sgtin, sscc, sgln or pgln without making text.
  ///
  /// Nil for every other input, faulty or not: then `parse` finds out. Nothing read here carries
  /// an issue, and its text can be made again exactly.
  package static func parseURNFast(_ bytes: UnsafeBufferPointer<UInt8>) -> EPCBytes? {
    let count = bytes.count
    guard count >= 24, let base = bytes.baseAddress else { return nil }
    let start = UnsafeRawPointer(base)
    // "urn:epc:" as one little-endian word; count >= 24 makes both loads lie inside the buffer.
    guard UInt64(littleEndian: start.loadUnaligned(as: UInt64.self)) == 0x3A63_7065_3A6E_7275,
      bytes[8] == 0x69, bytes[9] == 0x64, bytes[10] == 0x3A
    else { return nil }
    let scheme = UInt32(littleEndian: start.loadUnaligned(fromByteOffset: 11, as: UInt32.self))
    switch scheme {
    case 0x6974_6773 where bytes[15] == 0x6E && bytes[16] == 0x3A:  // sgtin:
      return fastSGTIN(bytes, from: 17)
    case 0x6363_7373 where bytes[15] == 0x3A:  // sscc:
      return fastSSCC(bytes, from: 16)
    case 0x6E6C_6773 where bytes[15] == 0x3A:  // sgln:
      return fastGLN(bytes, from: 16, kind: .sgln)
    case 0x6E6C_6770 where bytes[15] == 0x3A:  // pgln:
      return fastGLN(bytes, from: 16, kind: .pgln)
    default:
      return nil
    }
  }

  /// Reads a clean Digital Link of a unit or logistics unit, as `link(from:)` writes it, without
  /// making text. Nil for every other input, as `parseURNFast`.
  package static func parseLinkFast(_ bytes: UnsafeBufferPointer<UInt8>) -> EPCBytes? {
    let count = bytes.count
    guard count >= 30, let base = bytes.baseAddress else { return nil }
    let isOfGS1 = isOnGS1Domain(UnsafeRawPointer(base), count)
    guard let path = isOfGS1 ? 18 : linkPath(bytes), path + 4 < count, bytes[path + 1] == 0x30,
      bytes[path + 3] == 0x2F
    else { return nil }
    let isUnit = bytes[path + 2] == 0x31
    guard isUnit || bytes[path + 2] == 0x30 else { return nil }
    let origin = isOfGS1 ? 0..<0 : 0..<path
    let width = isUnit ? 14 : 18
    let keyStart = path + 4
    let keyEnd = keyStart + width
    // 12 digits, then the rest: below 10¹⁸ either way.
    let (high, middle) = digits(bytes, from: keyStart, limit: 12)
    let (low, end) = digits(bytes, from: middle, limit: width - 12)
    guard middle == keyStart + 12, end == keyEnd else { return nil }
    let number = high * ByteText.powerOfTen(width - 12) + low
    let payload = number / 10
    guard payload > 0, number % 10 == CheckDigit.gs1(payload: payload) else { return nil }
    if !isUnit {
      guard count == keyEnd else { return nil }
      return EPCBytes(
        kind: .sscc, number: number, serial: count..<count, companyPrefixLength: 0, origin: origin)
    }
    let serialStart = keyEnd + 4
    guard bytes[keyStart] != 0x39, serialStart < count, count - serialStart <= 20,
      bytes[keyEnd] == 0x2F, bytes[keyEnd + 1] == 0x32, bytes[keyEnd + 2] == 0x31,
      bytes[keyEnd + 3] == 0x2F
    else { return nil }
    for index in serialStart..<count {
      let byte = bytes[index]
      guard GS1Characters.isLinkLiteral(byte), GS1Characters.isSet82(byte) else { return nil }
    }
    return EPCBytes(
      kind: .sgtin, number: number, serial: serialStart..<count, companyPrefixLength: 0,
      origin: origin)
  }

  /// Whether a text of at least 19 bytes begins with `https://id.gs1.org/`.
  @inline(__always)
  private static func isOnGS1Domain(_ start: UnsafeRawPointer, _ count: Int) -> Bool {
    // "https://", "id.gs1.o" and "rg/" as little-endian words.
    count >= 20
      && UInt64(littleEndian: start.loadUnaligned(as: UInt64.self)) == 0x2F2F_3A73_7074_7468
      && UInt64(littleEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        == 0x6F2E_3173_672E_6469
      && UInt32(littleEndian: start.loadUnaligned(fromByteOffset: 16, as: UInt32.self)) & 0xFF_FFFF
        == 0x2F_6772
  }

  /// Where the path begins behind `http://` or `https://` and a domain, in any case; nil for what is
  /// no such link.
  private static func linkPath(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard bytes.count >= 12, bytes[0] | 0x20 == 0x68, bytes[1] | 0x20 == 0x74,
      bytes[2] | 0x20 == 0x74, bytes[3] | 0x20 == 0x70
    else { return nil }
    let colon = bytes[4] | 0x20 == 0x73 ? 5 : 4
    guard bytes[colon] == 0x3A, bytes[colon + 1] == 0x2F, bytes[colon + 2] == 0x2F else {
      return nil
    }
    let domain = colon + 3
    var index = domain
    // Letters, digits, `-`, `.` and a port.
    while index < bytes.count,
      bytes[index].isASCIIDigit || bytes[index].isASCIILetter
        || bytes[index] == 0x2D || bytes[index] == 0x2E || bytes[index] == 0x3A
    {
      index += 1
    }
    return index > domain && index < bytes.count && bytes[index] == 0x2F ? index : nil
  }

  private static func fastSGTIN(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> EPCBytes? {
    let count = bytes.count
    let (prefix, prefixEnd) = digits(bytes, from: start, limit: 12)
    let prefixLength = prefixEnd - start
    let referenceStart = prefixEnd + 1
    let referenceEnd = start + 14
    guard prefixLength >= 6, referenceEnd < count, bytes[prefixEnd] == 0x2E,
      bytes[referenceEnd] == 0x2E
    else { return nil }
    let (reference, end) = digits(bytes, from: referenceStart, limit: 13 - prefixLength)
    guard end == referenceEnd else { return nil }
    let serialStart = referenceEnd + 1
    guard serialStart < count, count - serialStart <= 20 else { return nil }
    for index in serialStart..<count where !GS1Characters.isURNLiteral(bytes[index]) { return nil }
    let indicator = Int64(bytes[referenceStart] & 0x0F)
    guard indicator != 9 else { return nil }
    // prefix < 10¹², rest < 10⁷ and their product with the powers stays below 10¹³.
    let place = ByteText.powerOfTen(12 - prefixLength)
    let payload = indicator * 1_000_000_000_000 + prefix * place + reference % place
    guard payload > 0 else { return nil }
    return EPCBytes(
      kind: .sgtin, number: payload * 10 + CheckDigit.gs1(payload: payload),
      serial: serialStart..<count, companyPrefixLength: UInt8(truncatingIfNeeded: prefixLength))
  }

  private static func fastSSCC(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> EPCBytes? {
    let count = bytes.count
    guard count == start + 18 else { return nil }
    let (prefix, prefixEnd) = digits(bytes, from: start, limit: 12)
    let prefixLength = prefixEnd - start
    guard prefixLength >= 6, prefixEnd < count, bytes[prefixEnd] == 0x2E else { return nil }
    let (reference, end) = digits(bytes, from: prefixEnd + 1, limit: 17 - prefixLength)
    guard end == count else { return nil }
    let place = ByteText.powerOfTen(16 - prefixLength)
    let extensionDigit = Int64(bytes[prefixEnd + 1] & 0x0F)
    let payload = extensionDigit * 10_000_000_000_000_000 + prefix * place + reference % place
    guard payload > 0 else { return nil }
    return EPCBytes(
      kind: .sscc, number: payload * 10 + CheckDigit.gs1(payload: payload), serial: count..<count,
      companyPrefixLength: UInt8(truncatingIfNeeded: prefixLength))
  }

  private static func fastGLN(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, kind: EPCKind
  ) -> EPCBytes? {
    let count = bytes.count
    let (prefix, prefixEnd) = digits(bytes, from: start, limit: 12)
    let prefixLength = prefixEnd - start
    guard prefixLength >= 6, prefixEnd < count, bytes[prefixEnd] == 0x2E else { return nil }
    let (reference, end) = digits(bytes, from: prefixEnd + 1, limit: 12 - prefixLength)
    guard end == start + 13 else { return nil }
    var serial = count..<count
    if kind == .pgln {
      guard end == count else { return nil }
    } else {
      guard end < count, bytes[end] == 0x2E else { return nil }
      let serialStart = end + 1
      guard serialStart < count, count - serialStart <= 20 else { return nil }
      for index in serialStart..<count where !GS1Characters.isURNLiteral(bytes[index]) {
        return nil
      }
      if count - serialStart > 1 || bytes[serialStart] != 0x30 { serial = serialStart..<count }
    }
    let payload = prefix * ByteText.powerOfTen(12 - prefixLength) + reference
    guard payload > 0 else { return nil }
    return EPCBytes(
      kind: kind, number: payload * 10 + CheckDigit.gs1(payload: payload), serial: serial,
      companyPrefixLength: UInt8(truncatingIfNeeded: prefixLength))
  }

  /// Up to `limit` (at most 12) digits as a number, and the index after the last.
  @inline(__always)
  private static func digits(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, limit: Int
  ) -> (value: Int64, end: Int) {
    var value: Int64 = 0
    var index = start
    let end = min(bytes.count, start + limit)
    while index < end, bytes[index].isASCIIDigit {
      value = value &* 10 &+ Int64(bytes[index] & 0x0F)
      index += 1
    }
    return (value, index)
  }

  /// The identity of what the quick path read, from the same buffer.
  package init(_ fast: EPCBytes, in bytes: UnsafeBufferPointer<UInt8>) {
    switch fast.kind {
    case .sscc:
      self.init(kind: .sscc, key: "", serial: ByteText.digits(fast.number, width: 18))
    case .sgtin:
      self.init(
        kind: .sgtin, key: ByteText.digits(fast.number, width: 14),
        serial: String(decoding: bytes[fast.serial], as: UTF8.self))
    default:
      self.init(
        kind: fast.kind, key: ByteText.digits(fast.number, width: 13),
        serial: fast.serial.isEmpty ? "" : String(decoding: bytes[fast.serial], as: UTF8.self))
    }
  }
}
