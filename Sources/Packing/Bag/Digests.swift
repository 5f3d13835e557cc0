internal import Archives
internal import Cataloging
internal import Crypto

/// The two digests a payload file is listed with, in lower-case hexadecimal.
package struct DigestPair: Sendable, Equatable {
  /// SHA-256, 64 characters.
  package let sha256: String
  /// SHA-512, 128 characters.
  package let sha512: String

  /// Takes two digests as they stand.
  package init(sha256: String, sha512: String) {
    self.sha256 = sha256
    self.sha512 = sha512
  }

  /// Digests bytes at hand.
  package init(of bytes: [UInt8]) {
    self.init(sha256: Digests.sha256(bytes), sha512: HexText.of(SHA512.hash(data: bytes)))
  }
}

/// Digests of whole byte strings.
package enum Digests {
  /// SHA-256 in lower-case hexadecimal.
  package static func sha256(_ bytes: [UInt8]) -> String {
    HexText.of(SHA256.hash(data: bytes))
  }

  /// SHA-256 of what `body` hands over.
  static func sha256(
    _ body: (_ sink: (_ piece: [UInt8]) -> Void) throws -> Void
  ) rethrows -> String {
    var digest = RunningDigest(withSHA512: false)
    try body { piece in piece.withUnsafeBytes { digest.update($0) } }
    return digest.sha256
  }
}

extension HexText {
  /// Whether a text is `count` lower-case hexadecimal digits.
  static func isHex(_ text: some StringProtocol, count: Int) -> Bool {
    text.utf8.count == count
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}

/// Digests bytes as they pass.
struct RunningDigest {
  private var short = SHA256()
  private var long: SHA512?
  private(set) var count: UInt64 = 0

  init(withSHA512: Bool = true) { long = withSHA512 ? SHA512() : nil }

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    short.update(bufferPointer: bytes)
    long?.update(bufferPointer: bytes)
    count &+= UInt64(bytes.count)
  }

  var sha256: String { HexText.of(short.finalize()) }

  /// Empty when SHA-512 was not asked for.
  var sha512: String { long.map { HexText.of($0.finalize()) } ?? "" }

  var pair: DigestPair { DigestPair(sha256: sha256, sha512: sha512) }

  /// Digests all of a source.
  static func of(_ source: any ByteSource, withSHA512: Bool) throws -> RunningDigest {
    var digest = RunningDigest(withSHA512: withSHA512)
    try source.forEachPiece { digest.update($0) }
    return digest
  }
}

/// Digests every byte read through it.
final class DigestingSource: ByteSource {
  private let source: any ByteSource
  private(set) var digest: RunningDigest

  init(_ source: any ByteSource, withSHA512: Bool = true) {
    self.source = source
    digest = RunningDigest(withSHA512: withSHA512)
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try source.read(into: buffer)
    digest.update(UnsafeRawBufferPointer(rebasing: buffer[0..<count]))
    return count
  }
}
