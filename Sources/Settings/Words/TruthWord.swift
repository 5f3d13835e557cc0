/// Answers people write where `true` or `false` is meant.
enum TruthWord {
  /// The two words files are written in.
  static let known = ["false", "true"]

  /// Spellings of the two that YAML files elsewhere may hold and that are no other word: `NO` is Norway.
  static let spellings = [
    "yes": "true", "Yes": "true", "True": "true", "TRUE": "true",
    "no": "false", "No": "false", "False": "false", "FALSE": "false",
  ]

  /// Which of the two a word most likely means; nil when it is one of them, or another word.
  static func meant(by word: String) -> String? {
    if known.contains(word) { return nil }
    switch word.lowercased() {
    case "true", "yes", "y", "on", "1", "ja", "oui", "sim": return "true"
    case "false", "no", "n", "off", "0", "nein", "non": return "false"
    default: return Suggestion.nearest(to: word, among: known)
    }
  }
}
