/// Compares local headers with the central directory and looks for bytes that belong to nobody.
struct ZipLayout {
  private let file: any RandomAccess
  private let prefix: UInt64
  private let end: UInt64

  /// Prepares to check the entries of `directory`, which lie between its prefix and its start.
  init(_ file: any RandomAccess, _ directory: ZipDirectory) {
    self.file = file
    prefix = directory.prefix
    end = directory.start
  }

  /// A local header as read.
  struct Local {
    let dataStart: UInt64
    let head: [UInt8]
    let name: [UInt8]
    let extra: ArraySlice<UInt8>
  }

  /// Reads the local header of a member; nil when there is none or it leaves the file.
  func local(of member: ZipMember) throws -> Local? {
    let start = member.headerOffset.addingReportingOverflow(prefix)
    guard !start.overflow,
      let head = try file.bytes(at: start.partialValue, count: ZipFormat.localSize),
      head.number32(0) == ZipFormat.localSignature
    else { return nil }
    let nameCount = Int(head.number16(26))
    let count = nameCount + Int(head.number16(28))
    let after = start.partialValue + UInt64(ZipFormat.localSize)
    guard let rest = try file.bytes(at: after, count: count) else { return nil }
    let dataStart = after + UInt64(count)
    guard dataStart <= end, member.packedSize <= end - dataStart else { return nil }
    return Local(
      dataStart: dataStart, head: head, name: Array(rest[0..<nameCount]), extra: rest[nameCount...])
  }

  /// Finds entries that share bytes, from the central directory alone.
  func checkOverlaps(_ directory: inout ZipDirectory) {
    var reached: (end: UInt64, by: ZipMember)?
    for member in inFileOrder(directory) {
      let least = UInt64(ZipFormat.localSize + member.rawName.count)
      let start = member.headerOffset.addingReportingOverflow(prefix)
      let behindHeader = start.partialValue.addingReportingOverflow(least)
      let behind = behindHeader.partialValue.addingReportingOverflow(member.packedSize)
      guard !start.overflow, !behindHeader.overflow, !behind.overflow, behind.partialValue <= end
      else {
        directory.report(.outOfBounds, "The entry does not fit into the file.", member)
        continue
      }
      if let reached, start.partialValue < reached.end {
        let other = ZipName.shown(reached.by.name)
        directory.report(.overlap, "The entry shares bytes with \"\(other)\".", member)
      }
      if behind.partialValue > reached?.end ?? 0 { reached = (behind.partialValue, member) }
    }
  }

  /// Checks every local header, and that the entries fill the file without a gap.
  func checkStrictly(_ directory: inout ZipDirectory) throws {
    var expected: UInt64 = 0
    for member in inFileOrder(directory) {
      checkCentral(member, &directory)
      guard directory.refusals[member.index]?.code != .outOfBounds else { continue }
      guard let local = try local(of: member) else {
        directory.report(.localHeaderDamaged, "The local header is damaged.", member)
        continue
      }
      compare(local, member, &directory)
      let start = member.headerOffset + prefix
      if start > expected {
        directory.report(.gap, "\(start - expected) bytes lie hidden before the entry.", member)
      } else if start < expected, directory.refusals[member.index]?.code != .overlap {
        directory.report(.overlap, "The entry shares bytes with the one before it.", member)
      }
      expected = local.dataStart + member.packedSize
      if member.hasDescriptor {
        directory.report(.dataDescriptor, "The sizes stand behind the data.", member)
        expected += try descriptorSize(of: member, at: expected)
      }
    }
    if expected < end {
      directory.problems.append(
        ZipProblem(.gap, "\(end - expected) bytes lie hidden before the central directory."))
    }
  }

  private func inFileOrder(_ directory: ZipDirectory) -> [ZipMember] {
    directory.members.sorted { ($0.headerOffset, $0.index) < ($1.headerOffset, $1.index) }
  }

  private func checkCentral(_ member: ZipMember, _ directory: inout ZipDirectory) {
    if member.isDirectory {
      directory.report(.directoryEntry, "Folders have no entry of their own here.", member)
    }
    if member.extraCount > 0 && !member.hasExactZip64 {
      directory.report(.extraField, "The central header carries extra fields.", member)
    }
    if member.commentCount > 0 {
      directory.report(.memberComment, "The entry carries a comment.", member)
    }
    let unicode = member.rawName.contains { $0 >= 0x80 } ? ZipFormat.unicodeFlag : 0
    let regular =
      member.madeBy == ZipFormat.madeBy && member.internalAttributes == 0
      && member.externalAttributes == ZipFormat.fileAttributes
      && member.flags & ~0x0008 == unicode
      && [ZipFormat.versionDeflate, ZipFormat.versionZip64].contains(member.versionNeeded)
    if !regular {
      directory.report(.attributes, "Version, flags or attributes are not the fixed ones.", member)
    }
    if member.method == .stored && member.packedSize != member.size {
      directory.report(.headersDiffer, "A stored entry states two different sizes.", member)
    }
  }

  private func compare(
    _ local: Local, _ member: ZipMember, _ directory: inout ZipDirectory
  ) {
    let head = local.head
    let fields = [head.number32(22), head.number32(18)]
    let large = fields.contains(ZipFormat.inZip64)
    var extra = Zip64Extra(local.extra, wanted: large ? 2 : 0)
    let numbers = fields.map { large ? extra.next() ?? UInt64($0) : UInt64($0) }
    if !local.extra.isEmpty && !(large && extra.isExact) {
      directory.report(.extraField, "The local header carries extra fields.", member)
    }
    // Only the offset, which local headers lack, may ask for the later version by itself.
    let version = head.number16(4)
    let sameVersion =
      version == member.versionNeeded
      || (version == ZipFormat.versionDeflate && member.versionNeeded == ZipFormat.versionZip64
        && !large)
    let blank = member.hasDescriptor && head.number32(14) == 0 && numbers == [0, 0]
    let sameNumbers =
      blank || (head.number32(14) == member.crc && numbers == [member.size, member.packedSize])
    let same =
      sameVersion && sameNumbers && local.name == member.rawName
      && head.number16(6) == member.flags && head.number16(8) == member.methodNumber
      && head.number16(10) == member.modified.time && head.number16(12) == member.modified.date
    if !same {
      directory.report(
        .headersDiffer, "The local header says something else than the central one.", member)
    }
  }

  // With or without signature, 32 or 64 bits wide: whichever form holds the right numbers.
  private func descriptorSize(of member: ZipMember, at place: UInt64) throws -> UInt64 {
    for (start, wide) in [(4, true), (4, false), (0, true), (0, false)] {
      let count = start + (wide ? 20 : 12)
      guard let bytes = try file.bytes(at: place, count: count) else { continue }
      let sizes =
        wide
        ? [bytes.number64(start + 4), bytes.number64(start + 12)]
        : [UInt64(bytes.number32(start + 4)), UInt64(bytes.number32(start + 8))]
      let signed = start == 0 || bytes.number32(0) == ZipFormat.descriptorSignature
      if signed && bytes.number32(start) == member.crc
        && sizes == [member.packedSize, member.size]
      {
        return UInt64(count)
      }
    }
    return 0
  }
}
