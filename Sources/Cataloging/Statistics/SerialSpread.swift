import GRDB

/// What serials of one length amount to for the tests that ask how many were issued in all: those
/// can be made again without the serials when more are issued.
struct SerialSpread: Equatable {
  /// How many serials there are.
  var serials: Int
  /// How many the characters seen allow.
  var space: Double
  /// The chance to guess one, when each place shows its most frequent character.
  var guess: Double
  /// How many of the values near one of them are among them, for the widest effect.
  var density: Double

  /// T1, T5 and T7 for so many serials of the product.
  func outcomes(issued: Int) -> [SerialScreen.Outcome] {
    let issued = Double(max(issued, serials))
    return [
      // Serials issued for each serial the observed characters allow.
      SerialScreen.Outcome("T1", issued / space, limit: 1e-4, atLimit: true),
      SerialScreen.Outcome("T5", issued * guess, limit: 1e-4, atLimit: true),
      SerialScreen.Outcome("T7", density, limit: max(1e-4, 3 * issued / space)),
    ]
  }
}

/// What a product was screened by, so that a later run knows whether its serials must be read again.
struct ScreenedSerials: Equatable {
  /// The lots whose serials were read, the newest first.
  var lots: [Int64]
  /// What they amount to, by their length.
  var spreads: [Int: SerialSpread] = [:]

  private static func key(_ product: Int64) -> String { "serials/\(product)" }

  /// What was written last for a product; nil when it was never screened.
  static func read(_ db: Database, product: Int64) throws -> ScreenedSerials? {
    let text = try String.fetchOne(
      db.cachedStatement(sql: "SELECT value FROM meta WHERE key = ?"), arguments: [key(product)])
    guard let text else { return nil }
    let parts = text.split(separator: ";", omittingEmptySubsequences: false)
    var screened = ScreenedSerials(
      lots: (parts.first ?? "").split(separator: " ").compactMap { Int64($0) })
    for part in parts.dropFirst() {
      let numbers = part.split(separator: " ").compactMap { UInt64($0) }
      guard numbers.count == 5 else { return nil }
      screened.spreads[Int(clamping: numbers[0])] = SerialSpread(
        serials: Int(clamping: numbers[1]), space: Double(bitPattern: numbers[2]),
        guess: Double(bitPattern: numbers[3]), density: Double(bitPattern: numbers[4]))
    }
    return screened
  }

  func write(_ db: Database, product: Int64) throws {
    var parts = [lots.map(String.init).joined(separator: " ")]
    for (length, spread) in spreads.sorted(by: { $0.key < $1.key }) {
      let doubles = [spread.space, spread.guess, spread.density].map { String($0.bitPattern) }
      parts.append(([String(length), String(spread.serials)] + doubles).joined(separator: " "))
    }
    try db.cachedStatement(sql: "INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)")
      .execute(arguments: [Self.key(product), parts.joined(separator: ";")])
  }

  static func forget(_ db: Database, product: Int64) throws {
    try db.cachedStatement(sql: "DELETE FROM meta WHERE key = ?")
      .execute(arguments: [key(product)])
  }

  /// Forgets every product.
  static func forget(_ db: Database) throws {
    try db.execute(sql: "DELETE FROM meta WHERE key >= 'serials/' AND key < 'serials0'")
  }
}
