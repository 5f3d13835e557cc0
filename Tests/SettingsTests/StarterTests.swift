import ProfileData
import Settings
import Testing

@Suite struct StarterTests {
  @Test func isValidAsItStands() throws {
    let read = try configuration(StarterConfiguration.text)
    #expect(read.sources.map(\.placeText) == [StarterConfiguration.exportsFolder])
    #expect(try Library.load().problems(in: read).isEmpty)
  }

  @Test func isValidWithEveryCommentTakenAway() throws {
    // Lines that begin with "# key:" or an indented "- " or "  " are examples, the others prose.
    let lines = StarterConfiguration.text.split(separator: "\n", omittingEmptySubsequences: false)
    let keys = [
      "scope", "sites", "partners", "affiliates", "products", "facts", "firm_limits",
      "interim_measures", "own_profiles", "requests", "seal", "pack",
    ]
    var open = false
    let text = lines.map { line -> String in
      guard let sign = line.firstIndex(of: "#"), line[..<sign].allSatisfy({ $0 == " " }) else {
        open = false
        return String(line)
      }
      let rest = line[line.index(after: sign)...].dropFirst()
      if keys.contains(where: { rest.hasPrefix($0 + ":") }) {
        open = true
        return String(rest)
      }
      let inner = ["gln:", "reference:", "procedure:", "complete_through:", "- name:", "  "]
      if sign > line.startIndex, inner.contains(where: rest.hasPrefix) {
        return String(line[..<sign] + rest)
      }
      return open && rest.hasPrefix(" ") ? String(rest) : String(line)
    }.joined(separator: "\n")
    let read = try configuration(text)
    #expect(read.organization.gln != nil)
    #expect(read.purpose?.procedure == "SOP QA-000")
    #expect(read.scope.period != nil)
    #expect(read.sites.map(\.id) == ["plant"])
    #expect(read.partners.map(\.name) == ["Wholesaler A"])
    #expect(read.firmLimits.count == 1)
    #expect(read.sources.first?.completeThrough != nil)
    #expect(
      read.sources.map(\.kind) == ["epcis", "batch_record", "deviation", "document", "epcis"])
    #expect(read.requests.first?.items.count == 2)
    let problems = DiagnosticList(try Library.load().problems(in: read))
    #expect(!problems.hasErrors, "\(problems)")
  }

  /// The page a person begins with names every key she may write.
  @Test func namesEveryKeyOfTheSchema() throws {
    let path = "schemas/configuration.schema.json"
    let file = try #require(EmbeddedProfiles.files.first { $0.path == path })
    let keys = try YAMLReader.read(file.text, file: path)["properties"]?.map?.map(\.key) ?? []
    #expect(keys.count > 10)
    let lines = StarterConfiguration.text.split(separator: "\n")
    for key in keys {
      #expect(
        lines.contains { $0.hasPrefix("\(key):") || $0.hasPrefix("# \(key):") }, "\(key)")
    }
  }

  /// So does it for the keys of a source, and of its format and credential.
  @Test func namesEveryKeyOfASource() throws {
    let path = "schemas/configuration.schema.json"
    let file = try #require(EmbeddedProfiles.files.first { $0.path == path })
    let source = try YAMLReader.read(file.text, file: path)["$defs"]?["source"]?["properties"]
    let keys = (source?.map ?? []).flatMap { entry in
      [entry.key] + (entry.value["properties"]?.map ?? []).map(\.key)
    }
    #expect(keys.count > 20)
    for key in keys { #expect(StarterConfiguration.text.contains(key), "\(key)") }
  }
}

@Suite struct ProfileDocumentTests {
  @Test func saysWhoJudgesAndHowWellCitationsAreConfirmed() throws {
    let library = try Library.parse(files: rightFiles)
    let document = ProfileDocument(try #require(library.profiles["maker"]), in: library)
    #expect(document.text.hasPrefix("Maker (maker, edition 2026.1)\n\n"))
    #expect(document.text.contains("1 requirement: 1 by data, 0 by documents, 0 by a person."))
    #expect(document.text.contains("1 check; each requirement that data can judge has one."))
    #expect(document.text.contains("Confidence marks of the citations: c/k 1."))
    #expect(document.text.contains("Judged by data. Read the log."))
    #expect(document.markdown.contains("- Check: [unit-seen](#unit-seen)"))
    #expect(
      document.markdown.contains("- Parameter `skew_ms`: 300000 ms (from 0 to 3600000); practice"))
    #expect(document.markdown.contains("- Expects: event for each lot"))
  }

  @Test func describesEveryProfileBuiltIn() throws {
    let library = try Library.load()
    for profile in library.profiles.values {
      let document = ProfileDocument(profile, in: library)
      #expect(document.judges.map(\.count).reduce(0, +) == profile.requirements.count)
      #expect(document.markdown.contains("## Checks"))
    }
  }
}
