import Cataloging
import Foundation
import GRDB

/// A story loaded into an empty catalog in memory and derived.
struct DerivedCatalog {
  let queue: DatabaseQueue

  /// Loads files in the order of `files` (default: as told), then derives.
  init(_ story: Story, files: [String]? = nil, cutOff: Int64? = nil) throws {
    queue = try DatabaseQueue()
    try queue.write { db in
      try Schema.create(in: db)
      var loader = StoryLoader(db: db)
      try loader.load(story, files: files ?? Story.files(story.events))
      try Derivation.run(db, cutOffMs: cutOff.map { Story.start + $0 })
    }
  }

  /// Empty, to be loaded step by step.
  init() throws {
    queue = try DatabaseQueue()
    try queue.write { try Schema.create(in: $0) }
  }

  func load(_ story: Story, files: [String], cutOff: Int64? = nil) throws {
    try queue.write { db in
      var loader = StoryLoader(db: db)
      try loader.load(story, files: files)
      try Derivation.run(db, cutOffMs: cutOff.map { Story.start + $0 })
    }
  }

  /// Rows of a query as text, values joined by a blank, NULL as a dash.
  func rows(_ sql: String) throws -> [String] {
    try queue.read { db in
      try Row.fetchAll(db, sql: sql).map { row in
        row.databaseValues.map { value in
          switch value.storage {
          case .null: "-"
          case .int64(let number): String(number)
          case .string(let text): text
          default: "?"
          }
        }.joined(separator: " ")
      }
    }
  }

  /// life_defect as "code serial note", sorted.
  func defects() throws -> [String] {
    try rows(
      """
      SELECT d.code, e.serial, coalesce(d.note, '') FROM life_defect d
      JOIN epc e ON e.epc_id = d.epc_id ORDER BY d.code, e.serial, d.note
      """
    ).map { $0.hasSuffix(" ") ? String($0.dropLast()) : $0 }
  }

  /// One column of all_unit for a unit.
  func unit(_ serial: String, _ column: String) throws -> String? {
    try rows(
      """
      SELECT u.\(column) FROM all_unit u JOIN epc e ON e.epc_id = u.epc_id
      WHERE e.serial = '\(serial)'
      """
    ).first
  }

  /// Serials a shipment carried, by the minute it left.
  func shipped(atMs ms: Int64, voided: Bool = false) throws -> [String] {
    try rows(
      """
      SELECT e.serial FROM shipment_unit s JOIN epc e ON e.epc_id = s.epc_id
      WHERE s.ship_ms = \(Story.start + ms) AND s.void_event IS \(voided ? "NOT NULL" : "NULL")
      ORDER BY e.serial
      """)
  }

  /// Containment as "child parent from to" in milliseconds of the story.
  func stays() throws -> [String] {
    try rows(
      """
      SELECT c.serial, p.serial, s.from_ms - \(Story.start), s.to_ms - \(Story.start)
      FROM containment s JOIN epc c ON c.epc_id = s.child_id JOIN epc p ON p.epc_id = s.parent_id
      ORDER BY c.serial, p.serial, s.from_ms
      """)
  }

  /// Shipments as "serial buyer", or "serial buyer void", sorted.
  func sold() throws -> [String] {
    try rows(
      """
      SELECT e.serial, a.to_owner_gln, CASE WHEN s.void_event IS NULL THEN '' ELSE 'void' END
      FROM shipment_unit s JOIN all_shipment a ON a.shipment_event = s.shipment_event
      JOIN epc e ON e.epc_id = s.epc_id ORDER BY 1, 2, 3
      """
    ).map { $0.hasSuffix(" ") ? String($0.dropLast()) : $0 }
  }

  /// Why events do not act, in the order of the story's files.
  func ineffective() throws -> [String] {
    try rows("SELECT reason FROM ineffective_event ORDER BY reason")
  }
}

/// Puts the events of a story into the event tables, file by file.
struct StoryLoader {
  let db: Database
  private var nextRecord: Int64 = 0

  init(db: Database) {
    self.db = db
  }

  mutating func load(_ story: Story, files: [String]) throws {
    nextRecord =
      try Int64.fetchOne(db, sql: "SELECT coalesce(max(event_id), 0) FROM all_event") ?? 0
    for partner in story.partners {
      try db.execute(
        sql: """
          INSERT OR REPLACE INTO run_partner(gln, role, unpack_inferred, own) VALUES (?,?,?,?)
          """, arguments: [partner.gln, partner.role, partner.infers, partner.own])
    }
    for gtin in story.notAggregated {
      try db.execute(
        sql: "INSERT OR REPLACE INTO run_product(gtin, aggregated) VALUES (?, 0)",
        arguments: [gtin])
    }
    for (gtin, packs) in story.caseQuantities {
      try db.execute(
        sql: "INSERT OR REPLACE INTO run_product(gtin, case_quantity) VALUES (?, ?)",
        arguments: [gtin, packs])
    }
    for file in files {
      let artifact = try artifact(file, story)
      for event in story.events where event.file == file { try insert(event, artifact) }
    }
  }

