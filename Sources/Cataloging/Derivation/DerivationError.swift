/// Why derived tables could not be made: an operational fault, never a fault of a record.
package struct DerivationError: Error, CustomStringConvertible, Equatable {
  /// What kind of fault it is.
  package enum Code: String, Sendable {
    /// More events or identifiers than one catalog can order.
    case tooLarge = "derivation_too_large"
    /// SQLite refused a statement.
    case database = "derivation_database"
  }

  /// The kind of fault.
  package let code: Code
  /// What failed, where, and what to do.
  package let description: String
}
