/// A document an inspector asks for by topic: what its entry in the register says, and its page.
struct RegisteredDocument {
  var id: String
  var title: String
  var kind: String
  var topic: String
  /// What its page says below the head.
  var lines: [String]
  /// Trade items it speaks of; empty when it holds for the firm.
  var products: [Product] = []
  var validUntil: CivilDay?

  /// Where the file lies below the folder of documents, as the register names it.
  var path: String { "registered/\(id).pdf" }

  /// The lines of its page.
  func page(firm: String) -> [String] {
    [firm, "\(id), version 2: \(title)", ""] + lines
      + ["", "Written by DC-1. Approved by QA-D2 on 2023-12-20. In force from 2024-01-15."]
  }
}

extension Firm {
  /// The documents beside procedures and master records, by topic; some for each trade item made.
  func documents(for made: [Product]) -> [RegisteredDocument] {
    isAmerican ? americanDocuments(made) : europeanDocuments(made)
  }

  /// One document for each product of a list.
  private static func each(
    _ products: [Product], _ mark: String, _ title: String, _ kind: String, topic: String,
    _ lines: (Product) -> [String]
  ) -> [RegisteredDocument] {
    products.map { product in
      RegisteredDocument(
        id: mark + "-" + product.item.suffix(5), title: "\(title), \(product.name)", kind: kind,
        topic: topic, lines: ["GTIN \(product.gtin)"] + lines(product), products: [product])
    }
  }

  private func americanDocuments(_ made: [Product]) -> [RegisteredDocument] {
    [
      RegisteredDocument(
        id: "RS-01", title: "Roles and products in scope", kind: "register",
        topic: "roles and scope",
        lines: [
          "Dayton: manufacturer. Contract packager: packs for us, owns nothing.",
          "Logistics provider: stores and ships for us, owns nothing.",
        ]
          + made.map { "In scope: \($0.name), prescription drug in finished dosage form." }),
      RegisteredDocument(
        id: "MEM-02", title: "Movements without transaction data", kind: "policy",
        topic: "exclusions",
        lines: [
          "Moves between our plant, the contract packager and the logistics provider:",
          "no change of ownership, so no transaction.",
          "Starter samples handed to prescribers: samples under section 503(d).",
        ]),
      RegisteredDocument(
        id: "LST-03", title: "Contacts for officials and partners", kind: "register",
        topic: "contacts",
        lines: [
          "First contact RA-1, backup SE-1; serialization mailbox, read seven days a week.",
          "Last test of the route: Saturday 2026-05-16, answered after 1 h 20 min.",
        ]),
      RegisteredDocument(
        id: "LOG-04", title: "Disclosures of transaction data", kind: "register",
        topic: "disclosures",
        lines: ["2026-08-25 official request RQ-26-001, one pack.", "No disclosure to others."]),
      RegisteredDocument(
        id: "RET-05", title: "Retention schedule", kind: "policy", topic: "retention schedule",
        lines: [
          "Events, statements, product identifiers: 6 years from the transaction.",
          "Investigations, notifications, dispositions: 6 years from their conclusion.",
          "Batch and distribution records: 1 year after expiry, 6 years at least.",
        ]),
      RegisteredDocument(
        id: "ARC-06", title: "Archive agreement for sales before 2024", kind: "agreement",
        topic: "history of early sales",
        lines: [
          "Transaction history of sales before 27 November 2023 stays readable",
          "until six years after the sale; a sale is found by lot, buyer and date.",
        ], validUntil: CivilDay(2029, 11, 30)),
      RegisteredDocument(
        id: "POL-07", title: "Who is an authorized trading partner", kind: "policy",
        topic: "trading partner authorization",
        lines: [
          "State license of each ship-to for distributors and logistics providers,",
          "FDA establishment registration for manufacturers, state license for pharmacies.",
          "New sources: due-diligence file before the first order.",
        ]),
      RegisteredDocument(
        id: "REG-08", title: "Legal holds", kind: "register", topic: "legal hold",
        lines: ["Hold LH-26-01 for case SUS-26-004, from 2026-08-05 until its conclusion."]),
    ]
      + Self.each(made, "ART", "Artwork and symbol", "spec", topic: "artwork") { product in
        [
          "Carton: DataMatrix with GTIN, serial, expiry, lot; the same in readable text.",
          "Linear bar code with NDC \(product.ndc).",
          product.aggregated
            ? "Case: DataMatrix with GTIN, serial, expiry, lot." : "No case of its own.",
        ]
      }
      + Self.each(made, "AR", "Annual report, extract", "report", topic: "annual report") { _ in
        ["Addition of the product identifier to the label, reported for the first lot with it."]
      }
  }

