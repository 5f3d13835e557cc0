import GRDB

/// Ids of products, lots and EPCs, kept from artifact to artifact of one collect, within bounds.
///
/// It stands in front of the UNIQUE indexes and holds only what is in the catalog: when a
/// transaction is rolled back, `forget` it.
package final class LoadCache {
  struct ProductKey: Hashable {
    var scheme: UInt8
    var key: String
  }

  struct LotKey: Hashable {
    var product: Int64
    var lot: String
  }

  var epcs = EPCTable()
  var products: [ProductKey: Int64] = [:]
  var lots: [LotKey: Int64] = [:]
  var zones: [String: ZoneOffsets] = [:]
  /// Set while a loader is at work, so that one that failed leaves nothing behind.
  var isInUse = false

  /// EPCs held at most; beyond it the table starts anew.
  static let epcLimit = 1_000_000
  /// Bytes held at most by the EPC table.
  static let byteLimit = 128 << 20
  /// Products and lots held at most, each.
  static let dictionaryLimit = 200_000

  /// An empty cache.
  package init() {}

  /// Drops every id, after a transaction that was not committed.
  package func forget() {
    epcs.removeAll()
    products.removeAll()
    lots.removeAll()
    isInUse = false
  }

  /// Drops what has grown over its bound; called when no EPC waits for its id.
  func trim() {
    if epcs.count > Self.epcLimit || epcs.bytes > Self.byteLimit { epcs.removeAll() }
    if products.count > Self.dictionaryLimit { products.removeAll() }
    if lots.count > Self.dictionaryLimit { lots.removeAll() }
  }
}
