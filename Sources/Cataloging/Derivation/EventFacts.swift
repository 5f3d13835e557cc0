/// The facts of many events in 24 bytes each: what several have in common stands once. Ids are
/// numbers of 32 bits, as `EventTable` makes sure.
struct EventFacts: RandomAccessCollection, MutableCollection {
  private struct Row {
    var ms: Int64
    var id: UInt32
    var common: Int32
    var parent: Int32
    var trade: Int32
  }

  private var rows: [Row] = []
  private var commons: [EventFact.Common] = []
  private var places: [EventFact.Common: Int32] = [:]

  var startIndex: Int { 0 }
  var endIndex: Int { rows.count }

  mutating func reserveCapacity(_ count: Int) { rows.reserveCapacity(count) }

  subscript(index: Int) -> EventFact {
    @inline(__always) get {
      let row = rows[index]
      return EventFact(
        ms: row.ms, id: Int64(row.id), parent: row.parent, trade: row.trade,
        common: commons[Int(row.common)])
    }
    set { rows[index] = row(newValue, like: rows[index].common) }
  }

  mutating func append(_ fact: EventFact) {
    rows.append(row(fact, like: rows.last?.common ?? -1))
  }

  /// `like` is the place of what it may well have in common with others.
  private mutating func row(_ fact: EventFact, like place: Int32) -> Row {
    var common = place
    if place < 0 || commons[Int(place)] != fact.common {
      common = places[fact.common] ?? Int32(clamping: commons.count)
      if Int(common) == commons.count {
        commons.append(fact.common)
        places[fact.common] = common
      }
    }
    return Row(
      ms: fact.ms, id: UInt32(clamping: fact.id), common: common, parent: fact.parent,
      trade: fact.trade)
  }

  /// Leaves only the events at the places in `order`, and in that order, without holding any twice.
  mutating func arrange(_ order: consuming [UInt32]) {
    let kept = order.count
    var isKept = [Bool](repeating: false, count: rows.count)
    for rank in order.indices { isKept[Int(order[rank])] = true }
    // With the others behind them, the order is one of all, which goes round in circles.
    for place in rows.indices where !isKept[place] { order.append(UInt32(clamping: place)) }
    for start in order.indices where order[start] != start {
      let first = rows[start]
      var place = start
      while true {
        let next = Int(order[place])
        order[place] = UInt32(clamping: place)
        if next == start { break }
        rows[place] = rows[next]
        place = next
      }
      rows[place] = first
    }
    rows.removeLast(rows.count - kept)
  }
}
