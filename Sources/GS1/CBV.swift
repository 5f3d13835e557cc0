/// Words of the GS1 Core Business Vocabulary in their four spellings (CBV 2.0, sections 7 and 8).
package enum CBV {
  /// A vocabulary, with the names it goes by in URNs and web URIs.
  package enum Vocabulary: String, Sendable, CaseIterable {
    /// Business steps.
    case bizStep = "bizstep"
    /// Dispositions.
    case disposition = "disp"
    /// Business transaction types.
    case bizTransactionType = "btt"
    /// Source and destination types.
    case sourceDestinationType = "sdt"
    /// Error reasons.
    case errorReason = "er"

    /// `urn:epcglobal:cbv:bizstep:` and its like.
    package var urnPrefix: String { "urn:epcglobal:cbv:" + rawValue + ":" }

    /// The name in web URIs: `BizStep`, `Disp`, `BTT`, `SDT`, `ER`.
    package var webName: String {
      switch self {
      case .bizStep: "BizStep"
      case .disposition: "Disp"
      case .bizTransactionType: "BTT"
      case .sourceDestinationType: "SDT"
      case .errorReason: "ER"
      }
    }

    /// `https://ref.gs1.org/cbv/BizStep-` and its like.
    package var webPrefix: String { "https://ref.gs1.org/cbv/" + webName + "-" }
  }

  /// A version of the vocabulary.
  package enum Version: String, Sendable, CaseIterable {
    /// CBV 1.2.
    case v1 = "1.2"
    /// CBV 2.0.
    case v2 = "2.0"
  }

  /// The bare word of a text in any spelling; a text of no CBV spelling is kept, trimmed.
  package static func word(_ raw: String, _ vocabulary: Vocabulary) -> EventWord {
    let text = trimmed(raw)
    if let rest = rest(of: text, after: vocabulary.urnPrefix) {
      return EventWord(normalised: rest, raw: raw, spelling: .urn)
    }
    let ending = "/" + vocabulary.webName + "-"
    if let rest = rest(of: text, after: "https://ref.gs1.org/cbv" + ending)
      ?? rest(of: text, after: "http://ref.gs1.org/cbv" + ending)
      ?? rest(of: text, after: "https://ns.gs1.org/voc" + ending)
      ?? rest(of: text, after: "https://ns.gs1.org/cbv" + ending)
    {
      return EventWord(normalised: rest, raw: raw, spelling: .webURI)
    }
    if let rest = rest(of: text, after: "cbv:" + vocabulary.webName + "-") {
      return EventWord(normalised: rest, raw: raw, spelling: .curie)
    }
    let isBare = !text.utf8.isEmpty && text.utf8.allSatisfy { $0.isASCIILetter || $0 == 0x5F }
    return EventWord(normalised: text, raw: raw, spelling: isBare ? .bare : .foreign)
  }

  /// The web URI of a known bare word, else the text as it is.
  package static func webURI(_ word: String, _ vocabulary: Vocabulary) -> String {
    isKnown(word, vocabulary) ? vocabulary.webPrefix + word : word
  }

  /// Whether a bare word belongs to the vocabulary, in any version or in the one given.
  package static func isKnown(
    _ word: String, _ vocabulary: Vocabulary, in version: Version? = nil
  ) -> Bool {
    known(vocabulary, in: version ?? .v2).contains(word)
      || (version == nil && known(vocabulary, in: .v1).contains(word))
  }

  /// The words of a vocabulary in a version. Which of them first stood in 1.2 is partly
  /// unconfirmed, so a word missing here is a remark, never a fault.
  package static func known(_ vocabulary: Vocabulary, in version: Version) -> Set<String> {
    switch (vocabulary, version) {
    case (.bizStep, .v1): bizSteps
    case (.bizStep, .v2): bizSteps2
    case (.disposition, .v1): dispositions
    case (.disposition, .v2): dispositions2
    case (.bizTransactionType, .v1): transactionTypes
    case (.bizTransactionType, .v2): transactionTypes2
    case (.sourceDestinationType, _): sourceTypes
    case (.errorReason, _): errorReasons
    }
  }

  private static func set(_ words: String) -> Set<String> {
    Set(words.split(separator: " ").map(String.init))
  }

  private static let bizSteps = set(
    """
    accepting arriving assembling collecting commissioning consigning creating_class_instance \
    cycle_counting decommissioning departing destroying disassembling dispensing encoding \
    entering_exiting holding inspecting installing killing loading other packing picking receiving \
    removing repackaging repairing replacing reserving retail_selling shipping staging_outbound \
    stock_taking stocking storing transporting unloading unpacking void_shipping
    """)
  private static let bizSteps2 = bizSteps.union(["sampling", "sensor_reporting"])
  private static let dispositions = set(
    """
    active container_closed damaged destroyed dispensed disposed encoded expired in_progress \
    in_transit inactive no_pedigree_match non_sellable_other partially_dispensed recalled reserved \
    retail_sold returned sellable_accessible sellable_not_accessible stolen unknown
    """)
  private static let dispositions2 = dispositions.union(
    set(
      """
      available completeness_inferred completeness_verified conformant container_open \
      mismatch_class mismatch_instance mismatch_quantity needs_replacement non_conformant \
      unavailable
      """))
  private static let transactionTypes = set(
    "bol desadv inv pedigree po poc prodorder recadv rma")
  private static let transactionTypes2 = transactionTypes.union(
    ["cert", "testprd", "testres", "upevt"])
  private static let sourceTypes = set("owning_party possessing_party location")
  private static let errorReasons = set("did_not_occur incorrect_data")

  private static func rest(of text: String, after prefix: String) -> String? {
    guard text.utf8.count > prefix.utf8.count, text.utf8.starts(with: prefix.utf8) else {
      return nil
    }
    return String(decoding: text.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
  }

  private static func trimmed(_ text: String) -> String {
    var copy = text
    return copy.withUTF8 { bytes in
      let range = ByteText.trimmed(bytes)
      return range.count == bytes.count ? nil : String(decoding: bytes[range], as: UTF8.self)
    } ?? text
  }
}
