import Foundation
import Glibc
import Settings

/// What is sent to sign in; it never leaves this type but for the header of a request.
struct EndpointSecret: Sendable {
  /// The header it is sent in.
  let field: EndpointHeaders.Field
  /// Spellings of the secret, none of which may show anywhere.
  private let traces: [String]

  /// Texts shorter than this are too common to be looked for.
  private static let shortest = 4
  /// In answers only longer ones are looked for.
  private static let shortestInAnswer = 8
  private static let longestFile = 64 * 1024

  /// Reads what a credential names.
  /// - Throws: `EndpointFault` with code `credential_not_found`.
  init(_ credential: Credential, environment: [String: String]) throws(EndpointFault) {
    let text = try Self.text(credential.secret, environment)
    var value = text
    var traces = [text]
    var name = "Authorization"
    switch credential.scheme {
    case .bearer:
      // The secret may have been kept together with the word before it.
      if value.lowercased().hasPrefix("bearer ") { value = String(value.dropFirst(7)) }
      traces.append(value)
      value = "Bearer " + value
    case .basic:
      let encoded = Data("\(credential.name ?? ""):\(text)".utf8).base64EncodedString()
      traces.append(encoded)
      value = "Basic " + encoded
    case .header:
      name = credential.name ?? name
    }
    guard value.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), Self.isName(name) else {
      throw EndpointFault(
        .credentialNotFound,
        "\(Self.place(credential.secret)) holds signs that no header of HTTP may have. Write the "
          + "secret alone on one line.")
    }
    field = EndpointHeaders.Field(name: name, value: value)
    for trace in traces {
      traces.append(
        trace.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? trace)
      traces.append(Data(trace.utf8).base64EncodedString())
    }
    self.traces = Set(traces).filter { $0.utf8.count >= Self.shortest }
      .sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
  }

  /// A text in which no spelling of the secret is left.
  func redact(_ text: String) -> String {
    traces.reduce(text) { $0.replacing($1, with: "***") }
  }

  /// Whether bytes hold the secret.
  func isIn(_ bytes: UnsafeRawBufferPointer) -> Bool {
    longTraces.contains { Self.find($0, in: bytes) }
  }

  private static func find(_ trace: [UInt8], in bytes: UnsafeRawBufferPointer) -> Bool {
    guard let first = trace.first, let base = bytes.baseAddress else { return false }
    var start = 0
    while bytes.count - start >= trace.count {
      guard let hit = memchr(base + start, Int32(first), bytes.count - start - trace.count + 1)
      else { return false }
      if memcmp(hit, trace, trace.count) == 0 { return true }
      start = UnsafeRawPointer(hit) - base + 1
    }
    return false
  }

  /// The most bytes a spelling that is looked for in answers has.
  var longestTrace: Int { longTraces.map(\.count).max() ?? 0 }

  private var longTraces: [[UInt8]] {
    traces.filter { $0.utf8.count >= Self.shortestInAnswer }.map { Array($0.utf8) }
  }

  private static func text(
    _ reference: SecretReference, _ environment: [String: String]
  ) throws(EndpointFault) -> String {
    let whole: String
    switch reference {
    case .environment(let name):
      guard let value = environment[name] else {
        throw EndpointFault(
          .credentialNotFound,
          "The environment variable \(name), which its credential names, is not set. Set it for "
            + "this run, or name a file with \"credential: { file: … }\".")
      }
      whole = value
    case .file(let url):
      guard let handle = try? FileHandle(forReadingFrom: url),
        let data = try? handle.read(upToCount: longestFile)
      else {
        throw EndpointFault(
          .credentialNotFound,
          "The file \(url.path), which its credential names, cannot be read by this user.")
      }
      whole = String(decoding: data, as: UTF8.self)
    }
    let line = whole.split(omittingEmptySubsequences: false) { $0.isNewline }.first ?? ""
    let secret = line.trimmingCharacters(in: .whitespaces)
    guard !secret.isEmpty else {
      throw EndpointFault(.credentialNotFound, "\(place(reference)) holds nothing.")
    }
    return secret
  }

  private static func place(_ reference: SecretReference) -> String {
    switch reference {
    case .environment(let name): "The environment variable \(name)"
    case .file(let url): "The file \(url.path)"
    }
  }

  /// A token (RFC 9110, 5.6.2).
  private static func isName(_ name: String) -> Bool {
    let others = Set("!#$%&'*+-.^_`|~".utf8)
    return !name.isEmpty
      && name.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
          || others.contains($0)
      }
  }
}
