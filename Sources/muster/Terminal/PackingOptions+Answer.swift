internal import Assessing
internal import Packing
internal import Settings

extension PackingOptions {
  /// What answers the requests with these numbers, or all of them.
  /// - Throws: `requestUnclear` for a number that is not in the configuration, and for requests of
  ///   several senders at once.
  func answer(
    _ numbers: [String], of configuration: MusterConfiguration, asOf: Instant?,
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
    var request = RegulatorPackRequest(
      output: output, organization: configuration.organization.name, requests: chosen,
      generatedAt: Clock.now.now, generatedAtFixed: Clock.now.isFixed,
      agent: "muster \(Muster.version)")
    request.replacing = force
    request.isDraft = draft
    request.asOf = asOf
    request.schemas = libraryFiles.filter { $0.path.hasPrefix("schemas/") }.map {
      (name: String($0.path.dropFirst("schemas/".count)), text: $0.text)
    }
    for source in configuration.sources {
      if case .database(_, let query) = source.place { request.queries[source.name] = query }
    }
    return request
  }
}
