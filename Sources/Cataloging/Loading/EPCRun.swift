/// A row of `epc_run`: EPCs an event names one after the other whose ids follow each other.
enum EPCRun {
  /// References a row stands for at most; a longer one was never written.
  static let limit = 100_000
}
