internal import Archives
package import Assessing

/// An assessment from where somebody keeps it: a JSON file, or a pack (zip or folder).
package enum EnclosedAssessment {
  /// Its bytes, as they were written.
  ///
  /// Of a pack, only this document is read, and compared with the digest its manifest states;
  /// `muster verify` looks at the rest.
  /// - Throws: `PackingError` with code `cannotRead`, saying what is there instead.
  package static func bytes(path: String) throws -> [UInt8] {
    if let plain = try? FileByteSource(path: path) {
      var start = [UInt8](repeating: 0, count: 4)
      let count = try start.withUnsafeMutableBytes { try plain.read(into: $0) }
      if count < 4 || !ZipReader.recognizes(start) {
        return try FileByteSource(path: path).readAll(limit: PackVerifier.largestDocument)
      }
    }
    let container = try PackContainer.open(path)
    guard !container.isRefused else {
      throw PackingError(
        .cannotRead, "\(path) is no pack that can be read; muster verify tells why.")
    }
    func document(_ name: String) throws -> [UInt8]? {
      guard let file = container.files.first(where: { $0.path == name }) else { return nil }
      return try container.bytes(of: file).readAll(limit: PackVerifier.largestDocument)
    }
    guard let bytes = try document(BagLayout.assessment),
      let manifest = try document(BagLayout.manifest256)
    else {
      throw PackingError(
        .cannotRead, "\(path) holds no assessment; a pack for a regulator never does.")
    }
    let stated = ManifestReader(manifest, named: BagLayout.manifest256, width: 64).digests
    guard stated[BagLayout.assessment] == Digests.sha256(bytes) else {
      throw PackingError(
        .cannotRead, "The assessment in \(path) was changed; muster verify tells more.")
    }
    return bytes
  }

  /// The assessment itself.
  /// - Throws: as `bytes`; `AssessingError.assessmentUnreadable`.
  package static func read(path: String) throws -> Assessment {
    try AssessmentEncoder.decode(try bytes(path: path), name: path)
  }
}
