internal import Assessing
internal import Settings

/// The words people see (neutral, no grades): data keeps its own.
enum Wording {
  /// Priority of the internal order of work.
  static func priority(_ severity: Severity) -> String {
    switch severity {
    case .critical: "A"
    case .major: "B"
    case .minor, .info: "C"
    }
  }

  /// Status of a requirement or check.
  static func status(_ verdict: Verdict) -> String {
    switch verdict {
    case .met: "no exception noted"
    case .gap: "item for action"
    case .review: "needs a person's review"
    case .notAssessed: "not assessed"
    case .notApplicable: "not applicable"
    }
  }

  /// Status of a requirement: what waits for a person's look alone is told apart from what the
  /// records leave open.
  static func status(_ requirement: RequirementResult) -> String {
    requirement.isForPerson ? forPerson : status(requirement.verdict)
  }

  /// Status of a requirement that no record can answer.
  static let forPerson = "only a person can judge"

  /// Why a requirement has its status, without what its card says beside it: what to look at, and
  /// what was found of the documents expected.
  static func why(_ requirement: RequirementResult) -> String {
    guard var text = requirement.reason?.text else { return "" }
    for known in [requirement.lookAt] + requirement.evidence.map(\.text) where !known.isEmpty {
      let rest = text.replacing(known, with: "").replacing("  ", with: " ")
      if rest.contains(where: \.isLetter) { text = rest }
    }
    while text.last == " " { text.removeLast() }
    return text
  }

  /// Look of a status.
  static func mark(_ verdict: Verdict) -> Mark {
    switch verdict {
    case .met: .ok
    case .gap: .a
    case .review: .b
    case .notAssessed, .notApplicable: .open
    }
  }

  /// A record kind as people say it; a report speaks of a case, what it is says the case record.
  static func kind(_ id: String) -> String {
    switch id {
    case "capa": "CAPA"
    case "epcis": "EPCIS"
    case "suspect_case": "triage case"
    default: id.replacing("_", with: " ")
    }
  }

  /// Where to look first, as people say it.
  static func lookFirst(_ word: String) -> String {
    switch word {
    case "people", "man": "People"
    case "material": "Materials"
    default: capitalized(word)
    }
  }

  /// The text with a great first letter.
  static func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  /// A sentence as part of another one: small first letter unless the word is all great letters.
  static func lowered(_ text: String) -> String {
    let word = text.prefix { $0.isLetter }
    guard word.count > 1, word.dropFirst().allSatisfy(\.isLowercase) else {
      return word.count == 1 ? text.prefix(1).lowercased() + text.dropFirst() : text
    }
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  /// A column's name as people say it: `site_gln` is site GLN, `opened_day` opened, since its value
  /// shows that it is a day.
  static func column(_ name: String) -> String {
    if let name = keys[name] { return name }
    var words = name.split(separator: "_")
    if words.count > 1, let last = words.last {
      // `yield_e2` holds a yield with two digits after the point.
      let isDecimal = last.first == "e" && Int(last.dropFirst()) != nil
      if isDecimal || last == "day" || last == "ms" { words.removeLast() }
    }
    return words.map { word in
      abbreviations.contains(String(word)) ? word.uppercased() : String(word)
    }.joined(separator: " ")
  }

  /// What the keys of records are of.
  private static let keys = [
    "cal_id": "calibration", "chg_id": "change", "cmp_id": "complaint", "dev_id": "deviation",
    "doc_id": "document", "equip_id": "equipment", "inv_id": "investigation",
    "qa_id": "quality agreement", "ra_id": "risk assessment", "req_id": "request",
    "urs_id": "user requirement",
  ]

  private static let abbreviations: Set<String> = [
    "capa", "epc", "gln", "gtin", "kpi", "ndc", "qp", "sop", "sscc",
  ]

  /// A value of a column: words of closed lists and instants as people say them, all others as they
  /// are, since an account may well be called `svc_line`.
  static func value(_ text: String, of column: String) -> String {
    if column.hasSuffix("_ms"), let instant = Instant(text: text) { return instant.clock }
    return wordColumns.contains(column) ? PlainWord.text(text) : text
  }

  private static let wordColumns: Set<String> = [
    "action", "difference", "disposition", "fact", "kind", "kinds", "level", "level_name", "method",
    "order_note", "problem", "purpose", "reason", "role", "role_name", "stage", "state", "states",
    "status", "step",
    "type",
    "type_name",
  ]

  /// What a rule rests on.
  static func authority(_ authority: Authority) -> String {
    switch authority {
    case .law: "law"
    case .guidance: "guidance"
    case .firm: "the firm's own rule"
    case .practice: "good practice"
    }
  }

  /// What a finding rests on: a limit is the firm's own only where the firm has stated it.
  static func basis(_ finding: Finding, _ profile: Assessment.Profile) -> String {
    guard finding.authority == .firm else { return authority(finding.authority) }
    var own: [String: Assessment.Parameter] = [:]
    for (key, parameter) in profile.parameters
    where parameter.checks?.contains(finding.check) == true {
      // Where checks differ in a limit, its name has the check before it.
      own[key.split(separator: ".").last.map(String.init) ?? key] = parameter
    }
    if own.values.contains(where: { $0.from == "firm" }) { return "the firm's own limit" }
    let limits = Assessment.Parameter.limits(own)
    guard !limits.isEmpty else { return "the date or limit in the firm's own record" }
    let words = Assessment.Parameter.words(limits)
    return limits.contains { $0.limit.from == "configuration" }
      ? "limit not adopted by the firm; \(words) set in muster.yaml"
      : "limit not adopted by the firm; default \(words)"
  }

  /// Purpose line of the header, as the configuration states it.
  static func purpose(_ purpose: Assessment.Purpose?) -> String {
    guard let purpose else { return "not stated in the configuration" }
    let kind =
      switch purpose.kind {
      case "internal_audit": "Internal audit"
      case "periodic_review": "Periodic review"
      case "request": "Answer to a request"
      case "mock_audit": "Mock audit"
      case "counsel": "Prepared for counsel"
      default: purpose.kind
      }
    return [kind, purpose.reference, purpose.procedure].compactMap { $0 }.joined(separator: ", ")
  }

  /// How a finding stands against the last assessment.
  static func change(_ status: Finding.Change.Status) -> String {
    switch status {
    case .noBaseline: "first assessment"
    case .new: "new"
    case .continuing: "continuing"
    case .checkAddedOrChanged: "seen because a check was added or changed"
    case .notComparable: "not comparable with last time"
    }
  }
}
