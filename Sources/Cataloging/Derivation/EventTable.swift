import GRDB

/// Every event up to the cut-off, in catalog order, with what is needed to order and judge it.
struct EventTable {
  private(set) var facts = EventFacts()
  /// The first eight bytes of each event's CBV hash, 0 where there is none; given up when it is known
  /// which events act.
  private(set) var hashes: [UInt64] = []
  /// The EPCs events name as parents.
  private(set) var parents: [Int64] = []
  private(set) var trades: [Trade] = []
  private(set) var glns = Interner()
  private(set) var dispositions = Interner()
  private(set) var parties: Parties
  private(set) var artifacts: ArtifactTable
  /// eventID of every error declaration, by its place among the facts.
  private(set) var declarations: [(index: Int, uri: String?)] = []
  /// When an error was declared, by the declaration's place among the facts.
  private var declaredMs: [Int: Int64] = [:]

  private static let dispositionsNotForSale: Set<String> = [
    "returned", "non_sellable_other", "damaged", "destroyed", "disposed", "expired", "recalled",
    "inactive", "sellable_not_accessible", "unavailable", "non_conformant",
  ]

  private static let columns = """
    SELECT event_id, artifact_id, event_type, action, biz_step, disposition, event_ms, event_day,
      record_ms, hash, event_uri, declared_ms, lot_id, expiry_day, parent_id,
      read_point_gln, location_gln, from_owner_gln, to_owner_gln, from_gln, to_gln, po, desadv
    """

  /// Events at most: places are numbers of 32 bits.
  private static let limit = 1 << 29

  private static let tooMany = DerivationError(
    code: .tooLarge,
    description: "deriving unit lives: more than 536 million events, or four thousand million "
      + "records, in one catalog; keep older periods in a catalog of their own")

  /// How many events there are at most: as many as ids were given, other records among them, and no
  /// more than the file has room for. Memory that stays unused is not touched.
  static func most(_ db: Database) throws -> Int {
    let last = try Int64.fetchOne(db, sql: "SELECT max(event_id) FROM all_event") ?? 0
    let pages = try Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0
    let size = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0
    return Int(clamping: max(0, min(last, Int64(limit), pages * size / leastRow)))
  }

  /// Bytes a row of all_event takes at least: each column has one in the row's header.
  private static let leastRow: Int64 = 35

  /// Whether every event has a time of its own.
  private(set) var areAllTimed = true
  /// The file and instant of the last event that has one, and the events that wait for the next.
  private var lastTime: (artifact: Int32, ms: Int64)?
  private var untimed: [Int] = []

  /// Reads the events dated up to `cutOffMs`, all when nil; of the touched ones only when asked.
  init(_ db: Database, cutOffMs: Int64?, onlyTouched: Bool) throws {
    artifacts = try ArtifactTable(db)
    parties = try Parties(db, glns: &glns)
    let quantities = try Self.ids(db, "SELECT DISTINCT event_id FROM event_quantity")
    let authorizations = try Self.ids(
      db, "SELECT DISTINCT event_id FROM event_transaction WHERE type = 'rma'")
    var words = Interner()
    let from =
      onlyTouched
      ? "temp.touched_event t CROSS JOIN all_event ON event_id = t.id" : "all_event"
    let rows = try DirectStatement(
      db,
      """
      \(Self.columns) FROM \(from) WHERE event_ms IS NULL OR event_ms <= ? ORDER BY event_id
      """)
    rows.bind(1, cutOffMs ?? Int64.max)
    if !onlyTouched {
      // Growing would hold all of it twice.
      let most = try Self.most(db)
      facts.reserveCapacity(most)
      hashes.reserveCapacity(most)
    }
    while try rows.next() {
      guard UInt32(exactly: rows.int(0)) != nil else { throw Self.tooMany }
      let type = words.code(rows.text(2))
      let action = words.code(rows.text(3))
      let step = words.code(rows.text(4))
      let disposition = dispositions.code(rows.text(5))
      let shape = Shape(type: type, action: action, step: step, disposition: disposition)
      append(rows, shape, words, quantities: quantities, authorizations: authorizations)
      if facts.count >= Self.limit { throw Self.tooMany }
    }
    acts = [:]
    untimed = []
  }

  /// Words of an event, as codes: events of one kind are classified once.
  private struct Shape: Hashable {
    var type: Int32
    var action: Int32
    var step: Int32
    var disposition: Int32
  }
  private var acts: [Shape: (act: Act, type: EventForm, isShipping: Bool)] = [:]

