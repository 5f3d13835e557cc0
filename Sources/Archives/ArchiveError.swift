/// What went wrong while reading or writing an archive or a compressed stream.
package struct ArchiveError: Error, Sendable, CustomStringConvertible {
  /// A stable word for the kind of fault.
  package enum Code: String, Sendable {
    /// A file could not be opened or created.
    case cannotOpen = "cannot_open"
    /// The path leads to a folder, pipe, device, socket or (where refused) a symbolic link.
    case notRegularFile = "not_regular_file"
    /// The operating system refused a read.
    case readFailed = "read_failed"
    /// The operating system refused a write, a sync or a rename.
    case writeFailed = "write_failed"
    /// The bytes end before the stream does.
    case truncated
    /// The bytes break the rules of their format.
    case damaged
    /// Unpacking would pass a declared limit.
    case limitReached = "limit_reached"
    /// The unpacked bytes do not have the CRC-32 the archive states.
    case checksumMismatch = "checksum_mismatch"
    /// More or fewer bytes came out than the archive states.
    case sizeMismatch = "size_mismatch"
    /// The member is not to be read, for a reason given in the archive's list of problems.
    case memberRefused = "member_refused"
    /// A name that must not go into an archive, or is already in it.
    case nameRefused = "name_refused"
    /// A file of that name is already there.
    case alreadyExists = "already_exists"
    /// The compression library refused to start, usually for want of memory.
    case compressionUnavailable = "compression_unavailable"
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
