import ArgumentParser
import Assessing
import Collecting
import Foundation
import Packing
import Reporting
import Settings

/// `muster explain`.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says what a code means, where it comes from, and what to do.",
    discussion: """
      Codes of verify (V101 …), statuses, reasons of assess and collect, defects, exit codes, and \
      the names of checks, requirements and parameters, also those of the firm's own profiles where a \
      configuration names them. Without a code it lists all but these ("muster profile show" lists \
      checks and requirements).

        muster explain V104
        muster explain source_not_delivered
        muster explain "not assessed"
        muster explain sold-after-release
        muster explain transit_days
        muster explain 3
      """)

  @Argument(help: "The code, as printed.")
  var code: String?

  @Option(
    name: [.customShort("c"), .customLong("config")],
    help: "The configuration with own_profiles; muster.yaml when it is there.")
  var config: String?

  @Option(help: "A folder of record kinds, checks and profiles instead of the built-in ones.")
  var profiles: String?

  @Flag(help: "Print JSON instead of text.")
  var json = false

  /// Every code any command prints, in the order of work.
  static var all: [CodeExplanation] {
    CollectExplanations.all + StatusExplanations.all + ReasonCode.allCases.map(\.explanation)
      + PackRule.allCases.map(\.explanation) + ExitStatus.explanations
  }

  /// What a code means that is none of a command's: it stands in the profiles.
  private func defined(_ code: String) throws -> [CodeExplanation] {
    let library = try library()
    let found = Self.defined(code, in: library)
    guard found.isEmpty else { return found }
    let near = Suggestion.nearest(
      to: code,
      among: Self.all.map(\.code) + library.checks.keys
        + library.checks.values.flatMap(\.parameters).map(\.name)
        + library.profiles.values.flatMap(\.requirements).map(\.id))
    throw ValidationError(
      "there is no code \"\(code)\"" + (near.map { " — did you mean \"\($0)\"?" } ?? "")
        + " (muster explain lists the codes of commands; checks, requirements and parameters are "
        + "those of the report)")
  }

  /// The profiles, with the firm's own where a configuration names them. One that nobody asked for
  /// and that has faults is no obstacle, but told.
  private func library() throws -> Library {
    let folder = profiles.map { URL(filePath: $0, directoryHint: .isDirectory) }
    let usual = ConfigurationOptions.usual
    guard config != nil || FileManager.default.fileExists(atPath: usual) else {
      return try Library.load(from: folder, examples: false)
    }
    do throws(DiagnosticList) {
      let own = try MusterConfiguration.load(from: URL(filePath: config ?? usual)).ownProfiles
      return try Library.load(from: folder, adding: own, examples: false)
    } catch {
      guard config == nil else { throw error }
      Console.say("\(usual) has faults; what the firm's own profiles define is not known here.")
      return try Library.load(from: folder, examples: false)
    }
  }

  /// The codes of that name; a status also by the words reports print for it.
  static func named(_ code: String) -> [CodeExplanation] {
    let found = all.filter { $0.code.lowercased() == code.lowercased() }
    return found.isEmpty ? StatusExplanations.named(code) : found
  }

  /// A check, a requirement or a parameter of the profiles.
  static func defined(_ id: String, in library: Library) -> [CodeExplanation] {
    let id = id.lowercased()
    var found: [CodeExplanation] = []
    if let check = library.check(named: id) {
      found.append(
        CodeExplanation(
          code: check.id, place: "check", meaning: "\(check.title). \(check.statement)",
          cause: "\(ground(of: check)) Look first at: \(check.lookFirst.rawValue).",
          remedy: check.remedy))
    } else if let made = MadeCheckExplanations.named(id, kinds: library.recordKinds.values) {
      found.append(made)
    }
    for profile in library.profiles.values.sorted(by: { $0.id < $1.id }) {
      for requirement in profile.requirements where requirement.id.lowercased() == id {
        let checks =
          requirement.checks.isEmpty ? "no check" : requirement.checks.joined(separator: ", ")
        found.append(
          CodeExplanation(
            code: requirement.id, place: "requirement of \(profile.id)",
            meaning: "\(requirement.title). \(requirement.statement)",
            cause: "\(requirement.citations.joined(separator: "; ")). Judged with: \(checks).",
            remedy: requirement.lookAt))
      }
    }
    for check in library.checks.values.sorted(by: { $0.id < $1.id }) {
      // Where checks differ in a limit, a report writes the check before it.
      found += check.parameters.filter { $0.name == id || "\(check.id).\($0.name)" == id }
        .map { Self.limit($0, of: check) }
    }
    return found
  }

  /// What a check rests on, and on what under the law of the other profiles.
  private static func ground(of check: CheckDefinition) -> String {
    let others = check.regimes.sorted { $0.key.rawValue < $1.key.rawValue }.map { regime, ground in
      " Under \(regime.rawValue.uppercased()) it rests on \(words(ground.authority)): "
        + "\(ground.basis)."
    }
    return "It rests on \(words(check.authority)): \(check.basis)." + others.joined()
  }

  private static func words(_ authority: Authority) -> String {
    switch authority {
    case .law: "law"
    case .guidance: "guidance"
    case .firm: "the firm's own rule"
    case .practice: "good practice"
    }
  }

  private static func limit(
    _ parameter: ParameterDefinition, of check: CheckDefinition
  ) -> CodeExplanation {
    let value = parameter.defaultValue.text.isEmpty ? "none" : parameter.defaultValue.text
    let bounds = [parameter.min.map { "from \($0)" }, parameter.max.map { "to \($0)" }]
      .compactMap(\.self).joined(separator: " ")
    return CodeExplanation(
      code: parameter.name, place: "parameter of \(check.id)", meaning: check.statement,
      cause: "\(parameter.law ? "The law's limit" : "Default"): \(value)"
        + (parameter.unit.map { ", unit \($0)" } ?? "") + (bounds.isEmpty ? "" : ", \(bounds)")
        + ": \(parameter.why).",
      remedy: parameter.law
        ? "A stricter value may stand under parameters of the profile in muster.yaml."
        : "Where a procedure states the limit, write it with the procedure under firm_limits in "
          + "muster.yaml, else under parameters of the profile there.")
  }

  func run() async throws {
    try await ExitStatus.guarding {
      let all = Self.all
      let found = try code.map { code in
        let known = Self.named(code)
        return known.isEmpty ? try defined(code) : known
      }
      if json {
        Console.out(bytes: try AssessmentEncoder.json(value: found ?? all))
      } else if let found {
        Console.out(found.map(Self.text).joined(separator: "\n"))
      } else {
        for place in ["exit code", "collect", "status", "assess", "verify"] {
          Console.out(TextColumns.heading(place) + "\n")
          for one in all where one.place == place {
            let lines = TextColumns.field(one.code, one.meaning, column: 28)
            Console.out(lines.joined(separator: "\n") + "\n")
          }
          Console.out("\n")
        }
      }
      return ExitStatus.done
    }
  }

  private static func text(_ one: CodeExplanation) -> String {
    let isCode = !["check", "requirement", "parameter", "status"].contains {
      one.place.hasPrefix($0)
    }
    let parts =
      TextColumns.field("Meaning", one.meaning)
      + TextColumns.field(isCode ? "Usual cause" : "Comes from", one.cause)
      + TextColumns.field("What to do", one.remedy)
    return (["\(one.code) (\(one.place))"] + parts).joined(separator: "\n") + "\n"
  }
}
