internal import GS1

/// Reads one file of `Profiles/`.
struct DefinitionReader {
  /// The path below `Profiles/`.
  let path: String
  let sink: DiagnosticSink
  /// The whole file.
  private let text: String

  /// A reader; without `examples` the file is read up to those of a check, which come last.
  init(path: String, text: String, place: String, examples: Bool = true) {
    self.path = path
    self.text = text
    let read = !examples && path.hasPrefix("checks/") ? Self.withoutExamples(text) : text
    sink = DiagnosticSink(file: place.isEmpty ? path : "\(place)/\(path)", text: read)
  }

  private static func withoutExamples(_ text: String) -> String {
    var text = text
    return text.withUTF8 { bytes in
      ByteSearch.first("\nexamples:", in: bytes).map {
        String(decoding: bytes[...$0], as: UTF8.self)
      }
    } ?? text
  }

  /// The first folder of the path.
  private var folder: String {
    path.split(separator: "/").dropLast().first.map(String.init) ?? ""
  }

  /// What the file defines; nil when its text is no mapping. The sink has what is wrong with it.
  func definition() -> Definition? {
    guard
      let root = YAMLReader.read(sink).flatMap({ Section($0, name: "the file", sink: sink) })
    else { return nil }
    let definition: Definition =
      switch folder {
      case "records": .recordKind(recordKind(root))
      case "checks": .check(check(root))
      case "populations": .population(population(root))
      case "lists": .list(list(root))
      default: .profile(profile(root))
      }
    root.finish()
    let name = path.split(separator: "/").last?.split(separator: ".").first ?? ""
    if !definition.id.isEmpty, name != definition.id {
      sink.error(
        "the id must be the file's name, \"\(name)\", not \"\(definition.id)\"",
        at: root.position(of: "id"))
    }
    return definition
  }

  func origin(_ root: Section) -> Origin {
    Origin(file: path, text: text, positions: root.positions)
  }

  /// An id of lower-case letters, digits and one separator, beginning with a letter.
  func id(_ root: Section, separator: Character) -> String {
    let id = root.requiredText("id")
    let first = id.utf8.first.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    let fits = id.allSatisfy { $0 == separator || ($0.isASCII && ($0.isNumber || $0.isLowercase)) }
    if !id.isEmpty, first != true || !fits {
      sink.error(
        "an id is made of a-z, 0-9 and \"\(separator)\" and begins with a letter",
        at: root.position(of: "id"))
    }
    return id
  }

  func unit(_ root: Section) -> UnitWords {
    guard let value = root.required("unit"),
      let section = Section(value, name: "\"unit\"", sink: sink)
    else { return UnitWords(one: "", many: "") }
    let unit = UnitWords(one: section.requiredText("one"), many: section.requiredText("many"))
    section.finish()
    return unit
  }

  func mark(_ root: Section) -> ConfidenceMark {
    let text = root.requiredText("mark")
    if let mark = ConfidenceMark(text) { return mark }
    if !text.isEmpty {
      sink.error(
        "\"mark\" must be one of \(ConfidenceMark.known.joined(separator: ", ")), or several "
          + "joined by \"/\", not \"\(text)\"", at: root.position(of: "mark"))
    }
    return .unconfirmed
  }

  func conditions(_ section: Section, _ key: String) -> [FactCondition] {
    section.entries(key).map { entry in
      let values = entry.value.list ?? [entry.value]
      return FactCondition(
        fact: entry.key, anyOf: values.compactMap { sink.scalar($0, entry.key) }.sorted())
    }.sorted { $0.fact < $1.fact }
  }

  /// Parameter definitions by name, sorted.
  func parameters(_ entries: [YAMLEntry]) -> [ParameterDefinition] {
    entries.compactMap { entry in
      Section(entry.value, name: "\"\(entry.key)\"", sink: sink).flatMap { parameter(entry, $0) }
    }.sorted { $0.name < $1.name }
  }

  private func parameter(_ entry: YAMLEntry, _ section: Section) -> ParameterDefinition? {
    let kind = section.requiredWord("type", ParameterDefinition.Kind.self)
    let value = section.required("default").flatMap { sink.parameterValue($0, "default") }
    let definition = ParameterDefinition(
      name: entry.key, kind: kind ?? .integer, unit: section.text("unit"),
      defaultValue: value ?? .integer(0), min: section.integer("min", in: Int.min...Int.max),
      max: section.integer("max", in: Int.min...Int.max),
      oneOf: section.has("one_of") ? section.texts("one_of") : nil,
      law: section.boolean("law") ?? false,
      tighten: section.word("tighten", ParameterDefinition.Tightening.self) ?? .lower,
      why: section.requiredText("why"))
    section.finish()
    if !SQLText.isName(entry.key) {
      sink.error(
        "a parameter's name is made of a-z, 0-9 and \"_\", not \"\(entry.key)\"",
        at: entry.position)
    }
    guard kind != nil, value != nil else { return nil }
    do {
      var accepted = definition
      accepted.defaultValue = try definition.accept(definition.defaultValue)
      return accepted
    } catch {
      sink.error(error.message, at: section.position(of: "default"))
      return nil
    }
  }
}

extension ConfidenceMark {
  /// The mark of a citation nobody confirmed.
  static let unconfirmed = ConfidenceMark(text: "u")

  private init(text: String) {
    self.text = text
  }
}

/// Names in SQL and messages.
enum SQLText {
  /// True for a lower-case letter followed by lower-case letters, digits and `_`.
  static func isName(_ text: some StringProtocol) -> Bool {
    guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first)
    else { return false }
    return text.utf8.allSatisfy(isNameByte)
  }

  /// True for lower-case letters, digits and `_`.
  static func isNameByte(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
  }
}
