/// Where the central directory of a zip lies, from the records at the file's end.
struct ZipEndRecord {
  /// File position of the first central header.
  var directoryStart: UInt64 = 0
  /// File position behind the last central header.
  var directoryEnd: UInt64 = 0
  /// Entries the archive says it has.
  var entries: UInt64 = 0
  /// Bytes in front of the archive; all stated offsets count from behind them.
  var prefix: UInt64 = 0

  /// Finds the records; nil when the file cannot be read as a zip, with the reason in `problems`.
  init?(_ file: any RandomAccess, problems: inout [ZipProblem]) throws {
    guard let (position, record) = try Self.find(file, problems: &problems) else { return nil }
    let disks = (record.number16(4), record.number16(6))
    entries = UInt64(record.number16(10))
    var directorySize = UInt64(record.number32(12))
    var statedStart = UInt64(record.number32(16))
    if record.number16(20) != 0 {
      problems.append(ZipProblem(.archiveComment, "The archive carries a comment."))
    }
    directoryEnd = position
    let needs64 =
      record.number16(10) == ZipFormat.inZip64Short
      || record.number32(12) == ZipFormat.inZip64 || record.number32(16) == ZipFormat.inZip64
    let large = try Self.findZip64(file, before: position, problems: &problems)
    if let large {
      let stated: [(UInt64, UInt64, UInt64)] = [
        (entries, 0xFFFF, large.entries), (directorySize, 0xFFFF_FFFF, large.directorySize),
        (statedStart, 0xFFFF_FFFF, large.directoryStart),
      ]
      if stated.contains(where: { $0.0 != $0.1 && $0.0 != $0.2 }) {
        problems.append(
          ZipProblem(.zip64Inconsistent, "The two end records state different numbers."))
      }
      (entries, directorySize, statedStart) =
        (large.entries, large.directorySize, large.directoryStart)
      directoryEnd = large.position
    } else if needs64 && record.number32(16) == ZipFormat.inZip64 {
      problems.append(
        ZipProblem(.directoryDamaged, "There is no ZIP64 end record; the file is damaged."))
      return nil
    }
    let one: UInt16 = large == nil ? 0 : ZipFormat.inZip64Short
    guard disks.0 == disks.1, disks.0 == 0 || disks.0 == one,
      record.number16(8) == record.number16(10)
    else {
      problems.append(
        ZipProblem(.multipleDisks, "The archive is one part of several; join the parts first."))
      return nil
    }
    guard try locate(file, size: directorySize, stated: statedStart, problems: &problems) else {
      problems.append(
        ZipProblem(.directoryDamaged, "The central directory is not where the end record says."))
      return nil
    }
  }

  private mutating func locate(
    _ file: any RandomAccess, size: UInt64, stated: UInt64, problems: inout [ZipProblem]
  ) throws -> Bool {
    guard size <= directoryEnd, stated <= directoryEnd - size else { return false }
    directoryStart = directoryEnd - size
    let between = directoryStart - stated
    if between == 0 { return true }
    if entries > 0, try Self.signature(file, at: stated) == ZipFormat.centralSignature {
      directoryStart = stated
      directoryEnd = stated + size
      problems.append(
        ZipProblem(.gap, "Bytes lie between the central directory and the end record."))
      return true
    }
    if entries > 0, try Self.signature(file, at: directoryStart) != ZipFormat.centralSignature {
      return false
    }
    prefix = between
    problems.append(ZipProblem(.prefixBytes, "\(between) bytes stand in front of the archive."))
    return true
  }

  private static func signature(_ file: any RandomAccess, at place: UInt64) throws -> UInt32? {
    try file.bytes(at: place, count: 4)?.number32(0)
  }

  // The last end record whose comment reaches to the end of the file is the one all readers use.
  private static func find(
    _ file: any RandomAccess, problems: inout [ZipProblem]
  ) throws -> (UInt64, [UInt8])? {
    let count = Int(min(file.size, UInt64(ZipFormat.endSize + ZipFormat.longestComment)))
    guard count >= ZipFormat.endSize,
      let tail = try file.bytes(at: file.size - UInt64(count), count: count)
    else {
      problems.append(ZipProblem(.notAZip, "The file is too short to be a zip."))
      return nil
    }
    var chosen: Int?
    var inexact: Int?
    var place = count - ZipFormat.endSize
    while place >= 0 {
      if tail[place] == 0x50, tail.number32(place) == ZipFormat.endSignature {
        if Int(tail.number16(place + 20)) == count - place - ZipFormat.endSize {
          if chosen != nil {
            problems.append(
              ZipProblem(.severalEndRecords, "The file has more than one end record."))
            break
          }
          chosen = place
        } else if inexact == nil {
          inexact = place
        }
      }
      place -= 1
    }
    if chosen == nil, inexact != nil {
      chosen = inexact
      problems.append(ZipProblem(.suffixBytes, "Bytes stand behind the archive."))
    }
    guard let chosen else {
      let cut = try signature(file, at: 0) == ZipFormat.localSignature
      problems.append(
        ZipProblem(
          .notAZip,
          cut ? "The zip has no end; the file was cut off." : "The file is not a zip."))
      return nil
    }
    let record = Array(tail[chosen..<chosen + ZipFormat.endSize])
    return (file.size - UInt64(count) + UInt64(chosen), record)
  }

  private struct Large {
    let position: UInt64
    let entries: UInt64
    let directorySize: UInt64
    let directoryStart: UInt64
  }

  private static func findZip64(
    _ file: any RandomAccess, before end: UInt64, problems: inout [ZipProblem]
  ) throws -> Large? {
    let locatorSize = UInt64(ZipFormat.zip64LocatorSize)
    let recordSize = UInt64(ZipFormat.zip64EndSize)
    guard end >= locatorSize + recordSize,
      let locator = try file.bytes(at: end - locatorSize, count: ZipFormat.zip64LocatorSize),
      locator.number32(0) == ZipFormat.zip64LocatorSignature
    else { return nil }
    let adjacent = end - locatorSize - recordSize
    for position in [locator.number64(8), adjacent] {
      guard position <= adjacent,
        let record = try file.bytes(at: position, count: ZipFormat.zip64EndSize),
        record.number32(0) == ZipFormat.zip64EndSignature
      else { continue }
      let regular =
        position == adjacent && locator.number64(8) == position && locator.number32(4) == 0
        && locator.number32(16) == 1 && record.number64(4) == recordSize - 12
        && record.number16(12) == ZipFormat.madeBy && record.number16(14) == ZipFormat.versionZip64
        && record.number32(16) == 0 && record.number32(20) == 0
        && record.number64(24) == record.number64(32)
      if !regular {
        problems.append(ZipProblem(.zip64Inconsistent, "The ZIP64 end record is irregular."))
      }
      return Large(
        position: position, entries: record.number64(32), directorySize: record.number64(40),
        directoryStart: record.number64(48))
    }
    problems.append(
      ZipProblem(.zip64Inconsistent, "The ZIP64 locator leads to no ZIP64 end record."))
    return nil
  }
}
