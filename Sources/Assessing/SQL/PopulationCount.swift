/// How the members of a population are counted: `SELECT DISTINCT` keeps a million keys in a sorted
/// table of its own, so where the text itself says that no key comes twice, rows are counted.
enum PopulationCount {
  /// The statement that counts a population's distinct rows.
  static func sql(of population: String) -> String {
    let rows = bare(population)
    let tokens = SQLToken.tokens(of: rows)
    return isDistinct(tokens)
      ? "SELECT count(*) FROM (\(rows))"
      : "SELECT count(*) FROM (SELECT DISTINCT * FROM (\(rows)))"
  }

  /// A statement that can stand in brackets.
  static func bare(_ sql: String) -> String {
    var text = Substring(sql)
    while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
    // A comment at the end must not swallow the closing bracket.
    return text + "\n"
  }

  /// Tables and views with the column that no two of their rows share and that is never NULL.
  private static let keys = [
    "unit": "epc_id", "all_unit": "epc_id", "unit_fate": "epc_id", "epc": "epc_id", "lot": "lot_id",
    "all_lot": "lot_id",
    "event": "event_id", "effective_event": "event_id", "all_event": "event_id",
    "shipment": "shipment_event", "all_shipment": "shipment_event", "receipt": "receipt_event",
    "all_receipt": "receipt_event", "document": "document_id", "all_document": "document_id",
    "artifact": "artifact_id", "product": "product_id",
  ]

  private static func isDistinct(_ tokens: [SQLToken]) -> Bool {
    let top = outermost(tokens)
    guard top.first?.isWord("select") == true else { return false }
    let sets: Set<String> = ["union", "except", "intersect"]
    if let set = top.first(where: { $0.kind == .word && sets.contains($0.text) }) {
      // All of them make rows distinct but UNION ALL.
      return set.isWord("union") && !top.contains { $0.isWord("all") }
    }
    if top.dropFirst().first?.isWord("distinct") == true { return true }
    return readsKey(top)
  }

  /// `SELECT [alias.]key FROM table [alias]`, then nothing or WHERE.
  private static func readsKey(_ top: [SQLToken]) -> Bool {
    var rest = top.dropFirst()
    func name() -> String? {
      guard let token = rest.first, token.kind == .word else { return nil }
      rest = rest.dropFirst()
      return token.text
    }
    guard var column = name() else { return false }
    if rest.first?.isSign(".") == true {
      rest = rest.dropFirst()
      guard let second = name() else { return false }
      column = second
    }
    guard name() == "from", let table = name() else { return false }
    if let next = rest.first, !next.isWord("where") {
      guard name() != nil, rest.first.map({ $0.isWord("where") }) ?? true else { return false }
    }
    let others: Set<String> = ["group", "having", "join"]
    return keys[table] == column
      && !rest.contains { $0.kind == .word && others.contains($0.text) }
  }

  /// The tokens outside all brackets.
  private static func outermost(_ tokens: [SQLToken]) -> [SQLToken] {
    var depth = 0
    return tokens.filter { token in
      if token.isSign("(") { depth += 1 }
      defer { if token.isSign(")") { depth -= 1 } }
      return depth == 0
    }
  }
}
