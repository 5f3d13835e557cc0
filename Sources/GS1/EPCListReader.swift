/// Reads the identifiers of a list one after the other. Most share their product with the one
/// before, whose GTIN and domain need not be made text again.
package struct EPCListReader {
  private var number: Int64 = -1
  private var key = ""
  private var origin = ""

  /// A reader that remembers nothing yet.
  package init() {}

  /// Reads the bytes of one EPC, as `EPCReference(parsing:role:)` does.
  package mutating func reference(
    _ bytes: UnsafeBufferPointer<UInt8>, role: EventRole
  ) -> EPCReference {
    guard let fast = EPC.parseURNFast(bytes) ?? EPC.parseLinkFast(bytes), fast.kind == .sgtin
    else { return EPCReference(parsing: bytes, role: role) }
    if fast.number != number {
      number = fast.number
      key = ByteText.digits(number, width: 14)
    }
    if !fast.origin.isEmpty, !origin.utf8.elementsEqual(bytes[fast.origin]) {
      origin = String(decoding: bytes[fast.origin], as: UTF8.self)
    }
    return EPCReference(
      epc: EPC(
        kind: .sgtin, key: key, serial: String(decoding: bytes[fast.serial], as: UTF8.self)),
      spelling: fast.spelling, issues: [], raw: nil, origin: fast.origin.isEmpty ? nil : origin,
      role: role)
  }
}
