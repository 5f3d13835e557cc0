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
          !["checks/", "lists/", "populations/", "records/"].contains(where: path.hasPrefix)
            && path.hasSuffix("/\(selection.id).yaml")
        }
    }
    guard configuration.ownProfiles == nil, configuration.firmLimits.isEmpty,
      configuration.interimMeasures.isEmpty, configuration.profiles.allSatisfy(isThere)
    else { return nil }
    return try parse(
      files: files.filter { $0.path.hasPrefix("records/") || $0.path.hasPrefix("lists/") })
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
      let files = files.filter { $0.path.hasSuffix(".yaml") || $0.path.hasSuffix(".yml") }
      let read = ReadDefinition.all(files, place: place, examples: examples)
      for (file, read) in zip(files, read) {
        faults += read.diagnostics
        guard let definition = read.definition, !definition.id.isEmpty else { continue }
        library.add(definition)
        let home = "\(definition.shelf)/\(definition.id)"
        if let other = homes.updateValue(file.path, forKey: home) {
          let sink = DefinitionReader(path: file.path, text: file.text, place: place).sink
          sink.error(
            "the id \"\(definition.id)\" is also that of \(other)",
            at: definition.origin.position(of: "id"))
          faults += sink.diagnostics
        }
      }
    }
    add(files, place, examples: examples)
    for (path, _) in own { library.ownPlaces[path] = ownPlace }
    add(own, ownPlace, examples: true)
    faults += library.resolveExtends() + library.unknownLists()
    let list = DiagnosticList(faults)
    if list.hasErrors { throw list }
    return library
  }

  private mutating func add(_ definition: Definition) {
    switch definition {
    case .recordKind(let kind): recordKinds[kind.id] = kind
    case .check(let check): checks[check.id] = check
    case .population(let population): populations[population.id] = population
    case .list(let list): lists[list.id] = list
    case .profile(let profile): profiles[profile.id] = profile
    }
  }

  /// Fields that are blank by a list there is not.
  private func unknownLists() -> [Diagnostic] {
    recordKinds.values.sorted { $0.id < $1.id }.flatMap { kind in
      let sink = DiagnosticSink(file: named(kind.origin.file), text: kind.origin.text)
      for field in kind.fields.flatMap({ [$0] + $0.fields }) {
        guard let name = field.blankIf, lists[name] == nil else { continue }
        sink.error(
          "field \"\(field.name)\": there is no list \"\(name)\"", at: field.position,
          suggestion: Suggestion.nearest(to: name, among: lists.keys))
      }
      return sink.diagnostics
    }
  }
}