  private func artifact(_ file: String, _ story: Story) throws -> Int64 {
    let source = story.sources[file] ?? "line"
    try db.execute(
      sql: "INSERT OR IGNORE INTO source(name, kind, place) VALUES (?, 'epcis', '.')",
      arguments: [source])
    try db.execute(
      sql: """
        INSERT INTO artifact(source_id, path, sha256, bytes, collected_ms, run_id, status,
          superseded_by, absent_since_ms)
        SELECT source_id, ?, ?, 0, 0, 1, 'taken', ?, ? FROM source WHERE name = ?
        """,
      arguments: [
        file, file, story.superseded.contains(file) ? 1 : nil,
        story.absent.contains(file) ? 1 : nil, source,
      ])
    return db.lastInsertedRowID
  }

  private mutating func insert(_ event: Story.Event, _ artifact: Int64) throws {
    nextRecord += 1
    let id = nextRecord
    let lot = try event.lot.map { try self.lot($0) }
    let parent = try event.parent.map { try epc($0) }
    let ms = event.at.map { Story.start + $0 }
    try db.execute(
      sql: """
        INSERT INTO all_event(event_id, artifact_id, event_type, action, biz_step, disposition,
          event_ms, event_day, record_ms, event_uri, hash, read_point_gln, declared_ms, lot_id,
          lot, expiry_day, from_owner_gln, to_owner_gln, from_gln, to_gln, po, desadv, parent_id)
        VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
        """,
      arguments: [
        id, artifact, event.type, event.type == "transformation" ? nil : event.action,
        event.step, event.disposition, ms, ms.map { $0 / Story.day },
        event.recorded.map { Story.start + $0 }, event.uri, Data(event.hash), event.place,
        event.declared.map { Story.start + $0 }, lot, event.lot, event.expiry, event.fromOwner,
        event.toOwner, event.from, event.to, event.po, event.desadv, parent,
      ])
    let references =
      event.epcs.map { ($0, 1) } + (event.parent.map { [($0, 3)] } ?? [])
      + event.children.map { ($0, 2) } + event.inputs.map { ($0, 4) }
      + event.outputs.map { ($0, 5) }
    for (name, role) in references {
      try db.execute(
        sql: """
          INSERT INTO epc_run(event_id, first_epc, last_epc, role, spelling) VALUES (?1,?2,?2,?3,0)
          """,
        arguments: [id, try epc(name), role])
    }
    if event.isReturnAuthorized {
      try db.execute(
        sql: "INSERT INTO event_transaction(event_id, type, id) VALUES (?, 'rma', 'R1')",
        arguments: [id])
    }
    let role =
      switch event.type {
      case "aggregation": 2
      case "transformation": 5
      default: 1
      }
    for name in event.quantityLots {
      try db.execute(
        sql: "INSERT INTO event_quantity(event_id, role, lot_id, quantity_text) VALUES (?,?,?,?)",
        arguments: [id, role, try self.lot(name, of: event.quantityGTIN), event.quantity])
    }
  }

  private func product(_ scheme: Int, _ gtin: String) throws -> Int64 {
    try db.execute(
      sql: "INSERT OR IGNORE INTO product(scheme, gtin) VALUES (?,?)", arguments: [scheme, gtin])
    return try Int64.fetchOne(
      db, sql: "SELECT product_id FROM product WHERE scheme = ? AND gtin = ?",
      arguments: [scheme, gtin]) ?? 0
  }

  private func epc(_ name: String) throws -> Int64 {
    let product = try product(Story.kind(name), Story.gtin(name))
    try db.execute(
      sql: "INSERT OR IGNORE INTO epc(product_id, serial, kind) VALUES (?,?,?)",
      arguments: [product, name, Story.kind(name)])
    return try Int64.fetchOne(
      db, sql: "SELECT epc_id FROM epc WHERE product_id = ? AND serial = ?",
      arguments: [product, name]) ?? 0
  }

  private func lot(_ name: String, of gtin: String = Story.gtin("A")) throws -> Int64 {
    let product = try product(1, gtin)
    try db.execute(
      sql: "INSERT OR IGNORE INTO all_lot(product_id, lot) VALUES (?,?)",
      arguments: [product, name])
    return try Int64.fetchOne(
      db, sql: "SELECT lot_id FROM all_lot WHERE product_id = ? AND lot = ?",
      arguments: [product, name]) ?? 0
  }
}

extension Story {
  /// File names in the order they are first told.
  static func files(_ events: [Event]) -> [String] {
    var files: [String] = []
    for event in events where !files.contains(event.file) { files.append(event.file) }
    return files
  }
}

extension Story.Event {
  /// A stand-in for the CBV event hash: everything but eventID, record time and declaration.
  var hash: [UInt8] {
    var copy = self
    copy.file = ""
    copy.uri = nil
    copy.recorded = nil
    copy.declared = nil
    var bytes: [UInt8] = []
    for seed in 0..<4 {
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(seed)
      for byte in "\(copy)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
      for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: hash >> (8 * UInt64(shift)))) }
    }
    return bytes
  }
}
