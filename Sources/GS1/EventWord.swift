/// How a vocabulary word was written; raw values are stored.
package enum WordSpelling: UInt8, Sendable, CaseIterable {
  /// `urn:epcglobal:cbv:bizstep:shipping`.
  case urn = 1
  /// `https://ref.gs1.org/cbv/BizStep-shipping`.
  case webURI = 2
  /// `shipping`.
  case bare = 3
  /// `cbv:BizStep-shipping`.
  case curie = 4
  /// A word of another vocabulary, kept as written but for blanks at the ends.
  case foreign = 5
}

/// A vocabulary word: the bare form for comparing and the text as written.
package struct EventWord: Hashable, Sendable {
  /// The bare word for a CBV word in any spelling, else the trimmed text.
  package var normalised: String
  /// As written.
  package var raw: String
  /// How it was written.
  package var spelling: WordSpelling

  /// A word from its parts.
  package init(normalised: String, raw: String, spelling: WordSpelling) {
    self.normalised = normalised
    self.raw = raw
    self.spelling = spelling
  }

  /// Reads a word of one CBV vocabulary.
  package init(_ raw: String, _ vocabulary: CBV.Vocabulary) {
    self = CBV.word(raw, vocabulary)
  }
}
