import Cataloging
import GS1

/// The lists of small objects in an event: transactions, parties and quantities.
extension EPCISJSONReader {
  /// The items of a value that may be a list, or stand alone in place of one.
  func list(_ node: OpaqueNode) -> [OpaqueNode] {
    if case .list(let items) = node { return items }
    return [node]
  }

  /// The objects of a list of small objects; members other than `known` are kept beside the event.
  private func objects(
    _ name: String, _ known: Set<String>, into event: inout EPCISEvent
  ) throws(ReadFault) -> [[String: String]] {
    let node = try opaque(try json.next())
    if node.isNull { return [] }
    var found: [[String: String]] = []
    for item in unwrapped(node, name) {
      guard case .object(let members) = item else {
        found.append(["": item.plain])
        continue
      }
      var values: [String: String] = [:]
      let isText = !members.contains { $0.name == name || $0.name == "id" || $0.name == "epcClass" }
      for member in members { take(member, known, isText: isText, into: &values, of: &event) }
      found.append(values)
    }
    return found
  }

  /// The items of a list; converters of XML wrap it, or each item, once more.
  func unwrapped(_ node: OpaqueNode, _ name: String) -> [OpaqueNode] {
    let items = list(node)
    func isWrapped(_ item: OpaqueNode) -> Bool {
      if case .object(let members) = item { return members.count == 1 && members[0].name == name }
      return false
    }
    // Hardly a list is wrapped, and every event may have some.
    guard items.contains(where: isWrapped) else { return items }
    return items.flatMap { item in
      guard case .object(let members) = item, members.count == 1, members[0].name == name else {
        return [item]
      }
      switch members[0].value {
      case .object(let inner) where !inner.contains { Self.namingMembers.contains($0.name) }:
        return [members[0].value]
      case .object(let inner) where inner.count > 1: return [members[0].value]
      case .list(let items): return items
      case .object, .text, .literal: return [item]
      }
    }
  }

  /// Takes a member of a small object. Converters of XML mark what was an attribute, put all of them
  /// into an object of their own, and give the text a name it has not; `isText` when no member
  /// holds it under its own.
  private func take(
    _ member: OpaqueMember, _ known: Set<String>, isText: Bool,
    into values: inout [String: String], of event: inout EPCISEvent
  ) {
    if known.contains(member.name) {
      values[member.name] = Self.soleText(member.value) ?? member.value.plain
      return
    }
    let mark = member.name.prefix { "@_-#$".contains($0) }
    let rest = String(member.name.dropFirst(mark.count))
    if case .object(let inner) = member.value, !mark.isEmpty, Self.attributeGroups.contains(rest) {
      for item in inner { take(item, known, isText: false, into: &values, of: &event) }
    } else if isText, Self.textRests.contains(rest), let text = Self.soleText(member.value) {
      values[""] = text
    } else if !mark.isEmpty, known.contains(rest), let text = Self.soleText(member.value) {
      values[rest] = text
    } else if !mark.isEmpty, rest.hasPrefix("xmlns") || rest.hasPrefix("xsi:") {
      return
    } else {
      let (local, namespace) = context.split(member.name)
      EPCISFields.keep(
        member.value, name: local, namespace: namespace, place: .event, in: &event)
    }
  }

  // What is left of such names without the mark before them.
  private static let attributeGroups: Set<String> = ["", "attributes", "attr"]
  private static let textRests: Set<String> = ["", "t", "text", "content", "value"]

  /// Reads the business transactions behind their name.
  func readTransactions(into event: inout EPCISEvent) throws(ReadFault) {
    let known: Set = ["type", "bizTransactionType", "bizTransaction", "id", "value"]
    for item in try objects("bizTransaction", known, into: &event) {
      let type = (item["type"] ?? item["bizTransactionType"]).map {
        EventWord($0, .bizTransactionType)
      }
      let id = item["bizTransaction"] ?? item["id"] ?? item["value"] ?? item[""] ?? ""
      event.bizTransactions.append(BizTransaction(type: type, id: id))
    }
  }

  /// Reads the sources or destinations behind their name.
  func readParties(
    _ name: String, into event: inout EPCISEvent
  ) throws(ReadFault) -> [SourceOrDestination] {
    try objects(name, ["type", name, "id", "value"], into: &event).map { item in
      SourceOrDestination(
        type: item["type"].map { EventWord($0, .sourceDestinationType) },
        party: EventParty(item[name] ?? item["id"] ?? item["value"] ?? item[""] ?? ""))
    }
  }

  /// Reads the quantities behind their name.
  func readQuantities(_ role: EventRole, into event: inout EPCISEvent) throws(ReadFault) {
    let known: Set = ["epcClass", "quantity", "uom"]
    for item in try objects("quantityElement", known, into: &event) {
      event.quantities.append(
        QuantityElement(
          parsingClass: item["epcClass"] ?? item[""] ?? "", quantityText: item["quantity"] ?? "",
          uom: item["uom"], role: role))
    }
  }
}
