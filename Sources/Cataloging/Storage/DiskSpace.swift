import Glibc

/// What a disk has left.
package enum DiskSpace {
  /// Bytes this account may still write where a folder lies, or will lie; nil when unknown.
  package static func free(at folder: String) -> Int64? {
    var path = folder
    var state = statvfs()
    while statvfs(path, &state) != 0 {
      // The folder is made later: the nearest one above it lies on the same disk.
      guard errno == ENOENT, let slash = path.lastIndex(of: "/"), path != "/" else { return nil }
      path = slash == path.startIndex ? "/" : String(path[..<slash])
    }
    let (bytes, overflow) = Int64(clamping: state.f_bavail).multipliedReportingOverflow(
      by: Int64(clamping: state.f_frsize))
    return overflow ? Int64.max : bytes
  }

  /// `950 MB`, `1.2 GB`: rounded to what a person compares.
  package static func text(_ bytes: Int64) -> String {
    let tenths = max(bytes, 0) / 100_000_000
    if tenths >= 10 { return "\(tenths / 10).\(tenths % 10) GB" }
    return "\(max(bytes, 0) / 1_000_000) MB"
  }
}

/// How much disk a stage will take, and whether there is enough.
package struct DiskForecast: Equatable, Sendable {
  /// What it is for: `collecting`, `packing`.
  package var stage: String
  /// The folder that grows.
  package var folder: String
  /// Bytes it will take, as far as can be told before.
  package var needed: Int64
  /// Bytes that are free; nil when unknown.
  package var free: Int64?

  /// A forecast from its parts.
  package init(stage: String, folder: String, needed: Int64, free: Int64?) {
    self.stage = stage
    self.folder = folder
    self.needed = needed
    self.free = free
  }

  /// Whether there is surely too little: less than half of what is expected.
  package var isShort: Bool { free.map { $0 < needed / 2 } ?? false }

  /// What is said before work starts.
  package var text: String {
    let room = free.map { "\(DiskSpace.text($0)) free" } ?? "free space unknown"
    let need = "About \(DiskSpace.text(needed)) will be needed for \(stage) in \(folder) (\(room))."
    guard let free, free < needed else { return need }
    return need + " That may not be enough."
  }

  /// Refuses to begin what surely cannot be finished.
  ///
  /// - Throws: `CatalogError` with code `disk_full`.
  package func check() throws(CatalogError) {
    guard isShort, let free else { return }
    throw CatalogError(
      code: .diskFull,
      description: "There is not enough room for \(stage) in \(folder): about "
        + "\(DiskSpace.text(needed)) will be needed and \(DiskSpace.text(free)) is free. Nothing "
        + "was begun. Free some space, or use a larger disk.")
  }
}
