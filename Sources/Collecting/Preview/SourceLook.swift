import Archives
import Cataloging
import Foundation
import Settings

/// Looks at the tables of one source without taking them.
struct SourceLook {
  let tables: TableSource
  let nowMs: Int64
  let isCancelled: @Sendable () -> Bool
  private(set) var previews: [TablePreview] = []

  init(_ tables: TableSource, nowMs: Int64, isCancelled: @escaping @Sendable () -> Bool) {
    self.tables = tables
    self.nowMs = nowMs
    self.isCancelled = isCancelled
    var opening = tables.opening(workFolder: NSTemporaryDirectory())
    do {
      opening.details = try DetailFiles.read(
        tables.source, kind: tables.kind, workFolder: NSTemporaryDirectory(),
        isCancelled: isCancelled)
    } catch {
      var preview = TablePreview(path: "details", manner: "")
      preview.problem = (error as? TableRefusal)?.reason ?? "\(error)"
      previews.append(preview)
    }
    self.opening = opening
  }

  private let opening: TableOpening

  private var look: TableLook { TableLook(tables: tables, opening: opening, nowMs: nowMs) }

  /// Looks at a file; says why it is left out, nil when it is a table or should be one.
  mutating func file(_ absolute: String, path: String) throws -> TableRefusal? {
    try bytes(path: path, nesting: 0) {
      try FileByteSource(path: absolute)
    } archive: {
      try RandomAccessFile(path: absolute)
    }
  }

  /// `nesting` is the number of archives around the bytes.
  private mutating func bytes(
    path: String, nesting: Int, open: @escaping () throws -> any ByteSource,
    archive: () throws -> any RandomAccess
  ) throws -> TableRefusal? {
    if isCancelled() { throw CollectingError.cancelled }
    do {
      var content = try opening.content(name: path, open: open)
      var isGzip = false
      if case .gzip = content {
        isGzip = true
        content = try opening.content(name: path.withoutGzip) {
          try GzipReader(open(), limits: ArtifactIntake.inflateLimits)
        }
      }
      switch content {
      case .table(let table): add(try look.preview(table, path: path))
      case .archive where isGzip: throw TableRefusal.zipInGzip
      case .archive:
        guard nesting < ArtifactIntake.maximumNesting else {
          throw TableRefusal(code: "nested_too_deep")
        }
        try members(of: archive(), path: path, nesting: nesting + 1)
      case .gzip: throw TableRefusal.nestedGzip
      }
    } catch let refusal as TableRefusal {
      if refusal.isExcluded { return refusal }
      tell(refusal, path: path)
    } catch let error as ArchiveError where nesting > 0 {
      // One damaged member says nothing of the others.
      tell(TableRefusal(code: error.code.rawValue, detail: error.message), path: path)
    }
    return nil
  }

  private mutating func tell(_ refusal: TableRefusal, path: String) {
    var preview = TablePreview(path: path, manner: "")
    preview.problem = Self.problem(refusal)
    preview.sheet = refusal.sheet
    if let mapping = refusal.mapping { look.describe(mapping, in: &preview) }
    previews.append(preview)
  }

  /// The sentence of a refusal; of a bare word, what it means and what to do.
  private static func problem(_ refusal: TableRefusal) -> String {
    guard refusal.detail.isEmpty else { return refusal.detail }
    let known = CollectExplanations.explanation(refusal.code)
    return known.meaning.isEmpty ? refusal.code : "\(known.meaning) \(known.remedy)"
  }

  private mutating func members(
    of file: any RandomAccess, path: String, nesting: Int
  ) throws {
    let zip = try ZipReader(file)
    for member in zip.members where !member.isDirectory && zip.refusal(of: member) == nil {
      if BesideFiles.reason(ofMember: member.name) != nil { continue }
      _ = try bytes(path: "\(path)!/\(member.name)", nesting: nesting) {
        try zip.open(member)
      } archive: {
        try RandomAccessBytes(
          zip.open(member).readAll(limit: ArtifactIntake.maximumNestedArchive))
      }
    }
  }

  /// Looks at the result of a query.
  mutating func database(_ absolute: String, query: String, limits: QueryLimits) throws {
    let name = absolute.split(separator: "/").last.map(String.init) ?? absolute
    var preview = TablePreview(path: name, manner: "query")
    do {
      let folder = NSTemporaryDirectory()
      let snapshot = try DatabaseSnapshot(of: absolute, in: folder)
      let file = try TemporaryFile(folder: folder)
      let result = try DatabaseQuery(query: query, database: name).run(
        on: snapshot, to: file,
        watch: QueryWatch(limits, folder: folder, isCancelled: isCancelled), limits: limits)
      let path = file.path
      var table = OpenTable(
        reader: try result.reader(ofFile: path),
        mapper: opening.mapper, format: "ndjson",
        mediaType: "application/x-ndjson", manner: "query")
      try opening.assign(result.columns, &table.mapper)
      preview = try look.preview(table, path: name)
    } catch let refusal as TableRefusal {
      preview.problem = refusal.detail
      if let mapping = refusal.mapping { look.describe(mapping, in: &preview) }
    } catch let error as ArchiveError {
      preview.problem = error.message
    }
    previews.append(preview)
  }

  // Files of one export are told once: same columns, and nothing new in them.
  private mutating func add(_ preview: TablePreview) {
    let twin = previews.firstIndex { other in
      other.problem == nil && other.columns == preview.columns
        && Set(preview.unknownWords.map(\.found)).isSubset(of: Set(other.unknownWords.map(\.found)))
        && Set(preview.troubles.map { $0.field + $0.code })
          .isSubset(of: Set(other.troubles.map { $0.field + $0.code }))
        && preview.setAside.isEmpty && preview.otherSheets == other.otherSheets
        && preview.remarks.isEmpty
    }
    guard let twin else {
      previews.append(preview)
      return
    }
    previews[twin].alike.append(preview.path)
    previews[twin].records += preview.records
  }
}
