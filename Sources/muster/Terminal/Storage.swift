internal import Cataloging
internal import Foundation

/// Errors of libraries as sentences of ours.
enum Storage {
  /// The error, in words that say what failed and where; ours say it already.
  static func plain(_ error: any Error) -> any Error {
    if let error = CatalogError.plain(error) as? CatalogError { return error }
    guard let fault = error as? CocoaError else { return error }
    return PlainError(
      description: (fault.filePath.map { "\($0): " } ?? "")
        + (fault.underlying ?? fault).localizedDescription
        + " Check that the file or folder exists, may be read or written and has room.")
  }

  /// A sentence.
  struct PlainError: Error, CustomStringConvertible {
    let description: String
  }
}
