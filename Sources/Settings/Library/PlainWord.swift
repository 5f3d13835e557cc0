/// Words of closed lists, as people say them.
package enum PlainWord {
  /// `other_lot+other_site` is other lot, other site. Whatever holds more than small letters and what
  /// joins them is kept as it is.
  package static func text(_ word: String) -> String {
    let isWord = word.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
        || byte == UInt8(ascii: "+")
    }
    guard isWord, let first = word.first, let last = word.last, first.isLetter, last.isLetter
    else { return word }
    return word.replacing("_", with: " ").replacing("+", with: ", ")
  }
}
