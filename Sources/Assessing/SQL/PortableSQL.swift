/// The portable subset of SQL, judged on the words of a statement: what SQLite and a
/// distributed engine would both run, and run alike.
enum PortableSQL {
  /// Functions a check may call.
  static let functions: Set<String> = [
    "count", "sum", "min", "max", "coalesce", "nullif", "substr", "instr", "length", "trim",
    "replace", "row_number", "rank", "lag", "lead",
  ]

  /// Names of columns that hold long text; joining or grouping on them is slow.
  static let textKeys: Set<String> = ["gtin", "serial", "lot"]

  static let aggregates: Set<String> = ["count", "sum", "min", "max"]

  /// What is not portable in a SQL text: line within it and sentence.
  static func problems(in sql: String) -> [Problem] {
    let tokens = SQLToken.tokens(of: sql)
    var problems = words(tokens)
    problems += booleans(tokens)
    problems += GroupingRules.problems(in: tokens)
    problems += textJoins(tokens)
    problems += hiddenTextJoins(tokens)
    return problems.sorted { ($0.line, $0.message) < ($1.line, $1.message) }
  }

  /// One thing that is not portable.
  struct Problem: Equatable {
    var line: Int
    var message: String
  }

  private static func words(_ tokens: [SQLToken]) -> [Problem] {
    var problems: [Problem] = []
    func say(_ token: SQLToken, _ message: String) {
      problems.append(Problem(line: token.line, message: message))
    }
    for (index, token) in tokens.enumerated() {
      let next = index + 1 < tokens.count ? tokens[index + 1] : nil
      let previous = index > 0 ? tokens[index - 1] : nil
      switch token.kind {
      case .float: say(token, "floating-point number \(token.text): use integers")
      case .quotedName: say(token, "quoted name \(token.text): plain names only")
      case .parameter where !token.text.hasPrefix(":") || token.text.count < 2:
        say(token, "parameter \(token.text): write :name")
      case .sign:
        switch token.text {
        case "/":
          say(token, "\"\(token.text)\" rounds differently: multiply both sides instead")
        case "\\", "[", "]", "&", "<<", ">>", "~", "|", "^":
          say(token, "sign \"\(token.text)\" is not in the portable subset")
        case "==": say(token, "write = instead of ==")
        case ";" where next != nil: say(token, "one statement only")
        default: break
        }
      case .word:
        switch token.text {
        case "like", "glob", "regexp", "match":
          say(token, "\(token.text.uppercased()) differs between engines: use instr or substr")
        case "group_concat", "string_agg": say(token, "group_concat has no fixed order")
        case "real", "float", "double": say(token, "floating-point type \(token.text)")
        case "recursive": say(token, "no check recurses: the derivation has walked the hierarchy")
        case "cast" where next?.isSign("(") == true && castsToText(tokens, from: index):
          say(token, "cast to text writes numbers differently")
        case "is":
          let after = next?.isWord("not") == true ? index + 2 : index + 1
          if !(after < tokens.count && tokens[after].isWord("null")) {
            say(token, "IS only with NULL: write = for values")
          }
        case "true", "false": say(token, "no boolean words: write 1 and 0")
        default:
          if next?.isSign("(") == true, isCall(token, previous),
            !functions.contains(token.text)
          {
            say(token, "function \(token.text)() is not in the portable subset")
          }
        }
      default: break
      }
    }
    return problems
  }

  private static let beforeParenthesis: Set<String> = [
    "in", "exists", "and", "or", "not", "on", "where", "when", "then", "else", "as", "from",
    "select", "values", "over", "by", "union", "all", "except", "intersect", "having", "join",
    "between", "case", "using", "cast", "limit", "is", "with", "filter", "distinct", "set",
  ]

  private static func isCall(_ token: SQLToken, _ previous: SQLToken?) -> Bool {
    if beforeParenthesis.contains(token.text) { return false }
    // `WITH name(column, …) AS` declares, it does not call.
    if let previous, previous.isWord("with") || previous.isSign(".") { return false }
    return true
  }

  private static func castsToText(_ tokens: [SQLToken], from index: Int) -> Bool {
    var depth = 0
    for (offset, token) in tokens[index...].enumerated() where offset > 0 {
      if token.isSign("(") { depth += 1 }
      if token.isSign(")") {
        depth -= 1
        if depth == 0 { return false }
      }
      if depth == 1, token.isWord("as"), index + offset + 1 < tokens.count {
        let type = tokens[index + offset + 1].text
        return ["text", "string", "varchar", "char"].contains(type)
      }
    }
    return false
  }

  /// Terms of WHERE, ON, HAVING, WHEN without a comparison: engines differ on what is true.
  private static func booleans(_ tokens: [SQLToken]) -> [Problem] {
    var problems: [Problem] = []
    for (index, token) in tokens.enumerated() {
      guard token.kind == .word,
        ["where", "on", "having", "when", "and", "or"].contains(token.text)
      else { continue }
      if token.text == "and", closesBetween(tokens, at: index) { continue }
      if token.text == "when", isSimpleCase(tokens, at: index) { continue }
      let term = term(tokens, after: index)
      if !comparesSomething(term) {
        problems.append(
          Problem(line: token.line, message: "condition without a comparison after \(token.text)"))
      }
    }
    return problems
  }

  private static let termEnds: Set<String> = [
    "and", "or", "group", "order", "having", "union", "except", "intersect", "then", "limit",
    "left", "inner", "join", "cross", "where", "when", "else", "end",
  ]

