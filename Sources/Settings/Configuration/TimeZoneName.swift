import Foundation

extension DiagnosticSink {
  /// An IANA time zone this system knows.
  func timeZone(_ value: YAMLValue) -> String? {
    guard let text = text(value, "time_zone") else { return nil }
    if text == "UTC" { return text }
    // Foundation also takes abbreviations and offsets, which say nothing about summer time.
    if text.contains("/"), TimeZone(identifier: text) != nil { return text }
    let known = TimeZone.knownTimeZoneIdentifiers
    let last = text.split(separator: "/").last.map { "/" + $0.replacing(" ", with: "_") } ?? text
    let near =
      Suggestion.nearest(to: text, among: known)
      ?? known.sorted().first { $0.lowercased().hasSuffix(last.lowercased()) }
    error(
      "\"time_zone\": \"\(text)\" is not a time zone; write one such as America/New_York or "
        + "Europe/Berlin", at: value.position, suggestion: near)
    return nil
  }
}
