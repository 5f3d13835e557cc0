internal import Archives
internal import Cataloging
internal import Crypto
internal import Foundation

/// A bag of another maker, verified as RFC 8493 asks and no more.
struct OtherBag {
  private let container: PackContainer
  private let path: String
  private var problems: [PackProblem]
  private var files: [String: ContainedFile] = [:]
  private var encoding = String.Encoding.utf8
  private var version = (major: 1, minor: 0)
  /// Digest by path for each manifest, by file name.
  private var manifests: [String: [String: String]] = [:]

  /// A manifest's algorithm and the length of its digests in hexadecimal.
  private static let algorithms = [
    "md5": 32, "sha1": 40, "sha256": 64, "sha384": 96, "sha512": 128,
  ]
  private static let versions = ["0.93", "0.94", "0.95", "0.96", "0.97", "1.0"]

  /// True for a bag that carries none of the marks every pack of muster has.
  static func isOne(_ container: PackContainer) -> Bool {
    let files = Dictionary(container.files.map { ($0.path, $0) }) { first, _ in first }
    guard files[BagLayout.declaration] != nil, files[BagLayout.container] == nil else {
      return false
    }
    for name in [BagLayout.information, BagLayout.profile, BagLayout.readme] {
      guard let file = files[name] else { continue }
      // What cannot be read, or is too large for a text of its kind, is judged strictly.
      guard let bytes = try? container.bytes(of: file).readAll(limit: 1 << 20) else { return false }
      let text = String(decoding: bytes, as: UTF8.self)
      if text.contains("Muster-") || text.contains("x-muster") || text.contains("muster verify") {
        return false
      }
    }
    return true
  }

  init(_ container: PackContainer, path: String) {
    self.container = container
    self.path = path
    // Folders that hold nothing are no fault of a bag.
    problems = container.problems.filter { $0.message != FolderWalk.emptyFolder }
    for file in container.files where files[file.path] == nil { files[file.path] = file }
  }

  /// Reads everything and says what is wrong.
  mutating func verified(_ options: VerifyOptions) -> PackVerification {
    report(.otherMaker, "This is a bag of another maker; only the bag was verified.")
    if !container.isRefused {
      readDeclaration()
      readManifests()
      checkLists()
      checkOxum()
      if !options.fast { checkDigests() }
      if options.reassess {
        report(.otherMaker, "A bag of another maker holds no assessment to make again.")
      }
      if options.sealRequired || options.roots != nil {
        report(.sealRefused, "A bag of another maker has no seal that muster knows.")
      }
    }
    let tags = manifests.keys.filter { $0.hasPrefix("tag") }.sorted()
    let tagManifest = tags.last.flatMap { files[$0] }.flatMap { bytes(of: $0) }
    var seen: Set<PackProblem> = []
    return PackVerification(
      pack: path, form: .otherBag,
      problems: PackVerification.ordered(problems.filter { seen.insert($0).inserted }),
      files: container.files.count,
      bytes: container.files.reduce(UInt64(0)) { $0 &+ $1.size },
      contentsRead: !options.fast && !container.isRefused,
      packDigest: tagManifest.map { Digests.sha256($0) }, identifier: container.top, kind: nil,
      isDraft: false, seal: .none, reassessed: nil)
  }

  private mutating func report(_ rule: PackRule, _ message: String, _ path: String? = nil) {
    problems.append(PackProblem(rule, message, path: path))
  }

  private func bytes(of file: ContainedFile) -> [UInt8]? {
    try? container.bytes(of: file).readAll(limit: PackVerifier.largestDocument)
  }

  // RFC 8493, 2.1.1: two lines, UTF-8, no byte order mark.
  private mutating func readDeclaration() {
    guard let file = files[BagLayout.declaration], let bytes = bytes(of: file) else { return }
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    let labels = lines.prefix(2).map { $0.split(separator: ":", maxSplits: 1).map(String.init) }
    guard lines.count == 2, !bytes.starts(with: [0xEF, 0xBB, 0xBF]),
      labels.allSatisfy({ $0.count == 2 }), labels[0][0] == "BagIt-Version",
      labels[1][0] == "Tag-File-Character-Encoding"
    else {
      report(.bagForm, "The declaration is not that of a bag.", BagLayout.declaration)
      return
    }
    let stated = labels[0][1].trimmingCharacters(in: .whitespaces)
    let name = labels[1][1].trimmingCharacters(in: .whitespaces)
    let parts = stated.split(separator: ".").compactMap { Int($0) }
    if Self.versions.contains(stated), parts.count == 2 {
      version = (parts[0], parts[1])
    } else {
      report(.bagForm, "BagIt \(stated) is not a version there is.", BagLayout.declaration)
    }
    // RFC 8493, 2.1.1: exactly one blank behind the colon, from 1.0 on.
    if version.major >= 1, !labels.allSatisfy({ $0[1].hasPrefix(" ") && !$0[1].hasPrefix("  ") }) {
      report(.bagForm, "A line is not a label, a colon, a blank and a value.", file.path)
    }
    switch name.uppercased() {
    case "UTF-8", "UTF8": encoding = .utf8
    case "ISO-8859-1", "LATIN1": encoding = .isoLatin1
    case "US-ASCII", "ASCII": encoding = .ascii
    case "UTF-16": encoding = .utf16
    default:
      report(.bagForm, "The encoding \(name) is not one that is read.", BagLayout.declaration)
    }
  }

