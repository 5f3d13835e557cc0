/// How long and how much is asked of an endpoint.
package struct EndpointLimits: Sendable {
  /// Milliseconds to wait for a connection.
  package var connectMs: Int64 = 10_000
  /// Milliseconds without a byte.
  package var silentMs: Int64 = 60_000
  /// Milliseconds for one answer.
  package var answerMs: Int64 = 30 * 60_000
  /// How often one page is asked for.
  package var attempts = 5
  /// Milliseconds before the second attempt; doubled each time.
  package var pauseMs: Int64 = 1_000
  /// The longest wait a repository may ask for, in seconds.
  package var longestWait = 120
  /// Redirects of one request.
  package var redirects = 5
  /// Pages of one result.
  package var pages = 100_000
  /// Pages with the same bytes, one behind the other.
  package var repeats = 3
  /// Bytes of one answer, as sent and unpacked.
  package var bytes: Int64 = 1 << 30

  /// What is usual.
  package init() {}
}
