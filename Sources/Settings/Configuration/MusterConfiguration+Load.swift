package import Foundation

extension MusterConfiguration {
  /// Reads and checks a `muster.yaml`; everything wrong in it is thrown at once.
  ///
  /// `name` is the file as the user wrote it, the URL's path when nil. Where something is wrong,
  /// `further` is asked what else is; of a line it says only what nothing was said of yet.
  package static func load(
    from url: URL, named name: String? = nil,
    further: (MusterConfiguration) -> [Diagnostic] = { _ in [] }
  ) throws(DiagnosticList) -> MusterConfiguration {
    let file = name ?? url.relativePath
    let text = try YAMLReader.text(of: url, named: file)
    let folder = url.absoluteURL.standardizedFileURL.deletingLastPathComponent()
    var (configuration, faults) = try read(text, file: file, folder: folder)
    faults += configuration.sourcesInCatalog()
    guard DiagnosticList(faults).hasErrors else { return configuration }
    let told = Set(faults.map(\.line))
    throw DiagnosticList(
      faults + further(configuration).filter { $0.file != file || !told.contains($0.line) })
  }

  /// Checks the text of a `muster.yaml`; relative paths start from `folder`.
  package static func parse(
    _ text: String, file: String = "muster.yaml", folder: URL
  ) throws(DiagnosticList) -> MusterConfiguration {
    let (configuration, faults) = try read(text, file: file, folder: folder)
    let list = DiagnosticList(faults)
    if list.hasErrors { throw list }
    return configuration
  }

  /// What could be read, and what is wrong; thrown where nothing can be.
  private static func read(
    _ text: String, file: String, folder: URL
  ) throws(DiagnosticList) -> (MusterConfiguration, [Diagnostic]) {
    let sink = DiagnosticSink(file: file, text: text)
    let tree = YAMLReader.read(sink)
    guard let tree, let root = Section(tree, name: "the configuration", sink: sink) else {
      throw DiagnosticList(sink.diagnostics)
    }
    let reader = ConfigurationReader(folder: folder, sink: sink)
    let configuration = reader.read(root, text: text, tree: tree)
    return (configuration, sink.diagnostics)
  }
}

/// Reads the sections of `muster.yaml`.
struct ConfigurationReader {
  let folder: URL
  let sink: DiagnosticSink

  func read(_ root: Section, text: String, tree: YAMLValue) -> MusterConfiguration {
    let version = root.required("version").flatMap { sink.integer($0, "version", in: 1...Int.max) }
    if let version, version != 1 {
      sink.error("this Muster reads version 1, not \(version)", at: root.position(of: "version"))
    }
    let sites = root.sections("sites").map(site)
    let partners = root.sections("partners").map(partner)
    let configuration = MusterConfiguration(
      file: sink.file, folder: folder, text: text, tree: tree, version: 1,
      organization: organization(root), purpose: root.section("purpose").flatMap(purpose),
      catalog: place(root.text("catalog") ?? "muster-catalog"),
      ownProfiles: root.text("own_profiles").map(place), facts: facts(root),
      profiles: root.sections("profiles").map(profile),
      scope: root.section("scope").map { scope($0, sites: sites, partners: partners) }
        ?? AssessmentScope(period: nil, products: [], lots: [], sites: [], partners: []),
      sites: sites, partners: partners, affiliates: root.sections("affiliates").map(affiliate),
      products: root.sections("products").map(product),
      firmLimits: root.sections("firm_limits").map(firmLimit),
      sources: root.sections("sources").map { source($0, sites: sites) },
      interimMeasures: root.sections("interim_measures").map(interimMeasure),
      requests: root.sections("requests").map(request),
      pack: root.section("pack").map(pack) ?? PackSettings(catalog: nil),
      seal: root.section("seal").map(seal))
    root.finish()
    unique(configuration.sources.map(\.name), in: root.list("sources"), key: "name")
    unique(sites.map(\.id), in: root.list("sites"), key: "id")
    unique(partners.map(\.gln), in: root.list("partners"), key: "gln")
    unique(configuration.products.map(\.gtin), in: root.list("products"), key: "gtin")
    unique(configuration.profiles.map(\.id), in: root.list("profiles"), key: "id")
    unique(configuration.requests.map(\.id), in: root.list("requests"), key: "id")
    return configuration
  }

