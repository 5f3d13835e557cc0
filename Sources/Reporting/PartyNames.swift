/// Names of parties and places by GLN, so that a reader need not know thirteen digits by heart.
package struct PartyNames: Sendable, Equatable {
  private let names: [String: String]

  /// Names by GLN-13; what comes from the configuration is as good as it is written there.
  package init(_ names: [String: String] = [:]) {
    self.names = names.filter { $0.key.utf8.count == 13 && !$0.value.isEmpty }
  }

  /// The name of a GLN.
  func name(_ gln: String) -> String? { names[gln] }

  /// The text with the name behind every GLN it knows: `0399992000014 (Wholesaler A)`.
  func named(_ text: String) -> String {
    guard !names.isEmpty else { return text }
    var out = ""
    var digits = ""
    var last: Character = " "
    func flush(before next: Character?) {
      guard !digits.isEmpty else { return }
      out += digits
      // Digits inside a longer identifier are not a number of their own.
      let standsAlone = !"0123456789.:/)".contains(last) && next != "." && next != "("
      if standsAlone, let name = names[digits] { out += " (\(name))" }
      digits = ""
    }
    for character in text {
      if character.isASCII, character.isNumber {
        digits.append(character)
        continue
      }
      if !digits.isEmpty { flush(before: character == "." ? nil : character) }
      out.append(character)
      last = character
    }
    flush(before: nil)
    return out
  }
}
