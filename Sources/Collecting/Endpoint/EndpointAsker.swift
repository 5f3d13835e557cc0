import Archives
import Foundation
import Glibc

/// Asks for one page at a time: signs in, follows what may be followed, waits and tries again,
/// unpacks.
final class EndpointAsker {
  /// A page as it came.
  struct Page {
    /// 200, 204 or 304.
    var status: Int
    var headers: EndpointHeaders
    /// The unpacked body; nil without one.
    var body: TemporaryFile?
    var format: SniffedFormat?
  }

  private let transport: any EndpointTransport
  private let limits: EndpointLimits
  private let secret: EndpointSecret?
  private let folder: String
  private let nowMs: Int64
  private let isCancelled: @Sendable () -> Bool

  /// What is asked for, and which editions of the standard are understood (EPCIS 2.0, 12.7).
  private static let asked: [(String, String)] = [
    ("Accept", "application/ld+json, application/json;q=0.9, application/xml;q=0.5"),
    ("Accept-Encoding", "gzip"), ("GS1-EPCIS-Version", "2.0.0"), ("GS1-EPCIS-Min", "2.0.0"),
    ("GS1-EPCIS-Max", "2.0.0"), ("User-Agent", "muster"),
  ]

  init(
    _ transport: any EndpointTransport, limits: EndpointLimits, secret: EndpointSecret?,
    folder: String, nowMs: Int64, isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.transport = transport
    self.limits = limits
    self.secret = secret
    self.folder = folder
    self.nowMs = nowMs
    self.isCancelled = isCancelled
  }

  /// Gets a page; with `etag` only when it is another one now (RFC 9110, 13.1.2).
  /// - Throws: `EndpointFault`; `CollectingError.cancelled`; `ArchiveError` for a full disk.
  func page(_ address: EndpointAddress, etag: String? = nil) throws -> Page {
    var pause = limits.pauseMs
    var attempt = 1
    while true {
      do {
        return try once(address, etag)
      } catch let fault as EndpointFault where fault.isPassing && attempt < limits.attempts {
        if let wait = fault.wait, wait > limits.longestWait {
          throw EndpointFault(
            fault.code, "\(fault.description) It asks to wait \(wait) s; collect again then.")
        }
        try rest(milliseconds: fault.wait.map { Int64($0) * 1000 } ?? pause)
        pause = min(pause * 2, Int64(limits.longestWait) * 1000)
        attempt += 1
      } catch let fault as EndpointFault where fault.isPassing {
        throw EndpointFault(
          fault.code, "\(fault.description) It was asked \(attempt) times; collect again later.")
      }
    }
  }

  private func rest(milliseconds: Int64) throws {
    var left = max(0, milliseconds)
    while left > 0 {
      if isCancelled() { throw CollectingError.cancelled }
      let part = min(left, 100)
      usleep(UInt32(part) * 1000)
      left -= part
    }
  }

  // MARK: One try

  private func once(_ address: EndpointAddress, _ etag: String?) throws -> Page {
    var place = address
    for _ in 0...limits.redirects {
      if isCancelled() { throw CollectingError.cancelled }
      let file = try TemporaryFile(folder: folder)
      let answer = try transport.get(place, headers(etag), into: file, isCancelled: isCancelled)
      switch answer.status {
      case 200: return try unpacked(answer, file)
      case 204, 304: return Page(status: answer.status, headers: answer.headers)
      case 301, 302, 303, 307, 308: place = try redirect(answer, from: place)
      default: throw refusal(answer, file, at: place)
      }
    }
    throw EndpointFault(
      .redirectRefused, "\(address.origin) redirects more than \(limits.redirects) times.")
  }

  private func headers(_ etag: String?) -> EndpointHeaders {
    var headers = EndpointHeaders(Self.asked)
    if let secret { headers.fields.append(secret.field) }
    if let etag {
      headers.fields.append(EndpointHeaders.Field(name: "If-None-Match", value: etag))
    }
    return headers
  }

  /// Where a redirect leads: never to another host, which the configuration does not name and which
  /// the credential is not for, and never out of encryption.
  private func redirect(
    _ answer: EndpointAnswer, from place: EndpointAddress
  ) throws(EndpointFault) -> EndpointAddress {
    guard let written = answer.headers["location"], let target = place.resolving(written) else {
      throw EndpointFault(
        .redirectRefused, "\(place.origin) answers \(answer.status) without an address to go to.")
    }
    if place.scheme == "https", target.scheme == "http" {
      throw EndpointFault(
        .redirectRefused,
        "\(place.origin) redirects to \(target.origin), which is not encrypted. Nothing was sent "
          + "there.")
    }
    guard target.origin == place.origin else {
      throw EndpointFault(
        .redirectRefused,
        "\(place.origin) redirects to \(target.origin). Nothing was sent there; if it is right, "
          + "name that address with \"url\".")
    }
    return target
  }

