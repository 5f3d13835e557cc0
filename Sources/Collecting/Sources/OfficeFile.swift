/// Files of office programs, known by their endings: their zip holds parts of one document, not
/// files of somebody's.
enum OfficeFile {
  /// Endings of tables.
  static let tables = [
    ".csv", ".tsv", ".tab", ".psv", ".xls", ".xlsx", ".xlsm", ".xlsb", ".xltx", ".ods",
  ]
  private static let zipped = [
    ".xlsx", ".xlsm", ".xlsb", ".xltx", ".ods", ".docx", ".docm", ".dotx", ".odt", ".pptx", ".pptm",
    ".odp", ".vsdx",
  ]

  /// Whether the name is that of a document made of a zip.
  static func isNamed(_ name: String) -> Bool {
    let lower = name.lowercased()
    return zipped.contains { lower.hasSuffix($0) }
  }
}
