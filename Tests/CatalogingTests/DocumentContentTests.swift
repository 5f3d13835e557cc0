import Foundation
import GRDB
import GS1
import Testing

@testable import Cataloging

@Suite struct DocumentContentTests {
  @Test func aDocumentTooLongForMemorySaysTheSame() throws {
    let catalog = try Catalog.inMemory()
    try catalog.write { db in
      let loader = try ArtifactLoader(db, artifact: Samples.artifact(db), nowMs: 1)
      let document = try loader.document(EPCISDocumentHeader(kind: .document))
      var ids: [Int64] = []
      for number in [5, 3, 9, 1, 7] {
        var event = Samples.commissioning([Samples.unit("S\(number)")])
        if number == 9 {
          event.errorDeclaration = ErrorDeclaration(time: nil, timeText: "", reason: nil)
        }
        ids.append(try loader.event(event, document: document))
      }
      _ = try loader.finish()
      let events = try Row.fetchAll(
        db, sql: "SELECT hash, declared_ms FROM all_event ORDER BY event_id DESC")
      func digest(limit: Int) throws -> String {
        var content = DocumentContent(limit: limit)
        for event in events {
          let hash: Data = event[0]
          content.add(Array(hash), isDeclaration: event[1] as Int64? != nil)
        }
        return HexText.of(
          try content.digest(
            facts: ArtifactLoader.facts(of: EPCISDocumentHeader(kind: .document)), db,
            document: document, first: ids[0], last: ids[4]))
      }
      let stored = try String.fetchOne(db, sql: "SELECT content_hash FROM document")
      #expect(try digest(limit: 100) == stored)
      #expect(try digest(limit: 3) == stored)
    }
  }
}
