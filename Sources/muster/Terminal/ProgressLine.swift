internal import Collecting

/// One line on a terminal that is written over: source, files, rate, time to go.
final class ProgressLine {
  private let isOn: Bool
  private let started = Clock.wall()
  private var last: Int64 = 0

  init(isOn: Bool) { self.isOn = isOn }

  func show(_ progress: CollectProgress) {
    guard isOn else { return }
    let now = Clock.wall()
    guard now - last >= 100 else { return }
    last = now
    let elapsed = max(1, now - started)
    var text = "\(progress.source): \(progress.done) of \(progress.total) files"
    text += ", \(Int64(progress.references) * 1000 / elapsed) references/s"
    if progress.done > 0, progress.total > progress.done {
      let rest = elapsed / Int64(progress.done) * Int64(progress.total - progress.done) / 1000
      text += ", about \(rest) s to go"
    }
    if progress.isDeriving { text = "computing life cycles and shipments" }
    Console.line("\r\u{1B}[K" + text)
  }

  func finish() {
    if isOn && last > 0 { Console.line("\r\u{1B}[K") }
  }
}
