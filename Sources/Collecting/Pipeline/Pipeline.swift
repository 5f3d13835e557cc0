package import Cataloging
import Foundation
import GS1
package import Settings

/// Brings sources into the catalog: finds, keeps, reads, loads, derives.
///
/// Each artifact is one transaction, so a run that is killed leaves whole artifacts only, and
/// running again takes the rest.
package enum Pipeline {
  /// Kinds of sources that need no record kind.
  package static let kinds: Set<String> = ["epcis", "events", "document"]

  /// Collects the configured sources into a catalog that is open for writing; `clock` tells UTC
  /// milliseconds, `recordKinds` are those of the library by id, `progress` is told after each
  /// artifact.
  ///
  /// - Throws: `DiagnosticList` for a source of a kind or place that is not read; a
  ///   `CollectingError` for a name no source has; `CatalogError`. An interrupted run returns.
  package static func collect(
    configuration: MusterConfiguration, catalog: Catalog, clock: @escaping @Sendable () -> Int64,
    recordKinds: [String: RecordKind] = [:], options: CollectOptions = CollectOptions(),
    progress: ((CollectProgress) -> Void)? = nil
  ) throws -> CollectionOutcome {
    let chosen = try select(configuration, recordKinds, options)
    let own = OwnFiles(configuration, catalog: catalog.folder?.path, outputs: options.outputs)
    var outcome = CollectionOutcome()
    outcome.isDryRun = options.dryRun
    if options.dryRun {
      for source in chosen {
        let tables = recordKinds[source.kind].map {
          TableSource(source, kind: $0, configuration: configuration)
        }
        outcome.sources.append(
          try SourceIntake.preview(
            source, tables: tables, catalog, options, own: own, nowMs: clock()))
      }
      return outcome
    }
    let run = try catalog.write { db in
      try RunLog.begin(
        db, command: options.command, startedMs: clock(), user: options.user, host: options.host,
        tool: options.tool)
    }
    try declare(configuration, in: catalog)
    // All at once: what a connection knows of the tables is lost with each that is made.
    try catalog.write { db in
      _ = try RecordTables.prepare(db, chosen.compactMap { recordKinds[$0.kind] })
    }
    var ledgers: [Int64: ArtifactLedger] = [:]
    var registers: [(DocumentRegister, Int)] = []
    let cache = LoadCache()
    let began = clock()
    for source in chosen where !outcome.interrupted {
      let id = try catalog.write { db in
        try RunConfiguration.register(db, source, in: configuration)
      }
      let tables = recordKinds[source.kind].map {
        TableSource(source, kind: $0, configuration: configuration)
      }
      try tables?.refresh(in: catalog, source: id)
      // Records look identifiers up in the index; events of a first load do without.
      let isEvents = tables == nil && source.kind != "document"
      try catalog.write { db in
        isEvents ? try EPCIndex.deferred(db, by: cache) : try EPCIndex.make(db, for: cache)
      }
      let intake = SourceIntake(
        source: source, id: id,
        timeZone: RunConfiguration.zone(of: source, in: configuration) ?? configuration.sharedZone,
        run: run, catalog: catalog, cache: cache, nowMs: clock(),
        options: options, own: own, tables: tables, progress: progress)
      do {
        try intake.takeAll()
        try intake.tellSetAsideBefore()
      } catch let error as CollectingError where error.code == .cancelled {
        outcome.interrupted = true
      }
      if let tables, DocumentRegister.isRegister(tables.kind) {
        registers.append(
          (DocumentRegister(intake: intake, kind: tables.kind), outcome.sources.count))
      }
      outcome.sources.append(intake.outcome)
      ledgers[id] = intake.outcome.artifacts
    }
    // Registers name documents of any source, so they come when all of them are in.
    for (register, index) in registers where !outcome.interrupted {
      try register.settle()
      if register.intake.outcome.problem == nil { try register.intake.markAbsent() }
      outcome.sources[index] = register.intake.outcome
      ledgers[register.intake.id] = register.intake.outcome.artifacts
    }
    try catalog.write { db in try EPCIndex.make(db, for: cache) }
    FreedMemory.giveBack()
    let loaded = clock()
    outcome.loadMs = loaded &- began
    try deriveIfNeeded(catalog, options, progress, &outcome)
    outcome.deriveMs = clock() &- loaded
    try close(catalog, run: run, nowMs: clock(), options, outcome, ledgers)
    guard catalog.isInPlace() else {
      throw CatalogError.removed(folder: catalog.folder?.path ?? "")
    }
    return outcome
  }

  /// The sources to collect, after looking at every one of the configuration.
  private static func select(
    _ configuration: MusterConfiguration, _ recordKinds: [String: RecordKind],
    _ options: CollectOptions
  ) throws -> [Source] {
    let names = configuration.sources.map(\.name)
    for name in options.sources where !names.contains(name) {
      throw CollectingError(
        .unknownSource,
        "There is no source \"\(name)\" in \(configuration.file); it has "
          + names.joined(separator: ", ") + ".")
    }
    let chosen = configuration.sources.filter {
      options.sources.isEmpty || options.sources.contains($0.name)
    }
    let faults = chosen.compactMap { fault(of: $0, recordKinds, configuration) }
    if !faults.isEmpty { throw DiagnosticList(faults) }
    return chosen
  }

  private static func fault(
    of source: Source, _ recordKinds: [String: RecordKind], _ configuration: MusterConfiguration
  ) -> Diagnostic? {
    var position = source.position
    let message: String
    let isRecords = recordKinds[source.kind] != nil
    if !isRecords, !kinds.contains(source.kind) {
      let known = (kinds.union(recordKinds.keys)).subtracting(["events"]).sorted()
      message =
        "source \"\(source.name)\": there is no record kind \"\(source.kind)\"; known: "
        + known.joined(separator: ", ")
    } else {
      position = source.placePosition
      switch source.place {
      case .path: return nil
      case .database:
        if isRecords { return nil }
        message =
          "source \"\(source.name)\": a database gives records of a kind, not \(source.kind); name "
          + "the kind, or give \"path\""
      case .url:
        if isRecords || source.kind == "document" {
          message =
            "source \"\(source.name)\": a URL gives events, not \(source.kind); name kind "
            + "\"epcis\", or give \"path\""
        } else if EndpointSupport.isBuilt {
          return nil
        } else {
          message =
            "source \"\(source.name)\": this program was built without HTTP and cannot ask a "
            + "repository; \(EndpointSupport.advice)"
        }
      }
    }
    let lines = configuration.text.split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let index = position.line - 1
    return Diagnostic(
      file: configuration.file, at: position, message: message,
      sourceLine: lines.indices.contains(index) ? String(lines[index]) : nil)
  }

  /// Writes down what the configuration declares; custody and which version counts follow from it,
  /// so a change derives anew.
  private static func declare(
    _ configuration: MusterConfiguration, in catalog: Catalog
  ) throws {
    try catalog.write { db in
      let before = try RunConfiguration.digest(db)
      try RunConfiguration.noteChanges(db, configuration)
      try RunConfiguration.fill(db, configuration, asOfMs: nil)
      if try RunConfiguration.digest(db) != before { try Derivation.markStale(db) }
    }
  }

  private static func deriveIfNeeded(
    _ catalog: Catalog, _ options: CollectOptions, _ progress: ((CollectProgress) -> Void)?,
    _ outcome: inout CollectionOutcome
  ) throws {
    guard !outcome.interrupted, !options.isCancelled() else { return }
    let isCurrent = try catalog.read { db in
      try Derivation.isCurrent(db) && Derivation.isOfThisRelease(db)
    }
    guard !isCurrent else { return }
    progress?(
      CollectProgress(source: "", done: 0, total: 0, references: 0, isDeriving: true))
    try catalog.write { db in _ = try Derivation.update(db) }
    outcome.derived = true
  }

  private static func close(
    _ catalog: Catalog, run: Int64, nowMs: Int64, _ options: CollectOptions,
    _ outcome: CollectionOutcome, _ ledgers: [Int64: ArtifactLedger]
  ) throws {
    let word =
      outcome.interrupted ? "interrupted" : outcome.isIncomplete ? "incomplete" : "complete"
    let totals = outcome.totals
    try catalog.write { db in
      try RunLog.end(db, run: run, endedMs: nowMs, outcome: word, ledgers: ledgers)
      guard outcome.tookAnything else { return }
      try AuditTrail.append(
        db, atMs: nowMs, who: options.user ?? "unknown", what: options.command,
        detail: .object([
          "run": .integer(run), "outcome": .string(word),
          "taken": .integer(Int64(totals.artifacts.taken)),
          "unreadable": .integer(Int64(totals.artifacts.unreadable)),
          "records": .integer(Int64(totals.records.taken)),
          "quarantined": .integer(Int64(totals.records.quarantined)),
        ]))
    }
  }
}
