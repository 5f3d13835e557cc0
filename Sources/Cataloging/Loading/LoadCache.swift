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

  /// Set while the catalog has no index of EPCs because this holds them all (`EPCIndex`).
  var holdsEveryEPC = false

  /// EPCs held at most; beyond it the table starts anew.
  static let epcLimit = 1_000_000
  /// EPCs held at most in place of the index; beyond it the index is made.
  let wholeLimit: Int
  /// Bytes held at most by the EPC table.
  static let byteLimit = 128 << 20
  /// Products and lots held at most, each.
  static let dictionaryLimit = 200_000

  /// An empty cache.
  package init(wholeLimit: Int = 2_000_000) { self.wholeLimit = wholeLimit }

  /// Drops every id, after a transaction that was not committed.
  package func forget() {
    epcs.removeAll()
    products.removeAll()
    lots.removeAll()
    isInUse = false
    holdsEveryEPC = false
  }

  /// Drops every id and the room for them.
  func free() {
    forget()
    epcs = EPCTable()
  }

  /// Whether it must not grow any more without the index.
  var isFull: Bool { epcs.count > wholeLimit || epcs.bytes > 2 * Self.byteLimit }

  /// Drops what has grown over its bound; called when no EPC waits for its id.
  func trim() {
    if holdsEveryEPC { return }
    if epcs.count > Self.epcLimit || epcs.bytes > Self.byteLimit { epcs.removeAll() }
    if products.count > Self.dictionaryLimit { products.removeAll() }
    if lots.count > Self.dictionaryLimit { lots.removeAll() }
  }
}
