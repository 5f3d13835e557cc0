internal import Assessing
internal import Cataloging
internal import Foundation
internal import Reporting
internal import Settings

extension AssessmentStore {
  /// The store of a catalog on disk.
  static func beside(_ catalog: Catalog) -> AssessmentStore? {
    catalog.folder.map { AssessmentStore(folder: $0.path + "/assessments") }
  }
}

extension RunOutcome {
  /// The exit code over several profiles: 3 before 1 before 0.
  static func worst(_ assessments: [Assessment], failOn: Severity) -> Int32 {
    let codes = assessments.map { RunOutcome($0, failOn: failOn).exit }
    return codes.contains(3) ? 3 : codes.max() ?? 0
  }
}

extension PartyNames {
  /// Names of the firm, its sites and its partners as configured.
  init(_ configuration: MusterConfiguration) {
    var names: [String: String] = [:]
    for partner in configuration.partners { names[partner.gln] = partner.name }
    for site in configuration.sites {
      if let gln = site.gln { names[gln] = site.name }
    }
    if let gln = configuration.organization.gln { names[gln] = configuration.organization.name }
    self.init(names)
  }
}
