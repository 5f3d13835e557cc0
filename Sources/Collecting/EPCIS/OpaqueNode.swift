import Cataloging

/// A named part of an opaque object.
struct OpaqueMember: Sendable {
  let name: String
  let value: OpaqueNode

  init(_ name: String, _ value: OpaqueNode) {
    self.name = name
    self.value = value
  }
}

/// A part that is kept without being understood, from XML or JSON, with a canonical JSON text.
enum OpaqueNode: Sendable {
  case text(String)
  /// A number, `true`, `false` or `null`, as written.
  case literal(String)
  case list([OpaqueNode])
  case object([OpaqueMember])

  /// The text of a leaf, else the JSON text.
  var plain: String {
    switch self {
    case .text(let text), .literal(let text): text
    case .list, .object: json
    }
  }

  /// Whether it is the `null` of JSON, which says that nothing is given.
  var isNull: Bool {
    if case .literal("null") = self { return true }
    return false
  }

  /// Whether there is nothing in it but blanks, empty lists and empty objects.
  var isHollow: Bool {
    switch self {
    case .text(let text): text.utf8.allSatisfy(\.isSpace)
    case .literal: isNull
    case .list(let items): items.allSatisfy(\.isHollow)
    case .object(let members): members.allSatisfy { $0.value.isHollow }
    }
  }

  /// The texts of a value that may be a list, or stand beside attributes of its element or the
  /// type of a JSON-LD value; none when it is something else.
  var leaves: [String] {
    switch self {
    case .literal("null"): return [""]
    case .text(let text), .literal(let text): return [text]
    case .list(let items):
      let found = items.map(\.leaves)
      return found.contains { $0.count != 1 } ? [] : found.flatMap { $0 }
    case .object(let members):
      let texts = members.filter { Self.textNames.contains($0.name) }
      let isLeaf = members.allSatisfy {
        $0.name.utf8.first == 0x40 || Self.textNames.contains($0.name)
      }
      guard texts.count == 1, isLeaf else { return [] }
      return texts[0].value.leaves
    }
  }

  /// What stands beside the text of a value.
  var remarks: [OpaqueMember] {
    guard case .object(let members) = self else { return [] }
    return members.filter { !Self.textNames.contains($0.name) }
  }

  /// What JSON-LD, and what converters of XML, call the text of an element that has attributes.
  static let textNames: Set<String> = [
    "@value", "#text", "$", "$t", "_", "_text", "__text",
  ]

  /// JSON with the members of objects sorted by name; equal names become one list.
  var json: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .text(let text): CanonicalJSON.quote(text, to: &bytes)
    case .literal(let text): bytes += text.utf8
    case .list(let items):
      bytes.append(0x5B)
      for (index, item) in items.enumerated() {
        if index > 0 { bytes.append(0x2C) }
        item.write(to: &bytes)
      }
      bytes.append(0x5D)
    case .object(let members):
      bytes.append(0x7B)
      for (index, member) in Self.grouped(members).enumerated() {
        if index > 0 { bytes.append(0x2C) }
        CanonicalJSON.quote(member.name, to: &bytes)
        bytes.append(0x3A)
        member.value.write(to: &bytes)
      }
      bytes.append(0x7D)
    }
  }

  private static func grouped(
    _ members: [OpaqueMember]
  ) -> [OpaqueMember] {
    var byName: [String: [OpaqueNode]] = [:]
    for member in members { byName[member.name, default: []].append(member.value) }
    return byName.keys.sorted().map { name in
      let values = byName[name] ?? []
      return OpaqueMember(name, values.count == 1 ? values[0] : .list(values))
    }
  }

  private static func local(_ name: String) -> String {
    name.split(whereSeparator: { $0 == "}" || $0 == ":" }).last.map(String.init) ?? ""
  }

  /// Lot number and expiry of a vendor's attribute list, which is the part of this name: a leaf
  /// named so, or a pair of a leaf that says it is the name and one that says it is the value. A
  /// type or a status may be the word BATCH too, and what stands beside it is no lot.
  func vendorValues(_ name: String) -> [(name: String, value: String)] {
    var found: [(name: String, value: String)] = []
    collect(into: &found, of: name)
    return found
  }

  static let vendorNames = ["LOTNO", "DATEX", "BATCH", "EXPIRY"]
  /// Words that mean lot and expiry in this part only.
  private static let itemDetail = (name: "itemDetail", words: ["lot", "expiry"])

  /// Members that hold the name of a pair, and those that hold its value.
  private static let namingNames: Set<String> = [
    "name", "key", "id", "field", "fieldname", "attribute", "attributename", "attrname",
    "property", "propertyname", "parameter", "parametername",
  ]
  private static let valueNames: Set<String> = [
    "value", "val", "text", "content", "data", "fieldvalue", "attributevalue", "attrvalue",
    "propertyvalue", "parametervalue",
  ]

  /// A member's name in small letters and nothing else.
  private static func plain(_ name: String) -> String {
    name.lowercased().filter { ("a"..."z").contains($0) }
  }

  private func collect(into found: inout [(name: String, value: String)], of part: String) {
    switch self {
    case .text, .literal: return
    case .list(let items): for item in items { item.collect(into: &found, of: part) }
    case .object(let members):
      var named: String?
      var other: String?
      for member in members {
        guard case .text(let text) = member.value else { continue }
        let local = Self.local(member.name)
        if Self.vendorNames.contains(local)
          || part == Self.itemDetail.name && Self.itemDetail.words.contains(local)
        {
          found.append((local, text))
        } else if named == nil, Self.vendorNames.contains(text),
          Self.namingNames.contains(Self.plain(local))
        {
          named = text
        } else if Self.textNames.contains(member.name)
          || other == nil && Self.valueNames.contains(Self.plain(local))
        {
          other = text
        }
      }
      if let named, let other { found.append((named, other)) }
      for member in members {
        member.value.collect(into: &found, of: Self.local(member.name))
      }
    }
  }
}
