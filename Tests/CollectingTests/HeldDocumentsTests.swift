import Testing

@testable import Collecting

/// How a register's paths are held against those of the documents there are.
@Suite struct HeldDocumentsTests {
  private let held = HeldDocuments([
    HeldDocuments.Document(path: "docs/L1/coa.pdf", sha256: "1"),
    HeldDocuments.Document(path: "docs/L2/coa.pdf", sha256: "2"),
    HeldDocuments.Document(path: "docs/all.zip!/L3/coa.pdf", sha256: "3"),
    HeldDocuments.Document(path: "sop.pdf", sha256: "4"),
  ])

  @Test(arguments: [
    ("L1/coa.pdf", ["1"]), ("share/docs/L2/coa.pdf", ["2"]), ("coa.pdf", ["1", "2", "3"]),
    ("all.zip/L3/coa.pdf", ["3"]), ("L/coa.pdf", []), ("x/sop.pdf", ["4"]), ("xsop.pdf", []),
  ])
  func endsArePartForPart(path: String, digests: [String]) {
    #expect(held.ending(like: path).map(\.sha256) == digests)
  }

  @Test func aPathAsItIsWrittenComesFirst() {
    #expect(held.exactly("docs/all.zip!/L3/coa.pdf")?.sha256 == "3")
    #expect(held.exactly("L1/coa.pdf") == nil)
  }
}
