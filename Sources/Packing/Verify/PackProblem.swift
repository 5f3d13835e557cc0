package import Settings

/// A rule a pack must (V1…) or should (V2…) keep.
package enum PackRule: String, Sendable, CaseIterable {
  case zipStructure = "V101"
  case names = "V102"
  case limits = "V103"
  case closedWorld = "V104"
  case digests = "V105"
  case agreement = "V106"
  case documents = "V107"
  case reassessment = "V108"
  case sealRefused = "V109"
  case bagForm = "V110"
  case seal = "V201"
  case noted = "V202"
  case zipName = "V203"
  case otherMaker = "V204"

  /// How grave breaking it is.
  package enum Reach: Sendable {
    /// Exit 4: what is in the pack is not what was packed.
    case integrity
    /// Exit 5: nobody can be relied on to have sealed it.
    case seal
    /// Worth knowing.
    case note
  }

  /// How grave breaking it is.
  package var reach: Reach {
    if self == .sealRefused { return .seal }
    return rawValue.hasPrefix("V1") ? .integrity : .note
  }

  /// True when breaking it makes the pack invalid.
  package var isRequired: Bool { reach != .note }

  /// Meaning, usual cause and remedy, for `muster explain`.
  package var explanation: CodeExplanation {
    let text = Self.texts[self] ?? ("", "", "")
    return CodeExplanation(
      code: rawValue, place: "verify", meaning: text.meaning, cause: text.cause,
      remedy: text.remedy)
  }

  private static let askAgain =
    "Do not rely on this copy. Ask the sender for it again and compare the pack digest by "
    + "another way than the one the pack came by."

  private static let texts: [PackRule: (meaning: String, cause: String, remedy: String)] = [
    .zipStructure: (
      "The zip must have one end record and hold nothing but its entries: no bytes in front, "
        + "behind, between or shared, every header as muster writes it.",
      "The file was cut or damaged in transfer, was packed again by another program, went through a "
        + "mail gateway that adds to attachments, or was built to show different files to "
        + "different programs.", askAgain
    ),
    .names: (
      "No name may be dangerous to unpack (absolute, with \"..\", a backslash, a drive letter, a "
        + "link or device), and no two names may be taken for one.",
      "Somebody added an entry to the zip, or put a link into the unpacked folder.",
      "Do not unpack it. \(askAgain)"
    ),
    .limits: (
      "Number of entries, sizes, growth and names must stay within limits; this is examined "
        + "before anything is unpacked.",
      "The zip is a bomb: little data that unpacks to very much.",
      "Do not unpack it. \(askAgain)"
    ),
    .closedWorld: (
      "The files must be exactly those that the lists in the pack name, with nothing added, "
        + "removed or renamed, and no empty folder.",
      "Somebody put a file into the unpacked folder (notes, system files such as .DS_Store or "
        + "Thumbs.db), or took one out.",
      "Unpack the zip anew and verify the zip itself. If that is not valid either: \(askAgain)"
    ),
    .digests: (
      "Every file must have the size and the digests that the lists state.",
      "A file was opened and saved, converted, or damaged on its way.", askAgain
    ),
    .agreement: (
      "Manifest, payload, assessment, catalog, crate and audit trail must speak of the same "
        + "things, and their counts must add up.",
      "Files and lists were replaced together, but not all of the documents that mention them.",
      askAgain
    ),
    .documents: (
      "The documents inside must have the form they claim, exactly as muster writes it.",
      "A document was edited and its digests written anew, or the pack comes from a newer "
        + "version of muster.", "Try the version of muster that README.txt names. \(askAgain)"
    ),
    .reassessment: (
      "Judging the catalog in the pack by the profile in the pack must give the assessment in "
        + "the pack (looked at with --reassess).",
      "The assessment was edited, or it was made by another version of muster than this one.",
      "Compare with the version of muster that README.txt names. If it differs there too, the "
        + "assessment does not follow from the records: \(askAgain)"
    ),
    .sealRefused: (
      "A seal must fit the pack, and its certificate must lead to the root given and hold at the "
        + "time asked. With --cert or --require-seal there must be one.",
      "The pack was never sealed or its seal was taken out; it was changed after sealing; the "
        + "certificate has ended since; or the root given is not the sender's.",
      "For a certificate that has ended, give the time of sealing with --at. Ask the sender for "
        + "the root certificate by another way. Otherwise do not rely on this copy."
    ),
    .bagForm: (
      "The bag's own files must have the form that RFC 8493 and this version of muster give them.",
      "A list was edited or saved by a program that changes line ends or adds a byte order mark.",
      askAgain
    ),
    .seal: (
      "A pack should be sealed, and its seal should be checked against a root the reader trusts.",
      "It is a draft, the firm has no key, or no root was given with --cert.",
      "Ask the sender for a sealed pack and the root certificate, or compare the pack digest "
        + "with the sender."
    ),
    .noted: (
      "Something is worth knowing, though the pack is whole.",
      "Originals that could not be read, or a catalog that was left out or is too large.",
      "Nothing needs to be done; README.txt in the pack tells what was left out."
    ),
    .zipName: (
      "The zip, and the folder in it, should be called like the pack.",
      "It was renamed, say by a second download.",
      "Nothing needs to be done. Some bag tools want the first name back."
    ),
    .otherMaker: (
      "The bag was made by another program than muster.",
      "It is a bag (RFC 8493) of another maker, or one of muster from which all its marks were "
        + "taken.",
      "Nothing, when a bag of another maker was expected. Only what RFC 8493 asks for was "
        + "verified: files that no list names are allowed beside data/."
    ),
  ]
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
