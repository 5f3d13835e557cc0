internal import Archives

/// Writes a bag (RFC 8493) as one zip with one top folder: fixed order, fixed times, and digests
/// of everything. The same description and items give the same bytes.
package enum BagWriter {
  /// What was written.
  package struct Summary: Sendable, Equatable {
    /// SHA-256 of the tag manifest: the pack digest.
    package let packDigest: String
    /// Every file of the zip, as `verify` counts them.
    package let files: Int
    /// Payload bytes, unpacked.
    package let payloadBytes: UInt64
    /// Bytes of the zip.
    package let zipBytes: UInt64
  }

  /// The level of deflate for the catalog's database. On that of a million units level 1 is three
  /// times as fast as level 6, which gains 3 % of its size; level 3 is slower and larger than level 1.
  static let catalogLevel = 1

  /// Writes `items` and what belongs around them to `path`, which appears only when whole.
  ///
  /// `seal` gets the tag manifest's bytes and gives the files for `signatures/`.
  /// - Throws: `PackingError`; what `seal` throws.
  package static func write(
    _ items: [PackItem], to path: String, describedAs description: BagDescription,
    unixSeconds: Int64, replacing: Bool = false, workers: Int? = nil,
    stages: PackStages = PackStages(),
    seal: (_ tagManifest: [UInt8]) throws -> [PackFile] = { _ in [] }
  ) throws -> Summary {
    do {
      let zip = try ZipWriter(
        path: path, modified: ZipTime(unixSeconds: unixSeconds), workers: workers)
      var bag = BagWriting(zip, description, workers, stages)
      let summary = try bag.writeAll(items, seal: seal)
      try stages.time("to the disk") { try zip.finish(replacing: replacing) }
      return summary
    } catch let error as ArchiveError {
      throw PackingError(
        error.code == .alreadyExists ? .alreadyExists : .cannotWrite, error.description)
    }
  }
}

extension BagWriter {
  /// Writes what comes behind the tag manifest: signatures, and the digest of the zip so far.
  static func end(_ zip: ZipWriter, top: String, signatures: [PackFile]) throws {
    for file in signatures.sorted(by: { $0.path < $1.path }) {
      guard BagLayout.signatures.contains(file.path) else {
        throw PackingError(.pathTaken, "\(file.path) is no place for a signature.")
      }
      try zip.add("\(top)/\(file.path)", bytes: file.bytes)
    }
    let before = try RunningDigest.of(zip.writtenBytes(), withSHA512: false)
    // No digest covers this entry itself: stored, its CRC-32 does.
    try zip.addStored(
      "\(top)/\(BagLayout.container)",
      bytes: Array(ContainerDigest.text(sha256: before.sha256, count: before.count).utf8))
  }
}

private struct BagWriting {
  private let zip: ZipWriter
  private let description: BagDescription
  private let workers: Int?
  private let stages: PackStages
  private var originals = OriginalsAhead([], workers: 1)
  /// Digests of the items written, in their order.
  private var payload: [DigestPair] = []
  private var tags: [(path: String, sha256: String)] = []

  init(
    _ zip: ZipWriter, _ description: BagDescription, _ workers: Int?, _ stages: PackStages
  ) {
    self.zip = zip
    self.description = description
    self.workers = workers
    self.stages = stages
  }

  mutating func writeAll(
    _ items: [PackItem], seal: ([UInt8]) throws -> [PackFile]
  ) throws -> BagWriter.Summary {
    let sorted = items.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    for (item, next) in Swift.zip(sorted, sorted.dropFirst()) where item.path == next.path {
      throw PackingError(.pathTaken, "Two files would be called data/\(item.path).")
    }
    let bytes = sorted.reduce(UInt64(0)) { $0 &+ $1.size }
    let texts = BagTexts(
      description: description, payloadFiles: sorted.count, payloadBytes: bytes)
    try writeTag(BagLayout.declaration, BagLayout.declarationText)
    try writeTag(BagLayout.readme, texts.readme)
    try writeTag(BagLayout.information, texts.information)
    try writeTag(BagLayout.profile, bytes: texts.profile())
    originals = OriginalsAhead(sorted.compactMap(\.vaultCopy), workers: workers)
    payload.reserveCapacity(sorted.count)
    for item in sorted { try writePayload(item) }
    try writeManifest(BagLayout.manifest256, of: sorted, \.sha256)
    try writeManifest(BagLayout.manifest512, of: sorted, \.sha512)
    let listed = tags.sorted { $0.path < $1.path }.map { Self.line($0.sha256, $0.path) }.joined()
    try writeTag(BagLayout.tagManifest, listed)
    let signatures = try seal(Array(listed.utf8))
    try stages.time("digest of the zip") {
      try BagWriter.end(zip, top: description.identifier, signatures: signatures)
    }
    return BagWriter.Summary(
      packDigest: Digests.sha256(Array(listed.utf8)),
      // The digest of the zip is a file too.
      files: sorted.count + tags.count + signatures.count + 1,
      payloadBytes: bytes, zipBytes: zip.position)
  }

