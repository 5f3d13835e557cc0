internal import Archives

/// Verifies a pack as a closed world: whatever is not accounted for is a failure.
package enum PackVerifier {
  // Manifests and the documents that are compared with each other are held in memory.
  static let largestDocument = 256 << 20
  // A larger catalog is not unpacked for comparing; the report says so.
  static let largestCatalog = 2 << 30

  /// Verifies the zip or folder at `path`. A bag of another maker is verified as RFC 8493 says.
  /// - Throws: `PackingError.cannotRead` when there is nothing there to look into; `sealRoot` for
  ///   roots that hold no certificate; what assessing throws of operational faults.
  package static func verify(path: String, _ options: VerifyOptions) throws -> PackVerification {
    let container = try PackContainer.open(path)
    if let other = try ofAnotherMaker(container, path) {
      var bag = OtherBag(other, path: path)
      return bag.verified(options)
    }
    return try verify(container, path: path, options)
  }

  /// A bag of another maker, whose zip may have any form that can be read.
  private static func ofAnotherMaker(
    _ container: PackContainer, _ path: String
  ) throws -> PackContainer? {
    guard !container.isRefused,
      !container.files.contains(where: { $0.path == BagLayout.container })
    else { return nil }
    let other = container.zip == nil ? container : try PackContainer.open(path, mode: .lenient)
    return OtherBag.isOne(other) ? other : nil
  }

  /// Verifies the bytes of a zip called `name`.
  /// - Throws: as the other.
  package static func verify(
    zip bytes: [UInt8], name: String, _ options: VerifyOptions
  ) throws -> PackVerification {
    try verify(PackContainer.open(zip: bytes), path: name, options)
  }

  private static func verify(
    _ container: PackContainer, path: String, _ options: VerifyOptions
  ) throws -> PackVerification {
    var run = VerifierRun(container, path: path)
    guard !container.isRefused else { return run.result(contentsRead: false) }
    if container.files.allSatisfy({ !BagLayout.ownTags.contains($0.path) }) {
      run.report(.bagForm, "There is no bagit.txt in it: it is no pack and no bag.")
      return run.result(contentsRead: false)
    }
    run.checkForm()
    if !options.fast { run.readEverything() }
    run.checkAgreement(contentsRead: !options.fast)
    if let unfinished = run.unfinished { throw unfinished }
    try run.checkSeal(options)
    if options.reassess { try run.reassess(options) }
    return run.result(contentsRead: !options.fast)
  }
}

/// One verification on its way.
struct VerifierRun {
  let container: PackContainer
  let path: String
  private(set) var problems: [PackProblem]
  private(set) var files: [String: ContainedFile] = [:]
  private(set) var payload: [String: String] = [:]
  private(set) var information: [String: String] = [:]
  private(set) var packDigest: String?
  private var payload512: [String: String] = [:]
  private(set) var tags: [String: String] = [:]
  private(set) var documentsAreSound = true
  /// `manifest.json`, once it was found to be as muster writes it.
  var manifest: ManifestDocument?
  var seal = SealState.none
  var reassessed: String?
  /// Why the verification cannot be brought to an end here.
  var unfinished: PackingError?

  init(_ container: PackContainer, path: String) {
    self.container = container
    self.path = path
    problems = container.problems
    for file in container.files where files[file.path] == nil { files[file.path] = file }
  }

  mutating func report(_ rule: PackRule, _ message: String, _ path: String? = nil) {
    problems.append(PackProblem(rule, message, path: path))
  }

  // Lists grow with the files of a pack: some two kilobytes each in manifest.json.
  private var largestDocument: Int {
    max(PackVerifier.largestDocument, min(container.files.count, 1 << 18) << 12)
  }

  /// The bytes of a small file, or nil after reporting why there are none.
  mutating func document(_ path: String) -> [UInt8]? {
    read(path) { source, limit in try source.readAll(limit: limit) }
  }

  /// `manifest.json` when it is there and written as muster writes it.
  mutating func readManifest() -> ManifestDocument? {
    let found: ManifestDocument?? = read(BagLayout.manifest) { source, limit in
      try ManifestDocument(exactly: source.pieces(limit: limit))
    }
    guard let manifest = found ?? nil, manifest.schema == ManifestDocument.schemaName else {
      return nil
    }
    return manifest
  }

  private mutating func read<Value>(
    _ path: String, _ body: (_ source: any ByteSource, _ limit: Int) throws -> Value
  ) -> Value? {
    guard let file = files[path] else {
      report(.closedWorld, "The file is not there.", path)
      return nil
    }
    do {
      return try body(container.bytes(of: file), largestDocument)
    } catch {
      report(.digests, "The file cannot be read: \(error)", path)
      return nil
    }
  }

  /// Looks at names, manifests and the bag's own files.
  mutating func checkForm() {
    if container.zip != nil, let top = container.top, !PackName.isIdentifier(top) {
      report(.names, "The top folder is not named as a pack can be.")
    }
    if container.zip != nil, let top = container.top, !path.hasSuffix("/\(top).zip"),
      path != "\(top).zip"
    {
      report(.zipName, "The zip is not called \(top).zip; it was renamed.")
    }
    if let bytes = document(BagLayout.declaration),
      bytes != Array(BagLayout.declarationText.utf8)
    {
      report(.bagForm, "The declaration is not that of BagIt 1.0.", BagLayout.declaration)
    }
    payload = manifest(BagLayout.manifest256, width: 64)
    payload512 = manifest(BagLayout.manifest512, width: 128)
    tags = manifest(BagLayout.tagManifest, width: 64)
    readInformation()
    if container.zip == nil, let name = information["Internal-Sender-Identifier"],
      name != container.top
    {
      report(.zipName, "The folder is not called \(name); it was renamed.")
    }
    checkClosedWorld()
    checkOxum()
  }

