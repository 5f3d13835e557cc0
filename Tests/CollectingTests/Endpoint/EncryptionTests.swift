#if HTTP
  import Archives
  import Foundation
  import Glibc
  import Loopback
  import Testing

  @testable import Collecting

  #if Seal
    import Crypto
    import SwiftASN1
    import X509
  #endif

  /// Encryption: what is not trusted gets nothing, and what began encrypted stays so.
  @Suite struct EncryptionTests {
    /// Answers every request in the same way, without any network.
    private final class Answering: EndpointTransport {
      let answer: EndpointAnswer
      var asked: [String] = []

      init(_ answer: EndpointAnswer) { self.answer = answer }

      func get(
        _ address: EndpointAddress, _ headers: EndpointHeaders, into body: TemporaryFile,
        isCancelled: @Sendable () -> Bool
      ) throws -> EndpointAnswer {
        asked.append(address.text)
        return answer
      }

      func close() {}
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func aRedirectOutOfEncryptionIsRefused(status: Int) throws {
      let transport = Answering(
        EndpointAnswer(
          status: status,
          headers: EndpointHeaders([("Location", "http://repository.example:443/events")]),
          bytes: 0))
      let asker = EndpointAsker(
        transport, limits: EndpointLimits(), secret: nil, folder: NSTemporaryDirectory(),
        nowMs: 0, isCancelled: { false })
      let address = try #require(EndpointAddress("https://repository.example/events"))
      let fault = #expect(throws: EndpointFault.self) { _ = try asker.page(address) }
      #expect(fault?.code == .redirectRefused)
      #expect(
        fault?.description.contains(
          "https://repository.example:443 redirects to http://repository.example:443, which is "
            + "not encrypted. Nothing was sent there.") == true, "\(String(describing: fault))")
      #expect(transport.asked == ["https://repository.example/events"])
    }

    @Test func anAddressThatIsNotEncryptedIsToldSo() throws {
      let place = try Workplace()
      let catalog = try place.catalog()
      let repository = try Repository { _, _ in .json(Pages.page(["A1"])) }
      let outcome = try place.ask(
        "https://127.0.0.1:\(repository.port)/events", catalog,
        credential: "environment: EPCIS_TOKEN")
      #expect(outcome.reasons == ["tls_failed"])
      let words = try #require(outcome.sources[0].problem)
      #expect(words.contains("it answers without encryption. Nothing was sent there."), "\(words)")
      #expect(words.contains("\"url\" begins with http://"), "\(words)")
      #expect(outcome.isIncomplete && repository.requests.isEmpty)
    }

    #if Seal
      /// A certificate nobody vouches for, made on the spot.
      private static func identity(address: [UInt8]) throws -> Repository.Identity {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("repository of a test") }
        let now = Date()
        let certificate = try Certificate(
          version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey),
          notValidBefore: now.addingTimeInterval(-3600),
          notValidAfter: now.addingTimeInterval(24 * 3600), issuer: name, subject: name,
          signatureAlgorithm: .ecdsaWithSHA256,
          extensions: Certificate.Extensions {
            SubjectAlternativeNames([.ipAddress(ASN1OctetString(contentBytes: address[...]))])
          }, issuerPrivateKey: .init(key))
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        return Repository.Identity(
          certificate: serializer.serializedBytes, key: Array(key.derRepresentation))
      }

      @Test func aCertificateNobodyVouchesForIsRefusedInWords() throws {
        let place = try Workplace()
        let catalog = try place.catalog()
        let repository = try Repository(identity: Self.identity(address: [127, 0, 0, 1])) { _, _ in
          .json(Pages.page(["A1"]))
        }
        let outcome = try place.ask(
          repository.url, catalog, credential: "environment: EPCIS_TOKEN")
        #expect(outcome.reasons == ["tls_failed"])
        let words = try #require(outcome.sources[0].problem)
        #expect(words.contains("No encrypted connection with https://127.0.0.1:\(repository.port)"))
        #expect(words.contains("its certificate is not trusted here"), "\(words)")
        #expect(words.contains("the check cannot be switched off"))
        #expect(!words.contains("BoringSSL") && !words.contains("OPENSSL"))
        #expect(outcome.isIncomplete)
        #expect(repository.requests.isEmpty)
        #expect(try catalog.count("SELECT count(*) FROM all_event") == 0)
      }
    #endif
  }
#endif
