package import Foundation

/// What one `muster.yaml` says, checked and with every default filled in.
package struct MusterConfiguration: Sendable {
  /// The file as it was named on the command line; messages begin with it.
  package let file: String
  /// The folder relative paths start from: the one that holds the file.
  package let folder: URL
  /// The text of the file, for the record of the run.
  package let text: String
  /// The file as a tree with positions, for messages that need the library.
  package let tree: YAMLValue
  /// The version of the format; 1.
  package var version: Int
  /// Whose records these are.
  package var organization: Organization
  /// Why the run is made; printed at the head of every report. Nil when not stated.
  package var purpose: Purpose?
  /// The catalog's folder.
  package var catalog: URL
  /// The folder of the firm's own profiles, checks and record kinds, which are added to those built
  /// in; nil when there is none.
  package var ownProfiles: URL?
  /// Facts about the firm that requirements depend on, each with its values as text, by name.
  package var facts: [String: [String]]
  /// The profiles to assess against, in file order, each with the firm's parameters.
  package var profiles: [ProfileSelection]
  /// The subjects in scope.
  package var scope: AssessmentScope
  /// The firm's own places.
  package var sites: [Site]
  /// The firms it trades with.
  package var partners: [Partner]
  /// Firms of the same group: moving stock between them is no sale.
  package var affiliates: [Affiliate]
  /// The products the firm declares.
  package var products: [Product]
  /// Limits the firm adopted in a procedure.
  package var firmLimits: [FirmLimit]
  /// Where records come from, in file order.
  package var sources: [Source]
  /// Interim measures that stand beside findings; they never change a verdict.
  package var interimMeasures: [InterimMeasure]
  /// Numbered requests of an authority or partner.
  package var requests: [InspectionRequest]
  /// How the pack is made.
  package var pack: PackSettings
  /// The key a pack is sealed with; nil when packs are not sealed.
  package var seal: SealSettings?
}

extension MusterConfiguration {
  /// The zone all sites keep; nil when they differ or none is declared.
  package var sharedZone: String? {
    let zones = Set(sites.map(\.timeZone))
    return zones.count == 1 ? zones.first : nil
  }
}

/// Whose records are gathered.
package struct Organization: Encodable, Sendable, Hashable {
  /// The name printed on reports.
  package var name: String
  /// The GLN of the legal entity, 13 digits; nil when not stated.
  package var gln: String?
  /// The roles it has, of `TradeRole`.
  package var roles: [TradeRole]
  /// The markets it serves, ISO 3166-1 alpha-2.
  package var markets: [String]
}

/// A role in the supply chain.
package enum TradeRole: String, Encodable, Sendable, Hashable, CaseIterable {
  case manufacturer
  case marketingAuthorisationHolder = "mah"
  case importer
  case repackager
  case wholesaler
  case dispenser
  case logistics = "3pl"
  case contractManufacturer = "cmo"
  case contractPacker = "packer"
  case returnsProcessor = "returns_processor"
  case laboratory = "lab"
  case carrier
  case authority
  case other

  /// Whether it works on goods for their owner.
  package var isService: Bool {
    switch self {
    case .logistics, .contractManufacturer, .contractPacker, .returnsProcessor, .laboratory,
      .carrier:
      true
    default: false
    }
  }
}

/// Why a run is made.
package struct Purpose: Encodable, Sendable, Hashable {
  /// The kinds of run a report's header can name.
  package enum Kind: String, Encodable, Sendable, Hashable, CaseIterable {
    case internalAudit = "internal_audit"
    case periodicReview = "periodic_review"
    case request
    case mockAudit = "mock_audit"
    case counsel
  }
  /// The kind of run.
  package var kind: Kind
  /// The audit, review, request or matter number.
  package var reference: String?
  /// The procedure it follows.
  package var procedure: String?
}

/// One profile to assess against.
package struct ProfileSelection: Sendable, Hashable {
  /// The profile's id.
  package var id: String
  /// Parameters that differ from the profile's defaults, by name.
  package var parameters: [String: ParameterValue]
  /// Where each parameter stands in the file, by name, for messages.
  package var parameterPositions: [String: TextPosition]
  /// Where the id stands.
  package var position: TextPosition
}

extension MusterConfiguration {
  /// The parameters that `profiles:` sets for a profile, by name.
  package func parameters(of profile: String) -> [String: ParameterValue] {
    profiles.first { $0.id == profile }?.parameters ?? [:]
  }
}

/// A value of a check's parameter.
package enum ParameterValue: Sendable, Hashable {
  /// A whole number, in the parameter's unit.
  case integer(Int)
  /// Text.
  case text(String)
  /// A calendar date, bound to SQL as its day number.
  case day(CalendarDay)
  /// A list of texts, in `param_list`.
  case list([String])
  /// Texts by key, in `param_map`.
  case map([String: String])

  /// The value as printed in reports and JSON; lists and maps in a fixed order.
  package var text: String {
    switch self {
    case .integer(let value): String(value)
    case .text(let value): value
    case .day(let value): value.iso
    case .list(let values): values.joined(separator: ", ")
    case .map(let values):
      values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
    }
  }
}

/// Which subjects an assessment covers; empty lists mean all.
package struct AssessmentScope: Sendable, Hashable {
  /// The first and last day, both included; nil when the run's default period holds.
  package var period: ClosedRange<CalendarDay>?
  /// GTIN-14s.
  package var products: [String]
  /// Lots, exact.
  package var lots: [String]
  /// Ids of `sites`.
  package var sites: [String]
  /// GLNs of `partners`.
  package var partners: [String]
}

