#if HTTP
  import Archives
  import Cataloging
  import Collecting
  import Foundation
  import Loopback
  import Settings
  import Testing

  /// What becomes of repositories that do not answer as they should.
  @Suite struct EndpointFaultTests {
    private static func ask(
      _ answer: @escaping @Sendable (Repository.Request, Int) -> Repository.Reply,
      credential: String? = nil, _ change: (inout CollectOptions) -> Void = { _ in }
    ) throws -> (outcome: CollectionOutcome, requests: [Repository.Request], catalog: Catalog) {
      let place = try Workplace()
      let catalog = try place.catalog()
      let repository = try Repository(answer)
      let outcome = try place.ask(repository.url, catalog, credential: credential, change)
      return (outcome, repository.requests, catalog)
    }

    @Test(arguments: [
      (401, "sign_in_refused", 1), (403, "access_refused", 1), (404, "address_not_found", 1),
      (400, "query_refused", 1), (406, "query_refused", 1), (414, "query_refused", 1),
      (501, "query_refused", 1), (202, "query_refused", 1), (429, "too_many_requests", 3),
      (500, "server_fault", 3), (502, "server_fault", 3), (503, "server_fault", 3),
      (504, "server_fault", 3),
    ])
    func namesEachStatusAndTriesAgainOnlyWhatMayPass(
      status: Int, code: String, requests: Int
    ) throws {
      let problem = #"{"type":"epcisException:SecurityException","title":"No, not\nnow"}"#
      let result = try Self.ask { _, _ in .status(status, [], problem) }
      #expect(result.outcome.isIncomplete)
      #expect(result.outcome.reasons == [code])
      #expect(result.requests.count == requests)
      let words = try #require(result.outcome.sources[0].problem)
      #expect(words.contains("\(status) (epcisException:SecurityException: No, not now)"))
      #expect(
        try result.catalog.count("SELECT count(*) FROM artifact WHERE status = 'unreadable'") == 1)
    }

    @Test func waitsAsLongAsItIsAskedTo() throws {
      let result = try Self.ask { _, count in
        count == 0
          ? .status(429, [("Retry-After", "1")]) : .json(Pages.page(["A1"]))
      }
      #expect(!result.outcome.isIncomplete)
      #expect(result.requests.count == 2)
      let long = try Self.ask { _, _ in .status(503, [("Retry-After", "86400")]) }
      #expect(long.requests.count == 1)
      #expect(long.outcome.sources[0].problem?.contains("86400 s") == true)
    }

    @Test func triesAgainWhenTheConnectionBreaks() throws {
      let passing = try Self.ask { _, count in
        count == 0
          ? Repository.Reply(manner: .reset)
          : count == 1
            ? Repository.Reply(body: Array(Pages.page(["A1"]).utf8), manner: .cut(50))
            : .json(Pages.page(["A1"]))
      }
      #expect(!passing.outcome.isIncomplete, "\(passing.outcome.sources[0])")
      #expect(passing.outcome.sources[0].events == 1)
      let reset = try Self.ask { _, _ in Repository.Reply(manner: .reset) }
      #expect(reset.outcome.reasons == ["connection_broken"])
      let cut = try Self.ask { _, _ in
        Repository.Reply(body: Array(Pages.page(["A1"]).utf8), manner: .cut(50))
      }
      #expect(cut.outcome.reasons == ["answer_cut"])
      #expect(try cut.catalog.count("SELECT count(*) FROM all_event") == 0)
    }

    @Test(arguments: [Repository.Reply.Manner.hanging, .silent])
    func endsWithTheTimeOutOfARepositoryThatHangs(manner: Repository.Reply.Manner) throws {
      let begin = ContinuousClock.now
      let result = try Self.ask {
        _, _ in
        Repository.Reply(body: Array("{}".utf8), manner: manner)
      } _: {
        $0.endpoint.silentMs = 300
      }
      #expect(result.outcome.reasons == ["timed_out"])
      #expect(result.requests.count == 1)
      #expect(ContinuousClock.now - begin < .seconds(20))
    }

    @Test func stopsAtOnceWhenTheRunIsStopped() throws {
      let begin = ContinuousClock.now
      let result = try Self.ask {
        _, _ in
        Repository.Reply(manner: .hanging)
      } _: {
        $0.endpoint.silentMs = 60_000
        $0.endpoint.answerMs = 60_000
        $0.isCancelled = { ContinuousClock.now - begin > .milliseconds(300) }
      }
      #expect(result.outcome.interrupted)
      #expect(ContinuousClock.now - begin < .seconds(30))
    }

    @Test func namesAHostThatIsNotThere() throws {
      let place = try Workplace()
      let catalog = try place.catalog()
      var port = 0
      do {
        let gone = try Repository { _, _ in .status(500) }
        port = gone.port
        gone.stop()
      }
      let outcome = try place.ask("http://127.0.0.1:\(port)/events", catalog)
      #expect(outcome.reasons == ["connect_failed"])
    }

    @Test func recognisesPagingWithoutAnEnd() throws {
      let circle = try Self.ask { request, _ in
        .json(
          Pages.page([request.parameter("nextPageToken") ?? "0"]),
          [
            (
              "Link",
              "<?nextPageToken=\(request.parameter("nextPageToken") == "a" ? "b" : "a")>; rel=next"
            )
          ])
      }
      #expect(circle.outcome.reasons == ["endless_paging"])
      #expect(circle.outcome.sources[0].events == 3)
      let still = try Self.ask { _, count in
        .json(Pages.page(["A1"]), [("nextPageToken", "token-\(count)")])
      }
      #expect(still.outcome.reasons == ["endless_paging"])
      #expect(still.outcome.sources[0].events == 1)
      let long = try Self.ask { _, count in
        .json(Pages.page(["S\(count)"]), [("nextPageToken", "token-\(count)")])
      } _: {
        $0.endpoint.pages = 20
      }
      #expect(long.outcome.reasons == ["endless_paging"])
      #expect(long.outcome.sources[0].events == 20)
    }

    @Test func saysWhenTheResultChangedWhileItWasRead() throws {
      let total = try Self.ask { request, count in
        var reply = Pages.serve([["A1"], ["A2"]])(request, count)
        reply.headers.append(("X-Total-Count", String(2 + count)))
        return reply
      }
      #expect(total.outcome.reasons == ["changed_while_read"])
      #expect(total.outcome.sources[0].events == 2)
      let repeated = try Self.ask(Pages.serve([["A1"], ["A2"], ["A1"], ["A3"]]))
      #expect(repeated.outcome.reasons == ["changed_while_read"])
      #expect(repeated.outcome.sources[0].events == 3)
      #expect(repeated.outcome.sources[0].problem?.contains("page 3 is page 1") == true)
    }

    @Test func takesNoOtherPageForEvents() throws {
      let login = try Self.ask { _, _ in
        Repository.Reply(
          headers: [("Content-Type", "text/html")], body: Array("<html>Sign in</html>".utf8))
      }
      #expect(login.outcome.reasons == ["answer_not_epcis"])
      let list = try Self.ask { _, _ in .json(#"{"type":"Collection","member":["a"]}"#) }
      #expect(list.outcome.reasons == ["answer_not_epcis"])
      let packed = try Self.ask { _, _ in
        Repository.Reply(headers: [("Content-Encoding", "br")], body: [1, 2, 3])
      }
      #expect(packed.outcome.reasons == ["answer_encoding"])
      let damaged = try Self.ask { _, _ in
        Repository.Reply(headers: [("Content-Encoding", "gzip")], body: [0x1F, 0x8B, 8, 0, 1])
      }
      #expect(damaged.outcome.reasons == ["answer_encoding"])
      #expect(try login.catalog.count("SELECT count(*) FROM all_event") == 0)
    }

    @Test func readsNoMoreThanItMay() throws {
      let serials = (0..<2_000).map { "S\($0)" }
      let page = Pages.page(serials)
      let large = try Self.ask { _, _ in
        .json(page)
      } _: {
        $0.endpoint.bytes = 50_000
      }
      #expect(large.outcome.reasons == ["answer_too_large"])
      let packed = try HostileTests.gzip(Array(page.utf8))
      let bomb = try Self.ask { _, _ in
        Repository.Reply(headers: [("Content-Encoding", "gzip")], body: packed)
      } _: {
        $0.endpoint.bytes = Int64(packed.count) - 100
      }
      #expect(bomb.outcome.reasons == ["answer_too_large"])
    }

    @Test func followsRedirectsOnlyWithinTheSamePlace() throws {
      let other = try Repository { _, _ in .json(Pages.page(["A1"])) }
      let elsewhere = "http://127.0.0.1:\(other.port)/events"
      let away = try Self.ask(
        { _, _ in .status(302, [("Location", elsewhere)]) },
        credential: "environment: EPCIS_TOKEN")
      #expect(away.outcome.reasons == ["redirect_refused"])
      #expect(other.requests.isEmpty)
      let inside = try Self.ask { request, _ in
        request.uri.hasPrefix("/v2")
          ? .json(Pages.page(["A1"])) : .status(307, [("Location", "/v2/events?x=1")])
      }
      #expect(!inside.outcome.isIncomplete)
      let round = try Self.ask { _, _ in .status(301, [("Location", "/events")]) }
      #expect(round.outcome.reasons == ["redirect_refused"])
      let nowhere = try Self.ask { _, _ in .status(308) }
      #expect(nowhere.outcome.reasons == ["redirect_refused"])
      let paged = try Self.ask(
        { _, _ in
          .json(Pages.page(["A1"]), [("Link", "<\(elsewhere)?p=2>; rel=\"next\"")])
        }, credential: "environment: EPCIS_TOKEN")
      #expect(paged.outcome.reasons == ["next_page_refused"])
      #expect(paged.outcome.sources[0].events == 1)
      #expect(other.requests.isEmpty)
    }
  }
#endif
