import GRDB
import Testing

@testable import Cataloging

@Suite struct EPCNamesTests {
  @Test func aListIsReadByItsFirstAndTheRestOneByOne() throws {
    let db = try DatabaseQueue()
    try db.write { db in
      try db.execute(sql: Schema.dictionaries)
      // Packs, labels nobody names, a gap, packs of another product.
      for (ids, product, kind) in [
        (1...40, 1, 1), (41...43, 2, 2), (50...69, 3, 1), (70...89, 2, 2),
      ] {
        for id in ids {
          try db.execute(
            sql: "INSERT INTO epc VALUES (?, ?, ?, ?)", arguments: [id, product, "\(id)", kind])
        }
      }
      var each = try EPCNames(db, last: 89, lists: [])
      var byList = try EPCNames(db, last: 89, lists: [1...40, 52...69, 72...88])
      for id in Int64(0)...95 {
        #expect(each.next(id) == byList.next(id), "\(id)")
        #expect(each.logistic.contains(id) == byList.logistic.contains(id), "\(id)")
      }
      var logistic = 0
      each.logistic.forEach { _ in logistic += 1 }
      #expect(logistic == 23)
    }
  }
}
