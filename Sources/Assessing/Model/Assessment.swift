package import Settings

/// The judgement of one profile over one catalog at one cut-off: `muster.assessment/v1`.
/// Lists are sorted by natural keys; the same catalog, profile and `asOf`
/// give the same value but for `generatedAt`.
package struct Assessment: Codable, Sendable, Equatable {
  /// Name of the format.
  package static let schemaName = "muster.assessment/v1"

  /// `muster.assessment/v1`.
  package var schema: String
  /// The program that judged.
  package var tool: Tool
  /// The real clock when it was made.
  package var generatedAt: Instant
  /// True when `generatedAt` was fixed by SOURCE_DATE_EPOCH, which the pack has to say.
  package var generatedAtFixed: Bool
  /// The data cut-off.
  package var asOf: Instant
  /// Whose records these are.
  package var organization: Organization
  /// Why it was made, as the configuration states.
  package var purpose: Purpose?
  /// The profile as run.
  package var profile: Profile
  /// What was selected.
  package var scope: Scope
  /// Digests of what went in.
  package var inputs: Inputs
  /// Counts.
  package var summary: Summary
  /// What each source delivered, per month.
  package var coverage: [SourceCoverage]
  /// The ledgers summed over all sources.
  package var ledger: Ledger
  /// What the assessment does not show, one sentence each.
  package var limitations: [String]
  /// Every requirement of the profile, in its order.
  package var requirements: [RequirementResult]
  /// Every check the profile names, sorted by id.
  package var checks: [CheckResult]
  /// Sorted by kind, severity, check, group.
  package var findings: [Finding]
  /// Against the baseline.
  package var since: Since

  /// The program.
  package struct Tool: Codable, Sendable, Equatable {
    /// `muster`.
    package var name: String
    /// Version.
    package var version: String

    /// A program with its version.
    package init(name: String, version: String) {
      self.name = name
      self.version = version
    }
  }

  /// The firm.
  package struct Organization: Codable, Sendable, Equatable {
    /// Name as configured.
    package var name: String
    /// GLN, when configured.
    package var gln: String?
    /// Roles.
    package var roles: [String]
    /// Markets.
    package var markets: [String]
  }

  /// Why an assessment is made.
  package struct Purpose: Codable, Sendable, Equatable {
    /// `internal_audit`, `periodic_review`, `request`, `mock_audit` or `counsel`.
    package var kind: String
    /// Number of the audit, request or matter.
    package var reference: String?
    /// SOP.
    package var procedure: String?
  }

  /// A profile as it was run.
  package struct Profile: Codable, Sendable, Equatable {
    /// Id.
    package var id: String
    /// Title.
    package var title: String
    /// Edition.
    package var edition: String
    /// `dscsa` or `fmd`.
    package var regime: String
    /// SHA-256 over the profile, its checks and populations.
    package var sha256: String
    /// Parameters in force, by name.
    package var parameters: [String: Parameter]
  }

  /// A parameter's value and where it comes from.
  package struct Parameter: Codable, Sendable, Equatable {
    /// The value as text.
    package var value: String
    /// Its unit, when it has one.
    package var unit: String?
    /// `check`, `law`, `profile`, `configuration` or `firm`.
    package var from: String
    /// The SOP of a firm's limit.
    package var procedure: String?
    /// The checks that use it with this value.
    package var checks: [String]?

    /// Whether it is a limit somebody can set: a number of a unit. Lists of words, switches and
    /// scales are none.
    package var isLimit: Bool { Int64(value) != nil && unit != nil && unit != "digits" }

    /// The value as people say it, `60 minutes`; units stand in the singular.
    package var words: String {
      guard !value.isEmpty else { return "none" }
      guard let unit else { return value }
      guard let number = Int64(value) else { return "\(value) \(unit)" }
      let isCounted = unit.allSatisfy(\.isLetter) && !unit.hasSuffix("s") && unit != "min"
      return "\(value) \(unit)\(number != 1 && isCounted ? "s" : "")"
    }

    /// The limits among parameters of one check, by name; what only makes a gap weigh more is none.
    package static func limits(_ parameters: [String: Parameter]) -> [(name: String, limit: Self)] {
      parameters.filter { $0.value.isLimit && !$0.key.hasPrefix("major_") }
        .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// `60 minutes`, or several limits with their names.
    package static func words(_ limits: [(name: String, limit: Self)]) -> String {
      limits.count == 1
        ? limits[0].limit.words
        : limits.map { "\($0.name) \($0.limit.words)" }.joined(separator: ", ")
    }
  }

  /// A product for markets under another law.
  package struct LeftProduct: Codable, Sendable, Equatable {
    /// GTIN-14.
    package var gtin: String
    /// The markets it is for, ISO 3166-1 alpha-2, sorted.
    package var markets: [String]
    /// True when the configuration states them; else they follow from records and sales.
    package var declared: Bool
  }

  /// What was selected.
  package struct Scope: Codable, Sendable, Equatable {
    /// First day of the period.
    package var from: CalendarDay
    /// Last day of the period.
    package var to: CalendarDay
    /// GTIN-14; empty for all.
    package var products: [String]
    /// Lots; empty for all.
    package var lots: [String]
    /// Sites; empty for all.
    package var sites: [String]
    /// Partners by GLN; empty for all.
    package var partners: [String]
    /// Products left to the profile of another market, by GTIN; nil when there is none.
    package var left: [LeftProduct]?
  }

  /// Digests (SHA-256, hex) of what the assessment is a function of.
  package struct Inputs: Codable, Sendable, Equatable {
    /// Over source, path, SHA-256 and status of every artifact, sorted.
    package var catalog: String
    /// Same as `profile.sha256`.
    package var profile: String
    /// Over the parts of the configuration that reach a verdict.
    package var configuration: String
    /// Of the baseline's bytes, `nil` without one.
    package var baseline: String?
  }
}
