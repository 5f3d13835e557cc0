import Archives
import Cataloging

/// What is known of a file once it is kept.
struct KeptFile: Sendable {
  var object: VaultObject?
  var sha256: String
  var stamp: ArtifactStamp
  var format: SniffedFormat
  /// The bytes that were hashed, of a file that is not large, when they are wanted.
  var bytes: [UInt8]?

  /// Files up to this many bytes are read from memory once they are kept.
  private static let mostBytes: UInt64 = 8 << 20

  /// Reads a file into the vault; nil when it changed while it was read, twice.
  ///
  /// - Throws: `SetAside` for a file that is no evidence, of which nothing is kept; what reading and
  ///   keeping throws.
  static func keep(
    _ found: SourceWalk.Found, vault: Vault?, isDocument: Bool, wantsBytes: Bool = false
  ) throws -> KeptFile? {
    for _ in 0..<2 {
      let file = try FileByteSource(path: found.absolute)
      let head = try ArtifactIntake.head(of: FileByteSource(path: found.absolute))
      let format = FormatSniffer.sniff(head, name: found.path)
      if let reason = OwnContent.reason(head, format, found.absolute) {
        throw SetAside(reason: reason)
      }
      var bytes: [UInt8]?
      if wantsBytes, file.status.size <= mostBytes {
        bytes = []
        bytes?.reserveCapacity(Int(clamping: file.status.size))
      }
      let object = try vault?.store(file) { bytes?.append(contentsOf: $0) }
      let digest = try object?.sha256 ?? SourceIntake.digest(file)
      guard try file.currentStatus() == file.status,
        object.map({ $0.bytes == file.status.size }) ?? true
      else { continue }
      let type = isDocument ? FormatSniffer.mediaType(head, name: found.path) : format.mediaType
      return KeptFile(
        object: object, sha256: digest, stamp: ArtifactStamp(file.status),
        format: SniffedFormat(family: format.family, format: format.format, mediaType: type),
        bytes: bytes)
    }
    return nil
  }
}
