internal import Settings

/// Turns a group of gaps into what people read: sentence, subjects, places in the originals.
struct FindingWriter {
  let plan: CheckPlan
  let shape: GapShape
  let keys: NaturalKeys
  let evidence: EvidenceLookup
  let population: Int
  let bySource: [String: Int]

  /// A group for reading.
  ///
  /// - Throws: `DatabaseError` when a look-up fails.
  func group(_ gaps: GapGroup) throws -> CheckOutcome.Group {
    var pointers: [EvidencePointer] = []
    var positions: [EvidencePointer: Int] = [:]
    let subjects = try gaps.samples.map { sample in
      var subject = try subject(sample)
      for pointer in try pointersOf(sample) {
        if positions[pointer] == nil {
          positions[pointer] = pointers.count
          pointers.append(pointer)
        }
        if let index = positions[pointer], !subject.evidence.contains(index) {
          subject.evidence.append(index)
        }
      }
      return subject
    }
    let pattern = PatternRule.pattern(
      count: gaps.count, population: population, unit: plan.unit, bySource: gaps.sources,
      sourcePopulation: bySource)
    var reason = AuthorityRule.reviewReason(
      authority: plan.definition.authority, mark: plan.definition.mark,
      parameters: plan.parameters)
    if reason == nil, let pattern { reason = Reason(.factMissing, pattern.text) }
    return CheckOutcome.Group(
      kind: reason == nil ? .gap : .review, reviewReason: reason, severity: gaps.severity,
      group: gaps.group, count: gaps.count, message: try message(gaps), subjects: subjects,
      evidence: pointers, pattern: pattern)
  }

  /// By column, every text an example may write for the cell: `(01)…(10)L1` or `L1`.
  func texts(_ sample: GapGroup.Sample) throws -> [String: Set<String>] {
    var texts: [String: Set<String>] = [:]
    for (index, column) in shape.columns.enumerated() {
      let cell = sample.row[index]
      var accepted: Set<String> = [
        try shape.text(cell, at: index, keys: keys, evidence: evidence),
        try value(cell, at: index, part: nil),
      ]
      if case .integer(let number) = cell, column.role == .plain { accepted.insert(String(number)) }
      if case .key(.artifact) = column.role, let text = accepted.first,
        let path = text.split(separator: ":", maxSplits: 1).last
      {
        accepted.insert(String(path))
      }
      if case .key(.document) = column.role, case .integer(let id) = cell,
        let pointer = try evidence.pointer(id, role: column.name)
      {
        accepted.insert(pointer.path)
      }
      if case .pointer(let role) = column.role, case .integer(let id) = cell,
        let pointer = try evidence.pointer(id, role: role),
        let key = try evidence.key(of: id, kind: pointer.record)
      {
        accepted.insert(key)
      }
      if cell == .none { accepted = ["none", ""] }
      texts[column.name] = accepted
    }
    return texts
  }

  private func message(_ gaps: GapGroup) throws -> String {
    let isOne = gaps.count == 1 && !gaps.samples.isEmpty
    let text = isOne ? plan.definition.messageOne : plan.definition.messageGroup
    let sample = gaps.samples.first
    return try MessageTemplate(text).text { column, part in
      switch column {
      case "count": return String(gaps.count)
      case "n", "population": return String(population)
      case "unit": return plan.unit.word(for: isOne ? 1 : max(population, gaps.count))
      default:
        guard let index = shape.columns.firstIndex(where: { $0.name == column }), let sample else {
          return gaps.group[column] ?? "{\(column)}"
        }
        return try value(sample.row[index], at: index, part: part)
      }
    }
  }

