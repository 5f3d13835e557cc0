/// Check digits of the identification keys: GS1 mod-10, PZN mod-11 and PPN mod-97.
package enum CheckDigit {
  /// The GS1 check digit 0…9 of a payload given as ASCII digits without it: weights 3,1,3,1… from
  /// the right (GS1 General Specifications, section 7.9).
  ///
  /// Nil when a byte is no digit or the payload is empty.
  package static func gs1(of payload: some Collection<UInt8>) -> Int? {
    guard !payload.isEmpty else { return nil }
    var odd = 0
    var even = 0
    for byte in payload {
      guard byte.isASCIIDigit else { return nil }
      // Every step moves the earlier digits one place left, so the two sums change roles.
      (odd, even) = ((even % 10) + Int(byte & 0x0F), odd)
    }
    return (10 - (odd * 3 + even) % 10) % 10
  }

  /// The GS1 check digit 0…9 of a payload of ASCII digits without it; nil for anything else.
  package static func gs1(of payload: String) -> Int? {
    gs1(of: payload.utf8)
  }

  /// The GS1 check digit of a payload given as a number; a negative number counts as 0.
  @inline(__always)
  package static func gs1(payload: Int64) -> Int64 {
    var rest = UInt64(payload < 0 ? 0 : payload)
    var sum: UInt64 = 0
    while rest > 0 {
      // At most ten rounds of 36, so the sum cannot overflow.
      sum &+= (rest % 10) &* 3
      rest /= 10
      sum &+= rest % 10
      rest /= 10
    }
    return Int64((10 &- sum % 10) % 10)
  }

  /// Whether the last of these ASCII digits is the GS1 check digit of the ones before it.
  package static func isValidGS1(_ digits: some BidirectionalCollection<UInt8>) -> Bool {
    guard let last = digits.last, last.isASCIIDigit, let check = gs1(of: digits.dropLast())
    else { return false }
    return check == Int(last & 0x0F)
  }

  /// The two check digits 0…96 of a PPN: sum of ASCII code times weight 2,3,4…, mod 97 (IFA
  /// technical information on the PPN code).
  ///
  /// Nil when the payload is empty, longer than 22 or holds other than digits and capital letters.
  package static func ppn(of payload: some Collection<UInt8>) -> Int? {
    guard !payload.isEmpty, payload.count <= 22 else { return nil }
    var sum = 0
    for (index, byte) in payload.enumerated() {
      guard byte.isASCIIDigit || (byte >= 0x41 && byte <= 0x5A) else { return nil }
      sum += Int(byte) * (index + 2)
    }
    return sum % 97
  }
}
