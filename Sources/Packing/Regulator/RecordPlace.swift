internal import Assessing
internal import GRDB

/// Where a record stands, from the columns line, pointer, format, path and is_member; beside the
/// fields of a kind, which may be called so too, from `at line` and so on.
enum RecordPlace {
  static func text(_ row: Row, besideFields: Bool = false) -> String {
    let start = besideFields ? "at " : ""
    let position = Position(
      format: row["\(start)format"], line: row["\(start)line"], pointer: row["\(start)pointer"],
      byte: nil)
    let member = row["\(start)is_member"] == true ? "\(row["\(start)path"] as String): " : ""
    return member + (position.label ?? "somewhere")
  }
}
