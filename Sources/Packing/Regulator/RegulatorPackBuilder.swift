internal import Assessing
package import Cataloging
internal import Foundation
internal import GRDB
internal import Reporting
internal import Settings

/// Puts together the answer to an authority's numbered requests. It is built from what may go out,
/// never by taking things away from the internal pack: letter, records asked for, lists, search
/// statement.
package struct RegulatorPackBuilder {
  private let catalog: Catalog

  /// Packs from a catalog that is open for writing; it is not changed.
  package init(_ catalog: Catalog) { self.catalog = catalog }

  /// Writes the pack.
  ///
  /// `seal` gets the tag manifest's bytes and gives the files for `signatures/`.
  /// - Throws: `PackingError`: `requestUnclear` without a request or with a number used twice,
  ///   and as `PackBuilder`; what `seal` throws.
  package func write(
    _ request: RegulatorPackRequest,
    seal: (_ tagManifest: [UInt8]) throws -> [PackFile] = { _ in [] }
  ) throws -> RegulatorPackSummary {
    let identifier = try PackName.identifier(ofPath: request.output)
    try Self.check(request)
    guard let vault = catalog.vault else {
      throw PackingError(.catalogUnreadable, "A catalog in memory cannot be packed.")
    }
    var response = Response(
      packID: identifier, organization: request.organization, generatedAt: request.generatedAt,
      generatedAtFixed: request.generatedAtFixed, requests: [], systems: [])
    response.isDraft = request.isDraft
    response.asOf = request.asOf
    let parts = PartFolder(beside: request.output)
    defer { parts.remove() }
    // Temporary tables need the writing connection; the catalog's own tables stay as they are.
    var items = try catalog.writeWithoutTransaction { db in
      let cutOff = try request.asOf.map {
        RecordCutOff(ms: $0.milliseconds, day: try CutOffCatalog.day(db, of: $0))
      }
      let subjects = try AskedSubjects(db, cutOff: cutOff)
      defer { try? subjects.close() }
      var items: [PackItem] = []
      for asked in request.requests {
        var writer = ResponseWriter(
          db, subjects, vault: vault, parts: parts, request: asked,
          stamp: response.stamp, agent: request.agent, made: request.generatedAt,
          kindTitles: request.kindTitles, recordKinds: request.recordKinds)
        try writer.answer()
        items += writer.files.items
        response.requests.append(
          Response.Request(
            id: asked.id, from: asked.from, receivedAt: asked.receivedAt, items: writer.answered))
      }
      // Only what an item was looked for in: other systems were not searched for the answer.
      let searched = Set(response.requests.flatMap(\.items).flatMap(\.systems))
      response.systems = try Self.systems(db, request, cutOff: cutOff).filter {
        searched.contains($0.name)
      }
      return items
    }
    items += response.files().map { PackItem(PackFile(path: $0.path, bytes: $0.bytes)) }
    items += Self.schemas(request).map { PackItem($0) }
    let summary = try BagWriter.write(
      items, to: request.output, describedAs: Self.describe(request, identifier),
      unixSeconds: request.generatedAt.milliseconds / 1000, replacing: request.replacing,
      seal: seal)
    let all = response.requests.flatMap(\.items)
    let files = all.flatMap(\.enclosed)
    return RegulatorPackSummary(
      path: request.output, identifier: identifier, packDigest: summary.packDigest,
      originals: Set(files.filter { $0.what == "whole original" }.map(\.path)).count,
      extracts: files.count { $0.what == "extract" },
      notEnclosed: response.requests.flatMap { asked in
        asked.items.flatMap { item in
          item.notEnclosed.map { "\(asked.id), \(item.number): \($0.what): \($0.why)" }
        }
      })
  }

  private static func check(_ request: RegulatorPackRequest) throws {
    guard !request.requests.isEmpty else {
      throw PackingError(
        .requestUnclear,
        "There is no request to answer: write it to the configuration under \"requests\".")
    }
    let folders = request.requests.map { PackName.safe($0.id, limit: 24) }
    if Set(folders).count < folders.count {
      throw PackingError(.requestUnclear, "Two requests have the same number.")
    }
    for asked in request.requests {
      let numbers = asked.items.map { PackName.safe($0.number, limit: 12) }
      if Set(numbers).count < numbers.count {
        throw PackingError(
          .requestUnclear, "Two items of request \(asked.id) have the same number.")
      }
    }
  }

  /// Schemas that go with an answer: an allow-list, like everything in it.
  private static func schemas(_ request: RegulatorPackRequest) -> [PackFile] {
    let names = ["bagit-profile.schema.json", "epcis-extract.schema.json"]
    return request.schemas.filter { names.contains($0.name) }.map {
      PackFile(path: "schema/\($0.name)", bytes: Array($0.text.utf8))
    }
  }

  private static func systems(
    _ db: Database, _ request: RegulatorPackRequest, cutOff: RecordCutOff?
  ) throws -> [Response.System] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT s.name, s.kind, s.place, s.complete_through_day,
          (SELECT count(*) FROM artifact a WHERE a.source_id = s.source_id
            AND a.container_id IS NULL AND a.status = 'taken') AS files,
          (SELECT max(e.event_day) FROM all_event e JOIN artifact a
            ON a.artifact_id = e.artifact_id WHERE a.source_id = s.source_id
            AND (?1 IS NULL OR e.event_ms <= ?1)) AS newest
        FROM source s ORDER BY s.name
        """, arguments: [cutOff?.ms])
    return rows.map { row in
      let declared = (row["complete_through_day"] as Int64?).map {
        CalendarDay(number: min($0, cutOff?.day ?? $0)).iso
      }
      let newest = (row["newest"] as Int64?).map { CalendarDay(number: $0).iso }
      let name: String = row["name"]
      let kind: String = row["kind"]
      let place: String = row["place"]
      return Response.System(
        name: name, kind: request.kindTitles[kind] ?? kind,
        place: place + (request.queries[name].map { "; query: \($0)" } ?? ""),
        dataThrough: declared ?? newest.map { "\($0) (newest record)" } ?? "not stated",
        files: row["files"])
    }
  }

  private static func describe(
    _ request: RegulatorPackRequest, _ identifier: String
  ) -> BagDescription {
    let ids = request.requests.map(\.id).joined(separator: ", ")
    return BagDescription(
      identifier: identifier, organization: request.organization,
      description: "Answer to request \(ids)",
      uuid: PackIdentity.uuid(of: "\(request.organization)\n\(identifier)\n\(ids)"),
      packedAt: request.generatedAt.text, group: ids, profile: "",
      assessmentDigest: "", agent: request.agent, kind: "regulator", isDraft: request.isDraft,
      readmeNotes: [])
  }
}
