import Archives
import Cataloging
import Foundation
import GS1
import Settings

/// Takes the result of a query at an EPCIS 2.0 endpoint in, page by page: each body an artifact,
/// with a note of the answer beside it, and one of the whole reading at the end.
///
/// The first time, each whole page is loaded as it comes, and a run that breaks off goes on behind
/// it. When the result was read before, pages that changed wait until all were seen, and then
/// replace the old ones in one transaction: the catalog never holds half of one state and half of
/// another.
final class EndpointIntake {
  let intake: SourceIntake
  let limits: EndpointLimits
  /// Where in the source the pages of this query are: another query has another folder, so that
  /// what an earlier one gave stays.
  let folder: String
  private let url: String
  private(set) var secret: EndpointSecret?

  /// A page whose bytes are kept and that is to be loaded.
  struct Page {
    var facts: ArtifactFacts
    var object: VaultObject
    var family: SniffedFormat.Family
    var note: PageNote
  }

  /// Where reading begins.
  private struct Start {
    var page = 1
    var address: EndpointAddress
    /// Whole pages of a reading that broke off.
    var before: [KnownPage] = []
  }

  /// A page the catalog holds.
  struct KnownPage {
    var body: ArtifactRegister.Known
    var path: String
    var note: PageNote?
    var noteArtifact: ArtifactRegister.Known?
  }

  private var visited: Set<String> = []
  private var contents: [String: Int] = [:]
  private var lastContent = ""
  private var repeats = 0
  private var total: String?
  private var changed: String?
  private var page = 1
  private var held: [Page] = []
  private var usedKept = false
  private var unchanged: [Int64: ArtifactRegister.Known] = [:]
  var takenIDs: Set<Int64> = []

  init(_ intake: SourceIntake, _ url: String) {
    self.intake = intake
    self.url = url
    limits = intake.options.endpoint
    folder = Self.folder(of: url)
  }

  static func folder(of url: String) -> String {
    let shown = EndpointAddress(url)?.shown ?? url
    let digest = (try? SourceIntake.digest(MemorySource(Array(shown.utf8)))) ?? ""
    return "query-" + digest.prefix(8)
  }

  func take() throws {
    guard let transport = EndpointSupport.transport(limits) else {
      intake.refuse("This program was built without HTTP: \(EndpointSupport.advice).")
      return
    }
    defer { transport.close() }
    do {
      let home = try start()
      let asker = EndpointAsker(
        transport, limits: limits, secret: secret,
        folder: intake.catalog.vault?.folder.path ?? NSTemporaryDirectory(),
        nowMs: intake.nowMs, isCancelled: intake.options.isCancelled)
      try readAll(asker, home)
      try conclude()
    } catch let fault as EndpointFault {
      try settle()
      try intake.flushConfirmations()
      try leave(fault, page: page)
    } catch let error as CollectingError where error.code == .cancelled {
      try settle()
      try intake.flushConfirmations()
      throw error
    }
  }

  private func start() throws(EndpointFault) -> EndpointAddress {
    guard let home = EndpointAddress(url) else {
      throw EndpointFault(.addressNotFound, "\"url\" is no address that can be asked.")
    }
    if let credential = intake.source.credential {
      secret = try EndpointSecret(credential, environment: intake.options.environment)
    }
    return home
  }

  private func readAll(_ asker: EndpointAsker, _ home: EndpointAddress) throws {
    let resumed = try resumption(home)
    do {
      try read(asker, from: resumed ?? Start(address: home), isConditional: true)
    } catch let fault as EndpointFault
      where [.addressNotFound, .queryRefused].contains(fault.code) && usedKept
    {
      // The address of a next page, kept from an earlier run, holds no longer.
      visited = []
      contents = [:]
      held = []
      repeats = 0
      lastContent = ""
      usedKept = false
      try read(asker, from: Start(address: home), isConditional: false)
    }
  }

  /// Where a reading that broke off goes on: behind its last whole page.
  private func resumption(_ home: EndpointAddress) throws -> Start? {
    guard try mayResume() else { return nil }
    var start = Start(address: home)
    while let known = try known(start.page), known.body.status == .taken, let note = known.note,
      let next = note.next
    {
      if start.page == 1, note.url != (secret?.redact(home.shown) ?? home.shown) { return nil }
      guard !note.isNextCut, let address = EndpointAddress(next) else { return nil }
      start.before.append(known)
      start.page += 1
      start.address = address
      if note.isNextExpired(nowMs: intake.nowMs) { return nil }
    }
    // A last page was read: the result is whole, and read anew from its beginning.
    if try known(start.page) != nil { return nil }
    return start.page > 1 ? start : nil
  }

  // MARK: Pages

  private func read(
    _ asker: EndpointAsker, from start: Start, isConditional: Bool
  ) throws {
    page = start.page
    usedKept = start.page > 1
    var address = start.address
    for known in start.before {
      visited.insert(known.note?.url ?? "")
      if let note = known.note { contents[note.contentSHA256] = note.page }
    }
    var waiting = start.before
    while true {
      guard page <= limits.pages else {
        throw EndpointFault(
          .endlessPaging,
          "The result has more than \(limits.pages) pages. Ask for larger ones "
            + "(perPage), or for a shorter period.")
      }
      guard visited.insert(address.text).inserted else {
        throw EndpointFault(
          .endlessPaging,
          "Page \(page) has the address of a page before: the paging goes in a circle.")
      }
      let next = try readPage(asker, address, isConditional: isConditional)
      for known in waiting { keep(known) }
      waiting = []
      intake.outcome.pages = page
      intake.tell(references: 0)
      guard let next else { return }
      page += 1
      address = next
    }
  }

