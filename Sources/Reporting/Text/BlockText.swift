/// Report blocks as text for a terminal.
enum BlockText {
  /// Sections one under the other.
  static func text(_ sections: [ReportSection]) -> String {
    sections.map { section in
      ([TextColumns.heading(section.title)] + section.blocks.flatMap(lines))
        .joined(separator: "\n")
    }.joined(separator: "\n\n") + "\n"
  }

  private static func lines(_ block: ReportBlock) -> [String] {
    switch block {
    case .heading(_, let title, id: _): ["", "  \(TextColumns.plain(title))"]
    case .paragraph(let text), .note(let text): wrapped(text, indent: 2)
    case .list(let items, isNumbered: _):
      items.flatMap { item in
        wrapped(item, indent: 4).enumerated().map { index, line in
          index == 0 ? "  - " + line.dropFirst(4) : line
        }
      }
    case .facts(let facts):
      facts.flatMap { TextColumns.field($0.name, $0.value.plain) }
    case .figures(let figures):
      figures.map { "  \(TextColumns.plain($0.figure)) \(TextColumns.plain($0.words))" }
    case .table(let table): self.table(table)
    case .card(let card):
      ["", "  [\(card.word)] \(TextColumns.plain(card.title))"] + card.blocks.flatMap(lines)
    case .fold(_, let blocks): blocks.flatMap(lines)
    case .picture(let picture):
      picture.table.map(table)
        ?? wrapped(RichText("\(picture.title): \(picture.description)"), indent: 2)
    case .annex(let blocks): blocks.flatMap(lines)
    case .signatures, .short: []
    }
  }

  private static func wrapped(_ text: RichText, indent: Int) -> [String] {
    TextColumns.wrapped(text.plain, at: TextColumns.width - indent)
      .map { String(repeating: " ", count: indent) + $0 }
  }

  /// Rows of short cells stand in columns; else the first cell leads and the others follow.
  private static func table(_ table: ReportTable) -> [String] {
    var lines = ["  \(TextColumns.plain(table.caption))"]
    let cells = table.rows.map { $0.cells.map { TextColumns.plain($0.plain) } }
    let widths = table.columns.indices.map { column in
      ([table.columns[column].title] + cells.map { $0.indices.contains(column) ? $0[column] : "" })
        .map(\.count).max() ?? 0
    }
    let sum = widths.reduce(0) { $0 + $1 + 2 }
    if sum + 4 <= TextColumns.width {
      func line(_ texts: [String]) -> String {
        var out = "    "
        for (index, text) in texts.enumerated() where widths.indices.contains(index) {
          let isNumber = table.columns[index].isNumber
          out +=
            isNumber
            ? TextColumns.right(text, widths[index]) + "  "
            : text + String(repeating: " ", count: max(0, widths[index] - text.count) + 2)
        }
        while out.last == " " { out.removeLast() }
        return out
      }
      lines.append(line(table.columns.map(\.title)))
      return lines + cells.map(line)
    }
    let column = 32
    for row in cells {
      let rest = row.enumerated().dropFirst().filter { !$0.element.isEmpty }.map { index, text in
        let isNumber = table.columns.indices.contains(index) && table.columns[index].isNumber
        return isNumber ? "\(table.columns[index].title): \(text)" : text
      }
      var first = TextColumns.wrapped(row.first ?? "", at: column - 6)
      let others = rest.flatMap { TextColumns.wrapped($0, at: TextColumns.width - column) }
      if (row.first ?? "").split(separator: " ").contains(where: { $0.count > column - 6 }) {
        // A path that is broken in two can be neither copied nor searched.
        let wide = TextColumns.wrapped(row.first ?? "", at: TextColumns.width - 4)
        lines += wide.map { "    " + $0 }
        first = []
      }
      for index in 0..<max(first.count, others.count) {
        let left = first.indices.contains(index) ? "    " + first[index] : ""
        lines.append(
          TextColumns.padded(left, column) + (others.indices.contains(index) ? others[index] : ""))
      }
    }
    return lines
  }
}
