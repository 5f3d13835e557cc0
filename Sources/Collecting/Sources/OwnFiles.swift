import Archives
import Foundation
import GS1
import Glibc
import Settings

/// Why a file that stands at a source is no evidence.
package enum OwnReason: String, CaseIterable, Sendable {
  /// The configuration names it as a secret.
  case namedAsSecret = "named_as_secret"
  /// It holds a private key.
  case privateKey = "private_key"
  /// It stands in the catalog folder.
  case ownCatalog = "own_catalog"
  /// It is the configuration.
  case ownConfiguration = "own_configuration"
  /// It is a pack.
  case ownPack = "own_pack"
}

/// What may stand at a place and is no evidence: the firm's secrets, and what Muster itself writes.
///
/// Known by device and inode, so that no way of writing a path leads around it.
struct OwnFiles: Sendable {
  private struct Identity: Hashable {
    var device: dev_t
    var inode: ino_t

    init(_ status: stat) {
      device = status.st_dev
      inode = status.st_ino
    }
  }

  private var reasons: [Identity: OwnReason] = [:]
  private var catalogFolder: String?

  /// Before there is a configuration nothing is known to be our own.
  init() {}

  /// Looks up what is there now; `outputs` are the packs this run will write.
  init(_ configuration: MusterConfiguration, catalog: String? = nil, outputs: [String] = []) {
    // What comes first stays: a secret in the catalog folder is a secret.
    for path in configuration.secretFiles { add(path, .namedAsSecret) }
    for path in [configuration.catalog.path, catalog].compactMap(\.self) { add(path, .ownCatalog) }
    catalogFolder = SourceWalk.resolved(catalog ?? configuration.catalog.path)
    add(configuration.path, .ownConfiguration)
    for path in outputs { add(path, .ownPack) }
  }

  private mutating func add(_ path: String, _ reason: OwnReason) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    let identity = Identity(status)
    if reasons[identity] == nil { reasons[identity] = reason }
  }

  /// Why a file or folder is left out; nil when it may be evidence.
  func reason(of status: stat) -> OwnReason? { reasons[Identity(status)] }

  /// Why what a link leads to is left out, by its real path too: it may stand inside the catalog
  /// folder.
  func reason(of status: stat, target: String) -> OwnReason? {
    if let reason = reason(of: status) { return reason }
    return catalogFolder.map { target.hasPrefix($0 + "/") } == true ? .ownCatalog : nil
  }

  /// Why a file that is named is left out; nil when it may be evidence or is not there.
  func reason(ofFile path: String) -> OwnReason? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return reason(of: status, target: SourceWalk.resolved(path) ?? path)
  }
}

/// A file that is left out for what it holds, met while it was to be kept.
struct SetAside: Error {
  let reason: OwnReason
}

/// Tells by their bytes files that are no evidence wherever they stand.
enum OwnContent {
  /// Bytes of the text in a pack that says what it is.
  private static let largestInformation = 1 << 20

  /// Why a file is left out, nil when it may be evidence; `head` are its first bytes.
  static func reason(_ head: [UInt8], _ format: SniffedFormat, _ path: String) -> OwnReason? {
    switch format.family {
    case .foreign: return holdsPrivateKey(head) ? .privateKey : nil
    case .zip:
      guard let file = try? RandomAccessFile(path: path) else { return nil }
      return isPack(file) ? .ownPack : nil
    default: return nil
    }
  }

  /// The same for a file that was not looked at yet.
  static func reason(ofFile path: String, name: String) throws -> OwnReason? {
    let head = try ArtifactIntake.head(of: FileByteSource(path: path))
    return reason(head, FormatSniffer.sniff(head, name: name), path)
  }

  // RFC 7468, 3: the label stands on a line of its own; text and certificates may come before it.
  static func holdsPrivateKey(_ head: [UInt8]) -> Bool {
    guard ByteSearch.contains("-----BEGIN ", in: head) else { return false }
    return head.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).contains { line in
      let text = String(decoding: line.prefix(80), as: UTF8.self)
      return text.hasPrefix("-----BEGIN ") && text.contains("PRIVATE KEY")
    }
  }

  /// Whether a zip is a bag that says of itself to be a pack; what else is wrong with it is for
  /// `verify` to say.
  static func isPack(_ file: any RandomAccess) -> Bool {
    guard let zip = try? ZipReader(file) else { return false }
    let names = Set(zip.members.map(\.name))
    return zip.members.contains { member in
      guard member.name.hasSuffix("bag-info.txt"), member.size <= UInt64(largestInformation) else {
        return false
      }
      let top = member.name.dropLast("bag-info.txt".count)
      guard top.isEmpty || (top.hasSuffix("/") && !top.dropLast().contains("/")),
        names.contains(top + "bagit.txt"),
        let bytes = try? zip.open(member).readAll(limit: largestInformation)
      else { return false }
      return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        .contains { $0.hasPrefix("Muster-Pack-Kind:") }
    }
  }
}
