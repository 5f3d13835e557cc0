internal import Assessing
internal import Settings

/// The definitions an assessment was made by, as files: from all texts of a library, those that
/// were used.
enum ProfileFiles {
  private struct Parameters: Encodable {
    let schema = "muster.parameters/v1"
    let profile: Assessment.Profile
    let interimMeasures: [InterimNote]
  }

  static func files(of request: PackRequest) throws -> [PackFile] {
    let assessment = request.assessment
    let used = used(request.libraryFiles, by: assessment)
    let measures = assessment.findings.compactMap(\.interim)
    let parameters = Parameters(
      profile: assessment.profile,
      interimMeasures: measures.enumerated().filter { index, measure in
        !measures[..<index].contains(measure)
      }.map(\.element))
    let schemas = request.libraryFiles.filter { $0.path.hasPrefix("schemas/") }
    return used.map { PackFile(path: "profile/\($0.path)", bytes: Array($0.text.utf8)) }
      + schemas.map { file in
        PackFile(
          path: "schema/\(file.path.dropFirst("schemas/".count))", bytes: Array(file.text.utf8))
      }
      + [PackFile(path: "profile/parameters.json", bytes: try DocumentEncoder.json(parameters))]
  }

  private static func used(
    _ files: [(path: String, text: String)], by assessment: Assessment
  ) -> [(path: String, text: String)] {
    let checks = Set(assessment.checks.map { "checks/\($0.id).yaml" })
    // Kinds that no check reads are delivered too, and counted.
    let read = assessment.checks.flatMap(\.reads) + assessment.coverage.map(\.kind)
    let kinds = Set(read.map { "records/\($0).yaml" })
    let profiles = profiles(files, from: assessment.profile.id)
    let named =
      files.filter { checks.contains($0.path) }
      .flatMap { names(after: "population:", in: $0.text) }
      + files.filter { profiles.contains($0.path) }.flatMap { exceptions(in: $0.text) }
    let populations = Set(named.map { "populations/\($0).yaml" })
    let own = files.filter { file in
      checks.contains(file.path) || kinds.contains(file.path) || populations.contains(file.path)
        || profiles.contains(file.path)
    }
    let lists = own.reduce(into: Set<String>()) { $0.formUnion(ListNames.all(in: $1.text)) }
    return own + files.filter { $0.path.hasPrefix("lists/") && lists.contains(id(of: $0.path)) }
  }

  private static func id(of path: String) -> String {
    String(path.dropFirst("lists/".count).prefix { $0 != "." })
  }

  // The profile's file and those of the profiles it extends, however far.
  private static func profiles(
    _ files: [(path: String, text: String)], from id: String
  ) -> Set<String> {
    let shelves: Set<Substring> = ["checks", "lists", "populations", "records", "schemas"]
    let candidates = files.filter { !shelves.contains($0.path.prefix { $0 != "/" }) }
    var found: Set<String> = []
    var wanted = [id]
    while let next = wanted.popLast() {
      let file = candidates.first {
        $0.path == "\(next).yaml" || $0.path.hasSuffix("/\(next).yaml")
      }
      guard let file, found.insert(file.path).inserted else { continue }
      wanted += block(after: "extends:", in: file.text)
    }
    return found
  }

  // The populations that entries of `expects` leave out.
  private static func exceptions(in text: String) -> [String] {
    text.matches(of: /\bexcept:\s*"?([a-z][a-z0-9-]*)/).map { String($0.1) }
  }

  // Plain names from a top-level key to the next one.
  private static func block(after key: String, in text: String) -> [String] {
    let lines = text.split(whereSeparator: \.isNewline)
    guard let first = lines.firstIndex(where: { $0.hasPrefix(key) }) else { return [] }
    let rest = lines[(first + 1)...].prefix { $0.hasPrefix(" ") || $0.hasPrefix("-") }
    return names(after: key, in: String(lines[first]))
      + rest.flatMap { names(after: "", in: String($0)) }
  }

  // Plain names on the line of a top-level key.
  private static func names(after key: String, in text: String) -> [String] {
    let line = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix(key) }
    guard let line else { return [] }
    return line.dropFirst(key.count).prefix { $0 != "#" }
      .split { !($0.isLetter || $0.isNumber || "-_".contains($0)) }.map(String.init)
  }
}
