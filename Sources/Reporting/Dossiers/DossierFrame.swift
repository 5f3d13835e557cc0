internal import Assessing
internal import Cataloging
internal import Settings

/// What a dossier needs to know of the report around it; by default that of a terminal.
struct DossierFrame: Sendable {
  /// Where an artifact (`source:path`) lies, below `data/`.
  var evidencePaths: [String: String] = [:]
  /// The way from the dossier's page to `data/`.
  var root = ""
  /// Findings that concern the subject.
  var findings: [Finding] = []
  /// Where findings stand, relative to the dossier's page; nil where there is no report.
  var report: String?
  /// Names of parties and places.
  var names = PartyNames()
  /// What the fields of records are called.
  var titles = FieldTitles()
  /// Transaction statements are expected (DSCSA): that there is none is said.
  var expectsStatements = true

  /// What is told of a document's transaction statement; nil where none is expected and none is there.
  func statement(_ statement: TraceStatement) -> String? {
    statement.present || expectsStatements ? DossierWords.statement(statement) : nil
  }

  /// What a table of steps tells besides.
  var papers: String { expectsStatements ? "information and statement" : "papers" }

  /// Where a record stands, as a link when the file is at hand.
  func place(_ record: TraceRecord) -> RichText {
    guard let path = evidencePaths["\(record.source):\(record.path)"] else {
      return RichText(record.text)
    }
    // A sheet has rows; that of a query is told by its lines.
    let word = record.path.hasSuffix(".xlsx") ? "row" : "line"
    return .link(record.path + (record.line.map { ", \(word) \($0)" } ?? ""), to: root + path)
  }

  /// The section on findings.
  var items: ReportSection {
    let lines = FindingOrder.sorted(findings).map { finding -> RichText in
      let message = names.named(finding.message)
      return .mark(FindingCards.mark(finding), FindingCards.word(finding)) + " "
        + (report.map { .link(message, to: "\($0)#\(FindingCards.anchor(finding))") }
          ?? RichText(message))
    }
    return ReportSection(
      "items", "Items",
      lines.isEmpty
        ? [.paragraph("No finding of this assessment lists it.")]
        : [.list(Array(lines.prefix(100)), isNumbered: false)]
          + (lines.count > 100
            ? [.note("The first 100 of \(lines.count); all are in the gap report.")] : []))
  }
}

/// Words both dossiers use.
enum DossierWords {
  static func units(_ count: Int64) -> String { Noun.counted(count, "unit", "units") }

  static func party(_ party: TraceParty?) -> String? {
    party.map { party in
      party.gln + (party.extension.map { ".\($0)" } ?? "")
        + (party.name.map { " \($0)" } ?? "")
    }
  }

  static func product(_ product: TraceProduct?) -> String? {
    guard let product, product.name != nil || product.ndc != nil else { return nil }
    return [product.name, product.ndc.map(code)].compactMap(\.self)
      .joined(separator: ", ")
  }

  /// An NDC has ten or eleven digits (21 CFR 207.33); what has not is another country's code.
  static func code(_ text: String) -> String {
    let isNDC = (10...11).contains(text.count { $0.isNumber })
    return "\(isNDC ? "NDC" : "national code") \(text)"
  }

  /// An RFC 3339 instant for reading.
  static func clock(_ text: String?) -> String? {
    text.map { $0.replacing("T", with: " ").replacing("Z", with: " UTC") }
  }

  static func remark(_ remark: LifeRemark) -> String {
    [
      said(remark),
      remark.other.map { "Other: \($0.text)." }, remark.record.map { "See \($0.text)." },
      remark.against.map { "Against \($0.text)." },
    ].compactMap(\.self).joined(separator: " ")
  }

  /// The remark's sentence with its note inside: "Commissioned more than once (other lot)."
  private static func said(_ remark: LifeRemark) -> String {
    guard let note = remark.note else { return remark.text }
    let sentence = remark.text.hasSuffix(".") ? remark.text.dropLast() : remark.text[...]
    return sentence + " (" + note.replacing("_", with: " ").replacing("+", with: ", ") + ")."
  }

  static func statement(_ statement: TraceStatement) -> String {
    guard statement.present else { return "no transaction statement in the document" }
    switch statement.affirmed {
    case true: return "transaction statement, affirmed"
    case false: return "transaction statement, not affirmed"
    default: return "transaction statement, affirmation not stated"
    }
  }

  /// Parties, papers and statement of an event; empty when it names none.
  static func trade(_ event: TraceEvent, _ frame: DossierFrame) -> String {
    var parts: [String] = []
    let (from, to) = (party(event.fromOwner), party(event.toOwner))
    if let from { parts.append("from \(from)") }
    if let to { parts.append("to \(to)") }
    if let place = party(event.shipTo), place != to { parts.append("ship-to \(place)") }
    parts += event.transactions.map { "\(paper($0.type)) \($0.number)" }
    if event.step == "shipping", let document = event.document,
      let statement = frame.statement(document.statement)
    {
      parts.append(statement)
    }
    return parts.joined(separator: "; ")
  }

  /// A type of business transaction (CBV 7.3) as people say it.
  private static func paper(_ type: String?) -> String {
    switch type {
    case "po": "purchase order"
    case "desadv": "despatch advice"
    case "inv": "invoice"
    case "rma": "return authorisation"
    case "bol": "bill of lading"
    case "prodorder": "production order"
    case let type?: PlainWord.text(type)
    case nil: "document"
    }
  }

  /// Files with the headers of their documents; `title` says what of the subject they hold.
  static func documents(
    _ documents: [TracedDocument], _ title: String, _ frame: DossierFrame
  ) -> ReportSection {
    guard !documents.isEmpty else {
      return ReportSection("documents", "Documents", [.paragraph("\(title): none.")])
    }
    let statements = documents.contains { frame.expectsStatements || $0.hasStatement }
    return ReportSection(
      "documents", "Documents",
      [
        .table(
          ReportTable(
            title,
            ["File", "Events", "Header"] + (statements ? ["Statement"] : []) + ["SHA-256"],
            documents.prefix(200).map { traced in
              [
                frame.place(traced.record),
                RichText(Noun.counted(traced.events, "event", "events")),
                RichText(header(traced.document)),
              ]
                + (statements
                  ? [RichText(traced.document.flatMap { frame.statement($0.statement) } ?? "")]
                  : [])
                + [.code(traced.record.sha256)]
            }))
      ]
        + (documents.count > 200 ? [.note("The first 200 of \(documents.count) files.")] : []))
  }

  private static func header(_ document: TraceDocument?) -> String {
    guard let document else { return "" }
    return [
      document.instance.map { "instance \($0)" }, party(document.sender).map { "sender \($0)" },
      party(document.receiver).map { "receiver \($0)" },
    ].compactMap(\.self).joined(separator: "; ")
  }
}

extension TracedDocument {
  fileprivate var hasStatement: Bool { document?.statement.present == true }
}