  private mutating func append(
    _ rows: DirectStatement, _ shape: Shape, _ words: Interner, quantities: Set<Int64>,
    authorizations: Set<Int64>
  ) {
    let known: (act: Act, type: EventForm, isShipping: Bool)
    if let found = acts[shape] {
      known = found
    } else {
      let type = EventForm(words.word(shape.type))
      let step = words.word(shape.step)
      known = (
        Act(
          type: type, action: words.word(shape.action), step: step,
          disposition: dispositions.word(shape.disposition)),
        type, step == "shipping"
      )
      acts[shape] = known
    }
    let id = rows.int(0)
    let artifact = artifacts.place(of: rows.int(1))
    var common = EventFact.Common(
      lot: Int32(clamping: rows.int(12)),
      expiry: rows.isNull(13) ? EventFact.none : Int32(clamping: rows.int(13)),
      day: rows.isNull(7) ? EventFact.none : Int32(clamping: rows.int(7)), artifact: artifact,
      source: artifacts.source(at: artifact), place: 0, disposition: shape.disposition,
      act: known.act, flags: [])
    if quantities.contains(id) { common.flags.insert(.hasQuantities) }
    let returned = dispositions.word(shape.disposition) == "returned"
    if returned || authorizations.contains(id) { common.flags.insert(.isReturn) }
    if known.isShipping && known.act == .pack { common.flags.insert(.packsAndShips) }
    let readPoint = glns.code(rows.text(15))
    let location = glns.code(rows.text(16))
    common.place = location != 0 ? location : readPoint
    if parties.own.contains(readPoint) || parties.own.contains(location) {
      common.flags.insert(.atOwnPlace)
    }
    if parties.infersUnpacking.contains(readPoint) || parties.infersUnpacking.contains(location) {
      common.flags.insert(.infersUnpacking)
    }
    let hash = Self.hash(rows.blob(9))
    if hash != nil { common.flags.insert(.hasHash) }
    if let declared = rows.optionalInt(11) {
      common.flags.insert(.isDeclaration)
      declarations.append((facts.count, rows.string(10)))
      declaredMs[facts.count] = declared
    }
    var fact = EventFact(ms: 0, id: id, common: common)
    setTime(of: &fact, rows.optionalInt(6), recordMs: rows.optionalInt(8))
    addTrade(rows, to: &fact)
    let parent = rows.int(14)
    if parent > 0 {
      fact.parent = Int32(clamping: parents.count)
      parents.append(parent)
    }
    hashes.append(hash ?? 0)
    facts.append(fact)
  }

  private mutating func addTrade(_ rows: DirectStatement, to fact: inout EventFact) {
    switch fact.act {
    case .ship, .void, .receive, .accept: break
    default: if !fact.flags.contains(.packsAndShips) { return }
    }
    let fromOwner = glns.code(rows.text(17))
    let toOwner = glns.code(rows.text(18))
    let from = glns.code(rows.text(19))
    let to = glns.code(rows.text(20))
    let word = dispositions.word(fact.disposition) ?? ""
    let leaves =
      !fact.isReturn && !Self.dispositionsNotForSale.contains(word)
      && parties.leaves(
        fromOwner: fromOwner, toOwner: toOwner, from: from != 0 ? from : fact.place, to: to)
    fact.trade = Int32(clamping: trades.count)
    trades.append(
      Trade(
        fromOwner: fromOwner, toOwner: toOwner, from: from, to: to,
        po: Mixing.bytes(rows.text(21)), desadv: Mixing.bytes(rows.text(22)),
        isSale: fromOwner != 0 && toOwner != 0 && !parties.sameOwner(fromOwner, toOwner),
        leaves: leaves))
    let inferring = parties.infersUnpacking
    if inferring.contains(fromOwner) || inferring.contains(from) {
      fact.common.flags.insert(.infersUnpacking)
    }
  }

  /// An event without a time stands beside its neighbour in the same file.
  private mutating func setTime(of fact: inout EventFact, _ ms: Int64?, recordMs: Int64?) {
    if let ms {
      fact.ms = ms
      for earlier in untimed where facts[earlier].artifact == fact.artifact {
        facts[earlier].ms = ms
      }
      untimed = []
      lastTime = (fact.artifact, ms)
      return
    }
    fact.common.flags.insert(.untimed)
    areAllTimed = false
    if let lastTime, lastTime.artifact == fact.artifact {
      fact.ms = lastTime.ms
    } else if let recordMs {
      fact.ms = recordMs
    } else {
      untimed.append(facts.count)
    }
  }

  /// The first eight bytes of a CBV hash.
  static func hash(_ bytes: UnsafeRawBufferPointer?) -> UInt64? {
    guard let bytes, bytes.count >= 8 else { return nil }
    return bytes.loadUnaligned(as: UInt64.self).bigEndian
  }

