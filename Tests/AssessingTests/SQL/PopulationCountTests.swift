import Testing

@testable import Assessing

struct PopulationCountTests {
  @Test(arguments: [
    "SELECT epc_id FROM unit", "SELECT u.epc_id FROM unit u WHERE u.kind = 1;",
    "SELECT lot_id FROM lot WHERE lot_id IN (SELECT l.lot_id FROM lot l JOIN x ON x.a = l.a)",
    "SELECT DISTINCT a FROM unit u JOIN x ON x.a = u.a",
    "SELECT a FROM unit UNION SELECT a FROM lot",
  ])
  func countsRowsWhereNoKeyComesTwice(sql: String) {
    #expect(!PopulationCount.sql(of: sql).contains("DISTINCT *"))
  }

  @Test(arguments: [
    "SELECT lot_id FROM unit", "SELECT u.epc_id FROM unit u JOIN x ON x.a = u.a",
    "SELECT u.epc_id FROM unit u, lot l", "SELECT epc_id FROM (SELECT epc_id FROM unit)",
    "SELECT a FROM unit UNION ALL SELECT a FROM lot", "SELECT record_id FROM release",
    "SELECT epc_id FROM shipment_unit", "SELECT a FROM (SELECT DISTINCT a FROM unit)",
    "WITH x AS (SELECT 1 AS a) SELECT a FROM x", "SELECT u.epc_id FROM unit u CROSS JOIN lot",
  ])
  func takesOutDoublesEverywhereElse(sql: String) {
    #expect(PopulationCount.sql(of: sql).contains("SELECT DISTINCT * FROM"))
  }
}
