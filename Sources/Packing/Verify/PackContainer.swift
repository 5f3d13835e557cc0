internal import Archives
internal import Glibc

/// One file of a pack, below its top folder.
struct ContainedFile: Sendable {
  let path: String
  let size: UInt64
  let place: Place

  enum Place: Sendable {
    /// A member of the zip, by its place in the directory.
    case zip(Int)
    case disk(String)
  }
}

/// A pack to look into: a zip, or the folder somebody unpacked it to.
struct PackContainer: Sendable {
  let top: String?
  let files: [ContainedFile]
  let problems: [PackProblem]
  /// Folders that stand for themselves: entries of a zip, or what was walked.
  let folders: Set<String>
  /// True when nothing in it may be read: it cannot be read as a zip, or is made to do harm.
  let isRefused: Bool
  /// The zip, or nil for a folder.
  let zip: (any RandomAccess)?
  private let reader: ZipReader?

  /// Opens what stands at `path`.
  /// - Throws: `cannotRead` when there is nothing to look into.
  static func open(_ path: String, mode: ZipReader.Mode = .strict) throws -> PackContainer {
    guard let place = FilePlace(path: path) else {
      throw PackingError(.cannotRead, "There is no file or folder at \(path).")
    }
    if place.kind == .folder { return PackContainer(folder: path) }
    do {
      return try PackContainer(zip: RandomAccessFile(path: path), mode: mode)
    } catch let error as ArchiveError {
      throw PackingError(.cannotRead, error.description)
    }
  }

  /// Looks into the bytes of a zip.
  static func open(zip bytes: [UInt8]) throws -> PackContainer {
    try PackContainer(zip: RandomAccessBytes(bytes, label: "the zip"), mode: .strict)
  }

  /// The bytes of a file.
  func bytes(of file: ContainedFile) throws -> any ByteSource {
    switch file.place {
    case .zip(let index):
      guard let reader else { throw PackingError(.cannotRead, "The zip is closed.") }
      return try reader.open(reader.members[index])
    case .disk(let path): return try FileByteSource(path: path, followLinks: false)
    }
  }

  private init(zip file: any RandomAccess, mode: ZipReader.Mode) throws {
    let opened = try ZipReader(file, mode: mode)
    let isOurs = mode == .strict
    var found = opened.problems.map { problem in
      PackProblem(PackContainer.rule(of: problem.code), problem.message, path: problem.entry)
    }
    isRefused = opened.problems.contains { problem in
      problem.code.reach == .archive || problem.code.reach == .member
    }
    // Entries of folders hold nothing; a strict reader has reported them.
    let all = opened.members
    let places = all.indices.filter { isOurs || !all[$0].isDirectory }
    let members = places.lazy.map { all[$0] }
    // Other makers also zip what is in the bag's folder, without the folder.
    let isBare = !isOurs && members.contains { $0.name == BagLayout.declaration }
    let tops = isBare ? [] : Set(members.map { $0.name.prefix { $0 != "/" } })
    if tops.count > 1 {
      found.append(
        PackProblem(
          .closedWorld,
          "There is more than one top folder: "
            + tops.sorted().prefix(5).joined(separator: ", ") + "."))
    }
    let name = isBare ? nil : members.first?.name.prefix { $0 != "/" }
    let beside = isBare ? [] : members.filter { !$0.name.contains("/") }
    for member in beside {
      found.append(
        PackProblem(.closedWorld, "The file lies beside the top folder.", path: member.name))
    }
    top = name.map(String.init)
    func path(_ member: String) -> String {
      guard let name, !isBare else { return member }
      return member.hasPrefix("\(name)/")
        ? String(member.dropFirst(name.count + 1)) : "../\(member)"
    }
    files = places.filter { isBare || all[$0].name.contains("/") }.map {
      ContainedFile(path: path(all[$0].name), size: all[$0].size, place: .zip($0))
    }
    folders = Set(
      opened.members.filter(\.isDirectory).map { path(String($0.name.dropLast())) })
    if opened.members.isEmpty && found.isEmpty {
      found.append(PackProblem(.closedWorld, "The zip is empty."))
    }
    problems = found
    zip = file
    reader = opened
  }

  private init(folder: String) {
    let resolved = realpath(folder, nil).map { pointer in
      defer { free(pointer) }
      return String(cString: pointer)
    }
    top = (resolved ?? folder).split(separator: "/").last.map(String.init)
    var walk = FolderWalk(folder)
    walk.enter("")
    files = walk.files
    problems = walk.problems
    folders = walk.folders
    isRefused = false
    zip = nil
    reader = nil
  }

  private static func rule(of code: ZipProblem.Code) -> PackRule {
    switch code {
    case .tooManyEntries, .totalTooLarge, .memberTooLarge, .ratioTooHigh, .nameTooLong: .limits
    case .directoryEntry: .closedWorld
    default: code.reach == .name ? .names : .zipStructure
    }
  }
}

/// Lists a folder without following anything out of it.
struct FolderWalk {
  static let emptyFolder = "The folder is empty."
  private static let deepest = 32

  private let root: String
  private(set) var files: [ContainedFile] = []
  private(set) var problems: [PackProblem] = []
  private(set) var folders: Set<String> = []

  init(_ root: String) { self.root = root }

  mutating func enter(_ folder: String, depth: Int = 0) {
    guard depth <= Self.deepest else {
      problems.append(PackProblem(.limits, "The folders are nested too deep.", path: folder))
      return
    }
    folders.insert(folder)
    let place = folder.isEmpty ? root : "\(root)/\(folder)"
    guard let listing = FilePlace.names(inFolder: place) else {
      problems.append(PackProblem(.digests, "The folder cannot be read.", path: folder))
      return
    }
    var names: [String] = []
    for raw in listing {
      guard let name = String(validating: raw, as: UTF8.self) else {
        problems.append(PackProblem(.names, "A name here is not UTF-8.", path: folder))
        continue
      }
      names.append(name)
    }
    if names.isEmpty {
      problems.append(PackProblem(.closedWorld, Self.emptyFolder, path: folder))
    }
    for name in names.sorted() {
      take(folder.isEmpty ? name : "\(folder)/\(name)", depth: depth)
    }
  }

  private mutating func take(_ path: String, depth: Int) {
    guard let place = FilePlace(path: "\(root)/\(path)", followLinks: false) else {
      problems.append(PackProblem(.digests, "The file cannot be examined.", path: path))
      return
    }
    switch place.kind {
    case .folder: enter(path, depth: depth + 1)
    case .file:
      files.append(ContainedFile(path: path, size: place.size, place: .disk("\(root)/\(path)")))
    case .link: problems.append(PackProblem(.names, "The file is a symbolic link.", path: path))
    case .other: problems.append(PackProblem(.names, "The file is a device or pipe.", path: path))
    }
  }
}
