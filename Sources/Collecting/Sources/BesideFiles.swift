/// Files that programs leave beside what people put into a folder, known by their names.
enum BesideFiles {
  /// Why a file or member of that name, the last part of its path, is left out; nil when it may be
  /// evidence.
  static func reason(ofName name: some StringProtocol) -> String? {
    if name.hasPrefix("~$") { return "office_lock_file" }
    let lower = name.lowercased()
    if lower == "thumbs.db" || lower == "desktop.ini" || lower == "ehthumbs.db" {
      return "system_file"
    }
    return nil
  }

  /// The same for a member of an archive, where hidden files and the folders of resource forks
  /// came along.
  static func reason(ofMember path: String) -> String? {
    let parts = path.split(separator: "/")
    if parts.contains("__MACOSX") { return "system_file" }
    guard let name = parts.last else { return nil }
    return name.hasPrefix(".") ? "hidden" : reason(ofName: name)
  }
}
