/// A place goods are made: own site or contract packer.
struct Plant {
  var id: String
  var place: Place
  var zone: Zone
  var lines: [String]
  var isContract = false
}

/// A trading partner as the configuration names it.
struct Partner {
  var place: Place
  var role: String
  var sendsReceipts = false
  var zone: Zone
  /// Where goods are shipped to, when not at the party's own address.
  var dock: Place?
  var guideline = DocumentHead.Guideline.release12
}

/// One of the two invented firms.
struct Firm {
  var name: String
  /// Short code at the front of document and lot numbers.
  var code: String
  var owner: Place
  var plants: [Plant]
  var logistics: Partner
  /// Wholesalers first, then the partner that sends receipts.
  var customers: [Partner]
  /// The partner outside the market, when there is one.
  var export: Partner?
  var processor: Partner
  /// Package-level items that make up the lots, by index; case-level items follow their package.
  var products: [Product]
  var packages: [Int]
  var isAmerican: Bool

  var guideline: DocumentHead.Guideline { isAmerican ? .release12 : .none }

  /// What the firm states it does not do, for requirements that depend on it.
  var unpractised: [String] {
    isAmerican
      ? ["drop_ships", "relies_on_relief", "sells_unserialized"]
      : [
        "encodes_additional_data", "made_in_india", "mixes_coding_schemes", "packs_for_trials",
        "repacks", "uses_small_pack_exemption",
      ]
  }

  /// The customer that returns receipts and supplies patients.
  var dispenser: Partner { customers[customers.count - 1] }

  /// A statement of the seller, in the wording senders use; nil where the law knows none.
  var statement: (affirmed: Bool, text: String)? {
    guard isAmerican else { return nil }
    return (
      true,
      "Seller has complied with each applicable subsection of FDCA Sec. 581(27)(A)-(G)."
    )
  }
}
