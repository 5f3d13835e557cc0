/// What records beside events have to agree with: a lot as the events tell it.
struct LotFacts {
  var plan: LotPlan
  var closed: Moment
  /// Packs commissioned, and what became of those that are not good.
  var commissionings = 0
  var sampled = 0
  var scrappings = 0
  /// The packs in the order they were commissioned, in firms small enough to tell each.
  var packs: [EPC] = []
  /// Packs taken out before the lot left: samples and rejects.
  var samples: [EPC] = []
  var rejects: [EPC] = []
  /// When it went to the logistics provider, and when the stock was booked as saleable.
  var moved: Moment?
  var released: Moment?
  /// Made for a story, and not for the market.
  var isStory = false

  /// Different packs: some stories commission or scrap one twice.
  var commissioned: Int { packs.isEmpty ? commissionings : Set(packs).count }
  var rejected: Int { commissioned - sampled - good }
  var good: Int {
    guard !packs.isEmpty else { return commissionings - sampled - scrappings }
    return Set(packs).subtracting(samples).subtracting(rejects).count
  }
}

/// What a case or pallet holds: packs by lot.
struct ContentFacts {
  var lot: String
  var packs: Int
}

/// A pack's status changed away from the line.
struct StatusFacts {
  enum Operation: String { case supply, export, sample, freeSample = "free_sample", destroy, undo }
  var epc: EPC
  var operation: Operation
  var time: Moment
  var place: Place
}

/// Goods that came back.
struct ReturnFacts {
  var number: Int
  var packed: Case
  var customer: Partner
  var plan: LotPlan
  var received: Moment
  /// When it was booked as saleable again, or destroyed.
  var restocked: Moment?
  var destroyed: Moment?
}

/// A lot that was recalled.
struct RecallFacts {
  var lot: String
  var product: Int
  var decided: Moment
  var customer: Partner
}

/// One sale as it was sent.
struct SaleFacts {
  var number: Int
  var customer: Partner
  var product: Int
  var epcs: [EPC]
  var time: Moment
  var path: String
  var position: Position
}

extension World {
  /// Whether single packs are told in records: not in firms made for load.
  var tellsPacks: Bool { options.packs || options.units <= 30_000 }

  /// Notes what a case or pallet holds.
  func hold(_ content: [ContentFacts], in epc: EPC) {
    if tellsPacks { contents[epc] = content }
  }

  /// Packs by lot in a list of cases and pallets; nil when one of them is unknown.
  func packs(in epcs: [EPC]) -> [(lot: String, packs: Int)]? {
    var sums: [(lot: String, packs: Int)] = []
    for epc in epcs {
      guard let content = contents[epc] else { return nil }
      for part in content {
        if let index = sums.firstIndex(where: { $0.lot == part.lot }) {
          sums[index].packs += part.packs
        } else {
          sums.append((part.lot, part.packs))
        }
      }
    }
    return sums
  }

  /// Changes what is known of a lot.
  func note(_ lot: String, _ change: (inout LotFacts) -> Void) {
    guard let index = lotIndex[lot] else { return }
    change(&lots[index])
  }

  /// Opens the facts of a lot.
  func begin(_ facts: LotFacts) {
    if lotIndex[facts.plan.lot] == nil {
      lotIndex[facts.plan.lot] = lots.count
      lots.append(facts)
    }
  }
}
