import Archives
import Cataloging
import Crypto
import Foundation
import GS1
import Settings

/// Takes the artifacts of one source in, one after the other.
final class SourceIntake {
  let source: Source
  let id: Int64
  /// The zone of times without an offset.
  let timeZone: String?
  let catalog: Catalog
  let cache: LoadCache
  let nowMs: Int64
  let options: CollectOptions
  /// What may stand at the place and is no evidence.
  let own: OwnFiles
  let register: ArtifactRegister
  let progress: ((CollectProgress) -> Void)?
  /// How tables of the source are opened and typed; nil for events and documents.
  let tables: TableSource?
  private var opened: TableOpening?
  var outcome: CollectionOutcome.SourceOutcome
  /// Items of lists that stand in files of their own.
  private(set) var details: DetailFiles?
  /// Whether a file of details changed, so that the records it belongs to are read again.
  private var haveDetailsChanged = false
  /// What the catalog holds of the files that come next, by the bytes of their paths: a letter
  /// spelt in two ways makes two files.
  private var looks: [[UInt8]: Look] = [:]
  private var done = 0
  private var total = 0
  private var confirmed: [(ArtifactRegister.Known, ArtifactStamp)] = []

  /// Confirmations written together.
  private static let confirmations = 500
  /// Files looked up in the catalog together.
  private static let looksAtOnce = 500
  /// Files that are read while one is loaded: of small ones many, so that bringing one to the disk
  /// is not waited for, of large ones two, for what memory they take: where a small one stands
  /// between them, the second large one is kept while the first is loaded.
  private static let filesAhead = 8
  private static let largeFilesAhead = 2
  private static let bytesAhead: UInt64 = 256 * 1024

  init(
    source: Source, id: Int64, timeZone: String?, run: Int64, catalog: Catalog, cache: LoadCache,
    nowMs: Int64,
    options: CollectOptions, own: OwnFiles, tables: TableSource? = nil,
    progress: ((CollectProgress) -> Void)?
  ) {
    self.source = source
    self.id = id
    self.timeZone = timeZone
    self.catalog = catalog
    self.cache = cache
    self.nowMs = nowMs
    self.options = options
    self.own = own
    self.tables = tables
    self.progress = progress
    register = ArtifactRegister(
      source: id, run: run, nowMs: nowMs, collectedBy: options.user)
    outcome = CollectionOutcome.SourceOutcome(
      name: source.name, kind: source.kind, place: source.placeText)
  }

  /// Takes everything the place has.
  func takeAll() throws {
    guard try takeDetails() else { return }
    switch source.place {
    case .path(let place): try takeFiles(at: place)
    case .database(let path, let query): try DatabaseIntake(self, path, query).take()
    case .url(let url): try EndpointIntake(self, url).take()
    }
  }

  /// How the source's tables are opened in this run.
  func opening(_ tables: TableSource) -> TableOpening {
    var opening = opened ?? tables.opening(workFolder: catalog.vault?.folder.path)
    opened = opening
    opening.details = details
    return opening
  }

  /// Keeps and reads the files that hold items of lists; says false when one is not to be had.
  private func takeDetails() throws -> Bool {
    guard let tables, !source.details.isEmpty else { return true }
    for detail in source.details.sorted(by: { $0.list < $1.list }) {
      let name = detail.placeText.split(separator: "/").last.map(String.init) ?? detail.placeText
      let found = SourceWalk.Found(
        path: "details/\(detail.list)/\(name)", absolute: detail.path, kind: .file)
      let before = outcome.artifacts.taken
      guard try takeDocument(found) != nil else {
        refuse("The file \(detail.placeText) with its \(detail.list) cannot be read.")
        return false
      }
      if outcome.artifacts.taken > before { haveDetailsChanged = true }
    }
    do {
      details = try DetailFiles.read(
        source, kind: tables.kind, workFolder: catalog.vault?.folder.path,
        isCancelled: options.isCancelled)
    } catch let refusal as TableRefusal {
      refuse(refusal.detail)
      return false
    }
    for (path, fault) in details?.faults ?? [] {
      outcome.note(path, "incomplete", fault.description)
      outcome.filesMissing += 1
    }
    for (path, text) in details?.remarks ?? [] { outcome.note(path, "taken", text) }
    return true
  }

