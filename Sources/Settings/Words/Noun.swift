/// Numbers with their nouns, as every text says them: `1 unit`, `20,000 units`.
package enum Noun {
  /// A count with its noun.
  package static func counted(_ count: some BinaryInteger, _ one: String, _ many: String) -> String
  {
    "\(grouped(count)) \(fitting(count, one, many))"
  }

  /// The word that fits a count, without the count.
  package static func fitting(_ count: some BinaryInteger, _ one: String, _ many: String) -> String
  {
    count == 1 ? one : many
  }

  /// A noun behind `A` or `An`, at the start of a sentence: `An upload`, `A user account`.
  package static func one(_ noun: String) -> String {
    let sounds = noun.lowercased()
    let isVowel = sounds.first.map { "aeiou".contains($0) } ?? false
    let isSpokenAsConsonant = ["uni", "use", "uti", "eu", "one"].contains(where: sounds.hasPrefix)
    return "\(isVowel && !isSpokenAsConsonant ? "An" : "A") \(noun)"
  }

  /// Digits in groups of three from five digits on: `2000`, `20,000`.
  package static func grouped(_ number: some BinaryInteger) -> String {
    let digits = String(number.magnitude)
    guard digits.utf8.count > 4 else { return String(number) }
    var out = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index) % 3 == 0 { out += "," }
      out.append(digit)
    }
    return number < 0 ? "-" + out : out
  }
}
