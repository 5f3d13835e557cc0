/// A fault of operation in the catalog: never bad data, which is a defect row.
package struct CatalogError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What kind of fault it is.
  package enum Code: String, Sendable {
    /// A later release wrote the catalog.
    case newer
    /// Another run holds the catalog (exit 6).
    case locked
    /// The folder is on a network file system.
    case networkFileSystem = "network_file_system"
    /// The file is not a catalog of this product.
    case notACatalog = "not_a_catalog"
    /// There is no catalog in the folder.
    case missing
    /// An earlier release wrote the catalog and nothing was collected into it since.
    case older
    /// The last collect did not come to its end.
    case unfinished
    /// A file could not be made, read or renamed.
    case file
    /// The content of the vault or of the tables is not what was written.
    case damaged
    /// The disk of the catalog is full.
    case diskFull = "disk_full"
    /// The disk gave an error of its own, or the folder may not be written.
    case disk
    /// A call came in an order that would break a ledger or the audit trail.
    case misuse
  }

  /// The kind of fault.
  package let code: Code
  /// What failed, where, and what to do.
  package let description: String
}

extension CatalogError {
  static func newer(place: String, version: Int) -> CatalogError {
    CatalogError(
      code: .newer,
      description: "The catalog \(place) was written by a newer release (schema \(version), this "
        + "one reads up to \(Schema.version)). Use that release, or name another folder under "
        + "'catalog:' and collect again.")
  }

  static func older(place: String) -> CatalogError {
    CatalogError(
      code: .older,
      description: "The catalog \(place) was written by an earlier release. Run 'muster collect' "
        + "once: what was collected stays, the lives of units are derived anew.")
  }

  static let unfinished = CatalogError(
    code: .unfinished,
    description: "The last collect did not come to its end: what follows from the events is not up "
      + "to date with the records, so nothing is judged. Run 'muster collect' again.")

  static func notACatalog(place: String) -> CatalogError {
    CatalogError(
      code: .notACatalog,
      description: "\(place) is an SQLite file, but not a catalog. Name another folder under "
        + "'catalog:', or move the file away.")
  }

  /// The database was removed or replaced while a run wrote to it.
  package static func removed(folder: String) -> CatalogError {
    CatalogError(
      code: .missing,
      description:
        "The catalog in \(folder) was removed or replaced while this run wrote to it: what "
        + "the run took is not there. Let nothing else touch the folder and collect again.")
  }

  static func missing(folder: String) -> CatalogError {
    CatalogError(
      code: .missing,
      description: "There is no catalog in \(folder). Run 'muster collect' first, or correct "
        + "'catalog:' in the configuration.")
  }

  /// The account that runs may not look into the folder.
  static func closed(folder: String) -> CatalogError {
    CatalogError(
      code: .file,
      description: "The folder \(folder), or one above it, is closed to this account: a catalog is "
        + "for the account that collected it. Run muster as that account, or correct 'catalog:' in "
        + "the configuration.")
  }

  static func locked(folder: String, owner: String) -> CatalogError {
    CatalogError(
      code: .locked,
      description: "Another run holds the catalog in \(folder) (\(owner)). Wait for it to end; "
        + "the lock goes with the process that holds it.")
  }

  static func networkFileSystem(folder: String, name: String) -> CatalogError {
    CatalogError(
      code: .networkFileSystem,
      description: "The catalog folder \(folder) is on a network file system (\(name)), where "
        + "SQLite cannot keep its log safe. Put 'catalog:' on a local disk.")
  }

  static func file(_ path: String, _ what: String, errno number: Int32? = nil) -> CatalogError {
    let reason = number.map { " (\(SystemText.message(of: $0)))" } ?? ""
    return CatalogError(
      code: .file,
      description: "\(path): \(what)\(reason). Check that the folder exists, is writable and has "
        + "room, then run again; nothing half-written stays.")
  }

  /// The content of the vault or of the tables is not what was written; `what` says which, as a
  /// sentence.
  package static func damaged(_ what: String) -> CatalogError {
    CatalogError(
      code: .damaged,
      description: "\(what) Run 'muster status --check' for the whole list; restore the catalog "
        + "folder from a backup, or collect into a new one.")
  }

  static func misuse(_ what: String) -> CatalogError {
    CatalogError(code: .misuse, description: what)
  }
}
