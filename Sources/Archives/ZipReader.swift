/// Reads a zip file without trusting it: nothing is unpacked before its directory was examined.
package final class ZipReader: Sendable {
  /// How much form matters.
  package enum Mode: Sendable {
    /// For archives people hand in: only what endangers reader or machine is reported.
    case lenient
    /// For archives we made: every byte must be accounted for and have its fixed value.
    case strict
  }

  /// The entries, in central directory order; empty when the archive as a whole is unreadable.
  package let members: [ZipMember]
  /// What was found wrong, in the order found. In lenient mode, problems of form are left out.
  package let problems: [ZipProblem]

  private let file: any RandomAccess
  private let layout: ZipLayout
  private let limits: ZipLimits
  private let refusals: [Int: ZipProblem]

  /// Reads and examines the directory.
  /// - Throws: `readFailed` only; whatever is wrong with the bytes is in `problems`.
  package init(
    _ file: any RandomAccess, mode: Mode = .lenient, limits: ZipLimits = ZipLimits()
  ) throws {
    self.file = file
    self.limits = limits
    var directory = try ZipDirectory(file, limits: limits)
    layout = ZipLayout(file, directory)
    if !directory.problems.contains(where: { $0.code.reach == .archive }) {
      layout.checkOverlaps(&directory)
      if mode == .strict { try layout.checkStrictly(&directory) }
    }
    members = directory.members
    refusals = directory.refusals
    problems = directory.problems.filter { mode == .strict || $0.code.reach != .form }
  }

  /// True when a file starts like a zip (also an empty one).
  package static func recognizes(_ start: [UInt8]) -> Bool {
    start.starts(with: [0x50, 0x4B, 0x03, 0x04]) || start.starts(with: [0x50, 0x4B, 0x05, 0x06])
  }

  /// Why a member must not be read, or nil when it may.
  package func refusal(of member: ZipMember) -> ZipProblem? { refusals[member.index] }

  /// The unpacked bytes of a member, checked against its stated size and CRC-32.
  /// - Throws: `memberRefused`, `damaged`; reading throws `checksumMismatch`, `sizeMismatch`,
  ///   `truncated`, `limitReached`.
  package func open(_ member: ZipMember) throws -> any ByteSource {
    let packed = try packedBytes(of: member)
    let bytes: any ByteSource =
      member.method == .deflated
      ? try InflatingSource(packed, limits: limits.inflate) : packed
    return CheckedSource(
      bytes, crc: member.crc, size: member.size,
      label: "\(file.label)!/\(ZipName.shown(member.name))")
  }

  /// The packed bytes of a member as they stand in the file, for copying into another archive.
  /// - Throws: `memberRefused`, `damaged`.
  package func packedBytes(of member: ZipMember) throws -> RangeSource {
    let name = "\(file.label)!/\(ZipName.shown(member.name))"
    if let problem = refusals[member.index] {
      throw ArchiveError(.memberRefused, "\(name) is not read: \(problem.message)")
    }
    guard let local = try layout.local(of: member) else {
      throw ArchiveError(
        .damaged, "\(name): the local header is damaged.", offset: member.headerOffset)
    }
    return RangeSource(file, from: local.dataStart, count: member.packedSize)
  }
}
