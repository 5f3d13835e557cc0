import Assessing

/// Pointers into the originals as links that open the file in the pack.
enum Evidence {
  /// The file and place; a link when the pack holds the file. Reports lie one folder down.
  static func link(_ pointer: EvidencePointer, _ context: ReportContext) -> RichText {
    let place = (pointer.position.label ?? "")
    let label = pointer.path + (place.isEmpty ? "" : ", \(place)")
    guard let path = context.evidencePaths[pointer.artifact] else {
      return RichText("\(label) (\(pointer.source), not in this pack)")
    }
    return .link(label, to: "../\(path)")
  }

  /// The same with what the place shows and when it happened.
  static func line(_ pointer: EvidencePointer, _ context: ReportContext) -> RichText {
    let role = pointer.role.replacing("_", with: " ")
    let when = pointer.written ?? pointer.at.map(\.clock)
    return "\(role): " + link(pointer, context) + RichText(when.map { " – \($0)" } ?? "")
  }
}
