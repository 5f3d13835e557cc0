/// Why a firm could not be made, and what to ask for instead.
struct SampleFault: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}
