internal import Foundation
internal import GS1

/// The assessments kept beside the catalog, one file each, in `assessments/`.
///
/// A file's name tells profile, cut-off, a running number and the inputs:
/// `dscsa-manufacturer_2026-09-30T235959Z_0001_1a2b3c4d.json`. Assessing the same inputs again
/// replaces its file under the same number, so that its baseline stays the one before it and the
/// bytes stay the same.
package struct AssessmentStore: Sendable {
  private let folder: String

  /// A store in a folder, which is made when something is written.
  package init(folder: String) {
    self.folder = folder
  }

  /// One kept assessment.
  package struct Entry: Sendable, Equatable {
    /// File name.
    package var name: String
    /// Profile id.
    package var profile: String
    /// Cut-off as it stands in the name.
    package var asOf: String
    /// The same as UTC milliseconds.
    package var asOfMs: Int64
    /// Running number within the store.
    package var number: Int
    /// First eight hex digits of the digest of the inputs.
    package var inputs: String
  }

  /// The kept assessments, oldest number first; other files are ignored.
  package func entries() -> [Entry] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.compactMap(Self.entry).sorted { ($0.number, $0.name) < ($1.number, $1.name) }
  }

  private static func entry(_ name: String) -> Entry? {
    guard name.hasSuffix(".json") else { return nil }
    let parts = name.dropLast(5).split(separator: "_")
    // The next number is one more: a file whose name leaves no room for it is none of the store.
    guard parts.count == 4, let number = Int(parts[2]), (1..<Int.max).contains(number),
      let asOf = instant(parts[1])
    else { return nil }
    return Entry(
      name: name, profile: String(parts[0]), asOf: String(parts[1]), asOfMs: asOf.milliseconds,
      number: number, inputs: String(parts[3]))
  }

  /// The cut-off in a name, which has no colons: `2026-09-30T235959Z`.
  private static func instant(_ text: Substring) -> Instant? {
    let parts = text.split(separator: "T", maxSplits: 1)
    guard parts.count == 2, parts[1].utf8.count >= 6 else { return nil }
    let (hours, rest) = (parts[1].prefix(2), parts[1].dropFirst(2))
    return Instant(text: "\(parts[0])T\(hours):\(rest.prefix(2)):\(rest.dropFirst(2))")
  }

  /// The newest assessment before the one these inputs make, read from its file.
  ///
  /// - Throws: `AssessingError` with code `.baselineUnreadable` when that file cannot be read.
  func baseline(profile: String, asOf: Instant, inputs: Assessment.Inputs) throws -> (
    assessment: Assessment, sha256: String
  )? {
    let key = Self.key(inputs, asOf: asOf)
    let time = Self.time(asOf)
    let all = entries().filter { $0.profile == profile }
    let own = all.first { $0.inputs == key && $0.asOf == time }
    let earlier = all.filter { entry in
      entry.name != own?.name && entry.asOfMs <= asOf.milliseconds
        && entry.number < (own?.number ?? Int.max)
    }
    guard let newest = earlier.max(by: { ($0.asOfMs, $0.number) < ($1.asOfMs, $1.number) }) else {
      return nil
    }
    let path = folder + "/" + newest.name
    guard let data = FileManager.default.contents(atPath: path) else {
      throw AssessingError(
        .baselineUnreadable,
        "\(path) cannot be read. Make it readable, or name another one with --baseline.")
    }
    let bytes = Array(data)
    guard let kept = try? AssessmentEncoder.decode(bytes, name: path, { $0.forComparison }) else {
      throw AssessingError(
        .baselineUnreadable,
        "\(path), the assessment before this one, is damaged. Put it back from a backup, or move it "
          + "away: what is new is then told against the one before it, or name one with --baseline."
      )
    }
    return (kept, Digest.sha256(bytes))
  }

  /// Keeps an assessment and says where; the file is private to the user and whole or absent.
  ///
  /// - Throws: `AssessingError` with code `.assessmentUnwritable` when the folder cannot be written,
  ///   or `EncodingError`.
  @discardableResult
  package func save(_ assessment: Assessment) throws -> String {
    let key = Self.key(assessment.inputs, asOf: assessment.asOf)
    let time = Self.time(assessment.asOf)
    let all = entries()
    let own = all.first {
      $0.profile == assessment.profile.id && $0.inputs == key && $0.asOf == time
    }
    let number = own?.number ?? ((all.map(\.number).max() ?? 0) + 1)
    let padded = String(number).zeroPadded(to: 4)
    let path = "\(folder)/\(assessment.profile.id)_\(time)_\(padded)_\(key).json"
    var kept = assessment
    // Only the clock differs: the bytes of the first run stay, and with them the digest later
    // assessments name as their baseline.
    let before = own == nil ? nil : FileManager.default.contents(atPath: path).map { Array($0) }
    if let before, let old = try? AssessmentEncoder.decode(before, name: path, { _ in nil }) {
      kept.generatedAt = old.generatedAt
      kept.generatedAtFixed = old.generatedAtFixed
    }
    let bytes = try AssessmentEncoder.json(kept)
    if bytes != before { try write(bytes, to: path) }
    return path
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    let manager = FileManager.default
    let temporary = path + ".part"
    do {
      try manager.createDirectory(
        atPath: folder, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      guard
        manager.createFile(
          atPath: temporary, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
      else { throw Self.systemError }
      guard rename(temporary, path) == 0 else { throw Self.systemError }
    } catch {
      try? manager.removeItem(atPath: temporary)
      throw AssessingError(
        .assessmentUnwritable,
        "\(path) cannot be written (\(error.localizedDescription)). Free some space or make the "
          + "folder writable, then assess again.")
    }
  }

  /// What the last call that failed says of it, in the system's words.
  private static var systemError: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }

  private static func time(_ instant: Instant) -> String {
    instant.text.filter { $0 != ":" }
  }

  /// Eight hex digits over what the assessment is a function of, the baseline left out.
  private static func key(_ inputs: Assessment.Inputs, asOf: Instant) -> String {
    let parts = [inputs.catalog, inputs.profile, inputs.configuration, asOf.text]
    return String(Digest.sha256(parts.joined(separator: "\n")).prefix(8))
  }
}