  private mutating func manifest(_ name: String, width: Int) -> [String: String] {
    guard let bytes = document(name) else { return [:] }
    if name == BagLayout.tagManifest { packDigest = Digests.sha256(bytes) }
    let reader = ManifestReader(bytes, named: name, width: width) { [files] in
      files[$0]?.path ?? $0
    }
    problems += reader.problems
    return reader.digests
  }

  private mutating func readInformation() {
    guard let bytes = document(BagLayout.information) else { return }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      guard let colon = line.firstRange(of: ": ") else {
        report(.bagForm, "A line is not a label and a value.", BagLayout.information)
        continue
      }
      information[String(line[..<colon.lowerBound])] = String(line[colon.upperBound...])
    }
  }

  private mutating func checkClosedWorld() {
    let fixed = Set([BagLayout.tagManifest, BagLayout.container])
    let allowed = fixed.union(BagLayout.signatures)
    for path in files.keys.sorted() {
      let isPayload = path.hasPrefix(BagLayout.payload)
      let isListed = isPayload ? payload[path] != nil : tags[path] != nil
      if !isListed && !allowed.contains(path) {
        report(.closedWorld, "The file is in no manifest; it was added.", path)
      } else if isPayload && payload512[path] == nil {
        report(.closedWorld, "The file is not in \(BagLayout.manifest512).", path)
      }
    }
    for path in Set(payload.keys).union(payload512.keys).union(tags.keys).union(fixed).sorted()
    where files[path] == nil {
      report(.closedWorld, "The file is listed but not there; it was removed or renamed.", path)
    }
    for path in payload.keys.sorted() where !path.hasPrefix(BagLayout.payload) {
      report(.bagForm, "The payload manifest lists a file outside data/.", path)
    }
    for path in payload512.keys.sorted() where payload[path] == nil {
      report(.bagForm, "The two payload manifests do not list the same files.", path)
    }
    for path in tags.keys.sorted() where !BagLayout.listedTags.contains(path) {
      report(.bagForm, "The tag manifest lists a file that is not a tag file of a pack.", path)
    }
    for path in BagLayout.listedTags where tags[path] == nil {
      report(.bagForm, "The tag manifest does not list the file.", path)
    }
  }

  private mutating func checkOxum() {
    let found = files.values.filter { $0.path.hasPrefix(BagLayout.payload) }
    let bytes = found.reduce(UInt64(0)) { $0 &+ $1.size }
    if information["Payload-Oxum"] != "\(bytes).\(found.count)" {
      report(
        .digests,
        "Payload-Oxum states \(information["Payload-Oxum"] ?? "nothing"), the payload "
          + "has \(bytes).\(found.count) (bytes.files).", BagLayout.information)
    }
  }

  /// Reads all files and compares their digests.
  mutating func readEverything() {
    let all = container.files
    let faults = ParallelDigests.faults(of: all, in: container) {
      [payload, payload512, tags] file, digests, bytes in
      let isPayload = file.path.hasPrefix(BagLayout.payload)
      let stated = isPayload ? payload[file.path] : tags[file.path]
      let long = isPayload ? payload512[file.path] : nil
      var wrong: [String] = []
      if bytes != file.size { wrong.append("size") }
      if let stated, stated != digests.sha256 { wrong.append("SHA-256") }
      if let long, long != digests.sha512 { wrong.append("SHA-512") }
      return wrong.isEmpty
        ? nil
        : "The file has another \(wrong.joined(separator: " and ")) than stated; it was changed."
    }
    for (file, fault) in zip(all, faults) {
      guard let fault else { continue }
      documentsAreSound = false
      report(.digests, fault, file.path)
    }
    checkContainer()
  }

  private mutating func checkContainer() {
    guard files[BagLayout.container] != nil, let bytes = document(BagLayout.container) else {
      return
    }
    guard let stated = ContainerDigest.parse(String(decoding: bytes, as: UTF8.self)) else {
      report(.bagForm, "The file is not as it was written.", BagLayout.container)
      return
    }
    guard let zip = container.zip else { return }
    guard stated.count <= zip.size else {
      return report(
        .zipStructure,
        "The zip is shorter than it was when it was written: it was packed again, or cut off.")
    }
    do {
      let before = try RunningDigest.of(
        RangeSource(zip, from: 0, count: stated.count), withSHA512: false)
      if before.sha256 != stated.sha256 {
        report(
          .zipStructure,
          "The bytes of the zip are not those that were written, whatever its "
            + "files say.", BagLayout.container)
      }
    } catch {
      report(.zipStructure, "The bytes of the zip cannot be compared: \(error)")
    }
  }

  /// Puts the findings together.
  func result(contentsRead: Bool) -> PackVerification {
    let all = problems
    var seen: Set<PackProblem> = []
    let unique = all.filter { seen.insert($0).inserted }
    return PackVerification(
      pack: path, form: .pack, problems: PackVerification.ordered(unique),
      files: container.files.count,
      bytes: container.files.reduce(UInt64(0)) { $0 &+ $1.size }, contentsRead: contentsRead,
      packDigest: packDigest, identifier: container.top, kind: information["Muster-Pack-Kind"],
      isDraft: information["Muster-Draft"] != nil, seal: seal, reassessed: reassessed)
  }
}
