import Assessing

/// The pages of an answer: the cover letter, and how it was searched.
enum ResponsePages {
  static func letter(_ response: Response) -> [UInt8] {
    Page.html(
      title: "Cover letter \(response.packID)",
      [
        stamp(response),
        element("h1", text: "\(response.organization): answer to \(numbers(response))"),
        facts([
          ("To", unique(response.requests.map(\.from)).joined(separator: "; ")),
          ("From", response.organization), ("Package", response.packID),
          ("Date", made(response)),
        ]),
        element(
          "p",
          text:
            "Enclosed are the records asked for, in the order and numbering of the request. Each "
            + "file has a production number and stands in items.csv with its SHA-256 digest, the "
            + "system it comes from and the digest of the original there. An extract lists what was "
            + "asked for out of an original that also holds other records, with the places it stands "
            + "at; it is marked as an extract."),
        .group(response.requests.flatMap { section($0) }),
        element("h2", text: "Beside the records"),
        element("ul") {
          for (path, words) in [
            ("items.csv", "every file with its digest"),
            ("not-enclosed.csv", "what is not enclosed, and why"),
            ("search-statement.html", "which systems were searched, how, and through which day"),
          ] {
            element("li") {
              element("a", [("href", path)], text: path)
              ": \(words)"
            }
          }
        },
        element("p", text: "How to check that nothing was changed: README.txt."),
        element("h2", text: "For \(response.organization)"),
        element("p") {
          "Name, title, date: "
          element("span", [("class", "fill")], text: "\u{A0}")
        },
      ])
  }

  static func search(_ response: Response) -> [UInt8] {
    Page.html(
      title: "Search statement \(response.packID)",
      [
        stamp(response),
        element("h1", text: "Search statement"),
        facts([
          ("By", response.organization), ("Package", response.packID), ("Date", made(response)),
        ]),
        element("h2", text: "Systems searched"),
        table(
          caption: "Systems, how they were read, and through which day they are complete",
          headers: ["System", "Holds", "Read from", "Data through", "Files read"],
          rows: response.systems.map { system in
            [system.name, system.kind, system.place, system.dataThrough, "\(system.files)"]
              .map { .text($0) }
          }),
        element("h2", text: "What was looked for"),
        table(
          caption: "Query for each item",
          headers: ["Request", "Item", "Query", "Files enclosed", "Lines not enclosed"],
          rows: response.requests.flatMap { request in
            request.items.map { item in
              [
                request.id, item.number, item.selection, "\(item.enclosed.count)",
                "\(item.notEnclosed.count)",
              ].map { .text($0) }
            }
          }),
        element(
          "p",
          text: "Records that reached these systems after the day named, or lie in other systems, "
            + "were not searched."),
      ])
  }

  private static func section(_ request: Response.Request) -> [HTMLNode] {
    [
      element("h2", text: "Request \(request.id)"),
      facts([("From", request.from), ("Received", request.receivedAt)]),
      table(
        caption: "Items of request \(request.id)",
        headers: ["Item", "Asked for", "Enclosed", "Not enclosed"],
        rows: request.items.map { item -> [HTMLNode] in
          [
            .text(item.number), .text(item.text),
            .group([
              element("ul") {
                for file in item.enclosed {
                  element("li") {
                    element("a", [("href", file.path)], text: file.production)
                    " \(file.what), \(Wording.counted(file.records, "record", "records"))"
                  }
                }
              }
            ]),
            .group([
              element("ul") {
                for line in item.notEnclosed { element("li", text: "\(line.what): \(line.why)") }
              }
            ]),
          ]
        }),
    ]
  }

  private static func stamp(_ response: Response) -> HTMLNode {
    element("p", [("class", "stamp")]) { element("strong", text: response.stamp) }
  }

  private static func facts(_ facts: [(String, String)]) -> HTMLNode {
    element("dl") {
      for (name, value) in facts {
        element("dt", text: name)
        element("dd", text: value)
      }
    }
  }

  private static func numbers(_ response: Response) -> String {
    let ids = response.requests.map(\.id)
    return (ids.count == 1 ? "request " : "requests ") + ids.joined(separator: ", ")
  }

  private static func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }

  private static func made(_ response: Response) -> String {
    response.generatedAt.text
      + (response.generatedAtFixed ? " (a time fixed by SOURCE_DATE_EPOCH)" : "")
  }
}
