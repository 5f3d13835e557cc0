import GRDB
import Testing

@testable import Cataloging

@Suite struct AuditTrailTests {
  private func trail() throws -> Catalog {
    let catalog = try Catalog.inMemory()
    try catalog.write { db in
      #expect(try AuditTrail.fault(db) == nil)
      for index in 1...3 {
        try AuditTrail.append(
          db, atMs: Int64(index), who: "qa", what: "collect", why: "quarter",
          detail: .object(["taken": .integer(Int64(index))]))
      }
      #expect(try AuditTrail.fault(db) == nil)
    }
    return catalog
  }

  @Test(arguments: [
    "UPDATE audit SET why = 'other' WHERE audit_id = 2",
    "UPDATE audit SET at_ms = 9 WHERE audit_id = 3",
    "DELETE FROM audit WHERE audit_id = 1", "DELETE FROM audit WHERE audit_id = 2",
    "DELETE FROM audit WHERE audit_id = 3", "DELETE FROM audit",
    "INSERT INTO audit SELECT 4, 4, who, what, why, detail, hash, hash FROM audit WHERE audit_id = 3",
    "UPDATE audit SET previous = hash WHERE audit_id = 2",
  ])
  func noticesEveryChange(_ sql: String) throws {
    let catalog = try trail()
    try catalog.write { db in
      try db.execute(sql: sql)
      let fault = try AuditTrail.fault(db)
      #expect(fault != nil)
    }
  }

  @Test func writesCanonicalJSON() {
    let value = CanonicalJSON.object([
      "b": .array([.integer(-1), .bool(true), .null]), "a": .string("\"\\\n\u{1}é"),
    ])
    #expect(value.text == #"{"a":"\"\\\n\u0001é","b":[-1,true,null]}"#)
  }
}
