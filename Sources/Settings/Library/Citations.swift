/// The citations of a basis, told apart by the regime whose law they are.
///
/// A check that both regimes use names the law of both, as `21 CFR 211.192; EU GMP Chapter 1`. A
/// report names only that of its own regime: what a US law asks is no law in the EU.
enum Citations {
  /// How citations of one regime's law and guidance begin.
  private static let beginnings: [Regime: [String]] = [
    .dscsa: ["21 CFR", "FD&C Act", "FDA", "GS1 US"],
    .fmd: [
      "DR", "DIR", "Directive", "Regulation (EU)", "EU", "GMP", "AM-GMP", "Annex", "Q&A", "EMVO",
      "EMVS", "NMVO",
    ],
  ]

  /// The basis without what is the other regime's alone; all of it where nothing else is there.
  static func of(_ regime: Regime, in basis: String) -> String {
    var own: [Substring] = []
    var belongs: Regime?
    for part in basis.split(separator: ";") {
      let citation = part.drop { $0 == " " }
      if let named = self.regime(of: citation) {
        belongs = named
      } else if citation.first?.isUppercase == true {
        // `11.10(e)`, or a remark in small letters, goes on with what stands before it.
        belongs = nil
      }
      if belongs == nil || belongs == regime { own.append(citation) }
    }
    return own.isEmpty ? basis : own.joined(separator: "; ")
  }

  private static func regime(of citation: Substring) -> Regime? {
    beginnings.first { _, names in
      names.contains { name in
        citation.hasPrefix(name) && citation.dropFirst(name.count).first?.isLetter != true
      }
    }?.key
  }
}
