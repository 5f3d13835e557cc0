internal import Archives
internal import Glibc

/// A folder beside a pack where what was made for it lies until it is in it: extracts of one
/// product, or the list of a hundred thousand originals, may be gigabytes.
final class PartFolder {
  /// Up to these sizes, of one file and of all together, what is small stays in memory.
  private static let small = 1 << 14
  private static let smallInAll = 1 << 24
  private static let buffered = 1 << 18

  private let path: String
  private var count = 0
  private var inMemory = 0

  init(beside output: String) {
    path = Self.place(of: "parts", beside: output)
  }

  /// Where something made for a pack may lie beside it, hidden; what a killed run left is removed.
  static func place(of what: String, beside output: String) -> String {
    let name = output.split(separator: "/").last.map(String.init) ?? "pack"
    let folder = output.dropLast(name.count)
    let start = ".\(name).\(what)-"
    TemporaryFiles.removeAbandoned(in: folder.isEmpty ? "." : String(folder), startingWith: start)
    return "\(folder)\(start)\(getpid())"
  }

  /// Removes what was written.
  func remove() { TemporaryFiles.remove(path) }

  /// Writes a file for `place` below `data/`, as it is handed over; a small one stays in memory.
  func write(
    _ place: String, _ body: (_ sink: (_ piece: [UInt8]) throws -> Void) throws -> Void
  ) throws -> MadeFile {
    var digest = RunningDigest(withSHA512: false)
    var held: [UInt8] = []
    var file: File?
    try body { piece in
      piece.withUnsafeBytes { digest.update($0) }
      held += piece
      guard held.count >= Self.buffered else { return }
      let begun = try file ?? newFile()
      file = begun
      try begun.write(held)
      held.removeAll(keepingCapacity: true)
    }
    if file == nil, held.count < Self.small, inMemory + held.count <= Self.smallInAll {
      inMemory += held.count
      return MadeFile(PackItem(path: place, content: .bytes(held)), sha256: digest.sha256)
    }
    let last = try file ?? newFile()
    try last.write(held)
    let content = PackItem.Content.file(
      last.path, size: digest.count, level: Deflater.standardLevel)
    return MadeFile(PackItem(path: place, content: content), sha256: digest.sha256)
  }

  private func newFile() throws -> File {
    if count == 0 {
      TemporaryFiles.remove(path)
      TemporaryFiles.add(path)
      guard mkdir(path, 0o700) == 0 else {
        throw PackingError(
          .cannotWrite, "Cannot create \(path): \(systemReason()).")
      }
    }
    count += 1
    return try File("\(path)/\(count)")
  }

  /// A file that need not outlive the process, and so is not synced.
  private final class File {
    let path: String
    private let number: Int32

    init(_ path: String) throws {
      self.path = path
      number = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      guard number >= 0 else {
        throw PackingError(.cannotWrite, "Cannot create \(path): \(systemReason()).")
      }
    }

    deinit { close(number) }

    func write(_ bytes: [UInt8]) throws {
      if let error = bytes.withUnsafeBytes({ writeAll($0, to: number) }) {
        throw PackingError(.cannotWrite, "Cannot write \(path): \(systemReason(error)).")
      }
    }
  }
}
