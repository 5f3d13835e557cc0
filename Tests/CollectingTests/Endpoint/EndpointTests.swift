#if HTTP
  import Archives
  import Cataloging
  import Collecting
  import Foundation
  import GRDB
  import GS1
  import Loopback
  import Settings
  import Testing

  /// Reading a result page by page from a repository on loopback.
  @Suite struct EndpointTests {
    private let three = [["A1", "A2"], ["A3", "A4"], ["A5"]]

    @Test(arguments: [true, false])
    func takesEveryPageAsAnArtifactWithANoteBesideIt(byLink: Bool) throws {
      let place = try Workplace()
      let catalog = try place.catalog()
      let repository = try Repository(
        Pages.serve(three, byLink: byLink, headers: [("GS1-EPCIS-Version", "2.0.0")]))
      let outcome = try place.ask(repository.url, catalog)
      #expect(!outcome.isIncomplete)
      #expect(outcome.sources[0].pages == 3)
      #expect(outcome.sources[0].events == 5)
      let paths = try catalog.texts("SELECT path FROM artifact ORDER BY path")
      let names = paths.compactMap { $0.split(separator: "/").last.map(String.init) }
      #expect(
        names == [
          "page-00001.json", "page-00001.response.json", "page-00002.json",
          "page-00002.response.json", "page-00003.json", "page-00003.response.json",
          "reading.json",
        ])
      let first = try #require(repository.requests.first)
      #expect(first.headers["accept"]?.contains("application/ld+json") == true)
      #expect(first.headers["gs1-epcis-version"] == "2.0.0")
      #expect(first.headers["authorization"] == nil)
      let sha256 = try #require(
        try catalog.texts(
          "SELECT sha256 FROM artifact WHERE path LIKE '%page-00001.json'"
        ).first)
      let vault = try #require(catalog.vault)
      let body = try vault.open(sha256).readAll(limit: 1 << 20)
      #expect(body == Array(Pages.page(three[0]).utf8))
      let note = try #require(
        try catalog.texts(
          "SELECT sha256 FROM artifact WHERE path LIKE '%00001.response.json'"
        ).first)
      let words = String(decoding: try vault.open(note).readAll(limit: 1 << 20), as: UTF8.self)
      #expect(words.contains(#""gs1-epcis-version":["2.0.0"]"#))
      #expect(words.contains(#""status":200"#) && words.contains("nextPageToken=token-2"))
      #expect(
        try catalog.count(
          "SELECT count(*) FROM record WHERE line > 0 AND pointer LIKE '%eventList/%'")
          == 5)
    }

    @Test func knowsAResultThatIsUnchangedAgain() throws {
      let place = try Workplace()
      let catalog = try place.catalog()
      let repository = try Repository(Pages.serve(three))
      _ = try place.ask(repository.url, catalog)
      // Put together anew at another time, the same events are the same page.
      repository.now { [three] request, count in
        var reply = Pages.serve(three)(request, count)
        let text = String(decoding: reply.body, as: UTF8.self)
        reply.body = Array(text.replacing("2026-11-02T15", with: "2026-11-09T09").utf8)
        return reply
      }
      let second = try place.ask(repository.url, catalog, at: 1_793_600_000_000)
      #expect(!second.tookAnything && !second.isIncomplete)
      #expect(second.sources[0].artifacts == ArtifactLedger(unchanged: 7))
      #expect(try catalog.count("SELECT count(*) FROM audit") == 1)
      #expect(try catalog.count("SELECT count(*) FROM artifact") == 7)
    }

    @Test func asksOnlyForWhatChangedWhereTheRepositoryTellsIt() throws {
      let place = try Workplace()
      let catalog = try place.catalog()
      let serve: @Sendable (Repository.Request, Int) -> Repository.Reply = { [three] in
        var reply = Pages.serve(three)($0, $1)
        let tag = "\"v-\($0.parameter("nextPageToken") ?? "1")\""
        if $0.headers["if-none-match"] == tag { return .status(304, [("ETag", tag)]) }
        reply.headers.append(("ETag", tag))
        return reply
      }
      let repository = try Repository(serve)
      _ = try place.ask(repository.url, catalog)
      repository.now(serve)
      let second = try place.ask(repository.url, catalog)
      #expect(second.sources[0].artifacts == ArtifactLedger(unchanged: 7))
      #expect(repository.requests.count == 3)
      #expect(repository.requests.allSatisfy { $0.headers["if-none-match"] != nil })
    }

    @Test func replacesPagesOnlyWhenTheWholeResultWasSeen() throws {
      let place = try Workplace()
      let catalog = try place.catalog()
      let repository = try Repository(Pages.serve(three))
      _ = try place.ask(repository.url, catalog)
      let grown = [["B0", "A1"], ["A2", "A3"], ["A4", "A5"]]
      repository.now { request, count in
        request.parameter("nextPageToken") == "token-3"
          ? .status(503) : Pages.serve(grown)(request, count)
      }
      let broken = try place.ask(repository.url, catalog)
      #expect(broken.isIncomplete && broken.reasons == ["server_fault"])
      let current = """
        SELECT count(*) FROM all_event e JOIN artifact a ON a.artifact_id = e.artifact_id
        WHERE a.superseded_by IS NULL
        """
      #expect(try catalog.count(current) == 5)
      #expect(try catalog.count("SELECT count(*) FROM all_event") == 5)
      repository.now(Pages.serve(grown))
      let whole = try place.ask(repository.url, catalog)
      #expect(!whole.isIncomplete)
      #expect(try catalog.count(current) == 6)
      #expect(try catalog.count("SELECT count(*) FROM all_event") == 11)
      #expect(
        try catalog.count(
          "SELECT count(*) FROM artifact WHERE status = 'unreadable' AND superseded_by IS NULL")
          == 0)
    }

    @Test func goesOnBehindTheLastWholePage() throws {
      let place = try Workplace()
      let catalog = try place.catalog()
      let repository = try Repository { [three] request, count in
        request.parameter("nextPageToken") == "token-3"
          ? .status(500) : Pages.serve(three)(request, count)
      }
      let broken = try place.ask(repository.url, catalog)
      #expect(broken.isIncomplete && broken.reasons == ["server_fault"])
      #expect(broken.sources[0].events == 4)
      let problem = try #require(broken.sources[0].problem)
      #expect(problem.contains("page 3") && problem.contains("500"))
      repository.now(Pages.serve(three))
      let rest = try place.ask(repository.url, catalog)
      #expect(!rest.isIncomplete)
      #expect(repository.requests.map { $0.parameter("nextPageToken") } == ["token-3"])
      #expect(rest.sources[0].artifacts == ArtifactLedger(taken: 3, unchanged: 4))
      #expect(try catalog.count("SELECT count(*) FROM all_event") == 5)
      let third = try place.ask(repository.url, catalog)
      #expect(!third.tookAnything)
    }

    @Test func beginsAnewWhenATokenHoldsNoLonger() throws {
      let place = try Workplace()
      let catalog = try place.catalog()
      let repository = try Repository { [three] request, count in
        request.parameter("nextPageToken") == "token-3"
          ? .status(503) : Pages.serve(three)(request, count)
      }
      _ = try place.ask(repository.url, catalog)
      repository.now { [three] request, count in
        count == 0 ? .status(410) : Pages.serve(three)(request, count)
      }
      let rest = try place.ask(repository.url, catalog)
      #expect(!rest.isIncomplete)
      #expect(repository.requests.count == 4)
      #expect(rest.sources[0].artifacts == ArtifactLedger(taken: 3, unchanged: 4))
    }

    @Test func keepsWhatAnotherQueryGave() throws {
      let place = try Workplace()
      let catalog = try place.catalog()
      let repository = try Repository(Pages.serve(three))
      _ = try place.ask(repository.url, catalog)
      repository.now(Pages.serve([["C1"]]))
      let other = try place.ask(repository.url + "&LT_eventTime=2027-01-01T00:00:00Z", catalog)
      #expect(other.sources[0].events == 1)
      #expect(
        try catalog.count("SELECT count(*) FROM artifact WHERE superseded_by IS NOT NULL") == 0)
    }

    @Test func readsGzipChunksXMLAndEmptyLists() throws {
      let place = try Workplace()
      let catalog = try place.catalog()
      let packed = try HostileTests.gzip(Array(Pages.page(["A1"]).utf8))
      let xml = Sample.document(Sample.object(Sample.urn2))
      let repository = try Repository { request, count in
        let link = ("Link", "<?nextPageToken=\(count + 1)>; rel=\"next\"")
        switch count {
        case 0:
          return Repository.Reply(
            headers: [("Content-Type", "application/json"), ("Content-Encoding", "gzip"), link],
            body: packed, manner: .chunked)
        case 1:
          return Repository.Reply(
            headers: [("Content-Type", "application/xml"), link], body: Array(xml.utf8),
            manner: .chunked)
        default: return .json("[]")
        }
      }
      let outcome = try place.ask(repository.url, catalog)
      #expect(!outcome.isIncomplete, "\(outcome.sources[0])")
      #expect(outcome.sources[0].events == 2)
      #expect(try catalog.count("SELECT count(*) FROM artifact WHERE path LIKE '%00002.xml'") == 1)
    }

    @Test func saysInADryRunWhatTheFirstPageHolds() throws {
      let place = try Workplace()
      let repository = try Repository(Pages.serve(three))
      let outcome = try place.ask(repository.url, try Catalog.inMemory()) { $0.dryRun = true }
      let preview = try #require(outcome.sources[0].previews.first)
      #expect(preview.records == 2 && preview.manner.contains("more behind it"))
      #expect(preview.first.first?.cells.contains { $0.field == "event_time" } == true)
      #expect(repository.requests.count == 1)
      repository.now { _, _ in .status(401) }
      let refused = try place.ask(repository.url, try Catalog.inMemory()) { $0.dryRun = true }
      #expect(refused.isIncomplete)
      #expect(refused.sources[0].previews.first?.problem?.contains("401") == true)
    }

    @Test func takesAPageThatIsCutInItsTextAsFarAsItGoes() throws {
      let place = try Workplace()
      let catalog = try place.catalog()
      let half = String(Pages.page(["A1", "A2", "A3"]).dropLast(60))
      let repository = try Repository { _, _ in .json(half, [("ETag", "\"1\"")]) }
      let outcome = try place.ask(repository.url, catalog)
      #expect(outcome.isIncomplete)
      #expect(outcome.sources[0].events == 2)
      #expect(outcome.sources[0].records.quarantined == 1)
      // A tag does not vouch for a page that was not whole.
      repository.now { request, _ in
        #expect(request.headers["if-none-match"] == nil)
        return .json(Pages.page(["A1", "A2", "A3"]))
      }
      let again = try place.ask(repository.url, catalog)
      #expect(!again.isIncomplete)
      #expect(again.sources[0].events == 3)
    }
  }
#endif
