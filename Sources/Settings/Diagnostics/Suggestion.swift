/// Finds the word somebody probably meant.
package enum Suggestion {
  /// Words longer than this are not compared.
  static let longest = 64

  /// The candidate nearest to a word, if it is near: at most a third of the letters differ.
  /// Case and `-` against `_` count as no difference; ties go to the first in sorted order.
  package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let wanted = folded(word)
    guard !wanted.isEmpty, wanted.count <= longest else { return nil }
    var best: (distance: Int, word: String)?
    for candidate in candidates.sorted() where candidate != word {
      let other = folded(candidate)
      guard !other.isEmpty, other.count <= longest else { continue }
      // Of one or two letters every word would be near.
      let shortest = min(wanted.count, other.count)
      let allowed = shortest < 3 ? 0 : max(1, shortest / 3)
      guard abs(wanted.count - other.count) <= allowed else { continue }
      let distance = distance(wanted, other)
      if distance <= allowed, distance < (best?.distance ?? .max) {
        best = (distance, candidate)
      }
    }
    return best?.word
  }

  /// The fewest insertions, deletions, substitutions and swaps of neighbours between two words.
  static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    var current = last
    for row in 1...left.count {
      current[0] = row
      for column in 1...right.count {
        let same = left[row - 1] == right[column - 1]
        var cost = min(
          last[column] + 1, current[column - 1] + 1, last[column - 1] + (same ? 0 : 1))
        if row > 1, column > 1, left[row - 1] == right[column - 2],
          left[row - 2] == right[column - 1]
        {
          cost = min(cost, beforeLast[column - 2] + 1)
        }
        current[column] = cost
      }
      (beforeLast, last, current) = (last, current, beforeLast)
    }
    return last[right.count]
  }

  private static func folded(_ word: String) -> [Unicode.Scalar] {
    word.lowercased().unicodeScalars.map { $0 == "-" ? "_" : $0 }
  }
}
