import Foundation

/// The firm while it is being written: identifiers, counters, files, and the key of what was planted.
final class World {
  let options: SampleOptions
  let root: URL
  let firm: Firm
  let book: EPCBook
  var random: SplitMix
  let key: AnswerKey
  /// Events written, EPC references written, files written.
  private(set) var events = 0
  private(set) var references = 0
  private(set) var files = 0
  /// What the customer that supplies patients still holds of opened cases, the newest 64.
  var shelf: [(since: Moment, epcs: [EPC])] = [] {
    didSet { if shelf.count > 64 { shelf.removeFirst(shelf.count - 64) } }
  }
  /// Partners and trade items stories add to the configuration.
  private(set) var morePartners: [Partner] = []
  var configured: [Int] = []
  /// Trade items of stories that stand in the firm's list of products.
  var launched: [Int] = []
  /// Feeds that hold files of both syntaxes.
  private(set) var mixedFeeds: Set<Feed> = []
  /// Lots and sales as records beside events have to tell them.
  var lots: [LotFacts] = []
  var lotIndex: [String: Int] = [:]
  var sales: [SaleFacts] = []
  var returns: [ReturnFacts] = []
  var recalls: [RecallFacts] = []
  private(set) var statuses: [StatusFacts] = []
  /// What cases and pallets hold, in firms small enough to tell each.
  var contents: [EPC: [ContentFacts]] = [:]
  /// Documents to write: path, title, lines by page.
  var pages: [(path: String, title: String, pages: [[String]])] = []
  /// Packs of stories that records tell again, by story.
  var named: [String: EPC] = [:]
  /// Cases sold for stories that records tell later, by story.
  var told: [String: Made] = [:]
  /// Cases whose packs no upload names.
  var unsent: [Made] = []
  let records = RecordBook()
  /// Sources of records that were written, for the configuration.
  var writtenSources: [RecordSource] = []
  /// Lots made, in order of production.
  var lotsMade = 0
  var unitsMade = 0
  private var pools: [SerialPool]
  private var logistics: UInt64 = 0
  private var documents = 0
  private var identifiers: UInt64 = 0
  private var orders = 0

  init(options: SampleOptions, root: URL) {
    self.options = options
    self.root = root
    key = AnswerKey(options.regime)
    firm = options.regime == .us ? .quillhaven() : .eschenried()
    book = EPCBook(
      companyPrefix: firm.owner.prefix, serialLength: options.regime == .us ? 12 : 16)
    random = SplitMix(seed: options.seed, stream: "firm")
    pools = []
    for product in firm.products {
      let index = book.add(product)
      pools.append(SerialPool(seed: options.seed, name: "pool \(index) \(product.gtin)"))
    }
  }

  /// Adds a partner to the configuration.
  func addPartner(_ partner: Partner) { morePartners.append(partner) }

  /// Adds a trade item the firm's master data do not know.
  func addProduct(_ product: Product) -> Int {
    let index = book.add(product)
    pools.append(SerialPool(seed: options.seed, name: "pool \(index) \(product.gtin)"))
    return index
  }

  /// The package's own and its case's indices, for master data.
  func levels(of product: Int) -> [Int] {
    [product] + (book.products[product].caseItem.map { [$0] } ?? [])
  }

  /// The next item of a trade item.
  func item(_ product: Int) -> EPC {
    EPC(kind: .item, product: UInt16(product), value: pools[product].next())
  }

  /// The next logistics unit.
  func logistic() -> EPC {
    logistics += 1
    return EPC(kind: .logistic, value: options.seed % 1000 * 1_000_000 + logistics)
  }

  /// A new document instance identifier.
  func instance() -> String {
    documents += 1
    return firm.code + "-" + digits(documents, 8)
  }

  /// A new event identifier (UUID of version 8: of the maker's own construction).
  func identifier() -> String {
    identifiers += 1
    var random = SplitMix(seed: options.seed ^ identifiers &* 0x5851_F42D_4C95_7F2D, stream: "id")
    let high = hex(random.next())
    let low = hex(random.next())
    return "urn:uuid:" + high.prefix(8) + "-" + high.dropFirst(8).prefix(4) + "-8"
      + high.suffix(3) + "-a" + low.prefix(3) + "-" + low.suffix(12)
  }

