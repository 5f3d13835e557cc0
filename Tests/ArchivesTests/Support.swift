import Archives
import Foundation

/// A folder that goes away with the test.
final class ScratchFolder {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("archives-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: file(name))))
  }

  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }
}

/// Bytes that look like event text and compress well.
func text(_ count: Int) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(count + 80)
  var serial = 7
  while bytes.count < count {
    serial = (serial &* 1_103_515_245 &+ 12_345) & 0x7FFF_FFFF
    bytes += Array("<epc>urn:epc:id:sgtin:0399991.0\(serial % 100_000).\(serial)</epc>\n".utf8)
  }
  return Array(bytes.prefix(count))
}

/// Bytes that do not compress.
func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
  var state = seed
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt8(truncatingIfNeeded: state >> 33)
  }
}

func deflated(_ bytes: [UInt8]) throws -> [UInt8] {
  var deflater = try Deflater()
  var packed: [UInt8] = []
  try bytes.withUnsafeBytes { input in
    try deflater.write(input, flush: .finish) { packed.append(contentsOf: $0) }
  }
  return packed
}

func gzipped(_ bytes: [UInt8]) throws -> [UInt8] {
  var file: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
  file += try deflated(bytes)
  return file + little(CRC32.of(bytes)) + little(UInt32(truncatingIfNeeded: bytes.count))
}

func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
  withUnsafeBytes(of: number.littleEndian) { Array($0) }
}

func content(_ reader: ZipReader, _ name: String) throws -> [UInt8]? {
  guard let member = reader.members.first(where: { $0.name == name }) else { return nil }
  return try reader.open(member).readAll(limit: 1 << 28)
}

/// A zip put together field by field, so that every field can be wrong.
struct RawZip {
  struct Entry {
    var name: [UInt8]
    var localName: [UInt8]?
    var bytes: [UInt8] = []
    var method: UInt16 = 0
    var packed: [UInt8]?
    var flags: UInt16 = 0
    var crc: UInt32?
    var size: UInt64?
    var localSize: UInt32?
    var madeBy: UInt16 = 0x0314
    var external: UInt32 = 0o100644 << 16
    var extra: [UInt8] = []
    var centralExtra: [UInt8] = []
    var comment: [UInt8] = []
    var before: [UInt8] = []
    var after: [UInt8] = []
    var sharesDataWithFirst = false

    init(_ name: String, _ text: String = "hello") {
      self.name = Array(name.utf8)
      bytes = Array(text.utf8)
    }

    func with(_ change: (inout Entry) -> Void) -> Entry {
      var copy = self
      change(&copy)
      return copy
    }
  }

  var entries: [Entry]
  var prefix: [UInt8] = []
  var suffix: [UInt8] = []
  var comment: [UInt8] = []
  var beforeDirectory: [UInt8] = []
  var afterDirectory: [UInt8] = []
  var countedEntries: UInt16?

  init(_ entries: [Entry]) { self.entries = entries }

  func with(_ change: (inout RawZip) -> Void) -> RawZip {
    var copy = self
    change(&copy)
    return copy
  }

  var bytes: [UInt8] {
    var body: [UInt8] = []
    var offsets: [Int] = []
    for entry in entries {
      body += entry.before
      offsets.append(entry.sharesDataWithFirst ? offsets.first ?? 0 : body.count)
      if entry.sharesDataWithFirst { continue }
      let packed = entry.packed ?? entry.bytes
      body += little(UInt32(0x0403_4B50)) + little(UInt16(20)) + little(entry.flags)
      body += little(entry.method) + little(UInt16(0)) + little(UInt16(0x21))
      body += little(entry.crc ?? CRC32.of(entry.bytes))
      body += little(entry.localSize ?? UInt32(packed.count))
      body += little(entry.localSize ?? UInt32(entry.size ?? UInt64(entry.bytes.count)))
      let name = entry.localName ?? entry.name
      body += little(UInt16(name.count)) + little(UInt16(entry.extra.count))
      body += name + entry.extra + packed + entry.after
    }
    body += beforeDirectory
    var directory: [UInt8] = []
    for (entry, offset) in zip(entries, offsets) {
      let packed = entry.packed ?? entry.bytes
      directory += little(UInt32(0x0201_4B50)) + little(entry.madeBy) + little(UInt16(20))
      directory += little(entry.flags) + little(entry.method) + little(UInt16(0))
      directory += little(UInt16(0x21)) + little(entry.crc ?? CRC32.of(entry.bytes))
      directory += little(UInt32(packed.count))
      directory += little(UInt32(entry.size ?? UInt64(entry.bytes.count)))
      directory += little(UInt16(entry.name.count)) + little(UInt16(entry.centralExtra.count))
      directory += little(UInt16(entry.comment.count)) + little(UInt32(0))
      directory += little(entry.external) + little(UInt32(offset))
      directory += entry.name + entry.centralExtra + entry.comment
    }
    let count = countedEntries ?? UInt16(entries.count)
    var end = little(UInt32(0x0605_4B50)) + little(UInt32(0)) + little(count) + little(count)
    end += little(UInt32(directory.count)) + little(UInt32(body.count))
    end += little(UInt16(comment.count)) + comment
    return prefix + body + directory + afterDirectory + end + suffix
  }
}
