import Cataloging

/// What happened to a lot when, on one line for each sort of thing.
enum TimelinePicture {
  private static let tracks: [(key: String, name: String, style: Drawing.Style)] = [
    ("packaging", "Packaging", .flow), ("upload", "Upload", .open),
    ("quality", "Quality events", .alarm), ("release", "Release", .good),
    ("shipment", "Shipments", .ink), ("end", "Taken out", .attention),
  ]
  private static let (left, span, row) = (150, 620, 40)

  static func picture(
    _ moments: [LotMoment], _ lot: String, id: String, frame: DossierFrame
  ) -> ReportPicture {
    let title = "Timeline of lot \(lot)"
    return ReportPicture(
      id: id, title: title,
      description: moments.map {
        "\($0.name) \(DossierWords.clock($0.instant) ?? "")."
      }.joined(separator: " "), drawing: drawing(moments),
      table: ReportTable(
        title, ["When", "What", "Evidence"],
        moments.map {
          [
            RichText(DossierWords.clock($0.instant) ?? ""), RichText($0.name),
            $0.record.map(frame.place) ?? "from the events of its units",
          ]
        }))
  }

  private static func drawing(_ moments: [LotMoment]) -> Drawing {
    let shown = tracks.filter { track in moments.contains { $0.track == track.key } }
    var drawing = Drawing(width: left + span + 110, height: shown.count * row + 34)
    guard let first = moments.first?.ms, let last = moments.last?.ms else { return drawing }
    let length = max(1, Double(last) - Double(first))
    func x(_ moment: LotMoment) -> Int {
      left + Int((Double(moment.ms) - Double(first)) / length * Double(span))
    }
    for (index, track) in shown.enumerated() {
      let y = index * row + 28
      drawing.text(0, y + 4, track.name, .ink, isStrong: true, limit: left - 8)
      drawing.line(left, y, left + span, y, .soft)
      var free = 0
      for moment in moments where moment.track == track.key {
        let at = x(moment)
        if track.key == "release" {
          drawing.diamond(at, y, track.style)
        } else {
          drawing.dot(at, y, track.style)
        }
        // A label needs room; what has none stands in the table.
        let width = Drawing.width(of: moment.name)
        let start = min(max(left, at - width / 2), left + span + 105 - width)
        guard start >= free else { continue }
        drawing.text(start, y - 9, moment.name, .quiet)
        free = start + width + 8
      }
    }
    let y = shown.count * row + 24
    drawing.text(left, y, String(moments.first?.instant.prefix(10) ?? ""), .quiet)
    drawing.text(left + span, y, String(moments.last?.instant.prefix(10) ?? ""), .quiet, .end)
    return drawing
  }
}