  private func hex(_ value: UInt64) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }

  /// A new order number.
  func orderNumber() -> Int {
    orders += 1
    return 700_000 + orders
  }

  /// Whether a feed is written as JSON-LD.
  func usesJSON(_ feed: Feed) -> Bool {
    switch options.syntax {
    case .xml: false
    case .json: true
    case .mixed: feed == .contract
    }
  }

  /// Opens a document; the caller closes it. The path gets its ending here.
  func open(_ head: DocumentHead, feed: Feed, otherSyntax: Bool = false) throws -> OpenDocument {
    var head = head
    let json = usesJSON(feed) != otherSyntax
    if otherSyntax { mixedFeeds.insert(feed) }
    head.path = feed.folder + "/" + head.path + (json ? ".json" : ".xml")
    let writer: any DocumentWriter =
      json
      ? try JSONDocument(root: root, head: head, book: book)
      : try XMLDocument(root: root, head: head, book: book)
    try writer.open()
    files += 1
    return OpenDocument(writer: writer, path: head.path, world: self)
  }

  /// Writes a whole document.
  @discardableResult
  func document(
    _ head: DocumentHead, feed: Feed, otherSyntax: Bool = false,
    _ body: (OpenDocument) throws -> Void
  ) throws -> OpenDocument {
    let document = try open(head, feed: feed, otherSyntax: otherSyntax)
    try body(document)
    try document.close()
    return document
  }

  fileprivate func count(_ event: Event) {
    events += 1
    references += event.epcs.count + event.outputs.count + (event.parent == nil ? 0 : 1)
    noteStatus(event)
  }

  /// What the repository learns of packs after they left the line.
  private func noteStatus(_ event: Event) {
    guard tellsPacks, !firm.isAmerican, let place = event.location, event.declaration == nil
    else { return }
    let isPlant = firm.plants.contains { $0.place.gln == place.gln }
    let operation: StatusFacts.Operation
    switch event.step {
    case "dispensing": operation = .supply
    case "destroying": operation = .destroy
    case "decommissioning" where !isPlant:
      operation = event.readPoint?.extensionText == "EXPORT" ? .export : .sample
    case "commissioning" where event.readPoint?.extensionText == "RACK" || isUndo(event):
      operation = .undo
    default: return
    }
    for epc in event.epcs where epc.kind == .item {
      statuses.append(
        StatusFacts(epc: epc, operation: operation, time: event.time, place: place))
    }
  }

  /// Whether an event sets packs active again that were decommissioned elsewhere.
  private func isUndo(_ event: Event) -> Bool {
    guard let only = event.epcs.first, event.epcs.count == 1, event.lot == nil else { return false }
    return statuses.contains { $0.epc == only && $0.operation == .sample }
  }

  /// Changes the newest status of a kind, when a story knows it better.
  func restate(_ epcs: [EPC], as operation: StatusFacts.Operation) {
    let known = Set(epcs)
    for index in statuses.indices where known.contains(statuses[index].epc) {
      if statuses[index].operation == .sample { statuses[index].operation = operation }
    }
  }

  /// A document being written.
  final class OpenDocument {
    private let writer: any DocumentWriter
    let path: String
    private unowned let world: World
    /// Where the newest event stands.
    private(set) var lastPosition = Position(file: "", line: 0)

    fileprivate init(writer: any DocumentWriter, path: String, world: World) {
      self.writer = writer
      self.path = path
      self.world = world
    }

    @discardableResult
    func add(_ event: Event) throws -> Position {
      world.count(event)
      lastPosition = try writer.add(event)
      return lastPosition
    }

    func close() throws { try writer.close() }

    /// Where a header field stands; the first line when it is absent.
    func mark(_ name: String) -> Position {
      Position(file: path, line: writer.marks[name] ?? writer.marks["root"] ?? 1)
    }
  }
}

/// A feed of the firm, one folder each; what partners send is one configured source.
enum Feed: String, CaseIterable {
  case line, contract, distribution, logistics, receipts, returns, archive

  var source: String { self == .receipts || self == .returns ? "partners" : rawValue }

  /// Folder below the firm's own.
  var folder: String { "exports/epcis/" + (source == rawValue ? source : source + "/" + rawValue) }
}
