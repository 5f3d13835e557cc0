/// Something about a zip file that a reader should know before trusting it.
package struct ZipProblem: Sendable, Hashable {
  /// The kind of problem; the word is stable.
  package enum Code: String, Sendable, CaseIterable {
    // The whole archive cannot be read.
    case notAZip = "not_a_zip"
    case directoryDamaged = "directory_damaged"
    case multipleDisks = "multiple_disks"
    case tooManyEntries = "too_many_entries"
    // One member cannot be read.
    case overlap = "overlap"
    case outOfBounds = "out_of_bounds"
    case localHeaderDamaged = "local_header_damaged"
    case encrypted = "encrypted"
    case unsupportedMethod = "unsupported_method"
    case totalTooLarge = "total_too_large"
    case memberTooLarge = "member_too_large"
    case ratioTooHigh = "ratio_too_high"
    // Names that are dangerous to somebody who unpacks to disk; contents are readable.
    case absoluteName = "absolute_name"
    case parentInName = "parent_in_name"
    case backslashInName = "backslash_in_name"
    case driveInName = "drive_in_name"
    case controlInName = "control_in_name"
    case emptyName = "empty_name"
    case nameTooLong = "name_too_long"
    case nameNotUnicode = "name_not_unicode"
    case symbolicLink = "symbolic_link"
    case specialFile = "special_file"
    case duplicateName = "duplicate_name"
    case caseDuplicateName = "case_duplicate_name"
    case normalizationDuplicateName = "normalization_duplicate_name"
    case fileAlsoFolder = "file_also_folder"
    // What a strict reader refuses because it can hide or change something.
    case severalEndRecords = "several_end_records"
    case prefixBytes = "prefix_bytes"
    case suffixBytes = "suffix_bytes"
    case archiveComment = "archive_comment"
    case gap = "gap"
    case headersDiffer = "headers_differ"
    case zip64Inconsistent = "zip64_inconsistent"
    case directoryEntry = "directory_entry"
    case extraField = "extra_field"
    case memberComment = "member_comment"
    case dataDescriptor = "data_descriptor"
    case attributes = "attributes"

    /// How far the problem reaches.
    package var reach: Reach {
      switch self {
      case .notAZip, .directoryDamaged, .multipleDisks, .tooManyEntries: .archive
      case .overlap, .outOfBounds, .localHeaderDamaged, .encrypted, .unsupportedMethod,
        .totalTooLarge, .memberTooLarge, .ratioTooHigh:
        .member
      case .absoluteName, .parentInName, .backslashInName, .driveInName, .controlInName,
        .emptyName, .nameTooLong, .nameNotUnicode, .symbolicLink, .specialFile, .duplicateName,
        .caseDuplicateName, .normalizationDuplicateName, .fileAlsoFolder:
        .name
      case .severalEndRecords, .prefixBytes, .suffixBytes, .archiveComment, .gap, .headersDiffer,
        .zip64Inconsistent, .directoryEntry, .extraField, .memberComment, .dataDescriptor,
        .attributes:
        .form
      }
    }
  }

  /// How far a problem reaches.
  package enum Reach: Sendable {
    /// No member can be read.
    case archive
    /// The member cannot be read, the others can.
    case member
    /// Contents can be read as a stream; unpacking to disk by that name would be dangerous.
    case name
    /// Contents can be read; only a strict reader lists it.
    case form
  }

  /// The kind of problem.
  package let code: Code
  /// One sentence.
  package let message: String
  /// The member's name as shown to people, or nil for the archive.
  package let entry: String?

  /// Makes a problem.
  package init(_ code: Code, _ message: String, entry: String? = nil) {
    self.code = code
    self.message = message
    self.entry = entry
  }
}

/// What a zip reader will not go beyond.
package struct ZipLimits: Sendable {
  /// Entries in the central directory.
  package var entries = 1_000_000
  /// Unpacked bytes of all members together.
  package var totalSize: UInt64 = 1 << 40
  /// Unpacked bytes of one member.
  package var memberSize: UInt64 = 1 << 38
  /// Unpacked bytes for each packed byte, and the size below which that is not looked at.
  package var ratio: UInt64 = 200
  /// Unpacked size below which the ratio is not looked at.
  package var ratioFloor: UInt64 = 1 << 20
  /// Bytes in a name.
  package var nameLength = 1024

  /// The limits for archives of unknown origin.
  package init() {}

  /// The limits on one member's stream.
  var inflate: InflateLimits {
    InflateLimits(output: memberSize, ratio: ratio, floor: ratioFloor)
  }
}