  /// Says which rows of details belong to no record of the files just read.
  private func tellUnclaimedDetails() {
    guard let details, outcome.artifacts.unchanged <= source.details.count else { return }
    for (list, keys) in details.unclaimed {
      outcome.note(
        "details/\(list)", "taken",
        "\(Noun.counted(keys.count, "key belongs", "keys belong")) to no record, such as "
          + "\"\(keys[0])\"")
    }
  }

  /// Tells again what an earlier run set aside in files that still count: an assessment rests on
  /// them as they are.
  func tellSetAsideBefore() throws {
    for (path, count, first) in try catalog.read({ try register.setAsideBefore($0) }) {
      outcome.setAsideBefore += count
      outcome.note(path, "quarantined", "\(count)", detail: first)
    }
  }

  private func takeFiles(at place: String) throws {
    let walk = SourceWalk(place: place, exclude: source.exclude, own: own)
    if let problem = walk.problem {
      outcome.problem =
        "Source \"\(source.name)\" was not collected: \(problem). Correct \"path\" in the "
        + "configuration, or make the place available, and run again."
      return
    }
    total = walk.found.count
    try takeBack(walk.found)
    var queue: [ReadAhead] = []
    var begun = 1
    // When loading fails, what is parsed is wanted no more.
    defer { for ahead in queue { ahead.abandon() } }
    for (index, found) in walk.found.enumerated() {
      done = index
      if index % Self.looksAtOnce == 0 { try lookUp(walk.found, from: index) }
      if options.isCancelled() { throw CollectingError.cancelled }
      let ahead = queue.first?.found == found ? queue.first : nil
      while begun < walk.found.count, begun <= index + Self.filesAhead {
        let bytes = queue.reduce(into: 0) { $0 += $1.found == found ? 0 : $1.bytes }
        guard begun <= index + Self.largeFilesAhead || bytes <= Self.bytesAhead else { break }
        if let next = readAhead(walk.found[begun]) { queue.append(next) }
        begun += 1
      }
      defer {
        if let ahead {
          queue.removeFirst()
          ahead.abandon()
        }
      }
      switch found.kind {
      case .excluded(let reason): try leave(found.path, .excluded, reason)
      case .unreadable(let reason): try leave(found.path, .unreadable, reason)
      case .file: try take(found, ahead)
      }
      done = index + 1
      tell(references: 0)
    }
    try finish()
  }

  /// Takes back what tables gave whose bytes are about to be read by another description, so that
  /// nothing stays that only the former one made of them. Of a file that changed as well, what it no
  /// longer holds stays, as ever.
  private func takeBack(_ files: [SourceWalk.Found]) throws {
    guard let tables else { return }
    let waiting = try catalog.read { try register.waiting($0) }
    if waiting.isEmpty { return }
    var same: [Int64] = []
    for file in files where file.kind == .file {
      guard let known = waiting[Array(file.path.utf8)],
        let status = try? FileStatus(path: file.absolute)
      else { continue }
      let isSame =
        ArtifactRegister.isUnchanged(known, ArtifactStamp(status))
        || (try? Self.digest(FileByteSource(path: file.absolute))) == known.sha256
      if isSame { same.append(known.id) }
    }
    try takeBack(same, tables)
  }

  /// Takes back what artifacts gave of the source's kind.
  func takeBack(_ artifacts: [Int64], _ tables: TableSource) throws {
    if artifacts.isEmpty { return }
    try catalog.write { db in
      try RecordWithdrawal.withdraw(
        db, artifacts: artifacts, source: id, kind: tables.kind.id)
    }
  }

  /// Begins to read a file when it holds events and the catalog has never met its path: what it
  /// knows is compared first.
  private func readAhead(_ file: SourceWalk.Found) -> ReadAhead? {
    guard file.kind == .file, tables == nil, source.kind != "document", let vault = catalog.vault,
      looks[Array(file.path.utf8)] == nil
    else { return nil }
    return ReadAhead(file, vault: vault)
  }

  /// What the catalog holds under a path, and of the members of an archive there.
  private struct Look {
    var known: ArtifactRegister.Known
    var members: ArtifactLedger
  }

