/// RFC 4180 text: UTF-8, CRLF, quoted where needed; nothing is changed to please a spreadsheet.
package struct CSVText {
  /// The table so far.
  package private(set) var bytes: [UInt8] = []

  /// Begins with a line of headers.
  package init(headers: [String]) {
    add(headers)
  }

  /// Adds a line.
  package mutating func add(_ cells: [String]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      let mustQuote = cell.utf8.contains {
        $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 10 || $0 == 13
      }
      guard mustQuote else {
        bytes += Array(cell.utf8)
        continue
      }
      bytes.append(UInt8(ascii: "\""))
      for byte in cell.utf8 {
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
    }
    bytes += [13, 10]
  }
}
