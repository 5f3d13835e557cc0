/// A line of text in pieces, the same for a page, a terminal and paper.
struct RichText: Sendable, Equatable, ExpressibleByStringInterpolation {
  /// A piece of a line.
  enum Piece: Sendable, Equatable {
    /// Plain text.
    case text(String)
    /// An identifier, exactly as the records write it.
    case code(String)
    /// Text that carries the point of the line.
    case strong(String)
    /// Text that explains.
    case quiet(String)
    /// Text that leads to another place: `#anchor` of this page or a path relative to it.
    case link(String, to: String)
    /// Room for a person to write in, about so many characters wide.
    case blank(Int)
    /// A status or priority: word and look, never colour alone.
    case mark(Mark, String)
    /// The rest goes on a new line.
    case lineBreak
  }

  /// The pieces in order.
  var pieces: [Piece]

  /// A text from its pieces.
  init(_ pieces: [Piece]) { self.pieces = pieces }

  /// Plain text.
  init(_ text: String) { pieces = text.isEmpty ? [] : [.text(text)] }

  /// Plain text.
  init(stringLiteral value: String) { self.init(value) }

  /// The text alone, a blank for each break; room to write in is underscores.
  var plain: String {
    pieces.map { piece in
      switch piece {
      case .text(let text), .code(let text), .strong(let text), .quiet(let text),
        .link(let text, to: _):
        text
      case .mark(_, let text): "[\(text)] "
      case .blank(let width): String(repeating: "_", count: max(0, width))
      case .lineBreak: " "
      }
    }.joined()
  }

  /// One text behind the other.
  static func + (left: RichText, right: RichText) -> RichText {
    RichText(left.pieces + right.pieces)
  }

  /// Appends a text.
  static func += (left: inout RichText, right: RichText) { left.pieces += right.pieces }

  /// An identifier.
  static func code(_ text: String) -> RichText { RichText([.code(text)]) }

  /// Text that carries the point.
  static func strong(_ text: String) -> RichText { RichText([.strong(text)]) }

  /// Text that explains.
  static func quiet(_ text: String) -> RichText { RichText([.quiet(text)]) }

  /// A link.
  static func link(_ text: String, to place: String) -> RichText {
    RichText([.link(text, to: place)])
  }

  /// A status or priority.
  static func mark(_ mark: Mark, _ text: String) -> RichText {
    RichText([.mark(mark, text)])
  }

  /// Room to write in.
  static func blank(_ width: Int) -> RichText { RichText([.blank(width)]) }

  /// Texts with something between them.
  static func joined(_ texts: [RichText], by separator: RichText = ", ") -> RichText {
    texts.enumerated().reduce(into: RichText([])) { all, next in
      if next.offset > 0 { all += separator }
      all += next.element
    }
  }
}

/// How a status or a priority looks, beside its word.
enum Mark: String, Sendable, Equatable {
  /// Priority A, and requirements with items for action.
  case a
  /// Priority B, and what needs a person's review.
  case b
  /// Priority C.
  case c
  /// No exception noted; delivered.
  case ok
  /// Not assessed, not applicable, not delivered.
  case open
}
