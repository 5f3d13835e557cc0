import Archives
package import Foundation

extension EntryPoint {
  /// Valid input to begin with: small files of a folder of samples, by their kind, and some made
  /// here. Seals and keys are made by others (`.ci/fuzz`).
  package func seeds(from samples: URL, atMost count: Int = 40, bytes: Int = 8_000) -> [[UInt8]] {
    let files = Self.files(samples)
    func take(_ endings: String..., within: String = "") -> [[UInt8]] {
      let fitting = files.filter { file in
        endings.contains(file.pathExtension) && (within.isEmpty || file.path.contains(within))
      }
      let contents = fitting.lazy.compactMap { try? Array(Data(contentsOf: $0)) }
        .filter { $0.count <= bytes }
      return Array(contents.prefix(count))
    }
    func texts(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }
    switch self {
    case .xml: return take("xml", within: "epcis")
    case .json: return take("json", "jsonld", within: "epcis")
    case .delimited: return take("csv")
    case .lines: return take("ndjson", "json")
    case .nested: return texts(Self.nestedTexts)
    case .workbook: return take("xlsx") + [WorkbookParts().zip]
    case .sheet: return texts([WorkbookParts.sheet])
    case .styles: return texts([WorkbookParts.styles, WorkbookParts.texts])
    case .zip: return take("xlsx", "zip") + [WorkbookParts().zip]
    case .gzip: return take("csv", "xml").prefix(10).compactMap { try? Self.gzipped($0) }
    case .yaml: return take("yaml") + texts(Self.yamlTexts)
    case .identifiers: return texts(Self.identifierTexts)
    case .headers: return texts(Self.headerTexts)
    case .assessment:
      return texts(["{\"schema\":\"muster.assessment/v1\",\"as_of\":\"2026-09-30T23:59:59Z\"}"])
    case .pack: return [Self.bag]
    case .seal: return texts(["-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"])
    case .key: return texts(["-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n"])
    }
  }

  private static func files(_ folder: URL) -> [URL] {
    let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (found?.compactMap { $0 as? URL } ?? []).sorted { $0.path < $1.path }
  }

  private static func gzipped(_ bytes: [UInt8]) throws -> [UInt8] {
    var file: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    var deflater = try Deflater()
    try bytes.withUnsafeBytes { input in
      try deflater.write(input, flush: .finish) { file.append(contentsOf: $0) }
    }
    for value in [CRC32.of(bytes), UInt32(truncatingIfNeeded: bytes.count)] {
      withUnsafeBytes(of: value.littleEndian) { file += $0 }
    }
    return file
  }

  private static let nestedTexts = [
    "{\"lot\":\"A\",\"packs\":[{\"s\":\"1\",\"by\":{\"r\":[1,2]}},\"2\"],\"x\":{\"y\":[{}]}}\n{\"packs\":[]}",
    "<Report a=\"1\"><Made><By>x</By></Made><Lots><Lot n=\"A\"><Pack s=\"1\"><R>a</R><R/></Pack>"
      + "<Pack>2</Pack><Open>&amp;</Open></Lot></Lots></Report>",
  ]

  private static let identifierTexts = [
    "urn:epc:id:sgtin:0312345.067890.ABC%2F123", "urn:epc:id:sscc:0312345.1000000001",
    "urn:epc:class:lgtin:0312345.067890.LOT1", "urn:epc:idpat:sgtin:0312345.067890.*",
    "https://id.gs1.org/01/00312345678906/21/ABC?17=281231#x",
    "(01)00312345678906(21)ABC(17)281231", "]d2010031234567890621AB\u{1D}1728123110LOT",
    "[)>\u{1E}06\u{1D}9N111234567842\u{1D}1TL1\u{1D}\u{1E}", "2026-10-20T12:00:00.123+02:00",
    "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999+14:00", "12345-678-90", "281200",
    "PZN-12345678", "9223372036854775807", "=\"1.23E+13\"", "DD.MM.YYYY HH:mm",
  ]
  private static let headerTexts = [
    "<https://example.org/events?p=2>; rel=\"next\", </a>; rel=last", "120",
    "Fri, 31 Dec 1999 23:59:59 GMT", "a-token", "https://user@example.org:8443/a%20b?c=d#e",
  ]
  private static let yamlTexts = [
    (0..<9).reduce("a0: &a0 [x]\n") { text, level in
      text + "a\(level + 1): &a\(level + 1) [*a\(level), *a\(level), *a\(level), *a\(level)]\n"
    },
    "a: 1\nb: 2\na: 3\nc:\n  - d: 1\n    d: 2\n", "? [a]\n: |\n  x\n",
    "a: >-\n  b\n  c\nd: \"\\u0041\"\n",
  ]

  /// A bag whose digests do not fit, in which everything is looked at nevertheless.
  private static var bag: [UInt8] {
    var zip = StoredZip()
    for (name, text) in [
      ("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
      ("bag-info.txt", "Payload-Oxum: 3.1\nBagging-Date: 2026-10-01\n"),
      ("manifest-sha256.txt", String(repeating: "0", count: 64) + "  data/a.txt\n"),
      ("manifest-sha512.txt", String(repeating: "0", count: 128) + "  data/a.txt\n"),
      ("tagmanifest-sha256.txt", String(repeating: "0", count: 64) + "  bagit.txt\n"),
      ("data/a.txt", "abc"), ("data/manifest.json", "{\"items\":[]}"),
      ("data/provenance/run.json", "{\"kind\":\"internal\"}"),
    ] { zip.add("EP/" + name, Array(text.utf8)) }
    return zip.bytes
  }
}
