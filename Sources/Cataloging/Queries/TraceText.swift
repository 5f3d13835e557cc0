extension EventLine.Party {
  /// `Wholesaler A (952…)`, or the GLN alone.
  package var text: String {
    let key = ext.map { "\(gln).\($0)" } ?? gln
    return name.map { "\($0) (\(key))" } ?? key
  }
}

extension EventLine.Position {
  /// `source: path:line`.
  package var text: String { "\(source): \(path)" + (line.map { ":\($0)" } ?? "") }
}

extension EventLine {
  /// The event as plain text: one line of what, indented lines of who and where recorded.
  package var text: String {
    let when = time ?? timeText ?? "no time"
    var what = [step ?? type]
    if let action { what.append("(\(type) \(action))") }
    if let disposition { what.append(disposition) }
    if let via { what.append("in \(via)") }
    if let parent, via == nil, role != "parent" { what.append("parent \(parent)") }
    var lines = ["\(when)  " + what.joined(separator: " ")]
    let facts: [(String, String?)] = [
      ("at", (location ?? readPoint)?.text), ("from owner", fromOwner?.text),
      ("to owner", toOwner?.text), ("ship from", shipFrom?.text), ("ship to", shipTo?.text),
      ("lot", lot), ("expiry", expiry),
      ("documents", transactions.isEmpty ? nil : transactions.joined(separator: ", ")),
      ("recorded in", position.text),
      (
        "not effective",
        ineffectiveReason.map { $0 + (ineffectiveBy.map { " (see \($0.text))" } ?? "") }
      ),
    ]
    for case (let name, let value?) in facts { lines.append("    \(name): \(value)") }
    return lines.joined(separator: "\n")
  }
}

extension UnitHistory {
  /// The life as plain text.
  package var text: String {
    var lines = [identifier]
    let facts: [(String, String?)] = [
      ("product", productName), ("lot", lot), ("expiry", expiry), ("state", state),
      ("in", parent), ("written as", spellings.isEmpty ? nil : spellings.joined(separator: ", ")),
      ("contradictions", contradictions.isEmpty ? nil : contradictions.joined(separator: ", ")),
      ("remarks on the identifier", defects.isEmpty ? nil : defects.joined(separator: ", ")),
    ]
    for case (let name, let value?) in facts { lines.append("  \(name): \(value)") }
    lines += ["", "Events: \(events.count)"]
    lines += events.map(\.text)
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Hierarchy {
  /// The hierarchy as plain text, containers first, content indented.
  package var text: String {
    var lines = ["Hierarchy at \(at)"]
    for container in containers.reversed() {
      lines.append("  in \(container.identifier) since \(container.since)")
    }
    append(content, indent: 1, to: &lines)
    return lines.joined(separator: "\n") + "\n"
  }

  private func append(_ node: Node, indent: Int, to lines: inout [String]) {
    let blanks = String(repeating: "  ", count: indent)
    let since = node.since.map { " since \($0)" } ?? ""
    let inside = node.count > 0 ? ": \(node.count) inside" : ""
    lines.append(blanks + node.identifier + since + inside)
    for child in node.content { append(child, indent: indent + 1, to: &lines) }
    if node.content.count < node.count {
      lines.append(blanks + "  \(node.count - node.content.count) more, not listed here")
    }
  }
}

extension CustodyChain {
  /// The chain as plain text.
  package var text: String {
    guard !steps.isEmpty else { return "Custody: nothing is recorded\n" }
    var lines = ["Custody"]
    for step in steps {
      let end = step.to.map { " to \($0)" } ?? ""
      lines.append("  \(step.from)\(end)  \(step.step ?? "event")")
      lines.append("    owner: \(step.owner?.text ?? "not recorded")")
      lines.append("    held by: \(step.holder?.text ?? "not recorded")")
      if let position = step.position { lines.append("    recorded in: \(position.text)") }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension LotStory {
  /// The lot as plain text.
  package var text: String {
    var lines = ["Lot \(lot) of GTIN \(gtin)" + (productName.map { ", \($0)" } ?? "")]
    let expiryTexts = expiries.map { "\($0.date) (\($0.units) units)" }
    lines.append(
      "  expiry: " + (expiryTexts.isEmpty ? "not stated" : expiryTexts.joined(separator: ", ")))
    if !variants.isEmpty {
      lines.append("  similar lot numbers: " + variants.joined(separator: ", "))
    }
    lines.append("  units commissioned: \(units["commissioned"] ?? 0)")
    for state in units.keys.sorted() where state != "commissioned" {
      lines.append("    \(state): \(units[state] ?? 0)")
    }
    lines += ["", "Files: \(files.count)"]
    lines += files.map { "  \($0.source): \($0.path) (\($0.events) events)" }
    lines += ["", "Shipments: \(shipments.count)"]
    for shipment in shipments {
      var kind = shipment.isReturn ? " return" : ""
      if shipment.isVoided { kind += " voided" }
      lines.append("  \(shipment.time ?? "no time")\(kind): \(shipment.units) units")
      let facts: [(String, String?)] = [
        ("from owner", shipment.fromOwner?.text), ("to owner", shipment.toOwner?.text),
        ("ship to", shipment.shipTo?.text), ("order", shipment.order),
        ("despatch advice", shipment.advice), ("recorded in", shipment.position?.text),
      ]
      for case (let name, let value?) in facts { lines.append("    \(name): \(value)") }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
