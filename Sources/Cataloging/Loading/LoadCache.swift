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

  // Looked at for every EPC, by nothing else at the same time.
  @exclusivity(unchecked) var epcs = EPCTable()
  /// Those set aside from `epcs` while this stands in for the index.
  private(set) var earlier = EarlierEPCs()
  var products: [ProductKey: Int64] = [:]
  var lots: [LotKey: Int64] = [:]
  var zones: [String: ZoneOffsets] = [:]
  /// Set while a loader is at work, so that one that failed leaves nothing behind.
  var isInUse = false

  /// Set while the catalog has no index of EPCs because this holds them all (`EPCIndex`).
  var holdsEveryEPC = false

  /// EPCs held at most; beyond it the table starts anew.
  static let epcLimit = 1_000_000
  /// EPCs held in full in place of the index; beyond it they are set aside.
  let wholeLimit: Int
  /// EPCs set aside at most, in 134 MB; beyond it the index is made.
  let earlierLimit: Int
  /// Bytes held at most by the EPC table.
  static let byteLimit = 128 << 20
  /// Products and lots held at most, each, also in place of the index: each has its own.
  let dictionaryLimit: Int

  /// An empty cache.
  package init(
    wholeLimit: Int = 2_000_000, earlierLimit: Int = 12_000_000, dictionaryLimit: Int = 200_000
  ) {
    self.wholeLimit = wholeLimit
    self.earlierLimit = earlierLimit
    self.dictionaryLimit = dictionaryLimit
  }

  /// Drops every id, after a transaction that was not committed.
  package func forget() {
    epcs.removeAll()
    earlier = EarlierEPCs()
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

  /// Whether EPCs have to be set aside.
  var isFull: Bool { epcs.count > wholeLimit || epcs.bytes > 2 * Self.byteLimit }

  /// Whether it must not grow any more without the index.
  var needsIndex: Bool { isFull && epcs.count + earlier.count > earlierLimit }

  /// Drops what has grown over its bound; called when no EPC waits for its id.
  func trim() {
    if products.count > dictionaryLimit { products.removeAll() }
    if lots.count > dictionaryLimit { lots.removeAll() }
    if holdsEveryEPC {
      if isFull { setAside() }
      return
    }
    if epcs.count > Self.epcLimit || epcs.bytes > Self.byteLimit { epcs.removeAll() }
  }

  private func setAside() {
    for entry in epcs.entries where entry.id != 0 {
      earlier.insert(entry.id, epcs.withSerial(of: entry) { EPCTable.hash(entry.product, $0) })
    }
    epcs.removeAll()
    FreedMemory.giveBack()
  }

  /// Goes on behind the index.
  func giveWay() {
    holdsEveryEPC = false
    earlier = EarlierEPCs()
  }
}
