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
            file.positions.joined(separator: "; "), response.stamp,
          ])
        }
      }
    }
    return text.bytes
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
