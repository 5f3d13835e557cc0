internal import Settings

/// The tables of an answer.
enum ResponseTables {
  /// Every file handed over, with digests and where in its original it stands.
  static func items(_ response: Response) -> [UInt8] {
    var text = CSVText(headers: [
      "production_number", "request", "item", "file", "kind", "records", "sha256", "bytes",
      "system", "original_path", "original_sha256", "positions_in_original", "confidentiality",
    ])
    for request in response.requests {
      for item in request.items {
        for file in item.enclosed {
          text.add([
            file.production, request.id, item.number, file.path, file.what, "\(file.records)",
            file.sha256, "\(file.bytes)", file.system, file.originalPath, file.originalSHA256,
            places(file.positions), response.stamp,
          ])
        }
      }
    }
    return text.bytes
  }

  /// Places in one cell. A longer one a spreadsheet cuts up over the lines below; the file itself
  /// has each.
  static func places(_ positions: [String]) -> String {
    let text = positions.joined(separator: "; ")
    if text.utf8.count <= WorkbookText.longest { return text }
    var length = 0
    let room = WorkbookText.longest - 100
    let shown = positions.prefix {
      length += $0.utf8.count + 2
      return length <= room
    }
    let rest = positions.count - shown.count
    return (shown + ["and \(Noun.grouped(rest)) more, each in the file enclosed"])
      .joined(separator: "; ")
  }

  /// What was asked for and is not handed over.
  static func notEnclosed(_ response: Response) -> [UInt8] {
    var text = CSVText(headers: ["request", "item", "what", "why", "confidentiality"])
    for request in response.requests {
      for item in request.items {
        for line in item.notEnclosed {
          text.add([request.id, item.number, line.what, line.why, response.stamp])
        }
      }
    }
    return text.bytes
  }
}
