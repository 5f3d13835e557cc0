import Archives
import Glibc

/// Finds the files of a place, in the order of their path's bytes, without reading them.
struct SourceWalk {
  /// Something met at a place.
  struct Found: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
      /// A regular file to be read.
      case file
      /// Met and left out, with the reason.
      case excluded(String)
      /// Met and not to be had, with the reason.
      case unreadable(String)
    }

    /// Relative to the place, `/` between folders.
    var path: String
    /// For opening.
    var absolute: String
    var kind: Kind
    /// What a file to be read was like when it was met.
    var status: FileStatus?
  }

  /// Why a file that `exclude` names is left out.
  static let leftOut = "excluded_by_configuration"
  /// Folders inside folders that are walked.
  static let maximumDepth = 128

  private let base: String
  private let pattern: PathPattern?
  private let exclude: [PathPattern]
  private let own: OwnFiles
  private var realBase = ""
  private(set) var found: [Found] = []
  /// Why the place as a whole could not be looked at; nil when it could.
  private(set) var problem: String?

  /// Looks at a file, folder or pattern; what is `own` is left out.
  init(place: String, exclude: [String] = [], own: OwnFiles) {
    (base, pattern) = PathPattern.split(place)
    self.own = own
    self.exclude = exclude.map(PathPattern.init)
    look()
    found.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private mutating func look() {
    var status = stat()
    guard stat(base, &status) == 0 else {
      problem = "\(base) cannot be found (\(Self.reason()))"
      return
    }
    realBase = Self.resolved(base) ?? base
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      walk(base, relative: "", depth: 0)
      if found.count == 1, found[0].path.isEmpty, case .unreadable(let reason) = found[0].kind {
        problem = "\(base) cannot be read (\(reason))"
        found = []
      }
    case S_IFREG where pattern == nil:
      let name = base.split(separator: "/").last.map(String.init) ?? base
      let kind = own.reason(of: status, target: realBase).map { Found.Kind.excluded($0.rawValue) }
      found = [Found(path: name, absolute: base, kind: kind ?? .file, status: FileStatus(status))]
    default: problem = "\(base) is neither a file nor a folder"
    }
  }

  private mutating func walk(_ folder: String, relative: String, depth: Int) {
    guard depth <= Self.maximumDepth else {
      add(relative, folder, .unreadable("too_deep"))
      return
    }
    guard let names = FilePlace.names(inFolder: folder) else {
      add(relative, folder, .unreadable(Self.reason()))
      return
    }
    for raw in names {
      let shown = String(decoding: raw, as: UTF8.self)
      let path = relative.isEmpty ? shown : relative + "/" + shown
      guard String(validating: raw, as: UTF8.self) != nil else {
        add(path, folder + "/" + shown, .unreadable("name_not_utf8"))
        continue
      }
      visit(folder + "/" + shown, path, isHidden: shown.hasPrefix("."), depth)
    }
  }

  private mutating func visit(
    _ absolute: String, _ path: String, isHidden: Bool, _ depth: Int
  ) {
    var status = stat()
    guard lstat(absolute, &status) == 0 else {
      add(path, absolute, .unreadable(Self.reason()))
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      if let reason = own.reason(of: status) {
        addFolder(path, absolute, reason)
      } else if isHidden {
        if pattern == nil { add(path, absolute, .excluded("hidden")) }
      } else {
        walk(absolute, relative: path, depth: depth + 1)
      }
    case S_IFREG:
      if isHidden, pattern == nil {
        add(path, absolute, .excluded("hidden"))
      } else if let reason = BesideFiles.reason(ofName: path.split(separator: "/").last ?? "") {
        addMatching(path, absolute, .excluded(reason))
      } else {
        addFile(path, absolute, own.reason(of: status), status)
      }
    case S_IFLNK: visitLink(absolute, path)
    default: addMatching(path, absolute, .excluded("special_file"))
    }
  }

  // A link is followed to a file inside the place only, so that nothing outside is read and no
  // folder is walked twice.
  private mutating func visitLink(_ absolute: String, _ path: String) {
    var status = stat()
    guard stat(absolute, &status) == 0, let target = Self.resolved(absolute) else {
      addMatching(path, absolute, .unreadable("symlink_broken"))
      return
    }
    let isInside = target == realBase || target.hasPrefix(realBase + "/")
    if status.st_mode & S_IFMT == S_IFDIR {
      add(
        path, absolute, isInside ? .excluded("symlink_to_folder") : .unreadable("symlink_outside"))
    } else if !isInside {
      addMatching(path, absolute, .unreadable("symlink_outside"))
    } else if status.st_mode & S_IFMT == S_IFREG {
      addFile(path, absolute, own.reason(of: status, target: target), status)
    } else {
      addMatching(path, absolute, .excluded("special_file"))
    }
  }

  private mutating func addFile(
    _ path: String, _ absolute: String, _ reason: OwnReason?, _ status: stat
  ) {
    guard let reason else { return addMatching(path, absolute, .file, FileStatus(status)) }
    if pattern?.matches(path) ?? true { add(path, absolute, .excluded(reason.rawValue)) }
  }

  // A folder of our own is one thing left out, said where a file in it would have been taken.
  private mutating func addFolder(_ path: String, _ absolute: String, _ reason: OwnReason) {
    guard pattern.map({ $0.matches(path + "/catalog.sqlite") }) ?? true else { return }
    add(path, absolute, .excluded(reason.rawValue))
  }

  private mutating func addMatching(
    _ path: String, _ absolute: String, _ kind: Found.Kind, _ status: FileStatus? = nil
  ) {
    if let pattern, !pattern.matches(path) { return }
    let isLeftOut = exclude.contains { $0.matches(path) }
    add(path, absolute, isLeftOut ? .excluded(Self.leftOut) : kind, status)
  }

  private mutating func add(
    _ path: String, _ absolute: String, _ kind: Found.Kind, _ status: FileStatus? = nil
  ) {
    found.append(Found(path: path, absolute: absolute, kind: kind, status: status))
  }

  static func resolved(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(validatingCString: pointer)
  }

  private static func reason() -> String {
    switch errno {
    case EACCES, EPERM: "permission_denied"
    case ENOENT: "not_found"
    case ELOOP: "symlink_loop"
    default: strerror(errno).map { String(cString: $0) } ?? "unknown"
    }
  }
}
