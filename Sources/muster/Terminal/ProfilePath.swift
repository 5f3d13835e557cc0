/// Names of files of which there is one for each profile.
enum ProfilePath {
  /// `DIR/FILE-<profile>.ending` of `DIR/FILE.ending` when there are several profiles, else the path
  /// as it was given.
  static func path(_ output: String, for profile: String, of count: Int) -> String {
    guard count > 1 else { return output }
    let name = output.lastIndex(of: "/").map { output.index(after: $0) } ?? output.startIndex
    let dot = output[name...].lastIndex(of: ".").flatMap { $0 > name ? $0 : nil }
    let end = dot ?? output.endIndex
    return "\(output[..<end])-\(profile)\(output[end...])"
  }
}
