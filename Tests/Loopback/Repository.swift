#if HTTP
  import Foundation
  import NIOCore
  import NIOHTTP1
  import NIOPosix
  import NIOSSL
  import Synchronization

  /// A repository on loopback that answers as a test tells it, and remembers what it was asked.
  package final class Repository: Sendable {
    /// What was asked.
    package struct Request: Sendable {
      /// Path and query.
      package var uri: String
      /// By lower-case name.
      package var headers: [String: String]

      /// The value of a parameter of the query.
      package func parameter(_ name: String) -> String? {
        URLComponents(string: "http://h" + uri)?.queryItems?.first { $0.name == name }?.value
      }
    }

    /// What to answer.
    package struct Reply: Sendable {
      /// How it arrives.
      package enum Manner: Sendable {
        /// With its length.
        case whole
        /// In chunks.
        case chunked
        /// The head, and then nothing.
        case silent
        /// No byte at all.
        case hanging
        /// The connection ends after so many bytes of the body.
        case cut(Int)
        /// The connection ends without an answer.
        case reset
      }

      /// The status.
      package var status = 200
      /// Headers but for the length.
      package var headers: [(String, String)] = []
      /// The bytes.
      package var body: [UInt8] = []
      /// How it arrives.
      package var manner = Manner.whole

      /// A reply from its parts.
      package init(
        status: Int = 200, headers: [(String, String)] = [], body: [UInt8] = [],
        manner: Manner = .whole
      ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.manner = manner
      }

      /// A page.
      package static func json(_ text: String, _ headers: [(String, String)] = []) -> Reply {
        Reply(
          headers: [("Content-Type", "application/ld+json")] + headers, body: Array(text.utf8))
      }

      /// A status with the repository's own words.
      package static func status(
        _ status: Int, _ headers: [(String, String)] = [], _ text: String = ""
      )
        -> Reply
      {
        Reply(
          status: status, headers: [("Content-Type", "application/problem+json")] + headers,
          body: Array(text.utf8))
      }
    }

    /// A certificate and its key, both DER.
    package struct Identity: Sendable {
      fileprivate let certificate: [UInt8]
      fileprivate let key: [UInt8]

      /// An identity from its parts.
      package init(certificate: [UInt8], key: [UInt8]) {
        self.certificate = certificate
        self.key = key
      }

      fileprivate func context() throws -> NIOSSLContext {
        try NIOSSLContext(
          configuration: .makeServerConfiguration(
            certificateChain: [
              .certificate(NIOSSLCertificate(bytes: certificate, format: .der))
            ], privateKey: .privateKey(NIOSSLPrivateKey(bytes: key, format: .der))))
      }
    }

    private let channel: any Channel
    private let scheme: String
    private let asked = Mutex<[Request]>([])
    private let answer: Mutex<@Sendable (Request, Int) -> Reply>

    /// Starts one, encrypted when it has an identity; `answer` gets the request and how many came
    /// before it.
    package init(
      identity: Identity? = nil, _ answer: @escaping @Sendable (Request, Int) -> Reply
    ) throws {
      self.answer = Mutex(answer)
      scheme = identity == nil ? "http" : "https"
      let context = try identity?.context()
      let relay = Relay()
      channel = try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            if let context {
              try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
            }
            // Whoever does not speak HTTP gets 400 and the end of the connection.
            try channel.pipeline.syncOperations.configureHTTPServerPipeline(
              withErrorHandling: true)
            try channel.pipeline.syncOperations.addHandler(Answering(relay))
          }
        }.bind(host: "127.0.0.1", port: 0).wait()
      relay.repository.withLock { $0 = WeakRepository(value: self) }
    }

    deinit { channel.close(promise: nil) }

    /// Takes up no connections any more.
    package func stop() { try? channel.close().wait() }

    /// Answers otherwise from now on.
    package func now(_ answer: @escaping @Sendable (Request, Int) -> Reply) {
      self.answer.withLock { $0 = answer }
      asked.withLock { $0 = [] }
    }

    /// Where it listens.
    package var port: Int { channel.localAddress?.port ?? 0 }
    /// A query of events.
    package var url: String {
      "\(scheme)://127.0.0.1:\(port)/events?GE_eventTime=2026-07-01T00:00:00Z"
    }
    /// What was asked so far.
    package var requests: [Request] { asked.withLock { $0 } }

    fileprivate func reply(to request: Request) -> Reply {
      let before = asked.withLock { list in
        list.append(request)
        return list.count - 1
      }
      return answer.withLock { $0 }(request, before)
    }
  }

  private struct WeakRepository: Sendable {
    weak var value: Repository?
  }

  private final class Relay: Sendable {
    let repository = Mutex(WeakRepository())
  }

  private final class Answering: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let relay: Relay
    private var head: HTTPRequestHead?

    init(_ relay: Relay) { self.relay = relay }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head): self.head = head
      case .body: break
      case .end:
        guard let head, let repository = relay.repository.withLock({ $0.value }) else {
          return context.close(promise: nil)
        }
        var headers: [String: String] = [:]
        for (name, value) in head.headers { headers[name.lowercased()] = value }
        send(repository.reply(to: Repository.Request(uri: head.uri, headers: headers)), context)
      }
    }

    private func send(_ reply: Repository.Reply, _ context: ChannelHandlerContext) {
      var headers = HTTPHeaders(reply.headers)
      var body = reply.body[...]
      var isWhole = true
      switch reply.manner {
      case .hanging: return
      case .reset: return context.close(promise: nil)
      case .chunked: headers.add(name: "Transfer-Encoding", value: "chunked")
      case .silent:
        headers.add(name: "Content-Length", value: String(body.count + 10))
        body = []
        isWhole = false
      case .cut(let count):
        headers.add(name: "Content-Length", value: String(body.count))
        body = body.prefix(count)
        isWhole = false
      case .whole:
        if reply.status != 304, reply.status != 204 {
          headers.add(name: "Content-Length", value: String(body.count))
        }
      }
      let head = HTTPResponseHead(
        version: .http1_1, status: HTTPResponseStatus(statusCode: reply.status), headers: headers)
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      while !body.isEmpty {
        let piece = body.prefix(7000)
        body = body.dropFirst(piece.count)
        context.write(
          wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: piece)))), promise: nil)
      }
      if isWhole {
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      } else {
        context.flush()
        if case .cut = reply.manner { context.close(promise: nil) }
      }
    }
  }
#endif
