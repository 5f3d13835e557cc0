/// The facts of many events in 16 bytes each: what several have in common stands once, and few open a
/// container or move goods. Ids are numbers of 32 bits, as `EventTable` makes sure.
struct EventFacts: RandomAccessCollection, MutableCollection {
  private struct Row {
    /// The halves of the instant: a number of 64 bits would make each row one of 24 bytes.
    var high: Int32
    var low: UInt32
    var id: UInt32
    /// The place among the commons or, of an event with a link, that among the links, as `~place`.
    var detail: Int32

    var ms: Int64 { Int64(high) << 32 | Int64(low) }
  }

  private struct Link {
    var parent: Int32
    var trade: Int32
    /// The place among the commons.
    var common: Int32
  }

  private var rows: [Row] = []
  private var links: [Link] = []
  private var commons: [EventFact.Common] = []
  private var places: [EventFact.Common: Int32] = [:]
  /// What the last event had in common with others, -1 before the first.
  private var last: Int32 = -1

  var startIndex: Int { 0 }
  var endIndex: Int { rows.count }

  mutating func reserveCapacity(_ count: Int) { rows.reserveCapacity(count) }

  subscript(index: Int) -> EventFact {
    @inline(__always) get {
      let row = rows[index]
      if row.detail >= 0 {
        return EventFact(ms: row.ms, id: Int64(row.id), common: commons[Int(row.detail)])
      }
      let link = links[Int(~row.detail)]
      return EventFact(
        ms: row.ms, id: Int64(row.id), parent: link.parent, trade: link.trade,
        common: commons[Int(link.common)])
    }
    set {
      let detail = rows[index].detail
      let link = detail < 0 ? Int(~detail) : nil
      let common = link.map { links[$0].common } ?? detail
      rows[index] = row(newValue, common: common, link: link)
    }
  }

  mutating func append(_ fact: EventFact) {
    rows.append(row(fact, common: last, link: nil))
  }

  /// `common` is the place of what it may well have in common with others, -1 when there is none;
  /// `link` that of its own.
  private mutating func row(_ fact: EventFact, common place: Int32, link: Int?) -> Row {
    var common = place
    if place < 0 || commons[Int(place)] != fact.common {
      common = places[fact.common] ?? Int32(clamping: commons.count)
      if Int(common) == commons.count {
        commons.append(fact.common)
        places[fact.common] = common
      }
    }
    last = common
    var detail = common
    if link != nil || fact.parent >= 0 || fact.trade >= 0 {
      let place = link ?? links.count
      let own = Link(parent: fact.parent, trade: fact.trade, common: common)
      if place == links.count { links.append(own) } else { links[place] = own }
      detail = ~Int32(clamping: place)
    }
    return Row(
      high: Int32(truncatingIfNeeded: fact.ms >> 32), low: UInt32(truncatingIfNeeded: fact.ms),
      id: UInt32(clamping: fact.id), detail: detail)
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
