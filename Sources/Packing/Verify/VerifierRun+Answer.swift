extension VerifierRun {
  /// V106 for an answer to requests: the list of items and the files below `requests/` say the
  /// same, both ways.
  mutating func checkItems() {
    let path = "data/items.csv"
    guard let bytes = document(path) else { return }
    let rows = CSVRows.read(bytes)
    guard let header = rows.first, let file = header.firstIndex(of: "file"),
      let digest = header.firstIndex(of: "sha256"), let size = header.firstIndex(of: "bytes"),
      rows.allSatisfy({ $0.count == header.count })
    else {
      report(.documents, "The list of items is not as muster writes it.", path)
      return
    }
    var listed: Set<String> = []
    for row in rows.dropFirst() {
      let place = BagLayout.payload + row[file]
      listed.insert(place)
      if payload[place] != row[digest] || files[place]?.size != UInt64(row[size]) {
        report(.agreement, "It states another digest or size of \(row[file]).", path)
      }
    }
    for place in payload.keys.sorted()
    where place.hasPrefix("data/requests/") && !listed.contains(place) {
      report(.agreement, "It does not list \(place).", path)
    }
  }
}

/// Rows of a CSV file (RFC 4180) with line ends of either sort.
enum CSVRows {
  static func read(_ bytes: [UInt8]) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var index = 0
    func text() -> String { String(decoding: cell, as: UTF8.self) }
    while index < bytes.count {
      let byte = bytes[index]
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      if isQuoted {
        if byte == 0x22, next == 0x22 {
          cell.append(byte)
          index += 1
        } else if byte == 0x22 {
          isQuoted = false
        } else {
          cell.append(byte)
        }
      } else {
        switch byte {
        case 0x22: isQuoted = true
        case 0x2C:
          row.append(text())
          cell = []
        case 0x0D where next == 0x0A: break
        case 0x0A:
          row.append(text())
          rows.append(row)
          row = []
          cell = []
        default: cell.append(byte)
        }
      }
      index += 1
    }
    if !cell.isEmpty || !row.isEmpty { rows.append(row + [text()]) }
    return rows
  }
}
