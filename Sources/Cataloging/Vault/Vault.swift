package import Archives
import Crypto
package import Foundation
import Glibc
package import GRDB

/// What the vault knows of one original.
package struct VaultObject: Equatable, Hashable, Sendable {
  /// SHA-256 of the original, lower-case hexadecimal: its name in the vault.
  package let sha256: String
  /// SHA-512 of the original, lower-case hexadecimal.
  package let sha512: String
  /// Bytes of the original.
  package let bytes: UInt64
  /// Bytes of the raw deflate stream that is kept.
  package let deflatedBytes: UInt64
  /// CRC-32 of the original.
  package let crc32: UInt32

  /// Writes the row that refers to the file. One that is there says how the file was packed before:
  /// another release may have packed it anew.
  package func insert(_ db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO vault_object(sha256, sha512, bytes, deflated_bytes, crc32)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT(sha256) DO UPDATE SET deflated_bytes = excluded.deflated_bytes
          WHERE deflated_bytes <> excluded.deflated_bytes
        """
    ).execute(arguments: [
      sha256, sha512, Int64(clamping: bytes), Int64(clamping: deflatedBytes), Int64(crc32),
    ])
  }

  /// Writes down how the file is packed that replaced another of the same original.
  package func replace(_ db: Database) throws {
    try db.execute(
      sql: "UPDATE vault_object SET deflated_bytes = ?, crc32 = ? WHERE sha256 = ?",
      arguments: [Int64(clamping: deflatedBytes), Int64(crc32), sha256])
  }

  /// The row of an original, nil when the catalog has none.
  package static func find(_ db: Database, sha256: String) throws -> VaultObject? {
    try Row.fetchOne(
      db, sql: "SELECT * FROM vault_object WHERE sha256 = ?", arguments: [sha256]
    ).map(VaultObject.init(row:))
  }
}

extension VaultObject {
  init(row: Row) {
    sha256 = row["sha256"]
    sha512 = row["sha512"]
    bytes = UInt64(clamping: row["bytes"] as Int64)
    deflatedBytes = UInt64(clamping: row["deflated_bytes"] as Int64)
    crc32 = UInt32(truncatingIfNeeded: row["crc32"] as Int64)
  }
}

/// The store of originals beside the catalog: each kept once, by its SHA-256, as raw deflate.
package struct Vault: Sendable {
  /// zlib's level for originals. Measured on EPCIS XML: level 3 packs two to three times as fast
  /// as level 6 (170 against 90 MB/s on lists of serials, 480 against 150 on single events) into
  /// a tenth more bytes.
  static let level = 3

  /// The folder that holds `ab/<sha256>.z`.
  package let folder: URL
  /// What brings originals to the disk; transactions wait for it (`Catalog.write`).
  let sync = DiskSync()

  /// The vault of a folder, which need not exist before the first original is put in.
  package init(folder: URL) { self.folder = folder }

  /// The file of an original: `ab/<sha256>.z`.
  package func path(of sha256: String) -> String {
    "\(folder.path)/\(sha256.prefix(2))/\(sha256).z"
  }

  /// Reads a source to its end into the vault.
  ///
  /// The file is whole and has its name before this returns, and is on the disk before a
  /// transaction that begins afterwards is committed: a row never refers to less. `tee` sees each
  /// piece as it is read. A file of the same original and size stays, unless it is to be replaced.
  ///
  /// - Throws: what the source or `tee` throws; `CatalogError` with code `file`.
  package func store(
    _ source: any ByteSource, replacing: Bool = false,
    tee: ((UnsafeRawBufferPointer) throws -> Void)? = nil
  ) throws -> VaultObject {
    try PrivateFile.makeFolder(folder.path)
    let file = try PartialFile(folder: folder.path)
    let hashing = HashingSource(source, tee: tee)
    let summary = try BlockDeflater(level: Self.level).deflate(hashing) {
      try file.write($0)
    }
    let digests = hashing.digests()
    let target = path(of: digests.sha256)
    try file.finish(as: target, sync, replacing: replacing)
    return VaultObject(
      sha256: digests.sha256, sha512: digests.sha512, bytes: summary.size,
      deflatedBytes: summary.packedSize, crc32: summary.crc)
  }

  /// Opens an original for reading, unpacked.
  ///
  /// - Throws: `CatalogError` with code `damaged` when the file is missing.
  package func open(_ sha256: String) throws -> any ByteSource {
    try InflatingSource(openDeflated(sha256))
  }

  /// Opens the raw deflate stream of an original, for splicing into an archive.
  ///
  /// - Throws: `CatalogError` with code `damaged` when the file is missing.
  package func openDeflated(_ sha256: String) throws -> FileByteSource {
    guard sha256.utf8.count == 64, sha256.utf8.allSatisfy(Self.isHexDigit) else {
      throw CatalogError.damaged("'\(sha256.prefix(80))' is no name of an original.")
    }
    let path = path(of: sha256)
    guard access(path, F_OK) == 0 else {
      throw CatalogError.damaged("The original \(sha256) is not in \(folder.path).")
    }
    return try FileByteSource(path: path, followLinks: false)
  }

  /// Reads an original to its end and says what is wrong with it; nil when it is whole.
  package func fault(of object: VaultObject) -> String? {
    do {
      let packed = try openDeflated(object.sha256)
      guard packed.status.size == object.deflatedBytes else {
        return "has \(packed.status.size) packed bytes where \(object.deflatedBytes) were written"
      }
      let checked = CheckedSource(
        try InflatingSource(packed), crc: object.crc32, size: object.bytes, label: object.sha256)
      let hashing = HashingSource(checked, tee: nil)
      try hashing.forEachPiece { _ in }
      let digests = hashing.digests()
      guard digests.sha256 == object.sha256, digests.sha512 == object.sha512 else {
        return "does not have the digest it is named by"
      }
      return nil
    } catch {
      return "cannot be read (\(error))"
    }
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
  }
}

/// Passes bytes on while digesting them.
private final class HashingSource: ByteSource {
  private let source: any ByteSource
  private let tee: ((UnsafeRawBufferPointer) throws -> Void)?
  private var sha256 = SHA256()
  private var sha512 = SHA512()

  init(_ source: any ByteSource, tee: ((UnsafeRawBufferPointer) throws -> Void)?) {
    self.source = source
    self.tee = tee
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try source.read(into: buffer)
    if count > 0 {
      let piece = UnsafeRawBufferPointer(rebasing: buffer[0..<count])
      sha256.update(bufferPointer: piece)
      sha512.update(bufferPointer: piece)
      try tee?(piece)
    }
    return count
  }

  func digests() -> (sha256: String, sha512: String) {
    (HexText.of(sha256.finalize()), HexText.of(sha512.finalize()))
  }
}
