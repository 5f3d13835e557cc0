#if HTTP
  import Archives
  import Cataloging
  import Collecting
  import Foundation
  import Loopback
  import Settings
  import Testing

  /// The secret goes into one header of one host and nowhere else.
  @Suite struct EndpointSecretTests {
    /// Every file of the catalog, originals unpacked, holds no spelling of the secret.
    private func expectClean(_ place: Workplace, _ catalog: Catalog, _ outcome: CollectionOutcome)
      throws
    {
      let secret = Workplace.secret
      let spellings = [
        secret, Data(secret.utf8).base64EncodedString(),
        Data("reader:\(secret)".utf8).base64EncodedString(),
        secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "",
      ]
      var texts = ["\(outcome)"]
      for sha256 in try catalog.texts("SELECT sha256 FROM vault_object") {
        let bytes = try catalog.vault?.open(sha256).readAll(limit: 1 << 24) ?? []
        texts.append(String(decoding: bytes, as: UTF8.self))
      }
      let walker = FileManager.default.enumerator(atPath: place.folder.path)
      while let path = walker?.nextObject() as? String {
        let data = try? Data(contentsOf: place.folder.appendingPathComponent(path))
        texts.append(String(decoding: data ?? Data(), as: UTF8.self))
      }
      for text in texts {
        for spelling in spellings { #expect(!text.contains(spelling)) }
      }
    }

    @Test(arguments: [
      ("environment: EPCIS_TOKEN", "authorization", "Bearer " + Workplace.secret),
      (
        "environment: EPCIS_TOKEN, scheme: basic, name: reader", "authorization",
        "Basic " + Data("reader:\(Workplace.secret)".utf8).base64EncodedString()
      ),
      ("environment: EPCIS_TOKEN, scheme: header, name: X-Key", "x-key", Workplace.secret),
    ])
    func sendsTheSecretAsConfiguredAndWritesItNowhere(
      credential: String, header: String, value: String
    ) throws {
      let place = try Workplace()
      let catalog = try place.catalog()
      // A careless repository that tells everything back.
      let repository = try Repository { request, count in
        let echo = request.headers[header] ?? ""
        let link = "<?nextPageToken=\(Workplace.secret)-\(count)&api_key=\(count)>; rel=\"next\""
        if count == 2 {
          return .status(403, [("X-Echo", echo)], #"{"title":"No \#(echo)"}"#)
        }
        return .json(
          Pages.page(["A\(count)"]), [("ETag", "\"\(echo)\""), ("Link", link)])
      }
      let outcome = try place.ask(repository.url, catalog, credential: credential)
      #expect(outcome.reasons == ["access_refused"])
      #expect(repository.requests.allSatisfy { $0.headers[header] == value })
      try expectClean(place, catalog, outcome)
      // What was left out of the address cannot be asked again, so reading begins anew.
      repository.now(Pages.serve([["A0"], ["A1"]]))
      let again = try place.ask(repository.url, catalog, credential: credential)
      #expect(!again.isIncomplete)
      try expectClean(place, catalog, again)
    }

    @Test func keepsNoAnswerThatHoldsTheSecret() throws {
      let place = try Workplace()
      let catalog = try place.catalog()
      let repository = try Repository { request, _ in
        .json(
          Pages.page(["A1"]).replacing(
            "\"q\"", with: "\"\(request.headers["authorization"] ?? "")\""))
      }
      let outcome = try place.ask(
        repository.url, catalog, credential: "environment: EPCIS_TOKEN")
      #expect(outcome.reasons == ["secret_in_answer"])
      try expectClean(place, catalog, outcome)
    }

    @Test func readsTheFirstLineOfAFileAndSaysWhenThereIsNone() throws {
      let place = try Workplace()
      let catalog = try place.catalog()
      let repository = try Repository(Pages.serve([["A1"]]))
      let none = try place.ask(repository.url, catalog, credential: "file: token")
      #expect(none.reasons == ["credential_not_found"])
      #expect(none.sources[0].problem?.contains("token") == true)
      #expect(repository.requests.isEmpty)
      try Data("Bearer abc-123\nnot this\n".utf8).write(
        to: place.folder.appendingPathComponent("token"))
      let read = try place.ask(repository.url, catalog, credential: "file: token")
      #expect(!read.isIncomplete)
      #expect(repository.requests.first?.headers["authorization"] == "Bearer abc-123")
      let unset = try place.ask(
        repository.url, catalog, credential: "environment: EPCIS_TOKEN"
      ) { $0.environment = [:] }
      #expect(unset.reasons == ["credential_not_found"])
      #expect(unset.sources[0].problem?.contains("EPCIS_TOKEN") == true)
      let odd = try place.ask(
        repository.url, catalog, credential: "environment: EPCIS_TOKEN"
      ) { $0.environment = ["EPCIS_TOKEN": "a\u{7}b"] }
      #expect(odd.reasons == ["credential_not_found"])
    }
  }
#endif
