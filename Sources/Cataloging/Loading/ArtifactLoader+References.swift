import GRDB
import GS1

/// Rows that wait until the EPCs they name have their ids.
struct ReferenceBatch {
  /// One reference to be, until it joins a row of `epc_run`.
  struct Row {
    var event: Int64
    var entry: Int32
    var spelling: Int32
    var role: UInt8

    /// Whether both belong to one event and were told in one way.
    func continues(_ other: Row) -> Bool {
      other.event == event && other.role == role && other.spelling == spelling
    }
  }

  /// One row of `defect` to be.
  struct Defect {
    var code: String
    var field: String?
    var raw: String?
    var line: Int64?
    var byte: Int64?
    var record: Int64?
    var entry: Int?
  }

  var rows: [Row] = []
  /// Texts to be kept; those of no entry are the beginnings of an event's links.
  var originals: [(event: Int64, entry: Int?, raw: String)] = []
  /// What the links of the last event that has any on a domain of its own begin with.
  var origin: (event: Int64, origin: String)?
  var defects: [Defect] = []
  /// Entries of the EPC table without an id.
  var unresolved: [Int] = []

  /// Rows a batch holds at most: enough that a sorted run of new EPCs pays.
  static let limit = 400_000
}

extension ArtifactLoader {
  /// Takes one EPC of an event; its row waits for the batch.
  func add(_ reference: EPCReference, event: Int64, position: SourcePosition) throws -> Int {
    let entry = try entry(of: reference.epc)
    batch.rows.append(
      ReferenceBatch.Row(
        event: event, entry: Int32(truncatingIfNeeded: entry),
        spelling: Int32(truncatingIfNeeded: reference.spelling.code),
        role: reference.role.rawValue))
    if let origin = reference.origin {
      keep(origin, of: reference, entry: entry, event: event)
    } else if let raw = reference.raw {
      batch.originals.append((event, entry, raw))
    }
    if !reference.issues.isEmpty {
      note(reference, entry: entry, event: event, position: position)
    }
    return entry
  }

  /// Keeps the domain links begin with once an event; a link on a further one is kept whole.
  private func keep(_ origin: String, of reference: EPCReference, entry: Int, event: Int64) {
    if let kept = batch.origin, kept.event == event {
      if kept.origin != origin { batch.originals.append((event, entry, reference.originalText)) }
    } else {
      batch.origin = (event, origin)
      batch.originals.append((event, nil, origin))
    }
  }

  /// An identifier's fault is listed once per artifact, where it first stands.
  private func note(
    _ reference: EPCReference, entry: Int, event: Int64, position: SourcePosition
  ) {
    let untold = cache.epcs.untold(
      reference.issues.rawValue, at: entry, artifact: UInt32(truncatingIfNeeded: artifact))
    for code in IdentifierIssue(rawValue: untold).codes {
      note(
        code, field: reference.role.name, raw: reference.originalText, position: position,
        record: event, entry: entry)
    }
  }

  /// The place of an EPC in the cache.
  func entry(of epc: EPC) throws -> Int {
    let product = try product(epc.kind, epc.key)
    var serial = epc.serial
    let (index, isNew) = serial.withUTF8 {
      cache.epcs.place(product: product, serial: $0, kind: epc.kind.rawValue)
    }
    if isNew { batch.unresolved.append(index) }
    return index
  }

  /// The id of an EPC needed at once, as for a parent.
  func id(ofEntry index: Int) throws -> Int64 {
    let known = cache.epcs.entries[index].id
    if known != 0 { return known }
    try resolve(index)
    return cache.epcs.entries[index].id
  }

  /// The row of a product, made when it is new. Classes of goods stand under their GTIN.
  func product(_ kind: EPCKind, _ key: String) throws -> Int64 {
    if let last = lastProduct, last.kind == kind, last.key == key { return last.id }
    let mapKey = LoadCache.ProductKey(scheme: kind.rawValue, key: key)
    let id: Int64
    if let known = cache.products[mapKey] {
      id = known
    } else {
      id = try dictionaryID(
        select: "SELECT product_id FROM product WHERE scheme = ? AND gtin = ?",
        insert: "INSERT INTO product(scheme, gtin) VALUES (?, ?)",
        arguments: [Int64(kind.rawValue), key])
      cache.products[mapKey] = id
    }
    lastProduct = (kind, key, id)
    return id
  }

