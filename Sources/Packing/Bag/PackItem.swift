package import Cataloging

/// A small file with its bytes at hand.
package struct PackFile: Sendable, Equatable {
  /// Where it goes, below `data/` (or below the top folder for signatures).
  package let path: String
  /// Its bytes.
  package let bytes: [UInt8]

  /// Makes a file.
  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// An original as the vault keeps it: one raw deflate stream, with what was measured at collect.
/// A class, because the lists of a pack name each of a hundred thousand originals several times.
package final class VaultCopy: Sendable {
  /// Where it is kept.
  package let vault: Vault
  /// Digests of the original.
  package let digests: DigestPair
  /// Bytes of the original.
  package let size: UInt64
  /// Bytes of the deflated file.
  package let packedSize: UInt64
  /// CRC-32 of the original.
  package let crc: UInt32

  /// States what the vault knows of an original.
  package init(
    vault: Vault, digests: DigestPair, size: UInt64, packedSize: UInt64, crc: UInt32
  ) {
    self.vault = vault
    self.digests = digests
    self.size = size
    self.packedSize = packedSize
    self.crc = crc
  }

  /// Path of the deflated file.
  package var file: String { vault.path(of: digests.sha256) }
}

/// A file made for a pack, on its way into it, with its digest.
struct MadeFile: Sendable {
  let item: PackItem
  let sha256: String

  init(_ item: PackItem, sha256: String) {
    self.item = item
    self.sha256 = sha256
  }

  init(_ file: PackFile) {
    self.init(PackItem(file), sha256: Digests.sha256(file.bytes))
  }
}

/// One payload file on its way into a pack; its size is known before it is written.
package struct PackItem: Sendable {
  /// Where the bytes come from.
  package enum Content: Sendable {
    /// Memory.
    case bytes([UInt8])
    /// A file on disk, with its size and how hard it is deflated.
    case file(String, size: UInt64, level: Int)
    /// The vault; the packed bytes are copied.
    case vault(VaultCopy)
  }

  /// Where it goes, below `data/`.
  package let path: String
  /// Where the bytes come from.
  package let content: Content

  /// Makes an item.
  package init(path: String, content: Content) {
    self.path = path
    self.content = content
  }

  /// Makes an item of a small file.
  package init(_ file: PackFile) { self.init(path: file.path, content: .bytes(file.bytes)) }

  /// The original it is, nil for anything else.
  var vaultCopy: VaultCopy? {
    guard case .vault(let copy) = content else { return nil }
    return copy
  }

  /// Bytes it will have.
  package var size: UInt64 {
    switch content {
    case .bytes(let bytes): UInt64(bytes.count)
    case .file(_, let size, _): size
    case .vault(let copy): copy.size
    }
  }
}
