internal import ProfileData

/// The built-in texts of `Profiles/`.
package enum LibraryFiles {
  /// Path below `Profiles/` and text of each, sorted by path.
  package static var builtIn: [(path: String, text: String)] { EmbeddedProfiles.files }
}