  /// The row of a lot, made when it is new.
  func lot(_ lot: String, product: Int64) throws -> Int64 {
    let mapKey = LoadCache.LotKey(product: product, lot: lot)
    if let known = cache.lots[mapKey] { return known }
    let id = try dictionaryID(
      select: "SELECT lot_id FROM all_lot WHERE product_id = ? AND lot = ?",
      insert: "INSERT INTO all_lot(product_id, lot) VALUES (?, ?)", arguments: [product, lot])
    cache.lots[mapKey] = id
    return id
  }

  private func dictionaryID(
    select: String, insert: String, arguments: StatementArguments
  ) throws -> Int64 {
    if let found = try Int64.fetchOne(db.cachedStatement(sql: select), arguments: arguments) {
      return found
    }
    try db.cachedStatement(sql: insert).execute(arguments: arguments)
    return db.lastInsertedRowID
  }

  /// Writes the batch when it is full.
  func flushIfFull() throws {
    if batch.rows.count >= ReferenceBatch.limit || batch.defects.count >= 50_000
      || cache.epcs.bytes > LoadCache.byteLimit && !cache.holdsEveryEPC
      || cache.holdsEveryEPC && cache.isFull
    {
      try flush()
    }
  }

  /// Gives every waiting EPC its id and writes the rows that waited.
  func flush() throws {
    let new = batch.unresolved.filter { cache.epcs.entries[$0].id == 0 }
    try resolve(new)
    batch.unresolved.removeAll(keepingCapacity: true)
    try writeReferences()
    for original in batch.originals {
      statements.spelling.bind(1, original.event)
      statements.spelling.bind(2, original.entry.map { cache.epcs.entries[$0].id } ?? 0)
      statements.spelling.bind(3, original.raw)
      try statements.spelling.run()
    }
    batch.originals.removeAll(keepingCapacity: true)
    try writeDefects()
    if cache.holdsEveryEPC, cache.needsIndex { try makeIndex() }
    cache.trim()
  }

  /// Writes the references that waited: those of one event whose EPCs have ids that follow each
  /// other as one row.
  private func writeReferences() throws {
    let statement = statements.run
    try cache.epcs.entries.withUnsafeBufferPointer { entries in
      let rows = batch.rows
      var start = 0
      while start < rows.count {
        let row = rows[start]
        let first = entries[Int(row.entry)]
        var last = first.id
        var end = start + 1
        while end < rows.count, end - start < EPCRun.limit, row.continues(rows[end]) {
          let next = entries[Int(rows[end].entry)]
          guard next.id == last + 1, next.product == first.product else { break }
          last = next.id
          end += 1
        }
        statement.bind(1, row.event)
        statement.bind(2, first.id)
        statement.bind(3, last)
        statement.bind(4, Int64(row.role))
        statement.bind(5, Int64(row.spelling))
        try statement.run()
        start = end
      }
    }
    summary.references += batch.rows.count
    batch.rows.removeAll(keepingCapacity: true)
  }

  private func writeDefects() throws {
    let statement = statements.defect
    for defect in batch.defects {
      statement.bind(1, artifact)
      statement.bind(2, defect.record)
      statement.bind(3, defect.code)
      statement.bind(4, defect.field)
      statement.bind(5, defect.raw)
      statement.bind(6, defect.line)
      statement.bind(7, defect.byte)
      statement.bind(8, defect.entry.map { cache.epcs.entries[$0].id })
      try statement.run()
    }
    batch.defects.removeAll(keepingCapacity: true)
  }

