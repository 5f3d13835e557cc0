import Crypto
import Foundation
import GRDB

/// What a document says, spelling apart: SHA-256 over its header's facts and its events' hashes in
/// order, so that a document sent twice is known again whatever order its events stand in.
struct DocumentContent {
  /// The hash of an event, first byte highest, and whether it declares another one wrong.
  private struct Member: Comparable {
    var words: (UInt64, UInt64, UInt64, UInt64)
    var isDeclaration: Bool

    static func == (a: Member, b: Member) -> Bool {
      a.words == b.words && a.isDeclaration == b.isDeclaration
    }

    static func < (a: Member, b: Member) -> Bool {
      a.words == b.words ? !a.isDeclaration && b.isDeclaration : a.words < b.words
    }
  }

  /// Hashes kept in memory; of a longer document they are read from the catalog.
  private let limit: Int
  private var members: [Member] = []
  private(set) var count = 0

  init(limit: Int = 100_000) { self.limit = limit }

  /// Adds an event by its 32 bytes; fewer count as zeros.
  mutating func add(_ hash: [UInt8], isDeclaration: Bool) {
    count += 1
    guard members.count < limit else { return }
    func word(_ start: Int) -> UInt64 {
      var word: UInt64 = 0
      for index in start..<start + 8 {
        word = word << 8 | (index < hash.count ? UInt64(hash[index]) : 0)
      }
      return word
    }
    members.append(
      Member(words: (word(0), word(8), word(16), word(24)), isDeclaration: isDeclaration))
  }

  /// The digest; `db` holds the events, which are those of `document` from `first` to `last`.
  func digest(
    facts: String, _ db: Database, document: Int64, first: Int64, last: Int64
  ) throws -> SHA256.Digest {
    var hash = SHA256()
    hash.update(data: Array("muster.document/v1\n".utf8))
    hash.update(data: Array(facts.utf8))
    if count == members.count {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(members.count * 33)
      for member in members.sorted() {
        for word in [member.words.0, member.words.1, member.words.2, member.words.3] {
          withUnsafeBytes(of: word.bigEndian) { bytes.append(contentsOf: $0) }
        }
        bytes.append(member.isDeclaration ? 1 : 0)
      }
      hash.update(data: bytes)
      return hash.finalize()
    }
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT coalesce(hash, zeroblob(32)), declared_ms IS NOT NULL FROM all_event
        WHERE event_id BETWEEN ? AND ? AND document_id = ? ORDER BY 1, 2
        """, arguments: [first, last, document])
    while let row = try rows.next() {
      let eventHash: Data = row[0]
      hash.update(data: eventHash)
      let isDeclaration: Bool = row[1]
      hash.update(data: [isDeclaration ? 1 : 0])
    }
    return hash.finalize()
  }
}
