package import Foundation
import ProfileData

extension Library {
  /// Reads a folder laid out like `Profiles/`, or the files built in when `folder` is nil, and the
  /// firm's own files from a second one laid out alike.
  ///
  /// Everything wrong in any file is thrown at once. Without `examples` those of the built-in
  /// checks, nearly half of all text, are left unread.
  package static func load(
    from folder: URL? = nil, adding own: URL? = nil, examples: Bool = true
  ) throws(DiagnosticList) -> Library {
    let base = try folder.map { folder throws(DiagnosticList) in try texts(in: folder) }
    return try parse(
      files: base ?? EmbeddedProfiles.files, place: folder?.relativePath ?? "Profiles",
      own: own.map { own throws(DiagnosticList) in try texts(in: own) } ?? [],
      ownPlace: own?.relativePath ?? "", examples: examples || folder != nil)
  }

  /// The built-in record kinds alone, for work that judges nothing: a fifth of all text. Nil when
  /// the configuration asks more of profiles than to be there, or has files of the firm's own: then
  /// only the whole library can tell what is wrong.
  package static func builtInRecordKinds(
    for configuration: MusterConfiguration
  ) throws(DiagnosticList) -> Library? {
    let files = EmbeddedProfiles.files
    let isThere = { (selection: ProfileSelection) in
      selection.parameters.isEmpty
        && files.contains { path, _ in
          !path.hasPrefix("checks/") && !path.hasPrefix("populations/")
            && !path.hasPrefix("records/") && path.hasSuffix("/\(selection.id).yaml")
        }
    }
    guard configuration.ownProfiles == nil, configuration.firmLimits.isEmpty,
      configuration.interimMeasures.isEmpty, configuration.profiles.allSatisfy(isThere)
    else { return nil }
    return try parse(files: files.filter { $0.path.hasPrefix("records/") })
  }

  private static func texts(
    in folder: URL
  ) throws(DiagnosticList) -> [(path: String, text: String)] {
    let place = folder.relativePath
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder),
      isFolder.boolValue, let walker = FileManager.default.enumerator(atPath: folder.path)
    else {
      throw DiagnosticList([Diagnostic(file: place, at: nil, message: "no such folder")])
    }
    var paths: [String] = []
    while let path = walker.nextObject() as? String {
      if path.hasSuffix(".yaml") || path.hasSuffix(".yml") { paths.append(path) }
    }
    var files: [(path: String, text: String)] = []
    var faults: [Diagnostic] = []
    for path in paths.sorted() {
      do throws(DiagnosticList) {
        let text = try YAMLReader.text(
          of: folder.appending(path: path), named: "\(place)/\(path)")
        files.append((path, text))
      } catch {
        faults += error.diagnostics
      }
    }
    guard faults.isEmpty else { throw DiagnosticList(faults) }
    return files
  }

  /// Reads texts by their path below `Profiles/`; `place` begins every file name in messages,
  /// `ownPlace` those of the firm's own files.
  package static func parse(
    files: [(path: String, text: String)], place: String = "Profiles",
    own: [(path: String, text: String)] = [], ownPlace: String = "", examples: Bool = true
  ) throws(DiagnosticList) -> Library {
    var library = Library(
      recordKinds: [:], checks: [:], populations: [:], profiles: [:], place: place)
    var faults: [Diagnostic] = []
    var homes: [String: String] = [:]
    func add(_ files: [(path: String, text: String)], _ place: String, examples: Bool) {
      for (path, text) in files where path.hasSuffix(".yaml") || path.hasSuffix(".yml") {
        let reader = DefinitionReader(path: path, text: text, place: place, examples: examples)
        library.add(reader, homes: &homes)
        faults += reader.sink.diagnostics
      }
    }
    add(files, place, examples: examples)
    for (path, _) in own { library.ownPlaces[path] = ownPlace }
    add(own, ownPlace, examples: true)
    faults += library.resolveExtends()
    let list = DiagnosticList(faults)
    if list.hasErrors { throw list }
    return library
  }

  /// Reads one file into the shelf its folder names; any other folder holds profiles.
  private mutating func add(_ reader: DefinitionReader, homes: inout [String: String]) {
    let folder = reader.folder
    guard let root = reader.root() else { return }
    let id: String
    switch folder {
    case "records":
      let kind = reader.recordKind(root)
      id = kind.id
      recordKinds[id] = kind
    case "checks":
      let check = reader.check(root)
      id = check.id
      checks[id] = check
    case "populations":
      let population = reader.population(root)
      id = population.id
      populations[id] = population
    default:
      let profile = reader.profile(root)
      id = profile.id
      profiles[id] = profile
    }
    root.finish()
    guard !id.isEmpty else { return }
    let shelf = ["records", "checks", "populations"].contains(folder) ? folder : "profiles"
    if let other = homes["\(shelf)/\(id)"] {
      reader.sink.error(
        "the id \"\(id)\" is also that of \(other)", at: root.position(of: "id"))
    }
    homes["\(shelf)/\(id)"] = reader.path
    let name = reader.path.split(separator: "/").last?.split(separator: ".").first ?? ""
    if name != id {
      reader.sink.error(
        "the id must be the file's name, \"\(name)\", not \"\(id)\"", at: root.position(of: "id"))
    }
  }
}
