/// What comes back for one request, before anything is made of it.
struct EndpointAnswer: Sendable {
  var status: Int
  var headers: EndpointHeaders
  /// Bytes written to the file of the body.
  var bytes: Int64
}

/// Sends one GET and writes the body to a file; follows and retries nothing.
protocol EndpointTransport: AnyObject {
  /// - Throws: `EndpointFault` of the connection; `CollectingError.cancelled`; `ArchiveError` when
  ///   the file cannot be written.
  func get(
    _ address: EndpointAddress, _ headers: EndpointHeaders, into body: TemporaryFile,
    isCancelled: @Sendable () -> Bool
  ) throws -> EndpointAnswer

  /// Ends what is left open.
  func close()
}

/// Whether this build asks endpoints, and with what.
package enum EndpointSupport {
  /// True in a build with the trait `HTTP`.
  package static var isBuilt: Bool {
    #if HTTP
      true
    #else
      false
    #endif
  }

  /// How to get a build that does.
  package static let advice =
    "build with \"swift build -c release --traits Seal,HTTP\", or export to files and name their "
    + "folder with \"path\""

  /// Nil in a build that asks none.
  static func transport(_ limits: EndpointLimits) -> (any EndpointTransport)? {
    #if HTTP
      HTTPTransport(limits)
    #else
      nil
    #endif
  }
}