/// One place of the firm or of a contractor that works for it.
package struct Site: Encodable, Sendable, Hashable {
  /// The id used in this file and in reports.
  package var id: String
  /// The name printed; the id when none is given.
  package var name: String
  /// The GLN-13 of the place; nil when not stated.
  package var gln: String?
  /// The IANA time zone its clocks show.
  package var timeZone: String
  /// The packaging lines.
  package var lines: [String]
  /// The business-day calendar; nil for Monday to Friday.
  package var calendar: String?
}

/// One trading partner.
package struct Partner: Encodable, Sendable, Hashable {
  /// How unpacking of what was shipped to a partner shows in the data.
  package enum Unpacking: String, Encodable, Sendable, Hashable, CaseIterable {
    /// Every unpacking has an event.
    case recorded
    /// The partner sends none; movement of the content implies it.
    case inferred
  }
  /// How the transaction statement travels.
  package enum StatementCarrier: String, Encodable, Sendable, Hashable, CaseIterable {
    case epcis, asn, letter, portal, email, paper
  }
  /// The GLN-13.
  package var gln: String
  /// The name.
  package var name: String
  /// What the partner does.
  package var role: TradeRole?
  /// ISO 3166-1 alpha-2.
  package var country: String?
  /// Whether the partner returns receiving events.
  package var sendsReceipts: Bool
  /// How unpacking shows.
  package var unpack: Unpacking
  /// How the transaction statement travels.
  package var statementBy: StatementCarrier
}

/// One firm of the same group.
package struct Affiliate: Encodable, Sendable, Hashable {
  /// The GLN-13.
  package var gln: String
  /// The name; nil when not stated.
  package var name: String?
}

/// One product the firm declares.
package struct Product: Encodable, Sendable, Hashable {
  /// A national product number beside the GTIN.
  package struct NationalCode: Encodable, Sendable, Hashable {
    /// Which numbering: `pzn`, `cip`, `cnk`, `ndc` ….
    package var type: String
    /// The number as text.
    package var value: String
  }
  /// The GTIN-14.
  package var gtin: String
  /// The name.
  package var name: String?
  /// The US product code as written on the label.
  package var ndc: String?
  /// Units in a full case; nil when not stated.
  package var caseQuantity: Int?
  /// Whether units are aggregated into cases; nil when not stated.
  package var aggregated: Bool?
  /// The national number.
  package var nationalCode: NationalCode?
  /// The markets it is for, ISO 3166-1 alpha-2; empty when not stated.
  package var markets: [String]
}

/// A limit the firm adopted, with the procedure it stands in.
package struct FirmLimit: Sendable, Hashable {
  /// The parameter it sets.
  package var parameter: String
  /// The limit.
  package var value: ParameterValue
  /// The procedure that states it.
  package var procedure: String
  /// Where the value stands, for messages.
  package var position: TextPosition

  /// A limit with its procedure.
  package init(
    parameter: String, value: ParameterValue, procedure: String, position: TextPosition
  ) {
    self.parameter = parameter
    self.value = value
    self.procedure = procedure
    self.position = position
  }
}

/// A measure under a CAPA, with an end date.
package struct InterimMeasure: Sendable, Hashable {
  /// The check whose findings it stands beside.
  package var check: String
  /// Group values a finding must have; empty for every finding of the check.
  package var group: [String: String]
  /// The CAPA's number.
  package var capa: String
  /// What is done meanwhile.
  package var measure: String
  /// The last day it holds.
  package var until: CalendarDay
}

/// A numbered request.
package struct InspectionRequest: Sendable, Hashable {
  /// The number it is known by.
  package var id: String
  /// When it was received, RFC 3339 as written.
  package var receivedAt: String
  /// Who asked.
  package var from: String
  /// What was asked, in the order and numbering of the request.
  package var items: [Item]

  /// One thing asked for.
  package struct Item: Sendable, Hashable {
    /// The item's number in the request.
    package var number: String
    /// What was asked, in the request's words.
    package var text: String
    /// Lots the item names.
    package var lots: [String]
    /// GTIN-14s the item names.
    package var products: [String]
    /// Serials, SSCCs or EPC URIs the item names.
    package var identifiers: [String]
    /// Record kinds the item asks for.
    package var records: [String]
  }
}

/// How a pack is made.
package struct PackSettings: Sendable, Hashable {
  /// How much of the catalog goes into the pack.
  package enum CatalogPart: String, Sendable, Hashable, CaseIterable {
    /// Everything in scope.
    case full
    /// Everything in scope but what is kept per unit.
    case records
    /// Nothing.
    case none
  }
  /// How much of the catalog goes in; nil for the default by size.
  package var catalog: CatalogPart?
}

/// What a pack is sealed with.
package struct SealSettings: Sendable, Hashable {
  /// The private key.
  package var key: URL
  /// The certificate.
  package var certificate: URL
  /// Where the key's passphrase is; nil for a key without one.
  package var passphrase: SecretReference?
}

/// Where a secret is found; the configuration never holds one.
package enum SecretReference: Sendable, Hashable {
  /// The name of an environment variable.
  case environment(String)
  /// A file whose first line is the secret.
  case file(URL)
}