  /// Asks for a page and takes it; says where the next one is.
  private func readPage(
    _ asker: EndpointAsker, _ address: EndpointAddress, isConditional: Bool
  ) throws -> EndpointAddress? {
    let known = try known(page)
    var tag: String?
    if isConditional, let known { tag = try etag(of: known) }
    let answer = try asker.page(address, etag: tag)
    compareTotal(answer.headers)
    if answer.status == 204 { return nil }
    if answer.status == 304 {
      guard let known, let note = known.note, tag != nil else {
        throw EndpointFault(.queryRefused, "\(address.origin) answers 304 where no page was kept.")
      }
      keep(known)
      contents[note.contentSHA256] = page
      if case .address(let next) = NextPage.after(address, answer.headers) { return next }
      usedKept = true
      return note.next.flatMap(EndpointAddress.init)
    }
    guard let body = answer.body, let format = answer.format else { return nil }
    let next: EndpointAddress?
    var refusal: EndpointFault?
    switch NextPage.after(address, answer.headers) {
    case .none: next = nil
    case .address(let found): next = found
    case .refused(let why):
      next = nil
      refusal = EndpointFault(
        .nextPageRefused, "Behind page \(page) there is more, but \(redacted(why)).")
    }
    try take(body, format, answer.headers, at: address, next: next, known)
    if let refusal { throw refusal }
    return next
  }

  private func take(
    _ body: TemporaryFile, _ format: SniffedFormat, _ headers: EndpointHeaders,
    at address: EndpointAddress, next: EndpointAddress?, _ known: KnownPage?
  ) throws {
    let content = try PageContent.digest(body.path)
    if try isRepeated(content) { return }
    guard let vault = intake.catalog.vault else { return }
    if let known, known.body.status == .taken, known.note?.contentSHA256 == content,
      let old = known.note
    {
      keep(known)
      let note = PageNote(
        page: page, at: address, headers, sha256: old.sha256, contentSHA256: content, next: next,
        nowMs: intake.nowMs, secret: secret)
      if !note.leadsOn(like: old) { try write(note) }
      return
    }
    let object = try vault.store(FileByteSource(path: body.path))
    let note = PageNote(
      page: page, at: address, headers, sha256: object.sha256, contentSHA256: content, next: next,
      nowMs: intake.nowMs, secret: secret)
    let isXML = format.family == .epcisXML
    let facts = ArtifactFacts(
      path: known?.path ?? Self.path(folder, page, isXML ? "xml" : "json"), sha256: object.sha256,
      stamp: ArtifactStamp(bytes: Int64(clamping: object.bytes)), mediaType: format.mediaType,
      format: format.format)
    let new = Page(facts: facts, object: object, family: format.family, note: note)
    if let known, known.body.status == .taken {
      if known.body.sha256 == object.sha256 {
        // Its note is not there: the run before was killed between the two.
        keep(known)
        try write(note)
        return
      }
      held.append(new)
      return
    }
    try load([new])
  }

  /// Whether a page says what a page before it said.
  private func isRepeated(_ content: String) throws -> Bool {
    defer { lastContent = content }
    repeats = content == lastContent ? repeats + 1 : 1
    guard let twin = contents[content] else {
      contents[content] = page
      return false
    }
    // Pages without events look all alike.
    guard try holdsEvents(twin) else { return true }
    if repeats > limits.repeats {
      throw EndpointFault(
        .endlessPaging,
        "\(repeats) pages up to page \(page) say the same: the repository does not move on.")
    }
    intake.outcome.note(
      Self.path(folder, page, "json"), "excluded", "the same as page \(twin)")
    changed = changed ?? "page \(page) is page \(twin) once more"
    return true
  }

  private func compareTotal(_ headers: EndpointHeaders) {
    guard let told = headers["x-total-count"] else { return }
    if let total, total != told {
      changed = changed ?? "it told of \(total) in all first and of \(told) at page \(page)"
    }
    total = told
  }

  static func path(_ folder: String, _ page: Int, _ ending: String) -> String {
    "\(folder)/page-\(String(page).zeroPadded(to: 5)).\(ending)"
  }

  func redacted(_ text: String) -> String { secret?.redact(text) ?? text }

  // MARK: The end

  /// Counts what is still as it was; once, though a reading begins anew.
  private func settle() throws {
    for (id, known) in unchanged.sorted(by: { $0.key < $1.key }) where !takenIDs.contains(id) {
      try intake.confirm(known, known.stamp)
    }
    unchanged = [:]
    if !held.isEmpty {
      let pages = Noun.counted(held.count, "changed page waits", "changed pages wait")
      intake.outcome.note(folder, "excluded", "\(pages) until the rest can be read")
    }
  }

  private func conclude() throws {
    let replaced = held
    held = []
    try load(replaced)
    try settle()
    if let changed {
      try intake.flushConfirmations()
      try leave(
        EndpointFault(
          .changedWhileRead,
          "The result changed while it was read: \(changed). Events may stand twice or not at all; "
            + "collect again when the repository is at rest."), page: page)
      return
    }
    try writeReading(pages: page)
    try intake.finish()
  }

  private func keep(_ known: KnownPage) {
    unchanged[known.body.id] = known.body
    if let note = known.noteArtifact { unchanged[note.id] = note }
  }

  /// A note that was written anew is not as it was.
  func forget(_ known: ArtifactRegister.Known?) {
    if let known { unchanged[known.id] = nil }
  }
}