  /// A path of the file, relative to its folder.
  func place(_ path: String) -> URL {
    URL(filePath: path, relativeTo: URL(filePath: folder.path, directoryHint: .isDirectory))
      .absoluteURL
  }

  /// Says where a value that must be unique stands a second time.
  private func unique(_ values: [String], in items: [YAMLValue], key: String) {
    // A malformed item was reported already and has no place in `values`.
    let mappings = items.filter { $0.map != nil }
    var first: [String: Int] = [:]
    for (value, item) in zip(values, mappings) where !value.isEmpty {
      let position = item[key]?.position ?? item.position
      if let line = first[value] {
        sink.error("\(key) \"\(value)\" is used twice, first on line \(line)", at: position)
      } else {
        first[value] = position.line
      }
    }
  }

  private func organization(_ root: Section) -> Organization {
    var organization = Organization(name: "", gln: nil, roles: [], markets: [])
    guard let value = root.required("organization"),
      let section = Section(value, name: "\"organization\"", sink: sink)
    else { return organization }
    organization.name = section.requiredText("name")
    organization.gln = section.value("gln").flatMap { sink.gln($0, "gln") }
    organization.roles = section.list("roles").compactMap { sink.word($0, "roles", TradeRole.self) }
    organization.markets = section.list("markets").compactMap { sink.country($0, "markets") }
    section.finish()
    return organization
  }

  /// Facts by name, each with its values as text.
  private func facts(_ root: Section) -> [String: [String]] {
    var facts: [String: [String]] = [:]
    for entry in root.entries("facts") {
      let values = entry.value.list ?? [entry.value]
      facts[entry.key] = values.compactMap { sink.scalar($0, entry.key) }.sorted()
    }
    return facts
  }

  private func purpose(_ section: Section) -> Purpose? {
    let kind = section.requiredWord("kind", Purpose.Kind.self)
    let reference = section.text("reference")
    let procedure = section.text("procedure")
    section.finish()
    return kind.map { Purpose(kind: $0, reference: reference, procedure: procedure) }
  }

  private func profile(_ section: Section) -> ProfileSelection {
    let entries = section.entries("parameters")
    var selection = ProfileSelection(
      id: section.requiredText("id"), parameters: [:],
      parameterPositions: Dictionary(entries.map { ($0.key, $0.value.position) }) { first, _ in
        first
      }, position: section.position(of: "id"))
    for entry in entries {
      selection.parameters[entry.key] = sink.parameterValue(entry.value, entry.key)
    }
    section.finish()
    return selection
  }

  private func scope(_ section: Section, sites: [Site], partners: [Partner]) -> AssessmentScope {
    let scope = AssessmentScope(
      period: section.section("period").flatMap(period),
      products: section.list("products").compactMap { sink.gtin($0, "products") },
      lots: section.list("lots").compactMap { sink.identifier($0, "lots") },
      sites: section.list("sites").compactMap { knownSite($0, "sites", among: sites) },
      partners: section.list("partners").compactMap { value in
        guard let gln = sink.gln(value, "partners") else { return nil }
        if !partners.contains(where: { $0.gln == gln }) {
          sink.error("GLN \(gln) is not one of \"partners\"", at: value.position)
        }
        return gln
      })
    section.finish()
    return scope
  }

  private func period(_ section: Section) -> ClosedRange<CalendarDay>? {
    let from = section.required("from").flatMap { sink.day($0, "from") }
    let to = section.required("to").flatMap { sink.day($0, "to") }
    section.finish()
    guard let from, let to else { return nil }
    guard from <= to else {
      sink.error(
        "the period ends on \(to), before it begins on \(from)", at: section.position(of: "to"))
      return nil
    }
    return from...to
  }

  /// The id of a declared site.
  func knownSite(_ value: YAMLValue, _ key: String, among sites: [Site]) -> String? {
    guard let id = sink.text(value, key) else { return nil }
    guard sites.contains(where: { $0.id == id }) else {
      let ids = sites.map(\.id)
      let known = ids.isEmpty ? "none is declared" : "known here: \(ids.joined(separator: ", "))"
      sink.error(
        "\"\(id)\" is not the id of one of \"sites\"; \(known)", at: value.position,
        suggestion: Suggestion.nearest(to: id, among: ids))
      return nil
    }
    return id
  }
}