  private mutating func text(_ file: ContainedFile) -> String? {
    guard let bytes = bytes(of: file), let text = String(bytes: bytes, encoding: encoding) else {
      report(.bagForm, "The file is not in the encoding that bagit.txt states.", file.path)
      return nil
    }
    guard bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { return text }
    report(.noted, "The file begins with a byte order mark.", file.path)
    // Foundation takes it off on some systems.
    return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
  }

  // RFC 8493, 2: a line ends with LF, CR or both; nothing else that Unicode calls a line end does.
  private static func lines(_ text: String) -> [Substring] {
    text.split { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
  }

  private mutating func readManifests() {
    for name in files.keys.sorted() where !name.contains("/") && name.hasSuffix(".txt") {
      let stem = name.dropLast(4)
      for start in ["manifest-", "tagmanifest-"] where stem.hasPrefix(start) {
        let algorithm = stem.dropFirst(start.count).lowercased().replacing("-", with: "")
        readManifest(name, algorithm: algorithm)
      }
    }
    let lists = manifests.keys.filter { !$0.hasPrefix("tag") }
    if lists.isEmpty {
      report(.bagForm, "There is no payload manifest with a digest that is known here.")
    } else if lists.allSatisfy({ $0.contains("md5") || $0.contains("sha1.") }) {
      report(
        .noted,
        "The digests are MD5 or SHA-1: they show damage, not a change somebody took pains with.")
    }
  }

  private mutating func readManifest(_ name: String, algorithm: String) {
    guard let width = Self.algorithms[algorithm] else {
      report(.noted, "The digest \(algorithm) is not known here; the list was not used.", name)
      return
    }
    guard let file = files[name], let text = text(file) else { return }
    var listed: [String: String] = [:]
    for (index, line) in Self.lines(text).enumerated() {
      let parts = line.split(maxSplits: 1, whereSeparator: { $0 == " " || $0 == "\t" })
      let digest = parts.first.map { $0.lowercased() } ?? ""
      guard parts.count == 2, HexText.isHex(digest, count: width) else {
        report(.bagForm, "Line \(index + 1) is not a digest and a path.", name)
        continue
      }
      var path = String(parts[1].drop { $0 == " " || $0 == "\t" })
      if path.hasPrefix("*") {
        report(.noted, "Line \(index + 1) has a mark of md5sum before the path.", name)
        path.removeFirst()
      }
      if path.hasPrefix("./") {
        report(.noted, "Line \(index + 1) has ./ before the path.", name)
        path.removeFirst(2)
      }
      path = decoded(path)
      if Self.leadsOut(path) {
        report(.names, "Line \(index + 1) leads out of the bag.", name)
      } else if listed.updateValue(digest, forKey: path) != nil {
        report(.bagForm, "Line \(index + 1) lists a path for the second time.", name)
      }
    }
    manifests[name] = listed
  }

  // RFC 8493, 2.1.3: line ends and % stand encoded. Widespread programs leave % as it is: where only
  // a file of the name as it stands is there, that one is meant.
  private func decoded(_ path: String) -> String {
    let whole = path.replacing("%0A", with: "\n").replacing("%0D", with: "\r")
      .replacing("%0a", with: "\n").replacing("%0d", with: "\r")
    let strict = whole.replacing("%25", with: "%")
    return [strict, whole, path].first { files[$0] != nil } ?? strict
  }

  private static func leadsOut(_ path: String) -> Bool {
    path.hasPrefix("/") || path.hasPrefix("~") || path.hasPrefix("\\")
      || path.dropFirst().hasPrefix(":")
      || path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).contains("..")
  }

