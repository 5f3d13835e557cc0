import GRDB

/// What the configuration says of the GLNs events name.
struct Parties {
  private(set) var own: Set<Int32> = []
  private(set) var logistics: Set<Int32> = []
  /// Those who buy: what they tell is told of their own goods.
  private(set) var buyers: Set<Int32> = []
  private(set) var infersUnpacking: Set<Int32> = []
  /// GTINs the configuration declares as never aggregated.
  private(set) var notAggregated: Set<String> = []
  /// By GTIN, the packs a case holds.
  private(set) var caseQuantities: [String: Int64] = [:]
  /// Everything above in one text, to notice a changed configuration.
  private(set) var fingerprint = ""

  /// Reads run_partner, run_site and run_product.
  init(_ db: Database, glns: inout Interner) throws {
    let partners = try DirectStatement(
      db,
      "SELECT gln, role, unpack_inferred, own FROM run_partner ORDER BY gln")
    while try partners.next() {
      let code = glns.code(partners.text(0))
      let role = partners.string(1)?.lowercased() ?? ""
      if partners.int(3) == 1 { own.insert(code) }
      if role == "wholesaler" || role == "dispenser" { buyers.insert(code) }
      if role == "3pl" || role.hasPrefix("logistics") { logistics.insert(code) }
      if partners.int(2) == 1 { infersUnpacking.insert(code) }
      fingerprint += "\(partners.string(0) ?? "")|\(role)|\(partners.int(2))|\(partners.int(3));"
    }
    let sites = try DirectStatement(
      db, "SELECT gln FROM run_site WHERE gln IS NOT NULL ORDER BY gln")
    while try sites.next() {
      own.insert(glns.code(sites.text(0)))
      fingerprint += "site \(sites.string(0) ?? "");"
    }
    let products = try DirectStatement(
      db,
      """
      SELECT gtin, aggregated, case_quantity FROM run_product
      WHERE aggregated = 0 OR case_quantity > 0 ORDER BY gtin
      """)
    while try products.next() {
      guard let gtin = products.string(0) else { continue }
      if products.optionalInt(1) == 0 {
        notAggregated.insert(gtin)
        fingerprint += "loose \(gtin);"
      }
      if let packs = products.optionalInt(2) {
        caseQuantities[gtin] = packs
        fingerprint += "case \(gtin) \(packs);"
      }
    }
  }

  /// Whether two owners are one: the same GLN, or both the firm itself.
  func sameOwner(_ a: Int32, _ b: Int32) -> Bool {
    a == b || (own.contains(a) && own.contains(b))
  }

  /// Whether goods go out of the firm's hands: known different owners, or an unknown owner and
  /// a destination that is neither an own place nor its logistics provider.
  func leaves(fromOwner: Int32, toOwner: Int32, from: Int32, to: Int32) -> Bool {
    if fromOwner != 0 && toOwner != 0 {
      return fromOwner != toOwner && !own.contains(toOwner)
    }
    if toOwner != 0 { return !own.contains(toOwner) && !logistics.contains(toOwner) }
    if to == 0 { return true }
    return to != from && !own.contains(to) && !logistics.contains(to)
  }
}
