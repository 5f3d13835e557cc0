import Archives
import Foundation
package import Settings

/// Looks at every file below a folder and says what each holds, so that nobody need write the sources
/// of a configuration by hand.
package struct ExportScan {
  /// What a file, or a sheet of one, holds.
  package struct Content: Hashable, Sendable {
    /// `epcis`, `document` or the id of a record kind; nil when that is not clear.
    package var kind: String?
    /// The sheet, of a workbook with several.
    package var sheet: String?
    /// Where the records stand, in XML.
    package var records: String?
    /// The columns, and how many of them feed a field.
    package var columns = 0
    package var known = 0
    /// Never-blank fields that no column feeds.
    package var unfed: [String] = []
    /// Where the kind is not clear, those it may be, the likeliest first.
    package var candidates: [String] = []
    /// Why nothing is proposed.
    package var reason: String?
  }

  /// One file.
  package struct File: Sendable {
    /// Relative to the folder.
    package var path: String
    /// What it holds; several for a workbook with several sheets.
    package var contents: [Content]
  }

  /// The files, in the order of their paths.
  package private(set) var files: [File] = []
  /// Why the folder could not be looked at; nil when it could.
  package let problem: String?

  private let guess: KindGuess
  /// Records whose columns are looked at where each names its own.
  private static let recordsSeen = 50
  private static let membersSeen = 20
  /// Kinds named where it is not clear which one is meant.
  private static let candidatesNamed = 3

  /// Looks at the files below an absolute path.
  package init(folder: String, recordKinds: [String: RecordKind]) {
    guess = KindGuess(recordKinds)
    let walk = SourceWalk(place: folder, own: OwnFiles())
    problem = walk.problem
    for found in walk.found where found.kind == .file {
      files.append(File(path: found.path, contents: contents(of: found)))
    }
  }

  private func contents(of found: SourceWalk.Found) -> [Content] {
    do {
      let name = found.path
      let open: () throws -> any ByteSource = { try FileByteSource(path: found.absolute) }
      let head = try ArtifactIntake.head(of: open())
      if FormatSniffer.sniff(head, name: name).family == .zip {
        return try zip(RandomAccessFile(path: found.absolute), name)
      }
      guard GzipReader.recognizes(head) else { return try contents(head, name, open) }
      let unpacked: () throws -> any ByteSource = {
        try GzipReader(open(), limits: ArtifactIntake.inflateLimits)
      }
      return try contents(
        ArtifactIntake.head(of: unpacked()), name.withoutGzip, unpacked)
    } catch {
      return [Content(reason: "cannot be read: \(error)")]
    }
  }

  private func contents(
    _ head: [UInt8], _ name: String, _ open: @escaping () throws -> any ByteSource
  ) throws -> [Content] {
    let format = FormatSniffer.sniff(head, name: name)
    switch format.family {
    case .epcisXML, .epcisJSON: return [Content(kind: "epcis")]
    case .document: return [Content(kind: "document")]
    case .json, .lines:
      return [try content(of: JSONTableReader(open: open), name)]
    case .xml:
      guard let path = RecordPlaces.likeliest(in: try open()) else {
        return [Content(reason: "XML without elements that repeat")]
      }
      var content = try content(of: NestedRecordReader.xml(paths: [path], open: open), name)
      content.records = path
      return [content]
    case .foreign where format.format == "text":
      return [try content(of: DelimitedReader(open: open), name, isRagged: true)]
    case .empty: return [Content(reason: "nothing in it")]
    case .gzip, .zip: return [Content(reason: "an archive in an archive")]
    case .archive:
      return [Content(reason: "an archive that is not read; unpack it, or make it a zip")]
    case .foreign:
      let isDatabase = head.starts(with: Array("SQLite format 3\u{0}".utf8))
      return [
        Content(
          reason: isDatabase
            ? "a SQLite database: write \"database\" with \"query\" in place of \"path\""
            : "no format that is read")
      ]
    }
  }

  private func zip(_ file: any RandomAccess, _ name: String) throws -> [Content] {
    let zip = try ZipReader(file)
    if Workbook.recognizes(zip) { return try sheets(of: Workbook(file), name) }
    if OfficeFile.isNamed(name) { return [Content(kind: "document")] }
    let kinds = Set(
      try zip.members.filter { !$0.name.hasSuffix("/") }.prefix(Self.membersSeen).map { member in
        let open: () throws -> any ByteSource = { try zip.open(member) }
        return try contents(ArtifactIntake.head(of: open()), "\(name)/\(member.name)", open)
          .first?.kind
      })
    guard kinds.count == 1, let kind = kinds.first ?? nil else {
      return [Content(reason: "an archive with files of several or unknown kinds")]
    }
    return [Content(kind: kind)]
  }

  private func sheets(of book: Workbook, _ name: String) throws -> [Content] {
    let first = try book.sheet(named: nil)
    let names = [first.name] + book.others(than: first)
    return try names.map { sheet in
      var content = try content(
        of: book.cells(of: book.sheet(named: sheet)), "\(name)/\(sheet)", isRagged: false)
      if names.count > 1 { content.sheet = sheet }
      return content
    }
  }

  private func content(
    of rows: any RowReader, _ name: String, isRagged: Bool
  ) throws -> Content {
    let table = try HeadedTable(rows, declared: nil, isRagged: isRagged) { guess.isKnown($0) }
    guard table.headerRow != nil else { return Content(reason: "no row of headers") }
    return content(table.columns, name)
  }

  private func content(of table: any TableReader, _ name: String) throws -> Content {
    for _ in 0..<Self.recordsSeen { guard try table.next() != nil else { break } }
    return content(table.columns, name)
  }

  private func content(_ columns: [String], _ name: String) -> Content {
    let candidates = guess.candidates(columns, path: name)
    var content = Content(columns: columns.count)
    if let sure = guess.sure(candidates) {
      content.kind = sure.kind
      content.known = sure.known
      content.unfed = sure.unfed
    } else {
      content.candidates = candidates.prefix(Self.candidatesNamed).map(\.kind)
      if candidates.isEmpty { content.reason = "no column that a kind of record knows" }
    }
    return content
  }
}
