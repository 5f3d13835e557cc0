/// An operational fault of assessing: what failed, where, what to do. Data never makes one.
package struct AssessingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What sort of fault.
  package var code: Code
  /// One or two sentences for a person.
  package var description: String

  /// A fault.
  package init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  /// The sorts of faults.
  package enum Code: String, Sendable {
    case profileUnknown, catalogUnreadable, assessmentUnreadable, assessmentUnwritable
    case baselineUnreadable, definitionInvalid
  }
}
