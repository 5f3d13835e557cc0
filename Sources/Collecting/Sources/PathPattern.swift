import Glibc

/// A path with `*`, `?`, `[…]` in its parts and `**` for any number of folders.
struct PathPattern: Sendable {
  private let parts: [String]

  init(_ text: String) { parts = text.split(separator: "/").map(String.init) }

  /// The leading part of a path without any sign of a pattern, and the rest. What is called so as it
  /// is written is no pattern: folders have names such as "Audit [2026]".
  static func split(_ path: String) -> (base: String, pattern: PathPattern?) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
    func leading(_ end: Int) -> String {
      (path.hasPrefix("/") ? "/" : "") + parts[..<end].joined(separator: "/")
    }
    let first = parts.indices.first { index in
      isPattern(parts[index]) && access(leading(index + 1), F_OK) != 0
    }
    guard let first else { return (path, nil) }
    let base = leading(first)
    return (
      base.isEmpty ? "." : base, PathPattern(parts[first...].joined(separator: "/"))
    )
  }

  private static func isPattern(_ part: String) -> Bool {
    part.utf8.contains { $0 == 0x2A || $0 == 0x3F || $0 == 0x5B }
  }

  /// Whether a relative path fits.
  func matches(_ path: String) -> Bool {
    let names = path.split(separator: "/").map(String.init)
    // reachable[j]: the names so far fit the first j parts. One row per name, so time is bounded
    // by names × parts whatever the pattern.
    var reachable = [Bool](repeating: false, count: parts.count + 1)
    reachable[0] = true
    spread(&reachable)
    for name in names {
      var next = [Bool](repeating: false, count: parts.count + 1)
      for (index, part) in parts.enumerated() where reachable[index] {
        if part == "**" {
          if !name.hasPrefix(".") { next[index] = true }
        } else if Self.fits(part, name) {
          next[index + 1] = true
        }
      }
      spread(&next)
      reachable = next
    }
    return reachable[parts.count]
  }

  private func spread(_ reachable: inout [Bool]) {
    for (index, part) in parts.enumerated() where reachable[index] && part == "**" {
      reachable[index + 1] = true
    }
  }

  private static func fits(_ part: String, _ name: String) -> Bool {
    part == name || fnmatch(part, name, FNM_PERIOD) == 0
  }
}
