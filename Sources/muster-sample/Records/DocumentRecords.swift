import Foundation

extension World {
  /// Batch records that exist as pages only: the PDF, and what a person read out of it.
  func keepFacts() {
    for number in 0...1 {
      guard let lot = ordinary(number) else { continue }
      let name = lot.batchRecord + ".pdf"
      let facts = [
        ("lot", lot.plan.lot, 1), ("expiry", lot.plan.expiry, 1),
        ("good_packs", String(lot.good), 84),
      ]
      for fact in facts {
        records.add(
          "batch_facts",
          [
            "document_ref": text(name), "gtin": text(book.products[lot.plan.product].gtin),
            "lot": text(lot.plan.lot), "batch_record_id": text(lot.batchRecord),
            "fact": text(fact.0), "occurrence": "1", "value": text(fact.1),
            "page": .integer(fact.2), "entered_by": "QA-D1", "entered_at": own(9, 14, 10),
            "checked_by": "QA-D2", "checked_at": own(9, 14, 11),
          ])
      }
      pages.append(
        (
          "exports/documents/batch/" + name, "Packaging record " + lot.batchRecord,
          [
            [
              "Packaging record \(lot.batchRecord)",
              "Product: \(book.products[lot.plan.product].name)",
              "Lot: \(lot.plan.lot)", "Expiry: \(lot.plan.expiry)",
            ],
            ["Page 84 of 84", "Good packs: \(lot.good)", "Samples: \(lot.sampled)"],
          ]
        ))
    }
  }

  /// Writes the documents that were kept.
  func writeDocuments() throws {
    for page in pages {
      let file = try OutputFile(root.appendingPathComponent(page.path))
      file.bytes = PageFile.bytes(title: page.title, pages: page.pages)
      try file.close()
    }
  }
}
