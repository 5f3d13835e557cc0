package import GRDB
internal import GS1

/// Row ids of what a text names, for joining in one connection; they never leave the program.
package struct SubjectIds: Sendable {
  /// `epc_id` of units and containers.
  package var units: [Int64] = []
  /// `lot_id` of lots.
  package var lots: [Int64] = []
}

extension SubjectFinder {
  /// Looks a question up and gives row ids instead of natural keys.
  ///
  /// - Throws: GRDB's `DatabaseError`.
  package static func ids(_ db: Database, _ query: SubjectQuery) throws -> SubjectIds {
    let reader = TraceReader(db)
    var found = SubjectIds()
    for subject in try resolve(reader, query).subjects {
      switch subject {
      case .unit(let epc):
        if let id = try reader.id(of: epc) { found.units.append(id) }
      case .lot(let epc):
        found.lots += try Int64.fetchAll(
          db,
          sql: """
            SELECT l.lot_id FROM all_lot l JOIN product p ON p.product_id = l.product_id
            WHERE p.gtin = ? AND l.lot = ?
            """, arguments: [epc.key, epc.serial])
      }
    }
    return found
  }
}
