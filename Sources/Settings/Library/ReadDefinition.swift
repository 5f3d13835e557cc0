import Dispatch
import Foundation
import Synchronization

/// What a file of `Profiles/` defines; the folder it stands in says which, any other folder than
/// the first four holds profiles.
enum Definition: Sendable {
  case recordKind(RecordKind)
  case check(CheckDefinition)
  case population(PopulationDefinition)
  case list(ListDefinition)
  case profile(ProfileDefinition)

  var id: String {
    switch self {
    case .recordKind(let kind): kind.id
    case .check(let check): check.id
    case .population(let population): population.id
    case .list(let list): list.id
    case .profile(let profile): profile.id
    }
  }

  var origin: Origin {
    switch self {
    case .recordKind(let kind): kind.origin
    case .check(let check): check.origin
    case .population(let population): population.origin
    case .list(let list): list.origin
    case .profile(let profile): profile.origin
    }
  }

  /// Among what its id must be the only one.
  var shelf: String {
    switch self {
    case .recordKind: "records"
    case .check: "checks"
    case .population: "populations"
    case .list: "lists"
    case .profile: "profiles"
    }
  }
}

/// What reading one file of `Profiles/` gave.
struct ReadDefinition: Sendable {
  /// Nil when the text is no mapping.
  var definition: Definition?
  var diagnostics: [Diagnostic] = []

  /// Reads files on all cores, each for itself; in their order. `place` begins every file name in
  /// messages; without `examples` checks are read up to theirs.
  static func all(
    _ files: [(path: String, text: String)], place: String, examples: Bool
  ) -> [ReadDefinition] {
    let read = Mutex([ReadDefinition](repeating: ReadDefinition(), count: files.count))
    let lanes = max(1, min(ProcessInfo.processInfo.activeProcessorCount, files.count, 8))
    DispatchQueue.concurrentPerform(iterations: lanes) { lane in
      for index in stride(from: lane, to: files.count, by: lanes) {
        let (path, text) = files[index]
        let one = ReadDefinition(
          DefinitionReader(path: path, text: text, place: place, examples: examples))
        read.withLock { $0[index] = one }
      }
    }
    return read.withLock { $0 }
  }

  private init() {}

  private init(_ reader: DefinitionReader) {
    definition = reader.definition()
    diagnostics = reader.sink.diagnostics
  }
}