  private func value(_ cell: CellValue, at index: Int, part: String?) throws -> String {
    let unknown = "not stated"
    if part == "words", case .text(let word) = cell { return PlainWord.text(word) }
    guard case .integer(let id) = cell else {
      return try shape.text(cell, at: index, keys: keys, evidence: evidence)
    }
    switch shape.columns[index].role {
    case .key(let kind):
      guard let key = try keys.key(id, kind) else { return unknown }
      switch part {
      case "gtin": return key.gtin ?? unknown
      case "serial": return key.serial ?? key.sscc ?? unknown
      case "lot": return key.lot ?? unknown
      case "name" where kind == .product: return try keys.name(ofProduct: id) ?? unknown
      default:
        switch kind {
        case .lot: return key.lot ?? key.text
        case .product: return key.gtin ?? key.text
        default: return key.text
        }
      }
    case .pointer(let role):
      switch part {
      case "day": return try evidence.event(id)?.day.map { CalendarDay(number: $0).iso } ?? unknown
      case "time": return try evidence.event(id)?.text ?? unknown
      case "step": return try evidence.event(id)?.step ?? unknown
      case "file": return try evidence.pointer(id, role: role)?.artifact ?? unknown
      case "where": return try evidence.pointer(id, role: role)?.position.label ?? unknown
      default: return try shape.text(cell, at: index, keys: keys, evidence: evidence)
      }
    default: return GapColumn.sentence(id, column: shape.columns[index].name)
    }
  }

  private func subject(_ sample: GapGroup.Sample) throws -> Subject {
    var subject = Subject(key: sample.key)
    for (index, column) in shape.columns.enumerated() {
      let cell = sample.row[index]
      if cell == .none { continue }
      let isSubject = shape.subjects.contains(index)
      switch (column.role, cell) {
      case (.key(let kind), .integer(let id)):
        guard let key = try keys.key(id, kind) else { continue }
        if isSubject {
          subject.gtin = subject.gtin ?? key.gtin
          subject.serial = subject.serial ?? key.serial
          subject.sscc = subject.sscc ?? key.sscc
          subject.lot = subject.lot ?? key.lot
          subject.document = subject.document ?? key.document
          subject.epc = subject.epc ?? key.epc
        } else if column.name == "lot", subject.lot == nil {
          subject.lot = key.lot
        } else {
          subject.values = (subject.values ?? [:]).merging([column.name: key.text]) { $1 }
        }
      case (.pointer(let role), .integer(let id)):
        guard isSubject, let pointer = try evidence.pointer(id, role: role) else { continue }
        let text = try shape.text(cell, at: index, keys: keys, evidence: evidence)
        if pointer.record == "event" || pointer.title == nil {
          subject.event = text
        } else {
          subject.record = text
        }
      case (.pointer, _): continue
      case (.severity, _), (.notEvaluable, _): continue
      default:
        let text = try shape.text(cell, at: index, keys: keys, evidence: evidence)
        if isSubject, column.name == "gln" || column.name.hasSuffix("_gln") {
          subject.gln = text
        } else if isSubject {
          subject.other = (subject.other ?? [:]).merging([column.name: text]) { $1 }
        } else {
          subject.values = (subject.values ?? [:]).merging([column.name: text]) { $1 }
        }
      }
    }
    if let carrier = try carrier(sample) {
      subject.values = (subject.values ?? [:]).merging(["inferred_through": carrier]) { own, _ in
        own
      }
    }
    return subject
  }

  /// What an event pointed at lists in place of the unit: who reads the file finds that, not the
  /// unit's serial number.
  private func carrier(_ sample: GapGroup.Sample) throws -> String? {
    let unit = shape.subjects.first { shape.columns[$0].role == .key(.epc) }
    guard let unit, case .integer(let epc) = sample.row[unit] else { return nil }
    for (index, column) in shape.columns.enumerated() {
      guard case .pointer = column.role, case .integer(let event) = sample.row[index],
        let carrier = try evidence.carrier(of: epc, in: event)
      else { continue }
      return try keys.key(carrier, .epc)?.text
    }
    return nil
  }

  private func pointersOf(_ sample: GapGroup.Sample) throws -> [EvidencePointer] {
    var found: [EvidencePointer] = []
    for (index, column) in shape.columns.enumerated() {
      guard case .integer(let id) = sample.row[index], id > 0 else { continue }
      switch column.role {
      case .pointer(let role):
        if let pointer = try evidence.pointer(id, role: role) { found.append(pointer) }
      case .key(.document):
        if let pointer = try evidence.pointer(id, role: column.name) { found.append(pointer) }
      default: continue
      }
    }
    return found
  }
}
