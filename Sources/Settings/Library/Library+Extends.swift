internal import Crypto

extension Library {
  /// Puts the requirements of extended profiles before a profile's own, and what an overlay
  /// switches off or changes upon them; checks stand there under their present ids.
  mutating func resolveExtends() -> [Diagnostic] {
    var faults: [Diagnostic] = []
    let written = profiles
    for id in written.keys.sorted() {
      guard let profile = written[id] else { continue }
      var family = Family(library: self, written: written, profile: profile)
      profiles[id] = family.resolved()
      faults += family.sink.diagnostics
    }
    return faults
  }

  /// The SHA-256 of a profile's file, by which a firm's own profile pins it.
  package func digest(of profile: ProfileDefinition) -> String {
    SHA256.hash(data: Array(profile.origin.text.utf8)).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}

/// One profile with all it extends.
private struct Family {
  let library: Library
  let written: [String: ProfileDefinition]
  var profile: ProfileDefinition
  let sink: DiagnosticSink
  private var requirements: [RequirementDefinition] = []
  private var visited: Set<String> = []
  private var open: [String] = []

  init(library: Library, written: [String: ProfileDefinition], profile: ProfileDefinition) {
    self.library = library
    self.written = written
    self.profile = profile
    sink = DiagnosticSink(file: library.named(profile.origin.file), text: profile.origin.text)
  }

  mutating func resolved() -> ProfileDefinition {
    visit(profile.id, at: profile.origin.position(of: "extends"))
    var first: Set<String> = []
    for requirement in requirements where !first.insert(requirement.id).inserted {
      sink.error(
        "requirement \"\(requirement.id)\" is there twice",
        at: requirement.file == profile.origin.file
          ? requirement.position : profile.origin.position(of: "extends"))
    }
    profile.requirements = requirements.map(underPresentNames)
    profile.parameters.sort { $0.name < $1.name }
    return profile
  }

  /// The requirement with the checks it names by an earlier id under the present one, each once.
  private func underPresentNames(_ requirement: RequirementDefinition) -> RequirementDefinition {
    var requirement = requirement
    var seen: Set<String> = []
    requirement.checks = requirement.checks.map { library.check(named: $0)?.id ?? $0 }
      .filter { seen.insert($0).inserted }
    return requirement
  }

  private mutating func visit(_ name: String, at position: TextPosition) {
    guard !open.contains(name) else {
      sink.error(
        "profiles extend each other in a circle: " + (open + [name]).joined(separator: ", "),
        at: position)
      return
    }
    guard visited.insert(name).inserted else { return }
    guard let other = written[name] else {
      sink.error(
        "there is no profile \"\(name)\"", at: position,
        suggestion: Suggestion.nearest(to: name, among: written.keys))
      return
    }
    open.append(name)
    for parent in other.extends {
      // A fault of a parent's own file is told once, when that file is looked at.
      let at = name == profile.id ? parent.position : position
      visit(parent.id, at: at)
      if name == profile.id { compare(parent) }
    }
    open.removeLast()
    overlay(other)
    requirements += other.requirements
    guard name != profile.id else { return }
    let known = Set(profile.parameters.map(\.name))
    profile.parameters += other.parameters.filter { !known.contains($0.name) }
    profile.overrides.merge(other.overrides) { own, _ in own }
    profile.markets = profile.markets ?? other.markets
  }

  /// Holds the pins of a parent against what is there.
  private func compare(_ parent: ProfileParent) {
    guard let there = written[parent.id] else { return }
    if let edition = parent.edition, edition != there.edition {
      sink.error(
        "\"\(parent.id)\" is pinned to edition \(edition), but this is edition "
          + "\(there.edition); read what changed, then pin it anew", at: parent.position)
    } else if let digest = parent.sha256, digest != library.digest(of: there) {
      sink.error(
        "\"\(parent.id)\" is pinned to another file; this one has SHA-256 "
          + library.digest(of: there), at: parent.position)
    }
  }

  /// Switches off and changes what a profile takes over; rows stay where they are.
  private mutating func overlay(_ other: ProfileDefinition) {
    let isOwn = other.id == profile.id
    func index(_ decision: RequirementOverlay) -> Int? {
      if let found = requirements.firstIndex(where: { $0.id == decision.requirement }) {
        return found
      }
      if isOwn {
        sink.error(
          "no profile it extends has a requirement \"\(decision.requirement)\"",
          at: decision.position,
          suggestion: Suggestion.nearest(
            to: decision.requirement, among: requirements.map(\.id)))
      }
      return nil
    }
    for decision in other.disabled {
      guard let found = index(decision) else { continue }
      requirements[found].disabled = decision
    }
    for change in other.changes {
      guard let found = index(change.decision) else { continue }
      apply(change, to: &requirements[found], isOwn: isOwn)
    }
  }

  private func apply(
    _ change: RequirementChange, to requirement: inout RequirementDefinition, isOwn: Bool
  ) {
    let decision = change.decision
    if let severity = change.severity, severity != requirement.severity {
      let isLower = severity > requirement.severity
      let isApproved =
        !decision.reason.isEmpty && decision.approvedBy != nil && decision.approvedOn != nil
      if isLower, !isApproved, isOwn {
        sink.error(
          "to lower a severity, state \"reason\", \"approved_by\" and \"approved_on\"",
          at: decision.position)
      }
      requirement.overlays.append(
        "Severity \(isLower ? "lowered" : "raised") from \(requirement.severity.rawValue) to "
          + "\(severity.rawValue) \(decision.words).")
      requirement.severity = severity
    }
    let checks = change.addChecks.filter { !requirement.checks.contains($0) }
    if !checks.isEmpty {
      requirement.checks += checks
      requirement.overlays.append(
        "Checks added \(decision.words): \(checks.joined(separator: ", ")).")
    }
    var expects: [ExpectedEvidence] = []
    for added in change.addExpects
    where !(requirement.expects + expects).contains(where: { added.isSame(as: $0) }) {
      expects.append(added)
    }
    if !expects.isEmpty {
      requirement.expects += expects
      requirement.overlays.append(
        "Records added \(decision.words): \(expects.map(\.evidence).joined(separator: ", ")).")
    }
  }
}