  private func inTop(_ path: String) -> String { "\(description.identifier)/\(path)" }

  private mutating func writeTag(_ path: String, _ text: String) throws {
    try writeTag(path, bytes: Array(text.utf8))
  }

  private mutating func writeTag(_ path: String, bytes: [UInt8]) throws {
    try zip.add(inTop(path), bytes: bytes)
    tags.append((path, Digests.sha256(bytes)))
  }

  private mutating func writeManifest(
    _ path: String, of items: [PackItem], _ digest: KeyPath<DigestPair, String>
  ) throws {
    var lines = Swift.zip(items, payload).lazy.map { item, digests in
      Self.line(digests[keyPath: digest], BagLayout.payload + item.path)
    }.makeIterator()
    let source = DigestingSource(TextSource { lines.next() }, withSHA512: false)
    try zip.add(inTop(path), source)
    tags.append((path, source.digest.sha256))
  }

  /// The line of a manifest as `sha256sum` writes it: digest, two blanks, path.
  private static func line(_ digest: String, _ path: String) -> String { "\(digest)  \(path)\n" }

  private mutating func writePayload(_ item: PackItem) throws {
    let place = inTop(BagLayout.payload + item.path)
    guard place.utf8.count <= PackName.longestPath else {
      throw PackingError(.nameRefused, "\(place) is longer than a path in a pack may be.")
    }
    switch item.content {
    case .bytes(let bytes):
      try stages.time("made files", bytes: item.size) {
        try zip.add(place, bytes: bytes)
        payload.append(DigestPair(of: bytes))
      }
    case .file(let file, let size, let level):
      let source = DigestingSource(try FileByteSource(path: file))
      let entry = try stages.time("deflate catalog", bytes: size) {
        try zip.add(place, source, level: level)
      }
      guard entry.size == size else {
        throw PackingError(.cannotWrite, "\(file) changed while it was packed.")
      }
      payload.append(source.digest.pair)
    case .vault(let copy):
      let stages = stages
      try stages.time("originals", bytes: copy.size) { try splice(copy, to: place) }
      payload.append(copy.digests)
    }
  }

  private static let restore =
    "Run 'muster collect --rehash' while its source still has it, or restore the catalog folder from "
    + "a backup."

  private mutating func splice(_ copy: VaultCopy, to place: String) throws {
    let sha256: String
    do {
      switch originals.next() {
      case .failed(let error): throw error
      case .proven(let proven, let digest):
        try zip.add(place, proven)
        sha256 = digest
      case .large:
        // SHA-512 is the one kept from collect; SHA-256 proves that the bytes are still those.
        var digest = RunningDigest(withSHA512: false)
        try zip.addDeflated(
          place, FileByteSource(path: copy.file), crc: copy.crc, packedSize: copy.packedSize,
          size: copy.size
        ) { digest.update($0) }
        sha256 = digest.sha256
      }
    } catch let error as ArchiveError where error.code != .writeFailed {
      throw PackingError(
        .evidenceDamaged,
        "The original \(copy.digests.sha256) in the vault cannot be read: \(error) \(Self.restore)")
    }
    guard sha256 == copy.digests.sha256 else {
      throw PackingError(
        .evidenceDamaged,
        "The original \(copy.digests.sha256) in the vault has changed. \(Self.restore)")
    }
  }
}
