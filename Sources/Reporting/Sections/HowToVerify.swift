/// How anybody checks that the pack is whole, and what that does not show.
enum HowToVerify {
  static func section(_ context: ReportContext) -> ReportSection {
    // Who signed off stands above; lines for a pen are for a draft.
    let lines: [ReportBlock] =
      context.signOffs.isEmpty
      ? [.signatures(["Prepared: name, date, signature", "Reviewed: name, date, signature"])] : []
    return ReportSection(
      "verify", "How to verify",
      [
        .paragraph(
          "README.txt beside this folder gives the exact lines. In short: every file stands in "
            + "manifest-sha256.txt, that list stands in tagmanifest-sha256.txt, and the SHA-256 of "
            + "tagmanifest-sha256.txt is the pack digest. “muster verify” does it in one step and "
            + "also finds files that no list names."),
        .heading(3, "What this report does not show", id: nil),
        .paragraph(
          "It shows what the collected records say, not that the records are true or complete beyond "
            + "what is listed as delivered. It judges by data where data can judge; where a person "
            + "must look it says so."),
      ] + lines)
  }
}