  // RFC 8493, 3: every payload file in every manifest (before 1.0: in one), every listed file there.
  private mutating func checkLists() {
    let payload = manifests.filter { !$0.key.hasPrefix("tag") }
    if !container.folders.contains("data"), !files.keys.contains(where: { $0.hasPrefix("data/") }) {
      report(.bagForm, "There is no payload folder, data/.")
    }
    // Without a list that can be read nobody can say of a file that it was added.
    for path in files.keys.sorted() where path.hasPrefix(BagLayout.payload) && !payload.isEmpty {
      let holding = payload.filter { $0.value[path] != nil }.count
      if holding == 0 {
        report(.closedWorld, "The file is in no manifest; it was added.", path)
      } else if holding < payload.count {
        report(
          version.major >= 1 ? .bagForm : .noted, "The file is not in every manifest.", path)
      }
    }
    checkListed()
    let listed = Set(manifests.filter { $0.key.hasPrefix("tag") }.flatMap { $0.value.keys })
    let own = Set(manifests.keys).union([BagLayout.declaration])
    let loose = files.keys.filter {
      !$0.hasPrefix(BagLayout.payload) && !listed.contains($0) && !own.contains($0)
    }
    for path in loose.sorted().prefix(20) {
      report(.noted, "The file beside data/ is in no tag manifest, which a bag allows.", path)
    }
  }

  /// Whether every file that a list names is there.
  private mutating func checkListed() {
    var absent: [String: [String]] = [:]
    for (name, listed) in manifests.sorted(by: { $0.key < $1.key }) {
      for path in listed.keys.sorted() {
        if files[path] == nil {
          absent[path, default: []].append(name)
        } else if !name.hasPrefix("tag"), !path.hasPrefix(BagLayout.payload) {
          report(.bagForm, "\(name) lists a file outside data/.", path)
        }
      }
    }
    let fetched = toFetch()
    for (path, names) in absent.sorted(by: { $0.key < $1.key }) {
      report(
        .closedWorld,
        fetched.contains(path)
          ? "The file is still to be fetched from the place that fetch.txt names."
          : "The file is listed in \(names.joined(separator: " and ")) but not there.", path)
    }
    if files["fetch.txt"] != nil {
      report(.noted, "Files named in fetch.txt are never fetched; they must be there.", "fetch.txt")
    }
  }

  // RFC 8493, 2.2.3: address, length, path.
  private mutating func toFetch() -> Set<String> {
    guard let file = files["fetch.txt"], let text = text(file) else { return [] }
    return Set(
      Self.lines(text).map { line in
        let parts = line.split(maxSplits: 2, whereSeparator: { $0 == " " || $0 == "\t" })
        return parts.count == 3 ? decoded(String(parts[2])) : ""
      })
  }

  private mutating func checkOxum() {
    guard let file = files[BagLayout.information], let text = text(file) else { return }
    let stated = Self.lines(text).filter {
      $0.lowercased().hasPrefix("payload-oxum:")
    }
    guard let first = stated.first else { return }
    let found = files.values.filter { $0.path.hasPrefix(BagLayout.payload) }
    let bytes = found.reduce(UInt64(0)) { $0 &+ $1.size }
    let value = first.dropFirst("payload-oxum:".count).trimmingCharacters(in: .whitespaces)
    if stated.count > 1 || value != "\(bytes).\(found.count)" {
      report(
        .digests,
        "Payload-Oxum states \(value), the payload has \(bytes).\(found.count) (bytes.files).",
        file.path)
    }
  }

  private mutating func checkDigests() {
    for file in container.files {
      let stated = manifests.compactMap { name, listed -> (String, String)? in
        let algorithm = name.dropLast(4).split(separator: "-").dropFirst().joined()
        return listed[file.path].map { (algorithm.lowercased(), $0) }
      }
      do {
        let found = try BagDigests.of(container.bytes(of: file), Set(stated.map(\.0)))
        let wrong = Set(stated.filter { found[$0.0] != $0.1 }.map(\.0)).sorted()
        if !wrong.isEmpty {
          report(
            .digests,
            "The file has another \(wrong.joined(separator: " and ")) than stated; it was changed.",
            file.path)
        }
      } catch {
        report(.digests, "The file cannot be read in full: \(error)", file.path)
      }
    }
  }
}

/// The digests bags are made with.
private enum BagDigests {
  static func of(
    _ source: any ByteSource, _ algorithms: Set<String>
  ) throws -> [String: String] {
    var md5 = Insecure.MD5()
    var sha1 = Insecure.SHA1()
    var sha256 = SHA256()
    var sha384 = SHA384()
    var sha512 = SHA512()
    try source.forEachPiece { piece in
      for algorithm in algorithms {
        switch algorithm {
        case "md5": md5.update(bufferPointer: piece)
        case "sha1": sha1.update(bufferPointer: piece)
        case "sha256": sha256.update(bufferPointer: piece)
        case "sha384": sha384.update(bufferPointer: piece)
        default: sha512.update(bufferPointer: piece)
        }
      }
    }
    return [
      "md5": HexText.of(md5.finalize()), "sha1": HexText.of(sha1.finalize()),
      "sha256": HexText.of(sha256.finalize()),
      "sha384": HexText.of(sha384.finalize()),
      "sha512": HexText.of(sha512.finalize()),
    ]
  }
}
