#if HTTP
  import AsyncHTTPClient
  import Dispatch
  import Glibc
  import NIOCore
  import NIOHTTP1
  import NIOSSL
  import Synchronization

  /// Asks with async-http-client: no redirects, no second tries, no cookies, no proxy, HTTP/1.1.
  final class HTTPTransport: EndpointTransport {
    private let client: HTTPClient
    private let limits: EndpointLimits

    /// How often a run that is to stop is noticed while an answer comes in.
    private static let lookMs = 100

    init(_ limits: EndpointLimits) {
      self.limits = limits
      var settings = HTTPClient.Configuration(
        redirectConfiguration: .disallow,
        timeout: HTTPClient.Configuration.Timeout(
          connect: .milliseconds(limits.connectMs), read: .milliseconds(limits.silentMs)))
      settings.httpVersion = .http1Only
      settings.connectionPool.retryConnectionEstablishment = false
      client = HTTPClient(
        eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: settings)
    }

    func close() { try? client.syncShutdown() }

    func get(
      _ address: EndpointAddress, _ headers: EndpointHeaders, into body: TemporaryFile,
      isCancelled: @Sendable () -> Bool
    ) throws -> EndpointAnswer {
      let fields = HTTPHeaders(headers.fields.map { ($0.name, $0.value) })
      let request: HTTPClient.Request
      do {
        request = try HTTPClient.Request(url: address.text, headers: fields)
      } catch {
        throw EndpointFault(.connectFailed, "\(address.origin) cannot be asked.")
      }
      let spool = BodySpool(body, limit: limits.bytes)
      let task = client.execute(
        request: request, delegate: spool,
        deadline: .now() + .milliseconds(limits.answerMs))
      let done = DispatchSemaphore(value: 0)
      let result = Box()
      task.futureResult.whenComplete { outcome in
        result.value.withLock { $0 = outcome }
        done.signal()
      }
      while done.wait(timeout: .now() + .milliseconds(Self.lookMs)) == .timedOut {
        if isCancelled() {
          task.fail(reason: CollectingError.cancelled)
          done.wait()
          throw CollectingError.cancelled
        }
      }
      switch result.value.withLock({ $0 }) {
      case .success(let answer): return answer
      case .failure(let error): throw fault(error, at: address, hasBegun: spool.hasBegun)
      case nil: throw EndpointFault(.connectionBroken, "No answer came from \(address.origin).")
      }
    }

    private func fault(
      _ error: any Error, at address: EndpointAddress, hasBegun: Bool
    ) -> any Error {
      if error is EndpointFault || error is CollectingError || error is TransportFault {
        return (error as? TransportFault)?.cause ?? error
      }
      let place = address.origin
      if let known = error as? HTTPClientError, let words = waited(known, address) {
        return EndpointFault(.timedOut, "\(place) \(words).")
      }
      let kind = String(reflecting: type(of: error))
      if kind.hasPrefix("NIOSSL") {
        return EndpointFault(
          .tlsFailed, "No encrypted connection with \(place): \(Self.tls(error)).")
      }
      if hasBegun {
        return EndpointFault(.answerCut, "\(place) broke off in the middle of an answer.")
      }
      // A connection that came about and broke is worth another try, one that never did is not.
      if kind.hasSuffix("NIOConnectionError") {
        return EndpointFault(
          .connectFailed, "No connection with \(place): \(Self.short(error)).")
      }
      if let system = error as? IOError, system.errnoCode == ECONNREFUSED {
        return EndpointFault(.connectFailed, "\(place) refuses connections.")
      }
      return EndpointFault(.connectionBroken, "\(place) ended the connection without an answer.")
    }

    private func waited(_ error: HTTPClientError, _ address: EndpointAddress) -> String? {
      switch error {
      case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout:
        address.scheme == "https"
          ? "did not take up an encrypted connection within \(limits.connectMs) ms. \(Self.plain)"
          : "did not take up a connection within \(limits.connectMs) ms"
      case .readTimeout, .writeTimeout: "sent nothing for \(limits.silentMs) ms"
      case .deadlineExceeded: "did not end its answer within \(limits.answerMs) ms"
      default: nil
      }
    }

    /// Why encryption did not come about. BoringSSL's words are for its developers.
    private static func tls(_ error: any Error) -> String {
      let words = "\(error)"
      // What came back is no record of TLS: the answer of a server that speaks HTTP there.
      if words.contains("WRONG_VERSION_NUMBER") {
        return "it answers without encryption. Nothing was sent there. \(plain)"
      }
      if words.contains("EOF during handshake") {
        return "it ended the connection before encryption was agreed on. \(plain)"
      }
      if words.contains("CERTIFICATE_VERIFY_FAILED") {
        return "its certificate is not trusted here (an authority this machine does not know, or a "
          + "certificate that has run out). Nothing was sent there. Add the authority to the "
          + "machine's certificates; the check cannot be switched off"
      }
      if let error = error as? NIOSSLExtraError, error == .failedToValidateHostname {
        return "its certificate is for another name. Nothing was sent there"
      }
      return short(error)
    }

    private static let plain =
      "If it is right that it is not encrypted, \"url\" begins with http://"

    /// The beginning of an error's own words; they name host and cause.
    private static func short(_ error: any Error) -> String {
      String("\(error)".prefix(200))
    }
  }

  /// Where the outcome of a request waits for the thread that asked.
  private final class Box: Sendable {
    let value = Mutex<Result<EndpointAnswer, any Error>?>(nil)
  }

  /// A fault of our own that travels through the client.
  private struct TransportFault: Error {
    let cause: any Error
  }

  /// Writes a body to a file while it comes in; the connection waits for the disk.
  private final class BodySpool: HTTPClientResponseDelegate {
    typealias Response = EndpointAnswer

    private struct State {
      var answer = EndpointAnswer(status: 0, headers: EndpointHeaders(), bytes: 0)
      var hasBegun = false
    }

    private let file: TemporaryFile
    private let limit: Int64
    private let state = Mutex(State())

    /// Bytes kept of an answer that is no page.
    private static let errorBytes: Int64 = 64 * 1024

    init(_ file: TemporaryFile, limit: Int64) {
      self.file = file
      self.limit = limit
    }

    /// Whether the head of an answer came.
    var hasBegun: Bool { state.withLock { $0.hasBegun } }

    func didReceiveHead(
      task: HTTPClient.Task<EndpointAnswer>, _ head: HTTPResponseHead
    ) -> EventLoopFuture<Void> {
      state.withLock {
        $0.hasBegun = true
        $0.answer.status = Int(head.status.code)
        $0.answer.headers = EndpointHeaders(head.headers.map { ($0.name, $0.value) })
      }
      return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(
      task: HTTPClient.Task<EndpointAnswer>, _ buffer: ByteBuffer
    ) -> EventLoopFuture<Void> {
      do {
        try state.withLock { state in
          let isPage = state.answer.status == 200
          let room = (isPage ? limit : Self.errorBytes) - state.answer.bytes
          guard Int64(buffer.readableBytes) <= room else {
            // What an error page says beyond its beginning is of no use.
            if !isPage { return }
            throw EndpointFault(
              .answerTooLarge,
              "One answer is larger than \(limit) bytes. Ask for smaller pages (perPage), or for a "
                + "shorter period.")
          }
          try buffer.withUnsafeReadableBytes { try file.write($0) }
          state.answer.bytes += Int64(buffer.readableBytes)
        }
        return task.eventLoop.makeSucceededVoidFuture()
      } catch {
        return task.eventLoop.makeFailedFuture(TransportFault(cause: error))
      }
    }

    func didFinishRequest(task: HTTPClient.Task<EndpointAnswer>) throws -> EndpointAnswer {
      state.withLock { $0.answer }
    }
  }
#endif
