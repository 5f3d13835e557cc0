extension VerifierRun {
  /// Compares what the documents in the pack say of each other.
  mutating func checkAgreement(contentsRead: Bool) {
    guard contentsRead, documentsAreSound else { return }
  }
}
