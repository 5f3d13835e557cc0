/// Why an endpoint could not be read whole; told, written down and explained, never a crash.
package struct EndpointFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of fault; the raw value is the stable code.
  package enum Code: String, Sendable, CaseIterable {
    /// The environment variable or file of the credential is not there, or cannot be a secret.
    case credentialNotFound = "credential_not_found"
    /// 401.
    case signInRefused = "sign_in_refused"
    /// 403.
    case accessRefused = "access_refused"
    /// 404, 410.
    case addressNotFound = "address_not_found"
    /// Any other status that is no page.
    case queryRefused = "query_refused"
    /// 429, for longer than is waited.
    case tooManyRequests = "too_many_requests"
    /// 500, 502, 503, 504, again and again.
    case serverFault = "server_fault"
    /// No connection comes about.
    case connectFailed = "connect_failed"
    /// The certificate or the encryption is not accepted.
    case tlsFailed = "tls_failed"
    /// Nothing comes for too long.
    case timedOut = "timed_out"
    /// The connection breaks before an answer.
    case connectionBroken = "connection_broken"
    /// The connection breaks inside an answer.
    case answerCut = "answer_cut"
    /// An answer is larger than is read.
    case answerTooLarge = "answer_too_large"
    /// An answer is compressed in a way that is not read, or damaged.
    case answerEncoding = "answer_encoding"
    /// An answer is no EPCIS.
    case answerNotEPCIS = "answer_not_epcis"
    /// A redirect that is not followed.
    case redirectRefused = "redirect_refused"
    /// A next page that is not followed.
    case nextPageRefused = "next_page_refused"
    /// Pages without an end.
    case endlessPaging = "endless_paging"
    /// The result was not the same at the end as at the beginning.
    case changedWhileRead = "changed_while_read"
    /// The answer holds the secret that was sent.
    case secretInAnswer = "secret_in_answer"
  }

  /// The kind of fault.
  package let code: Code
  /// What happened and what to do, in sentences without any secret.
  package let description: String
  /// Seconds the repository asks to wait.
  var wait: Int?

  init(_ code: Code, _ description: String, wait: Int? = nil) {
    self.code = code
    self.description = description
    self.wait = wait
  }

  /// Whether asking once more may help.
  var isPassing: Bool {
    switch code {
    case .tooManyRequests, .serverFault, .connectionBroken, .answerCut: true
    default: false
    }
  }

  /// Whether the pages read before stay the beginning of the same result, so that the next run goes
  /// on behind them.
  var leavesResultWhole: Bool {
    switch code {
    case .redirectRefused, .nextPageRefused, .endlessPaging, .changedWhileRead, .answerNotEPCIS,
      .queryRefused, .addressNotFound, .secretInAnswer:
      false
    default: true
    }
  }
}