  /// Looks up the files that come next, and those behind them for reading ahead. What is found
  /// stays true until they are taken: a file takes nothing but its own.
  private func lookUp(_ files: [SourceWalk.Found], from first: Int) throws {
    let next = files[first..<min(files.count, first + Self.looksAtOnce + Self.filesAhead)]
    guard let lowest = next.first?.path, let highest = next.last?.path else { return }
    looks = try catalog.read { db in
      var looks: [[UInt8]: Look] = [:]
      for (path, known) in try register.current(db, from: lowest, through: highest) {
        looks[Array(path.utf8)] = Look(
          known: known, members: try register.members(db, of: known.id))
      }
      return looks
    }
  }

  /// Tells how far the source has come; `references` are those of the artifact at work.
  func tell(references: Int) {
    progress?(
      CollectProgress(
        source: source.name, done: done, total: total,
        references: outcome.references + references))
  }

  /// Writes down an artifact that is not read. One that is no evidence takes the place of what was
  /// taken under its path before that was known.
  func leave(
    _ path: String, _ status: ArtifactFacts.Status, _ reason: String, sha256: String = "",
    stamp: ArtifactStamp = ArtifactStamp(bytes: 0), format: SniffedFormat? = nil,
    object: VaultObject? = nil
  ) throws {
    let isNoEvidence = OwnReason(rawValue: reason) != nil || reason == SourceWalk.leftOut
    let facts = ArtifactFacts(
      path: path, sha256: sha256, stamp: stamp, mediaType: format?.mediaType,
      format: format?.format, status: status, reason: reason)
    try catalog.write { db in
      try object?.insert(db)
      _ = try register.add(db, facts, superseding: isNoEvidence)
    }
    outcome.count(status)
    outcome.note(path, status.rawValue, reason)
  }

  // MARK: One file

  /// Takes a file that a register names, as a document; says its digest, nil when it is not to be
  /// had.
  func takeDocument(_ found: SourceWalk.Found) throws -> String? {
    if let reason = own.reason(ofFile: found.absolute) {
      try leave(found.path, .excluded, reason.rawValue)
      return nil
    }
    do {
      let stamp = ArtifactStamp(try FileByteSource(path: found.absolute).status)
      let known = try catalog.read { db in try register.current(db, path: found.path) }
      if let known, known.status == .taken {
        let isSame =
          try !options.rehash && ArtifactRegister.isUnchanged(known, stamp)
          || Self.digest(FileByteSource(path: found.absolute)) == known.sha256
        if isSame {
          if options.rehash { try restore(known, from: found) }
          try confirm(known, stamp)
          try flushConfirmations()
          return known.sha256
        }
      }
      try ArtifactIntake(self, found, isDocument: true).take()
      return try catalog.read { db in try register.current(db, path: found.path) }
        .flatMap { $0.status == .taken ? $0.sha256 : nil }
    } catch let error as ArchiveError {
      try leave(found.path, .unreadable, Self.reason(of: error, found.absolute))
      return nil
    }
  }

  private func take(_ found: SourceWalk.Found, _ ahead: ReadAhead?) throws {
    do {
      if let ahead {
        try ArtifactIntake(self, found).take(ahead: ahead)
        return
      }
      let stamp = ArtifactStamp(try FileStatus(path: found.absolute))
      let look = looks[Array(found.path.utf8)]
      let members = look?.members ?? ArtifactLedger()
      let known = look?.known
      if let known, try isToBeReadAgain(known) {
        try ArtifactIntake(self, found, known: known).take()
        return
      }
      if let known, !options.rehash, ArtifactRegister.isUnchanged(known, stamp) {
        try confirm(known, stamp, members: members)
        return
      }
      // A file that was touched or is to be read again is compared before it is kept once more.
      if let known, known.status != .unreadable, !known.sha256.isEmpty,
        try Self.digest(FileByteSource(path: found.absolute)) == known.sha256
      {
        if options.rehash { try restore(known, from: found) }
        try confirm(known, stamp, members: members)
        return
      }
      try ArtifactIntake(self, found, known: known).take()
    } catch let error as ArchiveError {
      try leave(found.path, .unreadable, Self.reason(of: error, found.absolute))
    }
  }

