package import Foundation

/// The store of originals beside the catalog: each kept once, by its SHA-256.
package struct Vault: Sendable {
  /// The folder that holds `ab/<sha256>.z`.
  package let folder: URL

  /// The vault of a folder, which need not exist before the first original is put in.
  package init(folder: URL) { self.folder = folder }
}
