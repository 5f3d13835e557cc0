import Cataloging
import Collecting
import Foundation
import GRDB
import Settings
import Testing

@Suite struct DocumentTests {
  private static let pdf = "%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"

  private static let register = """
    id: controlled_document
    title: Controlled document
    unit: { one: document, many: documents }
    key: [doc_id]
    fields:
      doc_id: { type: id, never_blank: true, aliases: [Doc ID] }
      path: { type: text, aliases: [File] }
      sha256: { type: digest }
    """

  @discardableResult
  private func collect(
    _ place: Workplace, _ catalog: Catalog, sources: String, rehash: Bool = false
  ) throws -> CollectionOutcome {
    let file = place.folder.appendingPathComponent("muster.yaml")
    let text = """
      version: 1
      organization: { name: Example Pharma, roles: [manufacturer] }
      catalog: catalog
      profiles: [{ id: dscsa-manufacturer }]
      sources:
      \(sources.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
      """
    try Data(text.utf8).write(to: file)
    let library = try Library.parse(
      files: [("records/controlled_document.yaml", Self.register)])
    var options = CollectOptions()
    options.rehash = rehash
    return try Pipeline.collect(
      configuration: MusterConfiguration.load(from: file), catalog: catalog,
      clock: { 1_793_000_000_000 }, recordKinds: library.recordKinds, options: options)
  }

  @Test func saysInWordsWhyAPDFIsNone() throws {
    let place = try Workplace()
    try place.write("good.pdf", Self.pdf)
    try place.write("late.pdf", "\u{FEFF}junk\n" + Self.pdf + "\0\0\r\n")
    try place.write("page.pdf", "<html>not found</html>")
    try place.write("half.pdf", "%PDF-1.7\n" + String(repeating: "x", count: 5000))
    try place.write("void.pdf", "")
    try place.write("note.txt", "no PDF and none promised")
    let catalog = try place.catalog()
    let sources = "- { name: docs, kind: document, path: in }"
    let outcome = try collect(place, catalog, sources: sources).sources[0]
    #expect(outcome.artifacts == ArtifactLedger(taken: 3, unreadable: 3))
    let reasons = outcome.troubles.map { "\($0.path) \($0.reason)" }
    #expect(reasons[0].hasPrefix("half.pdf pdf_truncated: ") && reasons[0].contains("byte 5009"))
    #expect(reasons[1].contains("not_a_pdf") && reasons[1].contains("\"<html>not found</html>\""))
    #expect(reasons[2].hasPrefix("void.pdf empty: "))
    #expect(outcome.isIncomplete)
    try place.write("half.pdf", Self.pdf)
    let again = try collect(place, catalog, sources: sources).sources[0]
    #expect(again.artifacts == ArtifactLedger(taken: 1, unchanged: 3, unreadable: 2))
  }

  private static let lines = """
    Doc ID;File;sha256
    SOP-1;sops\\one.pdf;
    SOP-2;./two.pdf;
    SOP-3;gone.pdf;
    SOP-4;../outside.pdf;
    SOP-5;;

    """

