internal import Settings

/// What an assessment does not show, in sentences.
enum Limitations {
  /// That the profile asks what binds another role than the firm's; nil when a role is shared, or
  /// when either side names none.
  static func otherRoles(_ profile: ProfileDefinition, _ roles: [TradeRole]) -> String? {
    guard !profile.roles.isEmpty, !roles.isEmpty, Set(profile.roles).isDisjoint(with: roles) else {
      return nil
    }
    func words(_ roles: [TradeRole]) -> String {
      roles.map { PlainWord.text($0.rawValue) }.joined(separator: ", ")
    }
    return "Profile \(profile.id) is written for the role \(words(profile.roles)); the "
      + "configuration states \(words(roles)). What it lists may bind another firm, and what binds "
      + "this role alone was not asked."
  }

  /// That products are for other markets alone, the first of them named.
  private static func elsewhere(_ left: [Assessment.LeftProduct]) -> String {
    let shown = left.prefix(20).map { product in
      "\(product.gtin) (\(product.markets.joined(separator: ", "))"
        + (product.declared ? ", as the configuration states)" : ")")
    }
    let more = left.count - shown.count
    let are = Noun.fitting(left.count, "is", "are")
    return "\(Noun.counted(left.count, "product", "products")) \(are) for markets under another "
      + "law and \(Noun.fitting(left.count, "was", "were")) not judged: "
      + shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
      + ". A product's markets are those the configuration states of it, else the countries of its "
      + "buyers and the markets its records name."
  }

  /// The sentences, most general first.
  static func sentences(
    facts: CatalogFacts, checks: [CheckResult], scope: Assessment.Scope, remarks: [String]
  ) -> [String] {
    [
      "The assessment covers only the records examined; whether the sources tell the truth is not "
        + "shown.",
      "\"No exception noted\" is said only where something was examined.",
    ] + ofFiles(facts) + ofSources(facts) + ofScope(scope) + ofChecks(checks) + remarks
  }

  /// What could not be read, was set aside, or is dated after the cut-off.
  private static func ofFiles(_ facts: CatalogFacts) -> [String] {
    var sentences: [String] = []
    if facts.ledger.unreadable > 0 || facts.ledger.quarantined > 0 {
      sentences.append(
        "\(Noun.counted(facts.ledger.unreadable, "file", "files")) and "
          + "\(Noun.counted(facts.ledger.quarantined, "record", "records")) could not be read.")
    }
    if facts.ledger.excluded > 0 {
      let files = Noun.counted(facts.ledger.excluded, "file was", "files were")
      sentences.append(
        "\(files) set aside: left out by the configuration, or no records of their source.")
    }
    let late = facts.sources.filter { $0.afterAsOf > 0 }
    if !late.isEmpty {
      let records = late.map {
        let noun = $0.kind == "epcis" ? ("event", "events") : ("record", "records")
        return "\(Noun.counted($0.afterAsOf, noun.0, noun.1)) of source \($0.name)"
      }
      let are = Noun.fitting(facts.afterAsOf, "is", "are")
      let were = Noun.fitting(facts.afterAsOf, "was", "were")
      sentences.append(
        "\(records.joined(separator: ", ")) \(are) dated after the cut-off and \(were) left out. The "
          + "cut-off is --as-of; else the newest complete_through declared of events; else the "
          + "newest event, or the newest complete_through of another source when that is later.")
    }
    return sentences
  }

  /// Sources that are gone, delivered nothing, or do not say how far they are complete.
  private static func ofSources(_ facts: CatalogFacts) -> [String] {
    var sentences: [String] = []
    for source in facts.sources where source.taken > 0 && !source.isConfigured {
      sentences.append(
        "Source \(source.name) is no longer in the configuration; what it delivered still counts. "
          + "A new catalog folder leaves it out.")
    }
    for source in facts.sources where source.goneFiles > 0 || source.goneRecords > 0 {
      let counts = [
        (source.goneFiles, "file", "files"), (source.goneRecords, "record", "records"),
      ].filter { $0.0 > 0 }
      let what = counts.map { Noun.counted($0.0, $0.1, $0.2) }.joined(separator: " and ")
      let sum = counts.reduce(0) { $0 + $1.0 }
      sentences.append(
        "\(what) of source \(source.name) \(Noun.fitting(sum, "is", "are")) no longer at the source "
          + "and still \(Noun.fitting(sum, "counts", "count")) as last seen.")
    }
    for source in facts.sources where source.taken == 0 {
      sentences.append("Source \(source.name) (\(source.kind)) delivered nothing.")
    }
    for source in facts.sources where source.taken > 0 && source.completeThrough == nil {
      let used = source.newestDay == nil ? "." : "; its newest record was used."
      sentences.append("Source \(source.name) does not state how far it is complete\(used)")
    }
    return sentences
  }

  /// What was not judged because the scope leaves it out.
  private static func ofScope(_ scope: Assessment.Scope) -> [String] {
    var sentences: [String] = []
    if !scope.products.isEmpty || !scope.lots.isEmpty || !scope.sites.isEmpty
      || !scope.partners.isEmpty
    {
      sentences.append(
        "The scope selects products, lots, sites or partners; what lies outside was not judged.")
    }
    if !scope.sites.isEmpty || !scope.partners.isEmpty {
      sentences.append(
        "Sites and partners select events and shipments; units and lots are judged whole.")
    }
    if let left = scope.left { sentences.append(elsewhere(left)) }
    return sentences
  }

  /// What is still open, and checks that could not be run.
  private static func ofChecks(_ checks: [CheckResult]) -> [String] {
    var sentences: [String] = []
    let open = checks.filter { $0.openAtCutOff > 0 }
    if !open.isEmpty {
      let count = open.reduce(0) { $0 + $1.openAtCutOff }
      sentences.append(
        "\(Noun.counted(count, "row", "rows")) of \(Noun.counted(open.count, "check", "checks")) "
          + "still open at the cut-off: neither gap nor met.")
    }
    for check in checks
    where check.reason?.code == .checkError || check.reason?.code == .limitReached {
      sentences.append("Check \(check.id): \(check.reason?.text ?? "")")
    }
    return sentences
  }
}
