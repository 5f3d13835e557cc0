/// What went wrong while reading or writing an archive or a compressed stream.
package struct ArchiveError: Error, Sendable, CustomStringConvertible {
  /// A stable word for the kind of fault; new ones may be added.
  package struct Code: RawRepresentable, Hashable, Sendable {
    /// The word as it stands in machine output.
    package let rawValue: String

    /// Makes a code from its word.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// A file could not be opened or created.
    package static let cannotOpen = Code(rawValue: "cannot_open")
    /// The path leads to a folder, pipe, device, socket or (where refused) a symbolic link.
    package static let notRegularFile = Code(rawValue: "not_regular_file")
    /// The operating system refused a read.
    package static let readFailed = Code(rawValue: "read_failed")
    /// The operating system refused a write, a sync or a rename.
    package static let writeFailed = Code(rawValue: "write_failed")
    /// The bytes end before the stream does.
    package static let truncated = Code(rawValue: "truncated")
    /// The bytes break the rules of their format.
    package static let damaged = Code(rawValue: "damaged")
    /// Unpacking would pass a declared limit.
    package static let limitReached = Code(rawValue: "limit_reached")
    /// The unpacked bytes do not have the CRC-32 the archive states.
    package static let checksumMismatch = Code(rawValue: "checksum_mismatch")
    /// More or fewer bytes came out than the archive states.
    package static let sizeMismatch = Code(rawValue: "size_mismatch")
    /// The member is not to be read, for a reason given in the archive's list of problems.
    package static let memberRefused = Code(rawValue: "member_refused")
    /// A name that must not go into an archive, or is already in it.
    package static let nameRefused = Code(rawValue: "name_refused")
    /// A file of that name is already there.
    package static let alreadyExists = Code(rawValue: "already_exists")
    /// The compression library refused to start, usually for want of memory.
    package static let compressionUnavailable = Code(rawValue: "compression_unavailable")
  }

  /// The kind of fault.
  package let code: Code
  /// What failed, where, and what to do.
  package let message: String
  /// Byte position in the packed input, where one is known.
  package let offset: UInt64?

  /// Makes an error.
  package init(_ code: Code, _ message: String, offset: UInt64? = nil) {
    self.code = code
    self.message = message
    self.offset = offset
  }

  /// The message, with the byte position when there is one.
  package var description: String {
    guard let offset else { return message }
    return "\(message) (at byte \(offset))"
  }
}
