import ArgumentParser
import Assessing
import Cataloging
import Foundation
import Packing
import Reporting
import Settings

/// `muster signoff`.
struct SignoffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "signoff",
    abstract: "Writes into the audit trail who prepared, reviewed or approved.",
    discussion: """
      The entry is bound to the assessment and to the records and rules it rests on. A final pack of \
      the same profile and period is refused when either changed since. Look at a draft first: \
      muster pack --draft. This attributes a statement to an account; it is no electronic signature \
      under 21 CFR Part 11 or EU GMP Annex 11.

      Exit codes: 0 written; 2 could not finish; 6 another run holds the lock; 78 configuration invalid.
      """)

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var judging: AssessmentOptions

  @Option(name: .customLong("as"), help: "prepared, reviewed or approved.")
  var step: String

  @Option(help: "Who: a name or a role; the account when not given.")
  var name: String?

  @Option(help: "A sentence to keep with it.")
  var comment: String?

  func validate() throws {
    guard SignOff.Step(rawValue: step) != nil else {
      throw ValidationError("--as takes prepared, reviewed or approved, not \(step)")
    }
    // The trail is never changed again, so that a slip of the hand would stay in it.
    for (option, text) in [("--name", name), ("--comment", comment)] {
      guard let text else { continue }
      if text.allSatisfy(\.isWhitespace) {
        throw ValidationError("\(option) is empty; leave it out or say something")
      }
      if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
        throw ValidationError("\(option) takes one line without control characters")
      }
    }
  }

  func run() async throws {
    try await ExitStatus.guarding {
      let configuration = try options.load()
      let library = try options.library(for: configuration)
      let catalog = try Catalog.open(folder: configuration.catalog, mode: .write)
      defer { try? catalog.close() }
      let account = NSUserName()
      for assessment in try judging.assess(configuration, library: library, catalog: catalog) {
        if let store = AssessmentStore.beside(catalog) { _ = try store.save(assessment) }
        var request = PackRequest(output: "signoff.zip", assessment: assessment)
        request.libraryFiles = try options.libraryTexts(for: configuration)
        let signOff = SignOff(
          step: SignOff.Step(rawValue: step) ?? .prepared, name: name ?? account, account: account,
          at: Clock.now.now, comment: comment)
        let subject = try SignOffTrail.record(signOff, of: request, in: catalog)
        Console.out(
          """
          \(subject.profile), \(subject.from) to \(subject.to), data as of \(subject.asOf): \
          \(step) by \(signOff.name)
          assessment \(subject.assessment)
          records    \(subject.payload)

          """)
        let others = try SignOffTrail.others(of: signOff, for: subject, in: catalog)
        if !others.isEmpty {
          Console.say(
            "Remark: the account \(account) signed this as "
              + "\(others.map(\.rawValue).joined(separator: " and ")) as well. Where a procedure asks "
              + "for another person, that person signs from an account of their own.")
        }
      }
      return ExitStatus.done
    }
  }
}
