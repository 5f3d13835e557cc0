import Archives
import Cataloging
import Foundation
import GRDB
import GS1
import Settings

/// Compares a register of documents with the documents: records of a kind with a column `path` name
/// files, each of which must be among the artifacts or lie beside the register.
struct DocumentRegister {
  let intake: SourceIntake
  let kind: RecordKind

  /// Whether records of a kind name files.
  static func isRegister(_ kind: RecordKind) -> Bool {
    kind.columns.contains { $0.name == "path" && $0.kind == .text }
  }

  /// A record that names a file.
  private struct Entry {
    var record: Int64
    var artifact: Int64
    var register: String
    var line: Int64?
    var byte: Int64?
    var path: String
    var sha256: String?
  }

  private typealias Held = HeldDocuments.Document

  /// Takes the files that lie beside the register, and notes what is named and not there.
  func settle() throws {
    let entries = try self.entries()
    guard !entries.isEmpty else { return }
    var held = HeldDocuments(try documents())
    var faults: [(entry: Entry, code: DefectCode, text: String)] = []
    for entry in entries {
      let path = Self.normalised(entry.path)
      if let found = try Self.match(path, entry.sha256, held) ?? take(path, &held) {
        if let sha256 = entry.sha256, !found.sha256.isEmpty, sha256 != found.sha256 {
          faults.append((entry, .digestMismatch, "\(path) has SHA-256 \(found.sha256)"))
        }
      } else {
        faults.append((entry, .fileMissing, entry.path))
      }
    }
    try write(faults, examined: entries)
    for fault in faults where fault.code == .fileMissing {
      let line = fault.entry.line.map { " (line \($0))" } ?? ""
      intake.outcome.note(
        fault.entry.register, "incomplete", "names \"\(fault.text)\"\(line), which is not there")
      intake.outcome.filesMissing += 1
    }
  }

  private func entries() throws -> [Entry] {
    let table = (kind.id + "_version").quotedDatabaseIdentifier
    let hasDigest = kind.columns.contains { $0.name == "sha256" && $0.kind == .digest }
    return try intake.catalog.read { db in
      guard try db.tableExists(kind.id + "_version") else { return [] }
      return try Row.fetchAll(
        db,
        sql: """
          SELECT v.record_id, r.artifact_id, a.path AS register, r.line, r.byte_offset,
            v.path, \(hasDigest ? "v.sha256" : "NULL") AS sha256
          FROM \(table) v JOIN record r ON r.record_id = v.record_id
          JOIN artifact a ON a.artifact_id = r.artifact_id
          WHERE v.source_id = ? AND v.is_current = 1 AND v.path IS NOT NULL
          ORDER BY v.record_id
          """, arguments: [intake.id]
      ).map { row in
        Entry(
          record: row["record_id"], artifact: row["artifact_id"], register: row["register"],
          line: row["line"], byte: row["byte_offset"], path: row["path"], sha256: row["sha256"])
      }
    }
  }

  /// Documents of the other sources; those beside the register are looked at anew.
  private func documents() throws -> [Held] {
    try intake.catalog.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT a.path, a.sha256 FROM artifact a JOIN source s ON s.source_id = a.source_id
          WHERE a.superseded_by IS NULL AND a.status = 'taken' AND a.absent_since_ms IS NULL
            AND a.source_id <> ? AND a.format = 'document'
          ORDER BY a.artifact_id
          """, arguments: [intake.id]
      ).map { Held(path: $0["path"], sha256: $0["sha256"]) }
    }
  }

  /// A path as artifacts have it: slashes, without drive, scheme or leading dots.
  private static func normalised(_ text: String) -> String {
    var path = text.trimmingCharacters(in: .whitespacesAndNewlines).replacing("\\", with: "/")
    if path.hasPrefix("file://") {
      path = String(path.dropFirst(7)).removingPercentEncoding ?? path
    }
    if path.dropFirst().first == ":" { path = String(path.dropFirst(2)) }
    let parts = path.split(separator: "/").filter { $0 != "." }
    return parts.joined(separator: "/")
  }

  /// The document whose path ends like this one, part for part: the register may know the folder
  /// above the place, or only the name. Of several the one with the digest the register says.
  private static func match(_ path: String, _ sha256: String?, _ held: HeldDocuments) -> Held? {
    if let exact = held.exactly(path) { return exact }
    let fitting = held.ending(like: path)
    return fitting.first { $0.sha256 == sha256 } ?? fitting.first
  }

  /// Takes a file beside the register in; nil when there is none inside the source's folder.
  private func take(_ path: String, _ held: inout HeldDocuments) throws -> Held? {
    guard case .path(let place) = intake.source.place, !path.isEmpty,
      let base = Self.folder(of: place), let file = Self.inside(base, path)
    else { return nil }
    let found = SourceWalk.Found(path: path, absolute: file, kind: .file)
    guard let taken = try intake.takeDocument(found) else { return nil }
    let document = Held(path: path, sha256: taken)
    held.append(document)
    return document
  }

  private static func folder(of place: String) -> String? {
    let base = PathPattern.split(place).base
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: base, isDirectory: &isFolder) else { return nil }
    if isFolder.boolValue { return base }
    return base.lastIndex(of: "/").map { String(base[..<$0]) } ?? "."
  }

  /// The real path of a file that is inside a folder however it is written; nil for all others.
  private static func inside(_ folder: String, _ path: String) -> String? {
    func real(_ path: String) -> String? {
      guard let pointer = realpath(path, nil) else { return nil }
      defer { free(pointer) }
      return String(validatingCString: pointer)
    }
    guard let base = real(folder), let file = real(folder + "/" + path),
      file.hasPrefix(base + "/")
    else { return nil }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), !isFolder.boolValue
    else { return nil }
    return file
  }

  private func write(
    _ faults: [(entry: Entry, code: DefectCode, text: String)], examined: [Entry]
  ) throws {
    let codes = [DefectCode.fileMissing.rawValue, DefectCode.digestMismatch.rawValue]
    try intake.catalog.write { db in
      let before = try Row.fetchAll(
        db,
        sql: """
          SELECT d.record_id, d.code, d.raw FROM defect d
          JOIN artifact a ON a.artifact_id = d.artifact_id
          WHERE a.source_id = ? AND d.code IN (?, ?) AND d.field = 'path' ORDER BY d.defect_id
          """, arguments: [intake.id, codes[0], codes[1]]
      ).map { "\($0[0] as Int64? ?? 0) \($0[1] as String) \($0[2] as String? ?? "")" }
      let now = faults.map { "\($0.entry.record) \($0.code.rawValue) \($0.text)" }
      if before == now { return }
      try db.execute(
        sql: """
          DELETE FROM defect WHERE code IN (?, ?) AND field = 'path'
            AND artifact_id IN (SELECT artifact_id FROM artifact WHERE source_id = ?)
          """, arguments: [codes[0], codes[1], intake.id])
      for fault in faults {
        try db.execute(
          sql: """
            INSERT INTO defect(artifact_id, record_id, code, field, raw, line, byte_offset)
            VALUES (?, ?, ?, 'path', ?, ?, ?)
            """,
          arguments: [
            fault.entry.artifact, fault.entry.record, fault.code.rawValue,
            String(fault.text.prefix(500)), fault.entry.line, fault.entry.byte,
          ])
      }
    }
  }
}
