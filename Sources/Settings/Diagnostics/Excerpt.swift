/// The line of a file with a mark below one column; of a long line the part about the column.
package struct Excerpt: Sendable, Hashable {
  /// Lines longer than this are shown from near the column on.
  private static let widest = 160

  /// Two lines: that of the file, and the caret.
  let text: String

  /// The excerpt of a line about a column, from 1 and counted in Unicode scalars.
  init(of line: Substring, column: Int) {
    var scalars = line.unicodeScalars[...]
    var before = max(column, 1) - 1
    let isLong = scalars.dropFirst(Self.widest).first != nil
    if isLong {
      let first = max(0, before - Self.widest / 2)
      scalars = scalars.dropFirst(first).prefix(Self.widest)
      before -= first
    }
    var shown = String.UnicodeScalarView()
    var blank = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      // A tab stays a tab in both lines; other control characters would move the cursor.
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      let visible: Unicode.Scalar = isControl && scalar != "\t" ? "?" : scalar
      shown.append(visible)
      if index < before { blank.append(visible == "\t" ? "\t" : " ") }
    }
    text = "    \(String(shown))\n    \(String(blank))^"
  }
}
