package import Settings

/// Looks at the SQL and texts of checks and populations, before anything is assessed:
/// what they read, the portable subset, evidence pointers, placeholders, parameters.
package struct CheckLint {
  private let library: Library
  private let inspection: Inspection

  /// A lint over a library.
  ///
  /// - Throws: GRDB's `DatabaseError`, which cannot come from data.
  package init(library: Library) throws {
    self.library = library
    inspection = try Inspection(library.recordKinds.values, lists: library.lists.values)
  }

  /// Everything found, sorted by file and line; empty when all is well.
  ///
  /// - Throws: GRDB's `DatabaseError`, which cannot come from data.
  package func diagnostics() throws -> [Diagnostic] {
    var found: [Diagnostic] = []
    for id in library.populations.keys.sorted() {
      guard let population = library.populations[id] else { continue }
      found += try diagnostics(of: population)
    }
    for id in library.checks.keys.sorted() {
      guard let check = library.checks[id] else { continue }
      found += try diagnostics(of: check)
    }
    return DiagnosticList(found).diagnostics
  }

  private func diagnostics(of population: PopulationDefinition) throws -> [Diagnostic] {
    let sql = SQLPlace(sql: population.sql, key: "sql", origin: population.origin, in: library)
    let report = try inspection.report(population.sql)
    var found = sql.diagnostics(report)
    if report.refusals.isEmpty { found += Self.keyColumn(report, sql) }
    for name in report.parameters where !Session.builtIn.contains(name) {
      found.append(
        sql.diagnostic("parameter :\(name): a population file binds only what every run has"))
    }
    return found
  }

  private static func keyColumn(
    _ report: StatementInspector.Report, _ place: SQLPlace
  ) -> [Diagnostic] {
    report.columns.count == 1
      ? []
      : [
        place.diagnostic(
          "a population returns one column, its key; here are "
            + "\(report.columns.count)")
      ]
  }

  private func diagnostics(of check: CheckDefinition) throws -> [Diagnostic] {
    var found: [Diagnostic] = []
    var bound: Set<String> = []
    var sql = check.gaps
    if case .sql(let text) = check.population {
      let place = SQLPlace(sql: text, key: "population", origin: check.origin, in: library)
      let report = try inspection.report(text)
      found += place.diagnostics(report)
      if report.refusals.isEmpty { found += Self.keyColumn(report, place) }
      bound.formUnion(report.parameters)
      sql += text
    }
    let place = SQLPlace(sql: check.gaps, key: "gaps", origin: check.origin, in: library)
    let report = try inspection.report(check.gaps)
    found += place.diagnostics(report)
    bound.formUnion(report.parameters)
    guard report.refusals.isEmpty else { return found }
    found += columns(of: check, report, place)
    found += messages(of: check, report)
    found += parameters(of: check, bound: bound, sql: sql)
    return found
  }

  private func columns(
    of check: CheckDefinition, _ report: StatementInspector.Report, _ place: SQLPlace
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    func say(_ message: String, _ key: String = "gaps") {
      found.append(
        Diagnostic(
          file: library.named(check.origin.file), at: check.origin.position(of: key),
          message: message))
    }
    let shape = GapShape(
      columns: report.columns, subjects: check.subjects, groupBy: check.groupBy)
    for name in check.subjects where !report.columns.contains(name) {
      say("gaps returns no column \"\(name)\"", "subjects")
    }
    for name in check.groupBy where !report.columns.contains(name) {
      say("gaps returns no column \"\(name)\"", "group_by")
    }
    let repeated = Dictionary(grouping: report.columns) { $0 }.filter { $0.value.count > 1 }
    for name in repeated.keys.sorted() { say("gaps returns two columns \"\(name)\"") }
    let hasPointer = shape.columns.contains { column in
      switch column.role {
      case .pointer, .key(.document): true
      default: false
      }
    }
    if !hasPointer {
      say("gaps returns no evidence pointer: a column ending in _event or _record")
    }
    for index in shape.groupBy {
      let column = shape.columns[index]
      switch column.role {
      case .pointer, .severity, .due, .notEvaluable:
        say("\"\(column.name)\" is no natural key to group by", "group_by")
      case .key(.artifact), .key(.epc), .key(.lot), .key(.product), .key(.document), .plain: break
      }
    }
    return found
  }

  private func messages(
    of check: CheckDefinition, _ report: StatementInspector.Report
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    let columns = Set(report.columns)
    let grouped = Set(check.groupBy)
    for (text, isGroup) in [(check.messageOne, false), (check.messageGroup, true)] {
      for (column, part) in MessageTemplate(text).placeholders {
        func say(_ message: String) {
          found.append(
            Diagnostic(
              file: library.named(check.origin.file), at: check.origin.position(of: "message"),
              message: message))
        }
        let name = part.map { "{\(column).\($0)}" } ?? "{\(column)}"
        if MessageTemplate.builtIn.contains(column), part == nil { continue }
        if !columns.contains(column) {
          say("\(name) is no column of gaps")
        } else if isGroup, !grouped.contains(column) {
          say("\(name) differs from row to row: the group text may use what is grouped by")
        } else if let part, !MessageTemplate.parts.contains(part) {
          say("\(name): parts are \(MessageTemplate.parts.sorted().joined(separator: ", "))")
        }
      }
    }
    return found
  }

  private func parameters(
    of check: CheckDefinition, bound: Set<String>, sql: String
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    let declared = Set(check.parameters.map(\.name))
    func say(_ message: String, _ key: String) {
      found.append(
        Diagnostic(
          file: library.named(check.origin.file), at: check.origin.position(of: key),
          message: message))
    }
    for name in bound.sorted() where !declared.contains(name) && !Session.builtIn.contains(name) {
      say(":\(name) is not declared under parameters", "gaps")
    }
    for parameter in check.parameters {
      if Session.builtIn.contains(parameter.name) {
        say("\(parameter.name) is bound by every run; choose another name", "parameters")
      }
      switch parameter.kind {
      case .list, .map:
        if !sql.contains("'\(parameter.name)'") {
          say("\(parameter.name) is declared and not read", "parameters")
        }
      default:
        if !bound.contains(parameter.name) {
          say("\(parameter.name) is declared and not bound", "parameters")
        }
      }
    }
    return found
  }
}