  /// What an answer that is no page means, with the repository's own words where it gives them
  /// (RFC 9457).
  private func refusal(
    _ answer: EndpointAnswer, _ file: TemporaryFile, at place: EndpointAddress
  ) -> EndpointFault {
    let words = problem(answer, file)
    let said = "\(place.origin) answers \(answer.status)" + (words.isEmpty ? "" : " (\(words))")
    let wait = answer.headers["retry-after"].flatMap { text in
      RetryAfter.seconds(
        text, nowMs: answer.headers["date"].flatMap(RetryAfter.date) ?? nowMs)
    }
    switch answer.status {
    case 401:
      let advice =
        secret == nil
        ? "Name a credential in muster.yaml: credential: { environment: NAME }."
        : "Is the credential the right one, and still valid?"
      return EndpointFault(.signInRefused, "\(said). \(advice)")
    case 403:
      return EndpointFault(
        .accessRefused, "\(said): the account may not read this. Ask its owner for read rights.")
    case 404, 410:
      return EndpointFault(
        .addressNotFound, "\(said): there is nothing at this address. Correct \"url\".")
    case 429: return EndpointFault(.tooManyRequests, "\(said).", wait: wait)
    case 500, 502, 503, 504: return EndpointFault(.serverFault, "\(said).", wait: wait)
    case 501, 505...599: return EndpointFault(.queryRefused, "\(said).")
    default:
      return EndpointFault(
        .queryRefused, "\(said). Correct the query behind the ? of \"url\".")
    }
  }

  private struct Problem: Decodable {
    var type: String?
    var title: String?
    var detail: String?
  }

  private func problem(_ answer: EndpointAnswer, _ file: TemporaryFile) -> String {
    guard answer.headers["content-type"]?.contains("json") == true,
      let bytes = try? FileByteSource(path: file.path).readAll(limit: 64 * 1024),
      let problem = try? JSONDecoder().decode(Problem.self, from: Data(bytes))
    else { return "" }
    let words = [problem.type, problem.title ?? problem.detail].compactMap { $0 }
      .filter { !$0.isEmpty && $0 != "about:blank" }.joined(separator: ": ")
    let plain = String(words.prefix(200)).map { $0.isNewline || $0 == "\t" ? " " : $0 }
    let text = String(plain)
    return secret?.redact(text) ?? text
  }

  // MARK: Bodies

  private func unpacked(_ answer: EndpointAnswer, _ file: TemporaryFile) throws -> Page {
    let coding = (answer.headers["content-encoding"] ?? "identity").lowercased()
      .filter { $0 != " " }
    var body = file
    switch coding {
    case "identity", "": break
    case "gzip", "x-gzip": body = try gunzipped(file)
    default:
      throw EndpointFault(
        .answerEncoding, "An answer is compressed as \"\(coding.prefix(40))\"; gzip was offered.")
    }
    if let secret, try holds(secret, body) {
      throw EndpointFault(
        .secretInAnswer,
        "An answer holds the secret that was sent; it is not kept. Tell the repository's owner, and "
          + "change the secret.")
    }
    let head = try ArtifactIntake.head(of: FileByteSource(path: body.path))
    let format = FormatSniffer.sniff(head)
    if let fault = Self.fault(of: format, head, answer.headers) { throw fault }
    return Page(status: 200, headers: answer.headers, body: body, format: format)
  }

  private func gunzipped(_ file: TemporaryFile) throws -> TemporaryFile {
    let target = try TemporaryFile(folder: folder)
    let source = try FileByteSource(path: file.path)
    do {
      var bytes: Int64 = 0
      let packed = try GzipReader(source, limits: ArtifactIntake.inflateLimits)
      try packed.forEachPiece { piece in
        bytes += Int64(piece.count)
        guard bytes <= limits.bytes else {
          throw EndpointFault(
            .answerTooLarge,
            "One answer unpacks to more than \(limits.bytes) bytes. Ask for smaller pages "
              + "(perPage), or for a shorter period.")
        }
        try target.write(piece)
      }
    } catch let error as ArchiveError where error.code != .writeFailed {
      throw EndpointFault(.answerEncoding, "The gzip of an answer is damaged: \(error.message)")
    }
    return target
  }

  private func holds(_ secret: EndpointSecret, _ file: TemporaryFile) throws -> Bool {
    let overlap = max(0, secret.longestTrace - 1)
    guard overlap > 0 else { return false }
    var carried: [UInt8] = []
    var found = false
    try FileByteSource(path: file.path).forEachPiece { piece in
      if found { return }
      // What lies across two pieces is looked at once more with the end of the one before.
      carried.append(contentsOf: piece.prefix(overlap))
      found = carried.withUnsafeBytes(secret.isIn) || secret.isIn(piece)
      carried = Array(piece.suffix(overlap))
    }
    return found
  }

  /// Why a body is no page of a result: a sign-in page, a list of something else.
  private static func fault(
    of format: SniffedFormat, _ head: [UInt8], _ headers: EndpointHeaders
  ) -> EndpointFault? {
    let type = headers["content-type"].map { " (\($0.prefix(80)))" } ?? ""
    switch format.family {
    case .epcisJSON, .epcisXML: return nil
    // Some repositories give an empty result as an empty list.
    case .json where isList(head): return nil
    case .empty:
      return EndpointFault(
        .answerNotEPCIS, "An answer holds nothing, though its status says there is a page.")
    case .json:
      return EndpointFault(
        .answerNotEPCIS,
        "An answer is JSON without EPCIS in it\(type). Does \"url\" name a query for events, such "
          + "as …/events?GE_eventTime=…?")
    default:
      return EndpointFault(
        .answerNotEPCIS,
        "An answer is no EPCIS\(type); perhaps a page for signing in. Open the address in a browser "
          + "to see it.")
    }
  }

  private static func isList(_ head: [UInt8]) -> Bool {
    head.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) == 0x5B
  }
}