  @Test func aRegisterNamesTheFilesThatAreNotThere() throws {
    let place = try Workplace()
    try place.write("register/list.csv", Self.lines)
    try place.write("register/two.pdf", Self.pdf)
    try place.write("docs/archive/sops/one.pdf", Self.pdf + "1")
    try place.write("outside.pdf", Self.pdf)
    let catalog = try place.catalog()
    let sources = """
      - { name: register, kind: controlled_document, path: in/register/list.csv }
      - { name: docs, kind: document, path: in/docs }
      """
    let first = try collect(place, catalog, sources: sources)
    #expect(first.sources[0].artifacts == ArtifactLedger(taken: 2))
    #expect(first.sources[0].filesMissing == 2)
    #expect(
      first.sources[0].troubles.map(\.reason) == [
        "names \"gone.pdf\" (line 4), which is not there",
        "names \"../outside.pdf\" (line 5), which is not there",
      ])
    #expect(first.isIncomplete)
    let defects =
      "SELECT raw || ' ' || line FROM defect WHERE code = 'file_missing' ORDER BY line"
    #expect(try catalog.texts(defects) == ["gone.pdf 4", "../outside.pdf 5"])
    try place.write("docs/gone.pdf", Self.pdf + "2")
    let second = try collect(place, catalog, sources: sources)
    #expect(second.sources[0].artifacts == ArtifactLedger(unchanged: 2))
    #expect(try catalog.texts(defects) == ["../outside.pdf 5"])
    let third = try collect(place, catalog, sources: sources)
    #expect(!third.tookAnything)
    #expect(try catalog.count("SELECT count(*) FROM artifact WHERE absent_since_ms > 0") == 0)
  }

  /// As for the files of other sources, which `status --check` promises.
  @Test func aDamagedOriginalBesideARegisterIsPutBack() throws {
    let place = try Workplace()
    try place.write("list.csv", "Doc ID;File\nSOP-1;one.pdf\n")
    try place.write("one.pdf", Self.pdf)
    let catalog = try place.catalog()
    let sources = "- { name: register, kind: controlled_document, path: in/list.csv }"
    try collect(place, catalog, sources: sources)
    let vault = try #require(catalog.vault)
    let sql = "SELECT sha256 FROM artifact WHERE path = 'one.pdf'"
    let sha256 = try #require(try catalog.texts(sql).first)
    func fault() throws -> String? {
      let object = try catalog.read { db in try VaultObject.find(db, sha256: sha256) }
      return try vault.fault(of: #require(object))
    }
    try Data("xx".utf8).write(to: URL(filePath: vault.path(of: sha256)))
    #expect(try fault() != nil)
    let outcome = try collect(place, catalog, sources: sources, rehash: true).sources[0]
    #expect(outcome.artifacts == ArtifactLedger(unchanged: 2))
    #expect(outcome.troubles.map(\.path) == ["one.pdf"])
    #expect(try fault() == nil)
  }

  /// The register knows the name alone, and editions of two years lie in two folders.
  @Test func ofDocumentsOfOneNameTheOneWithTheDigestIsMeant() throws {
    let place = try Workplace()
    try place.write("docs/2025/sop.pdf", Self.pdf)
    try place.write("docs/2026/sop.pdf", Self.pdf + "2")
    let catalog = try place.catalog()
    let documents = "- { name: docs, kind: document, path: in/docs }"
    try collect(place, catalog, sources: documents)
    let sql = "SELECT sha256 FROM artifact WHERE path = '2026/sop.pdf'"
    let digest = try #require(try catalog.texts(sql).first)
    try place.write("list.csv", "Doc ID;File;sha256\nSOP-1;sop.pdf;\(digest)\n")
    let register = "- { name: register, kind: controlled_document, path: in/list.csv }"
    let outcome = try collect(place, catalog, sources: documents + "\n" + register)
    #expect(outcome.sources[1].filesMissing == 0)
    #expect(try catalog.texts("SELECT code FROM defect").isEmpty)
    // A path that names one of them leaves no choice.
    try place.write("list.csv", "Doc ID;File;sha256\nSOP-1;2025/sop.pdf;\(digest)\n")
    try collect(place, catalog, sources: documents + "\n" + register)
    #expect(try catalog.texts("SELECT code FROM defect") == ["digest_mismatch"])
  }

  @Test func aFileWithAnotherDigestThanTheRegisterSaysIsTold() throws {
    let place = try Workplace()
    let digest = String(repeating: "ab", count: 32)
    try place.write("list.csv", "Doc ID;File;sha256\nSOP-1;one.pdf;\(digest)\n")
    try place.write("one.pdf", Self.pdf)
    let catalog = try place.catalog()
    let sources = "- { name: register, kind: controlled_document, path: in/list.csv }"
    let outcome = try collect(place, catalog, sources: sources)
    #expect(outcome.sources[0].filesMissing == 0)
    #expect(try catalog.texts("SELECT code FROM defect") == ["digest_mismatch"])
  }
}
