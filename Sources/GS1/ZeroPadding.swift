extension String {
  /// The text with leading zeros up to `width` UTF-8 bytes; a longer one as it is.
  package func zeroPadded(to width: Int) -> String {
    String(repeating: "0", count: max(0, width - utf8.count)) + self
  }
}
