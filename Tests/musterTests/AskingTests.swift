#if HTTP
  import Foundation
  import Loopback
  import Testing

  @testable import muster_sample

  /// The program against repositories on loopback.
  @Suite struct AskingTests {
    /// Answers, source by source, with a firm's own event files as pages.
    private static func serve(_ root: URL)
      -> @Sendable (Repository.Request, Int) -> Repository.Reply
    {
      { request, _ in
        let parts = (request.uri.split(separator: "?").first ?? "").split(separator: "/")
        guard parts.count == 3 else { return .status(404) }
        let (folder, ending) = (String(parts[1]), "." + parts[2])
        let files = SampleFacts.files(root).filter {
          $0.hasPrefix("exports/epcis/\(folder)/") && $0.hasSuffix(ending)
        }.sorted()
        let page = request.parameter("nextPageToken").flatMap { Int($0) } ?? 0
        guard files.indices.contains(page),
          let body = try? Data(contentsOf: root.appending(path: files[page]))
        else { return .status(404) }
        var headers = [
          ("Content-Type", ending == ".json" ? "application/ld+json" : "application/xml")
        ]
        if page + 1 < files.count {
          headers.append(("Link", "<?nextPageToken=\(page + 1)>; rel=\"next\""))
        }
        return Repository.Reply(headers: headers, body: Array(body))
      }
    }

    private static func dropFilesSentTwice(_ root: URL) throws {
      var seen: Set<Data> = []
      for path in SampleFacts.files(root).sorted() where path.hasPrefix("exports/epcis/") {
        let file = root.appending(path: path)
        let inserted = seen.insert(try Data(contentsOf: file)).inserted
        if !inserted { try FileManager.default.removeItem(at: file) }
      }
    }

    /// Writes addresses in place of the folders of events.
    private static func ask(_ root: URL, port: Int) throws -> Int {
      let file = root.appending(path: "muster.yaml")
      var count = 0
      let lines = try String(contentsOf: file, encoding: .utf8)
        .split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
          guard let range = line.range(of: "path: exports/epcis/") else { return String(line) }
          count += 1
          let folder = line[range.upperBound...].prefix { $0 != "/" }
          let ending = line.split(separator: ".").last ?? ""
          return "    url: \"http://127.0.0.1:\(port)/events/\(folder)/\(ending)\""
        }
      try Data(lines.joined(separator: "\n").utf8).write(to: file)
      return count
    }

    @Test(arguments: [SampleOptions.Regime.us, .eu])
    func judgesEventsFromRepositoriesAsThoseFromFiles(regime: SampleOptions.Regime) throws {
      try Workbench.with { bench in
        try bench.firm("files", regime, .mixed, planted: true)
        try bench.firm("asked", regime, .mixed, planted: true)
        let root = bench.folder.appending(path: "asked")
        // A file sent twice has no like in a result: a page that comes again is a fault of paging.
        for name in ["files", "asked"] {
          try Self.dropFilesSentTwice(bench.folder.appending(path: name))
        }
        let repository = try Repository(Self.serve(bench.folder.appending(path: "files")))
        #expect(try Self.ask(root, port: repository.port) >= 3)
        let files = Judgement(
          try bench.assessment(of: "files"), populationOpen: Judgement.ofFiles)
        let asked = Judgement(
          try bench.assessment(of: "asked"), populationOpen: Judgement.ofFiles)
        #expect(asked.requirements.filter { !files.requirements.contains($0) } == [])
        #expect(asked.checks.filter { !files.checks.contains($0) } == [])
        #expect(asked.findings == files.findings)
        let again = try bench.muster("collect", "-c", "asked/muster.yaml", "--json")
        #expect(again.status == 0 && !again.out.contains(#/"taken" ?: ?[1-9]/#), "\(again.out)")
        let packed = try bench.muster("pack", "-c", "asked/muster.yaml", "-o", "asked.zip")
        #expect([0, 1].contains(packed.status), "\(packed.err)")
        #expect(try bench.muster("verify", "asked.zip").status == 0)
        let status = try bench.muster("status", "-c", "asked/muster.yaml", "--check")
        #expect(status.status == 0, "\(status.out)")
      }
    }

    @Test func endsWithThreeWhenARepositoryCannotBeReadWhole() throws {
      try Workbench.with { bench in
        try bench.firm("firm", .us, .json, planted: false)
        let root = bench.folder.appending(path: "firm")
        let repository = try Repository { _, _ in .status(401) }
        #expect(try Self.ask(root, port: repository.port) >= 1)
        let collected = try bench.muster("collect", "-c", "firm/muster.yaml")
        #expect(collected.status == 3)
        #expect(collected.out.contains("answers 401"), "\(collected.out)")
        let status = try bench.muster("status", "-c", "firm/muster.yaml")
        #expect(status.out.contains("sign_in_refused"))
        let run = try bench.muster("run", "-c", "firm/muster.yaml", "-o", "firm.zip")
        #expect(run.status == 3, "\(run.err)")
        let preview = try bench.muster("collect", "-c", "firm/muster.yaml", "--dry-run")
        #expect(preview.status == 3)
        #expect(preview.out.contains("Cannot be read"))
      }
    }
  }
#endif
