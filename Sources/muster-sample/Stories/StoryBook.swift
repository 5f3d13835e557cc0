/// Everything that is planted: gaps with their key, and decoys.
struct StoryBook {
  let world: World
  /// Ordinary cases at the logistics provider, released, for stories about what happens later.
  private(set) var stock: [Made] = []

  /// Writes all stories of the firm.
  static func write(into world: World) throws {
    var stories = StoryBook(world: world)
    try stories.fillStock()
    try stories.tellIdentity()
    try stories.tellDocuments()
    try stories.tellLife()
    try stories.tellPacking()
    try stories.tellLots()
    try stories.tellTrade()
    if world.firm.isAmerican {
      try stories.tellAmericanTrade()
      try stories.tellCases()
      try stories.tellSaleCorrections()
    } else {
      try stories.tellUnion()
      if world.options.records != .none { try stories.tellUploadLots() }
    }
    try stories.tellCoverage()
    try stories.tellDecoys()
    // What these are sold for is told by records, later.
    for (story, day) in [("theft", (9, 15)), ("return", (8, 13))] {
      let made = try stories.take()
      try stories.sell([made.packed.id], to: stories.buyer(0), at: world.at(day.0, day.1, 10, 5))
      world.told[story] = made
    }
  }

  /// Tells the stories of records beside events, once those are kept.
  ///
  /// - Throws: `SampleFault` when the firm is too small for them.
  static func tellRecords(into world: World) throws {
    let stories = StoryBook(world: world)
    stories.tellQuality()
    stories.tellBatches()
    stories.tellSystems()
    stories.tellTradeRecords()
    stories.tellRegisters()
    if let first = world.records.missing.first {
      throw SampleFault(
        "The planted stories need a record this firm does not have (\(first)); "
          + "take \(SampleOptions.fewestPlanted) units or more, or --gaps none.")
    }
  }

  private mutating func fillStock() throws {
    for (number, day) in [(1, CivilDay(2026, 7, 1)), (2, CivilDay(2026, 7, 2))] {
      let lot = try StoryLot(
        world, lot: world.storyLot(number), product: world.storyProduct, day: day)
      for _ in 0..<26 { stock.append(try lot.makeCase()) }
      try lot.finish()
    }
  }

  /// The next ordinary case nobody touched yet.
  ///
  /// - Throws: `SampleFault` when all are used up.
  mutating func take() throws -> Made {
    guard !stock.isEmpty else {
      throw SampleFault("The stories need more cases than StoryBook.fillStock makes.")
    }
    return stock.removeFirst()
  }

  /// A customer of the story product, by number.
  func buyer(_ number: Int) -> Partner {
    let choices = world.wholesalers(for: world.storyProduct)
    return choices[number % choices.count]
  }

  /// A plain sale of cases to a wholesaler.
  @discardableResult
  func sell(
    _ cases: [EPC], to customer: Partner, at time: Moment, statement: Bool = true,
    adjust: (inout DocumentHead, inout Event) -> Void = { _, _ in }
  ) throws -> (document: World.OpenDocument, position: Position, event: Event) {
    try world.sell(
      cases, product: world.storyProduct, to: customer, at: time, statement: statement,
      adjust: adjust)
  }
}
