internal import Settings

extension ExitStatus {
  /// Every exit code, explained.
  static let explanations: [CodeExplanation] = [
    exit(
      done, "Done. assess, run, pack: no gap at or above --fail-on. verify: valid. diff: the same.",
      "–", "Nothing. Exit 0 does not say that all is well: it covers only the records examined."),
    exit(
      gaps, "Done, and there is something: gaps at or above --fail-on, or differences (diff).",
      "The records show what the report lists.", "Read the report; work off the items for action."),
    exit(
      failure, "The work could not be finished; there is no result.",
      "A file cannot be read or written, a disk is full, a name is refused: see the message.",
      "Do what the message says and run again."),
    exit(
      incomplete,
      "Finished, but something could not be read, so not everything was judged, or nothing was "
        + "there to judge.",
      "Damaged or locked files, records in quarantine, an empty folder, a period without records, "
        + "or a check that could not be run.",
      "muster status names them; get them again and collect. stdout with --json counts gaps too."),
    exit(
      integrity, "verify, status --check: something is not what it was when it was written.",
      "A pack or catalog was changed or damaged.",
      "See the codes beside it, each with muster explain. Do not rely on this copy."),
    exit(
      seal,
      "verify: the contents are whole, but the seal is absent though required, invalid or "
        + "untrusted.", "No seal, a forged pack, an ended certificate, or another root.",
      "muster explain V109."),
    exit(
      locked, "Another run holds the lock of the catalog.", "Two jobs at the same time.",
      "Wait for the other run; the lock goes with its process."),
    exit(
      64, "The command line is not understood.", "A flag or argument is wrong.",
      "See the message, or muster help COMMAND."),
    exit(
      configuration, "The configuration or a profile is invalid; nothing was done.",
      "A wrong key, type or value in muster.yaml or a YAML file of the profiles.",
      "Every place is listed with line and column; correct all of them."),
    exit(
      129, "Interrupted by SIGHUP, after cleaning up.", "The terminal or connection was closed.",
      "Run again, with nohup where it is to go on without a terminal; what was taken is kept."),
    exit(
      130, "Interrupted by SIGINT (Ctrl-C), after cleaning up.", "Somebody stopped it.",
      "Run again; what was taken is kept."),
    exit(
      143, "Interrupted by SIGTERM, after cleaning up.", "A scheduler or shutdown stopped it.",
      "Run again; what was taken is kept."),
  ]

  private static func exit(
    _ code: Int32, _ meaning: String, _ cause: String, _ remedy: String
  ) -> CodeExplanation {
    CodeExplanation(
      code: String(code), place: "exit code", meaning: meaning, cause: cause, remedy: remedy)
  }
}