/// A SQL text and where it stands in its file.
struct SQLPlace {
  private let sql: String
  private let key: String
  private let origin: Origin
  private let file: String

  init(sql: String, key: String, origin: Origin, in library: Library) {
    self.sql = sql
    self.key = key
    self.origin = origin
    file = library.named(origin.file)
  }

  /// What the words and the authorizer say.
  func diagnostics(_ report: StatementInspector.Report) -> [Diagnostic] {
    let words = PortableSQL.problems(in: sql).map { diagnostic($0.message, line: $0.line) }
    // What the words already say need not be said again by the authorizer.
    let refusals = words.isEmpty ? report.refusals.map { diagnostic($0) } : []
    let unprepared =
      words.isEmpty
      ? [] : report.refusals.filter { $0.hasPrefix("does not prepare") }.map { diagnostic($0) }
    return words + refusals + unprepared
  }

  /// What stands at the end of a key's line when its text is a block.
  private static let blocks: Set<Substring> = ["|", "|-", "|+", ">", ">-", ">+"]

  /// A diagnostic at a line of the SQL.
  func diagnostic(_ message: String, line: Int = 1) -> Diagnostic {
    let start = origin.position(of: key)
    let lines = origin.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let opening = start.line <= lines.count && start.line > 0 ? lines[start.line - 1] : ""
    // A block begins on the line after its key, a plain text on the line of its key.
    let isBlock = opening.split(separator: " ").last.map(Self.blocks.contains) ?? false
    let position = TextPosition(line: start.line + line - (isBlock ? 0 : 1), column: 1)
    return Diagnostic(file: file, at: position, message: "\(key): \(message)")
  }
}
