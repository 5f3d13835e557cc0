#if HTTP
  import Cataloging
  import Collecting
  import Foundation
  import Loopback
  import Settings

  /// Pages of events as a repository gives them.
  enum Pages {
    /// A query document with one event for each serial.
    static func page(_ serials: [String], created: String = "2026-11-02T15:00:00Z") -> String {
      let events = serials.map {
        JSONSample.object("urn:epc:id:sgtin:0312345.067890.\($0)")
      }.joined(separator: ",")
      return #"""
        {"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
         "type":"EPCISQueryDocument","schemaVersion":"2.0","creationDate":"\#(created)",
         "epcisBody":{"queryResults":{"queryName":"q","resultsBody":{"eventList":[\#(events)]}}}}
        """#
    }

    /// Answers page after page of a result, by `Link` or by the header with the token alone.
    static func serve(
      _ pages: [[String]], byLink: Bool = true, headers: [(String, String)] = []
    ) -> @Sendable (Repository.Request, Int) -> Repository.Reply {
      let headers = headers.map { ($0.0, $0.1) }
      return { request, _ in
        let number = request.parameter("nextPageToken").flatMap { Int($0.dropFirst(6)) } ?? 1
        guard pages.indices.contains(number - 1) else { return .status(404) }
        var more = headers
        if number < pages.count {
          more.append(
            byLink
              ? ("Link", "</events?nextPageToken=token-\(number + 1)>; rel=\"next\"")
              : ("nextPageToken", "token-\(number + 1)"))
        }
        return .json(page(pages[number - 1]), more)
      }
    }
  }

  extension Workplace {
    static let secret = "Zq7-very-secret+value/84"

    /// A configuration with one source at an address.
    func endpoint(_ url: String, credential: String? = nil) throws -> MusterConfiguration {
      let file = folder.appendingPathComponent("muster.yaml")
      let line = credential.map { "\n    credential: { \($0) }" } ?? ""
      try Data(
        """
        version: 1
        organization: { name: Example Pharma, gln: "0399991000015", roles: [manufacturer] }
        catalog: catalog
        profiles: [{ id: dscsa-manufacturer }]
        sources:
          - name: repository
            kind: epcis
            url: "\(url)"\(line)
        """.utf8
      ).write(to: file)
      return try MusterConfiguration.load(from: file)
    }

    /// Collects from an address, waiting for nothing longer than a test should.
    func ask(
      _ url: String, _ catalog: Catalog, credential: String? = nil,
      at nowMs: Int64 = 1_793_000_000_000,
      _ change: (inout CollectOptions) -> Void = { _ in }
    ) throws -> CollectionOutcome {
      var options = CollectOptions()
      options.endpoint.pauseMs = 10
      options.endpoint.connectMs = 2_000
      options.endpoint.silentMs = 1_000
      options.endpoint.answerMs = 5_000
      options.endpoint.attempts = 3
      options.environment = ["EPCIS_TOKEN": Self.secret]
      change(&options)
      return try Pipeline.collect(
        configuration: endpoint(url, credential: credential), catalog: catalog,
        clock: { nowMs }, options: options)
    }
  }

  extension CollectionOutcome {
    /// The codes of what was not read.
    var reasons: [String] {
      sources.flatMap(\.troubles).filter { $0.status == "unreadable" }.map(\.reason)
    }
  }
#endif
