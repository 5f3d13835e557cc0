import Cataloging
import Settings

/// A hierarchy as a tree of lines: what a shipment lists by itself in strong letters, the thing
/// asked for, or listed by a finding, marked.
enum HierarchyPicture {
  private struct Line {
    var depth: Int
    var text: String
    var remark: String
    var style: Drawing.Style
    var isStrong: Bool
  }

  private static let limit = 60

  /// `isListed` says that a finding lists the thing the tree leads to.
  static func picture(
    _ moment: HierarchyMoment, id: String, isListed: Bool = false
  ) -> ReportPicture {
    var lines: [Line] = []
    collect(moment.root, depth: 0, isListed: isListed, into: &lines)
    let shown = Array(lines.prefix(limit))
    let when = [moment.occasion, moment.local].compactMap(\.self).joined(separator: " ")
    let title = "Hierarchy, \(when)"
    let rest =
      lines.count > limit ? " The first \(limit) of \(lines.count) lines are drawn." : ""
    return ReportPicture(
      id: id, title: title,
      description: shown.map {
        "Level \($0.depth + 1): \($0.text)\($0.remark.isEmpty ? "" : ", \($0.remark)")."
      }.joined(separator: " ") + rest, drawing: drawing(shown),
      table: ReportTable(
        title, [.init("Identifier"), .init("Level", isNumber: true), .init("Remark")],
        shown.map {
          ReportTable.Row([.code($0.text), RichText(String($0.depth + 1)), RichText($0.remark)])
        }))
  }

  private static func collect(
    _ node: HierarchyNode, depth: Int, isOpen: Bool = true, isListed: Bool,
    into lines: inout [Line]
  ) {
    var remarks: [String] = []
    if node.isListed { remarks.append("listed in the shipment") }
    let isMarked = node.isSubject && isListed
    if isMarked {
      remarks.append("listed by a finding")
    } else if node.isSubject && !node.isListed {
      remarks.append("asked for")
    }
    if node.children > 0 {
      remarks.append(
        "\(Noun.grouped(node.children)) inside, "
          + "\(Noun.counted(node.items, "unit", "units")) in all")
    }
    if !node.alsoIn.isEmpty {
      remarks.append("also in \(node.alsoIn.map(\.text).joined(separator: ", "))")
    }
    let style: Drawing.Style = isMarked ? .alarm : node.isSubject ? .good : .flow
    lines.append(
      Line(
        depth: depth, text: node.identity.text, remark: remarks.joined(separator: "; "),
        style: style, isStrong: node.isListed || node.isSubject))
    guard isOpen || node.isSubject else { return }
    // One branch is drawn to its end; its siblings say how much is in them.
    let opened = node.content.firstIndex { $0.isSubject || $0.isListed || !$0.content.isEmpty }
    for (index, child) in node.content.enumerated() {
      collect(
        child, depth: depth + 1, isOpen: isOpen && index == opened, isListed: isListed,
        into: &lines)
    }
    if node.omitted > 0 {
      lines.append(
        Line(
          depth: depth + 1, text: "… and \(Noun.grouped(node.omitted)) more",
          remark: "not drawn", style: .soft, isStrong: false))
    }
  }

  private static func drawing(_ lines: [Line]) -> Drawing {
    let row = 24
    let widest =
      lines.map {
        $0.depth * 28 + 24 + Drawing.width(of: $0.text, isStrong: $0.isStrong) + 16
          + Drawing.width(of: $0.remark)
      }.max() ?? 300
    var drawing = Drawing(width: min(1400, widest + 20), height: lines.count * row + 6)
    var above: [Int: Int] = [:]
    for (index, line) in lines.enumerated() {
      let (x, y) = (line.depth * 28 + 6, index * row + 14)
      if line.depth > 0, let start = above[line.depth - 1] {
        let trunk = x - 22
        drawing.line(trunk, start + 7, trunk, y, .soft)
        drawing.line(trunk, y, x, y, .soft)
      }
      above[line.depth] = y
      drawing.box(x, y - 6, 12, 12, line.style, isHollow: line.style == .soft)
      drawing.text(x + 20, y + 4, line.text, .ink, isStrong: line.isStrong)
      drawing.text(
        x + 32 + Drawing.width(of: line.text, isStrong: line.isStrong), y + 4, line.remark,
        line.style == .alarm ? .alarm : .quiet)
    }
    return drawing
  }
}