  private static func ids(_ db: Database, _ sql: String) throws -> Set<Int64> {
    var found: Set<Int64> = []
    let rows = try DirectStatement(db, sql)
    while try rows.next() { found.insert(rows.int(0)) }
    return found
  }

  /// The place of an event id among the facts, starting from a guess that scans make true.
  func index(of id: Int64, near guess: inout Int) -> Int? {
    if guess < facts.count, facts[guess].id == id { return guess }
    if guess + 1 < facts.count, facts[guess + 1].id == id {
      guess += 1
      return guess
    }
    var low = 0
    var high = facts.count
    while low < high {
      let middle = (low + high) / 2
      if facts[middle].id < id { low = middle + 1 } else { high = middle }
    }
    guard low < facts.count, facts[low].id == id else { return nil }
    guess = low
    return low
  }

  /// When the error was declared that the event at a place declares; 0 when it declares none.
  func declaredMs(_ place: Int) -> Int64 { declaredMs[place] ?? 0 }

  func isDeclaration(_ place: UInt32) -> Bool { facts[Int(place)].flags.contains(.isDeclaration) }

  mutating func setChild(_ index: Int) {
    if !facts[index].flags.contains(.hasChildren) {
      facts[index].common.flags.insert(.hasChildren)
    }
  }

  /// Marks every DELETE that names no child and no quantity as one of all children.
  mutating func settleDissolutions() {
    for index in facts.indices where facts[index].act == .unpack {
      let flags = facts[index].flags
      if !flags.contains(.hasChildren) && !flags.contains(.hasQuantities) {
        facts[index].common.act = .unpackAll
      }
    }
  }

  mutating func list(_ epc: Int64, at trade: Int32) {
    trades[Int(trade)].digest &+= Mixing.word(UInt64(bitPattern: epc))
    trades[Int(trade)].listed += 1
  }

  /// Leaves only the effective events, in the contract's order, without holding any of them twice;
  /// what was needed to find the order is given up. `places` says where a parent stands.
  mutating func arrange(_ order: consuming [UInt32], parents places: (Int64) -> Int32) {
    declarations = []
    declaredMs = [:]
    facts.arrange(order)
    for index in facts.indices where facts[index].parent >= 0 {
      facts[index].parent = places(parents[Int(facts[index].parent)])
    }
    parents = []
  }

  /// Gives up what only tells which events act.
  mutating func forgetHashes() { hashes = [] }
}

/// Cheap order-free mixing for comparing sets; never stored.
enum Mixing {
  static func word(_ value: UInt64) -> UInt64 {
    var x = value &+ 0x9E37_79B9_7F4A_7C15
    x = (x ^ (x >> 30)) &* 0xBF58_476D_1CE4_E5B9
    x = (x ^ (x >> 27)) &* 0x94D0_49BB_1331_11EB
    return x ^ (x >> 31)
  }

  static func bytes(_ bytes: UnsafeBufferPointer<UInt8>?) -> UInt64 {
    guard let bytes else { return 0 }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return hash
  }
}

/// Artifacts in an order that does not depend on when they arrived.
struct ArtifactTable {
  enum Standing { case current, superseded, excluded }

  private var places: [Int64: Int32] = [:]
  private var sources: [Int32] = []
  private(set) var standings: [Standing] = []

  /// Sorts by path, source name and hash; a member of a superseded archive is superseded.
  init(_ db: Database) throws {
    let rows = try DirectStatement(
      db,
      """
      SELECT a.artifact_id, a.source_id, a.status, a.superseded_by, a.container_id
      FROM artifact a LEFT JOIN source s ON s.source_id = a.source_id
      ORDER BY a.path, s.name, a.sha256, a.artifact_id
      """)
    var containers: [Int64] = []
    while try rows.next() {
      places[rows.int(0)] = Int32(clamping: sources.count)
      sources.append(Int32(clamping: rows.int(1)))
      containers.append(rows.int(4))
      let excluded = rows.string(2) == "excluded"
      standings.append(excluded ? .excluded : rows.isNull(3) ? .current : .superseded)
    }
    for index in containers.indices where standings[index] == .current {
      if let place = places[containers[index]] { standings[index] = standings[Int(place)] }
    }
  }

  func place(of artifact: Int64) -> Int32 { places[artifact] ?? -1 }

  func source(at place: Int32) -> Int32 {
    place >= 0 && Int(place) < sources.count ? sources[Int(place)] : 0
  }

  func standing(at place: Int32) -> Standing {
    place >= 0 && Int(place) < standings.count ? standings[Int(place)] : .current
  }
}
