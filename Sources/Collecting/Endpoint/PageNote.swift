import Cataloging
import Foundation
import GS1

/// What is kept beside the body of a page: where and when it came from, and where the next one is.
struct PageNote: Decodable, Equatable {
  /// Its number, from 1.
  var page: Int
  /// The address asked, without secrets.
  var url: String
  /// When the source's turn came, RFC 3339.
  var fetchedAt: String
  /// SHA-256 of the body, and of the body without the time it was put together.
  var sha256: String
  var contentSHA256: String
  /// Headers worth keeping, by lower-case name.
  var headers: [String: [String]]
  /// The address of the next page; nil on the last one.
  var next: String?
  /// Whether something was left out of that address, so that it cannot be asked again.
  var isNextCut: Bool

  private enum CodingKeys: String, CodingKey {
    case page, url, sha256, headers, next
    case fetchedAt = "fetched_at"
    case contentSHA256 = "content_sha256"
    case isNextCut = "next_is_cut"
  }

  /// Notes a page.
  init(
    page: Int, at address: EndpointAddress, _ headers: EndpointHeaders, sha256: String,
    contentSHA256: String, next: EndpointAddress?, nowMs: Int64, secret: EndpointSecret?
  ) {
    func clean(_ text: String) -> String { secret?.redact(text) ?? text }
    self.page = page
    url = clean(address.shown)
    fetchedAt = InstantText.rfc3339(nowMs)
    self.sha256 = sha256
    self.contentSHA256 = contentSHA256
    var kept: [String: [String]] = [:]
    for name in EndpointHeaders.kept {
      let values = headers.all(name)
      // A link is kept as the address it leads to, below.
      if !values.isEmpty, name != "link" { kept[name] = values.map(clean) }
    }
    self.headers = kept
    self.next = next.map { clean($0.shown) }
    isNextCut = next.map { clean($0.shown) != $0.text } ?? false
  }

  /// Reads a note back; nil for what is none.
  init?(_ bytes: [UInt8]) {
    guard let note = try? JSONDecoder().decode(PageNote.self, from: Data(bytes)) else { return nil }
    self = note
  }

  /// The entity tag of the page.
  var etag: String? { headers["etag"]?.first }

  /// Whether two notes lead on alike: what differs between them is only when they were written.
  func leadsOn(like other: PageNote) -> Bool { next == other.next && etag == other.etag }

  /// Whether the token of the next page is past its time, as the repository gave it.
  func isNextExpired(nowMs: Int64) -> Bool {
    guard let text = headers["gs1-next-page-token-expires"]?.first else { return false }
    let end = InstantText.parse(text)?.milliseconds ?? RetryAfter.date(text)
    return end.map { $0 <= nowMs } ?? false
  }

  /// The note as canonical JSON, with a line end.
  var bytes: [UInt8] {
    let text = CanonicalJSON.object([
      "page": .integer(Int64(page)), "url": .string(url), "status": .integer(200),
      "fetched_at": .string(fetchedAt), "sha256": .string(sha256),
      "content_sha256": .string(contentSHA256),
      "headers": .object(headers.mapValues { .array($0.map { .string($0) }) }),
      "next": .optional(next), "next_is_cut": .bool(isNextCut),
    ]).text
    return Array((text + "\n").utf8)
  }
}
