import Assessing

/// Who prepared, reviewed and approved.
enum SignOffs {
  /// Nothing when nobody signed off.
  static func sections(_ context: ReportContext) -> [ReportSection] {
    guard !context.signOffs.isEmpty else { return [] }
    let rows = context.signOffs.map { entry in
      [entry.step.rawValue, entry.name, entry.account, entry.at.text, entry.comment ?? ""]
        .map { RichText($0) }
    }
    return [
      ReportSection(
        "sign-offs", "Prepared, reviewed, approved",
        [
          .table(
            ReportTable(
              "Sign-offs of this assessment and these records",
              ["As", "By", "Account", "At", "Comment"], rows)),
          .note(
            "These entries say who stated what from which account; the audit trail binds them to the "
              + "digests of the assessment and of the records. They attribute; they are no "
              + "electronic signatures under 21 CFR Part 11 or EU GMP Annex 11."),
        ] + shared(context.signOffs))
    ]
  }

  /// That one account signed several steps: whoever counts on a second person has to know.
  private static func shared(_ signOffs: [SignOff]) -> [ReportBlock] {
    let accounts = Dictionary(grouping: signOffs, by: \.account).filter { $0.value.count > 1 }
    return accounts.sorted { $0.key < $1.key }.map { account, entries in
      let steps = entries.map(\.step).sorted().map(\.rawValue).joined(separator: " and ")
      return .note(RichText("The account \(account) signed as \(steps)."))
    }
  }
}
