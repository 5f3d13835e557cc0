package import GRDB

extension CatalogError {
  /// What an error of SQLite says about the disk or the file, as a sentence; nil for an error that is
  /// about a statement. `place` is the catalog folder, where it is known.
  package static func storage(_ error: DatabaseError, place: String? = nil) -> CatalogError? {
    let place = place ?? "the catalog folder"
    let reason = "SQLite: \(error.message ?? "\(error.resultCode)")"
    switch error.resultCode {
    case .SQLITE_FULL:
      return CatalogError(
        code: .diskFull,
        description: "The disk that holds \(place) is full (\(reason)). What was taken before is "
          + "kept. Free some space, or put 'catalog:' on a larger disk, and run again.")
    case .SQLITE_IOERR:
      return CatalogError(
        code: .disk,
        description: "The disk that holds \(place) cannot be read or written (\(reason)). What was "
          + "taken before is kept. Look at the disk and its free space, then run again; 'muster "
          + "status --check' says whether the catalog is whole.")
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
      return CatalogError(
        code: .disk,
        description: "The catalog in \(place) cannot be opened for writing (\(reason)). Make the "
          + "folder and the files in it writable for this account, or name another one under "
          + "'catalog:'.")
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      return .damaged("The database of \(place) is damaged (\(reason)).")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return CatalogError(
        code: .locked,
        description: "Another program holds the database of \(place) (\(reason)). Close it and run "
          + "again.")
    case .SQLITE_NOMEM:
      return CatalogError(
        code: .disk, description: "There is not enough memory to go on (\(reason)).")
    case .SQLITE_ERROR:
      guard let object = missingObject(error) else { return nil }
      return .damaged("The database of \(place) is damaged: \(object) was not found in it.")
    default: return nil
    }
  }

  /// The table or view of every catalog that a statement did not find.
  private static func missingObject(_ error: DatabaseError) -> String? {
    let mark = "no such table: "
    guard let message = error.message, message.hasPrefix(mark),
      let name = message.dropFirst(mark.count).split(separator: ".").last.map(String.init)
    else { return nil }
    let tables = Schema.collectedTables + Schema.runTableNames + Schema.derivedTables
    let isOurs = tables.contains(name) || (try? Schema.views())?[name] != nil
    return isOurs ? name : nil
  }

  /// The error as a sentence about the disk when it is one of SQLite about it, else as it is.
  package static func plain(_ error: any Error, place: String? = nil) -> any Error {
    (error as? DatabaseError).flatMap { storage($0, place: place) } ?? error
  }
}