  /// Finds or writes EPCs. New ones get ids in the order they came in, so that a list is a run, and
  /// are written in the order of the index if there is one; in blocks as long as they are new.
  private func resolve(_ unknown: [Int]) throws {
    let new = try cache.earlier.count == 0 ? unknown : unknown.filter { try !isEarlier($0) }
    guard batchBringsNewEPCs else {
      for index in new { try resolve(index) }
      return
    }
    let base = next.epc
    next.epc += Int64(new.count)
    var rest = (cache.holdsEveryEPC ? Array(new.indices) : cache.epcs.order(of: new))[...]
    while batchBringsNewEPCs, rest.count >= LoadStatements.block {
      try write(rest.prefix(LoadStatements.block), of: new, from: base)
      rest.removeFirst(LoadStatements.block)
    }
    for rank in rest { try resolve(new[rank], as: base + Int64(rank)) }
  }

  /// Writes a block of EPCs; those the catalog held already get the id they have there.
  private func write(_ block: ArraySlice<Int>, of new: [Int], from base: Int64) throws {
    let insert = statements.epcBlock
    let written = try cache.epcs.arena.withUnsafeBufferPointer { arena in
      for (offset, rank) in block.enumerated() {
        let entry = cache.epcs.entries[new[rank]]
        let place = Int32(truncatingIfNeeded: offset * 4)
        let from = Int(entry.offset)
        insert.bind(place + 1, base + Int64(rank))
        insert.bind(place + 2, entry.product)
        insert.bind(
          place + 3, unowned: UnsafeBufferPointer(rebasing: arena[from..<from + Int(entry.length)]))
        insert.bind(place + 4, Int64(entry.kind))
      }
      try insert.run()
      return insert.changes
    }
    summary.newEPCs += written
    if written == block.count {
      for rank in block { cache.epcs.setID(base + Int64(rank), at: new[rank]) }
      return
    }
    batchBringsNewEPCs = written * 2 > block.count
    for rank in block {
      let entry = cache.epcs.entries[new[rank]]
      let id = try cache.epcs.withSerial(of: entry) { try select(entry, $0) }
      guard let id else { throw CatalogError.damaged("An identifier just written is not there.") }
      cache.epcs.setID(id, at: new[rank])
    }
  }

  /// Finds an EPC in the catalog or writes it under `reserved`, or the next free id. Which is tried
  /// first follows the last outcome: a file mostly brings either new EPCs or known ones.
  private func resolve(_ index: Int, as reserved: Int64? = nil) throws {
    if reserved == nil, try isEarlier(index) { return }
    let entry = cache.epcs.entries[index]
    let id = reserved ?? next.epc
    let found: Int64? = try cache.epcs.withSerial(of: entry) { serial in
      if !batchBringsNewEPCs {
        if let id = try select(entry, serial) { return id }
        batchBringsNewEPCs = true
      }
      let insert = statements.epcInsert
      insert.bind(1, id)
      insert.bind(2, entry.product)
      insert.bind(3, unowned: serial)
      insert.bind(4, Int64(entry.kind))
      try insert.run()
      if insert.changes == 1 { return nil }
      batchBringsNewEPCs = false
      return try select(entry, serial)
    }
    cache.epcs.setID(found ?? id, at: index)
    if found != nil { return }
    if reserved == nil { next.epc += 1 }
    summary.newEPCs += 1
  }

  /// Whether an EPC was set aside by the cache; it has its id then.
  private func isEarlier(_ index: Int) throws -> Bool {
    let entry = cache.epcs.entries[index]
    let id = try cache.epcs.withSerial(of: entry) { serial in
      try cache.earlier.id(EPCTable.hash(entry.product, serial)) { id in
        statements.epcCheck.bind(1, id)
        statements.epcCheck.bind(2, entry.product)
        statements.epcCheck.bind(3, unowned: serial)
        return try statements.epcCheck.firstInteger() != nil
      }
    }
    if let id { cache.epcs.setID(id, at: index) }
    return id != nil
  }

  private func select(
    _ entry: EPCTable.Entry, _ serial: UnsafeBufferPointer<UInt8>
  ) throws -> Int64? {
    statements.epcSelect.bind(1, entry.product)
    statements.epcSelect.bind(2, unowned: serial)
    return try statements.epcSelect.firstInteger()
  }
}
