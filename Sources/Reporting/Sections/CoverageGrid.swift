import Assessing

/// What each source delivered per month, as a picture and as a table.
enum CoverageGrid {
  static func section(_ context: ReportContext) -> HTMLNode {
    let coverage = context.assessment.coverage
    return element("section", [("id", "coverage")]) {
      element("h2", text: "What was delivered")
      if coverage.isEmpty {
        element("p", text: "No source delivered any record.")
      } else {
        picture(coverage)
        table(
          caption: "Sources",
          headers: [
            "Source", "Kind", "Files taken / set aside / not readable", "Complete through",
            "Newest record",
          ],
          rows: coverage.map { source in
            [
              .text(source.source), .text(source.kind),
              .text(
                "\(source.artifacts.taken) / \(source.artifacts.excluded) / \(source.artifacts.unreadable)"
              ),
              .text(
                source.completeThrough.map {
                  "\($0.text) (\(source.declared ? "declared" : "newest record"))"
                } ?? "not known"),
              .text(source.newest?.text ?? "none"),
            ]
          })
      }
    }
  }

  private static func picture(_ coverage: [SourceCoverage]) -> HTMLNode {
    let months = Array(Set(coverage.flatMap { $0.months.map(\.month) })).sorted().suffix(24)
    let width = 220 + months.count * 64
    let height = 40 + coverage.count * 28
    let words = coverage.map { source in
      "\(source.source): "
        + source.months.map {
          "\($0.month) \($0.records) (\($0.state.rawValue.replacing("_", with: " ")))"
        }.joined(separator: ", ")
    }.joined(separator: ". ")
    return element(
      "div",
      [
        ("class", "wide"), ("tabindex", "0"), ("role", "region"),
        ("aria-label", "Coverage picture"),
      ]
    ) {
      element(
        "svg",
        [
          ("viewBox", "0 0 \(width) \(height)"), ("width", "\(width)"), ("height", "\(height)"),
          ("role", "img"),
          ("aria-label", "Records per source and month. \(words)"),
        ]
      ) {
        for (column, month) in months.enumerated() {
          element("text", [("x", "\(220 + column * 64)"), ("y", "20")], text: month)
        }
        for (row, source) in coverage.enumerated() {
          element(
            "text", [("x", "0"), ("y", "\(52 + row * 28)")], text: String(source.source.prefix(30)))
          for (column, month) in months.enumerated() {
            cell(source.months.first { $0.month == month }, x: 220 + column * 64, y: 36 + row * 28)
          }
        }
      }
      element(
        "p", [("class", "quiet")],
        text:
          "Filled: records delivered. Amber: the source reaches past the month and holds nothing in it. Outline: not delivered."
      )
    }
  }

  private static func cell(_ month: SourceCoverage.Month?, x: Int, y: Int) -> HTMLNode {
    guard let month else { return .group([]) }
    return element("g") {
      element(
        "rect",
        [
          ("class", "cell-\(month.state.rawValue)"), ("x", "\(x)"), ("y", "\(y)"), ("width", "12"),
          ("height", "18"),
        ]
      ) {}
      element(
        "text", [("x", "\(x + 16)"), ("y", "\(y + 14)")], text: Wording.grouped(month.records))
    }
  }
}
