internal import Assessing
internal import Packing
internal import Settings

extension PackingOptions {
  /// What answers the requests with these numbers, or all of them.
  /// - Throws: `requestUnclear` for a number that is not in the configuration, for requests of
  ///   several senders at once, and for kinds of record nobody knows.
  func answer(
    _ numbers: [String], of configuration: MusterConfiguration, library: Library, asOf: Instant?,
    libraryFiles: [(path: String, text: String)]
  ) throws -> RegulatorPackRequest {
    let known = configuration.requests.map(\.id)
    if let unknown = numbers.first(where: { !known.contains($0) }) {
      throw PackingError(
        .requestUnclear,
        "There is no request \(unknown) in \(configuration.file); it has "
          + (known.isEmpty ? "none" : known.joined(separator: ", ")) + ".")
    }
    let chosen = configuration.requests.filter { numbers.isEmpty || numbers.contains($0.id) }
    let senders = Set(chosen.map(\.from))
    guard senders.count <= 1 else {
      throw PackingError(
        .requestUnclear,
        "The requests come from \(senders.sorted().joined(separator: " and ")); answer each with "
          + "a pack of its own (--request).")
    }
    var titles = library.recordKinds.mapValues(\.title)
    titles["document"] = "Document"
    for word in ["event", "epcis"] { titles[word] = "Serialization events (EPCIS)" }
    try Self.check(chosen, kinds: titles.keys.sorted(), file: configuration.file)
    var request = RegulatorPackRequest(
      output: output, organization: configuration.organization.name, requests: chosen,
      generatedAt: Clock.now.now, generatedAtFixed: Clock.now.isFixed,
      agent: "muster \(Muster.version)")
    request.replacing = force
    request.isDraft = draft
    request.asOf = asOf
    request.kindTitles = titles
    request.recordKinds = library.recordKinds
    request.schemas = libraryFiles.filter { $0.path.hasPrefix("schemas/") }.map {
      (name: String($0.path.dropFirst("schemas/".count)), text: $0.text)
    }
    for source in configuration.sources {
      if case .database(_, let query) = source.place { request.queries[source.name] = query }
    }
    return request
  }

  // An official would read "no system that holds such records was read" for a slip of the pen.
  private static func check(_ requests: [InspectionRequest], kinds: [String], file: String) throws {
    for asked in requests {
      for item in asked.items {
        guard let unknown = item.records.first(where: { !kinds.contains($0) }) else { continue }
        let near = Suggestion.nearest(to: unknown, among: kinds)
        throw PackingError(
          .requestUnclear,
          "Item \(item.number) of request \(asked.id) in \(file) names records of kind "
            + "\"\(unknown)\", which there is not"
            + (near.map { " — did you mean \"\($0)\"?" }
              ?? "; name what `kind` of a source names, or epcis or document."))
      }
    }
  }
}
