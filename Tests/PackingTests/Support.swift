import Archives
import Assessing
import Cataloging
import Foundation
import Packing

/// A folder that goes away with the test.
final class ScratchFolder {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("packing-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: file(name))))
  }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    let url = URL(fileURLWithPath: file(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }
}

/// Files of a zip in order, to be changed and written again.
struct Unpacked {
  var files: [(path: String, bytes: [UInt8])]

  init(_ path: String) throws {
    let reader = try ZipReader(RandomAccessFile(path: path))
    files = try reader.members.map { member in
      (member.name, try reader.open(member).readAll(limit: 1 << 28))
    }
  }

  func index(_ ending: String) -> Int? { files.firstIndex { $0.path.hasSuffix(ending) } }

  /// Writes a sound zip of the files as they are now.
  func write(_ path: String) throws {
    let writer = try ZipWriter(path: path, modified: ZipTime(unixSeconds: Sample.time))
    for file in files { try writer.add(file.path, bytes: file.bytes) }
    try writer.finish(replacing: true)
  }

  /// Writes the files to a folder.
  func write(into folder: ScratchFolder) throws {
    for file in files { try folder.write(file.path, file.bytes) }
  }
}

/// A small bag to pack and to damage.
enum Sample {
  static let time: Int64 = 1_790_000_000

  static func description(_ identifier: String = "EP-1") -> BagDescription {
    BagDescription(
      identifier: identifier, organization: "Quillhaven Pharma",
      description: "Answer to request 1", uuid: "6ba7b810-9dad-51d1-80b4-00c04fd430c8",
      packedAt: "2026-09-21T14:13:20Z", group: "IA-1", profile: "dscsa-manufacturer@2026.1",
      assessmentDigest: String(repeating: "0", count: 64), agent: "muster 1", kind: "regulator",
      isDraft: false, readmeNotes: [])
  }

  static func text(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var serial = 7
    while bytes.count < count {
      serial = (serial &* 1_103_515_245 &+ 12_345) & 0x7FFF_FFFF
      bytes += Array("<epc>urn:epc:id:sgtin:0399991.000001.\(serial)</epc>\n".utf8)
    }
    return Array(bytes.prefix(count))
  }

  static func items(_ folder: ScratchFolder) throws -> [PackItem] {
    try folder.write("source.bin", text(400_000))
    return [
      list, PackItem(path: "index.html", content: .bytes(Array("<!doctype html>".utf8))),
      PackItem(path: "report/a.csv", content: .bytes(text(900))),
      PackItem(
        path: "catalog/big.bin", content: .file(folder.file("source.bin"), size: 400_000, level: 1)),
      PackItem(
        path: "evidence/epcis/line/e.xml", content: .vault(try vaultCopy(text(3000), folder))),
    ]
  }

  /// The list of what an answer to requests holds, which is nothing.
  static let list = PackItem(
    path: "items.csv", content: .bytes(Array("file,sha256,bytes\r\n".utf8)))

  static func vaultCopy(
    _ bytes: [UInt8], _ folder: ScratchFolder, vault: String = "vault"
  ) throws -> VaultCopy {
    var deflater = try Deflater()
    var packed: [UInt8] = []
    try bytes.withUnsafeBytes { input in
      try deflater.write(input, flush: .finish) { packed.append(contentsOf: $0) }
    }
    let digests = DigestPair(of: bytes)
    try folder.write("\(vault)/\(digests.sha256.prefix(2))/\(digests.sha256).z", packed)
    return VaultCopy(
      vault: Vault(folder: URL(fileURLWithPath: folder.file(vault))), digests: digests,
      size: UInt64(bytes.count), packedSize: UInt64(packed.count), crc: CRC32.of(bytes))
  }

  @discardableResult
  static func write(
    _ folder: ScratchFolder, _ name: String = "EP-1", workers: Int? = nil,
    items: [PackItem]? = nil
  ) throws -> BagWriter.Summary {
    try BagWriter.write(
      (items ?? Sample.items(folder)).filter { $0.path != list.path } + [list],
      to: folder.file("\(name).zip"), describedAs: description(name), unixSeconds: time,
      workers: workers)
  }
}

extension PackVerifier {
  /// Verifies with nothing asked for besides, at the time samples are made.
  static func verify(path: String) throws -> PackVerification {
    try verify(path: path, VerifyOptions(time: Instant(milliseconds: Sample.time * 1000)))
  }

  /// Verifies the bytes of a zip.
  static func verify(zip bytes: [UInt8]) throws -> PackVerification {
    try verify(
      zip: bytes, name: "EP-1.zip", VerifyOptions(time: Instant(milliseconds: Sample.time * 1000)))
  }
}

/// What verifying a pack finds wrong.
enum Pack {
  static func failures(_ path: String) throws -> [PackProblem] {
    try PackVerifier.verify(path: path).failures
  }
}
