import Testing

@testable import Assessing

struct PortableSQLTests {
  @Test(arguments: [
    "SELECT a / 2 AS x FROM unit", "SELECT a FROM unit WHERE a LIKE 'x%'",
    "SELECT a FROM unit WHERE a GLOB 'x'", "SELECT \"a\" FROM unit", "SELECT 1.5 AS x FROM unit",
    "SELECT a FROM unit WHERE is_container", "SELECT a FROM unit WHERE NOT is_container",
    "SELECT a FROM unit WHERE a = 1 AND is_container", "SELECT a FROM unit WHERE a IS 3",
    "SELECT cast(a AS text) AS x FROM unit", "SELECT group_concat(a) AS x FROM unit",
    "SELECT upper(a) AS x FROM unit", "SELECT a FROM unit WHERE a == 1",
    "SELECT a, b FROM unit GROUP BY a", "SELECT a, max(b) AS b, c FROM unit u GROUP BY u.a",
    "SELECT count(*) AS n FROM unit u GROUP BY u.serial",
    "SELECT a FROM epc x JOIN epc y ON x.serial = y.serial",
    "SELECT a FROM all_lot x JOIN all_lot y ON y.lot = x.lot", "SELECT 1 AS x; SELECT 2 AS y",
    "SELECT a FROM unit WHERE a = ?", "SELECT a FROM unit WHERE true",
    "SELECT a FROM epc JOIN other USING (serial)", "SELECT a FROM epc NATURAL JOIN other",
    "SELECT a FROM epc x JOIN other y USING (kind, gtin)",
    "SELECT row_number() OVER (PARTITION BY x.serial ORDER BY a) AS n FROM epc x",
  ])
  func refuses(sql: String) {
    #expect(!PortableSQL.problems(in: sql).isEmpty)
  }

  @Test(arguments: [
    "SELECT a FROM unit WHERE a = 1 AND (b = 2 OR c IS NOT NULL)",
    "SELECT a FROM unit WHERE a BETWEEN 1 AND 3 AND b IN (1, 2)",
    "SELECT a, count(*) AS n FROM unit u WHERE NOT EXISTS (SELECT 1 FROM lot l WHERE l.x = u.x) GROUP BY a HAVING count(*) > 1",
    "SELECT CASE WHEN a > 1 THEN 'x' ELSE 'y' END AS t, 'it''s / fine' AS u FROM unit -- a / b",
    "SELECT CASE a WHEN 1 THEN 2 ELSE 3 END AS t FROM unit",
    "SELECT row_number() OVER (PARTITION BY a ORDER BY b DESC) AS place FROM unit",
    "SELECT l.lot_id AS lot, min(x.day) AS day FROM lot l JOIN x ON x.lot_id = l.lot_id GROUP BY l.lot_id",
    "SELECT p.product_id AS product FROM product p JOIN run_product r ON r.gtin = p.gtin",
    "SELECT a FROM unit WHERE a * 1000 > b * :limit",
    "SELECT a FROM epc JOIN other USING (epc_id)",
    "SELECT row_number() OVER (PARTITION BY epc_id ORDER BY lot) AS n FROM epc",
    "SELECT l.lot AS t FROM all_lot l WHERE l.lot = 'X'",
  ])
  func accepts(sql: String) {
    #expect(PortableSQL.problems(in: sql) == [])
  }

  @Test func tellsTheLine() {
    #expect(PortableSQL.problems(in: "SELECT a\nFROM unit\nWHERE a / 2 = 1").first?.line == 3)
  }

  @Test(arguments: [
    "DELETE FROM all_unit", "PRAGMA query_only = 0", "ATTACH 'x' AS y", "DROP TABLE epc",
    "INSERT INTO epc VALUES(1, 1, '', 1)", "SELECT * FROM sqlite_master",
    "SELECT load_extension('x')",
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n",
    "SELECT random() AS x", "SELECT nothing FROM unit", "VACUUM", "SELECT 1 AS x; DELETE FROM epc",
  ])
  func authorizerRefuses(sql: String) throws {
    let report = try Inspection().report(sql)
    #expect(!report.refusals.isEmpty)
  }

  @Test func reportsColumnsParametersAndTables() throws {
    let report = try Inspection().report(
      "SELECT u.epc_id AS epc FROM unit u WHERE u.kind = :kind AND u.first_day > :from_day")
    #expect(report.refusals == [])
    #expect(report.columns == ["epc"])
    #expect(report.parameters.sorted() == ["from_day", "kind"])
    #expect(report.reads["all_unit"] != nil)
  }
}
