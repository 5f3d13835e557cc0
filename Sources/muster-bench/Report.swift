/// Figures as lines of a table.
enum Report {
  static func line(_ row: Row) -> String {
    var parts = [pad(row.shape, 7), pad(row.stage, 22), right(number(row.seconds), 9) + " s"]
    if let cpu = row.cpuSeconds { parts.append(right(number(cpu), 8) + " s CPU") }
    if let peak = row.peakMB { parts.append(right(number(peak), 7) + " MB peak") }
    if let count = row.references { parts.append(rate(count, row.seconds, "references")) }
    if let units = row.units { parts.append(rate(units, row.seconds, "units")) }
    if let bytes = row.bytes {
      let size = number(Double(bytes) / 1e6) + " MB"
      parts.append(
        row.seconds > 0 ? size + ", " + number(Double(bytes) / 1e6 / row.seconds) + " MB/s" : size)
    }
    if let note = row.note { parts.append(note) }
    return parts.joined(separator: "  ")
  }

  static func line(_ target: Target) -> String {
    pad(target.name, 46) + right(number(target.value), 9) + "  "
      + (target.isFloor ? "at least " : "at most ") + number(target.bound)
      + (target.holds ? "  holds" : "  FALLS SHORT")
  }

  private static func rate(_ count: Int, _ seconds: Double, _ what: String) -> String {
    let million = Double(count) / 1e6
    return number(million) + " M \(what)"
      + (seconds > 0 ? ", " + number(million / seconds) + " M/s" : "")
  }

  /// Three figures, no more than two decimals.
  static func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    if abs(value) >= 100 { return String(Int(value.rounded())) }
    let rest = abs(hundredths % 100)
    return (value < 0 && hundredths > -100 ? "-" : "") + "\(hundredths / 100)."
      + (rest < 10 ? "0" : "") + "\(rest)"
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
