import Archives
import Cataloging
import Collecting
import GS1
import Mutation
import Testing

/// Damaged files for every reader: rows, events or faults with places, never a trap or an endless
/// loop. `MUSTER_MUTATIONS` says how many.
@Suite struct MutationTests {
  private static let steps = [1, 5, 4096]

  @Test func events() throws {
    var mutator = Mutator(seed: 11)
    let xml = [
      Sample.document(Sample.commission + Sample.object(Sample.urn1)),
      Sample.document(Sample.object(Sample.urn1), version: "2.0"),
    ].map { Array($0.utf8) }
    let json = Array(JSONSample.document(JSONSample.commission).utf8)
    for index in 0..<Mutator.count(usual: 800) {
      let step = Self.steps[index % 3]
      let first = mutator.mutated(mutator.choice(xml) ?? [])
      let second = mutator.mutated(json)
      try told(Read.xml(first, step: step), first)
      try told(Read.json(second, step: step), second)
    }
  }

  private func told(_ sink: RecordingSink, _ bytes: [UInt8]) throws {
    #expect(!sink.events.isEmpty || !sink.faults.isEmpty || !sink.headers.isEmpty)
    for fault in sink.faults {
      #expect(fault.line > 0 && fault.byteOffset >= 0 && fault.byteOffset <= bytes.count)
      #expect(!fault.detail.isEmpty)
    }
  }

  @Test func tables() throws {
    var mutator = Mutator(seed: 12)
    let csv = "Deviation No;Title;Occurred on;Lot\nD-1;\"a;b\";2026-07-01;L1\nD-2;x;01.08.2026;L2\n"
    let lines = "{\"dev_id\":\"D-1\",\"lots\":[\"a\"]}\n{\"dev_id\":\"D-2\",\"n\":{\"a\":1e3}}\n"
    for index in 0..<Mutator.count(usual: 800) {
      let step = Self.steps[index % 3]
      let damagedCSV = mutator.mutated(Array(csv.utf8))
      let reader = try DelimitedReader {
        DrippingSource(damagedCSV, step: step)
      }
      _ = try? ReadRows(reader)
      let damagedLines = mutator.mutated(Array(lines.utf8))
      let rows = try ReadRows(
        JSONTableReader(fields: ["dev_id"]) { DrippingSource(damagedLines, step: step) })
      #expect(rows.rows.count + rows.faults.count <= damagedLines.count + 1)
    }
  }

  @Test func workbooks() throws {
    var mutator = Mutator(seed: 13)
    let maker = WorkbookMaker(sheets: [
      (
        "Data",
        [
          [.shared("Deviation No"), .inline("Title"), .shared("Occurred on")],
          [.shared("D-1"), .number("12.5"), .number("46023.5", style: 2)],
          [.formula("A1", value: "x"), .boolean(true), .error("#REF!")],
        ]
      )
    ])
    let bytes = try maker.bytes()
    for _ in 0..<Mutator.count(usual: 300) {
      let damaged = mutator.mutated(bytes)
      guard let book = try? Workbook(RandomAccessBytes(damaged)),
        let sheet = try? book.sheet(named: nil), let cells = try? book.cells(of: sheet)
      else { continue }
      _ = try? ReadRows(cells)
    }
  }

  @Test func anArrayAmongLinesCostsItsLineOnly() throws {
    let text = "{\"a\":1}\n\(String(repeating: "[", count: 5000))\n{\"a\":2}\n[3]\n{\"a\":4}\n"
    let rows = try ReadRows(JSONTableReader(fields: []) { MemorySource(Array(text.utf8)) })
    #expect(rows.texts == [["1"], ["2"], ["4"]])
    #expect(rows.faults.map(\.reason) == [.depthLimit, .notARecord])
    #expect(rows.faults.map(\.line) == [2, 4])
  }

  @Test func aRowWhoseValuesAreLostIsSetAside() throws {
    let maker = WorkbookMaker(sheets: [
      (
        "Data",
        [
          [.shared("Deviation No"), .shared("Title")], [.formula("NOW()", value: nil)],
          [.shared("D-1"), .shared("t")],
        ]
      )
    ])
    let book = try Workbook(RandomAccessBytes(maker.bytes()))
    let table = try HeadedTable(
      book.cells(of: book.sheet(named: nil)), declared: 1, isRagged: false, isKnown: { _ in true })
    let rows = try ReadRows(table)
    #expect(rows.rows.count == 1)
    #expect(rows.faults.map(\.reason) == [.notARecord])
    #expect(rows.faults.first?.detail.contains("formula") == true)
  }
}
