/// A rule a pack must (V1…) or should (V2…) keep.
package enum PackRule: String, Sendable, CaseIterable {
  case zipStructure = "V101"
  case names = "V102"
  case limits = "V103"
  case closedWorld = "V104"
  case digests = "V105"
  case agreement = "V106"
  case documents = "V107"
  case bagForm = "V110"
  case seal = "V201"
  case noted = "V202"
  case zipName = "V203"

  /// True when breaking it makes the pack invalid.
  package var isRequired: Bool { rawValue.hasPrefix("V1") }

  /// What must be true, in one sentence.
  package var statement: String {
    switch self {
    case .zipStructure:
      "The zip has one end record and holds nothing but its entries, every header as muster "
        + "writes it and every byte as it was written."
    case .names: "No name is dangerous to unpack, and no two names can be taken for one."
    case .limits:
      "Entries, sizes, growth and names stay within limits, before anything is unpacked."
    case .closedWorld:
      "The files are exactly those the manifests list, with nothing added, missing or renamed."
    case .digests: "Every file has the size and the digests the manifests state."
    case .agreement:
      "Manifest, payload, assessment, catalog and crate speak of the same things, and the counts "
        + "add up."
    case .documents: "The documents inside can be read in the form they claim."
    case .bagForm:
      "The bag's own files have the form RFC 8493 and this version of muster give them."
    case .seal: "The pack is sealed, and the seal could be checked."
    case .noted: "Something is worth knowing, though the pack is whole."
    case .zipName: "The zip is called like the folder in it."
    }
  }

  /// What to do when it is broken.
  package var remedy: String {
    switch self {
    case .seal: "Ask the sender for a sealed pack, or compare the pack digest with the sender."
    case .noted, .zipName: "Nothing needs to be done."
    default:
      "Do not rely on this copy. Ask the sender for it again; compare the pack digest by another "
        + "way."
    }
  }
}

/// One breach of a rule.
package struct PackProblem: Sendable, Hashable {
  /// The rule.
  package let code: PackRule
  /// What is wrong, in one sentence.
  package let message: String
  /// The file it is about, below the top folder, or nil for the pack.
  package let path: String?

  /// Makes a problem.
  package init(_ code: PackRule, _ message: String, path: String? = nil) {
    self.code = code
    self.message = message
    self.path = path
  }
}
