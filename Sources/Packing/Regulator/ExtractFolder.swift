internal import Archives
internal import Glibc

/// A folder beside the answer where extracts lie until they are in it: those of one product may be
/// gigabytes.
final class ExtractFolder {
  private static let smallest = 1 << 14

  private let path: String
  private var count = 0

  init(beside output: String) {
    let name = output.split(separator: "/").last.map(String.init) ?? "pack"
    let place = output.dropLast(name.count)
    let start = ".\(name).extracts-"
    TemporaryFiles.removeAbandoned(in: place.isEmpty ? "." : String(place), startingWith: start)
    path = "\(place)\(start)\(getpid())"
  }

  /// Writes an extract down, a small one not.
  func keep(_ bytes: [UInt8]) throws -> PackItem.Content {
    if bytes.count < Self.smallest { return .bytes(bytes) }
    if count == 0 {
      TemporaryFiles.remove(path)
      TemporaryFiles.add(path)
      guard mkdir(path, 0o700) == 0 else {
        throw PackingError(
          .cannotWrite, "Cannot create \(path): \(String(cString: strerror(errno))).")
      }
    }
    count += 1
    let file = "\(path)/\(count)"
    do {
      try WholeFile.write(bytes, to: file)
    } catch let error as ArchiveError {
      throw PackingError(.cannotWrite, error.description)
    }
    return .file(file, size: UInt64(bytes.count), level: Deflater.standardLevel)
  }

  func remove() { TemporaryFiles.remove(path) }
}
