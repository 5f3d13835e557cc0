internal import Cataloging
internal import GRDB

extension VaultCopy {
  /// The copy of an original in a vault's folder; nil when the catalog knows none.
  convenience init?(_ db: Database, sha256: String, vault: Vault) throws {
    guard
      let row = try Row.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT bytes, deflated_bytes, sha512, crc32 FROM vault_object WHERE sha256 = ?
            """), arguments: [sha256]),
      let size = UInt64(exactly: row["bytes"] as Int64),
      let packed = UInt64(exactly: row["deflated_bytes"] as Int64)
    else { return nil }
    self.init(
      vault: vault, digests: DigestPair(sha256: sha256, sha512: row["sha512"]), size: size,
      packedSize: packed, crc: UInt32(truncatingIfNeeded: row["crc32"] as Int64))
  }
}