  private func europeanDocuments(_ made: [Product]) -> [RegisteredDocument] {
    general
      + Self.each(
        made, "ZUL", "Marketing authorisation, labelling", "report",
        topic: "marketing authorisation"
      ) { ["Safety features in the labelling; markets \($0.markets.joined(separator: ", "))."] }
      + Self.each(made, "SYM", "Symbol specification", "spec", topic: "symbol specification") {
        product in
        [
          "DataMatrix ECC 200, 26 x 26 modules, grade 1.5 or better.",
          "Product code, serial number, expiry, batch"
            + (product.national.map { ", \($0.type) within the product code." } ?? "."),
        ]
      }
      + Self.each(made, "FS", "Carton specification", "spec", topic: "carton specification") { _ in
        ["Window for the code without varnish, 30 mm x 20 mm, white, matt."]
      }
      + Self.each(made, "ART", "Artwork", "spec", topic: "artwork") { _ in
        ["PC, SN, Lot, EXP in readable text beside the code; no second matrix code."]
      }
  }

  private var general: [RegisteredDocument] {
    func document(
      _ id: String, _ title: String, _ kind: String, _ topic: String, _ lines: String...,
      until: CivilDay? = nil
    ) -> RegisteredDocument {
      RegisteredDocument(
        id: id, title: title, kind: kind, topic: topic, lines: lines, validUntil: until)
    }
    return [
      document(
        "LST-01", "Safety features by product and market", "register", "scope decision",
        "Prescription products of all five markets: safety features on each pack.",
        "Free samples for Germany: safety features. Export outside the Union: none."),
      document(
        "MEM-02", "Extensions of the markets", "policy", "national extensions",
        "DE, AT, IE, PT, BE asked by letter in 2023: replies on file."),
      document(
        "VAL-03", "Serial number generator", "report", "serial number generator",
        "Random of 60 bits, 16 signs of 32; chance to guess a serial below 1 in 10 000.",
        "Validation VR-0412."),
      document(
        "STU-04", "Ageing and rub study of the code", "report", "code ageing study",
        "Grade after 36 months and 200 strokes: 2.1 at least; start limit 1.5 confirmed."),
      document(
        "QUA-05", "Qualification of the tamper-evident closure", "report", "closure qualification",
        "Glue seal of both flaps: every opening leaves a visible tear."),
      document(
        "AUF-06", "Retention schedule", "policy", "retention schedule",
        "Line logs, batch documents, repository records: 1 year after expiry",
        "or 5 years after certification, whichever is longer."),
      document(
        "WDA-07", "Own wholesale activities", "policy", "wholesale activities",
        "Own product only, through the logistics provider, under our authorisation."),
      document(
        "ROU-08", "Upload route", "plan", "upload route",
        "Repository of the firm, gateway OBP-ES, European hub; no national upload."),
      document(
        "VA-09", "Product withdrawal in the hub", "sop", "product withdrawal",
        "Used only when a product leaves a market for good; two persons sign."),
      document(
        "PRG-10", "Quarterly review of own data", "plan", "data quality review",
        "Uploads, states, alerts, master data; minutes in the quality system."),
      document(
        "VTR-11", "Participation contracts", "agreement", "participation contract",
        "European organisation and the organisations of DE, AT, IE, PT, BE.",
        until: CivilDay(2028, 12, 31)),
      document(
        "LST-12", "Accounts and contacts by market", "register", "contacts",
        "One account and one deputy for each of five markets; tested in May 2026."),
      document(
        "PRG-13", "Self-inspection programme", "plan", "self-inspection programme",
        "Safety features once a year at each site, serialization data each quarter."),
      document(
        "PLN-14", "Continuity plan for hub and repository", "plan", "continuity plan",
        "Outage up to 4 h: wait. Longer: hold certification; paper list of open uploads."),
      document(
        "ARC-15", "Archiving and migration of records", "sop", "archiving",
        "Counts and hashes before and after; a sample of 200 records compared."),
    ]
  }
}
