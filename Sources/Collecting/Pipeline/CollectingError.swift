/// A fault of operation while collecting; bad data is never one.
package struct CollectingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of fault.
  package enum Code: String, Sendable {
    /// The run was interrupted; what is committed stays (exit 129, 130 or 143).
    case cancelled
    /// A source was asked for that the configuration does not have.
    case unknownSource = "unknown_source"
  }

  /// The kind of fault.
  package let code: Code
  /// What failed, where, and what to do.
  package let description: String

  /// A fault from its parts.
  package init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  static let cancelled = CollectingError(
    .cancelled,
    "The run was interrupted. What was taken so far is kept; run again to take the rest.")
}
