/// Report blocks as HTML: landmarks, headings in order, tables with captions and header cells.
struct BlockHTML {
  /// The section with its heading.
  static func node(_ section: ReportSection) -> HTMLNode {
    element(
      "section",
      [("id", section.id), ("aria-labelledby", "\(section.id)-h")]
        + classes([section.startsPage ? "sheet" : nil, section.isAnnex ? "annex" : nil])
    ) {
      element("h2", [("id", "\(section.id)-h")], text: section.title)
      for block in section.blocks { node(block, level: 3) }
    }
  }

  /// A block under headings of `level - 1`.
  static func node(_ block: ReportBlock, level: Int) -> HTMLNode {
    switch block {
    case .heading(let level, let title, let id):
      element("h\(min(6, max(3, level)))", id.map { [("id", $0)] } ?? [], text: title)
    case .paragraph(let text): element("p") { inline(text) }
    case .note(let text): element("p", [("class", "quiet")]) { inline(text) }
    case .list(let items, let isNumbered):
      element(isNumbered ? "ol" : "ul") {
        for item in items { element("li") { inline(item) } }
      }
    case .facts(let facts):
      element("dl") {
        for fact in facts {
          element("div") {
            element("dt", text: fact.name)
            element("dd") { inline(fact.value) }
          }
        }
      }
    case .figures(let figures):
      element("ul", [("class", "figures")]) {
        for figure in figures {
          element("li", [("class", "e-\(figure.mark.rawValue)")]) {
            element("strong", text: figure.figure)
            " "
            figure.words
          }
        }
      }
    case .table(let table): node(table)
    case .card(let card): node(card, level: level)
    case .fold(let title, let blocks):
      element("details") {
        element("summary", text: title)
        for block in blocks { node(block, level: level) }
      }
    case .picture(let picture): node(picture)
    case .signatures(let purposes): signatures(purposes)
    case .annex(let blocks):
      element("div", [("class", "annex")]) { for block in blocks { node(block, level: level) } }
    case .short(let blocks):
      element("div", [("class", "short")]) { for block in blocks { node(block, level: level) } }
    }
  }

  private static func classes(_ names: [String?]) -> [(String, String)] {
    let names = names.compactMap(\.self)
    return names.isEmpty ? [] : [("class", names.joined(separator: " "))]
  }

  private static func node(_ card: ReportCard, level: Int) -> HTMLNode {
    element(
      "article",
      [("id", card.id), ("class", "e-\(card.mark.rawValue)")] + facets(card.facets)
    ) {
      element("h\(min(6, level))") {
        mark(card.mark, card.word)
        " "
        card.title
      }
      for block in card.blocks { node(block, level: level + 1) }
    }
  }

  private static func node(_ picture: ReportPicture) -> HTMLNode {
    .group([
      element("figure", [("id", picture.id)]) {
        element("figcaption", text: picture.title)
        element("div", wide(picture.title)) { picture.svg }
      },
      picture.table.map { table in
        element("details") {
          element("summary", text: "The same figures as a table")
          node(table)
        }
      } ?? .group([]),
    ])
  }

  private static func signatures(_ purposes: [String]) -> HTMLNode {
    element("div", [("class", "sign")]) {
      for purpose in purposes {
        element("p") {
          element("span", [("class", "line")]) {}
          purpose
        }
      }
    }
  }

  /// What scrolls sideways must be reachable by keyboard and have a name.
  private static func wide(_ name: String) -> [(String, String)] {
    [("class", "wide"), ("tabindex", "0"), ("role", "group"), ("aria-label", name)]
  }

  /// A table; what a row is about is its header cell.
  static func node(_ table: ReportTable) -> HTMLNode {
    element("div", wide(table.caption)) {
      element("table", table.isWorkList ? [("class", "work")] : []) {
        element("caption", text: table.caption)
        element("thead") {
          element("tr") {
            for column in table.columns {
              element(
                "th", [("scope", "col")] + (column.isNumber ? [("class", "n")] : []),
                text: column.title)
            }
          }
        }
        element("tbody") { for row in table.rows { node(row, table.columns) } }
      }
    }
  }

  private static func node(_ row: ReportTable.Row, _ columns: [ReportTable.Column]) -> HTMLNode {
    element("tr", (row.id.map { [("id", $0)] } ?? []) + facets(row.facets)) {
      for (index, cell) in row.cells.enumerated() {
        let isNumber = columns.indices.contains(index) && columns[index].isNumber
        index == 0
          ? element("th", [("scope", "row")]) { inline(cell) }
          : element("td", isNumber ? [("class", "n")] : []) { inline(cell) }
      }
    }
  }

  private static func facets(_ facets: [String: String]) -> [(String, String)] {
    facets.sorted { $0.key < $1.key }.map { ("data-\($0.key)", $0.value) }
  }

  private static func mark(_ mark: Mark, _ word: String) -> HTMLNode {
    element("span", [("class", "mark m-\(mark.rawValue)")], text: word)
  }

  /// A text as nodes.
  static func inline(_ text: RichText) -> [HTMLNode] {
    text.pieces.map { piece in
      switch piece {
      case .text(let text): .text(text)
      case .code(let text): element("code", text: text)
      case .strong(let text): element("strong", text: text)
      case .quiet(let text): element("span", [("class", "quiet")], text: text)
      case .link(let text, to: let place): element("a", [("href", Link.safe(place))], text: text)
      case .blank: element("span", [("class", "fill")], text: "\u{00A0}")
      case .mark(let style, let word): mark(style, word)
      case .lineBreak: element("br") {}
      }
    }
  }
}
