import ArgumentParser
import Collecting
import Foundation
import Settings

/// `muster init`.
struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a starter configuration that works.",
    discussion: """
      With --exports each file below that folder is looked at and gets a source, with the kind of \
      record its columns say; what they leave open is written as a remark.

      An existing muster.yaml is never changed.
      """)

  @Argument(help: "The folder, made when it is not there.")
  var folder = "."

  @Option(help: "A folder with exports of yours to write sources for.")
  var exports: String?

  func run() async throws {
    try await ExitStatus.guarding {
      let root = URL(filePath: folder, directoryHint: .isDirectory)
      let file = root.appending(path: StarterConfiguration.fileName)
      guard !FileManager.default.fileExists(atPath: file.path) else {
        Console.error("\(file.relativePath) exists; choose another folder, or edit that file")
        return ExitStatus.failure
      }
      guard let exports else {
        let folder = root.appending(path: StarterConfiguration.exportsFolder)
        try Self.makeFolder(folder)
        try Self.write(StarterConfiguration.text, to: file)
        Console.say(
          """
          Wrote \(file.relativePath).
          1. Put EPCIS exports (XML, JSON, zip, gz) into \(folder.relativePath).
          2. Set the firm, the period and your sites in muster.yaml.
          3. muster run -c \(Self.quoted(file.relativePath)) -o EP-first.zip
          """)
        return ExitStatus.done
      }
      let place = URL(filePath: exports, directoryHint: .isDirectory).standardizedFileURL
      let library = try Library.load()
      let scan = ExportScan(folder: place.path, recordKinds: library.recordKinds)
      if let problem = scan.problem {
        Console.error(problem)
        return ExitStatus.failure
      }
      try Self.makeFolder(root)
      let proposals = SourceProposals(scan)
      let sources = ProposalText.text(proposals) {
        let path = place.appending(path: $0)
        // A folder named from here is found from there too, wherever both are moved.
        return exports.hasPrefix("/")
          ? Self.path(path.path, from: root.standardizedFileURL.path)
          : Self.way(
            from: root.standardizedFileURL.resolvingSymlinksInPath(),
            to: path.resolvingSymlinksInPath())
      }
      let kinds = Set(proposals.sure.compactMap(\.content.kind))
      let guess = Self.regime(asking: kinds, in: library)
      let beginning = StarterConfiguration.beginning(for: guess.regime)
      try Self.write(beginning + "\n" + sources, to: file)
      let sure = proposals.sure.reduce(0) { $0 + $1.files }
      Console.say(
        """
        Wrote \(file.relativePath): \(Noun.counted(proposals.sure.count, "source", "sources")) for \
        \(sure) of \(Noun.counted(scan.files.count, "file", "files")).\
        \(proposals.open.isEmpty ? "" : " What the others hold is for you to say, at its end.")
        \(Self.assumed(guess))
        1. Look the sources over; set the firm, the period, your sites with their time_zone, and for \
        each source complete_through: the day its export reaches to.
        2. muster collect -c \(Self.quoted(file.relativePath)) --dry-run
        3. muster run -c \(Self.quoted(file.relativePath)) -o EP-first.zip
        """)
      return ExitStatus.done
    }
  }

  /// The law the exports speak of: that whose profiles alone expect more of the kinds found, which no
  /// check of the other needs nor GMP asks for; DSCSA when that is as many. Says what it was told by.
  private static func regime(
    asking kinds: Set<String>, in library: Library
  ) -> (regime: Regime, by: [String]) {
    func requirements(_ regime: Regime) -> [RequirementDefinition] {
      library.profiles.values.filter { $0.regime == regime }.flatMap(\.requirements)
    }
    func expected(_ regime: Regime) -> Set<String> {
      Set(requirements(regime).flatMap(\.expects).map(\.evidence))
    }
    func known(_ regime: Regime) -> Set<String> {
      let checks = Set(requirements(regime).flatMap(\.checks)).compactMap {
        library.check(named: $0)
      }
      return expected(regime).union(checks.flatMap { Set($0.reads).subtracting($0.optional) })
    }
    // A list of customers is kept everywhere: what GMP asks for as well tells of no market.
    let telling = kinds.filter { kind in
      let covers = library.recordKinds[kind]?.covers ?? []
      return covers.allSatisfy { Regime(rawValue: String($0.prefix { $0 != "/" })) != nil }
    }
    let american = expected(.dscsa).subtracting(known(.fmd)).intersection(telling)
    let european = expected(.fmd).subtracting(known(.dscsa)).intersection(telling)
    if european.count > american.count { return (.fmd, european.sorted()) }
    return (.dscsa, american.sorted())
  }

  /// What the configuration takes for the firm's market, why, and how to change it.
  private static func assumed(_ guess: (regime: Regime, by: [String])) -> String {
    let (market, profile, other) =
      guess.regime == .fmd
      ? ("the European Union", "fmd-manufacturer", "dscsa-manufacturer")
      : ("the United States", "dscsa-manufacturer", "fmd-manufacturer")
    let why =
      guess.by.isEmpty
      ? "nothing in the exports says which market they are of"
      : "the exports hold \(guess.by.joined(separator: ", "))"
    return
      "It assumes a firm in \(market) (profile \(profile)), since \(why). Otherwise set markets, "
      + "profiles (\(other)) and the time_zone of your sites."
  }

  /// A path as a shell takes it.
  private static func quoted(_ path: String) -> String {
    let isPlain = path.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil
        || "/._-+".unicodeScalars.contains($0)
    }
    return isPlain ? path : "'" + path.replacing("'", with: "'\\''") + "'"
  }

  private static func makeFolder(_ folder: URL) throws {
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  private static func write(_ text: String, to file: URL) throws {
    try Data(text.utf8).write(to: file, options: .atomic)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
  }

  /// The way from one folder to a place, up where it has to be.
  private static func way(from folder: URL, to place: URL) -> String {
    let (here, there) = (folder.pathComponents, place.pathComponents)
    let shared = zip(here, there).prefix { $0 == $1 }.count
    let parts = Array(repeating: "..", count: here.count - shared) + there.dropFirst(shared)
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  /// A path as the configuration in a folder writes it: below that folder from there, else whole.
  private static func path(_ path: String, from folder: String) -> String {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    if trimmed + "/" == base { return "." }
    return trimmed.hasPrefix(base) ? String(trimmed.dropFirst(base.count)) : trimmed
  }
}
