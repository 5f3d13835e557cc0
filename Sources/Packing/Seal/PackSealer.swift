internal import Archives
package import Assessing

/// Seals a final pack that was made without a seal. Nothing in it is compressed again: the new zip
/// is written beside the old one and takes its name when it is whole.
package enum PackSealer {
  /// Verifies the pack, seals it, and says its pack digest, which does not change.
  /// - Throws: `PackingError`: `notSealable` for a pack that is not whole, a draft, or sealed
  ///   already; `cannotRead`, `cannotWrite`, `sealKey`.
  package static func seal(
    _ path: String, with sealer: Sealer, at time: Instant
  ) throws -> String {
    let found = try PackVerifier.verify(path: path, VerifyOptions(time: time))
    guard found.isValid, let top = found.identifier, let digest = found.packDigest else {
      throw PackingError(
        .notSealable,
        "\(path) is not a whole pack (\(found.verdictLine)); look at it with muster verify.")
    }
    if found.isDraft {
      throw PackingError(
        .notSealable, "\(path) is a draft, which is not sealed; make the final pack.")
    }
    do {
      let reader = try ZipReader(RandomAccessFile(path: path), mode: .strict)
      let names = Set(reader.members.map(\.name))
      if names.contains("\(top)/\(BagLayout.signature)") {
        throw PackingError(.notSealable, "\(path) is sealed already.")
      }
      guard let first = reader.members.first,
        let tags = reader.members.first(where: { $0.name == "\(top)/\(BagLayout.tagManifest)" })
      else { throw PackingError(.notSealable, "\(path) is a folder; seal the zip.") }
      let listed = try reader.open(tags).readAll(limit: PackVerifier.largestDocument)
      guard Digests.sha256(listed) == digest else {
        throw PackingError(.notSealable, "\(path) changed while it was looked at.")
      }
      let signatures = try sealer.files(over: listed, at: time)
      let zip = try ZipWriter(path: path, modified: first.modified)
      for member in reader.members where member.name != "\(top)/\(BagLayout.container)" {
        try zip.copy(member, from: reader)
      }
      try BagWriter.end(zip, top: top, signatures: signatures)
      try zip.finish(replacing: true)
      return digest
    } catch let error as ArchiveError {
      throw PackingError(
        error.code == .writeFailed ? .cannotWrite : .cannotRead, error.description)
    }
  }
}
