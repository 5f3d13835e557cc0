/// The headers of a zip with every value fixed that may be.
struct ZipHeaders {
  /// What an entry's headers state.
  struct Numbers {
    let crc: UInt32
    let packedSize: UInt64
    let size: UInt64
    let isStored: Bool
  }

  let modified: ZipTime
  let thresholds: ZipWriter.Thresholds

  func local(_ path: String, _ numbers: Numbers) -> [UInt8] {
    let large = isLarge(numbers.size) || isLarge(numbers.packedSize)
    var header: [UInt8] = []
    header.appendLittleEndian(ZipFormat.localSignature)
    appendCommon(&header, path, numbers, large: large)
    if large {
      header.appendLittleEndian(ZipFormat.inZip64)
      header.appendLittleEndian(ZipFormat.inZip64)
    } else {
      header.appendLittleEndian(UInt32(truncatingIfNeeded: numbers.packedSize))
      header.appendLittleEndian(UInt32(truncatingIfNeeded: numbers.size))
    }
    header.appendLittleEndian(UInt16(truncatingIfNeeded: path.utf8.count))
    header.appendLittleEndian(UInt16(large ? 20 : 0))
    header.append(contentsOf: path.utf8)
    if large { appendExtra(&header, [numbers.size, numbers.packedSize]) }
    return header
  }

  func central(_ entry: ZipWriter.Entry, offset: UInt64) -> [UInt8] {
    let numbers = Numbers(
      crc: entry.crc, packedSize: entry.packedSize, size: entry.size, isStored: entry.isStored)
    let extra = [entry.size, entry.packedSize, offset].filter(isLarge)
    var header: [UInt8] = []
    header.appendLittleEndian(ZipFormat.centralSignature)
    header.appendLittleEndian(ZipFormat.madeBy)
    appendCommon(&header, entry.path, numbers, large: !extra.isEmpty)
    header.appendLittleEndian(short(entry.packedSize))
    header.appendLittleEndian(short(entry.size))
    header.appendLittleEndian(UInt16(truncatingIfNeeded: entry.path.utf8.count))
    header.appendLittleEndian(UInt16(extra.isEmpty ? 0 : 4 + extra.count * 8))
    // Comment length, disk, internal attributes.
    for _ in 0..<3 { header.appendLittleEndian(UInt16(0)) }
    header.appendLittleEndian(ZipFormat.fileAttributes)
    header.appendLittleEndian(short(offset))
    header.append(contentsOf: entry.path.utf8)
    if !extra.isEmpty { appendExtra(&header, extra) }
    return header
  }

  func end(entries: Int, from start: UInt64, to end: UInt64) -> [UInt8] {
    var record: [UInt8] = []
    let manyEntries = entries >= thresholds.entries
    if manyEntries || isLarge(start) || isLarge(end - start) {
      record.appendLittleEndian(ZipFormat.zip64EndSignature)
      record.appendLittleEndian(UInt64(ZipFormat.zip64EndSize - 12))
      record.appendLittleEndian(ZipFormat.madeBy)
      record.appendLittleEndian(ZipFormat.versionZip64)
      record.appendLittleEndian(UInt64(0))
      record.appendLittleEndian(UInt64(entries))
      record.appendLittleEndian(UInt64(entries))
      record.appendLittleEndian(end - start)
      record.appendLittleEndian(start)
      record.appendLittleEndian(ZipFormat.zip64LocatorSignature)
      record.appendLittleEndian(UInt32(0))
      record.appendLittleEndian(end)
      record.appendLittleEndian(UInt32(1))
    }
    record.appendLittleEndian(ZipFormat.endSignature)
    record.appendLittleEndian(UInt32(0))
    let count = manyEntries ? ZipFormat.inZip64Short : UInt16(truncatingIfNeeded: entries)
    record.appendLittleEndian(count)
    record.appendLittleEndian(count)
    record.appendLittleEndian(short(end - start))
    record.appendLittleEndian(short(start))
    record.appendLittleEndian(UInt16(0))
    return record
  }

  // Version needed, flags, method, time, date, CRC: the same in both headers.
  private func appendCommon(
    _ header: inout [UInt8], _ path: String, _ numbers: Numbers, large: Bool
  ) {
    let isASCII = path.utf8.allSatisfy { $0 < 0x80 }
    header.appendLittleEndian(large ? ZipFormat.versionZip64 : ZipFormat.versionDeflate)
    header.appendLittleEndian(isASCII ? 0 : ZipFormat.unicodeFlag)
    header.appendLittleEndian(
      (numbers.isStored ? ZipMember.Method.stored : .deflated).rawValue)
    header.appendLittleEndian(modified.time)
    header.appendLittleEndian(modified.date)
    header.appendLittleEndian(numbers.crc)
  }

  private func appendExtra(_ header: inout [UInt8], _ numbers: [UInt64]) {
    header.appendLittleEndian(ZipFormat.zip64ExtraID)
    header.appendLittleEndian(UInt16(truncatingIfNeeded: numbers.count * 8))
    for number in numbers { header.appendLittleEndian(number) }
  }

  private func isLarge(_ number: UInt64) -> Bool { number >= thresholds.number }

  private func short(_ number: UInt64) -> UInt32 {
    isLarge(number) ? ZipFormat.inZip64 : UInt32(truncatingIfNeeded: number)
  }
}
