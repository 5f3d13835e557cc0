/// What a SELECT with GROUP BY may list, and what it may group by.
enum GroupingRules {
  /// Bare columns under GROUP BY, and grouping by long text.
  static func problems(in tokens: [SQLToken]) -> [PortableSQL.Problem] {
    var problems: [PortableSQL.Problem] = []
    let aliases = PortableSQL.tableAliases(tokens)
    for index in tokens.indices where tokens[index].isWord("group") {
      guard index + 1 < tokens.count, tokens[index + 1].isWord("by") else { continue }
      let keys = columns(in: tokens[(index + 2)..<end(of: tokens, from: index + 2)], calls: [])
      for key in keys where PortableSQL.textKeys.contains(last(key.text)) {
        let owner = key.text.split(separator: ".").first.map(String.init) ?? ""
        if PortableSQL.smallTables.contains(aliases[owner] ?? owner) { continue }
        problems.append(
          PortableSQL.Problem(
            line: key.line, message: "GROUP BY \(key.text): group by the integer id"))
      }
      guard let list = selectList(of: tokens, before: index) else { continue }
      let listed = columns(in: list, calls: PortableSQL.aggregates)
      for column in listed
      where !keys.contains(where: { $0.text == column.text || last($0.text) == last(column.text) })
      {
        problems.append(
          PortableSQL.Problem(
            line: column.line,
            message: "\(column.text) is neither grouped by nor inside min, max, sum or count"))
      }
    }
    return problems
  }

  private struct Column {
    var text: String
    var line: Int
  }

  private static func last(_ name: String) -> String {
    name.split(separator: ".").last.map(String.init) ?? name
  }

  private static let clauseEnds: Set<String> = [
    "having", "order", "limit", "union", "except", "intersect", "window",
  ]

  private static func end(of tokens: [SQLToken], from start: Int) -> Int {
    var depth = 0
    var index = start
    while index < tokens.count {
      let token = tokens[index]
      if token.isSign("(") { depth += 1 }
      if token.isSign(")") {
        if depth == 0 { return index }
        depth -= 1
      }
      if depth == 0, token.kind == .word, clauseEnds.contains(token.text) { return index }
      if depth == 0, token.isSign(";") { return index }
      index += 1
    }
    return index
  }

  /// The tokens between SELECT and FROM of the select a GROUP BY belongs to.
  private static func selectList(
    of tokens: [SQLToken], before group: Int
  ) -> ArraySlice<SQLToken>? {
    var depth = 0
    var from: Int?
    for index in stride(from: group - 1, through: 0, by: -1) {
      let token = tokens[index]
      if token.isSign(")") { depth += 1 }
      if token.isSign("(") {
        if depth == 0 { return nil }
        depth -= 1
      }
      guard depth == 0 else { continue }
      if token.isWord("from") { from = index }
      if token.isWord("select") {
        guard let from, from > index else { return nil }
        return tokens[(index + 1)..<from]
      }
    }
    return nil
  }

  private static let notColumns: Set<String> = [
    "as", "case", "when", "then", "else", "end", "and", "or", "not", "is", "null", "in", "between",
    "distinct", "over", "partition", "by", "order", "asc", "desc", "exists",
  ]

  /// Column names (`a.b` or `b`) outside the given calls, aliases and sub-selects left out.
  private static func columns(
    in tokens: ArraySlice<SQLToken>, calls: Set<String>
  ) -> [Column] {
    var found: [Column] = []
    var index = tokens.startIndex
    while index < tokens.endIndex {
      let token = tokens[index]
      let next = index + 1 < tokens.endIndex ? tokens[index + 1] : nil
      if token.isWord("as") {
        index += 2
        continue
      }
      if next?.isSign("(") == true, calls.contains(token.text) {
        index = closing(tokens, from: index + 1)
        continue
      }
      if token.isSign("("), next?.isWord("select") == true {
        index = closing(tokens, from: index)
        continue
      }
      if token.kind == .word, !notColumns.contains(token.text), next?.isSign("(") != true {
        if next?.isSign(".") == true, index + 2 < tokens.endIndex {
          found.append(Column(text: "\(token.text).\(tokens[index + 2].text)", line: token.line))
          index += 3
          continue
        }
        found.append(Column(text: token.text, line: token.line))
      }
      index += 1
    }
    return found
  }

  private static func closing(_ tokens: ArraySlice<SQLToken>, from open: Int) -> Int {
    var depth = 0
    var index = open
    while index < tokens.endIndex {
      if tokens[index].isSign("(") { depth += 1 }
      if tokens[index].isSign(")") {
        depth -= 1
        if depth == 0 { return index + 1 }
      }
      index += 1
    }
    return index
  }
}
