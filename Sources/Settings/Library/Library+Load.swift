package import Foundation
import ProfileData

extension Library {
  /// Reads a folder laid out like `Profiles/`, or the files built in when `folder` is nil.
  ///
  /// Everything wrong in any file is thrown at once.
  package static func load(from folder: URL? = nil) throws(DiagnosticList) -> Library {
    guard let folder else {
      return try parse(files: EmbeddedProfiles.files, place: "Profiles")
    }
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
    return try parse(files: files, place: place)
  }

  /// Reads texts by their path below `Profiles/`; `place` begins every file name in messages.
  package static func parse(
    files: [(path: String, text: String)], place: String = "Profiles"
  ) throws(DiagnosticList) -> Library {
    var library = Library(
      recordKinds: [:], checks: [:], populations: [:], profiles: [:], place: place)
    var faults: [Diagnostic] = []
    var homes: [String: String] = [:]
    for (path, text) in files where path.hasSuffix(".yaml") || path.hasSuffix(".yml") {
      let reader = DefinitionReader(path: path, text: text, place: place)
      library.add(reader, homes: &homes)
      faults += reader.sink.diagnostics
    }
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

  /// Puts the requirements of extended profiles before a profile's own.
  private mutating func resolveExtends() -> [Diagnostic] {
    var faults: [Diagnostic] = []
    let written = profiles
    for id in written.keys.sorted() {
      guard var profile = written[id] else { continue }
      let sink = DiagnosticSink(
        file: "\(place)/\(profile.origin.file)", text: profile.origin.text)
      let at = profile.origin.position(of: "extends")
      var requirements: [RequirementDefinition] = []
      var visited: Set<String> = []
      var open: [String] = []
      func visit(_ name: String) {
        guard !open.contains(name) else {
          sink.error(
            "profiles extend each other in a circle: "
              + (open + [name]).joined(separator: ", "), at: at)
          return
        }
        guard visited.insert(name).inserted else { return }
        guard let other = written[name] else {
          sink.error(
            "there is no profile \"\(name)\"", at: at,
            suggestion: Suggestion.nearest(to: name, among: written.keys))
          return
        }
        open.append(name)
        for base in other.extends { visit(base) }
        open.removeLast()
        requirements += other.requirements
        if name != id {
          let known = Set(profile.parameters.map(\.name))
          profile.parameters += other.parameters.filter { !known.contains($0.name) }
          profile.overrides.merge(other.overrides) { own, _ in own }
        }
      }
      visit(id)
      var first: Set<String> = []
      for requirement in requirements where !first.insert(requirement.id).inserted {
        sink.error(
          "requirement \"\(requirement.id)\" is there twice",
          at: requirement.file == profile.origin.file ? requirement.position : at)
      }
      profile.requirements = requirements
      profile.parameters.sort { $0.name < $1.name }
      profiles[id] = profile
      faults += sink.diagnostics
    }
    return faults
  }
}
