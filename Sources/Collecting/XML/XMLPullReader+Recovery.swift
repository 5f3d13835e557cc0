/// Going on behind a fault.
extension XMLPullReader {
  /// Looks for the next start tag whose local name `isWanted` accepts, or end tag `isEnd` accepts,
  /// and goes on there with `depth` elements open.
  /// - Returns: false when the text ends first.
  func resynchronize(
    depth: Int, isWanted: (UnsafeBufferPointer<UInt8>) -> Bool,
    isEnd: (UnsafeBufferPointer<UInt8>) -> Bool
  ) -> Bool {
    if leaving { leave() }
    pendingEnd = false
    textScratch.clear()
    while true {
      let have = window.ensure(2 * Self.maximumNameBytes)
      if have < 2 {
        window.cursor = window.limit
        return false
      }
      // At least one byte further each time, so that the same fault is not met again.
      var index = 1
      let start = window.base + window.cursor
      while index < have, start[index] != 0x3C { index += 1 }
      window.cursor += index
      guard index < have else { continue }
      let rest = window.ensure(2 * Self.maximumNameBytes)
      let tag = window.base + window.cursor
      let isEndTag = rest > 1 && tag[1] == 0x2F
      let from = isEndTag ? 2 : 1
      var end = from
      var local = from
      while end < rest, end < Self.maximumNameBytes, XMLBytes.isName(tag[end]) {
        if tag[end] == 0x3A { local = end + 1 }
        end += 1
      }
      guard end < rest, end > local else { continue }
      let found = UnsafeBufferPointer(start: tag + local, count: end - local)
      guard isEndTag ? isEnd(found) : isWanted(found) else { continue }
      while depthOpen > depth { leave() }
      return true
    }
  }
}