  /// Keeps a file anew whose original in the vault is damaged or gone.
  private func restore(_ known: ArtifactRegister.Known, from found: SourceWalk.Found) throws {
    guard let vault = catalog.vault,
      let object = try catalog.read({ db in try VaultObject.find(db, sha256: known.sha256) }),
      let fault = vault.fault(of: object)
    else { return }
    let kept = try vault.store(FileByteSource(path: found.absolute), replacing: true)
    guard kept.sha256 == known.sha256 else { return }
    try catalog.write { db in try kept.replace(db) }
    outcome.note(
      found.path, "unchanged", "the original in the vault \(fault); it is kept anew")
  }

  /// Whether a table is read anew though its bytes are the same, because its columns or its kind
  /// are described otherwise now.
  func isToBeReadAgain(_ known: ArtifactRegister.Known) throws -> Bool {
    guard tables != nil else { return false }
    // What was no table of this kind may be one by the new description.
    if known.status == .excluded || haveDetailsChanged { return true }
    return try catalog.read { db in try RereadList.contains(db, artifact: known.id) }
  }

  /// Says why the source as a whole was not taken.
  func refuse(_ reason: String) {
    outcome.problem = "Source \"\(source.name)\" was not collected. \(reason)"
  }

  /// Why a file cannot be had, as a word.
  static func reason(of error: ArchiveError, _ path: String) -> String {
    guard error.code == .cannotOpen else { return error.code.rawValue }
    // Opened once more for its reason; `access` would ask for the real user, not the effective one.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor < 0 else {
      close(descriptor)
      return error.code.rawValue
    }
    if errno == EACCES { return "permission_denied" }
    return error.code.rawValue
  }

  static func digest(_ source: any ByteSource) throws -> String {
    var hash = SHA256()
    try source.forEachPiece { hash.update(bufferPointer: $0) }
    return HexText.of(hash.finalize())
  }

  /// Counts an artifact the catalog holds already, and notes that it is still there.
  func confirm(_ known: ArtifactRegister.Known, _ stamp: ArtifactStamp) throws {
    try confirm(
      known, stamp, members: catalog.read { db in try register.members(db, of: known.id) })
  }

  private func confirm(
    _ known: ArtifactRegister.Known, _ stamp: ArtifactStamp, members: ArtifactLedger
  ) throws {
    if known.status == .excluded {
      outcome.artifacts.excluded += 1
    } else {
      outcome.artifacts.unchanged += 1
    }
    outcome.artifacts += members
    // What was left out the last time is left out again, and told again.
    if known.status != .taken || members.excluded + members.unreadable > 0 {
      for (path, status, reason) in try catalog.read({ try register.notTaken($0, of: known.id) }) {
        outcome.note(path, status, reason)
      }
    }
    confirmed.append((known, stamp))
    if confirmed.count >= Self.confirmations { try flushConfirmations() }
  }

  /// Writes down what was confirmed, then what is gone.
  func finish() throws {
    try flushConfirmations()
    tellUnclaimedDetails()
    // What a register names is met later; `settle` marks what is gone then.
    if let tables, DocumentRegister.isRegister(tables.kind) { return }
    try markAbsent()
  }

  /// Marks what this run did not meet at the source.
  func markAbsent() throws {
    try catalog.write { db in try register.markAbsent(db) }
  }

  func flushConfirmations() throws {
    let waiting = confirmed
    guard !waiting.isEmpty else { return }
    confirmed = []
    try catalog.write { db in
      for (known, stamp) in waiting { try register.confirm(db, known, stamp: stamp) }
    }
  }
}

extension CollectionOutcome.SourceOutcome {
  mutating func count(_ status: ArtifactFacts.Status) {
    switch status {
    case .taken: artifacts.taken += 1
    case .excluded: artifacts.excluded += 1
    case .unreadable: artifacts.unreadable += 1
    }
  }

  mutating func note(
    _ path: String, _ status: String, _ reason: String, detail: String? = nil
  ) {
    troubles.append(
      CollectionOutcome.Trouble(path: path, status: status, reason: reason, detail: detail))
  }
}

extension ArtifactStamp {
  /// The stamp of a file.
  init(_ status: FileStatus) {
    self.init(
      bytes: Int64(clamping: status.size), mtimeMs: status.modifiedNanoseconds / 1_000_000,
      ctimeMs: status.changedNanoseconds / 1_000_000,
      inode: Int64(bitPattern: status.inode))
  }
}
