import Archives
import Cataloging
import Crypto
import GS1

/// Tells two pages alike though each was put together at its own time.
enum PageContent {
  private static let key = Array("\"creationDate\"".utf8)

  /// SHA-256 of a body without the value of its `creationDate`, when that stands near its beginning.
  static func digest(_ path: String) throws -> String {
    let head = try ArtifactIntake.head(of: FileByteSource(path: path))
    let value = creationDate(in: head) ?? 0..<0
    var hash = SHA256()
    head.withUnsafeBytes {
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<value.lowerBound]))
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[value.upperBound...]))
    }
    var passed = 0
    try FileByteSource(path: path).forEachPiece { piece in
      let skipped = min(piece.count, head.count - passed)
      passed += skipped
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: piece[skipped...]))
    }
    return HexText.of(hash.finalize())
  }

  /// Where the text of the first `"creationDate": "…"` stands.
  private static func creationDate(in head: [UInt8]) -> Range<Int>? {
    guard head.count > key.count else { return nil }
    let last = head.count - key.count
    guard let start = (0...last).first(where: { head[$0...].starts(with: key) }) else { return nil }
    var index = start + key.count
    func skipBlanks() {
      while index < head.count, [0x20, 0x09, 0x0A, 0x0D].contains(head[index]) { index += 1 }
    }
    skipBlanks()
    guard index < head.count, head[index] == 0x3A else { return nil }
    index += 1
    skipBlanks()
    guard index < head.count, head[index] == 0x22 else { return nil }
    let end = head[(index + 1)...].firstIndex(of: 0x22)
    return end.map { (index + 1)..<$0 }
  }
}
