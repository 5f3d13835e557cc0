import Assessing
import Settings

/// The pages of an answer: the cover letter, and how it was searched.
enum ResponsePages {
  static func letter(_ response: Response) -> [UInt8] {
    let enclosed = ReportSection(
      "enclosed", "What is enclosed",
      [
        .paragraph(
          "Enclosed are the records asked for, in the order and numbering of the request. Each "
            + "file has a production number and stands in items.csv with its SHA-256 digest, "
            + "the system it comes from and the digest of the original there. An extract lists "
            + "what was asked for out of an original that also holds other records, with the "
            + "places it stands at; it is marked as an extract. There, words of fixed lists, yes and "
            + "no, and numbers are written in one way for all systems; all else as the original "
            + "writes it."),
        .list(
          [
            ("items.csv", "every file with its digest"),
            ("not-enclosed.csv", "what is not enclosed, and why"),
            ("search-statement.html", "the systems searched, how, and through which day"),
          ].map { .link($0.0, to: $0.0) + RichText(": \($0.1)") }, isNumbered: false),
        .note("How to check that nothing was changed: README.txt in the folder above."),
      ])
    let requests = response.requests.enumerated().map { number, request in
      section(request, number: number + 1)
    }
    let signed = ReportSection(
      "signed", "For \(response.organization)", [.signatures(["Name, title, date, signature"])])
    return page(
      response, "Answer to \(numbers(response))",
      stamp: [
        ReportFact("To", RichText(unique(response.requests.map(\.from)).joined(separator: "; "))),
        ReportFact("From", RichText(response.organization)),
      ], [enclosed] + requests + [signed])
  }

  static func search(_ response: Response) -> [UInt8] {
    page(
      response, "Search statement",
      stamp: [ReportFact("By", RichText(response.organization))],
      [
        ReportSection(
          "systems", "Systems searched",
          [
            systems(response.systems),
            .note(
              "Named are the systems that can hold what an item asks for. Records that reached them "
                + "after the day named, or lie in other systems, were not searched."
                + (response.asOf.map {
                  " Nothing dated after \($0.clock) is enclosed; originals that hold such "
                    + "records are enclosed as extracts."
                } ?? "")),
          ]),
        ReportSection(
          "queries", "What was looked for",
          [
            .table(
              ReportTable(
                "Query for each item",
                ["Item", "Query", "Systems searched", "Files enclosed", "Lines not enclosed"],
                response.requests.flatMap { request in
                  request.items.map { item in
                    [
                      "\(request.id), \(item.number)", item.selection,
                      item.systems.isEmpty ? "none" : item.systems.joined(separator: ", "),
                      "\(item.enclosed.count)", "\(item.notEnclosed.count)",
                    ].map { RichText($0) }
                  }
                }))
          ]),
      ])
  }

  private static func systems(_ systems: [Response.System]) -> ReportBlock {
    guard !systems.isEmpty else {
      return .paragraph("No system was searched: no item names what could be looked for.")
    }
    return .table(
      ReportTable(
        "Systems, how they were read, and through which day they are complete",
        ["System", "Holds", "Read from", "Data through", "Files read"],
        systems.map { system in
          [system.name, system.kind, system.place, system.dataThrough, "\(system.files)"]
            .map { RichText($0) }
        }))
  }

  /// An extract of events comes twice, for people and for programs.
  private static func form(_ file: Response.Enclosure) -> String {
    guard file.what == "extract" else { return "" }
    return file.path.hasSuffix(".csv") ? " as CSV" : " as EPCIS 2.0"
  }

  private static func section(_ request: Response.Request, number: Int) -> ReportSection {
    let rows = request.items.map { item -> [RichText] in
      let files = item.enclosed.map { file in
        RichText.link(file.production, to: file.path)
          + RichText(
            " \(file.what)\(form(file)), \(Noun.counted(file.records, "record", "records"))")
      }
      let left = item.notEnclosed.map { RichText("\($0.what): \($0.why)") }
      return [
        RichText(item.number), RichText(item.text),
        .joined(files, by: RichText([.lineBreak])), .joined(left, by: RichText([.lineBreak])),
      ]
    }
    return ReportSection(
      "request-\(number)", "Request \(request.id)",
      [
        .facts([
          ReportFact("From", RichText(request.from)),
          ReportFact("Received", RichText(request.receivedAt)),
        ]),
        .table(
          ReportTable(
            "Items of request \(request.id)",
            ["Item", "Asked for", "Enclosed", "Not enclosed"], rows)),
      ])
  }

  private static func page(
    _ response: Response, _ subtitle: String, stamp: [ReportFact], _ sections: [ReportSection]
  ) -> [UInt8] {
    let made =
      response.generatedAt.clock
      + (response.generatedAtFixed ? " (a time fixed by SOURCE_DATE_EPOCH)" : "")
    return Page.html(
      ReportDocument(
        title: response.organization, subtitle: subtitle,
        stamp: stamp + [
          ReportFact("Package", .code(response.packID)), ReportFact("Date", RichText(made)),
        ] + (response.asOf.map { [ReportFact("Data as of", RichText($0.clock))] } ?? [])
          + [
            ReportFact("Confidentiality", .strong(response.stamp))
          ], runningHead: response.stamp, runningFoot: "Package \(response.packID). \(made).",
        sections: sections))
  }

  private static func numbers(_ response: Response) -> String {
    let ids = response.requests.map(\.id)
    return Noun.fitting(ids.count, "request ", "requests ") + ids.joined(separator: ", ")
  }

  private static func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }
}
