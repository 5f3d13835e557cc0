import Testing

@testable import Cataloging

@Suite struct SerialScreenTests {
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return mixed ^ mixed >> 31
    }
  }

  private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRSTUVWX".utf8)

  private func random(_ count: Int, length: Int, seed: UInt64) -> [[UInt8]] {
    var generator = Generator(state: seed)
    return (0..<count).map { _ in
      (0..<length).map { _ in Self.alphabet.randomElement(using: &generator) ?? 0x30 }
    }
  }

  private func beyond(_ serials: [[UInt8]], issued: Int? = nil) throws -> Set<String> {
    let screen = try #require(
      SerialScreen(
        serials, lots: serials.map { _ in 1 }, issued: issued ?? serials.count))
    return Set(screen.outcomes().all.filter(\.isBeyond).map(\.test))
  }

  @Test func ofALotTooLargeTheNewestAreHeld() {
    let serials = random(1000, length: 8, seed: 4)
    var bounded = NewestSerials(most: 30)
    var all = NewestSerials(most: 1000)
    for (place, serial) in serials.enumerated() {
      // Seven at one instant, and the later ones not last.
      let commissioned = Int64((place * 37 % 1000) / 7)
      bounded.add(serial, lot: 1, commissioned: commissioned, event: Int64(place))
      all.add(serial, lot: 1, commissioned: commissioned, event: Int64(place))
    }
    #expect(all.inOrder.map(\.commissioned) == all.inOrder.map(\.commissioned).sorted())
    #expect(bounded.inOrder.map(\.event) == all.inOrder.suffix(30).map(\.event))
  }

  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  func randomSerialsStayWithin(seed: UInt64) throws {
    #expect(try beyond(random(2000, length: 12, seed: seed)).isEmpty)
  }

  @Test func numbersInARowShowInRoomStepRankAndRuns() throws {
    let serials = (0..<1000).map { Array(String(5_000_000 + $0 * 3).utf8) }
    let found = try beyond(serials)
    #expect(found.isSuperset(of: ["T1", "T2", "T3", "T4"]))
  }

  @Test func sortedRandomNumbersShowInOrderAlone() throws {
    let serials = random(2000, length: 12, seed: 9).sorted { $0.lexicographicallyPrecedes($1) }
    let found = try beyond(serials)
    #expect(found.isSuperset(of: ["T3", "T4"]))
    #expect(found.isDisjoint(with: ["T1", "T5", "T6", "T7", "T8"]))
  }

  @Test func tooLittleRoomIsTold() throws {
    // Ten digits and two million packs are too many, twelve digits are room enough.
    var generator = Generator(state: 3)
    func digits(_ length: Int) -> [[UInt8]] {
      (0..<3000).map { _ in
        (0..<length).map { _ in UInt8.random(in: 0x30...0x39, using: &generator) }
      }
    }
    #expect(try beyond(digits(10), issued: 2_000_000).contains("T1"))
    #expect(try !beyond(digits(12), issued: 2_000_000).contains("T1"))
  }

  @Test func fixedPrefixOfALotLeavesLittleRoom() throws {
    let serials = random(1000, length: 4, seed: 4).map { Array("BATCH7".utf8) + $0 }
    #expect(try beyond(serials).contains("T8"))
  }

  @Test func fewOrMixedSerialsAreNotScreened() {
    #expect(
      SerialScreen(
        random(10, length: 12, seed: 1), lots: [Int](repeating: 1, count: 10),
        issued: 10) == nil)
    let mixed = random(600, length: 12, seed: 1) + random(1, length: 11, seed: 1)
    #expect(SerialScreen(mixed, lots: mixed.map { _ in 1 }, issued: 601) == nil)
  }

  @Test func chiSquareTailsAgreeWithTables() {
    // Upper 5 %, 1 % and 0.1 % points of published tables.
    for (statistic, degrees, tail) in [
      (3.841, 1, 0.05), (18.307, 10, 0.05), (23.209, 10, 0.01), (29.588, 10, 0.001),
      (124.342, 100, 0.05),
    ] {
      #expect(abs(ChiSquare.upperTail(statistic, degrees: degrees) - tail) < tail * 0.002)
    }
    #expect(ChiSquare.upperTail(0, degrees: 5) == 1)
    #expect(ChiSquare.upperTail(10_000, degrees: 5) == 0)
  }
}
