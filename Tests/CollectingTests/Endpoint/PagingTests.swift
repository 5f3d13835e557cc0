import Collecting
import Settings
import Testing

/// How pages are found, without any network.
@Suite struct PagingTests {
  private func address(_ text: String) throws -> EndpointAddress {
    try #require(EndpointAddress(text))
  }

  @Test func readsLinksAsTheStandardWritesThem() {
    let links = LinkHeader.links(
      #"<a?x=1,2;3>; rel="prev"; title="one, \"two\"; three", <b> ; REL = "other next" , <c>;rel=last"#
    )
    #expect(links.map(\.target) == ["a?x=1,2;3", "b", "c"])
    #expect(links.map(\.relations) == [["prev"], ["other", "next"], ["last"]])
    #expect(LinkHeader.links("").isEmpty)
    #expect(LinkHeader.links("<open").isEmpty)
    #expect(LinkHeader.links(#"<a>; anchor="/else"; rel=next"#).first?.hasAnchor == true)
    #expect(LinkHeader.links(#"<a>; rel=prev; rel=next"#).first?.relations == ["prev"])
  }

  @Test(arguments: [
    ("<?nextPageToken=t2>; rel=\"next\"", "https://r.example/v2/events?nextPageToken=t2"),
    ("</x/events?a=b>; rel=next", "https://r.example/x/events?a=b"),
    ("<events?p=2>; rel=\"next\"", "https://r.example/v2/events?p=2"),
    ("<https://R.example:443/e?p=2>; rel=\"next\"", "https://R.example:443/e?p=2"),
    (
      "<http://inner:8080/events?nextPageToken=a%2Fb>; rel=\"next\"",
      "https://r.example/v2/events?q=1&nextPageToken=a%2Fb"
    ),
    (
      "0b1e6c1e-7a44-4d0b-9d52-5f8c6a4d7e11",
      "https://r.example/v2/events?q=1&nextPageToken=0b1e6c1e-7a44-4d0b-9d52-5f8c6a4d7e11"
    ),
  ])
  func followsALinkToTheNextPage(header: String, expected: String) throws {
    let asked = try address("https://r.example/v2/events?q=1")
    let next = NextPage.after(asked, EndpointHeaders([("Link", header)]))
    #expect(next == .address(try address(expected)))
  }

  @Test func takesTheTokenFromAHeaderAndPutsItInPlaceOfTheOneBefore() throws {
    let asked = try address("https://r.example/events?q=1&nextPageToken=old")
    let next = NextPage.after(asked, EndpointHeaders([("NextPageToken", "new+1&x=y")]))
    #expect(
      next == .address(try address("https://r.example/events?q=1&nextPageToken=new%2B1%26x%3Dy")))
    #expect(NextPage.after(asked, EndpointHeaders([("Link", "<p1>; rel=\"prev\"")])) == .none)
    #expect(NextPage.after(asked, EndpointHeaders([("Link", "Not yet supported")])) == .none)
    #expect(NextPage.after(asked, EndpointHeaders()) == .none)
  }

  @Test func goesToNoOtherHostForTheNextPage() throws {
    let asked = try address("https://r.example/events")
    for header in [
      "<https://evil.example/events?p=2>; rel=\"next\"", "<http://r.example/events?p=2>; rel=next",
      "<file:///etc/passwd>; rel=next", "rel=\"next\" https://r.example/events",
    ] {
      guard case .refused = NextPage.after(asked, EndpointHeaders([("Link", header)])) else {
        Issue.record("followed \(header)")
        continue
      }
    }
  }

  @Test(arguments: [
    ("120", 120), (" 0 ", 0), ("99999999999999999999", Int.max),
    ("Sun, 06 Nov 1994 08:49:37 GMT", 37), ("Sun, 06 Nov 1994 08:48:00 GMT", 0),
  ])
  func readsHowLongToWait(text: String, seconds: Int) {
    #expect(RetryAfter.seconds(text, nowMs: 784_111_740_000) == seconds)
  }

  @Test(arguments: [
    "", "soon", "-5", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
  ])
  func readsNoWaitFromOtherTexts(text: String) {
    #expect(RetryAfter.seconds(text, nowMs: 0) == nil)
  }

  @Test func showsNoSecretParameter() throws {
    let shown = try address("https://r.example/e?API_KEY=abc&q=1&nextPageToken=t#part").shown
    #expect(shown == "https://r.example/e?API_KEY=***&q=1&nextPageToken=t")
    #expect(EndpointAddress("https://u:p@r.example/") == nil)
    #expect(EndpointAddress("ftp://r.example/") == nil)
  }

  @Test func explainsEachOfItsCodes() {
    for code in EndpointFault.Code.allCases {
      let text = CollectExplanations.explanation(code.rawValue)
      #expect(!text.meaning.isEmpty && !text.cause.isEmpty && !text.remedy.isEmpty, "\(code)")
    }
  }
}
