import Archives
import Assessing
import Cataloging
import Collecting
import Foundation
import GS1
import Packing
import Settings

/// A place where bytes from outside come in. The seeded mutator and the fuzzer drive the same ones.
package enum EntryPoint: String, CaseIterable, Sendable {
  /// EPCIS in XML.
  case xml
  /// EPCIS in JSON-LD.
  case json
  /// Delimited text.
  case delimited
  /// Records in JSON.
  case lines
  /// Records deeper in JSON and XML.
  case nested
  /// A workbook as a zip.
  case workbook
  /// The part of a workbook that holds the rows.
  case sheet
  /// The parts of a workbook that say how numbers look and which texts cells share.
  case styles
  /// Any zip.
  case zip
  /// A gzip stream.
  case gzip
  /// YAML text, as a tree, a configuration and files of a library.
  case yaml
  /// Identifiers, times, dates and words.
  case identifiers
  /// Headers of a repository's answer.
  case headers
  /// An assessment to compare with.
  case assessment
  /// A pack to verify.
  case pack
  /// A seal, and certificates to trust.
  case seal
  /// A key and a certificate to seal with.
  case key

  /// What a reader did that none may do: it told nothing of what it was given, or a place outside.
  package struct Broken: Error, CustomStringConvertible {
    /// What it was.
    package let description: String
  }

  /// Reads bytes to the end; what it cannot read it refuses.
  /// - Throws: `Broken`.
  package func read(_ bytes: [UInt8]) throws {
    switch self {
    case .xml: try Self.events(EPCISXMLReader(source: DrippingSource(bytes)), bytes)
    case .json: try Self.events(EPCISJSONReader(source: DrippingSource(bytes)), bytes)
    case .delimited:
      let reader = try? DelimitedReader { DrippingSource(bytes) }
      if let reader { try Self.rows(bytes) { try reader.next() } }
    case .lines:
      let reader = try? JSONTableReader(fields: ["lots"]) { DrippingSource(bytes) }
      if let reader { try Self.rows(bytes) { try reader.next() } }
    case .nested:
      let paths = ["*", "*/*", "Report/Lots/Lot/Pack"]
      try Self.nested(NestedRecordReader.json(paths: paths) { DrippingSource(bytes) }, bytes)
      try Self.nested(NestedRecordReader.xml(paths: paths) { DrippingSource(bytes) }, bytes)
    case .workbook: Self.workbook(bytes)
    case .sheet: Self.workbook(WorkbookParts(sheet: bytes).zip)
    case .styles:
      Self.workbook(WorkbookParts(styles: bytes).zip)
      Self.workbook(WorkbookParts(texts: bytes).zip)
    case .zip: Self.zip(bytes)
    case .gzip: _ = try? GzipReader(MemorySource(bytes)).readAll(limit: 1 << 20)
    case .yaml: try Self.yaml(bytes)
    case .identifiers: try Self.identifiers(bytes)
    case .headers: Self.headers(bytes)
    case .assessment:
      if let read = try? AssessmentEncoder.decode(bytes, name: "a.json") {
        _ = try? AssessmentEncoder.json(read)
      }
    case .pack:
      let time = Instant(milliseconds: 1_793_491_200_000)
      let result = try? PackVerifier.verify(zip: bytes, name: "EP.zip", VerifyOptions(time: time))
      if let result, result.verdictLine.isEmpty { throw Broken(description: "no verdict") }
    case .seal:
      let time = Instant(milliseconds: 1_793_491_200_000)
      let content = Array("abc\n".utf8)
      _ = try? SealReader.check(bytes, over: content, roots: nil, at: time)
      _ = try? SealReader.check(bytes, over: content, roots: bytes, at: time)
    case .key: Self.key(bytes)
    }
  }

  // MARK: Events and rows

  private static func nested(_ reader: NestedRecordReader, _ bytes: [UInt8]) throws {
    var isTold = false
    try rows(bytes) {
      let item = try reader.next()
      if item != nil { isTold = true }
      return item
    }
    guard isTold || !reader.remarks.isEmpty else { throw Broken(description: "nothing was told") }
  }

  private static func events(_ reader: any EPCISReader, _ bytes: [UInt8]) throws {
    let sink = CountingSink()
    do { try reader.read(into: sink) } catch { throw Broken(description: "\(error)") }
    guard sink.found > 0 || !sink.faults.isEmpty else {
      throw Broken(description: "nothing was told")
    }
    try places(of: sink.faults, bytes)
  }

  private static func rows(_ bytes: [UInt8], _ next: () throws -> TableItem?) throws {
    var faults: [ReadFault] = []
    var items = 0
    do {
      while let item = try next() {
        items += 1
        if case .fault(let fault) = item { faults.append(fault) }
      }
    } catch let fault as ReadFault {
      faults.append(fault)
    } catch {}
    guard items <= bytes.count + 1 else { throw Broken(description: "more rows than bytes") }
    try places(of: faults, bytes)
  }

  private static func places(of faults: [ReadFault], _ bytes: [UInt8]) throws {
    for fault in faults
    where fault.line < 1 || fault.byteOffset < 0 || fault.byteOffset > bytes.count + 2
      || fault.detail.isEmpty
    {
      throw Broken(description: "a fault at no place: \(fault)")
    }
  }

  private static func workbook(_ bytes: [UInt8]) {
    guard let book = try? Workbook(RandomAccessBytes(bytes)),
      let sheet = try? book.sheet(named: nil), let cells = try? book.cells(of: sheet),
      let table = try? HeadedTable(
        cells, declared: nil, isRagged: false, isKnown: { $0.hasPrefix("Dev") })
    else { return }
    while let item = try? table.next(), item.isRow { continue }
  }

  // MARK: Archives

  private static func zip(_ bytes: [UInt8]) {
    for mode in [ZipReader.Mode.lenient, .strict] {
      guard let reader = try? ZipReader(RandomAccessBytes(bytes), mode: mode) else { continue }
      for member in reader.members {
        _ = try? reader.open(member).readAll(limit: 100_000)
      }
    }
  }

  // MARK: Texts

  private static func yaml(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    do {
      _ = try YAMLReader.read(text, file: "f.yaml")
    } catch {
      if error.diagnostics.isEmpty { throw Broken(description: "refused without a word") }
    }
    let nowhere = URL(filePath: "/nowhere", directoryHint: .isDirectory)
    _ = try? MusterConfiguration.parse(text, file: "f.yaml", folder: nowhere)
    _ = try? Library.parse(files: [("checks/x.yaml", text), ("records/y.yaml", text)])
  }

  private static func identifiers(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    let reference = EPCReference(parsing: text, role: .epc)
    guard reference.originalText == text else { throw Broken(description: "the text was lost") }
    _ = [reference.epc.canonical, reference.epc.digitalLink, reference.epc.elementString]
    for length in 6...12 { _ = reference.epc.urn(companyPrefixLength: length) }
    _ = ElementString.parse(bytes: bytes)
    _ = (GTIN.normalised(text), GLN.parse(text))
    if let instant = InstantText.parse(text) {
      let written = InstantText.rfc3339(instant.milliseconds(assumingOffset: -840))
      guard InstantText.parse(written) != nil else {
        throw Broken(description: "no time: \(written)")
      }
    }
    _ = GS1Date.parse(text, currentYear: 2026)
    _ = NDC.parse(text)?.candidates10
    _ = CBV.word(text, .bizStep)
    if let pattern = DatePattern(text) { _ = pattern.text }
  }

  private static func headers(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    _ = LinkHeader.links(text)
    _ = RetryAfter.seconds(text, nowMs: 1_793_491_200_000)
    if let address = EndpointAddress("https://example.org/events?a=1") {
      for name in ["Link", "nextPageToken", "GS1-Next-Page-Token"] {
        _ = NextPage.after(address, EndpointHeaders([(name, text)]))
      }
    }
    _ = EndpointAddress(text)
    _ = FormatSniffer.sniff(bytes, name: "a")
  }

  // MARK: Keys

  private static func key(_ bytes: [UInt8]) {
    let folder = FileManager.default.temporaryDirectory
    let file = folder.appending(path: "key-\(UUID().uuidString).pem")
    let pass = folder.appending(path: "pass-\(UUID().uuidString)")
    defer {
      try? FileManager.default.removeItem(at: file)
      try? FileManager.default.removeItem(at: pass)
    }
    guard (try? Data(bytes).write(to: file)) != nil, (try? Data("p".utf8).write(to: pass)) != nil
    else { return }
    // The real time: certificates of seeds are made for it.
    let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1000)
    for passphrase in [nil, SecretReference.file(pass)] {
      _ = try? Sealer(key: file, certificate: file, passphrase: passphrase, at: now)
        .files(over: Array("abc\n".utf8), at: now)
    }
  }
}

extension TableItem {
  fileprivate var isRow: Bool { if case .row = self { true } else { false } }
}

/// Counts what a reader hands over.
private final class CountingSink: EPCISSink {
  var found = 0
  var faults: [ReadFault] = []

  func begin(_ header: EPCISDocumentHeader, at position: SourcePosition) throws { found += 1 }
  func element(_ element: EPCISDocumentHeader.VocabularyElement) throws { found += 1 }
  func event(_ event: EPCISEvent, notes: [ReaderNote]) throws { found += 1 }
  func note(_ note: ReaderNote) throws {}
  func quarantine(_ fault: ReadFault) throws { faults.append(fault) }
  func end(_ header: EPCISDocumentHeader) throws { found += 1 }
}

/// Gives bytes in pieces whose size follows from their number, so that boundaries fall anywhere.
private final class DrippingSource: ByteSource {
  private let bytes: [UInt8]
  private let step: Int
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    step = [1, 5, 4096][bytes.count % 3]
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = min(step, buffer.count, bytes.count - position)
    for index in 0..<count { buffer[index] = bytes[position + index] }
    position += count
    return count
  }
}