  private static func term(_ tokens: [SQLToken], after index: Int) -> ArraySlice<SQLToken> {
    var depth = 0
    var end = index + 1
    while end < tokens.count {
      let token = tokens[end]
      if token.isSign("(") { depth += 1 }
      if token.isSign(")") {
        if depth == 0 { break }
        depth -= 1
      }
      if depth == 0 {
        if token.isSign(",") || token.isSign(";") { break }
        // CASE … END inside a term is skipped whole.
        if token.isWord("case") {
          var nesting = 0
          while end < tokens.count {
            if tokens[end].isWord("case") { nesting += 1 }
            if tokens[end].isWord("end") {
              nesting -= 1
              if nesting == 0 { break }
            }
            end += 1
          }
        } else if token.kind == .word, termEnds.contains(token.text) {
          break
        }
      }
      end += 1
    }
    return tokens[(index + 1)..<min(end, tokens.count)]
  }

  private static func comparesSomething(_ term: ArraySlice<SQLToken>) -> Bool {
    term.contains { token in
      switch token.kind {
      case .sign: ["=", "<", ">", "<=", ">=", "<>", "!="].contains(token.text)
      case .word: ["is", "in", "exists", "between"].contains(token.text)
      default: false
      }
    }
  }

  private static func closesBetween(_ tokens: [SQLToken], at index: Int) -> Bool {
    var depth = 0
    for token in tokens[..<index].reversed() {
      if token.isSign(")") { depth += 1 }
      if token.isSign("(") {
        if depth == 0 { return false }
        depth -= 1
      }
      guard depth == 0, token.kind == .word else { continue }
      if token.text == "between" { return true }
      if ["and", "or", "where", "on", "having", "when"].contains(token.text) { return false }
    }
    return false
  }

  /// `CASE x WHEN value` compares by itself.
  private static func isSimpleCase(_ tokens: [SQLToken], at index: Int) -> Bool {
    var nesting = 0
    for position in stride(from: index - 1, through: 0, by: -1) {
      if tokens[position].isWord("end") { nesting += 1 }
      if tokens[position].isWord("case") {
        if nesting == 0 { return !tokens[position + 1].isWord("when") }
        nesting -= 1
      }
    }
    return false
  }

  /// Tables so small that joining them by text costs nothing.
  static let smallTables: Set<String> = [
    "run_product", "run_partner", "run_site", "firm_limit", "param_list", "param_map",
    "product_setting", "product_master", "master_product", "master_location",
  ]

  private static func textJoins(_ tokens: [SQLToken]) -> [Problem] {
    let aliases = tableAliases(tokens)
    var problems: [Problem] = []
    for (index, token) in tokens.enumerated() where token.isSign("=") {
      guard index >= 1, index + 1 < tokens.count else { continue }
      let left = tokens[index - 1]
      let leftOwner = index >= 3 && tokens[index - 2].isSign(".") ? tokens[index - 3].text : ""
      let isQualified = index + 3 < tokens.count && tokens[index + 2].isSign(".")
      let right = isQualified ? tokens[index + 3] : tokens[index + 1]
      let rightOwner = isQualified ? tokens[index + 1].text : ""
      guard left.kind == .word, right.kind == .word,
        textKeys.contains(left.text) || textKeys.contains(right.text)
      else { continue }
      let owners = [leftOwner, rightOwner].map { aliases[$0] ?? $0 }
      if owners.contains(where: smallTables.contains) { continue }
      problems.append(
        Problem(
          line: token.line,
          message: "join on \(left.text) text: join on the integer id (\(left.text)_id …)"))
    }
    return problems
  }

  /// The same by another way of writing: `USING (serial)`, `NATURAL JOIN`, windows over long text.
  private static func hiddenTextJoins(_ tokens: [SQLToken]) -> [Problem] {
    var problems: [Problem] = []
    for (index, token) in tokens.enumerated() {
      if token.isWord("natural") {
        problems.append(
          Problem(line: token.line, message: "NATURAL JOIN hides what is joined: write ON"))
      }
      let isUsing = token.isWord("using")
      let isPartition = token.isWord("partition") && index + 1 < tokens.count
      guard isUsing || isPartition else { continue }
      var depth = 0
      for inner in tokens[(index + 1)...] {
        if inner.isSign("(") { depth += 1 }
        if inner.isSign(")") { depth -= 1 }
        if isUsing ? depth == 0 : (depth < 0 || inner.isWord("order")) { break }
        guard inner.kind == .word, textKeys.contains(inner.text) else { continue }
        // Checks often call a lot's id `lot`; serials and GTINs are text wherever they stand.
        if isPartition, inner.text == "lot" { continue }
        problems.append(
          Problem(
            line: inner.line,
            message: (isUsing ? "join" : "window") + " on \(inner.text) text: use the integer id"))
      }
    }
    return problems
  }

  /// Tables by the names a statement gives them.
  static func tableAliases(_ tokens: [SQLToken]) -> [String: String] {
    var aliases: [String: String] = [:]
    for (index, token) in tokens.enumerated()
    where token.isWord("from") || token.isWord("join") || token.isSign(",") {
      guard index + 2 < tokens.count, tokens[index + 1].kind == .word else { continue }
      let table = tokens[index + 1].text
      let next =
        tokens[index + 2].isWord("as") && index + 3 < tokens.count
        ? tokens[index + 3] : tokens[index + 2]
      aliases[table] = aliases[table] ?? table
      if next.kind == .word { aliases[next.text] = table }
    }
    return aliases
  }
}
