import ArgumentParser
import Assessing
import Cataloging
import Reporting
import Settings

/// `muster trace`.
struct TraceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Tells the life of a unit or container, or the story of a lot.",
    discussion: """
      Every event in order, whether it counts or not, with file and line; the hierarchy as of each \
      shipment and now; owners and holders; documents. Only reads the catalog.

      Exit codes: 0 found; 2 not found, or could not finish; 78 configuration invalid.
      """)

  @Argument(help: "An EPC URN, a Digital Link, a scan, an SSCC, a serial or a lot.")
  var text: String?

  @Option(help: "GTIN of 8 to 14 digits, or the NDC, with --serial or --lot.")
  var gtin: String?

  @Option(help: "Serial of a unit or case, exactly as printed; with --gtin.")
  var serial: String?

  @Option(help: "Lot, exactly as printed.")
  var lot: String?

  @Option(help: "SSCC of 18 digits.")
  var sscc: String?

  @OptionGroup var options: ConfigurationOptions

  @Flag(help: "Print JSON (muster.trace/v1) instead of text.")
  var json = false

  func validate() throws {
    guard [text, serial, lot, sscc].compactMap(\.self).count == 1 else {
      throw ValidationError(
        "trace takes one of: a text, --gtin with --serial, --lot (with --gtin if need be), --sscc")
    }
    guard serial == nil || gtin != nil else {
      throw ValidationError("--serial needs --gtin, as a serial is unique within a product only")
    }
    guard gtin == nil || serial != nil || lot != nil else {
      throw ValidationError("--gtin goes with --serial or --lot")
    }
  }

  func run() async throws {
    try await ExitStatus.guarding {
      let configuration = try options.load()
      let catalog = try Catalog.open(folder: configuration.catalog, mode: .read)
      defer { try? catalog.close() }
      let report = try catalog.read { try TraceReport.read($0, query) }
      if json {
        Console.out(bytes: try AssessmentEncoder.json(value: report))
      } else if !report.subjects.isEmpty {
        let lots = try catalog.read { db in
          try report.subjects.map { subject in
            try subject.lot.flatMap {
              try LotDossier.read(db, gtin: $0.product.gtin, lot: $0.identity.lot ?? "")
            }
          }
        }
        let library = try options.library(for: configuration)
        let regimes = configuration.profiles.compactMap { library.profiles[$0.id]?.regime }
        Console.out(
          TraceText.text(
            report, lots: lots, titles: FieldTitles(library.recordKinds.values),
            expectsStatements: regimes.isEmpty || regimes.contains(.dscsa)))
      }
      if !report.note.isEmpty { Console.error(TextColumns.plain(report.note)) }
      return report.subjects.isEmpty ? ExitStatus.failure : ExitStatus.done
    }
  }

  private var query: SubjectQuery {
    if let gtin, let serial { return .unit(gtin: gtin, serial: serial) }
    if let lot { return .lot(lot, gtin: gtin) }
    if let sscc { return .sscc(sscc) }
    return .text(text ?? "")
  }
}
