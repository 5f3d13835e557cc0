import Archives

/// Finds the delimiter of a text from its first records.
enum DelimiterGuess {
  /// What is tried, the likeliest first where two fit equally.
  static let candidates: [UInt8] = [0x3B, 0x09, 0x7C, 0x2C]
  private static let records = 60

  /// The byte that splits the records of `head` most evenly; a comma when none splits them.
  static func delimiter(of head: [UInt8], isWhole: Bool) -> UInt8 {
    if let named = declared(in: head) { return named }
    var best: (delimiter: UInt8, score: Int) = (0x2C, 0)
    for candidate in candidates {
      let score = score(head, candidate, isWhole: isWhole)
      if score > best.score { best = (candidate, score) }
    }
    return best.delimiter
  }

  /// The delimiter that a first line `sep=;` tells Excel; nil when the first line is another.
  static func declared(in head: [UInt8]) -> UInt8? {
    var bytes = Array(head.prefix { $0 != 0x0A && $0 != 0x0D })
    if bytes.first == 0x22, bytes.last == 0x22, bytes.count > 1 {
      bytes = Array(bytes.dropFirst().dropLast())
    }
    guard bytes.count == 5, String(decoding: bytes[0..<4], as: UTF8.self).lowercased() == "sep="
    else { return nil }
    return bytes[4]
  }

  // How many records have the commonest number of cells, then how many cells that is.
  private static func score(_ head: [UInt8], _ delimiter: UInt8, isWhole: Bool) -> Int {
    guard
      let scanner = try? DelimitedScanner(
        delimiter: delimiter, isUTF16: false, markLength: 0, open: { MemorySource(head) })
    else { return 0 }
    var counts: [Int] = []
    while counts.count < records, let step = try? scanner.next() {
      if case .end = step { break }
      if case .record = step { counts.append(scanner.cells.count) }
    }
    if !isWhole, counts.count > 1, counts.count < records { counts.removeLast() }
    var frequency: [Int: Int] = [:]
    for count in counts where count > 1 { frequency[count, default: 0] += 1 }
    let best = frequency.max { ($0.value, $0.key) < ($1.value, $1.key) }
    guard let best else { return 0 }
    return best.value * 100_000 + min(best.key, 99_999)
  }
}
