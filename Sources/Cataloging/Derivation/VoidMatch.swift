/// Which shipment a void cancels, where an object was shipped more than once.
struct VoidMatch {
  let facts: EventFacts
  let trades: [Trade]
  let parties: Parties

  /// How well a void fits an earlier shipment, nil when another owner shipped: what counts most
  /// is a despatch advice both name, then a purchase order, then the owner it went to, then that
  /// both list the same object. Of those that fit alike the latest is meant.
  func fit(_ void: UInt32, _ ship: UInt32, listsSame: Bool) -> Int? {
    let (wordless, unknown) = (listsSame ? 1 : 0, 2)
    let (voiding, shipping) = (facts[Int(void)].trade, facts[Int(ship)].trade)
    guard voiding >= 0, shipping >= 0 else { return wordless + unknown }
    let (a, b) = (trades[Int(voiding)], trades[Int(shipping)])
    if a.fromOwner != 0 && b.fromOwner != 0 && !parties.sameOwner(a.fromOwner, b.fromOwner) {
      return nil
    }
    var fit = wordless
    if a.toOwner == 0 || b.toOwner == 0 {
      fit += unknown
    } else if parties.sameOwner(a.toOwner, b.toOwner) {
      fit += 4
    }
    if a.po != 0 && a.po == b.po { fit += 8 }
    if a.desadv != 0 && a.desadv == b.desadv { fit += 16 }
    return fit
  }
}
